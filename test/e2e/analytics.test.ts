/** What a tag manager hears with `data-analytics="ga4"`: what has happened, with Google's names, and only while it may. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {openPage, ready} from './open-page.js';
import {openScene, type Scene} from './setup.js';

interface Entry {
  readonly event?: string;
  readonly ecommerce: {
    readonly currency: string;
    readonly value: number;
    readonly items: readonly Record<string, unknown>[];
  } | null;
}

const layer = (page: Page) => page.evaluate(() => (globalThis as {dataLayer?: Entry[]}).dataLayer ?? []);
const events = async (page: Page) => (await layer(page)).flatMap(({event}) => event ?? []);
const find = async (page: Page, name: string) => (await layer(page)).filter(({event}) => event === name);
const html = `<p><a id="mug" href="{proxy}/buy/511?qty=2">two mugs</a></p>
<pushcart-product catalog-id="510"><a href="{proxy}/buy/510">River Tee</a></pushcart-product>
<p><pushcart-count>Cart</pushcart-count></p>`;

describe('analytics', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  const open = (attributes: string, search = '') =>
    openPage(scene, {
      html: `<script type="module" src="{proxy}/pushcart.js" ${attributes}></script>${html}`,
      ...(search && {path: `/${search}`}),
    });

  it('tells what happened in its order, and after a reload nothing twice', async () => {
    const {page, complaints} = await open('data-analytics="ga4"');
    const drawer = page.locator('pushcart-drawer dialog');
    await page.waitForFunction(() => (globalThis as {dataLayer?: unknown[]}).dataLayer?.length === 2);
    await page.locator('#mug').click();
    await ready(page);
    await drawer.getByRole('button', {name: 'One less of Harbor Mug'}).click();
    await ready(page);
    await page.reload();
    await page.waitForFunction(() => (globalThis as {dataLayer?: unknown[]}).dataLayer?.length === 2);
    assert.deepEqual(await events(page), ['view_item'], 'what was there before the reload is no news');
    await page.locator('pushcart-count').click();
    await drawer.getByRole('button', {name: 'Remove Harbor Mug'}).click();
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'empty');
    assert.deepEqual(await events(page), ['view_item', 'view_cart', 'remove_from_cart']);
    assert.deepEqual(complaints, []);
  });

  it('has the items as Google names them, after the store has them', async () => {
    const {page} = await open('data-analytics="ga4" data-open="never"');
    await page.waitForFunction(() => (globalThis as {dataLayer?: unknown[]}).dataLayer?.length === 2);
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/v1/cart', async (route) => {
      await held;
      await route.continue();
    });
    const card = page.locator('pushcart-product');
    await card.getByLabel('Size').selectOption({label: 'Medium'});
    await card.getByLabel('Slate').check();
    await card.getByRole('button', {name: 'Add to cart'}).click();
    assert.deepEqual(await events(page), ['view_item'], 'a click is not yet an add');
    answer();
    await ready(page);
    assert.deepEqual((await layer(page)).slice(2), [
      {ecommerce: null},
      {
        event: 'add_to_cart',
        ecommerce: {
          currency: 'USD',
          value: 24,
          items: [{item_id: '510', item_name: 'River Tee', item_variant: 'Medium, Slate', price: 24, quantity: 1}],
        },
      },
    ]);
    await page.evaluate(() => {
      const [line] = globalThis.Pushcart?.getState().lines ?? [];
      globalThis.Pushcart?.setQuantity(line?.id ?? '', 3);
    });
    await ready(page);
    await page.evaluate(() => globalThis.Pushcart?.remove(globalThis.Pushcart.getState().lines[0]?.id ?? ''));
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'empty');
    const [, more] = await find(page, 'add_to_cart');
    assert.deepEqual([more?.ecommerce?.items[0]?.['quantity'], more?.ecommerce?.value], [2, 48]);
    const [gone] = await find(page, 'remove_from_cart');
    assert.deepEqual([gone?.ecommerce?.items[0]?.['quantity'], gone?.ecommerce?.value], [3, 72]);
  });

  it('tells of the cart that is opened, and of checkout when it begins', async () => {
    const {page} = await open('data-analytics="ga4"');
    await page.locator('#mug').click();
    await ready(page);
    // The page is left with the checkout: what it said stays here.
    await page.route(`${scene.sandbox.url}/**`, (route) =>
      route.request().isNavigationRequest() ? route.fulfill({status: 204}) : route.continue(),
    );
    await page.locator('pushcart-drawer dialog').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForFunction(() =>
      (globalThis as {dataLayer?: {event?: string}[]}).dataLayer?.some(({event}) => event === 'begin_checkout'),
    );
    const told = await events(page);
    for (const name of ['view_item', 'add_to_cart', 'view_cart', 'begin_checkout'])
      assert.ok(told.includes(name), `${name} is among ${told.join()}`);
    assert.equal((await find(page, 'begin_checkout'))[0]?.ecommerce?.value, 36);
  });

  it('is not there without the attribute, and silent after consent was refused', async () => {
    const {page, requests} = await open('');
    await page.locator('#mug').click();
    await ready(page);
    assert.deepEqual(await layer(page), []);
    assert.ok(!requests.some((request) => request.includes('analytics')));
    const refused = await open('data-analytics="ga4"');
    await refused.page.evaluate(() => globalThis.Pushcart?.consent(false));
    await refused.page.locator('#mug').click();
    await ready(refused.page);
    const before = await events(refused.page);
    assert.ok(!before.includes('add_to_cart'), before.join());
    await refused.page.evaluate(() => {
      globalThis.Pushcart?.consent(true);
      globalThis.Pushcart?.add({catalogId: 514});
    });
    await ready(refused.page);
    const [added] = await find(refused.page, 'add_to_cart');
    assert.deepEqual(
      added?.ecommerce?.items.map((item) => item['item_id']),
      ['514'],
      'only what came after',
    );
  });
});

describe('the campaign that brought a shopper', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  const search = '?utm_source=letter&utm_medium=e-mail&gclid=g1&fbclid=f1&page=2';

  /** Where the shopper is taken. */
  async function checkoutOf(
    attributes: string,
    prepare = (_: Page): Promise<unknown> => Promise.resolve(),
  ): Promise<URL> {
    const {page} = await openPage(scene, {
      html: `<script type="module" src="{proxy}/pushcart.js" ${attributes}></script>${html}`,
      path: `/${search}`,
    });
    await prepare(page);
    await page.locator('#mug').click();
    await ready(page);
    await page.locator('pushcart-drawer dialog').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    return new URL(page.url());
  }

  it('goes along to checkout only where the page says so', async () => {
    const names = (url: URL) => [...url.searchParams.keys()].filter((name) => name !== 'orderkey');
    assert.deepEqual(names(await checkoutOf('')), []);
    const carried = await checkoutOf('data-carry="utm"');
    assert.deepEqual(names(carried), ['utm_source', 'utm_medium', 'gclid']);
    assert.equal(carried.searchParams.get('utm_medium'), 'e-mail');
    const refused = await checkoutOf('data-carry="utm"', (page) =>
      page.evaluate(() => globalThis.Pushcart?.consent(false)),
    );
    assert.deepEqual(names(refused), []);
  });
});
