/**
 * Editors change what is pasted into them. Whatever they strip from our markup, a link is left: it sells on a page that
 * has the script, and leads to the product in the store from one that has not.
 */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type purify from 'dompurify';
import type {Page} from 'playwright-core';
import sanitizeHtml from 'sanitize-html';
import type {Product, ProductsAnswer} from '../../src/contract/wire.js';
import {openPage, ready, tag} from './open-page.js';
import {editors, writePasted, type Editor, type Pasted} from './pasted.js';
import {openScene, type Scene} from './setup.js';

declare global {
  /** In the page that has its script. */
  var DOMPurify: typeof purify;
}

/** Takes all that could be a danger, or a matter of looks. */
const strict = {FORBID_ATTR: ['class', 'style'], ALLOW_DATA_ATTR: false};

describe('what was pasted into an editor', () => {
  let scene: Scene;
  let pasted: readonly Pasted[];
  /** What each editor made of all of it. */
  const saved = new Map<Editor, readonly string[]>();

  before(async () => {
    scene = await openScene();
    const answer = await fetch(`${scene.proxy.url}/v1/products?ids=510,511`);
    const {store, products} = (await answer.json()) as ProductsAnswer;
    const find = (id: number): Product => products.find(({catalogId}) => catalogId === id) ?? assert.fail(`No ${id}.`);
    pasted = writePasted({proxy: scene.proxy.url, store, tee: find(510), mug: find(511)});
    const {page} = await openPage(scene, {html: ''});
    await page.addScriptTag({path: 'node_modules/dompurify/dist/purify.min.js'});
    const all = pasted.map(({html}) => html);
    const clean = (rules = {}) =>
      page.evaluate(([texts, given]) => texts.map((text) => DOMPurify.sanitize(text, given)), [all, rules] as const);
    saved.set('DOMPurify', await clean());
    saved.set('strict', await clean(strict));
    saved.set(
      'sanitize-html',
      all.map((html) => sanitizeHtml(html)),
    );
    await page.context().close();
  });
  after(() => scene.close());

  /** With names for addresses that are others at every run, and without the lines that were left empty. */
  const named = (html: string): string =>
    html.replaceAll(scene.proxy.url, '{proxy}').replaceAll(scene.sandbox.url, '{store}').replace(/\n+/g, '\n').trim();

  /** The links to the proxy in what an editor has saved, on a page that has the script or has not. */
  async function openArticle(editor: Editor, script: string) {
    const article = `<article>${saved.get(editor)?.join('\n') ?? ''}</article>`;
    const visit = await openPage(scene, {html: `${article}<footer>A theme's footer ${script}</footer>`});
    const links = visit.page.locator(`article a[href^="${scene.proxy.url}/buy/"]`);
    return {...visit, links, count: await links.count()};
  }

  const state = (page: Page) => page.evaluate(() => globalThis.Pushcart?.getState());

  for (const editor of editors) {
    describe(`by the rules of ${editor}`, () => {
      it('has its words and links, and no script and no element of ours', () => {
        pasted.forEach(({what, left}, index) => {
          const text = saved.get(editor)?.[index] ?? '';
          assert.equal(named(text), left[editor], what);
          assert.doesNotMatch(text, /<script|<pushcart/);
        });
      });

      it('sells where the theme has the script', async () => {
        const {page, links, count, complaints} = await openArticle(editor, tag);
        assert.equal(count, 9);
        let units = 0;
        for (let index = 0; index < count; index++) {
          const link = links.nth(index);
          const href = (await link.getAttribute('href')) ?? '';
          if (href.includes('then=checkout')) continue;
          await link.click();
          if (href.endsWith('/510')) await page.locator('pushcart-product-dialog dialog[open]').waitFor();
          else await page.locator('pushcart-drawer dialog[open]').waitFor();
          if (href.endsWith('/511')) units += 1;
          await page.keyboard.press('Escape');
        }
        await ready(page);
        assert.ok(units > 0);
        assert.equal((await state(page))?.count, units);
        await page.getByRole('link', {name: 'Buy two'}).click();
        await page.waitForURL(`${scene.sandbox.url}/**`);
        assert.equal(await page.locator('[data-catalog-id="510"]').getAttribute('data-quantity'), '2');
        assert.equal(await page.locator('[data-catalog-id="511"]').getAttribute('data-quantity'), `${units}`);
        assert.deepEqual(complaints, []);
        await page.context().close();
      });

      it('leads to a page that sells it where nothing has it', async () => {
        const {page, links, count, complaints} = await openArticle(editor, '');
        for (let index = 0; index < count; index++) {
          const href = (await links.nth(index).getAttribute('href')) ?? '';
          await links.nth(index).click();
          await page.waitForURL(href);
          await page.getByRole('heading', {name: href.includes('/510') ? 'River Tee' : 'Harbor Mug'}).waitFor();
          await page.goBack();
        }
        assert.deepEqual(complaints, []);
        await page.context().close();
      });
    });
  }
});
