import {lying, paint, picture, wave} from './canvas.js';

function fieldNotebook(): string {
  const cover = 'M250 140H548Q572 140 572 164V636Q572 660 548 660H250Q234 660 234 644V156Q234 140 250 140Z';
  return picture(
    'A brick red notebook with an elastic band, and a pencil',
    '#d6dfd3',
    `
<g transform="rotate(-7 400 400)">
${lying(cover, 18, 24)}
<path d="M330 640H356V716L343 700L330 716Z" fill="${paint.mustard}"/>
<path d="M256 152H562Q584 152 584 174V650Q584 672 562 672H256Z" fill="${paint.brickDeep}"/>
<path d="M256 150H560Q578 150 578 168V648Q578 666 560 666H256Z" fill="${paint.cream}"/>
<path d="M256 657H572M256 662H570" stroke="${paint.oatDeep}" stroke-width="1.6"/>
<clipPath id="cover"><path d="${cover}"/></clipPath>
<path d="${cover}" fill="${paint.brick}"/>
<g clip-path="url(#cover)">
<rect x="234" y="130" width="46" height="540" fill="${paint.brickDeep}" opacity=".75"/>
<path d="M280 130V670" stroke="#fff" stroke-width="3" opacity=".2"/>
<path d="M234 130H572L380 670H234Z" fill="#fff" opacity=".07"/>
<path d="M440 670L572 300V670Z" fill="${paint.ink}" opacity=".07"/>
</g>
<rect x="326" y="232" width="164" height="186" rx="8" fill="${paint.cream}"/>
<rect x="335" y="241" width="146" height="168" rx="5" fill="none" stroke="${paint.brickDeep}" stroke-width="2.5"/>
<path d="M408 370C408 330 410 300 408 270" stroke="${paint.mossDeep}" stroke-width="5" stroke-linecap="round" fill="none"/>
<path d="M408 276C396 262 400 250 408 240C416 250 420 262 408 276ZM407 304C384 304 372 292 370 278C390 276 404 288 407 304ZM409 304C432 304 444 292 446 278C426 276 412 288 409 304ZM407 336C384 336 372 324 370 310C390 308 404 320 407 336ZM409 336C432 336 444 324 446 310C426 308 412 320 409 336Z" fill="${paint.moss}" transform="translate(0 12)"/>
<path d="M362 392H454" stroke="${paint.ink}" stroke-width="5" stroke-linecap="round"/>
<rect x="516" y="138" width="20" height="524" fill="${paint.ink}"/>
<rect x="516" y="138" width="6" height="524" fill="#fff" opacity=".2"/>
</g>
<g transform="translate(650 408) rotate(11)">
<rect x="-16" y="-216" width="32" height="420" transform="translate(12 14)" fill="${paint.ink}" opacity=".22" filter="url(#soft)"/>
<path d="M-16 -182H16V150L0 206L-16 150Z" fill="#ecd2a6"/>
<path d="M-16 -182H16V150Q10 140 5.500 150Q0 140 -5.500 150Q-10 140 -16 150Z" fill="${paint.mustard}"/>
<path d="M-16 -182H-6V147Q-11 142 -16 150Z" fill="#fff" opacity=".25"/>
<path d="M6 -182H16V150Q11 142 6 148Z" fill="${paint.ink}" opacity=".14"/>
<path d="M-5 188H5L0 206Z" fill="${paint.ink}"/>
<rect x="-17" y="-206" width="34" height="28" fill="#b9c1bf"/>
<path d="M-17 -198H17M-17 -188H17" stroke="${paint.ink}" stroke-width="2.5" opacity=".3"/>
<path d="M-16 -206V-224Q-16 -236 0 -236Q16 -236 16 -224V-206Z" fill="#d98773"/>
</g>
`,
  );
}

function canvasTote(): string {
  const bag = 'M206 308Q400 322 594 308L624 664Q626 690 600 692Q400 706 200 692Q174 690 176 664Z';
  return picture(
    'A canvas tote with a sun setting over water',
    '#b9cfce',
    `
${lying(bag, 14, 22)}
<path d="M304 330C298 200 322 108 400 108C478 108 502 200 496 330" fill="none" stroke="#7c4f31" stroke-width="26" transform="translate(14 -12)"/>
<path d="M206 308Q400 296 594 308Q400 328 206 308Z" fill="#a8946f"/>
<clipPath id="bag"><path d="${bag}"/></clipPath>
<path d="${bag}" fill="#f0e5cf"/>
<g clip-path="url(#bag)">
<path d="M522 300C512 440 560 580 548 710H660V300Z" fill="${paint.ink}" opacity=".08"/>
<path d="M232 320C240 420 222 560 232 700M566 330C556 430 580 560 566 690M330 690C336 650 334 640 330 616" fill="none" stroke="#8b7547" stroke-width="12" opacity=".13" stroke-linecap="round"/>
<path d="M200 340Q400 356 600 340" fill="none" stroke="#b9a375" stroke-width="3" stroke-dasharray="9 7"/>
</g>
<path d="M288 392C276 230 312 134 400 134C488 134 524 230 512 392" fill="none" stroke="#a86d43" stroke-width="28"/>
<path d="M281 392C270 226 308 126 400 126C492 126 530 226 519 392" fill="none" stroke="#fff" stroke-width="3" opacity=".25"/>
<path d="M272 338H304V386L288 400L272 386ZM496 338H528V386L512 400L496 386Z" fill="#a86d43"/>
<g fill="#e6c178"><circle cx="288" cy="354" r="6"/><circle cx="288" cy="380" r="6"/><circle cx="512" cy="354" r="6"/><circle cx="512" cy="380" r="6"/></g>
<clipPath id="sun"><path d="M296 530A104 104 0 0 1 504 530Z"/></clipPath>
<g clip-path="url(#sun)"><rect x="290" y="420" width="220" height="120" fill="${paint.brick}"/></g>
<path d="M344 484c14-14 26-14 34 0c8-14 20-14 34 0" transform="translate(24 -16)" fill="none" stroke="#f0e5cf" stroke-width="6" stroke-linecap="round"/>
<path d="${wave(276, 548, 4, 62, 24)}" fill="none" stroke="${paint.river}" stroke-width="12" stroke-linecap="round"/>
<path d="${wave(307, 580, 3, 62, 24)}" fill="none" stroke="${paint.river}" stroke-width="12" stroke-linecap="round"/>
<path d="${wave(338, 612, 2, 62, 24)}" fill="none" stroke="${paint.river}" stroke-width="12" stroke-linecap="round"/>
`,
  );
}

function enamelPinSet(): string {
  const card = 'M224 110H576Q594 110 594 128V672Q594 690 576 690H224Q206 690 206 672V128Q206 110 224 110Z';
  const gold = '#d8a440';
  const pin = (x: number, y: number, turn: number, shape: string, art: string) =>
    `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="${shape}" transform="translate(5 9)" fill="${paint.ink}" stroke="${paint.ink}" stroke-width="14" opacity=".2" stroke-linejoin="round"/><path d="${shape}" fill="${gold}" stroke="${gold}" stroke-width="15" stroke-linejoin="round"/><path d="${shape}" fill="none" stroke="#f3d58b" stroke-width="15" stroke-linejoin="round" stroke-dasharray="120 700" opacity=".8"/>${art}</g>`;
  const round = 'M-66 0A66 66 0 1 1 66 0A66 66 0 1 1 -66 0Z';
  const pine = 'M0 -84L44 -22H24L58 30H14V62H-14V30H-58L-24 -22H-44Z';
  const arch = 'M-58 78V-14C-58 -60 -32 -86 0 -86C32 -86 58 -60 58 -14V78Z';
  const kettle =
    'M-42 -16C-48 -92 48 -92 42 -16L30 -20C32 -70 -32 -70 -30 -20C-14 -26 14 -26 30 -20C54 -8 62 22 56 56Q54 68 42 68H-42Q-54 68 -56 56L-56 44C-60 26 -66 10 -86 -2L-76 -16C-62 -10 -54 -4 -48 4C-44 -6 -38 -14 -30 -20Z';
  return picture(
    'Four enamel pins on a card: heron, pine, kettle and compass',
    '#eed8c4',
    `
<g transform="rotate(3 400 400)">
${lying(card, 16, 24)}
<path d="${card}" fill="${paint.riverDeep}"/>
<path d="${card}" fill="url(#shade)" opacity=".6"/>
<rect x="222" y="126" width="356" height="548" rx="10" fill="none" stroke="${paint.riverLight}" stroke-width="2.500" opacity=".7"/>
<ellipse cx="400" cy="160" rx="30" ry="11" fill="#eed8c4"/>
<path d="${wave(330, 634, 4, 36, 14)}M348 654${wave(0, 0, 3, 36, 14).replace('M0 0', '')}" fill="none" stroke="${paint.riverLight}" stroke-width="5" stroke-linecap="round"/>
${pin(312, 292, -4, arch, `<clipPath id="arch"><path d="${arch}"/></clipPath><g clip-path="url(#arch)"><rect x="-70" y="-90" width="140" height="180" fill="${paint.riverLight}"/><circle cx="-20" cy="-42" r="20" fill="${paint.mustard}"/><path d="M-64 50q16 -12 32 0t32 0t32 0t32 0V90H-64Z" fill="${paint.river}"/><path d="M-2 28V66M10 26L14 66" stroke="${paint.ink}" stroke-width="5" stroke-linecap="round"/><path d="M-46 40C-38 6 -14 -12 14 2C20 -8 14 -18 6 -28C-6 -44 4 -62 20 -60L50 -52L22 -47C16 -41 20 -33 26 -23C36 -3 28 24 2 32C-14 36 -28 30 -46 40Z" fill="${paint.paper}"/><path d="M-38 32C-28 12 -8 2 12 12C4 26 -14 26 -38 32Z" fill="${paint.slate}"/><circle cx="18" cy="-53" r="3.5" fill="${paint.ink}"/></g>`)}
${pin(490, 300, 6, pine, `<path d="${pine}" fill="${paint.moss}"/><path d="M0 -84L44 -22H24L58 30H14V62H0Z" fill="${paint.mossDeep}"/><path d="M-14 30H14V62H-14Z" fill="${paint.wood}"/>`)}
${pin(322, 500, 4, kettle, `<path d="${kettle}" fill="${paint.brick}"/><path d="M30 -20C54 -8 62 22 56 56Q54 68 42 68H8C34 50 40 12 30 -20Z" fill="${paint.brickDeep}"/><path d="M-30 -20C-14 -26 14 -26 30 -20Q14 -12 0 -12Q-14 -12 -30 -20Z" fill="${paint.cream}"/><circle cy="-30" r="8" fill="${gold}"/><path d="M-54 40H56" stroke="${gold}" stroke-width="5"/><path d="M-38 28C-38 10 -32 0 -22 -6" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".55"/>`)}
${pin(494, 500, -5, round, `<circle r="66" fill="${paint.cream}"/><circle r="52" fill="none" stroke="${gold}" stroke-width="4"/><path d="M0 -62V-50M0 62V50M-62 0H-50M62 0H50" stroke="${paint.ink}" stroke-width="6" stroke-linecap="round"/><g transform="rotate(32)"><path d="M0 -46L15 0H-15Z" fill="${paint.brick}"/><path d="M0 46L15 0H-15Z" fill="${paint.river}"/><path d="M0 -46L15 0H0ZM0 46L15 0H0Z" fill="${paint.ink}" opacity=".18"/></g><circle r="7" fill="${gold}"/>`)}
</g>
`,
  );
}

function outOfPrintPoster(): string {
  const sheet = 'M214 96H586V640C586 672 574 694 548 704H214Z';
  return picture(
    'A printed poster of a lighthouse at night',
    '#d9cfc0',
    `
${lying(sheet, 14, 22)}
<path d="${sheet}" fill="${paint.paper}"/>
<clipPath id="art"><rect x="240" y="122" width="320" height="470"/></clipPath>
<g clip-path="url(#art)">
<rect x="240" y="122" width="320" height="470" fill="#24505a"/>
<path d="M388 218L240 132V292ZM412 218L560 140V296Z" fill="#f0b54d" opacity=".9"/>
<path d="M240 122H560V150L412 214H388L240 128Z" fill="#24505a"/>
<path d="M282 314h5v5h-5zM330 152h5v5h-5zM484 156h4v4h-4zM520 334h5v5h-5zM300 360h4v4h-4zM470 344h4v4h-4zM440 138h4v4h-4z" fill="#f6e7bf"/>
<path d="M372 246H428L446 500H354Z" fill="#f6e7bf"/>
<path d="M368.500 296H431.500L435.500 350H364.500ZM361 402H439L443 456H357Z" fill="${paint.brick}"/>
<path d="M408 246H428L446 500H420Z" fill="#24505a" opacity=".22"/>
<path d="M376 204H424V240H376Z" fill="#f0b54d"/>
<path d="M388 204V240M400 204V240M412 204V240" stroke="#24505a" stroke-width="4"/>
<path d="M362 238H438V250H362Z" fill="#173a43"/>
<path d="M370 206Q374 176 400 166Q426 176 430 206Z" fill="${paint.brick}"/>
<path d="M400 168V150" stroke="#f6e7bf" stroke-width="5" stroke-linecap="round"/>
<path d="M392 500V478Q400 466 408 478V500Z" fill="#173a43"/>
<path d="M262 540C290 500 326 486 366 490H438C480 488 520 508 548 540V600H262Z" fill="#173a43"/>
<path d="M450 490V458L474 438L498 458V500Z" fill="#f6e7bf"/><path d="M442 462L474 432L506 462Z" fill="${paint.brick}"/>
<path d="${wave(226, 536, 7, 52, 20)}V600H226Z" fill="#2f6a73"/>
<path d="${wave(240, 556, 7, 52, 18)}" fill="none" stroke="#f6e7bf" stroke-width="5"/>
<path d="${wave(220, 578, 8, 52, 18)}" fill="none" stroke="#f6e7bf" stroke-width="5"/>
</g>
<path d="M240 622H404" stroke="${paint.ink}" stroke-width="15"/>
<path d="M240 652H344M240 670H310" stroke="${paint.oatDeep}" stroke-width="6"/>
<circle cx="508" cy="640" r="21" fill="none" stroke="${paint.brick}" stroke-width="5"/>
<path d="${wave(494, 644, 2, 14, 6)}" fill="none" stroke="${paint.brick}" stroke-width="4"/>
<path d="M586 640C566 650 546 670 548 704C574 694 586 672 586 640Z" fill="#d8cab0"/>
<path d="M586 640C560 642 534 668 548 704C550 676 566 656 586 640Z" fill="${paint.ink}" opacity=".12"/>
<g fill="#ecd9a4" opacity=".86"><path d="M176 112L252 72L266 98L190 138Z"/><path d="M548 70L626 108L613 136L535 98Z"/></g>
<path d="M190 138L266 98L262 90L186 130ZM613 136L535 98L539 90L617 128Z" fill="${paint.ink}" opacity=".1"/>
`,
  );
}

export const paper = {
  'field-notebook': fieldNotebook,
  'canvas-tote': canvasTote,
  'enamel-pin-set': enamelPinSet,
  'out-of-print-poster': outOfPrintPoster,
};
