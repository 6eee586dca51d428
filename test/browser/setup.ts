/** Pages with the embed on them, each in a frame of its own, against a shop that is really there. */
import {executeServerCommand} from '@web/test-runner-commands';
import type * as Axe from 'axe-core';
import type {CartState} from '../../src/cart/state.js';
import type {ShopCommands} from '../helpers/shops-plugin.js';

type Answer<Name extends keyof ShopCommands> = ShopCommands[Name]['answer'];

/** Tells this file's shop something; see `ShopCommands`. */
export const tellShop = <Name extends keyof ShopCommands>(
  name: Name,
  payload?: ShopCommands[Name]['payload'],
): Promise<Answer<Name>> => executeServerCommand<Answer<Name>, ShopCommands[Name]['payload']>(name, payload);

export interface TestPage {
  readonly proxy: string;
  readonly window: Window & typeof globalThis;
  readonly document: Document;
  /** The element's shadow root, or the frame's own element if there is no such thing in it. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as `querySelector` does it
  find<E extends Element = HTMLElement>(path: string): E;
  /** Waits until something is so, frame by frame. */
  until<T>(what: () => T | undefined | null | false): Promise<T>;
  /** Waits until the cart is in this state, and the elements that show it are there. */
  settled(status: CartState['status']): Promise<CartState>;
  /** Everything that axe finds wrong, a sentence each. */
  audit(): Promise<string[]>;
  close(): void;
}

const agent = navigator.userAgent;
/** Where this test runs. What an engine cannot do is named by the test that is skipped or differs because of it. */
export const engine: 'chromium' | 'firefox' | 'webkit' = /Firefox/.test(agent)
  ? 'firefox'
  : /Chrome/.test(agent)
    ? 'chromium'
    : 'webkit';

let proxy: string | undefined;
let isFromNpm = false;

/** From here on pages have no script tag: they use the npm library, with the real Lit. */
export function useLibrary(): void {
  isFromNpm = true;
}

/** A shop for this file: the first call opens it. */
export async function openShop(): Promise<string> {
  proxy ??= (await tellShop('shop:open')).proxy;
  return proxy;
}

/**
 * A page with this body and the script tag on it, loaded from the proxy as any blog would.
 *
 * @param attributes Of the script tag.
 */
export async function openPage(body: string, attributes: Record<string, string> = {}): Promise<TestPage> {
  const address = await openShop();
  localStorage.clear();
  const frame = document.createElement('iframe');
  frame.title = 'The page under test';
  frame.style.cssText = 'border:0;inline-size:100%;block-size:800px';
  frame.src = '/__page';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
  document.body.append(frame);
  await loaded;
  const view = frame.contentWindow as Window & typeof globalThis;
  view.focus();
  const page = view.document;
  const main = page.createElement('main');
  main.innerHTML = `<h1>A page</h1>${body.replaceAll('{proxy}', address)}`;
  page.body.append(main);
  const script = page.createElement('script');
  script.type = 'module';
  if (isFromNpm) {
    const settings = Object.entries(attributes).map(([name, value]) => [name.replace('data-', ''), value]);
    const options = JSON.stringify({proxy: address, ...Object.fromEntries(settings)});
    script.textContent = `import {definePushcart} from '/dist/lib/index.js'; definePushcart(${options}); dispatchEvent(new Event('started'));`;
  } else script.src = `${address}/pushcart.js`;
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  const started = new Promise((resolve) =>
    isFromNpm
      ? view.addEventListener('started', resolve, {once: true})
      : script.addEventListener('load', resolve, {once: true}),
  );
  page.head.append(script);
  await started;

  /** `a > b` in the light tree; ` >>> ` steps into a shadow root. */
  const seek = (path: string): Element | null => {
    let root: ParentNode = page;
    let found: Element | null = null;
    for (const step of path.split(' >>> ')) {
      found = root.querySelector(step);
      if (!found) return null;
      root = found.shadowRoot ?? found;
    }
    return found;
  };
  const until = async <T>(what: () => T | undefined | null | false): Promise<T> => {
    const deadline = performance.now() + 15_000;
    for (;;) {
      const value = what();
      if (value) return value;
      if (performance.now() > deadline) throw new Error(`Never came true: ${what.toString()}`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  };

  return {
    proxy: address,
    window: view,
    document: page,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as `querySelector` does it
    find<E extends Element>(path: string): E {
      const found = seek(path);
      if (!found) throw new Error(`There is no ${path} on the page.`);
      return found as E;
    },
    until,
    async settled(status) {
      await until(() => view.Pushcart?.getState().status === status);
      const carts = [...page.querySelectorAll('pushcart-cart')];
      await until(() => carts.every((cart) => cart.shadowRoot?.childElementCount));
      return view.Pushcart!.getState();
    },
    async audit() {
      if (!('axe' in view)) {
        const axe = page.createElement('script');
        axe.src = '/node_modules/axe-core/axe.min.js';
        const ready = new Promise((resolve) => axe.addEventListener('load', resolve, {once: true}));
        page.head.append(axe);
        await ready;
      }
      const {axe} = view as unknown as {axe: typeof Axe};
      const {violations} = await axe.run(page, {resultTypes: ['violations']});
      return violations.map(
        ({id, help, nodes}) => `${id}: ${help} (${nodes.map(({target}) => target.join(' ')).join(', ')})`,
      );
    },
    close() {
      view.localStorage.clear();
      frame.remove();
    },
  };
}

/** Runs a test on a page and takes the page away afterwards, whatever became of the test. */
export async function onPage(
  body: string,
  run: (page: TestPage) => Promise<void>,
  attributes?: Record<string, string>,
): Promise<void> {
  const page = await openPage(body, attributes);
  try {
    await run(page);
  } finally {
    page.close();
    await tellShop('shop:heal');
  }
}
