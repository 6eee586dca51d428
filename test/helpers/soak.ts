/**
 * A soak: shoppers come without end, each with the page's own cart, over real HTTP, to a store that fails all the time.
 * Then the faults end, everybody checks out, and the store's carts are compared with what each of them wished.
 */
import {createCatalogue} from '../../src/cart/catalogue.js';
import {createClient} from '../../src/cart/client.js';
import {createWishes} from '../../src/cart/wishes.js';
import type {ChosenOption} from '../../src/contract/wire.js';
import {catalogue, type Product, type Sandbox} from '../../src/sandbox/index.js';
import {pageOrigin} from './environment.js';
import {faultKinds} from './play.js';

interface Ware {
  readonly catalogId: number;
  readonly options?: readonly ChosenOption[];
}

const wares: readonly Ware[] = [
  {catalogId: 511},
  {catalogId: 514},
  {catalogId: 515},
  {catalogId: 521},
  ...[402, 401].map((size) => ({
    catalogId: 510,
    options: [
      {setId: 81, optionId: size},
      {setId: 82, optionId: 412},
    ],
  })),
];
/** What is sold never runs out: a quantity that the store lowers is no wish that was lost. */
export const soakCatalogue: readonly Product[] = catalogue.map((product) => ({
  ...product,
  stock: 1_000_000,
  combinations: product.combinations.map((combination) => ({...combination, stock: 1_000_000})),
}));

type Goods = ReadonlyMap<string, number>;
const nameOf = (catalogId: number, options: readonly number[]): string => `${catalogId} (${options.join()})`;

interface Shopper {
  readonly index: number;
  readonly wishes: Map<string, number>;
  checkoutUrl: string | undefined;
}

export interface SoakOptions {
  /** Or where the next request goes. */
  readonly proxyUrl: string | (() => string);
  readonly sandbox: Sandbox;
  /** During how long the store fails and new shoppers come. */
  readonly ms: number;
  /** How many shop at a time. */
  readonly crowd: number;
  /** A fault is ordered every so often, in ms; undefined: none. */
  readonly faultEveryMs: number | undefined;
}

export interface SoakFigures {
  readonly shoppers: number;
  readonly requests: number;
  /** Answers of the proxy that were no cart, by code. */
  readonly problems: ReadonlyMap<string, number>;
  /** How often each fault struck. */
  readonly struck: ReadonlyMap<string, number>;
  readonly storeCalls: number;
  /** Calls that the store's own bucket turned away. */
  readonly throttled: number;
  /** Sentences: whose wishes are not what the store's cart holds. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const between = (low: number, high: number): number => low + Math.random() * (high - low);
const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!;
/** After the faults everybody is served in this time, or something is stuck. */
const PATIENCE_MS = 8 * 60_000;
const writes = ['POST /Cart ', '/Item', 'PUT', 'DELETE'];
/** The longest that a write is held back, so that it lands when nobody expects it any more. */
const LATEST_MS = 20_000;

export async function soak({proxyUrl, sandbox, ms, crowd, faultEveryMs}: SoakOptions): Promise<SoakFigures> {
  const shoppers: Shopper[] = [];
  const problems = new Map<string, number>();
  let requests = 0;
  const ownFetch = globalThis.fetch;
  letPagesGo();
  // The page's requests, each shopper from a page and an address of its own.
  globalThis.fetch = async (input, init) => {
    const address = new URL(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url);
    const index = /^(\d+)\.page\.example$/.exec(address.hostname)?.[1];
    if (index === undefined) return ownFetch(input, init);
    requests += 1;
    const headers = new Headers(init?.headers);
    headers.set('Origin', pageOrigin);
    headers.set('X-Forwarded-For', `10.${Number(index) >> 16}.${(Number(index) >> 8) & 255}.${Number(index) & 255}`);
    const response = await ownFetch(
      `${typeof proxyUrl === 'string' ? proxyUrl : proxyUrl()}${address.pathname}${address.search}`,
      {...init, headers},
    );
    if (response.status >= 400) {
      const {code} = (await response.clone().json()) as {code: string};
      problems.set(code, (problems.get(code) ?? 0) + 1);
    }
    return response;
  };

  const calls = watchCalls(sandbox);
  const end = Date.now() + ms;
  async function shop(): Promise<void> {
    while (Date.now() < end) {
      const shopper: Shopper = {index: shoppers.length, wishes: new Map(), checkoutUrl: undefined};
      shoppers.push(shopper);
      await shopFor(shopper, () => Date.now() >= end);
    }
  }
  async function fail(): Promise<void> {
    while (faultEveryMs !== undefined && Date.now() < end) {
      const kind = pick(faultKinds);
      // Writes that are lost, or land when nobody expects them any more, are what carts go wrong by.
      const isOfWrites = kind === 'late' || kind === 'dropAfterWrite' || kind === 'slow';
      sandbox.addFault({
        match: pick(isOfWrites ? writes : ['*', '/Cart', 'GET', ...writes]),
        kind,
        times: pick([1, 1, 2, 3]),
        ms: Math.round(Math.random() < 0.5 ? between(100, 1000) : between(1000, LATEST_MS)),
      });
      await sleep(between(0, 2 * faultEveryMs));
    }
    sandbox.clearFaults();
  }
  try {
    const all = Promise.all([fail(), ...Array.from({length: crowd}, shop)]);
    await Promise.race([all, sleep(ms + PATIENCE_MS)]);
    // What was held back lands.
    if (faultEveryMs !== undefined) await sleep(LATEST_MS);
  } finally {
    globalThis.fetch = ownFetch;
    calls.stop();
  }
  return {shoppers: shoppers.length, requests, problems, ...calls.read(), ...compare(sandbox, shoppers)};
}

/** The pages of shoppers who have left stay open, and ask on: that keeps no process. The store that listens does. */
function letPagesGo(): void {
  const {setTimeout} = globalThis;
  // With what the run is given: `fetch` itself hands its parser to such a timer.
  const unheld = <T extends unknown[]>(run: (...given: T) => void, ms?: number, ...given: T) =>
    setTimeout(run, ms, ...given).unref();
  globalThis.setTimeout = Object.assign(unheld, setTimeout) as typeof setTimeout;
}

/** One shopper, from the first look to the store's checkout. */
async function shopFor(shopper: Shopper, isOver: () => boolean): Promise<void> {
  const proxy = `http://${shopper.index}.page.example/`;
  const pause = (low: number, high: number): Promise<void> => sleep(isOver() ? 0 : between(low, high));
  const products = createCatalogue(proxy, () => wares.map(({catalogId}) => catalogId));
  const page = createWishes('cart', undefined, () => Date.now());
  let left = (): void => undefined;
  const gone = new Promise<void>((resolve) => (left = resolve));
  const cart = createClient({
    proxy,
    wishes: page,
    catalogue: products,
    go(url) {
      shopper.checkoutUrl = url;
      left();
    },
    report: () => undefined,
  });
  const note = (ware: Ware, quantity: number): void => {
    const name = nameOf(ware.catalogId, ware.options?.map(({optionId}) => optionId) ?? []);
    if (quantity === 0) shopper.wishes.delete(name);
    else shopper.wishes.set(name, quantity);
  };

  const chosen = [...wares].sort(() => Math.random() - 0.5).slice(0, 3);
  const ids = new Map<Ware, string>();
  for (const ware of chosen) {
    const quantity = Math.ceil(Math.random() * 3);
    ids.set(ware, cart.add({...ware, quantity}));
    note(ware, quantity);
    await pause(500, 6000);
  }
  const [first, second] = chosen;
  if (first && Math.random() < 0.5) {
    cart.setQuantity(ids.get(first)!, 4);
    note(first, 4);
    await pause(0, 4000);
  }
  if (second && Math.random() < 0.3) {
    cart.remove(ids.get(second)!);
    note(second, 0);
    await pause(0, 4000);
  }
  const stop = cart.subscribe((state) => {
    // Who is told of a failure, or of a change, presses again.
    if (shopper.checkoutUrl === undefined && (state.status === 'changed' || state.status === 'failed'))
      setTimeout(() => void cart.checkout(), 2000);
  });
  void cart.checkout();
  await gone;
  stop();
}

/** The sandbox remembers its newest calls alone, so they are counted as they come. */
function watchCalls(sandbox: Sandbox) {
  const struck = new Map<string, number>();
  let storeCalls = 0;
  let last = 0;
  const count = (until: number): void => {
    for (const {at, kind} of sandbox.snapshot().calls) {
      if (at <= last || at > until) continue;
      storeCalls += 1;
      if (kind !== 'answered') struck.set(kind, (struck.get(kind) ?? 0) + 1);
    }
    last = until;
  };
  // What became of a call is known a while after it came.
  const timer = setInterval(() => count(Date.now() - 30_000), 30_000);
  return {
    stop: () => clearInterval(timer),
    read() {
      count(Date.now());
      return {storeCalls, struck, throttled: struck.get('throttled') ?? 0};
    },
  };
}

function compare(sandbox: Sandbox, shoppers: readonly Shopper[]): Pick<SoakFigures, 'lost' | 'doubled'> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const {carts} = sandbox.snapshot();
  const unpaid = new Set(carts);
  for (const {index, wishes, checkoutUrl} of shoppers) {
    const cart = carts.find(({CheckoutURL}) => CheckoutURL === checkoutUrl);
    if (cart) unpaid.delete(cart);
    const held: Goods = (cart?.CartItemList ?? []).reduce((goods, {CatalogID, ItemOptions, ItemQuantity}) => {
      const name = nameOf(
        CatalogID,
        ItemOptions.map(({OptionID}) => OptionID),
      );
      return goods.set(name, (goods.get(name) ?? 0) + ItemQuantity);
    }, new Map<string, number>());
    for (const name of new Set([...wishes.keys(), ...held.keys()])) {
      const [wished = 0, has = 0] = [wishes.get(name), held.get(name)];
      const sentence = `shopper ${index} wished ${wished} of ${name} and has ${has}${checkoutUrl ? '' : ', and never got to checkout'}`;
      if (has < wished) lost.push(sentence);
      if (has > wished) doubled.push(sentence);
    }
  }
  // A cart whose making was not heard of is left empty.
  for (const {OrderKey, CartItemList} of unpaid)
    if (CartItemList.length > 0)
      doubled.push(`a cart that nobody was sent to, ${OrderKey.slice(0, 4)}…, holds ${CartItemList.length} lines`);
  return {lost, doubled};
}
