/** Pages of a test's own, and buying on them. */
import type {BrowserContextOptions, FrameLocator, Page} from 'playwright-core';
import type {Scene, Visit} from './setup.js';

export interface PageSetup {
  /** The whole document, or what stands in its body. `{proxy}` is the proxy's address. */
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Scripts and pages beside it, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly options?: BrowserContextOptions;
  /** Where it is opened, with a query perhaps. Default `/`. */
  readonly path?: string;
}

export const tag = '<script type="module" src="{proxy}/pushcart.js"></script>';
/** A card with options, a link without, a count and the cart: everything that a page can have. */
export const everything = `<h1>A page</h1>
<p><a id="mug" href="{proxy}/buy/511">the mug</a></p>
<pushcart-product catalog-id="510"><a href="{proxy}/buy/510">River Tee</a></pushcart-product>
<p><pushcart-count>Cart</pushcart-count></p>
<pushcart-cart display="inline"></pushcart-cart>`;

/** Opens a page as a reader would who has nothing stored. */
export async function openPage(
  scene: Scene,
  {html, headers = {}, files = {}, options, path: at = '/'}: PageSetup,
): Promise<Visit> {
  const put = (text: string): string => text.replaceAll('{proxy}', scene.proxy.url);
  const body = html.includes('<!doctype') ? html : `<!doctype html><html lang="en"><title>A page</title><body>${html}`;
  scene.pages.put('/', {body: put(body), headers});
  for (const [path, text] of Object.entries(files)) scene.pages.put(path, {body: put(text)});
  return scene.visit(scene.pages.url + at, options);
}

export const ready = (page: Page) => page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');

/** Chooses on the card, and adds. */
export async function addTee(page: Page | FrameLocator): Promise<void> {
  const card = page.locator('pushcart-product');
  await card.getByLabel('Size').selectOption({label: 'Medium'});
  await card.getByLabel('Slate').check();
  await card.getByRole('button', {name: 'Add to cart'}).click();
}

/** Buys a tee by its card and a mug by its link, and stands at the store's checkout with both. */
export async function buyEverything(scene: Scene, page: Page): Promise<void> {
  const drawer = page.locator('pushcart-drawer dialog');
  await page.locator('#mug').click();
  await drawer.waitFor();
  await ready(page);
  await page.keyboard.press('Escape');
  await addTee(page);
  await ready(page);
  await drawer.locator('[part=line] img').nth(1).waitFor();
  await drawer.getByRole('button', {name: 'Checkout'}).click();
  await page.waitForURL(`${scene.sandbox.url}/**`);
  const shown = JSON.stringify(await bought(page));
  if (shown !== '[["511","1"],["510","1"]]') throw new Error(`At checkout there was ${shown}.`);
}

/** What stands on the store's checkout page: product and quantity. */
export const bought = (page: Page): Promise<(string | null)[][]> =>
  page
    .locator('[data-catalog-id]')
    .evaluateAll((rows) => rows.map((row) => [row.getAttribute('data-catalog-id'), row.getAttribute('data-quantity')]));
