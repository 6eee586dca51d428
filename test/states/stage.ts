/** A page on which a state is reached: by what a shopper does, by what the sandbox does, or by what the network does. */
import type {Page, Route} from 'playwright-core';
import type {Addition, CartState} from '../../src/cart/state.js';
import type {CartAnswer, CartRequest, ProductsAnswer} from '../../src/contract/wire.js';
import type {Scene} from '../e2e/setup.js';

/** What becomes of a request: an answer, none as long as the page waits, or a broken connection. */
type Outcome<Answer> = Answer | 'held' | 'cut';

export interface Stage {
  readonly scene: Scene;
  readonly page: Page;
  /** Adds, by the page's own script, one after another. */
  add(...additions: readonly Addition[]): Promise<void>;
  /** Waits until the cart says so. */
  until(...statuses: readonly CartState['status'][]): Promise<void>;
  /** Lets some seconds pass. Until then no time of two seconds and more does: a state stays what it is. */
  pass(seconds: number): Promise<void>;
  /** The rest of `POST /v1/cart`, as the network would have it; `send` asks the real proxy. */
  carts(
    outcome: (asked: CartRequest, send: (asked: CartRequest) => Promise<CartAnswer>) => Promise<Outcome<CartAnswer>>,
  ): Promise<void>;
  /** The rest of `GET /v1/products`. */
  products(outcome: (send: () => Promise<ProductsAnswer>) => Promise<Outcome<ProductsAnswer>>): Promise<void>;
}

declare global {
  /** Timers of two seconds and more that wait for `pass()`. */
  var heldTimers: Map<number, {readonly run: () => void; readonly ms: number}>;
}

/** Installed before the page's own scripts: a state must not end while it is looked at. */
const holdTimers = `
  globalThis.__name ??= (value) => value;
  globalThis.heldTimers = new Map();
  {
    const {setTimeout, clearTimeout} = globalThis;
    globalThis.setTimeout = (run, ms = 0, ...rest) => {
      if (!(ms >= 2000)) return setTimeout(run, ms, ...rest);
      const id = setTimeout(() => {}, 0);
      heldTimers.set(id, {run, ms});
      return id;
    };
    globalThis.clearTimeout = (id) => { heldTimers.delete(id); clearTimeout(id); };
  }`;

export interface StagePage {
  readonly body: string;
  /** Of the script tag. */
  readonly tag?: Readonly<Record<string, string>>;
  /** Before the page is loaded. */
  readonly before?: (stage: Stage) => Promise<void>;
}

let pages = 0;

/** Opens a page with nothing remembered. Close its context when it was looked at. */
export async function openStage(scene: Scene, {body, tag = {}, before}: StagePage): Promise<Stage> {
  const attributes = Object.entries(tag).map(([name, value]) => ` ${name}="${value}"`);
  const path = `/state-${pages++}`;
  scene.pages.put(path, {
    body: `<!doctype html><html lang="en"><head><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{color-scheme:light dark}body{margin:16px;font-family:system-ui,sans-serif}pushcart-product{max-width:24em;margin-block:16px}</style>
<script type="module" src="${scene.proxy.url}/pushcart.js"${attributes.join('')}></script></head>
<body><main><h1>A page</h1>${body.replaceAll('{proxy}', scene.proxy.url)}</main></body></html>`,
  });
  const context = await scene.browser.newContext({reducedMotion: 'reduce', viewport: {width: 390, height: 844}});
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(holdTimers);

  const answer = async <T>(route: Route, outcome: Outcome<T>): Promise<void> => {
    if (outcome === 'cut') return route.abort();
    // What is held stays open until the page is closed.
    if (outcome === 'held') return;
    await route.fulfill({json: outcome, headers: {'Access-Control-Allow-Origin': '*'}});
  };
  const stage: Stage = {
    scene,
    page,
    add: (...additions) =>
      page.evaluate((all) => {
        for (const one of all) globalThis.Pushcart?.add(one);
      }, additions),
    until: async (...statuses) => {
      await page.waitForFunction((all) => all.includes(globalThis.Pushcart?.getState().status ?? 'empty'), statuses);
    },
    pass: (seconds) =>
      page.evaluate((most) => {
        for (const [id, {run, ms}] of [...heldTimers]) if (ms <= most && heldTimers.delete(id)) run();
      }, seconds * 1000),
    async carts(outcome) {
      await page.route('**/v1/cart', async (route) => {
        const send = async (asked: CartRequest) =>
          (await (await route.fetch({postData: JSON.stringify(asked)})).json()) as CartAnswer;
        await answer(route, await outcome(route.request().postDataJSON() as CartRequest, send));
      });
    },
    async products(outcome) {
      await page.route('**/v1/products?*', async (route) => {
        await answer(route, await outcome(async () => (await (await route.fetch()).json()) as ProductsAnswer));
      });
    },
  };
  await before?.(stage);
  await page.goto(scene.pages.url + path);
  return stage;
}
