/** The studio, as an author uses it: find a product, see it, copy it, paste it on a page of another site, and sell. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import type {BrowserContextOptions, FrameLocator, Page} from 'playwright-core';
import type * as Axe from 'axe-core';
import {openPage, ready} from './open-page.js';
import {count, openScene, type Scene, type Visit} from './setup.js';

const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Everything that axe finds wrong, in the page and in the preview, with all its rules. */
async function audit(page: Page): Promise<string[]> {
  for (const frame of page.frames()) await frame.evaluate(axeSource);
  return page.evaluate(async () => {
    const {axe} = globalThis as unknown as {axe: typeof Axe};
    const {violations} = await axe.run(document, {resultTypes: ['violations']});
    return violations.map(
      ({id, help, nodes}) => `${id}: ${help} (${nodes.map(({target}) => target.join(' ')).join(', ')})`,
    );
  });
}

const preview = (page: Page): FrameLocator => page.frameLocator('iframe');
const heading = (page: Page, name: string) => page.getByRole('heading', {name});
const results = (page: Page) => page.locator('.results button');
const look = (page: Page, name: string) => page.getByRole('radio', {name: new RegExp(`^${name}`)});
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Waits until the proxy knows the whole catalogue: before that, a search finds a part of it. */
async function knowsCatalogue({proxy}: Scene): Promise<void> {
  for (;;) {
    const {catalogueComplete} = (await (await fetch(`${proxy.url}/readyz`)).json()) as {catalogueComplete: boolean};
    if (catalogueComplete) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function find(page: Page, words: string, name: string): Promise<void> {
  await page.getByLabel('Name or number').fill(words);
  await results(page).filter({hasText: name}).click();
  await heading(page, name).waitFor();
}

/** What the store's newest cart holds: product, quantity, and the options as the store writes them. */
function held(scene: Scene): [number, number, string][] {
  const [cart] = scene.sandbox.snapshot().carts.slice(-1);
  return (cart?.CartItemList ?? []).map((line) => [line.CatalogID, line.ItemQuantity, line.ItemDescription]);
}

/** Nothing found, a proxy that is away, a store that is: each is said, and can be tried again. */
async function failAndRecover(shop: Scene): Promise<void> {
  await knowsCatalogue(shop);
  const {page} = await shop.visit(`${shop.proxy.url}/studio`);
  const status = page.locator('studio-search [role=status]');
  await page.getByLabel('Name or number').fill('zzz');
  await status.getByText('Nothing found for “zzz”').waitFor();
  await page.getByLabel('Name or number').fill('511');
  await status.getByText('1 product found.').waitFor();
  const startProxy = await shop.stopProxy();
  await page.getByLabel('Name or number').fill('510');
  await page.getByText('The proxy does not answer.').waitFor();
  assert.equal(await results(page).count(), 0);
  // A proxy that knows nothing yet, before a store that does not answer.
  shop.sandbox.addFault({match: '*', kind: '5xx', times: 1000});
  await startProxy();
  await page.getByRole('button', {name: 'Try again'}).click();
  await page.getByText('The store does not answer now.').waitFor();
  shop.sandbox.reset();
  await page.getByRole('button', {name: 'Try again'}).click();
  await results(page).filter({hasText: 'River Tee'}).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'words');
}

describe('the studio', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene([], {PUSHCART_STUDIO: '1'});
    await knowsCatalogue(scene);
  });
  after(() => scene.close());

  const open = async (options: BrowserContextOptions = {}, hash = ''): Promise<Visit> => {
    const visit = await scene.visit(`${scene.proxy.url}/studio${hash}`, {
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: {width: 1280, height: 900},
      ...options,
    });
    await (hash ? heading(visit.page, 'Preview') : results(visit.page).first()).waitFor();
    return visit;
  };

  it('makes a button that sells on another site what it sold in the preview', async () => {
    const {page, complaints, requests} = await open();
    await find(page, 'river', 'River Tee');
    await page.getByLabel('Size').selectOption({label: 'Medium'});
    await page.getByLabel('Color').selectOption({label: 'Slate'});
    await page.getByLabel('Quantity').fill('2');
    await page.getByLabel('Quantity').press('Tab');

    // The preview shows what was chosen a moment later.
    await preview(page).locator('a[href*="qty=2"][href*="82:412"]').first().waitFor();
    await preview(page).getByRole('link', {name: 'Add to cart: River Tee'}).click();
    await preview(page).locator('pushcart-drawer').getByText('$48.00').first().waitFor();
    await page.frames()[1]!.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
    const inPreview = held(scene);
    assert.deepEqual(
      inPreview.map(([id, quantity]) => [id, quantity]),
      [[510, 2]],
    );
    assert.match(inPreview[0]?.[2] ?? '', /Medium/);
    assert.equal(count(requests, 'POST /v1/cart'), 1);
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    assert.deepEqual(kept, [0, 0, ''], 'nothing of it is kept');

    await page.getByRole('button', {name: 'Copy the HTML'}).click();
    await page.getByText('Copied. Paste it where it belongs.').waitFor();
    const snippet = await copied(page);
    await page.getByRole('button', {name: 'Copy the script tag'}).click();
    await page.locator('#script').getByRole('button', {name: 'Copied'}).waitFor();
    const tag = await copied(page);
    assert.deepEqual(complaints, []);

    const other = await openPage(scene, {html: `<h1>A page</h1>${tag}${snippet}`});
    await other.page.getByRole('link', {name: 'Add to cart: River Tee'}).click();
    await ready(other.page);
    assert.deepEqual(held(scene), inPreview, 'the same on a page of another site');
    assert.deepEqual(other.complaints, []);
  });

  it('makes a card in a language and in colours', async () => {
    const {page} = await open({}, '#511');
    await look(page, 'Card').check();
    await page.getByLabel('Language of the cart').selectOption({label: 'Deutsch'});
    await page.getByLabel('Choose a colour').check();
    await page.getByLabel('Colour', {exact: true}).fill('#ffdd00');
    await page.getByLabel('Light or dark').selectOption('Dark');
    const button = preview(page).locator('pushcart-product [part=add-button]');
    await button.waitFor();
    assert.equal(await preview(page).locator('script[src]').last().getAttribute('data-locale'), 'de');
    const colours = await button.evaluate((one) => [
      getComputedStyle(one).backgroundColor,
      getComputedStyle(one).color,
    ]);
    assert.deepEqual(colours, ['rgb(255, 221, 0)', 'rgb(0, 0, 0)']);
    assert.match(await page.locator('#copy-script').inputValue(), / data-locale="de"><\/script>$/);

    const snippet = await page.locator('#copy-snippet').inputValue();
    const bare = await openPage(scene, {html: `<h1>A page</h1>${snippet}`});
    const store = bare.page.getByRole('link', {name: 'Im Shop ansehen'});
    await store.click();
    await bare.page.waitForURL(`${scene.sandbox.url}/**`);
    assert.match(await bare.page.title(), /Harbor Mug/, 'without the script the product is found in the store');
  });

  it('shows "buy now" up to the checkout, and stays', async () => {
    const {page} = await open({}, '#511');
    // The preview is there, so that what is chosen now is shown in it.
    await preview(page).getByRole('link').first().waitFor();
    await page.getByLabel('Buy now').check();
    await preview(page).getByRole('link', {name: 'Buy now: Harbor Mug'}).click();
    const link = page.getByRole('link', {name: 'Look at it in a new tab'});
    await link.waitFor();
    assert.ok((await link.getAttribute('href'))?.startsWith(scene.sandbox.url));
    assert.equal(page.url(), `${scene.proxy.url}/studio#511`);
    assert.match(await page.locator('#copy-snippet').inputValue(), /\?then=checkout"/);
    assert.match(await page.locator('#copy-address').inputValue(), /\/buy\/511\?then=checkout$/);
    await page.getByRole('button', {name: 'Start the preview again'}).click();
    await link.waitFor({state: 'detached'});
    assert.equal(await page.frames()[1]!.evaluate(() => globalThis.Pushcart?.getState().count ?? 0), 0);
  });

  it('copies a table for e-mails, as what it shows and as source', async () => {
    const {page, complaints} = await open({}, '#512');
    await look(page, 'For an e-mail').check();
    await preview(page).getByRole('link', {name: 'Buy'}).waitFor();
    assert.equal(await preview(page).locator('script[src*="pushcart.js"]').count(), 0);
    await page.getByRole('button', {name: 'Copy for e-mail'}).click();
    await page.getByText('Copied. Paste it where it belongs.').waitFor();
    const [html, text] = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return Promise.all(['text/html', 'text/plain'].map(async (type) => (await item!.getType(type)).text()));
    });
    assert.match(html ?? '', /<table[^]*style="[^]*Field Notebook[^]*\/buy\/512/);
    assert.match(text ?? '', /^Field Notebook\n\$14\.00 on \d{1,2} \w+ \d{4}\n/);
    await page.getByRole('button', {name: 'Copy the source'}).click();
    await page.getByText('The source is copied.').waitFor();
    assert.equal(await copied(page), await page.locator('#copy-email').inputValue());
    assert.equal(await page.locator('#script').count(), 0, 'no script tag is offered');
    assert.deepEqual(complaints, []);
  });

  it('selects the text where the browser does not let it copy', async () => {
    const {page} = await open({}, '#511');
    // As it is where a policy of somebody's forbids it.
    await page.evaluate('document.execCommand = () => false');
    await page.getByRole('button', {name: 'Copy the HTML'}).click();
    await page.getByText('The text is selected').waitFor();
    const [selected, whole] = await page
      .locator('#copy-snippet')
      .evaluate((field: HTMLTextAreaElement) => [
        document.activeElement === field && field.value.slice(field.selectionStart, field.selectionEnd),
        field.value,
      ]);
    assert.equal(selected, whole);
    await look(page, 'For an e-mail').check();
    await preview(page).getByRole('link', {name: 'Buy'}).waitFor();
    await page.getByRole('button', {name: 'Copy for e-mail'}).click();
    await page.getByText('The preview is selected').waitFor();
    await page.frames()[1]!.waitForFunction(() => /Harbor Mug/.test(getSelection()?.toString() ?? ''));
  });

  it('takes a name with markup in it for a name', async () => {
    const {page, complaints} = await open();
    const name = 'Tom & Jo’s 12" <b>Iron</b> Skillet';
    await find(page, '535', name);
    for (const [one, tags] of [
      ['Link', ['a', 'a']],
      ['Button', ['p', 'a', 'a']],
      ['Card', ['pushcart-product', 'a', 'a']],
    ] as const) {
      await look(page, one).check();
      const html = await page.locator('#copy-snippet').inputValue();
      const parsed = await page.context().newPage();
      await parsed.setContent(html);
      assert.deepEqual(await parsed.locator('body *').evaluateAll((all) => all.map(({localName}) => localName)), tags);
      assert.ok((await parsed.locator('a').first().textContent())?.includes(name));
      await parsed.close();
    }
    await look(page, 'Link').check();
    await preview(page).getByRole('link', {name}).waitFor();
    assert.equal(await preview(page).locator('b').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('is used by keyboard alone', async () => {
    const {page} = await open();
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press('Tab');
        const text = await page.evaluate(() => {
          const one = document.activeElement;
          const labels = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? one.labels : null;
          return (labels?.[0]?.textContent ?? one?.textContent ?? '').trim();
        });
        if (name.test(text)) return;
      }
      assert.fail(`Tab never reached ${String(name)}`);
    };
    await page.keyboard.press('Tab');
    await page.keyboard.type('mug');
    await page.getByText('1 product found.').waitFor();
    await tabTo(/Harbor Mug/);
    await page.keyboard.press('Enter');
    await heading(page, 'Harbor Mug').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'product-heading', 'the focus goes along');
    await tabTo(/^Button/);
    await page.keyboard.press('ArrowUp');
    await tabTo(/^Copy the HTML/);
    await page.keyboard.press('Enter');
    await page.getByText('Copied. Paste').waitFor();
    assert.match(await copied(page), /^<a href="[^"]+\/buy\/511">Harbor Mug<\/a> \(<a /);
    await page.getByRole('button', {name: 'Choose another'}).press('Enter');
    await results(page).first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'words');
  });

  it('says what it is doing, what it found, and what went wrong, and tries again', async () => {
    const shop = await openScene([], {PUSHCART_STUDIO: '1'});
    try {
      await failAndRecover(shop);
    } finally {
      await shop.close();
    }
  });

  it('has nothing to find for axe in any state, light and dark, and prints how many it saw', async () => {
    const {page, complaints} = await open();
    let states = 0;
    const check = async (state: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({colorScheme});
        // By the second frame everything is painted in its new colours.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        assert.deepEqual(await audit(page), [], `${state}, ${colorScheme}`);
        states++;
      }
    };
    await check('products');
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/v1/products?*', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByLabel('Name or number').fill('zzz');
    await page.getByText('Searching…').waitFor();
    await check('searching');
    release();
    await page.getByText('Nothing found').waitFor();
    await check('nothing found');
    await page.unroute('**/v1/products?*');
    await page.route('**/v1/products?*', (route) => route.abort());
    await page.getByLabel('Name or number').fill('notebook');
    await page.getByText('The proxy does not answer.').waitFor();
    await check('failing');
    await page.unroute('**/v1/products?*');
    await page.getByRole('button', {name: 'Try again'}).click();

    await results(page).filter({hasText: 'Field Notebook'}).click();
    await preview(page).getByRole('link').first().waitFor();
    await check('a button');
    const text = page.locator('.field input[maxlength="40"]');
    await text.fill('a <b');
    await page.getByText('The store does not take this text').waitFor();
    await check('a text that the store does not take');
    await text.fill('For Ana');
    await page.getByLabel('Choose a colour').check();
    await page.getByRole('button', {name: 'Copy the HTML'}).click();
    await page.getByText('Copied. Paste').waitFor();
    await check('copied');
    for (const name of ['Link', 'Card', 'For an e-mail']) {
      await look(page, name).check();
      await preview(page).getByRole('link').first().waitFor();
      await check(name);
    }
    await page.getByLabel('Where do you write?').selectOption('Ghost');
    await check('one editor');

    for (const [id, words] of [
      ['520', 'This product is sold out now'],
      ['532', 'the cart cannot carry it'],
    ] as const) {
      await page.getByRole('button', {name: 'Choose another'}).click();
      await page.getByLabel('Name or number').fill(id);
      await page.getByText('1 product found.').waitFor();
      await results(page).first().click();
      await page.getByText(words).waitFor();
      await look(page, 'Button').check();
      await preview(page).getByRole('link').first().waitFor();
      await check(words);
    }
    await page.emulateMedia({forcedColors: 'active'});
    await check('forced colours');
    assert.deepEqual(
      complaints.filter((one) => !one.includes('ERR_FAILED')),
      [],
    );
    console.log(`axe saw ${states} states of the studio.`);
  });

  it('fits: nothing scrolls sideways, also with text twice as large, and what is pressed is large enough', async () => {
    const {page} = await open();
    const measure = async (state: string): Promise<void> => {
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({width, height: 900});
        for (const size of ['100%', '200%']) {
          await page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), size);
          const {content, room} = await page.evaluate(() => ({
            content: document.documentElement.scrollWidth,
            room: innerWidth,
          }));
          assert.ok(content <= room, `${state}, ${width} px, ${size}: ${content} px wide`);
        }
        await page.evaluate(() => (document.documentElement.style.fontSize = ''));
        const small = await page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('button, select, input, textarea')].flatMap((one) => {
            // A box to tick is pressed by its label, too.
            const target = one.closest('label') ?? one;
            const {width: across, height} = target.getBoundingClientRect();
            return across >= 44 && height >= 44 ? [] : [`${one.outerHTML.slice(0, 80)} ${across}×${height}`];
          }),
        );
        assert.deepEqual(small, [], `${state}, ${width} px`);
      }
    };
    await measure('products');
    for (const [id, name] of [
      ['523', 'Letterpress Correspondence'],
      ['534', 'Rain Jacket'],
    ] as const) {
      await page.getByLabel('Name or number').fill(id);
      await results(page).filter({hasText: name}).click();
      for (const one of ['Link', 'Button', 'Card', 'For an e-mail']) {
        await look(page, one).check();
        await measure(`${name}, ${one}`);
      }
      await page.getByRole('button', {name: 'Choose another'}).click();
    }
  });
});

describe('a studio that is opened at another address than the public one', () => {
  it('makes snippets for the public one, and says why the preview has no cart', async () => {
    const scene = await openScene([], {PUSHCART_STUDIO: '1', PUSHCART_PUBLIC_URL: 'https://cart.invalid/shop'});
    try {
      const {page} = await scene.visit(`${scene.proxy.url}/studio#511`);
      const link = page.getByRole('link', {name: 'https://cart.invalid/shop/studio'});
      await link.waitFor();
      await page.getByText('The script of the proxy did not load').waitFor();
      await preview(page).getByRole('link', {name: 'Add to cart: Harbor Mug'}).waitFor();
      assert.equal(await page.locator('#copy-address').inputValue(), 'https://cart.invalid/shop/buy/511');
    } finally {
      await scene.close();
    }
  });
});

describe('a proxy without the studio', () => {
  it('has nothing at its address', async () => {
    const scene = await openScene();
    try {
      for (const path of ['/studio', '/studio/preview', '/studio/studio.js']) {
        assert.equal((await fetch(scene.proxy.url + path)).status, 404, path);
      }
    } finally {
      await scene.close();
    }
  });
});
