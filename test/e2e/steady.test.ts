/** Nothing moves under a reader's eyes: on load, after an add, when the cart opens and closes. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {openScene, type Scene} from './setup.js';

declare global {
  /** Every shift of the page so far: how much, and what moved. Those soon after an input are counted, too. */
  var layoutShifts: {readonly value: number; readonly what: string}[];
}

const record = `
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const {value, sources} of list.getEntries())
      layoutShifts.push({value, what: sources.map(({node}) => node?.localName ?? node?.parentElement?.localName ?? '').join()});
  }).observe({type: 'layout-shift', buffered: true});`;

/** A page that records its shifts from the first frame on. */
async function open(scene: Scene, path: string, width: number): Promise<Page> {
  const {page} = await scene.visit('about:blank', {viewport: {width, height: 844}});
  await page.addInitScript(record);
  await page.goto(new URL(path, scene.blog).href);
  return page;
}

/** Waits until what was done is on the screen, and what it shifted is known. */
async function shiftsOf(page: Page): Promise<typeof layoutShifts> {
  return await page.evaluate(async () => {
    for (let frame = 0; frame < 5; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => setTimeout(resolve));
    return layoutShifts;
  });
}

/** All that comes late has come: elements, products, pictures. */
async function settle(page: Page): Promise<void> {
  for (const card of await page.locator('pushcart-product').all()) {
    await card.scrollIntoViewIfNeeded();
    await card.locator('[part=card][aria-busy=false]').waitFor();
  }
  await page.evaluate(() => document.fonts.ready);
}

const slidIn = (page: Page) =>
  page.waitForFunction(() =>
    document
      .querySelector('pushcart-drawer')
      ?.shadowRoot?.querySelector('dialog')
      ?.getAnimations()
      .every(({playState}) => playState === 'finished'),
  );

describe('a page of the demo', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  for (const width of [390, 1280]) {
    for (const path of [
      '/',
      '/demo/a-river-in-ten-miles.html',
      '/demo/the-kitchen-table.html',
      '/demo/floating-cart.html',
    ]) {
      it(`stands still at ${width} px: ${path}`, async () => {
        const page = await open(scene, path, width);
        await settle(page);
        assert.deepEqual(await shiftsOf(page), [], 'on load');
        const link = page
          .locator('main p a[href$="/buy/511"], main p a[href$="/buy/517"], main p a[href$="/buy/515"]')
          .first();
        await link.click();
        await page.locator('pushcart-drawer dialog[open]').waitFor();
        await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
        await slidIn(page);
        assert.deepEqual(await shiftsOf(page), [], 'after an add, which opens the cart');
        const more = page.locator('pushcart-drawer [part=line-quantity] button').last();
        const place = await more.boundingBox();
        await more.click();
        await page.locator('pushcart-drawer [part=line-price]').waitFor();
        await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
        assert.deepEqual(await more.boundingBox(), place, 'a finger that presses again meets the same button');
        await page.evaluate(() => void (layoutShifts = []));
        await page.keyboard.press('Escape');
        await page.locator('pushcart-drawer dialog').waitFor({state: 'hidden'});
        assert.deepEqual(await shiftsOf(page), [], 'on closing it');
        await page.reload();
        await page.waitForFunction(() => globalThis.Pushcart?.getState().subtotal !== undefined);
        await settle(page);
        assert.deepEqual(await shiftsOf(page), [], 'on load with something in the cart');
        await page.context().close();
      });
    }
  }

  it('would be seen to move if it did', async () => {
    const page = await open(scene, '/demo/a-river-in-ten-miles.html', 390);
    await settle(page);
    await page.locator('pushcart-product').first().scrollIntoViewIfNeeded();
    await page.mouse.click(1, 1);
    await page
      .locator('pushcart-product')
      .first()
      .evaluate((card: HTMLElement) => (card.style.marginBlockStart = '40px'));
    const [shift] = await shiftsOf(page);
    assert.ok(shift && shift.value > 0, 'also right after an input');
  });
});
