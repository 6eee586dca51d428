/** The store's own look: plain, readable, light and dark. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --paper: #f7f5f1; --card: #fff; --ink: #22262b; --soft: #5b636d; --edge: #dcd7ce; --accent: #1f5f5b; --on-accent: #fff; --alarm: #a4262c;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181b; --card: #1e2226; --ink: #eceae5; --soft: #a9b0b7; --edge: #363c42; --accent: #7ec8c0; --on-accent: #10201f; --alarm: #ff9a96; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; min-block-size: 100dvh; display: flex; flex-direction: column; }
.bar { border-block-end: 1px solid var(--edge); background: var(--card); padding: 1rem max(1rem, (100% - 68rem) / 2); }
.store { color: inherit; font: 600 1.25rem/1.2 Georgia, serif; text-decoration: none; }
main { flex: 1; inline-size: min(100% - 2rem, 68rem); margin: 1.75rem auto 3rem; }
footer { padding: 1rem; text-align: center; color: var(--soft); font-size: .875rem; }
h1 { font: 600 clamp(1.6rem, 4vw, 2.2rem)/1.2 Georgia, serif; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 1.25rem; }
.shelf { list-style: none; padding: 0; margin: 1.5rem 0 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
.shelf a { display: block; color: inherit; text-decoration: none; }
.shelf a:hover .name { text-decoration: underline; }
.shelf .card { padding: .75rem; block-size: 100%; }
.name { font-weight: 600; overflow-wrap: anywhere; }
img { display: block; max-inline-size: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 8px; background: var(--paper); }
.shelf img, .product img { inline-size: 100%; block-size: auto; }
.shelf img { margin-block-end: .5rem; }
.product, .checkout { display: grid; gap: 1.5rem; align-items: start; }
.lines { list-style: none; margin: 0; padding: 0; }
.line { display: grid; grid-template-columns: 4.5rem 1fr auto; gap: .25rem 1rem; padding-block: 1rem; border-block-start: 1px solid var(--edge); }
.line:first-child { border-block-start: 0; padding-block-start: 0; }
.line img { inline-size: 4.5rem; }
.line dl { margin: .15rem 0 0; font-size: .9rem; color: var(--soft); }
.line dl div { display: flex; gap: .4em; }
.line dt::after { content: ":"; }
.line dd { margin: 0; overflow-wrap: anywhere; }
.line .each { margin: .25rem 0 0; color: var(--soft); font-size: .9rem; }
.amount { font-weight: 600; font-variant-numeric: tabular-nums; text-align: end; }
.total { display: flex; justify-content: space-between; gap: 1rem; border-block-start: 2px solid var(--edge); margin: .5rem 0 0; padding-block-start: 1rem; font-size: 1.15rem; }
label { display: block; font-weight: 600; margin-block-end: .25rem; }
input { inline-size: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 8px; padding: .65rem .75rem; margin-block-end: 1rem; }
input[aria-invalid] { border-color: var(--alarm); }
.wrong { color: var(--alarm); margin-block: -.6rem 1rem; font-size: .9rem; }
button { inline-size: 100%; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 8px; padding: .8rem 1rem; min-block-size: 3rem; cursor: pointer; }
.price s { color: var(--soft); font-weight: 400; }
@media (min-width: 52rem) {
  .checkout { grid-template-columns: minmax(0, 1.6fr) minmax(18rem, 1fr); }
  .product { grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); gap: 2.5rem; }
}
`;
