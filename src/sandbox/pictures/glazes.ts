import {paint, picture} from './canvas.js';

/** A tile of one glaze, for a swatch: it runs, and pools at the lower edge. */
function glazeTile(title: string, glaze: string, pool: string): () => string {
  return () =>
    picture(
      title,
      '#c49a72',
      `
<path d="M0 0H800V610C740 690 690 600 620 640C560 690 500 610 430 650C360 700 300 610 220 646C150 690 80 610 0 640Z" fill="${glaze}"/>
<path d="M0 470C160 520 280 450 420 500S680 450 800 500V610C740 690 690 600 620 640C560 690 500 610 430 650C360 700 300 610 220 646C150 690 80 610 0 640Z" fill="${pool}" opacity=".7"/>
<path d="M90 120C110 260 100 340 84 430M250 90C262 160 258 220 246 280" fill="none" stroke="#fff" stroke-width="34" stroke-linecap="round" opacity=".22"/>
<rect width="800" height="800" fill="url(#light)" opacity=".5"/>
`,
    );
}

export const glazes = {
  'glaze-deep-water': glazeTile('Deep blue glaze', paint.river, paint.riverDeep),
  'glaze-oat': glazeTile('Oat glaze', '#eadfc9', paint.oatDeep),
  'glaze-kiln-red': glazeTile('Red glaze', paint.brick, paint.brickDeep),
  'glaze-moss': glazeTile('Green glaze', paint.moss, paint.mossDeep),
};
