/** Back from the store's checkout: what is asked, what is kept, and what can be brought back. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {ready} from './open-page.js';
import {count, openScene, type Scene, type Visit} from './setup.js';

const post = '/demo/a-river-in-ten-miles.html';
const drawer = (page: Page) => page.locator('pushcart-drawer dialog');
const openCart = async (page: Page) => {
  await page.locator('pushcart-count').first().click();
  await drawer(page).waitFor();
};
const checkout = (page: Page) => drawer(page).getByRole('button', {name: 'Checkout', exact: true});

describe('a shopper who comes back from checkout', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  /** Someone who was at checkout with a mug and two candles, and is on the page again. */
  async function comeBack({paid}: {paid: boolean}): Promise<Visit> {
    const visit = await scene.visit(post);
    const {page} = visit;
    await page.evaluate(() => {
      globalThis.Pushcart?.add({catalogId: 511});
      globalThis.Pushcart?.add({catalogId: 517, quantity: 2});
      globalThis.Pushcart?.open();
    });
    await ready(page);
    await checkout(page).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    if (paid) {
      await page.fill('[name=name]', 'Ana Ruiz');
      await page.fill('[name=email]', 'ana@example.com');
      await page.locator('form button').last().click();
      await page.locator('[name=email]').waitFor({state: 'detached'});
    }
    await page.goto(scene.blog + post);
    return visit;
  }

  it('is asked whether they have finished; the way back is the same checkout', async () => {
    const {page} = await comeBack({paid: false});
    await openCart(page);
    await drawer(page).getByText('This cart was sent to checkout. Did you finish?').waitFor();
    const carts = scene.sandbox.snapshot().carts.length;
    await drawer(page).getByRole('button', {name: 'No, back to checkout'}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.equal(scene.sandbox.snapshot().carts.length, carts, 'no other cart was made');
  });

  it('starts a new cart, and can still bring the old one back', async () => {
    const {page} = await comeBack({paid: false});
    await openCart(page);
    await drawer(page).getByRole('button', {name: 'Yes, start a new cart'}).click();
    await drawer(page).locator('[part=empty]').waitFor();
    await drawer(page).getByText('2 products were sent to checkout and are no longer in this cart.').waitFor();
    assert.deepEqual(await drawer(page).locator('[part=notice] li').allTextContents(), [
      'Harbor Mug',
      'Beeswax Candle',
    ]);
    await page.reload();
    await openCart(page);
    await drawer(page).getByRole('button', {name: 'Bring back'}).click();
    await ready(page);
    assert.equal(await page.evaluate(() => globalThis.Pushcart?.getState().count), 3);
    const [cart] = scene.sandbox.snapshot().carts.slice(-1);
    assert.deepEqual(
      cart?.CartItemList.map(({CatalogID, ItemQuantity}) => [CatalogID, ItemQuantity]),
      [
        [511, 1],
        [517, 2],
      ],
    );
  });

  it('finds the cart empty after they have paid, hears of no order, and forgets it by a button', async () => {
    const {page} = await comeBack({paid: true});
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'empty');
    await openCart(page);
    const said = drawer(page).getByText('2 products were sent to checkout');
    await said.waitFor();
    assert.doesNotMatch(await drawer(page).innerText(), /order|paid|bought|thank/i);
    await drawer(page).getByRole('button', {name: 'Dismiss'}).click();
    await said.waitFor({state: 'detached'});
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  it('costs the store one call a minute at most, however many pages they open', async () => {
    const {page, requests} = await comeBack({paid: false});
    await page.waitForFunction(() => globalThis.Pushcart?.getState().subtotal !== undefined);
    await page.waitForFunction(() => (JSON.parse(Object.values(localStorage)[0] as string) as {sent: number}).sent > 0);
    const before = count(requests, 'POST /v1/cart');
    for (let load = 0; load < 3; load++) {
      await page.reload();
      await page.waitForFunction(() => globalThis.Pushcart?.getState().subtotal !== undefined);
    }
    assert.equal(count(requests, 'POST /v1/cart'), before);
  });
});

describe('a checkout that does not open at once', () => {
  let scene: Scene;
  before(async () => {
    // No call is left for anybody: whoever checks out waits.
    scene = await openScene([], {PUSHCART_API_CAPACITY: '2', PUSHCART_API_RATE: '0.05'});
  });
  after(() => scene.close());

  it('says that it takes longer, and is cancelled by a button; the cart is kept', async () => {
    const {page} = await scene.visit(post);
    await page.route('**/v1/cart', () => {});
    await page.evaluate(() => {
      globalThis.Pushcart?.add({catalogId: 511});
      globalThis.Pushcart?.open();
      void globalThis.Pushcart?.checkout();
    });
    await drawer(page).getByText('This takes longer than usual. Your cart is kept.').waitFor();
    await drawer(page).getByRole('button', {name: 'Cancel'}).click();
    await checkout(page).waitFor();
    assert.equal(
      await page.evaluate(() =>
        document.querySelector('pushcart-drawer')?.shadowRoot?.activeElement?.getAttribute('part'),
      ),
      'checkout-button',
    );
    assert.equal(await page.evaluate(() => globalThis.Pushcart?.getState().count), 1);
  });
});

describe('a checkout that the browser does not open', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  it('is a link after a while, and nothing is lost', async () => {
    const {page} = await scene.visit(post);
    await page.locator('main a[href*="/buy/511"]').first().click();
    await ready(page);
    // Somebody on the way swallows the navigation.
    await page.route(`${scene.sandbox.url}/**`, (route) =>
      route.request().isNavigationRequest() ? route.fulfill({status: 204}) : route.continue(),
    );
    await checkout(page).click();
    const link = drawer(page).getByRole('link', {name: 'Go to checkout'});
    await link.waitFor();
    await drawer(page).getByText('Checkout is ready.').waitFor();
    assert.equal(await link.getAttribute('target'), '_top');
    assert.equal(
      await page.evaluate(() =>
        document.querySelector('pushcart-drawer')?.shadowRoot?.activeElement?.getAttribute('part'),
      ),
      'checkout-link',
      'the focus is where the button was',
    );
    await page.unroute(`${scene.sandbox.url}/**`);
    await link.click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.equal(await page.locator('[data-catalog-id="511"]').getAttribute('data-quantity'), '1');
  });
});
