/** The embed's own renderer does what lit-html does, for everything that our templates are made of. */
import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import * as lit from 'lit/html.js';
import * as slim from '../../src/elements/slim-html.js';

type Renderer = Pick<typeof slim, 'html' | 'nothing' | 'render'>;
/** A description of what is rendered, so that both can make a template of their own of it. */
type Shape =
  | {readonly kind: 'text'; readonly value: unknown}
  | {readonly kind: 'nothing'}
  | {readonly kind: 'list'; readonly items: readonly Shape[]}
  | {
      readonly kind: 'box' | 'field' | 'pair' | 'row';
      readonly value: unknown;
      readonly flag: boolean;
      readonly child: Shape;
    };

const one = lit as unknown as Renderer;
const heard: string[] = [];

/** Written once, since a template is known by its strings; `by` says whose it is. */
function toTemplate(by: Renderer, shape: Shape): unknown {
  const {html, nothing} = by;
  if (shape.kind === 'text') return shape.value;
  if (shape.kind === 'nothing') return nothing;
  if (shape.kind === 'list') return shape.items.map((item) => toTemplate(by, item));
  const {value, flag} = shape;
  const child = toTemplate(by, shape.child);
  switch (shape.kind) {
    case 'box':
      return html`<div part="a b" class=${value} ?hidden=${flag} data-x="u${value}-${flag ? 1 : 2}z">
        ${child}<i>!</i>
      </div>`;
    case 'field':
      return html`<label>${child} <input .value=${value} aria-label=${flag ? value : nothing} /></label>`;
    case 'pair':
      return html`${child}<b .textContent=${value}></b>${flag ? child : nothing}`;
    case 'row':
      return html`<ul role="list">
        ${child}
        <li @click=${() => heard.push(value as string)} id="r${value}">${value}</li>
      </ul>`;
  }
}

const value = fc.oneof(
  fc.constantFrom('', 'a', '<b>&"\'', 'zwei Worte', 'é', 0, 1, 24.5, true, false, null, undefined),
  fc.string({maxLength: 4}),
);
const {shape} = fc.letrec<{shape: Shape}>((tie) => ({
  shape: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fc.record({kind: fc.constant('text' as const), value}),
    fc.constant({kind: 'nothing' as const}),
    fc.record({kind: fc.constant('list' as const), items: fc.array(tie('shape'), {maxLength: 3})}),
    fc.record({
      kind: fc.constantFrom('box' as const, 'field' as const, 'pair' as const, 'row' as const),
      value,
      flag: fc.boolean(),
      child: tie('shape'),
    }),
  ),
}));

/** What a person can tell apart. Neighbouring texts are one, and comments are none. */
function look(root: Element): string {
  const copy = root.cloneNode(true) as Element;
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  copy.normalize();
  const fields = [...root.querySelectorAll('input')].map((field) => field.value);
  return `${copy.innerHTML} ${JSON.stringify(fields)}`;
}

describe('the renderer of the embed', () => {
  it('shows what lit-html shows, step by step, keeps the same elements, and hears the same clicks', () => {
    fc.assert(
      fc.property(fc.array(shape, {minLength: 1, maxLength: 5}), (steps) => {
        const mine = document.createElement('div');
        const theirs = document.createElement('div');
        let before: [Element[], Element[]] = [[], []];
        for (const step of steps) {
          slim.render(toTemplate(slim, step), mine, {host: mine});
          one.render(toTemplate(one, step), theirs, {host: theirs});
          expect(look(mine)).to.equal(look(theirs));
          const after: [Element[], Element[]] = [[...mine.querySelectorAll('*')], [...theirs.querySelectorAll('*')]];
          const kept = ([0, 1] as const).map((side) => after[side].map((element) => before[side].includes(element)));
          expect(kept[0]).to.deep.equal(kept[1]);
          before = after;
          heard.length = 0;
          for (const row of mine.querySelectorAll('li')) row.click();
          const own = heard.splice(0);
          for (const row of theirs.querySelectorAll('li')) row.click();
          expect(own).to.deep.equal(heard);
        }
      }),
      {numRuns: 300},
    );
  });

  it('never makes markup of a value', () => {
    const root = document.createElement('div');
    const evil = '<img src=x onerror=alert(1)>"><script>';
    const {html} = slim;
    slim.render(html`<p title=${evil} data-y="a${evil}b">${evil}${[evil]}</p>`, root, {host: root});
    expect(root.querySelectorAll('*').length).to.equal(1);
    expect(root.querySelector('p')?.title).to.equal(evil);
    expect(root.textContent).to.equal(evil + evil);
  });

  it('calls handlers on the host, and the newest of them', () => {
    const {html} = slim;
    const root = document.createElement('div');
    const host = {name: 'host'};
    const calls: unknown[] = [];
    function handler(this: unknown) {
      calls.push(this);
    }
    const draw = (click: () => void) => slim.render(html`<button @click=${click}></button>`, root, {host});
    draw(() => calls.push('old'));
    draw(handler);
    root.querySelector('button')?.click();
    expect(calls).to.deep.equal([host]);
  });
});
