import {lying, paint, picture, standing, table, wave} from './canvas.js';

function sailcloth(): string {
  const drape =
    'M214 330C300 372 420 356 586 330L618 640C560 676 500 640 452 664C400 690 350 646 300 668C262 684 220 668 190 650Z';
  return picture(
    'A bolt of cream sailcloth, its end hanging loose',
    '#c5d6d6',
    `
${table(650, '#b3946f')}
${standing(404, 676, 232, 20)}
<path d="${drape}" fill="#efe4cc"/>
<clipPath id="drape"><path d="${drape}"/></clipPath>
<g clip-path="url(#drape)">
<path d="M262 340C250 470 262 580 240 690M352 356C346 470 360 590 344 690M452 352C456 470 440 580 456 690M536 340C544 450 530 560 556 690" fill="none" stroke="#a58e60" stroke-width="20" opacity=".2" stroke-linecap="round"/>
<path d="M300 348C292 470 306 580 288 690M404 356C400 470 414 580 400 690M498 346C504 450 490 580 508 690" fill="none" stroke="#fff" stroke-width="16" opacity=".4" stroke-linecap="round"/>
<path d="M180 622C230 650 262 660 300 640C350 618 400 664 452 638C500 612 560 650 624 614V640C560 676 500 640 452 664C400 690 350 646 300 668C262 684 220 668 190 650Z" fill="${paint.river}"/>
<path d="M184 606C230 636 262 644 300 624C350 602 400 648 452 622C500 596 560 634 622 598" fill="none" stroke="${paint.brick}" stroke-width="7"/>
</g>
<rect x="150" y="176" width="500" height="182" rx="80" fill="#f7efdc"/>
<path d="M176 210C300 222 500 222 626 208M166 244C300 256 500 256 636 242M166 286C300 298 500 298 636 284M176 322C300 334 500 334 622 320" fill="none" stroke="#b9a375" stroke-width="6" opacity=".5"/>
<path d="M204 330C330 372 470 372 600 334L590 358H214Z" fill="${paint.ink}" opacity=".12"/>
<ellipse cx="640" cy="267" rx="42" ry="91" fill="#e4d6b8"/><ellipse cx="640" cy="267" rx="30" ry="66" fill="none" stroke="#b9a375" stroke-width="6"/><ellipse cx="640" cy="267" rx="15" ry="34" fill="${paint.wood}"/><ellipse cx="640" cy="267" rx="7" ry="18" fill="${paint.woodDeep}"/>
<rect x="112" y="248" width="52" height="36" rx="10" fill="${paint.wood}"/>
<g transform="translate(266 560) rotate(-14)"><path d="M-74 -34H74V34H-74Z" transform="translate(6 9)" fill="${paint.ink}" opacity=".2" filter="url(#soft)"/><path d="M-74 -34H74V34H-74Z" fill="${paint.paper}"/><path d="${wave(-56, 6, 4, 28, 12)}" fill="none" stroke="${paint.river}" stroke-width="6" stroke-linecap="round"/><circle cx="-60" cy="-22" r="5" fill="${paint.oatDeep}"/></g>
`,
  );
}

function namePlate(): string {
  const plate =
    'M92 316H708Q726 316 726 334V346Q704 356 704 400Q704 444 726 454V466Q726 484 708 484H92Q74 484 74 466V454Q96 444 96 400Q96 356 74 346V334Q74 316 92 316Z';
  return picture(
    'An oak plate with a carved, gilded wave, hung over blue planks',
    '#9fbcbf',
    `
<path d="M0 104H800M0 236H800M0 564H800M0 696H800" stroke="${paint.riverDeep}" stroke-width="7" opacity=".35"/>
<path d="M0 110H800M0 242H800M0 570H800M0 702H800" stroke="#fff" stroke-width="4" opacity=".3"/>
<path d="M190 322C190 240 300 190 400 150C500 190 610 240 610 322" fill="none" stroke="${paint.oatDeep}" stroke-width="13"/><path d="M190 322C190 240 300 190 400 150C500 190 610 240 610 322" fill="none" stroke="#8b7547" stroke-width="13" stroke-dasharray="5 13" opacity=".6"/>
<circle cx="400" cy="146" r="24" fill="#8d9896"/><circle cx="396" cy="141" r="15" fill="#d6dcd9"/>
${lying(plate, 10, 22)}
<clipPath id="plate"><path d="${plate}"/></clipPath>
<path d="${plate}" fill="#7a5230" transform="translate(0 9)"/>
<path d="${plate}" fill="#b98247"/>
<g clip-path="url(#plate)"><path d="M60 342C220 330 380 354 740 336M60 374C240 386 420 362 740 378M60 420C200 410 460 434 740 416M60 456C260 468 500 446 740 462" fill="none" stroke="#7a5230" stroke-width="5" opacity=".45"/><path d="M60 300H740V336H60Z" fill="#fff" opacity=".2"/></g>
<path d="M126 342H674V458H126Z" fill="none" stroke="#e8c25d" stroke-width="6"/>
<path d="${wave(180, 418, 6, 74, 44)}" fill="none" stroke="#5f3d20" stroke-width="22" stroke-linecap="round" transform="translate(3 5)"/>
<path d="${wave(180, 418, 6, 74, 44)}" fill="none" stroke="#e8c25d" stroke-width="18" stroke-linecap="round"/>
<path d="${wave(180, 414, 6, 74, 44)}" fill="none" stroke="#fbe9a9" stroke-width="5" stroke-linecap="round" opacity=".8"/>
<g fill="#e8c25d"><path d="M148 400l10-16 10 16-10 16zM632 400l10-16 10 16-10 16z"/></g>
<g fill="#6e4a28"><circle cx="190" cy="326" r="9"/><circle cx="610" cy="326" r="9"/></g>
`,
  );
}

function stormLantern(): string {
  const glass = 'M312 330C286 400 286 480 318 548H482C514 480 514 400 488 330Z';
  return picture(
    'A brass storm lantern with a steady flame',
    '#33505a',
    `
${table(640, '#5d4a3a')}
<radialGradient id="glow"><stop offset="0" stop-color="#ffe9ae" stop-opacity=".95"/><stop offset=".45" stop-color="#ffcf73" stop-opacity=".4"/><stop offset="1" stop-color="#ffcf73" stop-opacity="0"/></radialGradient>
<circle cx="400" cy="430" r="360" fill="url(#glow)"/>
${standing(404, 682, 160, 20)}
<path d="M262 600C214 470 214 330 262 230M538 600C586 470 586 330 538 230" fill="none" stroke="#a8762a" stroke-width="20" stroke-linecap="round"/>
<path d="M258 590C214 470 214 330 258 238" fill="none" stroke="#f3d58b" stroke-width="5" stroke-linecap="round" opacity=".8"/>
<path d="M268 234C250 90 550 90 532 234" fill="none" stroke="#8d9896" stroke-width="11"/>
<path d="M340 128Q400 96 460 128" fill="none" stroke="${paint.brickDeep}" stroke-width="22" stroke-linecap="round"/>
<path d="M356 190H444L470 262H330Z" fill="#d8a440"/><path d="M356 190H380L360 262H330Z" fill="#f3d58b" opacity=".7"/><path d="M366 214H434M358 238H442" stroke="#8a5f1c" stroke-width="7" stroke-linecap="round"/>
<rect x="254" y="258" width="292" height="24" rx="12" fill="#bd8426"/><rect x="298" y="282" width="204" height="46" rx="8" fill="#d8a440"/><path d="M310 288H340V322H310Z" fill="#f3d58b" opacity=".7"/>
<path d="${glass}" fill="#ffe7b0" opacity=".55"/>
<path d="M400 372C432 426 442 452 434 484C428 510 416 520 400 520C384 520 372 510 366 484C358 452 372 426 400 372Z" fill="#f2a33a"/><path d="M400 416C418 452 424 470 420 490C416 508 410 514 400 514C390 514 384 508 380 490C376 470 386 452 400 416Z" fill="#ffe38f"/>
<path d="${glass}" fill="none" stroke="#fff" stroke-width="6" opacity=".5"/><path d="M324 352C306 412 306 470 326 524" fill="none" stroke="#fff" stroke-width="13" stroke-linecap="round" opacity=".5"/>
<path d="M304 366C360 392 440 392 496 366M300 508C360 530 440 530 500 508" fill="none" stroke="#a8762a" stroke-width="6"/>
<path d="M388 520H412V548H388Z" fill="#8a5f1c"/>
<rect x="298" y="546" width="204" height="36" rx="8" fill="#d8a440"/>
<path d="M270 582H530L552 646Q556 684 520 686H280Q244 684 248 646Z" fill="#c8922f"/><path d="M270 582H320L300 686H280Q244 684 248 646Z" fill="#f3d58b" opacity=".55"/><path d="M470 582H530L552 646Q556 684 520 686H486Z" fill="${paint.ink}" opacity=".25"/>
<path d="M252 636Q400 656 548 636" fill="none" stroke="#8a5f1c" stroke-width="5"/>
<circle cx="530" cy="566" r="17" fill="#8d9896"/><path d="M512 566H480" stroke="#8d9896" stroke-width="7"/>
`,
  );
}

function rainJacket(): string {
  const body =
    'M318 176L250 210C232 330 232 520 226 668Q226 684 242 686Q400 700 558 686Q574 684 574 668C568 520 568 330 550 210L482 176Q400 246 318 176Z';
  const sleeves =
    'M262 204C214 224 190 260 176 330L132 590Q130 606 146 610L206 622Q222 624 224 608L246 400ZM538 204C586 224 610 260 624 330L668 590Q670 606 654 610L594 622Q578 624 576 608L554 400Z';
  return picture(
    'A harbor blue rain jacket with a mustard lining and toggles',
    '#ecdcc2',
    `
${lying(sleeves)}${lying(body)}
<path d="${sleeves}" fill="#28626b"/>
<path d="M196 330L156 600M604 330L644 600" stroke="${paint.ink}" stroke-width="9" opacity=".2" stroke-linecap="round"/>
<path d="M134 578L226 594L222 612Q220 624 206 622L146 610Q130 606 132 590ZM666 578L574 594L578 612Q580 624 594 622L654 610Q670 606 668 590Z" fill="${paint.riverDeep}"/>
<path d="M300 190C270 100 330 62 400 62C470 62 530 100 500 190Q400 250 300 190Z" fill="#245861"/>
<path d="M328 186C306 122 346 92 400 92C454 92 494 122 472 186Q400 234 328 186Z" fill="${paint.mustard}"/><path d="M352 176C340 138 362 118 400 118C438 118 460 138 448 176Q400 208 352 176Z" fill="${paint.mustardDeep}"/>
<clipPath id="body"><path d="${body}"/></clipPath>
<path d="${body}" fill="${paint.river}"/>
<g clip-path="url(#body)">
<path d="M480 190C520 330 500 520 530 700H640V180Z" fill="${paint.ink}" opacity=".14"/>
<path d="M300 640C306 560 290 520 300 470M520 650C508 590 520 540 512 500" fill="none" stroke="${paint.ink}" stroke-width="10" opacity=".12" stroke-linecap="round"/>
<path d="M386 210H430V700H386Z" fill="#28626b"/><path d="M386 214V700" stroke="#fff" stroke-width="3" opacity=".25"/>
<path d="M226 646Q400 664 574 646" fill="none" stroke="${paint.cream}" stroke-width="3" stroke-dasharray="8 6" opacity=".5"/>
<path d="M250 240C300 264 350 268 386 262M550 240C500 264 460 268 430 262" fill="none" stroke="${paint.cream}" stroke-width="3" stroke-dasharray="8 6" opacity=".5"/>
</g>
<path d="M262 500H366V602Q366 612 356 612H272Q262 612 262 602ZM448 500H552V602Q552 612 542 612H458Q448 612 448 602Z" fill="#28626b"/><path d="M258 492H370V528Q314 548 258 528ZM444 492H556V528Q500 548 444 528Z" fill="${paint.riverDeep}"/>
<g stroke="${paint.oat}" stroke-width="6" stroke-linecap="round"><path d="M372 300H444M372 384H444M372 468H444M372 552H444"/></g>
<g fill="${paint.woodDeep}"><rect x="392" y="288" width="15" height="25" rx="7"/><rect x="392" y="372" width="15" height="25" rx="7"/><rect x="392" y="456" width="15" height="25" rx="7"/><rect x="392" y="540" width="15" height="25" rx="7"/></g>
<circle cx="314" cy="518" r="7" fill="${paint.mustard}"/><circle cx="500" cy="518" r="7" fill="${paint.mustard}"/>
`,
  );
}

function seaGlass(): string {
  const piece = (x: number, y: number, turn: number, size: number, colour: string, shape: string) =>
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size})"><path d="${shape}" transform="translate(7 13)" fill="${paint.ink}" opacity=".3" filter="url(#soft)"/><path d="${shape}" fill="${colour}"/><path d="${shape}" fill="#fff" opacity=".22" transform="translate(-3 -5) scale(.86)"/><path d="${shape}" fill="none" stroke="#fff" stroke-width="5" opacity=".4"/></g>`;
  const pebble = 'M-58 -10C-50 -50 10 -60 44 -36C74 -14 64 36 26 48C-14 60 -66 36 -58 -10Z';
  const shard = 'M-62 26C-60 0 -20 -56 6 -56C30 -54 66 6 62 30C56 48 -56 50 -62 26Z';
  const oval = 'M-70 4C-68 -32 -20 -42 12 -38C56 -34 76 -6 66 18C54 44 -2 44 -34 38C-58 32 -72 24 -70 4Z';
  return picture(
    'Pieces of sea glass in a shallow dish on the sand',
    '#e9d9b8',
    `
<g fill="#c9b27f" opacity=".7">${Array.from({length: 60}, (_, grain) => `<circle cx="${(grain * 137) % 800}" cy="${(grain * 251) % 800}" r="${2 + (grain % 3)}"/>`).join('')}</g>
<ellipse cx="412" cy="440" rx="300" ry="286" fill="${paint.ink}" opacity=".25" filter="url(#soft)"/>
<circle cx="400" cy="408" r="290" fill="#f4efe4"/><circle cx="400" cy="408" r="290" fill="none" stroke="#d5cbb6" stroke-width="6"/>
<circle cx="400" cy="412" r="244" fill="#e6dfcf"/><path d="M164 390A240 240 0 0 1 400 172A240 240 0 0 1 636 390A238 222 0 0 0 164 390Z" fill="${paint.ink}" opacity=".1"/>
${piece(292, 330, -16, 1.15, '#7fb69a', pebble)}${piece(452, 290, 22, 1.05, '#cfe5e1', shard)}${piece(540, 410, -34, 1, '#8cb87f', oval)}${piece(262, 470, 12, 1, '#dce9e2', oval)}${piece(398, 424, 40, 1.2, '#2f7fa6', pebble)}${piece(346, 562, -22, 1.05, '#a9cf9f', shard)}${piece(490, 540, 8, 1.1, '#9ecbc6', pebble)}${piece(610, 660, 30, 0.8, '#8cb87f', shard)}${piece(128, 640, -10, 0.8, '#cfe5e1', pebble)}
<path d="M650 170c22-26 60-22 70 6c-24 26-54 22-70-6zM664 176L716 174" fill="#efe2cf" stroke="#b08d65" stroke-width="4"/>
`,
  );
}

export const shore = {
  sailcloth,
  'name-plate': namePlate,
  'storm-lantern': stormLantern,
  'rain-jacket': rainJacket,
  'sea-glass': seaGlass,
};
