/** What `docs/privacy.md` says about a page and its proxy, looked at while somebody buys something engraved. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {openPage, ready, tag} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const engraving = 'For Ana Ruiz';
const body = `<p><a id="notebook" href="{proxy}/buy/512?option=90:500:${encodeURIComponent(engraving)}">A notebook</a></p>`;
/** The example that says no before anybody could click. */
const [, refusing = ''] = /```html\n(.*?)\n```/s.exec(readFileSync('docs/privacy.md', 'utf8')) ?? [];

describe('what is kept of a shopper', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  /** Adds the notebook, and goes to checkout, as far as the page itself may. */
  async function buy(page: Page): Promise<void> {
    await page.locator('#notebook').click();
    await ready(page);
    await page.locator('pushcart-drawer dialog [part=line] img').waitFor();
  }
  const dataLayer = (page: Page) =>
    page.evaluate(() => JSON.stringify((globalThis as {dataLayer?: unknown[]}).dataLayer ?? null));

  it('in the browser is one record after the first add, and not a cookie', async () => {
    const {page} = await openPage(scene, {html: tag + body});
    const kept = () => page.evaluate(() => [Object.keys(localStorage), sessionStorage.length, document.cookie]);
    assert.deepEqual(await kept(), [[], 0, '']);
    await buy(page);
    assert.deepEqual(await kept(), [[`pushcart:1:${scene.proxy.url}/`], 0, '']);
    assert.deepEqual(await page.context().cookies(), []);
    const record = await page.evaluate(() => localStorage.getItem(Object.keys(localStorage)[0] ?? '') ?? '');
    assert.deepEqual(Object.keys(JSON.parse(record) as object).sort(), [
      'at',
      'cart',
      'key',
      'lines',
      'rev',
      'synced',
      'v',
    ]);
    await page.context().close();
  });

  it('in the log of the proxy is no address, page, product, key or text', async () => {
    const {page} = await openPage(scene, {html: tag + body});
    await buy(page);
    const record = await page.evaluate(() => localStorage.getItem(Object.keys(localStorage)[0] ?? '') ?? '');
    const {key, cart = ''} = JSON.parse(record) as {key: string; cart?: string};
    const orders = scene.sandbox.snapshot().carts.map(({OrderKey}) => OrderKey);
    const requests = scene.logged.filter((line) => line.includes('"event":"request"'));
    assert.ok(requests.length > 0 && cart && orders.length > 0);
    const fields = new Set(requests.flatMap((line) => Object.keys(JSON.parse(line) as object)));
    assert.deepEqual([...fields].sort(), [
      'calls',
      'event',
      'id',
      'level',
      'method',
      'ms',
      'msg',
      'route',
      'status',
      'time',
      'trace',
      'waitedMs',
    ]);
    const calls = scene.logged.filter((line) => /"event":"(request|store_call)"/.test(line)).join('\n');
    for (const secret of [key, cart, engraving, scene.pages.url, '127.0.0.1', '::1', ...orders])
      assert.ok(!calls.includes(secret), secret);
    await page.context().close();
  });

  it('in a dataLayer that the page asked for is no text that the shopper wrote', async () => {
    const asking = '<script type="module" src="{proxy}/pushcart.js" data-analytics="ga4"></script>';
    const {page} = await openPage(scene, {html: asking + body});
    await buy(page);
    await page.waitForFunction(() =>
      JSON.stringify((globalThis as {dataLayer?: unknown[]}).dataLayer ?? '').includes('add_to_cart'),
    );
    const told = await dataLayer(page);
    assert.ok(told.includes('Field Notebook'));
    assert.ok(!told.includes(engraving), told);
    await page.context().close();
  });

  it('in a dataLayer is nothing where the page refuses as the documentation has it', async () => {
    const html = refusing.replaceAll('https://cart.example', '{proxy}') + body;
    assert.match(html, /consent\(false\)/);
    const {page, complaints} = await openPage(scene, {html});
    const analytics = page.waitForResponse('**/assets/analytics-*.js');
    await buy(page);
    await (await analytics).finished();
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Keep shopping'}).click();
    await page.evaluate(() => globalThis.Pushcart?.open());
    assert.equal(await dataLayer(page), 'null');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
