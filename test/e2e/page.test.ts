/** What a page and its browser can do to a cart: tabs, freezing, blocked storage, plain http, going away, coming back. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {launch} from 'puppeteer-core';
import {chromeFlags, chromePath} from '../helpers/chrome.js';
import {count, openScene, type Scene} from './setup.js';

const post = '/demo/a-river-in-ten-miles.html';
const mug = 'main a[href*="/buy/511"]';

const stateOf = (page: Page) => page.evaluate(() => globalThis.Pushcart?.getState());
const ready = (page: Page) => page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
const more = (page: Page) => page.locator('pushcart-drawer [part=line-quantity] button').last();

/** What the store's newest cart holds. */
function held(scene: Scene): [number, number][] {
  const [cart] = scene.sandbox.snapshot().carts.slice(-1);
  return (cart?.CartItemList ?? []).map((line) => [line.CatalogID, line.ItemQuantity]);
}

describe('a cart on a page', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene(['blog.test']);
  });
  after(() => scene.close());

  it('stores nothing, and makes no identifier, before the first add', async () => {
    const {page, requests} = await scene.visit(post);
    await page.locator('pushcart-product').first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => customElements.get('pushcart-product'));
    await page.locator('pushcart-count').first().click();
    await page.locator('pushcart-drawer dialog').waitFor();
    await page.evaluate(() => globalThis.Pushcart?.clear());
    const kept = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      (await indexedDB.databases()).length,
    ]);
    assert.deepEqual(kept, [0, 0, '', 0]);
    assert.equal(count(requests, 'POST /v1/cart'), 0);
  });

  it('takes five fast clicks on + for five, in two requests at most', async () => {
    const {page, requests} = await scene.visit(post);
    await page.locator(mug).first().click();
    await ready(page);
    const before = count(requests, 'POST /v1/cart');
    // Waits until the drawer has slid in and stands still.
    await more(page).hover();
    for (let click = 0; click < 5; click++) {
      await page.mouse.down();
      await page.mouse.up();
    }
    assert.equal((await stateOf(page))?.count, 6, 'all five are there at once');
    await ready(page);
    assert.ok(count(requests, 'POST /v1/cart') - before <= 2, requests.join());
    assert.deepEqual(held(scene), [[511, 6]]);
  });

  it('shows in an open drawer what another tab does, without a reload', async () => {
    const {page} = await scene.visit(post);
    await page.locator(mug).first().click();
    await ready(page);
    const other = await page.context().newPage();
    await other.goto(scene.blog + post);
    await other.evaluate(() => globalThis.Pushcart?.open());
    await other.locator('pushcart-drawer dialog').waitFor();
    await more(page).click();
    const line = other.locator('pushcart-drawer [part=line]');
    await line.filter({hasText: '$36.00'}).waitFor();
    assert.equal(await line.locator('input').inputValue(), '2');
    await ready(other);
  });

  it('goes on where the tab that holds the lock is frozen, and sends what that one wished', async () => {
    const {page} = await scene.visit(post);
    let reached = (): void => {};
    const sending = new Promise<void>((resolve) => (reached = resolve));
    await page.route('**/v1/cart', () => reached());
    await page.locator(mug).first().click();
    await sending;
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.setWebLifecycleState', {state: 'frozen'});
    const other = await page.context().newPage();
    await other.goto(scene.blog + post);
    const holder = () => other.evaluate(async () => (await navigator.locks.query()).held?.[0]?.clientId);
    const frozen = await holder();
    assert.ok(frozen, 'the frozen tab holds the lock');
    await other.locator('main a[href*="/buy/512"]').first().click();
    await ready(other);
    assert.equal(await holder(), frozen, 'and still does');
    assert.deepEqual(held(scene), [
      [511, 1],
      [512, 1],
    ]);
  });

  it('works on a page on plain http, which lacks locks, subtle crypto and random UUIDs', async () => {
    const {port} = new URL(scene.blog);
    const {page, complaints} = await scene.visit(`http://blog.test:${port}${post}`);
    const lacks = await page.evaluate(() => [isSecureContext, 'locks' in navigator, 'randomUUID' in crypto]);
    assert.deepEqual(lacks, [false, false, false]);
    assert.equal(await page.evaluate(() => (crypto as Partial<Crypto>).subtle), undefined);
    await page.locator(mug).first().click();
    await ready(page);
    await more(page).click();
    await ready(page);
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.equal(await page.locator('[data-catalog-id="511"]').getAttribute('data-quantity'), '2');
    assert.deepEqual(complaints, []);
  });

  it('lives in memory where storage is blocked, and throws nothing', async () => {
    const {page, complaints} = await scene.visit('about:blank');
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    });
    await page.goto(scene.blog + post);
    await page.locator(mug).first().click();
    await ready(page);
    await more(page).click();
    await ready(page);
    assert.deepEqual(held(scene), [[511, 2]]);
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.deepEqual(complaints, []);
  });

  it('is forgotten thirty days after the last change', async () => {
    const {page} = await scene.visit(post);
    await page.locator(mug).first().click();
    await ready(page);
    const age = (days: number) =>
      page.evaluate((ms) => {
        const name = Object.keys(localStorage)[0] ?? '';
        const record = JSON.parse(localStorage.getItem(name) ?? '') as object;
        localStorage.setItem(name, JSON.stringify({...record, at: Date.now() - ms}));
      }, days * 86_400_000);
    await age(29.9);
    await page.reload();
    assert.equal((await stateOf(page))?.count, 1);
    await age(30.1);
    await page.reload();
    assert.equal((await stateOf(page))?.status, 'empty');
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  it('keeps five clicks while the proxy is dead, and sends them when it lives again', async () => {
    const {page, requests} = await scene.visit(post);
    await page.locator(mug).first().click();
    await ready(page);
    const startAgain = await scene.stopProxy();
    await more(page).evaluate((button: HTMLElement) => {
      for (let click = 0; click < 5; click++) button.click();
    });
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'failed');
    assert.equal((await stateOf(page))?.count, 6);
    await startAgain();
    const before = count(requests, 'POST /v1/cart');
    await ready(page);
    assert.ok(count(requests, 'POST /v1/cart') > before, 'by itself');
    assert.deepEqual(held(scene), [[511, 6]]);
  });

  it('keeps what was added in the moment of leaving', async () => {
    const {page} = await scene.visit(post);
    await page.route('**/v1/cart', (route) => route.abort());
    await page.evaluate((address) => {
      document.querySelector<HTMLAnchorElement>('main a[href*="/buy/511"]')?.click();
      location.assign(address);
    }, `${scene.blog}/demo/cart.html`);
    await page.waitForURL('**/demo/cart.html');
    await page.unroute('**/v1/cart');
    await ready(page);
    assert.deepEqual(held(scene), [[511, 1]]);
  });

  it('is looked at again after a link led back from checkout, and can be checked out again', async () => {
    const {page, requests} = await scene.visit(post);
    await page.locator(mug).first().click();
    await ready(page);
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    requests.length = 0;
    await page.goto(scene.blog + post);
    await ready(page);
    await page.waitForFunction(() => globalThis.Pushcart?.getState().lines[0]?.name === 'Harbor Mug');
    assert.equal(count(requests, 'POST /v1/cart'), 1);
    await page.locator('pushcart-count').first().click();
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
  });
});

describe('a page that the browser kept while the shopper was at checkout', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  /** Playwright turns the back-forward cache off, so this browser is driven another way. */
  it('offers checkout again, looks at the cart, and is empty once it was paid', async () => {
    const browser = await launch({
      executablePath: chromePath(),
      args: [...chromeFlags, '--enable-features=BackForwardCache'],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(scene.blog + post);
      await page.evaluate(() => {
        addEventListener('pageshow', ({persisted}) => (document.title = persisted ? 'kept' : 'loaded'));
      });
      const leave = async () => {
        const button = '>>> pushcart-drawer >>> [part=checkout-button]';
        await page.waitForSelector(button);
        await Promise.all([page.waitForNavigation(), page.locator(button).click()]);
        assert.equal(new URL(page.url()).origin, scene.sandbox.url);
      };
      await page.locator(mug).click();
      await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
      await leave();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
      await page.goBack();
      assert.equal(await page.title(), 'kept', 'it came from the back-forward cache');
      await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
      assert.ok(asked.includes('POST /v1/cart'), 'the cart is looked at again');
      const label = await page.$eval('>>> pushcart-drawer >>> [part=checkout-button]', (button) =>
        button.textContent.trim(),
      );
      assert.equal(label, 'Checkout');
      await leave();
      await page.type('[name=name]', 'Ana Ruiz');
      await page.type('[name=email]', 'ana@example.com');
      await Promise.all([page.waitForNavigation(), page.$eval('form', (form) => form.requestSubmit())]);
      await page.evaluate(() => void setTimeout(() => history.go(-2)));
      await page.waitForFunction(() => document.title === 'kept');
      await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'empty');
    } finally {
      await browser.close();
    }
  });
});
