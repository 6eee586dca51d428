/** The page of the demo that looks quite different: it stands on what is documented, and on nothing else. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {describeElements, readSources} from '../../config/manifest/elements.js';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const elements = describeElements(readSources());
const tokens = new Set(elements.flatMap(({properties}) => properties.map(({name}) => name)));

/** What a style sheet has that is no custom property, part or slot that an element documents. */
function hacksIn(css: string): string[] {
  const rules = css.replace(/\/\*.*?\*\//gs, '');
  const properties = [...rules.matchAll(/(--pushcart-[\w-]+)\s*:/g)]
    .map(([, name = '']) => name)
    .filter((name) => !tokens.has(name));
  const parts = [...rules.matchAll(/([^{}]*?)::part\(([\w-]+)\)/g)].flatMap(([, before = '', part = '']) => {
    // Of a list of selectors, those that this part belongs to.
    const selector = before.slice(before.includes(':is(') ? before.lastIndexOf(':is(') : before.lastIndexOf(',') + 1);
    const named = selector.match(/pushcart-[\w-]+/g) ?? [];
    assert.ok(named.length > 0, `::part(${part}) of what?`);
    return named
      .filter((tag) => !elements.find((one) => one.tag === tag)?.parts.some(({name}) => name === part))
      .map((tag) => `${tag}::part(${part})`);
  });
  const slots = [...rules.matchAll(/\[slot='?([\w-]+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !elements.some((one) => one.slots.some((slot) => slot.name === name)));
  return [...properties, ...parts, ...slots, ...(rules.match(/!important/g) ?? [])];
}

describe('the restyled page of the demo', () => {
  const css = read('demo/restyled.css');

  it('uses custom properties, parts and slots that are documented, and no force', () => {
    assert.deepEqual(hacksIn(css), []);
    assert.ok((css.match(/--pushcart-[\w-]+:/g) ?? []).length >= 20);
    assert.ok((css.match(/::part\(/g) ?? []).length >= 10);
  });

  it('would be found out', () => {
    assert.deepEqual(hacksIn('a{--pushcart-colour:red!important} :is(pushcart-cart,pushcart-drawer)::part(panel){}'), [
      '--pushcart-colour',
      'pushcart-cart::part(panel)',
      '!important',
    ]);
    assert.deepEqual(hacksIn("pushcart-count::part(count),pushcart-count::part(x){} [slot='begin']{}"), [
      'pushcart-count::part(x)',
      'begin',
    ]);
  });

  it('is linked from every page of the blog, and shares no style sheet with them', () => {
    for (const page of ['index.html', 'demo/cart.html', 'demo/elements.html', 'demo/the-kitchen-table.html'])
      assert.ok(read(page).includes('href="/demo/restyled.html"'), page);
    assert.doesNotMatch(read('demo/restyled.html'), /blog\.css|style=/);
  });
});
