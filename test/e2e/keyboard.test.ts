/** Every flow by keyboard: where the focus goes when what had it is gone, and what is told meanwhile. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {openPage, ready, tag} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const html = `${tag}<p><a id="mug" href="{proxy}/buy/511">A mug</a> <a id="pins" href="{proxy}/buy/515">Pins</a></p>
<p><pushcart-count>Cart</pushcart-count></p>`;
const options = {reducedMotion: 'reduce'} as const;

/** What has the focus, through shadow roots: its part, or its id. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('part') ?? element?.id ?? '';
  });
const untilFocused = (page: Page, part: string) =>
  page.waitForFunction((wanted) => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return wanted === (element?.getAttribute('part') ?? element?.id);
  }, part);

/** Tabs, as a person would, until this has the focus. */
async function tabTo(page: Page, part: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === part) return;
  }
  assert.fail(`Tab never reached ${part}; the focus is on ${await focused(page)}`);
}

async function press(page: Page, part: string, key = 'Enter'): Promise<void> {
  await tabTo(page, part);
  await page.keyboard.press(key);
}

/** What the region inside the open dialog says by now. */
const untilTold = (page: Page, words: string) =>
  page.locator('pushcart-drawer dialog[open] .unseen[role=status]', {hasText: words}).waitFor({state: 'attached'});

describe('by keyboard', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  /** A page with a mug and pins in the cart, which is open. */
  async function shop(): Promise<Page> {
    const {page} = await openPage(scene, {html, options});
    await tabTo(page, 'mug');
    await page.keyboard.press('Enter');
    await page.locator('pushcart-drawer dialog[open]').waitFor();
    await untilFocused(page, 'heading');
    await page.keyboard.press('Escape');
    await untilFocused(page, 'mug');
    await tabTo(page, 'pins');
    await page.keyboard.press('Enter');
    await page.locator('pushcart-drawer dialog[open]').waitFor();
    await ready(page);
    return page;
  }
  const openAgain = async (page: Page) => {
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.locator('pushcart-drawer dialog[open]').waitFor();
  };

  it('the focus goes to the heading on opening, back to the opener on closing, and what changes is told', async () => {
    const page = await shop();
    await untilTold(page, '2 items in cart, total $30.00');
    await press(page, 'keep-shopping-button');
    await untilFocused(page, 'pins');
    await openAgain(page);
    await untilFocused(page, 'heading');
    await page.keyboard.press('Escape');
    await untilFocused(page, 'button');
  });

  it('removing gives the focus to undo, and undo gives it back', async () => {
    const page = await shop();
    await press(page, 'remove-button');
    await untilFocused(page, 'undo-button');
    await untilTold(page, '1 item in cart, total $12.00');
    await page.keyboard.press('Enter');
    await untilFocused(page, 'remove-button');
    await untilTold(page, '2 items in cart, total $30.00');
  });

  it('clearing all gives the focus to undo, too', async () => {
    const page = await shop();
    await press(page, 'clear-button');
    await untilFocused(page, 'undo-button');
    await untilTold(page, 'Your cart is empty');
    await page.keyboard.press('Enter');
    await untilFocused(page, 'remove-button');
    await untilTold(page, '2 items in cart, total $30.00');
  });

  it('sharing gives the focus to the link, which can be copied', async () => {
    const page = await shop();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await press(page, 'share-button');
    await untilFocused(page, 'share-link');
    await press(page, 'copy-button');
    await page.locator('pushcart-drawer [part=notice] output', {hasText: 'Copied'}).waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#pushcart=511\?qty=1;515\?qty=1$/);
    assert.equal(await focused(page), 'copy-button');
  });

  it('a cart that somebody has shared is told, and its answer gives the focus to the heading', async () => {
    const page = await shop();
    await page.keyboard.press('Escape');
    await page.evaluate(() => void (location.hash = '#pushcart=514?qty=1'));
    await page.locator('pushcart-drawer dialog[open] [part=notice][role=alert]').waitFor();
    await untilFocused(page, 'heading');
    await tabTo(page, 'shared-button');
    await press(page, 'shared-button');
    await untilFocused(page, 'heading');
    await untilTold(page, '3 items in cart, total $56.00');
  });

  it('a wait for checkout can be cancelled, which gives the focus to checkout', async () => {
    const page = await shop();
    await page.route('**/v1/cart', async (route) => {
      const answer = await route.fetch({
        postData: JSON.stringify({...(route.request().postDataJSON() as object), intent: 'sync'}),
      });
      const told = {...((await answer.json()) as object), status: 'pending', retryAfterMs: 60_000, ahead: 3};
      await route.fulfill({json: told, headers: {'Access-Control-Allow-Origin': '*'}});
    });
    await press(page, 'checkout-button');
    await page.locator('pushcart-drawer [role=status]', {hasText: '3 carts are before yours'}).waitFor();
    await press(page, 'cancel-button');
    await untilFocused(page, 'checkout-button');
  });

  it('where the page cannot be left by itself, there is a link, that is told and reached', async () => {
    const page = await shop();
    // As in a frame that may not leave: the address answers nothing.
    await page.route(`${scene.sandbox.url}/continue_order*`, (route) => route.fulfill({status: 204}));
    await press(page, 'checkout-button');
    await page.locator('pushcart-drawer [part=checkout-link]').waitFor();
    await page.locator('pushcart-drawer [role=alert]', {hasText: 'Checkout is ready.'}).waitFor();
    await page.unroute(`${scene.sandbox.url}/continue_order*`);
    await press(page, 'checkout-link');
    await page.waitForURL(`${scene.sandbox.url}/**`);
  });

  it('the questions after checkout are answered, and the focus is in the cart afterwards', async () => {
    const page = await shop();
    const address = page.url();
    await press(page, 'checkout-button');
    await page.waitForURL(`${scene.sandbox.url}/**`);
    await page.goto(address);
    await ready(page);
    await openAgain(page);
    await page.locator('pushcart-drawer [part=finished-button]').waitFor();
    await press(page, 'finished-button');
    await untilFocused(page, 'heading');
    await press(page, 'bring-back-button');
    await untilFocused(page, 'heading');
    await untilTold(page, '2 items in cart, total $30.00');
  });
});
