import {lying, paint, picture, wave} from './canvas.js';

function letterpressCards(): string {
  const card = 'M-196 -132H196V132H-196Z';
  const flower =
    '<path d="M0 92C0 40 0 20 0 -8" stroke="#526b49" stroke-width="6" stroke-linecap="round"/><path d="M0 70C-30 66 -44 48 -46 28C-22 30 -6 46 0 70ZM0 56C30 52 44 34 46 14C22 16 6 32 0 56Z" fill="#6f8a63"/><g fill="#c4573a"><ellipse cy="-54" rx="15" ry="26"/><ellipse cy="-54" rx="15" ry="26" transform="rotate(72 0 -24)"/><ellipse cy="-54" rx="15" ry="26" transform="rotate(144 0 -24)"/><ellipse cy="-54" rx="15" ry="26" transform="rotate(216 0 -24)"/><ellipse cy="-54" rx="15" ry="26" transform="rotate(288 0 -24)"/></g><circle cy="-24" r="13" fill="#e0a63c"/>';
  return picture(
    'Correspondence cards with a pressed flower, and an open envelope',
    '#cdd9dd',
    `
<g transform="translate(430 250) rotate(8)">
${lying('M-230 -150H230V150H-230Z', 10, 18)}
<path d="M-230 -150H230V150H-230Z" fill="#e7d3bd"/><path d="M-230 -150L0 30L230 -150Z" fill="${paint.brick}" opacity=".85"/><path d="M-230 -150L0 26L230 -150" fill="none" stroke="#fff" stroke-width="3" opacity=".5"/><path d="M-230 150L-40 6M230 150L40 6" stroke="${paint.ink}" stroke-width="4" opacity=".12"/>
</g>
<g transform="translate(384 500) rotate(-13)">${lying(card)}<path d="${card}" fill="#efe6d5"/></g>
<g transform="translate(394 506) rotate(-6)">${lying(card)}<path d="${card}" fill="#f6eee0"/></g>
<g transform="translate(402 514) rotate(2)">
${lying(card)}
<path d="${card}" fill="${paint.paper}"/>
<path d="M-178 -114H178V114H-178Z" fill="none" stroke="${paint.oatDeep}" stroke-width="3"/>
<g transform="translate(-106 14) scale(.92)">${flower}</g>
<path d="M-24 -42H140M-24 -6H150M-24 30H118" stroke="${paint.ink}" stroke-width="9" stroke-linecap="round" opacity=".75"/>
<path d="${wave(-22, 76, 3, 34, 12)}" fill="none" stroke="${paint.river}" stroke-width="6" stroke-linecap="round"/>
</g>
<g transform="translate(650 610) rotate(34)"><rect x="-11" y="-190" width="22" height="330" rx="9" transform="translate(10 14)" fill="${paint.ink}" opacity=".22" filter="url(#soft)"/><path d="M-12 -180Q0 -196 12 -180L10 120H-10Z" fill="${paint.riverDeep}"/><path d="M-12 -60H12V-40H-12Z" fill="#d8a440"/><path d="M-10 120H10L2 176H-2Z" fill="#c3ccca"/><path d="M-7 -176L-6 118" stroke="#fff" stroke-width="4" opacity=".3"/></g>
`,
  );
}

function giftCertificate(): string {
  const sheet =
    'M104 246H696Q712 246 712 262V322A36 36 0 0 0 712 394V538Q712 554 696 554H104Q88 554 88 538V394A36 36 0 0 0 88 322V262Q88 246 104 246Z';
  return picture(
    'A gift certificate with a ribbon and a bow',
    '#d9cbb8',
    `
<g transform="rotate(-6 400 400)">
${lying(sheet, 12, 22)}
<path d="${sheet}" fill="${paint.paper}"/>
<path d="M126 276H674V524H126Z" fill="none" stroke="${paint.river}" stroke-width="5"/><path d="M138 288H662V512H138Z" fill="none" stroke="${paint.riverLight}" stroke-width="2.5"/>
<g fill="${paint.river}"><path d="M126 276l26 0l-26 26zM674 276l-26 0l26 26zM126 524l26 0l-26-26zM674 524l-26 0l26-26z"/></g>
<path d="${wave(352, 460, 7, 40, 14)}" fill="none" stroke="${paint.riverLight}" stroke-width="5" stroke-linecap="round"/>
<path d="M360 342H600" stroke="${paint.ink}" stroke-width="17" stroke-linecap="round"/><path d="M360 386H540M360 418H570" stroke="${paint.oatDeep}" stroke-width="9" stroke-linecap="round"/>
<circle cx="604" cy="440" r="42" fill="${paint.mustard}"/><circle cx="604" cy="440" r="32" fill="none" stroke="${paint.paper}" stroke-width="4" stroke-dasharray="6 5"/><path d="M604 418l7 14 16 2-12 11 3 16-14-8-14 8 3-16-12-11 16-2z" fill="${paint.paper}"/>
<path d="M220 246H276V554H220Z" fill="${paint.brick}"/><path d="M226 246H234V554H226Z" fill="#fff" opacity=".25"/><path d="M262 246H276V554H262Z" fill="${paint.ink}" opacity=".14"/>
<g transform="translate(248 400)">
<path d="M-8 8L-70 116L-40 108L-28 136L16 20ZM8 8L70 116L40 108L28 136L-16 20Z" fill="${paint.brickDeep}"/>
<path d="M0 0C-40 -74 -120 -78 -124 -30C-126 22 -52 26 0 0ZM0 0C40 -74 120 -78 124 -30C126 22 52 26 0 0Z" fill="${paint.brick}"/>
<path d="M-10 -6C-44 -48 -92 -56 -100 -28C-100 0 -48 8 -10 -6ZM10 -6C44 -48 92 -56 100 -28C100 0 48 8 10 -6Z" fill="${paint.brickDeep}"/>
<rect x="-24" y="-26" width="48" height="46" rx="14" fill="${paint.brick}"/><path d="M-14 -20Q0 -26 14 -20" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".4"/>
</g>
</g>
`,
  );
}

function photoPrint(): string {
  const board = 'M196 150H604V650H196Z';
  return picture(
    'A photograph of hills and a lake, printed on thick board, on an easel',
    '#dfe3dc',
    `
<path d="M400 70L246 740M400 70L554 740M400 90V700" stroke="${paint.woodDeep}" stroke-width="22" stroke-linecap="round"/><path d="M396 70L242 740" stroke="#fff" stroke-width="4" opacity=".3"/>
${lying(board, 14, 22)}
<path d="M604 150L620 164V664H212L196 650H604Z" fill="${paint.oatDeep}"/>
<path d="${board}" fill="${paint.paper}"/>
<clipPath id="photo"><rect x="222" y="176" width="356" height="408"/></clipPath>
<g clip-path="url(#photo)">
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8fb9c4"/><stop offset=".6" stop-color="#f3d9b5"/><stop offset="1" stop-color="#f0c08c"/></linearGradient>
<rect x="222" y="176" width="356" height="408" fill="url(#sky)"/>
<circle cx="470" cy="330" r="40" fill="#fff3d4"/>
<path d="M222 404L318 300L376 366L452 282L578 420V470H222Z" fill="#7d94a0"/><path d="M318 300L340 326L318 344L300 322ZM452 282L478 312L450 330L432 306Z" fill="${paint.paper}" opacity=".85"/>
<path d="M222 430C290 392 350 430 410 414S520 396 578 428V480H222Z" fill="${paint.moss}"/>
<path d="M222 464H578V584H222Z" fill="${paint.river}"/><path d="M440 470H500L520 584H410Z" fill="#fff3d4" opacity=".35"/>
<path d="${wave(230, 500, 5, 40, 8)}M300 530${wave(0, 0, 4, 40, 8).replace('M0 0', '')}M250 560${wave(0, 0, 6, 40, 8).replace('M0 0', '')}" fill="none" stroke="#fff" stroke-width="3.5" opacity=".5"/>
<path d="M262 484L262 420L276 452ZM262 440l-20 44h40z" fill="${paint.mossDeep}"/><path d="M300 484l-16 0l18-54l18 54z" fill="${paint.mossDeep}"/>
<path d="M346 534H420Q412 552 398 552H366Q352 552 346 534Z" fill="${paint.brick}"/><path d="M382 534V492L408 526H382Z" fill="${paint.paper}"/>
<path d="M222 176H420L222 480Z" fill="#fff" opacity=".12"/>
</g>
<path d="M240 616H360" stroke="${paint.oatDeep}" stroke-width="8" stroke-linecap="round"/>
<path d="M170 660H630V690H170Z" fill="${paint.wood}"/><path d="M170 660H630V668H170Z" fill="#fff" opacity=".3"/><circle cx="400" cy="676" r="8" fill="${paint.woodDeep}"/>
`,
  );
}

export const print = {
  'letterpress-cards': letterpressCards,
  'gift-certificate': giftCertificate,
  'photo-print': photoPrint,
};
