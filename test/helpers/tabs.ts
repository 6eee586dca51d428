/** Tabs of one browser with the page's own cart in each, before the real proxy and sandbox, in virtual time. */
import {mock} from 'node:test';
import {createCatalogue} from '../../src/cart/catalogue.js';
import {createClient, type CartClient} from '../../src/cart/client.js';
import {createWishes} from '../../src/cart/wishes.js';
import {pageOrigin} from './environment.js';
import {untilIdle} from './idle.js';
import type {Shop} from './shop.js';

/** What becomes of a request on its way: `slow` waits for `deliver()`, `twice` arrives in two copies. */
export type Fate = 'well' | 'lost' | 'answerLost' | 'slow' | 'twice';

const proxyUrl = 'https://cart.example/';
const storageKey = 'cart';

/** Call `close()` when done: timers and `fetch` of this process are the browser's until then. */
export function openBrowser(shop: Shop, fateOf: () => Fate = () => 'well') {
  mock.timers.enable({apis: ['setTimeout']});
  const items = new Map<string, string>();
  const held: (() => void)[] = [];
  const bodies: string[] = [];
  const gone: string[] = [];
  const listeners = new Map<number, ((event: {key: string | null}) => void)[]>();

  const toProxy = (request: Request): Promise<Response> => shop.send(request);
  const {mock: fetching} = mock.method(globalThis, 'fetch', async (address: string, init: RequestInit = {}) => {
    const headers = {...(init.headers as Record<string, string> | undefined), Origin: pageOrigin};
    // The browser's own time limit runs in real time, which stands still here.
    const request = (): Request => new Request(address, {...init, headers, signal: null});
    if (init.method !== 'POST') return toProxy(request());
    bodies.push(init.body as string);
    switch (fateOf()) {
      case 'lost':
        throw new TypeError('network');
      case 'answerLost':
        await toProxy(request());
        throw new TypeError('network');
      case 'slow':
        await new Promise<void>((resolve) => held.push(resolve));
        return toProxy(request());
      case 'twice': {
        const first = toProxy(request());
        await toProxy(request());
        return first;
      }
      case 'well':
        return toProxy(request());
    }
  });

  /** Opens a page in a tab, in place of what was there. */
  function load(tab: number): CartClient {
    const own: ((event: {key: string | null}) => void)[] = [];
    listeners.set(tab, own);
    const host = globalThis as {addEventListener?: unknown};
    host.addEventListener = (type: string, listener: (event: {key: string | null}) => void) => {
      if (type === 'storage') own.push(listener);
    };
    const tell = (key: string): void => {
      setImmediate(() => {
        for (const other of listeners.values()) if (other !== own) for (const listener of other) listener({key});
      });
    };
    const cart = createClient({
      proxy: proxyUrl,
      wishes: createWishes(
        storageKey,
        {
          getItem: (key) => items.get(key) ?? null,
          setItem(key, text) {
            // A page that was closed writes no more.
            if (listeners.get(tab) !== own) return;
            items.set(key, text);
            tell(key);
          },
          removeItem(key) {
            if (listeners.get(tab) !== own || !items.delete(key)) return;
            tell(key);
          },
        },
        () => shop.clock.now(),
      ),
      catalogue: createCatalogue(proxyUrl),
      go: (url) => void gone.push(url),
      report: () => undefined,
    });
    delete host.addEventListener;
    return cart;
  }

  const deliver = (): void => held.splice(0).forEach((resolve) => resolve());

  return {
    items,
    storageKey,
    /** Bodies of all requests for a cart. */
    bodies,
    /** Addresses that pages left for. */
    gone,
    load,
    deliver,
    /** Lets time pass, for the pages and for the shop. */
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 250) {
        mock.timers.tick(250);
        await shop.clock.advance(250);
      }
      await untilIdle();
    },
    close(): void {
      deliver();
      mock.timers.reset();
      fetching.restore();
    },
  };
}
