/** Scripts do not always come when and how a page was written: consent, optimisers, tag managers, frameworks. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {bought, buyEverything, everything, openPage, ready, tag} from './open-page.js';
import {count, openScene, type Scene} from './setup.js';

const preact = readFileSync(new URL('../../node_modules/preact/dist/preact.mjs', import.meta.url), 'utf8');
/** Two decisions of the author's that can be seen: adding opens nothing, and the cart speaks German. */
const decided = 'src="{proxy}/pushcart.js" data-open="never" data-locale="de"';

describe('a tag that comes late, or twice, or some other way', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  /** A page with a script of its own, which does something with our tag. */
  const open = (html: string, script = '') =>
    openPage(scene, {html: `${html}<script type="module" src="/own.js"></script>`, files: {'/own.js': script}});

  const hasStarted = (page: Page) => page.waitForFunction(() => globalThis.Pushcart);
  const drawer = (page: Page) => page.locator('pushcart-drawer dialog');

  /** What the author decided is so, and the cart works. */
  async function keepsDecisions(page: Page): Promise<void> {
    await hasStarted(page);
    await page.locator('#mug').click();
    await ready(page);
    assert.equal(await page.locator('pushcart-drawer dialog[open]').count(), 0, 'adding opens nothing');
    await page.locator('pushcart-count').click();
    assert.equal(await page.locator('pushcart-drawer').count(), 1);
    await drawer(page).getByRole('button', {name: 'Zur Kasse'}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.deepEqual(await bought(page), [['511', '1']]);
    await page.context().close();
  }

  const insert = `const script = document.createElement('script');
    script.type = 'module';
    script.src = '{proxy}/pushcart.js';
    script.dataset.open = 'never';
    script.dataset.locale = 'de';`;
  const clone = `const old = document.querySelector('[type="text/plain"]');
    const script = document.createElement('script');
    for (const {name, value} of old.attributes) script.setAttribute(name, value);
    script.type = 'module';`;
  const ways = [
    [
      'in the head, before anything',
      `<!doctype html><html lang="en"><head><script type="module" ${decided}></script><title>A page</title></head><body>${everything}`,
      '',
    ],
    ['at the end of the body', `${everything}<script type="module" ${decided}></script>`, ''],
    [
      'twice, under different addresses',
      `<script type="module" ${decided.replace('.js', '.js?v=1')}></script>${everything}<script type="module" src="{proxy}/pushcart.js?v=2"></script><script type="module" ${decided}></script>`,
      '',
    ],
    [
      'by a tag manager, asynchronously before the first script',
      everything,
      `${insert} script.async = true; document.scripts[0].before(script);`,
    ],
    [
      'by a tag manager, as a preload first',
      everything,
      `const link = document.createElement('link'); link.rel = 'modulepreload'; link.href = '{proxy}/pushcart.js'; document.head.append(link); ${insert} document.head.append(script);`,
    ],
  ] as const;
  for (const [way, html, script] of ways)
    it(`works ${way}`, async () => {
      const {page, requests, complaints} = await open(html, script);
      await keepsDecisions(page);
      assert.equal(count(requests, 'POST /v1/cart'), 2, 'one for the click, one for checkout');
      assert.deepEqual(complaints, []);
    });

  const consents = [
    ['inserts the tag', '', `${insert} document.body.append(script);`],
    [
      'puts a copy in place of a blocked one',
      `<script type="text/plain" ${decided}></script>`,
      `${clone} old.replaceWith(script);`,
    ],
    [
      'puts a copy beside a blocked one',
      `<script type="text/plain" ${decided}></script>`,
      `${clone} document.head.append(script);`,
    ],
  ] as const;
  for (const [way, blocked, script] of consents)
    it(`works where a consent manager ${way}, and links lead to a page without a script until then`, async () => {
      const {page, requests} = await open(
        `${blocked}<button id="consent">Yes</button>${everything}`,
        `document.querySelector('#consent').onclick = () => {${script}}`,
      );
      assert.deepEqual(requests, []);
      await page.locator('#mug').click();
      await page.waitForURL(`${scene.proxy.url}/buy/511`);
      await page.goBack();
      await page.locator('#consent').click();
      await keepsDecisions(page);
    });

  it('works where a language is slower than what a card is made of', async () => {
    const {page, complaints} = await openPage(scene, {html: 'Nothing yet'});
    let hurry = (): void => {};
    const late = new Promise<void>((resolve) => (hurry = resolve));
    await page.route('**/assets/de-*.js', async (route) => {
      await late;
      await route.continue();
    });
    const card = page.waitForResponse('**/assets/define-product-*.js');
    const html = `<!doctype html><title>A page</title><script type="module" ${decided}></script>${everything}`;
    scene.pages.put('/slow', {body: html.replaceAll('{proxy}', scene.proxy.url)});
    await page.goto(`${scene.pages.url}/slow`);
    await page.locator('pushcart-product').scrollIntoViewIfNeeded();
    const chunk = await card;
    await page.evaluate((url) => import(url), chunk.url());
    hurry();
    await page.locator('pushcart-product').getByRole('button', {name: 'In den Warenkorb'}).waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('works where an optimiser holds scripts back until somebody does something', async () => {
    const held = `<script type="module" data-${decided}></script>`;
    const wake = `const wake = () => {
        for (const old of document.querySelectorAll('script[data-src]')) {
          const script = document.createElement('script');
          for (const {name, value} of old.attributes) script.setAttribute(name.replace('data-src', 'src'), value);
          old.replaceWith(script);
        }
      };
      for (const type of ['pointerdown', 'keydown']) addEventListener(type, wake, {once: true});`;
    const {page, requests} = await open(held + everything, wake);
    assert.deepEqual(requests, []);
    await page.getByRole('heading', {name: 'A page'}).click();
    await keepsDecisions(page);

    const other = await open(held + everything, wake);
    await other.page.keyboard.press('Tab');
    await keepsDecisions(other.page);
  });

  it('is no tag at all where another module imports it, and gives that module the cart', async () => {
    const {page, complaints} = await open(
      everything,
      `const {add, open} = await import('{proxy}/pushcart.js');
       const {subscribe} = await import('{proxy}/pushcart.js?again');
       subscribe(({count}) => (document.title = String(count)));
       add({catalogId: 511});
       open();`,
    );
    await page.waitForFunction(() => document.title === '1');
    await drawer(page).getByRole('button', {name: 'Checkout', exact: true}).waitFor();
    await ready(page);
    await page.evaluate(() => globalThis.Pushcart?.clear());
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({state: 'hidden'});
    await buyEverything(scene, page);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});

describe('a page whose content comes late', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  it('has links and cards that work, however often it swaps them', async () => {
    const {page, requests, complaints} = await openPage(scene, {html: `${tag}<main>Loading</main>`});
    for (let view = 0; view < 2; view++)
      await page.evaluate(
        (html) => {
          (document.querySelector('main') ?? document.body).innerHTML = html;
        },
        everything.replaceAll('{proxy}', scene.proxy.url),
      );
    await buyEverything(scene, page);
    assert.ok(count(requests, 'GET /v1/products') <= 2, requests.join());
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  const hydrate = `import {h, hydrate} from '/preact.js';
    const root = document.querySelector('main');
    const before = [...root.querySelectorAll('*')];
    const buy = (id) => '{proxy}/buy/' + id;
    const tree = (extra) => h('div', null,
      h('p', null, h('a', {id: 'mug', href: buy(511)}, 'the mug')),
      extra,
      h('pushcart-product', {'catalog-id': 510}, h('a', {href: buy(510)}, 'River Tee')),
      h('pushcart-cart', {display: 'inline'}));
    hydrate(tree(location.search && h('p', null, 'What the server did not know')), root);
    const after = [...root.querySelectorAll('*')];
    document.title = before.every((node, index) => node === after[index]) ? 'kept' : 'replaced';`;
  const rendered = `<main><div><p><a id="mug" href="{proxy}/buy/511">the mug</a></p><pushcart-product catalog-id="510"><a href="{proxy}/buy/510">River Tee</a></pushcart-product><pushcart-cart display="inline"></pushcart-cart></div></main>`;
  for (const [what, search, title] of [
    ['keeps every node', '', 'kept'],
    ['replaces what the server had not known', '?extra', 'replaced'],
  ] as const)
    it(`may be hydrated by a framework that ${what}, before and after our script`, async () => {
      const hydration = '<script type="module" src="/hydrate.js"></script>';
      for (const html of [rendered + tag + hydration, rendered + hydration + tag]) {
        const files = {'/preact.js': preact, '/hydrate.js': hydrate};
        const {page, complaints} = await openPage(scene, {html, files, path: `/${search}`});
        await page.waitForFunction((wanted) => document.title === wanted, title);
        await buyEverything(scene, page);
        assert.deepEqual(complaints, []);
        await page.context().close();
      }
    });
});
