import {lying, paint, picture, standing, table, wave} from './canvas.js';

function stonewareBowl(): string {
  const bowl = 'M150 372H650C650 520 560 628 470 640H330C240 628 150 520 150 372Z';
  return picture(
    'A stoneware bowl in a deep blue glaze that runs over a bare rim',
    '#e6dccb',
    `
${table(596, '#c9a27a')}
${standing(406, 660, 210, 22)}
<path d="M318 632H482L470 664H330Z" fill="#a77d58"/>
<clipPath id="bowl"><path d="${bowl}"/></clipPath>
<path d="${bowl}" fill="#c49a72"/>
<g clip-path="url(#bowl)">
<path d="M140 372H660V520C634 560 612 520 590 548C566 584 544 524 520 552C492 600 470 536 442 560C414 596 392 532 364 558C336 592 312 530 286 556C258 590 232 520 204 548C176 566 150 524 140 500Z" fill="${paint.river}"/>
<path d="M140 372H660V440C610 470 560 436 510 462C450 488 400 440 340 464C280 486 220 440 140 452Z" fill="${paint.riverDeep}" opacity=".75"/>
<path d="M196 420C206 500 248 572 300 610" fill="none" stroke="#fff" stroke-width="18" stroke-linecap="round" opacity=".28"/>
<path d="M560 372C570 480 520 590 460 640H680V372Z" fill="${paint.ink}" opacity=".2"/>
</g>
<ellipse cx="400" cy="372" rx="250" ry="62" fill="#d8b48c"/>
<ellipse cx="400" cy="374" rx="232" ry="52" fill="${paint.riverDeep}"/>
<path d="M168 376C190 420 290 428 400 428S610 420 632 376C610 408 510 414 400 414S190 408 168 376Z" fill="${paint.riverLight}" opacity=".7"/>
<ellipse cx="330" cy="362" rx="70" ry="12" fill="#fff" opacity=".16"/>
`,
  );
}

function breadBoard(): string {
  const board =
    'M262 214H520Q556 214 560 250L584 610Q586 652 544 656H238Q196 652 198 610L222 250Q226 214 262 214ZM344 214V128Q344 84 391 84Q438 84 438 128V214Z';
  const grain = (y: number, bend: number) => `M206 ${y}C300 ${y - bend} 380 ${y + bend} 576 ${y - bend / 2}`;
  const slice = (x: number, y: number, turn: number) =>
    `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M-66 58V-18C-96 -58 -58 -88 0 -86C58 -88 96 -58 66 -18V58Q0 70 -66 58Z" transform="translate(8 12)" fill="${paint.ink}" opacity=".24" filter="url(#soft)"/><path d="M-66 58V-18C-96 -58 -58 -88 0 -86C58 -88 96 -58 66 -18V58Q0 70 -66 58Z" fill="#b9783c"/><path d="M-54 48V-22C-78 -54 -46 -74 0 -73C46 -74 78 -54 54 -22V48Q0 58 -54 48Z" fill="#f2ddb4"/><g fill="#dcbd86"><ellipse cx="-22" cy="-30" rx="10" ry="7"/><ellipse cx="18" cy="-44" rx="7" ry="5"/><ellipse cx="26" cy="4" rx="11" ry="8"/><ellipse cx="-16" cy="22" rx="8" ry="6"/><ellipse cx="4" cy="-12" rx="5" ry="4"/></g></g>`;
  return picture(
    'A walnut board with a handle, and two slices of bread on it',
    '#d7e0d6',
    `
<g transform="rotate(9 400 400)">
${lying(board, 16, 24)}
<path d="${board}" fill="#5c3a22" transform="translate(3 7)"/>
<clipPath id="board"><path d="${board}"/></clipPath>
<path d="${board}" fill="#8a5c38"/>
<g clip-path="url(#board)">
<path d="${[250, 282, 318, 352, 390, 430, 468, 512, 552, 596, 632].map((y, row) => grain(y, 10 + (row % 4) * 7)).join('')}" fill="none" stroke="#5c3a22" stroke-width="5" opacity=".38"/>
<path d="M344 200C352 150 350 120 360 90M420 210C414 160 424 130 416 92" fill="none" stroke="#5c3a22" stroke-width="5" opacity=".38"/>
<path d="M190 90H300L262 680H190Z" fill="#fff" opacity=".1"/>
</g>
<rect x="236" y="252" width="310" height="372" rx="26" fill="none" stroke="#5c3a22" stroke-width="9" opacity=".5"/>
<circle cx="391" cy="128" r="20" fill="#d7e0d6"/><path d="M371 128A20 20 0 0 1 411 128A20 14 0 0 0 371 128Z" fill="${paint.ink}" opacity=".3"/>
</g>
${slice(330, 420, -8)}${slice(452, 520, 14)}
<path d="M590 270L628 640" stroke="${paint.ink}" stroke-width="26" stroke-linecap="round" opacity=".2" filter="url(#soft)"/>
<path d="M592 210L618 470L588 474L562 300Q556 240 592 210Z" fill="#c3ccca"/><path d="M592 210L618 470L606 472L582 290Q580 240 592 210Z" fill="#fff" opacity=".4"/>
<path d="M586 468L622 463L642 640Q640 662 624 662Q608 662 606 644Z" fill="${paint.brickDeep}"/><circle cx="608" cy="500" r="6" fill="${paint.mustard}"/><circle cx="620" cy="600" r="6" fill="${paint.mustard}"/>
`,
  );
}

function morningBox(): string {
  const front = 'M146 430H654V652Q654 668 638 668H162Q146 668 146 652Z';
  return picture(
    'A wooden box with a jar of honey, oats and a sprig of lavender',
    '#f0ddc8',
    `
${table(622, '#b98f6a')}
${standing(404, 672, 270, 24)}
<path d="M166 330H634L654 440H146Z" fill="#8a6239"/>
<path d="M286 300C280 210 300 130 282 66M306 300C312 220 300 160 322 96M262 300C252 230 250 180 236 128" fill="none" stroke="${paint.mossDeep}" stroke-width="6"/>
<g fill="#8d7bb0"><ellipse cx="282" cy="74" rx="10" ry="18"/><ellipse cx="274" cy="100" rx="10" ry="14"/><ellipse cx="292" cy="104" rx="10" ry="14"/><ellipse cx="280" cy="130" rx="10" ry="13"/><ellipse cx="324" cy="100" rx="9" ry="16"/><ellipse cx="314" cy="126" rx="9" ry="13"/><ellipse cx="322" cy="146" rx="8" ry="11"/><ellipse cx="234" cy="134" rx="9" ry="16"/><ellipse cx="246" cy="156" rx="9" ry="13"/><ellipse cx="240" cy="178" rx="8" ry="11"/></g>
<path d="M344 214H470Q488 214 488 236V450H326V236Q326 214 344 214Z" fill="#e9a62e"/>
<path d="M326 240H488V300C440 318 380 286 326 306Z" fill="#f6c65c"/>
<path d="M344 236H362V440H344Z" fill="#fff" opacity=".45"/>
<path d="M452 216H488V450H460Z" fill="#8a5410" opacity=".25"/>
<rect x="334" y="172" width="146" height="46" rx="8" fill="${paint.cream}"/><path d="M334 196H480" stroke="${paint.oatDeep}" stroke-width="4"/>
<rect x="352" y="324" width="110" height="84" rx="6" fill="${paint.paper}"/><path d="M407 338l18 10v20l-18 10l-18-10v-20z" fill="${paint.mustard}"/><path d="M374 394H440" stroke="${paint.ink}" stroke-width="6" stroke-linecap="round"/>
<path d="M500 258C520 230 586 226 606 258L622 450H486Z" fill="#d8c3a0"/><path d="M520 262C540 282 570 282 590 262L586 244H524Z" fill="#f3e8d2"/>
<path d="M512 232H598" stroke="${paint.brick}" stroke-width="12" stroke-linecap="round"/>
<path d="M530 340c20-26 50-26 70 0c-20 26-50 26-70 0Z" fill="${paint.moss}"/><path d="M534 340H596" stroke="${paint.mossDeep}" stroke-width="4"/>
<path d="M178 356C204 322 292 330 316 360L330 450H170Z" fill="${paint.blush}"/><path d="${wave(184, 372, 4, 34, 10)}" fill="none" stroke="${paint.brick}" stroke-width="5"/>
<path d="${front}" fill="#c9955c"/>
<path d="M146 505H654M146 580H654" stroke="#8a6239" stroke-width="5"/>
<path d="M146 430H654V446H146Z" fill="#fff" opacity=".22"/>
<path d="M190 470C300 462 420 482 620 468M180 545C280 536 460 556 630 542M170 625C320 616 440 634 636 620" fill="none" stroke="#8a6239" stroke-width="4" opacity=".5"/>
<g fill="#6e4a28"><circle cx="166" cy="466" r="5"/><circle cx="634" cy="466" r="5"/><circle cx="166" cy="542" r="5"/><circle cx="634" cy="542" r="5"/><circle cx="166" cy="624" r="5"/><circle cx="634" cy="624" r="5"/></g>
<rect x="322" y="492" width="156" height="104" rx="10" fill="${paint.paper}"/><circle cx="400" cy="548" r="26" fill="${paint.mustard}"/><path d="M340 548H460V586H340Z" fill="${paint.paper}"/><path d="M344 550H456M364 566H436" stroke="${paint.river}" stroke-width="6" stroke-linecap="round"/><path d="M400 506V514M362 520l6 6M438 520l-6 6" stroke="${paint.mustardDeep}" stroke-width="5" stroke-linecap="round"/>
`,
  );
}

function ironSkillet(): string {
  return picture(
    'A black iron skillet with a fried egg and a sprig of thyme',
    '#e8cdb4',
    `
<g transform="rotate(-38 400 400)">
<g fill="${paint.ink}" opacity=".28" filter="url(#soft)" transform="translate(-8 30)"><circle cx="370" cy="420" r="216"/><rect x="560" y="384" width="232" height="68" rx="34"/></g>
<path d="M566 386L752 392Q786 396 786 420Q786 444 752 448L566 454Z" fill="#2a3033"/><path d="M572 394L750 399Q770 401 776 412" fill="none" stroke="#fff" stroke-width="5" opacity=".2" stroke-linecap="round"/>
<path d="M722 406h30q14 0 14 14t-14 14h-30q-14 0-14-14t14-14z" fill="#e8cdb4"/>
<path d="M176 330L140 300L204 262L226 290Z" fill="#2a3033"/>
<circle cx="370" cy="420" r="220" fill="#23292c"/><circle cx="370" cy="420" r="220" fill="none" stroke="#4b5458" stroke-width="8"/>
<circle cx="370" cy="424" r="184" fill="#32393d"/><circle cx="370" cy="424" r="184" fill="none" stroke="#15191b" stroke-width="9"/>
<path d="M228 352A160 160 0 0 1 340 268" fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round" opacity=".16"/>
</g>
<path d="M300 366C330 318 410 330 436 352C476 340 510 382 492 424C512 468 470 506 430 492C396 532 336 516 326 484C276 492 250 440 280 412C270 396 282 374 300 366Z" fill="#fdf8ee"/>
<path d="M326 484C276 492 250 440 280 412C284 452 310 470 350 470C370 500 420 500 452 476C440 500 430 492 430 492C396 532 336 516 326 484Z" fill="#e3d2b4"/>
<circle cx="384" cy="424" r="54" fill="#f1a52d"/><circle cx="378" cy="416" r="44" fill="#fac451"/><path d="M352 402A34 34 0 0 1 382 384" fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".8"/>
<path d="M470 330C500 300 506 276 512 250" fill="none" stroke="${paint.mossDeep}" stroke-width="5" stroke-linecap="round"/><g fill="${paint.moss}"><ellipse cx="484" cy="318" rx="11" ry="6" transform="rotate(-10 484 318)"/><ellipse cx="500" cy="296" rx="11" ry="6" transform="rotate(30 500 296)"/><ellipse cx="494" cy="276" rx="11" ry="6" transform="rotate(-30 494 276)"/><ellipse cx="514" cy="262" rx="11" ry="6" transform="rotate(40 514 262)"/></g>
<g fill="${paint.ink}" opacity=".55"><circle cx="340" cy="380" r="3"/><circle cx="430" cy="384" r="3"/><circle cx="444" cy="450" r="3"/><circle cx="330" cy="446" r="3"/><circle cx="410" cy="480" r="3"/></g>
`,
  );
}

export const tableware = {
  'stoneware-bowl': stonewareBowl,
  'bread-board': breadBoard,
  'morning-box': morningBox,
  'iron-skillet': ironSkillet,
};
