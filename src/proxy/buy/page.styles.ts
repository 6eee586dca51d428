/** The looks of a page without a script: system colours and mixtures of them, so that every scheme is at home. */
const readable = `
:root {
  color-scheme: light dark;
  --muted: color-mix(in srgb, CanvasText 70%, Canvas);
  --edge: color-mix(in srgb, CanvasText 52%, Canvas);
  --border: color-mix(in srgb, CanvasText 16%, Canvas);
  --tint: color-mix(in srgb, CanvasText 6%, Canvas);
  --danger: color-mix(in srgb, red 62%, CanvasText);
}
* { box-sizing: border-box }
body {
  margin: 0;
  font: 100%/1.45 system-ui, sans-serif;
  color: CanvasText;
  background: Canvas;
  overflow-wrap: anywhere;
}
header, main { max-inline-size: 60em; margin-inline: auto; padding: 0 1.25em }
header { padding-block: .5em; border-block-end: 1px solid var(--border) }
main { padding-block: 1.5em 3em }
a { color: inherit; display: inline-block; padding-block: calc(22px - .72em) }
h1 { font-size: 1.6em; line-height: 1.2; margin: 0 0 .25em; font-weight: 650 }
p, ul, fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0 }
.picture { background: var(--tint); border-radius: 12px; overflow: hidden; margin-block-end: 1.5em; aspect-ratio: 4/3 }
.picture img { display: block; inline-size: 100%; block-size: 100%; object-fit: cover }
.price { font-size: 1.25em; font-weight: 600; font-variant-numeric: tabular-nums }
s, small, .muted { color: var(--muted); font-weight: 400 }
s { margin-inline-start: .25em }
small, .muted, .problem { font-size: .875em }
form { display: grid; gap: 1.25em; margin-block: 1.25em }
label, legend { font-weight: 600; padding: 0 }
input, select, button {
  font: inherit;
  color: inherit;
  background: Canvas;
  border: 1px solid var(--edge);
  border-radius: 8px;
  min-block-size: 44px;
  padding: .5em .75em;
  max-inline-size: 100%;
}
.field > input, .field > select { display: block; inline-size: 100%; margin-block-start: .25em }
.field > .short { inline-size: 8em }
.choices { display: flex; flex-wrap: wrap; gap: .5em; padding-block-start: .25em }
.choices label {
  display: flex;
  align-items: center;
  gap: .5em;
  min-block-size: 44px;
  padding: .25em .75em;
  border: 1px solid var(--edge);
  border-radius: 8px;
  font-weight: 400;
  cursor: pointer;
}
.choices label:has(:checked) { background: var(--tint); border-color: CanvasText; box-shadow: inset 0 0 0 1px CanvasText }
.choices input { flex: none; min-block-size: 0; margin: 0; inline-size: 1.25em; block-size: 1.25em; accent-color: CanvasText }
.choices img { flex: none; inline-size: 1.75em; block-size: 1.75em; border-radius: 50%; object-fit: cover }
.reason { margin-block: 1em; font-size: 1.1em }
button + p { margin-block-start: .5em }
.problem { color: var(--danger); font-weight: 600; margin-block-start: .25em }
[aria-invalid=true] { border-color: var(--danger); box-shadow: inset 0 0 0 1px var(--danger) }
.choices [aria-invalid=true] { box-shadow: none }
button { background: CanvasText; color: Canvas; border-color: CanvasText; font-weight: 600; cursor: pointer; inline-size: 100% }
.notice { border: 2px solid var(--edge); border-radius: 8px; padding: .75em 1em; margin-block-end: 1.5em }
.notice.wrong { border-color: var(--danger) }
.notice ul { list-style: none }
summary { display: list-item; min-block-size: 44px; padding-block: .6em; cursor: pointer }
details li { padding-block: .25em; list-style: none }
:focus-visible { outline: 3px solid CanvasText; outline-offset: 2px }
.unseen { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; white-space: nowrap }
h1, p, li, bdi { unicode-bidi: plaintext; text-align: -webkit-match-parent; text-align: match-parent }
@media (min-width: 46em) {
  .product { display: grid; grid-template-columns: 1fr 1fr; gap: 2.5em; align-items: start }
  .picture { margin: 0 }
}
@media (forced-colors: active) {
  button { background: ButtonFace; color: ButtonText; border: 2px solid ButtonText }
  .choices label:has(:checked) { outline: 2px solid Highlight }
  [aria-invalid=true] { border-width: 3px }
}
@media print { form { display: none } }
`;

/** As it stands in the page. */
export const styles: string = readable
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};,]) ?/g, '$1')
  .trim();

let source: Promise<string> | undefined;
/** What a policy says of it: its hash, so that no other style is obeyed. */
export const stylesSource = (): Promise<string> =>
  (source ??= crypto.subtle
    .digest('SHA-256', new TextEncoder().encode(styles))
    .then((digest) => `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`));
