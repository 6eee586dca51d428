/** What goes on around a cart that is being used: the page is changed under it, clicks are stopped, it is in a frame. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {FrameLocator, Page} from 'playwright-core';
import {addTee, bought, everything, openPage, ready, tag} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const drawerOf = (page: Page | FrameLocator) => page.locator('pushcart-drawer dialog');
const checkoutOf = (page: Page | FrameLocator) => drawerOf(page).getByRole('button', {name: 'Checkout', exact: true});
const units = (page: Page) => page.evaluate(() => globalThis.Pushcart?.getState().count);

/** A name that no page before had, so that a page is on another site than what it frames. */
const parent = 'parent.test';

describe('around a cart that is used', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene([parent])));
  after(() => scene.close());

  const openUsed = async (html = tag + everything) => {
    const visit = await openPage(scene, {html});
    await visit.page.locator('#mug').click();
    await drawerOf(visit.page).locator('[part=line] img').waitFor();
    await ready(visit.page);
    return visit;
  };

  /** Goes on from an open drawer with a mug in it: one more, a tee by the card, and to checkout. */
  async function finish(page: Page): Promise<void> {
    await drawerOf(page).getByRole('button', {name: 'One more of Harbor Mug'}).click();
    await page.keyboard.press('Escape');
    await drawerOf(page).waitFor({state: 'hidden'});
    await addTee(page);
    await drawerOf(page).locator('[part=line] img').nth(1).waitFor();
    await ready(page);
    await checkoutOf(page).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    assert.deepEqual(await bought(page), [
      ['511', '2'],
      ['510', '1'],
    ]);
  }

  it('the body may be another one: the open drawer stays open, and what the new body has works', async () => {
    const {page, complaints} = await openUsed();
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.innerHTML = document.body.innerHTML;
      document.body.replaceWith(body);
    });
    assert.equal(await drawerOf(page).evaluate((dialog) => dialog.matches(':modal')), true);
    await finish(page);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('all that the document has may be replaced: the drawer is back when it is next needed', async () => {
    const {page, complaints} = await openUsed();
    await page.evaluate(() => {
      document.documentElement.innerHTML = document.documentElement.innerHTML;
    });
    await page.locator('#mug').click();
    assert.equal(
      await drawerOf(page)
        .last()
        .evaluate((dialog) => dialog.matches(':modal')),
      true,
    );
    assert.equal(await units(page), 2);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('elements may be moved: a card keeps what was chosen, cart and count go on', async () => {
    const {page, complaints} = await openUsed();
    await page.keyboard.press('Escape');
    const card = page.locator('pushcart-product');
    await card.getByLabel('Size').selectOption({label: 'Large'});
    await card.getByLabel('Moss').check();
    await page.evaluate(() => {
      const place = document.body.appendChild(document.createElement('section'));
      place.append(...document.querySelectorAll('pushcart-product,pushcart-cart,pushcart-count'));
    });
    await card.getByRole('button', {name: 'Add to cart'}).click();
    await page.keyboard.press('Escape');
    const line = page.locator('pushcart-cart').locator('[part=line]').filter({hasText: 'River Tee'});
    await line.filter({hasText: 'Size: Large'}).filter({hasText: 'Moss'}).waitFor();
    await page.locator('pushcart-count').filter({hasText: '2'}).waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it("the page may be the store's own checkout: there nothing is shown, asked for or taken over", async () => {
    const body = `<!doctype html><html lang="en"><title>Checkout</title><body>${tag}${everything}`;
    const page = {body: body.replaceAll('{proxy}', scene.proxy.url)};
    for (const path of ['/checkout_one.asp', '/checkout.asp', '/continue_order.asp', '/a-post-on-checkout.html']) {
      scene.pages.put(path, page);
      const visit = await scene.visit(scene.pages.url + path);
      await visit.page.evaluate(
        (key) =>
          localStorage.setItem(
            key,
            JSON.stringify({
              v: 1,
              key: 'A'.repeat(22),
              rev: 1,
              synced: 0,
              at: Date.now(),
              lines: [{id: 'a', catalogId: 511, quantity: 2}],
            }),
          ),
        `pushcart:1:${scene.proxy.url}/`,
      );
      await visit.page.reload();
      const isCheckout = path.endsWith('.asp');
      if (!isCheckout) await ready(visit.page);
      const asked = visit.requests.filter((request) => request !== 'GET /pushcart.js');
      assert.equal(asked.length === 0, isCheckout, `${path}: ${asked.join()}`);
      const own = await visit.page.evaluate(() =>
        [document.querySelector('pushcart-host'), customElements.get('pushcart-count')].some((one) => one),
      );
      assert.equal(own, !isCheckout);
      await visit.page.context().close();
    }
  });

  it('clicks may be stopped on their way up: all works but links, which lead to a page without a script', async () => {
    const stop = '<script type="module" src="/stop.js"></script>';
    const {page, complaints} = await openPage(scene, {
      html: stop + tag + everything,
      files: {'/stop.js': "document.body.addEventListener('click', (event) => event.stopPropagation());"},
    });
    await addTee(page);
    await drawerOf(page).locator('[part=line] img').waitFor();
    await drawerOf(page).getByRole('button', {name: 'One more of River Tee'}).click();
    await page.keyboard.press('Escape');
    await page.locator('pushcart-cart').getByRole('button', {name: 'One more of River Tee'}).click();
    await page.locator('pushcart-count').click();
    await drawerOf(page).waitFor();
    assert.equal(await units(page), 3);
    await page.keyboard.press('Escape');
    await drawerOf(page).waitFor({state: 'hidden'});
    await page.locator('#mug').click();
    await page.waitForURL(`${scene.proxy.url}/buy/511`);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  describe('in a frame of another site', () => {
    /** @param sandbox The attribute, or nothing. */
    async function openFramed(sandbox: string) {
      scene.pages.put('/framed', {
        body: `<!doctype html><html lang="en"><title>A page</title><body>${tag}${everything}`.replaceAll(
          '{proxy}',
          scene.proxy.url,
        ),
      });
      const {port} = new URL(scene.pages.url);
      scene.pages.put('/around', {
        body: `<!doctype html><title>Around</title><iframe ${sandbox} width="1000" height="650" src="${scene.pages.url}/framed"></iframe>`,
      });
      const visit = await scene.visit(`http://${parent}:${port}/around`);
      return {...visit, frame: visit.page.frameLocator('iframe')};
    }

    const sandboxes = [
      '',
      'sandbox="allow-scripts allow-same-origin allow-forms allow-top-navigation-by-user-activation"',
    ];
    for (const sandbox of sandboxes)
      it(`${sandbox ? 'with a sandbox' : 'as it is'}, checkout is a link that leaves the frame`, async () => {
        const {page, frame, complaints} = await openFramed(sandbox);
        await frame.locator('#mug').click();
        await drawerOf(frame).locator('[part=line] img').waitFor();
        await page.keyboard.press('Escape');
        await addTee(frame);
        await drawerOf(frame).locator('[part=line] img').nth(1).waitFor();
        await checkoutOf(frame).click();
        const link = drawerOf(frame).locator('[part=checkout-link]');
        await link.waitFor();
        const state = await frame.locator('body').evaluate(() => globalThis.Pushcart?.getState());
        assert.ok(state?.status === 'blocked');
        assert.equal(await link.getAttribute('href'), state.checkoutUrl);
        assert.equal(await link.getAttribute('target'), '_top');
        await link.click();
        await page.waitForURL(state.checkoutUrl);
        assert.deepEqual(await bought(page), [
          ['511', '1'],
          ['510', '1'],
        ]);
        assert.deepEqual(complaints, []);
        await page.context().close();
      });

    it('whose sandbox leaves it no origin, it says so, and to whoever runs the page what is missing', async () => {
      const {page, frame, complaints} = await openFramed('sandbox="allow-scripts allow-popups"');
      await frame.locator('#mug').click();
      const notice = drawerOf(frame).locator('[part=notice]');
      await notice.waitFor();
      assert.equal(await notice.getByRole('link').getAttribute('href'), scene.sandbox.url);
      const said = complaints.filter((complaint) => complaint.startsWith('Pushcart'));
      assert.match(said.join(), /^Pushcart: null may not use this shop\. Add it to PUSHCART_ORIGINS of [^,]+$/);
      await page.context().close();
    });
  });
});
