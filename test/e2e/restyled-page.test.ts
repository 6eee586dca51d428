/** The page of the demo that looks quite different, under the blog's strict policy: it does look so, and it sells. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Locator} from 'playwright-core';
import {bought, ready} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const styleOf = (box: Locator, name: 'textTransform' | 'borderTopStyle' | 'borderTopLeftRadius' | 'fontFamily') =>
  box.evaluate((element, property) => getComputedStyle(element)[property], name);

describe('the restyled page', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const)
    it(`has cards, dialog, drawer and cart in other clothes, and sells, ${width} pixels wide`, async () => {
      const {page, complaints} = await scene.visit('/demo/restyled.html', {viewport: {width, height}});
      const drawer = page.locator('pushcart-drawer');
      const dialog = page.locator('pushcart-product-dialog');

      const card = page.locator('pushcart-product[catalog-id="512"]');
      await card.scrollIntoViewIfNeeded();
      await card.locator('[part=card][aria-busy=false]').waitFor();
      const picture = await card.locator('[part=picture]').boundingBox();
      assert.ok(picture && Math.abs(picture.width - picture.height) < 2, 'pictures are square');
      assert.equal(await styleOf(card.locator('[part=card]'), 'borderTopStyle'), 'double');
      const fits = await card
        .locator('[part=card]')
        .evaluate(({scrollHeight, clientHeight}) => scrollHeight <= clientHeight);
      assert.ok(fits, 'all of the card is to be seen');
      assert.equal(await styleOf(card.locator('[part=add-button]'), 'textTransform'), 'uppercase');
      await card.getByRole('textbox').fill('Warm');
      await card.getByRole('button', {name: 'Add to cart'}).click();
      await drawer.locator('dialog[open]').waitFor();
      assert.equal(await styleOf(drawer.locator('[part=panel]'), 'borderTopStyle'), 'dashed');
      assert.match(await styleOf(drawer.locator('[part=line-total]').first(), 'fontFamily'), /Courier/);
      assert.equal(await styleOf(drawer.locator('[part=checkout-button]'), 'borderTopLeftRadius'), '0px');
      await page.keyboard.press('Escape');

      await page.getByRole('link', {name: 'coffee'}).click();
      await dialog.getByLabel('Grind').waitFor();
      assert.equal(await styleOf(dialog.locator('[part=panel]'), 'borderTopStyle'), 'dashed');
      await page.keyboard.press('Escape');

      const cart = page.locator('pushcart-cart');
      await cart.scrollIntoViewIfNeeded();
      await cart.getByText('Postage is worked out at the till.').waitFor();
      await ready(page);
      await cart.getByRole('button', {name: 'Checkout'}).click();
      await page.waitForURL(`${scene.sandbox.url}/**`);
      assert.deepEqual(await bought(page), [['512', '1']]);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  it('moves nothing while it loads', async () => {
    const {page} = await scene.visit('about:blank');
    await page.addInitScript(() => {
      globalThis.shiftsSoFar = [];
      new PerformanceObserver((list) => {
        globalThis.shiftsSoFar.push(
          ...list.getEntries().map((entry) => (entry as PerformanceEntry & {value: number}).value),
        );
      }).observe({type: 'layout-shift', buffered: true});
    });
    await page.goto(`${scene.blog}/demo/restyled.html`);
    for (const card of await page.locator('pushcart-product').all()) {
      await card.scrollIntoViewIfNeeded();
      await card.locator('[part=card][aria-busy=false]').waitFor();
    }
    assert.deepEqual(await page.evaluate(() => globalThis.shiftsSoFar), []);
    await page.context().close();
  });
});

declare global {
  /** In the page that is watched. */
  var shiftsSoFar: number[];
}
