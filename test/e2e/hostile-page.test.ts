/** Pages that are hostile to whatever is embedded in them, mostly without meaning it. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {buyEverything, everything, openPage, ready, tag} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const otherLit = read('node_modules/lit-html/lit-html.js');
const body = `${tag}<p><a id="tee" href="{proxy}/buy/510">the tee</a></p>${everything}`;

/** What themes, resets and page builders do to a page, all at once. */
const hostileStyles = `
  html{font-size:62.5%;-webkit-text-size-adjust:none}
  *,*::before,*::after{box-sizing:content-box;margin:0;padding:0;letter-spacing:2px;word-spacing:4px;text-indent:9px}
  body{text-transform:uppercase;line-height:1;font:italic bold 10px/1 fantasy;text-align:center;color:#eee;white-space:pre}
  button,input,select{all:unset;font-size:8px}
  a{color:red;font-size:30px;text-decoration:none;display:block;pointer-events:auto}
  dialog{display:block;inset:30%;max-width:100px;padding:50px;background:red}
  dialog::backdrop{background:red}
  img{max-width:10px;height:auto;border:5px solid red}
  h2,p,ul,li,form,fieldset,legend,label,output,strong,small,section,span{font-size:7px;display:inline;text-transform:uppercase;list-style:square}
  svg{width:4px;fill:red}
  [part]{color:red;border:3px dashed}
  [hidden]{display:block}
  pushcart-product{--pushcart-card-block-size:448px}`;

const plain = `<!doctype html><html lang="en"><head><title>A page</title></head><body>${body}</body></html>`;
const hostile = `<!doctype html><html lang="en"><head><title>A page</title><base href="https://elsewhere.example/" target="_blank">
<style>${hostileStyles}</style><script type="module" src="{page}/own.js"></script></head><body>${body.replace(
  '<pushcart-count>',
  '<span style="display:none"><pushcart-cart></pushcart-cart></span><pushcart-count>',
)}</body></html>`;

/** A Lit and style sheets of the page's own. */
const ownScript = `import {html, render} from '/lit.js';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('p,button,dialog,[part]{font-size:5px!important}');
  document.adoptedStyleSheets = [sheet];
  const place = document.body.appendChild(document.createElement('div'));
  render(html\`<p id="own">\${'of the page'}</p>\`, place);`;

/** How every box inside an element of ours looks. Where it stands is the page's to say. */
const looksOf = (page: Page, element: string): Promise<string[]> =>
  page.locator(element).evaluate((host) =>
    [...(host.shadowRoot?.querySelectorAll<HTMLElement>('.base, .base *') ?? [])]
      .filter((box) => !box.classList.contains('unseen') && !['OPTION', 'SLOT'].includes(box.tagName))
      .map((box) => {
        const style = getComputedStyle(box);
        const text = [
          'fontSize',
          'fontFamily',
          'fontStyle',
          'fontWeight',
          'lineHeight',
          'letterSpacing',
          'wordSpacing',
        ];
        const more = ['textTransform', 'textIndent', 'textAlign', 'whiteSpace', 'listStyleType', 'color', 'display'];
        const boxes = ['boxSizing', 'margin', 'padding', 'border', 'maxWidth', 'backgroundColor', 'cursor'];
        // A panel over the page has all of its size from us.
        const sizes = host.closest('pushcart-host') ? ['inlineSize', 'blockSize'] : [];
        const values = [...text, ...more, ...boxes, ...sizes].map((name) => `${name}: ${style[name as 'color']}`);
        return [box.localName, box.getAttribute('part') ?? box.className, ...values].join('; ');
      }),
  );

/** Looks at everything that a page can have while it is used, and puts nothing into the cart but a mug. */
async function lookAround(page: Page): Promise<Record<string, string[]>> {
  const drawer = page.locator('pushcart-drawer dialog');
  const dialog = page.locator('pushcart-product-dialog dialog');
  await page.locator('#mug').click();
  await drawer.locator('[part=line] img').waitFor();
  await ready(page);
  const looks = {drawer: await looksOf(page, 'pushcart-drawer')};
  await page.keyboard.press('Escape');
  await page.locator('#tee').click();
  await dialog.getByRole('button', {name: 'Add to cart'}).waitFor();
  const asked = await looksOf(page, 'pushcart-product-dialog');
  await page.keyboard.press('Escape');
  for (const modal of [drawer, dialog]) await modal.waitFor({state: 'hidden'});
  for (const element of ['pushcart-product', 'pushcart-cart[display]'])
    await page.locator(element).scrollIntoViewIfNeeded();
  await page.locator('pushcart-product').getByRole('button', {name: 'Add to cart'}).waitFor();
  await page.locator('pushcart-cart [part=line] img').waitFor();
  return {
    ...looks,
    dialog: asked,
    card: await looksOf(page, 'pushcart-product'),
    cart: await looksOf(page, 'pushcart-cart[display]'),
  };
}

describe('a page that is hostile to what is embedded', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  const open = (html: string) =>
    openPage(scene, {
      html: html.replaceAll('{page}', scene.pages.url),
      files: {'/lit.js': otherLit, '/own.js': ownScript},
    });

  it('changes nothing about how cart, drawer, dialog and card look', async () => {
    const seen = [];
    for (const html of [plain, hostile]) {
      const {page, complaints} = await open(html);
      const spaced = await page.locator('pushcart-product').evaluate((card) => getComputedStyle(card).letterSpacing);
      const looks = await lookAround(page);
      assert.deepEqual(complaints, []);
      await page.context().close();
      seen.push({spaced, looks});
    }
    const [one, other] = seen;
    assert.deepEqual([one?.spaced, other?.spaced], ['normal', '2px'], 'the styles of the page do reach the elements');
    for (const [element, boxes] of Object.entries(one?.looks ?? {})) assert.ok(boxes.length > 10, element);
    const changed = Object.entries(other?.looks ?? {}).flatMap(([element, boxes]) =>
      boxes.filter((box, index) => box !== one?.looks[element]?.[index]).map((box) => `${element}: ${box}`),
    );
    assert.deepEqual(changed, []);
  });

  it('sells everything, beside a Lit and style sheets of its own', async () => {
    const {page, complaints} = await open(hostile);
    await page.locator('#own').filter({hasText: 'of the page'}).waitFor();
    await buyEverything(scene, page);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('sells by the dialog where small text makes a card too low for its options', async () => {
    const {page} = await open(hostile.replace('{--pushcart-card-block-size:448px}', '{font-size:10px}'));
    await page.locator('pushcart-product').getByRole('button', {name: 'Choose options'}).click();
    const dialog = page.locator('pushcart-product-dialog');
    await dialog.getByLabel('Size').selectOption({label: 'Medium'});
    await dialog.getByLabel('Slate').check();
    await dialog.getByRole('button', {name: 'Add to cart'}).click();
    await page.locator('pushcart-drawer dialog [part=line] img').waitFor();
    await page.context().close();
  });

  it('takes a shared cart out of its address, whatever its <base> says', async () => {
    const {page, complaints} = await open(hostile);
    await page.goto(`${scene.pages.url}/?from=friend#pushcart=511?qty=2`);
    await page.locator('pushcart-drawer dialog [part=line] img').waitFor();
    assert.equal(page.url(), `${scene.pages.url}/?from=friend`);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
