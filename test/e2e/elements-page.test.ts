/** The page of the demo that shows every element: it works as its markup promises, under the blog's strict policy. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {openScene, type Scene} from './setup.js';

describe('the page of elements', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  it('shows every kind of card, and breaks no rule of its policy', async () => {
    const {page, requests, complaints} = await scene.visit('/demo/elements.html');
    const cards = page.locator('pushcart-product');
    for (let index = 0; index < (await cards.count()); index++) {
      const card = cards.nth(index);
      await card.scrollIntoViewIfNeeded();
      await card.locator('[part=card][aria-busy=false]').waitFor();
    }
    const sells = (id: number) => page.locator(`pushcart-product[catalog-id="${id}"]`);
    await sells(510).getByRole('button', {name: 'Add to cart'}).waitFor();
    await sells(514).locator('[part=list-price]').waitFor();
    await sells(520).locator('[part=message]').waitFor();
    await sells(533).locator('[part=store-link]').waitFor();
    await sells(999999).getByRole('link', {name: 'Something long gone'}).waitFor();
    await sells(513).getByRole('button', {name: 'Choose options'}).waitFor();
    assert.equal(requests.filter((one) => one === 'GET /v1/products').length, 1, 'one request for all of them');
    assert.deepEqual(complaints, []);
  });

  it('opens the drawer, the dialog and the inline cart with what its examples say', async () => {
    const {page, complaints} = await scene.visit('/demo/elements.html');
    const drawer = page.locator('pushcart-drawer');
    await page.getByText('Open the cart', {exact: true}).click();
    await drawer.locator('dialog[open]').waitFor();
    assert.match(
      await drawer.locator('[part=heading]').evaluate((heading) => getComputedStyle(heading).fontFamily),
      /Georgia/,
    );
    await page.keyboard.press('Escape');

    await page.getByRole('link', {name: 'Choose some coffee beans'}).click();
    await page.locator('pushcart-product-dialog dialog[open]').waitFor();
    await page.keyboard.press('Escape');

    const cart = page.locator('pushcart-cart', {hasText: 'Parcels leave'});
    await cart.scrollIntoViewIfNeeded();
    await cart.getByText('Nothing yet.').waitFor();
    await page.getByRole('link', {name: 'Harbor Mug', exact: true}).first().click();
    await page.keyboard.press('Escape');
    await cart.getByText('Parcels leave on Tuesdays and Fridays.').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('leads to a page with the floating button', async () => {
    const {page, complaints} = await scene.visit('/demo/elements.html');
    await page.getByRole('link', {name: 'A page with the floating button'}).click();
    await page.waitForURL('**/demo/floating-cart.html');
    await page.getByRole('link', {name: 'a harbor mug'}).click();
    await page.locator('pushcart-drawer dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('pushcart-button').getByRole('button').click();
    await page.locator('pushcart-drawer dialog[open]').waitFor();
    assert.deepEqual(complaints, []);
  });
});
