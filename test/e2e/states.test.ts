/** Every state of every element, as axe sees it and as rulers measure it, in every look and every room. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, describe, it} from 'node:test';
import type * as Axe from 'axe-core';
import {putInto, putOnTheme, rooms, themes} from '../states/looks.js';
import {findEdgeless, findMoving, measure} from '../states/rulers.js';
import {openStatesScene} from '../states/scene.js';
import {statesIn} from '../states/situation.js';
import {situations, visitAll, type View} from '../states/visit.js';
import type {Scene} from './setup.js';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Everything that axe finds on the page, a sentence each. */
async function audit({page, isOver}: View, source: string): Promise<string[]> {
  await page.evaluate(`globalThis.axe ?? (() => {${source}})()`);
  return await page.evaluate(
    async (root) => {
      const {axe} = globalThis as unknown as {axe: typeof Axe};
      const {violations} = await axe.run(root, {
        resultTypes: ['violations'],
        rules: {'target-size': {enabled: true}},
      });
      return violations.map(
        ({id, help, nodes}) => `${id}: ${help} (${nodes.map(({target}) => target.join(' ')).join(', ')})`,
      );
      // The page behind a dialog was looked at before.
    },
    isOver ? 'pushcart-host' : 'html',
  );
}

/** Everything that a ruler finds. */
async function findMisfits(view: View, inText: Set<string>, chosen = rooms): Promise<[what: string, where: string][]> {
  const {page, states} = view;
  const selectors = Object.values(states);
  const findings: [what: string, where: string][] = [];
  for (const room of chosen) {
    await putInto(page, room);
    const found = await page.evaluate(measure, selectors);
    for (const one of found.inText) inText.add(one);
    for (const finding of found.findings) findings.push([finding, `${room.width} px, ${room.text} text`]);
  }
  await putInto(page, {width: 390, text: 'usual'});
  for (const finding of await page.evaluate(findMoving, selectors)) findings.push([finding, 'reduced motion']);
  await page.emulateMedia({forcedColors: 'active'});
  for (const finding of await page.evaluate(findEdgeless, selectors)) findings.push([finding, 'forced colors']);
  await page.emulateMedia({forcedColors: 'none'});
  return findings;
}

describe('every state', () => {
  let scene: Scene;
  let source: string;
  before(async () => {
    scene = await openStatesScene();
    source = await readFile(axePath, 'utf8');
  });
  after(() => scene.close());

  const only = process.env['STATE'];
  const chosen = situations.filter(({name}) => !only || name.includes(only));

  for (const locale of [undefined, 'ar']) {
    it(`is free of findings ${locale ? 'from right to left' : 'in every look'}`, async () => {
      const findings = new Map<string, string[]>();
      const inText = new Set<string>();
      let seen = 0;
      const note = (what: string, where: string) => void findings.set(what, [...(findings.get(what) ?? []), where]);
      const looks = locale ? (['light'] as const) : themes;
      await visitAll(
        scene,
        async (view) => {
          const {page, states, isOver, situation} = view;
          const where = `${situation}${isOver ? ', over the page' : ''}`;
          for (const look of looks) {
            await putOnTheme(page, look);
            for (const finding of await audit(view, source)) note(finding, `${where}, ${look}`);
          }
          await putOnTheme(page, 'light');
          const roomsHere = locale ? rooms.filter(({text, width}) => text !== 'page' && width !== 390) : rooms;
          for (const [finding, room] of await findMisfits(view, inText, roomsHere)) note(finding, `${where}, ${room}`);
          seen += Object.keys(states).length;
        },
        {...(locale && {locale}), situations: chosen},
      ).catch((error: unknown) => note(String(error), 'on the way'));
      console.log(`axe: ${seen} states × ${looks.length} looks, rulers: ${seen} states`);
      console.log(`links in running text: ${[...inText].join(', ')}`);
      const told = [...findings].map(
        ([what, where]) => `${what}\n  in ${where.length}: ${where.slice(0, 4).join('; ')}`,
      );
      assert.ok(told.length === 0, told.join('\n'));
      assert.equal(
        seen,
        chosen.reduce((sum, one) => sum + statesIn(one), 0),
      );
    });
  }

  it('is found to be wrong where something wrong is planted', async () => {
    const one = situations.filter(({name}) => name === 'cart: one line');
    await visitAll(
      scene,
      async (view) => {
        const {page, states, isOver} = view;
        if (isOver) return;
        const plant = async (style: string, part: string) => {
          await page
            .locator(`pushcart-cart [part=${part}]`)
            .evaluate((element, text) => (element.style.cssText = text), style);
          const found = await findMisfits(view, new Set(), [{width: 320, text: 'usual'}]);
          await page.locator(`pushcart-cart [part=${part}]`).evaluate((element) => (element.style.cssText = ''));
          return found.map(([what]) => what).join();
        };
        assert.match(
          await plant('min-block-size: 0; padding: 0', 'remove-button'),
          /^target of \d+ × \d+: <button part=remove-button>/,
        );
        assert.match(await plant('margin-block-start: -40px', 'checkout-button'), /lie over each other/);
        assert.match(await plant('inline-size: 400px', 'summary'), /scrolls sideways, or is cut off/);
        assert.match(
          await plant('white-space: nowrap; inline-size: 44px', 'checkout-button'),
          /text is larger than its button/,
        );
        assert.match(await plant('border: 0', 'remove-button'), /has no edge: "Remove"/);
        assert.match(await plant('transition: opacity 1s', 'line-name'), /<a part=line-name> moves/);
        assert.equal(await plant('', 'line-name'), '');
        await page.locator('pushcart-cart [part=remove-button]').evaluate((button) => {
          button.removeAttribute('aria-label');
          button.textContent = '';
        });
        assert.match((await audit(view, source)).join(), /button-name/);
        assert.equal(Object.keys(states).length, 1);
      },
      {situations: one},
    );
  });

  it('has texts in Latin letters at the right where the cart is written from there', async () => {
    await visitAll(
      scene,
      async ({page, isOver}) => {
        const cart = isOver ? 'pushcart-drawer' : 'pushcart-cart';
        const edges = await page.locator(`${cart} [part=line-options]`).evaluateAll((texts) =>
          texts.map((text) => {
            const range = document.createRange();
            range.selectNodeContents(text);
            const right = Math.max(...[...range.getClientRects()].map((rect) => rect.right));
            return Math.round(text.getBoundingClientRect().right - right);
          }),
        );
        assert.ok(edges.length > 3);
        assert.deepEqual(new Set(edges), new Set([0]));
      },
      {locale: 'ar', situations: situations.filter(({name}) => name === 'cart: several with options')},
    );
  });
});
