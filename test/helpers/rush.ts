/**
 * A rush: shoppers come, each adds three products, some press checkout. Played on virtual time with the page's own
 * cart, the real proxy and the real sandbox with its real bucket, so that what comes out are counts and virtual
 * seconds, the same on every machine. Beside it, in a sandbox of its own, a client that does not plan.
 */
import {createCatalogue} from '../../src/cart/catalogue.js';
import {createClient} from '../../src/cart/client.js';
import {createWishes} from '../../src/cart/wishes.js';
import {ProductsAnswer} from '../../src/contract/wire.js';
import {createBudget, type Claim} from '../../src/threedcart/index.js';
import {createSandboxStore} from '../../src/sandbox/index.js';
import {VirtualClock} from './clock.js';
import {pageOrigin, storeKeys, storeUrl} from './environment.js';
import {onVirtualTime} from './page-time.js';
import {openShop} from './shop.js';

export interface RushPlan {
  readonly name: string;
  readonly shoppers: number;
  readonly buyers: number;
  /** During how long shoppers come, in seconds. */
  readonly arrivalSeconds: number;
  /** When a buyer presses, in seconds; nobody presses before his products are in the cart. */
  readonly pressesAt: (buyer: number, random: () => number) => number;
  /** The proxy makes no cart before the button is pressed. */
  readonly createAtCheckout?: boolean;
  /** What is promised of the waits, in seconds. */
  readonly bounds: {readonly last?: number; readonly p99?: number};
}

/**
 * The rushes that are promised to go well.
 *
 * @param scale 1 is 500 shoppers of whom 150 buy; less is the same with fewer, in proportion.
 */
export function planRushes(scale = 1): RushPlan[] {
  const crowd = {shoppers: Math.round(500 * scale), buyers: Math.round(150 * scale)};
  const atOnce = {arrivalSeconds: 60 * scale, pressesAt: () => 40 + 60 * scale};
  const bounds = {last: 380 * scale};
  return [
    {name: 'all press at once', ...crowd, ...atOnce, bounds},
    {name: 'all press at once, PUSHCART_CREATE=checkout', ...crowd, ...atOnce, createAtCheckout: true, bounds},
    {
      name: `spread over ${600 * scale} seconds`,
      ...crowd,
      arrivalSeconds: 600 * scale,
      pressesAt: (_, random) => 60 + random() * 600 * scale,
      bounds: {p99: 15},
    },
  ];
}

/** What a reader of a newsletter puts into the cart, one after another. */
const wares = [511, 514, 515, 521];
/** To make it, a line each, and to read it. */
const CALLS_EACH = 1 + 3 + 1;
/** A cart that was begun longer ago is read before it is written. */
const TRUST_MS = 2 * 60_000;
/** The store takes this long for an answer. */
const LATENCY_MS = 150;
/** The store's documented bucket. */
const BUCKET = {capacity: 50, leakPerSecond: 2};
/** After so long a run ends, served or not. */
const PATIENCE_MS = 40 * 60_000;

/** One shopper's way, the same for both clients. Times in ms from the start. */
interface Shopper {
  readonly index: number;
  readonly adds: readonly {readonly at: number; readonly catalogId: number; readonly quantity: number}[];
  /** Undefined for those who only look. */
  readonly pressesAt: number | undefined;
}

export interface Figures {
  readonly buyers: number;
  readonly served: number;
  /** From pressing to being at the store's checkout, in seconds. */
  readonly waits: {readonly median: number; readonly p99: number; readonly last: number};
  readonly storeCalls: number;
  /** Calls that the store turned away. */
  readonly throttled: number;
  /** Carts at the store's checkout that are not what their shopper wants. */
  readonly wrongCarts: number;
}

export interface OurFigures extends Figures {
  /** How many buyers' carts cost so many calls, from the first add to the checkout address. */
  readonly callsPerBuyer: ReadonlyMap<number, number>;
  /** Carts that cost more than making, one call a line, and a read; one read more where the cart had grown old. */
  readonly dearCarts: number;
  /** Calls for a cart, counted from the press on. */
  readonly callsAfterPress: ReadonlyMap<number, number>;
  /** Of the store's two calls a second, while a checkout was waiting for one; 1 if none had to. */
  readonly usedWhileQueued: number;
  /** How long a checkout was waiting for a call, in seconds, all together. */
  readonly queuedSeconds: number;
  /** Page loads that did not get all products at once, with the cache's permission. */
  readonly slowProducts: number;
  readonly productRequests: number;
  readonly cartRequests: number;
  /** Answers that were `pending` without prices. */
  readonly unpriced: number;
}

/** Numbers from 0 to 1 that are the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function planShoppers(plan: RushPlan): Shopper[] {
  const random = createRandom(7);
  return Array.from({length: plan.shoppers}, (_, index) => {
    const isBuyer = index < plan.buyers;
    const pressesAt = isBuyer ? Math.round(plan.pressesAt(index, random) * 1000) : undefined;
    const gaps = [0, 1, 2].map(() => 3000 + random() * 12_000);
    const browsing = gaps.reduce((sum, gap) => sum + gap, 0);
    // Whoever buys has come early enough to have three products in the cart.
    const latest = pressesAt === undefined ? plan.arrivalSeconds * 1000 : Math.max(0, pressesAt - browsing);
    let at = random() * Math.min(latest, plan.arrivalSeconds * 1000);
    const adds = gaps.map((gap, step) => {
      at += gap;
      return {
        at: Math.min(Math.round(at), (pressesAt ?? Infinity) - 1),
        catalogId: wares[(index + step) % wares.length] ?? 511,
        quantity: 1 + Math.floor(random() * 2),
      };
    });
    return {index, adds, pressesAt};
  });
}

const toWaits = (waits: readonly number[]): Figures['waits'] => {
  const sorted = [...waits].sort((a, b) => a - b);
  const at = (share: number): number => (sorted[Math.ceil(sorted.length * share) - 1] ?? Infinity) / 1000;
  return {median: at(0.5), p99: at(0.99), last: at(1)};
};

const toKey = (goods: Iterable<{readonly catalogId: number; readonly quantity: number}>): string =>
  [...goods]
    .map(({catalogId, quantity}) => `${catalogId}×${quantity}`)
    .sort()
    .join(' ');

const countEach = (numbers: Iterable<number>): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const number of [...numbers].sort((a, b) => a - b)) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
};

/** Adds up for how long something was the case, and what happened meanwhile. */
function createStopwatch(clock: VirtualClock) {
  let since: number | undefined;
  let ms = 0;
  let events = 0;
  return {
    set(is: boolean): void {
      if (is && since === undefined) since = clock.now();
      if (!is && since !== undefined) {
        ms += clock.now() - since;
        since = undefined;
      }
    },
    note(): void {
      if (since !== undefined) events += 1;
    },
    read: () => ({ms: ms + (since === undefined ? 0 : clock.now() - since), events}),
  };
}

export async function playRush(plan: RushPlan): Promise<OurFigures> {
  const calls: {readonly at: number; readonly key: string}[] = [];
  let throttled = 0;
  let storeCalls = 0;
  let isOpen = false;

  // Who waits for one of the store's calls in order to check out: in the budget's queue, or sent away for a moment.
  let queued = 0;
  const away = new Set<number>();
  const clock = new VirtualClock();
  const stopwatch = createStopwatch(clock);
  const look = (): void => stopwatch.set(queued + away.size > 0);
  const real = createBudget({capacity: BUCKET.capacity, rate: BUCKET.leakPerSecond, clock});
  const budget = {
    ...real,
    async take(claim: Claim) {
      const isCheckout = claim.for === 'checkout';
      if (isCheckout) queued += 1;
      look();
      const grant = await real.take(claim);
      if (grant === 'granted') stopwatch.note();
      if (isCheckout) queued -= 1;
      look();
      return grant;
    },
  };

  const shop = await openShop({
    clock,
    switches: {throttle: BUCKET},
    environment: plan.createAtCheckout ? {PUSHCART_CREATE: 'checkout'} : {},
    deps: {budget},
    async between(request, next) {
      const response = await next(request);
      if (!isOpen) return response;
      storeCalls += 1;
      if (response.status === 429) throttled += 1;
      const {pathname} = new URL(request.url);
      const [, key] = /\/Cart\/([^/]+)/.exec(pathname) ?? [];
      const made =
        !key && pathname.endsWith('/Cart') && response.ok
          ? ((await response.clone().json()) as {Value: string}[])[0]?.Value
          : undefined;
      if (key ?? made) calls.push({at: clock.now() - LATENCY_MS, key: key ?? made ?? ''});
      return response;
    },
  });
  shop.sandbox.change({latencyMs: LATENCY_MS});
  shop.proxy.start();
  await clock.advance(10_000);
  isOpen = true;

  const start = clock.now();
  const until = (at: number): Promise<void> => clock.sleep(Math.max(0, start + at - clock.now()));
  const shoppers = planShoppers(plan);
  const served = new Map<number, {readonly at: number; readonly url: string}>();
  let unpriced = 0;
  let cartRequests = 0;
  let productRequests = 0;
  let slowProducts = 0;

  /** The page's requests, each shopper from an address of his own. */
  async function toProxy(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const index = Number(url.hostname.split('.')[0]);
    const headers = new Headers(request.headers);
    headers.set('Origin', pageOrigin);
    const asked = clock.now();
    const isCart = url.pathname === '/v1/cart';
    const text = isCart ? await request.text() : undefined;
    away.delete(index);
    look();
    const answer = await shop.proxy.fetch(
      new Request(new URL(url.pathname + url.search, 'https://cart.example'), {
        method: request.method,
        headers,
        signal: request.signal,
        ...(text !== undefined && {body: text}),
      }),
      {address: `10.0.${index >> 8}.${index & 255}`},
    );
    if (!isCart) {
      productRequests += 1;
      const {products, missing} = ProductsAnswer.parse(await answer.clone().json());
      const wanted = url.searchParams.get('ids')?.split(',').length ?? 0;
      const isWhole = answer.status === 200 && products.length === wanted && missing.length === 0;
      if (!isWhole || clock.now() > asked || !answer.headers.has('etag')) slowProducts += 1;
      return answer;
    }
    cartRequests += 1;
    const body = (await answer.clone().json()) as {
      status: string;
      estimated?: true;
      subtotal?: number;
      lines?: unknown[];
    };
    if (body.status === 'pending' && text?.includes('"intent":"checkout"')) away.add(index);
    look();
    if (body.status === 'pending' && !(body.estimated && body.lines?.length && body.subtotal)) unpriced += 1;
    return answer;
  }

  async function shopFor({index, adds, pressesAt}: Shopper): Promise<void> {
    const proxy = `https://${index}.page.example/`;
    await until((adds[0]?.at ?? 0) - 2000);
    const catalogue = createCatalogue(proxy, () => wares);
    const wishes = createWishes('cart', undefined, () => clock.now());
    const cart = createClient({
      proxy,
      wishes,
      catalogue,
      go: (url) => void served.set(index, {at: clock.now(), url}),
      report: () => undefined,
    });
    cart.subscribe((state) => {
      // A shopper who is told of a failure, or of a change, presses again.
      if (pressesAt === undefined || served.has(index)) return;
      if ((state.status === 'failed' && state.during === 'checkout') || state.status === 'changed')
        clock.after(2000, () => void cart.checkout());
    });
    for (const {at, ...ware} of adds) {
      await until(at);
      cart.add(ware);
    }
    if (pressesAt === undefined) return;
    await until(pressesAt);
    void cart.checkout();
  }

  await onVirtualTime(clock, toProxy, async () => {
    const all = shoppers.map(shopFor);
    // Somebody loads a page every second, all through.
    const wander = async (): Promise<void> => {
      while (served.size < plan.buyers) {
        await clock.sleep(1000);
        createCatalogue('https://9999.page.example/', () => wares).get(510);
      }
    };
    const done = Promise.race([Promise.all([...all, wander()]), clock.sleep(PATIENCE_MS)]);
    await clock.run(done);
  });
  shop.proxy.stop();

  const buyers = shoppers.filter(({pressesAt}) => pressesAt !== undefined);
  const carts = shop.carts();
  const keyOf = (url: string): string => carts.find(({OrderKey}) => url.includes(OrderKey))?.OrderKey ?? '';
  const ours = buyers.map(({index, adds, pressesAt = 0}) => {
    const {at, url} = served.get(index) ?? {at: Infinity, url: ''};
    const key = keyOf(url);
    const own = calls.filter((call) => call.key === key && call.at <= at);
    const cart = carts.find(({OrderKey}) => OrderKey === key);
    return {
      wait: at - start - pressesAt,
      calls: own.length,
      isOld: (own.at(-1)?.at ?? 0) - (own[0]?.at ?? 0) > TRUST_MS,
      afterPress: own.filter((call) => call.at >= start + pressesAt).length,
      isRight: cart !== undefined && toKey(shop.toGoods(cart)) === toKey(adds),
    };
  });
  const {ms, events} = stopwatch.read();
  return {
    buyers: buyers.length,
    served: served.size,
    waits: toWaits(ours.map(({wait}) => wait)),
    storeCalls,
    throttled,
    wrongCarts: ours.filter(({isRight}) => !isRight).length,
    callsPerBuyer: countEach(ours.map((one) => one.calls)),
    dearCarts: ours.filter((one) => one.calls > (one.isOld ? 1 : 0) + CALLS_EACH).length,
    callsAfterPress: countEach(ours.map(({afterPress}) => afterPress)),
    usedWhileQueued: ms === 0 ? 1 : events / ((ms / 1000) * BUCKET.leakPerSecond),
    queuedSeconds: ms / 1000,
    slowProducts,
    productRequests,
    cartRequests,
    unpriced,
  };
}

/** What of its promises a rush did not keep, in sentences. */
export function judge({buyers, bounds}: RushPlan, figures: OurFigures): string[] {
  const {last = Infinity, p99 = Infinity} = bounds;
  const {waits} = figures;
  const most = Math.max(...figures.callsAfterPress.keys());
  const promises: readonly (readonly [kept: boolean, otherwise: string])[] = [
    [figures.served === buyers, `${figures.served} of ${buyers} were served`],
    [waits.last <= last, `the last one waited ${waits.last} s, not ${last}`],
    [waits.p99 <= p99, `one in a hundred waited more than ${waits.p99} s, not ${p99}`],
    [most <= CALLS_EACH, `a checkout took ${most} calls after the press`],
    [figures.dearCarts === 0, `${figures.dearCarts} carts cost more than ${CALLS_EACH} calls`],
    [
      figures.usedWhileQueued >= 0.95,
      `only ${figures.usedWhileQueued} of the allowance was used while somebody waited`,
    ],
    [figures.throttled === 0, `the store turned ${figures.throttled} calls away`],
    [figures.wrongCarts === 0, `${figures.wrongCarts} carts are not what was wanted`],
    [figures.slowProducts === 0, `${figures.slowProducts} pages did not get their products at once`],
    [figures.unpriced === 0, `${figures.unpriced} pending answers had no prices`],
  ];
  return promises.flatMap(([kept, otherwise]) => (kept ? [] : [otherwise]));
}

/** The same shoppers with a client that makes the cart at once, reads after each write, and repeats what was refused. */
export async function playUnplanned(plan: RushPlan): Promise<Figures> {
  const clock = new VirtualClock();
  const store = createSandboxStore({
    clock,
    credentials: {secureUrl: storeUrl, ...storeKeys},
    switches: {throttle: BUCKET, latencyMs: LATENCY_MS},
  });
  const random = createRandom(11);
  const start = clock.now();
  const until = (at: number): Promise<void> => clock.sleep(Math.max(0, start + at - clock.now()));
  let storeCalls = 0;
  let throttled = 0;

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 16_000)) {
      storeCalls += 1;
      const response = await store.fetch(
        new Request(`https://api.example/3dCartWebAPI/v1${path}`, {
          method,
          headers: {
            SecureURL: storeUrl,
            PrivateKey: storeKeys.privateKey,
            Token: storeKeys.token,
            'Content-Type': 'application/json',
          },
          ...(body !== undefined && {body: JSON.stringify(body)}),
        }),
      );
      if (response.status !== 429) return await response.json();
      throttled += 1;
      await clock.sleep(pause * (0.5 + random()));
    }
  }

  const served = new Map<number, {readonly at: number; readonly key: string}>();
  async function shopFor({index, adds, pressesAt}: Shopper): Promise<void> {
    let key = '';
    for (const {at, catalogId, quantity} of adds) {
      await until(at);
      key ||= ((await call('POST', '/Cart', {})) as {Value: string}[])[0]?.Value ?? '';
      await call('POST', `/Cart/${key}/Item`, {CatalogID: catalogId, ItemQuantity: quantity, ItemOptions: []});
      await call('GET', `/Cart/${key}`);
    }
    if (pressesAt === undefined) return;
    await until(pressesAt);
    await call('GET', `/Cart/${key}`);
    served.set(index, {at: clock.now(), key});
  }

  const shoppers = planShoppers(plan);
  const buyers = shoppers.filter(({pressesAt}) => pressesAt !== undefined);
  const all = shoppers.map((shopper) => shopFor(shopper));
  await clock.run(Promise.race([Promise.all(all.slice(0, plan.buyers)), clock.sleep(PATIENCE_MS)]));
  const {carts} = store.snapshot();
  const isRight = ({index, adds}: Shopper): boolean => {
    const cart = carts.find(({OrderKey}) => OrderKey === served.get(index)?.key);
    const held = cart?.CartItemList.map((item) => ({catalogId: item.CatalogID, quantity: item.ItemQuantity}));
    return held !== undefined && toKey(held) === toKey(adds);
  };
  return {
    buyers: buyers.length,
    served: served.size,
    waits: toWaits(buyers.map(({index, pressesAt = 0}) => (served.get(index)?.at ?? Infinity) - start - pressesAt)),
    storeCalls,
    throttled,
    wrongCarts: buyers.filter((buyer) => !isRight(buyer)).length,
  };
}
