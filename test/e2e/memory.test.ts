/** What was opened and closed a hundred times has left nothing behind. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {CDPSession, Page} from 'playwright-core';
import {openPage, ready, tag} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const WARM_UP = 10;
const CYCLES = 100;

/** What is alive on the page after everything that nobody holds is gone. */
async function alive(devtools: CDPSession): Promise<{nodes: number; listeners: number}> {
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const {metrics} = await devtools.send('Performance.getMetrics');
  const of = (wanted: string): number => metrics.find(({name}) => name === wanted)?.value ?? NaN;
  return {nodes: of('Nodes'), listeners: of('JSEventListeners')};
}

/** Opens and closes something so many times: by `press`, and by Escape. */
async function cycle(page: Page, element: string, opener: string, times: number): Promise<void> {
  await page.evaluate(
    async ([name, selector, count]) => {
      for (let at = 0; at < count; at++) {
        document.querySelector<HTMLElement>(selector)?.click();
        let dialog: HTMLDialogElement | null | undefined;
        while (!dialog?.open) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          dialog = document.querySelector(name)?.shadowRoot?.querySelector('dialog');
        }
        dialog.querySelector<HTMLElement>('[part=close-button]')?.click();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    [element, opener, times] as const,
  );
}

const things = [
  {name: 'the drawer', element: 'pushcart-drawer', opener: '#open'},
  {name: "the product's dialog", element: 'pushcart-product-dialog', opener: '#tee'},
] as const;

describe('a hundred times', () => {
  let scene: Scene;
  before(async () => void (scene = await openScene()));
  after(() => scene.close());

  const openIt = async () => {
    const {page} = await openPage(scene, {
      html: `${tag}<p><a id="mug" href="{proxy}/buy/511">A mug</a> <a id="tee" href="{proxy}/buy/510">A tee</a>
<button id="open" onclick="Pushcart.open(this)">Open</button></p>`,
      options: {reducedMotion: 'reduce'},
    });
    await page.locator('#mug').click();
    await ready(page);
    await page.keyboard.press('Escape');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    return {page, devtools};
  };

  for (const {name, element, opener} of things) {
    it(`${name} opens and closes, and not a node or a listener more is there`, async () => {
      const {page, devtools} = await openIt();
      await cycle(page, element, opener, WARM_UP);
      const before = await alive(devtools);
      await cycle(page, element, opener, CYCLES);
      assert.deepEqual(await alive(devtools), before);
      await page.context().close();
    });
  }

  it('would show a listener that was left behind', async () => {
    const {page, devtools} = await openIt();
    await page.evaluate(() => {
      document.querySelector('#open')?.addEventListener('click', () => document.addEventListener('scroll', () => {}));
    });
    await cycle(page, 'pushcart-drawer', '#open', WARM_UP);
    const before = await alive(devtools);
    await cycle(page, 'pushcart-drawer', '#open', CYCLES);
    assert.equal((await alive(devtools)).listeners, before.listeners + CYCLES);
    await page.context().close();
  });
});
