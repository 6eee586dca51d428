/** A reader of the blog buys something: the whole way, as they see it. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Locator, Page} from 'playwright-core';
import {findLeaks} from '../helpers/leaks.js';
import {count, openScene, type Scene} from './setup.js';

const post = '/demo/a-river-in-ten-miles.html';
const narrow = {viewport: {width: 390, height: 844}, hasTouch: true};

/** What the cart on the page says of each line. */
async function shownLines(page: Page): Promise<{name: string; quantity: number; total: string}[]> {
  // Inlined on purpose: a named function inside would be wrapped by the loader, and the page knows nothing of that.
  return await page.locator('pushcart-drawer [part=line]').evaluateAll((lines) =>
    lines.map((line) => ({
      name: line.querySelector('[part=line-name]')?.textContent.trim() ?? '',
      quantity: Number(line.querySelector('input')?.value),
      total: line.querySelector('[part=line-total]')?.textContent.trim() ?? '',
    })),
  );
}

/** What the store's checkout page says of each line. */
async function boughtLines(page: Page): Promise<{catalogId: string; quantity: string; total: string}[]> {
  return await page.locator('[data-catalog-id]').evaluateAll((rows) =>
    rows.map((row) => ({
      catalogId: row.getAttribute('data-catalog-id') ?? '',
      quantity: row.getAttribute('data-quantity') ?? '',
      total: row.getAttribute('data-line-total') ?? '',
    })),
  );
}

const drawer = (page: Page): Locator => page.locator('pushcart-drawer dialog');
const line = (page: Page, name: string): Locator => page.locator('pushcart-drawer [part=line]').filter({hasText: name});

/** Waits until the proxy has confirmed all that is wanted. */
async function saved(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
}

describe('a reader buys from a post', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  it('adds with and without options, edits, reloads, and stands at checkout with exactly the cart they saw', async () => {
    const {page, requests, origins, complaints} = await scene.visit(post);
    assert.deepEqual(requests, ['GET /pushcart.js'], 'nothing but the script is asked for before anybody comes near');

    // Without options: the link adds.
    await page.locator('main a[href*="/buy/511"]').first().click();
    await drawer(page).waitFor();
    await saved(page);
    assert.equal(count(requests, 'POST /v1/cart'), 1, 'one request for one click, the first included');
    assert.equal(count(requests, 'GET /v1/products'), 1, 'one batch of products for the whole page');
    await page.keyboard.press('Escape');

    // With options: the card asks for them.
    const card = page.locator('pushcart-product[catalog-id="510"]');
    await card.scrollIntoViewIfNeeded();
    await card.getByLabel('Size').selectOption({label: 'Medium'});
    await card.getByLabel('Slate').check();
    await card.getByRole('button', {name: 'Add to cart'}).click();
    await saved(page);
    assert.equal(count(requests, 'POST /v1/cart'), 2);
    await page.keyboard.press('Escape');

    // A third one, to be removed.
    await page.locator('main a[href*="/buy/512"]').first().click();
    await drawer(page).waitFor();
    await saved(page);
    await line(page, 'Field Notebook').getByRole('button', {name: 'Remove Field Notebook'}).click();
    await line(page, 'River Tee')
      .getByRole('button', {name: /more.*River Tee|River Tee.*more/i})
      .click();
    await saved(page);
    assert.equal(count(requests, 'OPTIONS /v1/cart'), 0, 'no preflight');
    assert.deepEqual([...origins], [scene.proxy.url], 'one host for the script and the data');

    await page.reload();
    await page.locator('pushcart-count').first().click();
    await drawer(page).waitFor();
    await page.waitForFunction(() => globalThis.Pushcart?.getState().subtotal !== undefined);
    const shown = await shownLines(page);
    assert.deepEqual(shown, [
      {name: 'Harbor Mug', quantity: 1, total: '$18.00'},
      {name: 'River Tee', quantity: 2, total: '$48.00'},
    ]);

    await drawer(page).getByRole('button', {name: 'Checkout'}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.deepEqual(await boughtLines(page), [
      {catalogId: '511', quantity: '1', total: '1800'},
      {catalogId: '510', quantity: '2', total: '4800'},
    ]);
    assert.deepEqual(complaints, []);
  });

  it('buys at phone width by keyboard alone', async () => {
    const {page, complaints} = await scene.visit(post, narrow);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Tabs until something with this name has the focus, as a person would. */
    const tabTo = async (name: RegExp) => {
      for (let step = 0; step < 120; step++) {
        await press('Tab');
        const focused = await page.evaluate(() => {
          let element = document.activeElement;
          while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
          // Nothing has the focus: the whole page is no name.
          if (element === document.body) return '';
          const label =
            element instanceof HTMLInputElement || element instanceof HTMLSelectElement
              ? element.labels?.[0]?.textContent
              : '';
          return `${element?.getAttribute('aria-label') ?? ''} ${label ?? ''} ${element?.textContent ?? ''}`;
        });
        if (name.test(focused)) return;
      }
      assert.fail(`Tab never reached ${String(name)}`);
    };
    await tabTo(/harbor mug/i);
    await press('Enter');
    await drawer(page).waitFor();
    await saved(page);
    assert.equal(
      await page.evaluate(() => document.activeElement?.tagName),
      'PUSHCART-DRAWER',
      'the focus is in the cart',
    );
    await tabTo(/more.*harbor mug|harbor mug.*more/i);
    await press('Enter');
    await page.waitForFunction(() => globalThis.Pushcart?.getState().count === 2);
    await saved(page);
    await tabTo(/^\s*Checkout\s*$/);
    await press('Enter');
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.deepEqual(await boughtLines(page), [{catalogId: '511', quantity: '2', total: '3600'}]);
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      true,
      'nothing scrolls sideways',
    );
    assert.deepEqual(complaints, []);
  });

  it('asks for the options where a link has none, and gives the focus back', async () => {
    const {page} = await scene.visit(post, narrow);
    const link = page.locator('main p a[href$="/buy/513"]').first();
    await link.click();
    const dialog = page.locator('pushcart-product-dialog dialog');
    await dialog.waitFor();
    assert.equal(
      await page.evaluate(() => globalThis.Pushcart?.getState().count),
      0,
      'the wish is withdrawn until it can be bought',
    );
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.getAttribute('href')?.endsWith('/buy/513'));
  });

  it('leaves a click with a modifier to the browser', async () => {
    const {page, requests} = await scene.visit(post);
    await page
      .locator('main a[href*="/buy/511"]')
      .first()
      .click({modifiers: ['ControlOrMeta']});
    assert.equal(await page.evaluate(() => localStorage.length), 0, 'nothing is stored, and no identifier made');
    assert.equal(count(requests, 'POST /v1/cart'), 0);
  });

  it('keeps a click that comes before the cart is loaded, and counts it at once', async () => {
    const {page} = await scene.visit(post);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/assets/**', async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await page.locator('main a[href*="/buy/511"]').first().click();
    assert.equal(
      await page
        .locator('pushcart-count')
        .first()
        .evaluate((element) => element.shadowRoot?.querySelector('span')?.textContent),
      '1',
    );
    release();
    await saved(page);
    assert.deepEqual(
      (await shownLines(page)).map(({name}) => name),
      ['Harbor Mug'],
    );
  });

  it('follows the link where the cart cannot be loaded at all', async () => {
    const {page} = await scene.visit(post);
    await page.route('**/assets/**', (route) => route.abort());
    await page.reload();
    await page.locator('main a[href*="/buy/511"]').first().click();
    await page.waitForURL(`${scene.proxy.url}/buy/511`);
    await page.getByRole('button', {name: 'Go to checkout'}).waitFor();
  });

  it('follows the link where the dialog that would ask for options cannot be loaded', async () => {
    const {page} = await scene.visit(post);
    await page.route('**/assets/define-dialog*', (route) => route.abort());
    await page.locator('main p a[href$="/buy/513"]').first().click();
    await page.waitForURL(`${scene.proxy.url}/buy/513`);
    await page.getByLabel('Size').waitFor();
  });

  it('shows the cart in another tab without a reload', async () => {
    const {page} = await scene.visit(post);
    const other = await page.context().newPage();
    await other.goto(scene.blog + post);
    await page.locator('main a[href*="/buy/511"]').first().click();
    await other.waitForFunction(
      () => document.querySelector('pushcart-count')?.shadowRoot?.querySelector('span')?.textContent === '1',
    );
  });

  it('says that the proxy is gone, keeps everything, and goes on when it is back', async () => {
    const {page} = await scene.visit(post);
    await page.locator('main a[href*="/buy/511"]').first().click();
    await drawer(page).waitFor();
    await saved(page);
    await page.route('**/v1/**', (route) => route.abort());
    await line(page, 'Harbor Mug')
      .getByRole('button', {name: /more.*Harbor Mug|Harbor Mug.*more/i})
      .click();
    await drawer(page).getByRole('alert').filter({hasText: /\w/}).waitFor();
    assert.deepEqual(
      (await shownLines(page)).map(({quantity}) => quantity),
      [2],
      'the click is kept',
    );
    await page.unroute('**/v1/**');
    await drawer(page).getByRole('button', {name: 'Try again'}).click();
    await saved(page);
    const [cart] = scene.sandbox.snapshot().carts.slice(-1);
    assert.equal(cart?.CartItemList[0]?.ItemQuantity, 2);
  });

  it('is never taken to checkout after giving up on it, and goes on shopping', async () => {
    const {page} = await scene.visit(post);
    await page.locator('main a[href*="/buy/511"]').first().click();
    await saved(page);
    await page.route('**/v1/**', (route) => route.abort());
    await drawer(page).getByRole('button', {name: 'Checkout'}).click();
    await drawer(page).getByText('Checkout did not open').waitFor();
    await page.keyboard.press('Escape');
    await page.unroute('**/v1/**');
    await page.locator('main a[href*="/buy/512"]').first().click();
    await saved(page);
    assert.equal(new URL(page.url()).origin, scene.blog, 'still on the blog');
    assert.equal(await drawer(page).getByText('Checkout did not open').count(), 0, 'the old complaint is gone');
  });

  it('takes a double click for one wish', async () => {
    const {page} = await scene.visit(post);
    await page.locator('main a[href*="/buy/511"]').first().dblclick();
    await saved(page);
    assert.equal(await page.evaluate(() => globalThis.Pushcart?.getState().count), 1);
    assert.equal(await drawer(page).isVisible(), true, 'and the cart that it opened stays open');
  });

  it('said no secret in all of this, to a browser or to the log', async () => {
    const {privateKey, token, accessToken} = scene.sandbox.credentials;
    const spoken = [...(await scene.heard()), ...scene.logged.map((text) => ({where: 'log', text}))];
    assert.ok(spoken.length > 100, 'there is something to search in');
    assert.deepEqual(
      findLeaks(spoken, {privateKey, token, accessToken}, ['Cost', 'AdvancedOptionCost', 'PriceLevel']),
      [],
    );
  });
});
