import {lying, paint, picture, standing, table, wave} from './canvas.js';

function harborMug(): string {
  const body = 'M200 268H540L524 584C522 622 496 640 458 640H282C244 640 218 622 216 584Z';
  const boat = (x: number, y: number, size: number, sail: string) =>
    `<g transform="translate(${x} ${y}) scale(${size})"><path d="M-6 -92L-6 -8L-58 -8Z" fill="${sail}"/><path d="M4 -108L4 -8L56 -8Z" fill="${paint.river}"/><path d="M-64 0H64L46 28H-44Z" fill="${paint.ink}"/></g>`;
  return picture(
    'A cream mug with sailing boats on a blue glaze',
    '#cfdedb',
    `
${table(604, '#d9b48b')}
${standing(400, 644, 226, 24)}
<path d="M526 330C610 312 662 352 658 424C654 504 596 548 516 542" fill="none" stroke="#e4d6bd" stroke-width="46" stroke-linecap="round"/>
<path d="M526 324C606 308 656 350 652 420C648 498 594 540 516 534" fill="none" stroke="${paint.cream}" stroke-width="34" stroke-linecap="round"/>
<clipPath id="mug"><path d="${body}"/></clipPath>
<path d="${body}" fill="${paint.cream}"/>
<g clip-path="url(#mug)">
<circle cx="462" cy="364" r="34" fill="${paint.mustard}"/>
<path d="M190 474V452L214 446L218 384H242L246 446L290 474Z" fill="${paint.brick}"/>
<path d="M217 400H243L245 424H215Z" fill="${paint.cream}"/>
<path d="M212 384H248L230 362Z" fill="${paint.ink}"/>
${boat(372, 470, 1, paint.brick)}
${boat(500, 470, 0.5, paint.mustardDeep)}
<path d="${wave(180, 486, 7, 56, 18)}V660H180Z" fill="${paint.river}"/>
<path d="${wave(160, 536, 8, 56, 20)}" fill="none" stroke="${paint.riverLight}" stroke-width="8"/>
<path d="${wave(190, 576, 8, 56, 20)}" fill="none" stroke="${paint.mist}" stroke-width="6" opacity=".7"/>
<path d="${wave(170, 612, 8, 56, 20)}" fill="none" stroke="${paint.riverLight}" stroke-width="6" opacity=".7"/>
<rect x="190" y="250" width="360" height="400" fill="url(#shade)"/>
<path d="M232 290H252L262 600H244Z" fill="#fff" opacity=".4"/>
</g>
<ellipse cx="370" cy="268" rx="170" ry="37" fill="#efe3cd"/>
<ellipse cx="370" cy="270" rx="155" ry="29" fill="#cdbb9b"/>
<ellipse cx="370" cy="276" rx="146" ry="22" fill="#5b3a26"/>
<ellipse cx="344" cy="272" rx="70" ry="8" fill="#8a6242" opacity=".6"/>
<path d="M320 222C296 190 344 166 320 126M374 214C350 178 398 152 374 104M428 222C404 190 452 166 428 130" fill="none" stroke="#fff" stroke-width="11" stroke-linecap="round" opacity=".6"/>
`,
  );
}

function beeswaxCandle(): string {
  const cells = Array.from({length: 11}, (_, row) =>
    Array.from({length: 8}, (_, column) => {
      const x = 282 + column * 34 + (row % 2) * 17;
      const y = 296 + row * 30;
      return `M${x} ${y - 18}l16 9v18l-16 9l-16 -9v-18z`;
    }).join(''),
  ).join('');
  return picture(
    'A honeycomb beeswax candle, burning, on a brass dish',
    '#cdd6d2',
    `
${table(612, '#8f6f56')}
<radialGradient id="glow"><stop offset="0" stop-color="#fff3cf" stop-opacity=".95"/><stop offset=".4" stop-color="#ffe6a8" stop-opacity=".5"/><stop offset="1" stop-color="#ffe6a8" stop-opacity="0"/></radialGradient>
<circle cx="400" cy="200" r="330" fill="url(#glow)"/>
${standing(408, 676, 240, 22)}
<path d="M604 624C664 604 700 634 690 664C682 690 636 690 600 664" fill="none" stroke="${paint.mustardDeep}" stroke-width="17"/>
<ellipse cx="400" cy="652" rx="216" ry="36" fill="${paint.mustardDeep}"/>
<ellipse cx="400" cy="640" rx="216" ry="36" fill="#d9a648"/>
<ellipse cx="400" cy="637" rx="178" ry="25" fill="#b98229"/>
<clipPath id="wax"><path d="M278 278H522V622Q522 652 400 654Q278 652 278 622Z"/></clipPath>
<g clip-path="url(#wax)">
<rect x="270" y="260" width="260" height="410" fill="#eab14c"/>
<path d="${cells}" fill="#f2c468" stroke="#cf9433" stroke-width="3.5"/>
<path d="M462 260C474 380 474 520 458 670H560V260Z" fill="#7a4a10" opacity=".2"/>
<path d="M278 260H316V670H278Z" fill="#fff" opacity=".2"/>
<rect x="278" y="268" width="244" height="60" fill="#fff2c4" opacity=".3"/>
</g>
<ellipse cx="400" cy="280" rx="122" ry="27" fill="#f6d183"/>
<ellipse cx="400" cy="282" rx="92" ry="18" fill="#e3a83f"/>
<path d="M400 282a26 6 0 0 1 64 -6a46 9 0 0 1 -32 16z" fill="#f6d183" opacity=".6"/>
<path d="M400 284C396 264 404 254 400 234" fill="none" stroke="${paint.ink}" stroke-width="7" stroke-linecap="round"/>
<path d="M400 96C434 150 446 178 440 208C434 238 418 250 400 250C382 250 366 238 360 208C354 178 376 156 400 96Z" fill="#f2a33a"/>
<path d="M400 140C420 176 428 194 424 214C420 234 412 244 400 244C388 244 380 234 376 214C372 194 386 180 400 140Z" fill="#ffd769"/>
<path d="M400 188C410 206 414 216 412 226C410 238 406 242 400 242C394 242 390 238 388 226C386 216 392 208 400 188Z" fill="#fffbe6"/>
`,
  );
}

function coffeeBeans(): string {
  const bag = 'M236 236L564 236L592 610Q596 660 552 662H248Q204 660 208 610Z';
  const bean = (x: number, y: number, turn: number, size = 1) =>
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size})"><ellipse cx="3" cy="9" rx="29" ry="19" fill="${paint.ink}" opacity=".2"/><ellipse rx="30" ry="20" fill="#5e3b26"/><ellipse cx="-4" cy="-5" rx="20" ry="10" fill="#7d543a" opacity=".7"/><path d="M-27 3C-12 -8 10 10 27 -3" fill="none" stroke="#38210f" stroke-width="4.5" stroke-linecap="round"/></g>`;
  return picture(
    'A paper bag of coffee beans',
    '#dfe3d3',
    `
${table(620, '#c7a27c')}
${standing(404, 668, 236, 24)}
<clipPath id="bag"><path d="${bag}"/></clipPath>
<path d="${bag}" fill="#d8b083"/>
<g clip-path="url(#bag)">
<path d="M236 236L262 400L208 660H190V236Z" fill="#fff" opacity=".2"/>
<path d="M564 236L532 400L600 662H640V236Z" fill="${paint.ink}" opacity=".16"/>
<path d="M230 270Q400 300 570 270" fill="none" stroke="${paint.ink}" stroke-width="12" opacity=".08"/>
</g>
<path d="M240 148H560L566 240Q400 256 234 240Z" fill="#e4c196"/>
<path d="M234 240Q400 256 566 240L567 254Q400 272 233 254Z" fill="${paint.ink}" opacity=".16"/>
<rect x="216" y="184" width="368" height="27" rx="13" fill="${paint.brick}"/>
<path d="M216 197a13 13 0 0 1 13 -13h342a13 13 0 0 1 12 8H222z" fill="#fff" opacity=".18"/>
<rect x="282" y="306" width="236" height="270" rx="12" fill="${paint.paper}"/>
<rect x="294" y="318" width="212" height="246" rx="7" fill="none" stroke="${paint.river}" stroke-width="3"/>
<clipPath id="label"><circle cx="400" cy="412" r="70"/></clipPath>
<g clip-path="url(#label)">
<rect x="326" y="338" width="150" height="150" fill="${paint.blush}"/>
<circle cx="400" cy="404" r="36" fill="${paint.brick}"/>
<path d="M320 430L364 388L398 424L432 396L480 436V490H320Z" fill="${paint.river}"/>
<path d="${wave(318, 454, 5, 36, 12)}V490H318Z" fill="${paint.riverDeep}"/>
<path d="${wave(306, 468, 6, 36, 11)}" fill="none" stroke="${paint.riverLight}" stroke-width="4"/>
</g>
<circle cx="400" cy="412" r="70" fill="none" stroke="${paint.river}" stroke-width="5"/>
<path d="M330 516H470" stroke="${paint.ink}" stroke-width="10" stroke-linecap="round"/>
<path d="M352 540H448" stroke="${paint.oatDeep}" stroke-width="7" stroke-linecap="round"/>
${bean(186, 690, -18)}${bean(252, 724, 24, 0.92)}${bean(118, 730, 40, 0.9)}${bean(610, 694, 14)}${bean(676, 728, -32, 0.95)}${bean(548, 732, -8, 0.9)}
`,
  );
}

function teaTowel(): string {
  const cloth = 'M214 190H586V628Q588 640 580 642L222 642Q212 640 214 628Z';
  const pear = (x: number, y: number, turn: number, colour: string) =>
    `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M0 -44C18 -44 21 -24 25 -6C36 8 42 20 38 38C32 58 14 62 0 62C-14 62 -32 58 -38 38C-42 20 -36 8 -25 -6C-21 -24 -18 -44 0 -44Z" fill="${colour}"/><path d="M10 -34C18 -20 20 -6 28 6C38 24 34 44 18 56C28 30 22 4 10 -34Z" fill="${paint.ink}" opacity=".13"/><path d="M0 -42C0 -56 4 -64 10 -70" fill="none" stroke="${paint.woodDeep}" stroke-width="6" stroke-linecap="round"/><path d="M6 -58C22 -76 42 -74 50 -66C40 -52 20 -50 6 -58Z" fill="${paint.moss}"/></g>`;
  return picture(
    'A tea towel with pears, hung over a wooden rail',
    '#cbd9d6',
    `
<rect x="90" y="170" width="620" height="30" rx="15" transform="translate(8 26)" fill="${paint.ink}" opacity=".22" filter="url(#soft)"/>
${lying(cloth, 14, 24)}
<rect x="78" y="160" width="644" height="34" rx="17" fill="${paint.wood}"/>
<rect x="84" y="164" width="632" height="9" rx="4" fill="#fff" opacity=".28"/>
<circle cx="96" cy="177" r="26" fill="${paint.woodDeep}"/><circle cx="704" cy="177" r="26" fill="${paint.woodDeep}"/>
<circle cx="93" cy="174" r="18" fill="${paint.wood}"/><circle cx="701" cy="174" r="18" fill="${paint.wood}"/>
<path d="M238 178H566L560 592Q404 604 246 592Z" transform="translate(10 0)" fill="#d9ccb4"/>
<clipPath id="cloth"><path d="${cloth}"/></clipPath>
<path d="M214 196Q214 152 240 152H560Q586 152 586 196Z" fill="${paint.paper}"/>
<path d="${cloth}" fill="${paint.paper}"/>
<path d="M214 196Q214 152 240 152H560Q586 152 586 196Q400 188 214 196Z" fill="#fff" opacity=".6"/>
<g clip-path="url(#cloth)">
<path d="M214 560H586V582H214ZM214 594H586V602H214Z" fill="${paint.brick}"/>
<path d="M214 540H586V548H214Z" fill="${paint.river}"/>
<path d="M214 236H586V244H214Z" fill="${paint.river}"/>
<path d="M214 256H586V264H214Z" fill="${paint.brick}"/>
${pear(320, 346, -10, paint.mustard)}${pear(468, 344, 12, '#a9b56a')}${pear(526, 462, -6, paint.mustard)}${pear(400, 470, 4, paint.brick)}${pear(274, 474, 10, '#a9b56a')}
<path d="M486 190C470 340 500 500 488 650H620V190Z" fill="${paint.ink}" opacity=".07"/>
<path d="M300 210C288 380 308 520 296 650M380 560C386 600 384 620 380 650M560 220C552 380 566 520 556 650" fill="none" stroke="${paint.ink}" stroke-width="12" opacity=".06"/>
</g>
<path d="${Array.from({length: 25}, (_, thread) => `M${220 + thread * 15} 642v${20 + (thread % 3) * 3}`).join('')}" stroke="#e3d6bd" stroke-width="5" stroke-linecap="round"/>
`,
  );
}

export const kitchen = {
  'harbor-mug': harborMug,
  'beeswax-candle': beeswaxCandle,
  'coffee-beans': coffeeBeans,
  'tea-towel': teaTowel,
};
