/** A cart goes from one person to another: by a link to the page, with nothing in it that is nobody's business. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {ready} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const post = '/demo/a-river-in-ten-miles.html';
const drawer = (page: Page) => page.locator('pushcart-drawer dialog');
const linesOf = (page: Page) =>
  page.evaluate(() =>
    globalThis.Pushcart?.getState().lines.map(({catalogId, quantity, options}) => [
      catalogId,
      quantity,
      ...options.map(({value}) => value),
    ]),
  );

describe('a shared cart', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  /** Fills a cart, and answers the link that its drawer gives. */
  async function share(withTexts: boolean): Promise<{link: string; page: Page}> {
    const {page} = await scene.visit(post, {permissions: ['clipboard-read', 'clipboard-write']});
    await page.evaluate(() => {
      globalThis.Pushcart?.add({
        catalogId: 510,
        quantity: 2,
        options: [
          {setId: 81, optionId: 402},
          {setId: 82, optionId: 412},
        ],
      });
      globalThis.Pushcart?.add({
        catalogId: 512,
        options: [{setId: 90, optionId: 500, text: 'For Ana; A & B: 50 % #1 é'}],
      });
      globalThis.Pushcart?.open();
    });
    await ready(page);
    await drawer(page).getByRole('button', {name: 'Share this cart'}).click();
    const field = drawer(page).getByLabel('Link to this cart');
    await field.waitFor();
    assert.equal(await page.evaluate(() => getSelection()?.toString() !== undefined), true);
    if (withTexts) await drawer(page).getByLabel('Include what you wrote').check();
    const link = await field.inputValue();
    await drawer(page).getByRole('button', {name: 'Copy'}).click();
    await drawer(page).getByText('Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
    return {link, page};
  }

  it('opens as the same lines on the same page, without what was written, and names nobody', async () => {
    const {link, page: from} = await share(false);
    const stored = await from.evaluate(
      () => JSON.parse(Object.values(localStorage)[0] as string) as {key: string; cart: string},
    );
    assert.equal(new URL(link).pathname, post);
    for (const secret of [stored.key, stored.cart, 'Ana']) assert.ok(!decodeURIComponent(link).includes(secret));
    const {page, complaints} = await scene.visit(link.slice(scene.blog.length));
    await drawer(page).waitFor();
    await ready(page);
    assert.deepEqual(await linesOf(page), [
      [510, 2, 'Medium', 'Slate'],
      [512, 1],
    ]);
    assert.equal(new URL(page.url()).hash, '', 'a reload does not add them once more');
    await page.reload();
    assert.equal(await page.evaluate(() => globalThis.Pushcart?.getState().count), 3);
    assert.deepEqual(complaints, []);
  });

  it('takes along what was written only when asked to', async () => {
    const {link} = await share(true);
    const {page} = await scene.visit(link.slice(scene.blog.length));
    await ready(page);
    assert.deepEqual((await linesOf(page))?.[1], [512, 1, 'For Ana; A & B: 50 % #1 é']);
  });

  it('asks before it touches a cart that is there already', async () => {
    const shared = `${post}#pushcart=514?qty=2;517?qty=1`;
    const answers = [
      {name: 'Keep my cart', lines: [[511, 1]]},
      {
        name: 'Add to my cart',
        lines: [
          [511, 1],
          [514, 2],
          [517, 1],
        ],
      },
      {
        name: 'Replace my cart',
        lines: [
          [514, 2],
          [517, 1],
        ],
      },
    ];
    for (const {name, lines} of answers) {
      const {page} = await scene.visit(post);
      await page.evaluate(() => globalThis.Pushcart?.add({catalogId: 511}));
      await ready(page);
      await page.goto('about:blank');
      await page.goto(scene.blog + shared);
      await drawer(page).getByText('Someone has shared 2 products with you').waitFor();
      assert.deepEqual(await linesOf(page), [[511, 1]], 'nothing has changed yet');
      await drawer(page).getByRole('button', {name}).click();
      await ready(page);
      assert.deepEqual(await linesOf(page), lines, name);
      assert.equal(
        await page.evaluate(() => document.querySelector('pushcart-drawer')?.shadowRoot?.activeElement?.id),
        'heading',
        'the focus is not lost',
      );
      if (name === 'Replace my cart') {
        await drawer(page).getByRole('button', {name: 'Undo'}).click();
        await ready(page);
        assert.equal((await linesOf(page))?.length, 3, 'what was replaced can be brought back');
      }
      await page.context().close();
    }
  });

  it('takes a link that makes no sense for none, and refuses nothing else', async () => {
    for (const hash of ['', ';;', '511', 'x?qty=1;511?qty=1', '%', '511?qty=-4;0?qty=1', '511?option=81:x&qty=1e9']) {
      const {page, complaints} = await scene.visit(`${post}#pushcart=${hash}`);
      await page.waitForFunction(() => location.hash === '');
      const lines = (await linesOf(page)) ?? [];
      assert.ok(lines.every(([id]) => id === 511) && lines.length < 2, `${hash}: ${JSON.stringify(lines)}`);
      assert.deepEqual(complaints, [], hash);
      await page.context().close();
    }
  });
});
