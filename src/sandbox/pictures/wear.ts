import {lying, paint, picture, wave} from './canvas.js';

function riverTee(): string {
  const shirt =
    'M314 160L236 190C198 206 178 228 160 268L98 398Q93 410 104 416L192 456L228 392C234 480 231 570 223 652Q222 668 238 670Q400 686 562 670Q578 668 577 652C569 570 566 480 572 392L608 456L696 416Q707 410 702 398L640 268C622 228 602 206 564 190L486 160Q400 236 314 160Z';
  return picture(
    'A slate tee with a river print',
    '#e3ddcf',
    `
${lying(shirt)}
<path d="M314 160Q400 128 486 160Q478 214 400 216Q322 214 314 160Z" fill="${paint.slateDeep}"/>
<path d="M342 158Q400 142 458 158Q440 180 400 182Q360 180 342 158Z" fill="#3c4e56"/>
<rect x="386" y="160" width="28" height="16" rx="3" fill="${paint.cream}"/>
<clipPath id="shirt"><path d="${shirt}"/></clipPath>
<path d="${shirt}" fill="${paint.slate}"/>
<g clip-path="url(#shirt)">
<path d="M520 160C556 330 524 540 560 700H800V120Z" fill="${paint.ink}" opacity=".12"/>
<path d="M228 392C246 352 244 300 226 262M572 392C554 352 556 300 574 262" fill="none" stroke="${paint.ink}" stroke-width="5" opacity=".3" stroke-linecap="round"/>
<path d="M262 640C274 560 270 500 258 452M538 640C530 570 532 520 546 470M300 664C306 620 304 596 300 570" fill="none" stroke="${paint.ink}" stroke-width="9" opacity=".1" stroke-linecap="round"/>
<path d="M222 636Q400 660 578 636" fill="none" stroke="${paint.cream}" stroke-width="2.5" stroke-dasharray="7 6" opacity=".35"/>
<path d="M116 388L206 428M684 388L594 428" stroke="${paint.cream}" stroke-width="2.5" stroke-dasharray="7 6" opacity=".35"/>
</g>
<clipPath id="collar"><path d="${shirt}"/><path d="M314 160Q400 128 486 160Q478 214 400 216Q322 214 314 160Z"/></clipPath>
<path d="M314 160Q400 236 486 160" clip-path="url(#collar)" fill="none" stroke="${paint.slateDeep}" stroke-width="22"/>
<path d="M308 170Q400 252 492 170" fill="none" stroke="${paint.cream}" stroke-width="2" stroke-dasharray="6 6" opacity=".3"/>
<clipPath id="print"><circle cx="400" cy="388" r="112"/></clipPath>
<g clip-path="url(#print)">
<rect x="280" y="270" width="240" height="240" fill="${paint.cream}"/>
<circle cx="440" cy="334" r="32" fill="${paint.mustard}"/>
<path d="M280 392L334 336L372 374L414 320L478 388L520 360V520H280Z" fill="${paint.riverLight}"/>
<path d="M280 420Q340 372 400 404T530 392V520H280Z" fill="${paint.moss}"/>
<path d="M404 402C380 414 372 424 398 436C432 450 426 466 384 476C344 488 330 496 330 516H474C462 500 456 490 470 474C492 452 462 436 434 428C418 422 418 414 424 402Z" fill="${paint.cream}"/>
<path d="M412 410C396 418 392 424 412 432C446 446 446 464 410 478C384 490 374 500 374 516H424C420 500 428 488 444 474C462 456 444 442 424 434C410 428 410 418 418 410Z" fill="${paint.river}"/>
<path d="M316 436l14-34 14 34zM342 446l12-28 12 28zM470 428l13-32 13 32zM492 440l11-26 11 26z" fill="${paint.mossDeep}"/>
</g>
<circle cx="400" cy="388" r="112" fill="none" stroke="${paint.cream}" stroke-width="6"/>
`,
  );
}

function trailCap(): string {
  const crown =
    'M214 470C206 306 300 196 430 196C566 196 640 304 634 462C634 474 628 480 616 482C480 506 340 506 230 484Q214 480 214 470Z';
  const brim = 'M236 446C170 450 92 486 62 548C56 562 66 574 82 570C180 540 330 540 440 512C404 482 320 452 236 446Z';
  return picture(
    'A moss green cap with a pine patch',
    '#efd9bf',
    `
<g transform="translate(2 26)">
<ellipse cx="372" cy="530" rx="270" ry="30" fill="${paint.ink}" opacity=".24" filter="url(#soft)"/>
<clipPath id="crown"><path d="${crown}"/></clipPath>
<path d="${crown}" fill="${paint.moss}"/>
<g clip-path="url(#crown)">
<path d="M440 180C560 240 600 380 584 510H680V180Z" fill="${paint.mossDeep}"/>
<path d="M440 180C400 210 392 190 430 196C520 280 560 400 548 510H600C606 380 560 240 440 180Z" fill="${paint.mossDeep}" opacity=".55"/>
<path d="M432 196C526 270 568 390 556 500" fill="none" stroke="${paint.cream}" stroke-width="2.5" stroke-dasharray="8 7" opacity=".45"/>
<path d="M424 196C318 250 268 350 258 480" fill="none" stroke="${paint.cream}" stroke-width="2.5" stroke-dasharray="8 7" opacity=".45"/>
<path d="M214 460Q420 512 634 458V520H214Z" fill="${paint.ink}" opacity=".14"/>
<ellipse cx="512" cy="292" rx="8" ry="10" fill="${paint.mossDeep}" stroke="${paint.cream}" stroke-opacity=".45" stroke-width="2.5"/>
<ellipse cx="330" cy="286" rx="8" ry="10" fill="${paint.mossDeep}" stroke="${paint.cream}" stroke-opacity=".45" stroke-width="2.5"/>
</g>
<ellipse cx="430" cy="196" rx="24" ry="12" fill="${paint.mossDeep}"/>
<path d="${brim}" fill="${paint.brick}"/>
<path d="M62 548C56 562 66 574 82 570C180 540 330 540 440 512C430 504 418 496 404 490C300 520 150 510 62 548Z" fill="${paint.brickDeep}"/>
<path d="M110 516C150 480 200 464 246 462M84 536C150 496 260 494 362 486" fill="none" stroke="${paint.cream}" stroke-width="2.5" stroke-dasharray="8 7" opacity=".5"/>
<g transform="translate(398 372) rotate(2)">
<rect x="-72" y="-66" width="144" height="124" rx="22" fill="${paint.cream}"/>
<rect x="-64" y="-58" width="128" height="108" rx="16" fill="none" stroke="${paint.mustardDeep}" stroke-width="3" stroke-dasharray="8 5"/>
<circle cx="26" cy="-22" r="15" fill="${paint.mustard}"/>
<path d="M-58 34L-18 -22L4 8L20 -12L58 34Q56 46 44 48H-44Q-56 46 -58 34Z" fill="${paint.river}"/>
<path d="M-18 -22L-34 1L-22 -3L-15 6L-7 -5Z" fill="${paint.paper}"/>
<path d="M30 44l14-30 14 30z" fill="${paint.mossDeep}"/>
</g>
<path d="M616 482C634 470 636 440 634 420C652 440 654 472 640 486Z" fill="${paint.mossDeep}"/>
</g>
`,
  );
}

function woolSocks(): string {
  const sock =
    'M0 0H136V262C136 300 150 318 180 342L262 404C296 432 300 478 270 506C244 530 204 532 172 510L46 424C14 402 0 372 0 332Z';
  const draw = (id: string, base: string, deep: string, tip: string) => `
<path d="${sock}" transform="translate(12 20)" fill="${paint.ink}" opacity=".22" filter="url(#soft)"/>
<clipPath id="${id}"><path d="${sock}"/></clipPath>
<path d="${sock}" fill="${base}"/>
<g clip-path="url(#${id})">
<path d="M0 338C60 322 84 362 84 452L-20 440V330Z" fill="${tip}"/>
<path d="M240 376C196 404 182 452 206 540H320V370Z" fill="${tip}"/>
<path d="M0 92H136V118H0ZM0 140H136V152H0ZM0 172H136V198H0Z" fill="${paint.cream}"/>
<path d="${[0, 1, 2, 3].map((row) => wave(-10, 236 + row * 26, 6, 30, 12)).join('')}" fill="none" stroke="${deep}" stroke-width="4" opacity=".7"/>
<rect width="136" height="68" fill="${deep}"/>
<path d="${Array.from({length: 11}, (_, rib) => `M${8 + rib * 12} 0V68`).join('')}" stroke="#fff" stroke-width="4" opacity=".16"/>
<path d="M96 0V280C96 320 120 340 150 364L240 432C270 456 262 520 230 540H330V0Z" fill="${paint.ink}" opacity=".09"/>
<path d="M4 340C58 328 80 366 82 448M240 380C200 408 188 452 208 530" fill="none" stroke="${paint.ink}" stroke-width="2.5" stroke-dasharray="6 6" opacity=".3"/>
</g>`;
  return picture(
    'A pair of grey wool socks with mustard heels',
    '#d3dfdb',
    `
<g transform="translate(322 118) rotate(8) scale(1.06)">${draw('right', '#a9b2ac', '#77857f', paint.mustard)}</g>
<g transform="translate(158 150) rotate(-3) scale(1.06)">${draw('left', '#bac2bb', '#84918a', paint.mustard)}</g>
`,
  );
}

function linenApron(): string {
  const apron =
    'M316 232Q400 250 484 232C488 300 512 352 578 378C586 470 592 570 598 668Q598 682 584 683Q400 700 216 683Q202 682 202 668C208 570 214 470 222 378C288 352 312 300 316 232Z';
  return picture(
    'A linen apron on a peg, a wooden spoon in its pocket',
    '#e9c9b6',
    `
<rect y="92" width="800" height="46" fill="${paint.wood}"/>
<rect y="92" width="800" height="7" fill="#fff" opacity=".25"/>
<rect y="132" width="800" height="6" fill="${paint.woodDeep}"/>
${lying(apron)}
<path d="M324 240C334 186 372 128 400 116C440 190 540 270 556 376M476 240C466 186 428 128 400 116C360 190 260 270 244 376" fill="none" stroke="${paint.slateDeep}" stroke-width="20"/>
<circle cx="400" cy="116" r="21" fill="${paint.woodDeep}"/>
<circle cx="397" cy="113" r="16" fill="#d3a878"/>
<clipPath id="apron"><path d="${apron}"/></clipPath>
<path d="${apron}" fill="#74909a"/>
<g clip-path="url(#apron)">
<path d="${Array.from({length: 8}, (_, stripe) => `M${226 + stripe * 50} 200V700`).join('')}" stroke="${paint.cream}" stroke-width="3" opacity=".4"/>
<path d="M470 210C470 380 520 520 516 700H640V210Z" fill="${paint.ink}" opacity=".12"/>
<path d="M262 690C276 620 272 560 262 500M548 690C536 640 534 600 540 560M452 690C446 660 446 640 450 620" fill="none" stroke="${paint.ink}" stroke-width="11" opacity=".1" stroke-linecap="round"/>
<path d="M300 258Q400 276 500 258M200 664Q400 682 600 664" fill="none" stroke="${paint.cream}" stroke-width="3" stroke-dasharray="9 7" opacity=".75"/>
</g>
<g transform="rotate(9 450 420)">
<rect x="440" y="352" width="17" height="150" rx="8" fill="${paint.wood}"/>
<ellipse cx="448" cy="336" rx="29" ry="42" fill="${paint.wood}"/>
<ellipse cx="446" cy="334" rx="19" ry="31" fill="${paint.woodDeep}" opacity=".55"/>
</g>
<path d="M302 448H498V560Q498 586 472 588H328Q302 586 302 560Z" fill="#64818b"/>
<path d="M302 448H498V474H302Z" fill="#587580"/>
<path d="M312 482V558Q312 576 330 578H470Q488 576 488 558V482" fill="none" stroke="${paint.cream}" stroke-width="3" stroke-dasharray="9 7" opacity=".75"/>
<path d="M400 476V586" stroke="${paint.cream}" stroke-width="3" stroke-dasharray="9 7" opacity=".6"/>
<circle cx="322" cy="244" r="9" fill="${paint.mustard}"/><circle cx="478" cy="244" r="9" fill="${paint.mustard}"/>
`,
  );
}

export const wear = {
  'river-tee': riverTee,
  'trail-cap': trailCap,
  'wool-socks': woolSocks,
  'linen-apron': linenApron,
};
