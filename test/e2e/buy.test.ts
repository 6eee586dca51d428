/** Buying in a browser whose scripts are off: by mouse, by keyboard, in every look, and through to an order. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, beforeEach, describe, it} from 'node:test';
import type * as Axe from 'axe-core';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {putInto, rooms} from '../states/looks.js';
import {measure} from '../states/rulers.js';
import {openStatesScene} from '../states/scene.js';
import {ARABIC, goods, LONG} from '../states/goods.js';
import {bought} from './open-page.js';
import type {Scene, Visit} from './setup.js';

let scene: Scene;
before(async () => void (scene = await openStatesScene()));
after(() => scene.close());
beforeEach(() => scene.sandbox.reset());

const open = (path: string, options: BrowserContextOptions = {}): Promise<Visit> =>
  scene.visit(scene.proxy.url + path, {javaScriptEnabled: false, locale: 'en-US', ...options});
const buy = (page: Page) => page.getByRole('button').click();
const atCheckout = (page: Page) => page.waitForURL(`${scene.sandbox.url}/**`);
const held = () =>
  scene.sandbox
    .snapshot()
    .carts.map(({CartItemList}) => CartItemList.map((line) => [line.CatalogID, line.ItemQuantity]));

describe('without scripts', () => {
  it('a reader follows a link in a post, chooses, and buys', async () => {
    const {page, complaints} = await open('/buy/511');
    await page.goto(`${scene.blog}/demo/a-river-in-ten-miles.html`);
    await page.locator('main a[href*="/buy/510"]').first().click();
    await page.waitForURL(`${scene.proxy.url}/buy/510**`);
    await page.getByLabel('Size').selectOption({label: 'Medium'});
    await page.getByLabel('Moss').check();
    await page.getByLabel('Quantity').fill('2');
    await buy(page);
    await atCheckout(page);
    assert.deepEqual(await bought(page), [['510', '2']]);
    await page.getByLabel('Name').fill('Ana Ruiz');
    await page.getByLabel('E-mail').fill('ana@example.com');
    await page.getByRole('button', {name: 'Place order'}).click();
    await page.waitForLoadState();
    assert.equal(scene.sandbox.snapshot().orders.length, 1);
    assert.deepEqual(complaints, []);
  });

  it('a double click is one cart', async () => {
    const {page} = await open('/buy/511');
    scene.sandbox.addFault({match: 'POST /Cart', kind: 'slow', ms: 300, times: 2});
    await page.getByRole('button').dblclick();
    await atCheckout(page);
    assert.deepEqual(held(), [[[511, 1]]]);
  });

  it('what is wrong is marked, has the focus, and can be reached from the top; what was right stays', async () => {
    const {page} = await open('/buy/526');
    await page.getByLabel('Initials').fill('AR');
    await page.getByLabel('Quantity').fill('none');
    await buy(page);
    const alert = page.getByRole('alert');
    assert.equal(await alert.evaluate((element) => element === document.activeElement), true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // The link leads to the field: the next Tab goes on from there.
    const name = page.getByRole('textbox', {name: 'Name'});
    assert.equal(await name.evaluate((element) => element.matches(':target')), true);
    assert.equal(await name.getAttribute('aria-invalid'), 'true');
    const reason = await name.getAttribute('aria-describedby');
    assert.equal(await page.locator(`#${reason ?? ''}`).innerText(), 'Please fill this in');
    assert.equal(await page.getByLabel('Initials').inputValue(), 'AR');
    assert.equal(await page.getByLabel('Quantity').inputValue(), 'none');
    await name.fill('Ana');
    await page.getByLabel('Quantity').fill('1');
    await buy(page);
    await atCheckout(page);
    assert.deepEqual(held(), [[[526, 1]]]);
  });

  it('everything is done by keyboard', async () => {
    const {page} = await open('/buy/510');
    const reached: string[] = [];
    const tab = async (): Promise<string> => {
      await page.keyboard.press('Tab');
      const now = await page.evaluate(() => {
        const {activeElement: element} = document;
        return element?.id ?? element?.localName ?? '';
      });
      reached.push(now);
      return now;
    };
    await tab();
    assert.equal(await tab(), 's81');
    await page.keyboard.press('M');
    assert.equal(await tab(), 's82-412');
    await page.keyboard.press('ArrowDown');
    assert.equal(await tab(), 'qty');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await atCheckout(page);
    assert.deepEqual(held(), [[[510, 3]]], reached.join());
  });

  it('a form of another site sells nothing, and says where it can be chosen', async () => {
    scene.pages.put('/evil', {
      body: `<form method="post" action="${scene.proxy.url}/buy/511"><input name="qty" value="9"><button>Win</button></form>`,
    });
    const {page} = await open('/buy/511');
    await page.goto(`${scene.pages.url}/evil`);
    await buy(page);
    assert.match(await page.locator('main').innerText(), /nothing was bought/);
    assert.deepEqual(held(), []);
    await page.getByRole('link', {name: 'Try again'}).click();
    await page.getByRole('heading', {name: 'Harbor Mug'}).waitFor();
    await buy(page);
    await atCheckout(page);
  });

  it('the language is the browser’s', async () => {
    const {page} = await open('/buy/522?qty=1.5', {locale: 'de-DE'});
    assert.equal(await page.getByLabel('Menge').inputValue(), '1,5');
    await page.getByRole('button', {name: 'Zur Kasse'}).click();
    await atCheckout(page);
    assert.deepEqual(held(), [[[522, 1.5]]]);
  });
});

/** A state of the page: where it is found, and what brings it about. */
const states: [name: string, path: string, act?: (page: Page) => Promise<void>][] = [
  ['list and radio', '/buy/510'],
  ['text', '/buy/512'],
  ['swatches', '/buy/524'],
  ['boxes', '/buy/525?option=93:621'],
  ['prices by choice', '/buy/519', async (page) => page.locator('summary').click()],
  ['quantities in a list', '/buy/523'],
  ['quantities by steps', '/buy/516'],
  ['a struck-through price', '/buy/514'],
  ['odd names', '/buy/535'],
  ['a long name', `/buy/${LONG}`],
  ['an Arabic name', `/buy/${ARABIC}`],
  ['sold out', '/buy/520'],
  ['in the store only', '/buy/531'],
  ['missing', '/buy/999999'],
  ['wrong fields', '/buy/510', buy],
  [
    'a wrong text',
    '/buy/526',
    async (page) => {
      await page.locator('#qty').fill('many');
      await buy(page);
    },
  ],
  [
    'not enough',
    '/buy/517',
    async (page) => {
      await page.locator('#qty').fill('50');
      await buy(page);
    },
  ],
  [
    'the store does not answer',
    '/buy/511',
    async (page) => {
      scene.sandbox.addFault({match: 'POST /Cart ', kind: '5xx'});
      await buy(page);
      await page.getByRole('alert').waitFor();
    },
  ],
  [
    'to be confirmed',
    '/buy/511',
    async (page) => {
      const mug = goods.find(({catalogId}) => catalogId === 511);
      assert.ok(mug);
      scene.sandbox.putProduct({...mug, price: 2100});
      await buy(page);
      await page.getByRole('alert').waitFor();
    },
  ],
];

describe('a page without scripts', () => {
  let source: string;
  before(async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    source = `globalThis.__name ??= (value) => value; ${axe}`;
  });

  /** What axe and rulers find on a page as it stands. */
  async function examine(page: Page, schemes: readonly ('light' | 'dark')[], chosen: typeof rooms): Promise<string[]> {
    const findings: string[] = [];
    await page.evaluate(source);
    for (const colorScheme of schemes) {
      await page.emulateMedia({colorScheme});
      const found = await page.evaluate(async () => {
        const {axe} = globalThis as unknown as {axe: typeof Axe};
        const {violations} = await axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}});
        return violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join()}`);
      });
      findings.push(...found.map((finding) => `${colorScheme}: ${finding}`));
    }
    for (const room of chosen) {
      await putInto(page, room);
      const {findings: found} = await page.evaluate(measure, ['body']);
      findings.push(...found.map((finding) => `${room.width} px, ${room.text} text: ${finding}`));
    }
    return findings;
  }

  /** The page itself has no script; axe is one, and the policy would stop it. */
  const openToExamine = async (path: string, lang: string): Promise<Page> => {
    scene.sandbox.reset();
    const options = {javaScriptEnabled: true, bypassCSP: true, reducedMotion: 'reduce'} as const;
    return (await open(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`, options)).page;
  };

  for (const lang of ['en', 'ar'])
    it(`has no finding of axe or of a ruler, in any state, in ${lang}`, async () => {
      const findings: string[] = [];
      // Colours and names are the same in every language.
      const schemes = lang === 'en' ? (['light', 'dark'] as const) : [];
      const chosen = rooms.filter(({text, width}) => text !== 'page' && (lang === 'en' || width === 320));
      for (const [name, path, act] of states) {
        const page = await openToExamine(path, lang);
        await act?.(page);
        await page.locator('h1').waitFor();
        findings.push(...(await examine(page, schemes, chosen)).map((finding) => `${name}, ${finding}`));
        await page.context().close();
      }
      assert.deepEqual(findings, []);
    });

  it('is found to be wrong where something wrong is planted', async () => {
    const planted: [string, RegExp][] = [
      ['.muted {color: color-mix(in srgb, CanvasText 30%, Canvas)}', /light: color-contrast/],
      ['main {inline-size: 500px}', /320 px.*sideways|320 px.*wide/],
      ['button {min-block-size: 0; padding: 0}', /target of \d+ × \d+: <button>/],
    ];
    for (const [style, finding] of planted) {
      const page = await openToExamine('/buy/510', 'en');
      await page.addStyleTag({content: style});
      assert.match((await examine(page, ['light'], rooms.slice(0, 1))).join('\n'), finding, style);
      await page.context().close();
    }
  });
});
