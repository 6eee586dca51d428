/** The colours that all product pictures share. */
export const paint = {
  ink: '#23363d',
  river: '#2e6e75',
  riverDeep: '#1f525a',
  riverLight: '#7fb0ae',
  mist: '#cfe0dc',
  cream: '#f8f1e4',
  paper: '#fdf9f1',
  oat: '#e7d9c0',
  oatDeep: '#d2bf9f',
  brick: '#c4573a',
  brickDeep: '#9f4029',
  blush: '#f0d9cb',
  mustard: '#e0a63c',
  mustardDeep: '#bd8426',
  moss: '#6f8a63',
  mossDeep: '#526b49',
  slate: '#5c717b',
  slateDeep: '#475a63',
  wood: '#b98a5b',
  woodDeep: '#946a40',
} as const;

/** A square picture: a softly lit background and `body` drawn on it. */
export function picture(title: string, background: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800" role="img">
<title>${title}</title>
<defs>
<radialGradient id="light" cx=".42" cy=".36" r=".8"><stop offset="0" stop-color="#fff" stop-opacity=".62"/><stop offset=".7" stop-color="#fff" stop-opacity=".08"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
<linearGradient id="shade" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#fff" stop-opacity=".16"/><stop offset=".4" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#14262c" stop-opacity=".24"/></linearGradient>
<filter id="soft" filterUnits="userSpaceOnUse" x="-400" y="-400" width="1600" height="1600"><feGaussianBlur stdDeviation="14"/></filter>
</defs>
<rect width="800" height="800" fill="${background}"/>
<rect width="800" height="800" fill="url(#light)"/>
${body.trim()}
</svg>
`;
}

/** The shadow of something that stands on a table. */
export function standing(cx: number, cy: number, rx: number, ry: number): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${paint.ink}" opacity=".26" filter="url(#soft)"/>`;
}

/** The shadow of something that lies flat or hangs close to a wall. */
export function lying(path: string, dx = 12, dy = 20): string {
  return `<path d="${path}" transform="translate(${dx} ${dy})" fill="${paint.ink}" opacity=".24" filter="url(#soft)"/>`;
}

/** A strip of table along the bottom of the picture. */
export function table(y: number, colour: string): string {
  return `<rect y="${y}" width="800" height="${800 - y}" fill="${colour}"/><rect y="${y}" width="800" height="5" fill="#fff" opacity=".28"/>`;
}

/** A wavy line from `x`, `y`, made of `count` waves of `length` by `height`. */
export function wave(x: number, y: number, count: number, length: number, height: number): string {
  const half = length / 2;
  return `M${x} ${y}` + `q${half / 2} ${-height} ${half} 0t${half} 0`.repeat(count);
}
