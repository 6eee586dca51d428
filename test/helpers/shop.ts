import assert from 'node:assert/strict';
import {Problem} from '../../src/contract/problem.js';
import {CartAnswer, ProductsAnswer, type CartRequest} from '../../src/contract/wire.js';
import {createProxy, parseConfig, type Environment, type Proxy, type ProxyDeps} from '../../src/proxy/index.js';
import {createBudget} from '../../src/threedcart/index.js';
import {createSandboxStore, type SandboxStoreOptions, type SnapshotCart} from '../../src/sandbox/index.js';
import {VirtualClock} from './clock.js';
import {describeEnvironment, pageOrigin, storeKeys, storeUrl} from './environment.js';
import {createWatchedLog, watchCall} from './log-watch.js';

export interface ShopOverrides {
  readonly switches?: SandboxStoreOptions['switches'];
  readonly catalogue?: SandboxStoreOptions['catalogue'];
  readonly credentials?: SandboxStoreOptions['credentials'];
  readonly environment?: Environment;
  readonly deps?: Omit<ProxyDeps, 'clock' | 'log' | 'fetch'>;
  /** Default: one of its own. */
  readonly clock?: VirtualClock;
  /** Stands between proxy and store: answers a call, changes it, or hands it on with `next`. */
  readonly between?: (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;
  /** False: as a proxy is in its first second, with an empty mirror and the budget half used. Default true. */
  readonly warm?: boolean;
}

export interface PostOptions {
  readonly origin?: string | null;
  readonly headers?: Record<string, string>;
  readonly address?: string;
  readonly signal?: AbortSignal;
}

/** A request as a page would send it; what every request needs has a default. */
export type Asked = Partial<CartRequest>;

/** A line that is in the store's cart, in a few words. */
export interface HeldGoods {
  readonly catalogId: number;
  readonly quantity: number;
  readonly description: string;
}

/** The real proxy in front of the real sandbox, in one process, on one virtual clock. */
export async function openShop(overrides: ShopOverrides = {}) {
  const {clock = new VirtualClock()} = overrides;
  const sandbox = createSandboxStore({
    clock,
    credentials: {secureUrl: storeUrl, ...storeKeys, ...overrides.credentials},
    ...(overrides.switches && {switches: overrides.switches}),
    ...(overrides.catalogue && {catalogue: overrides.catalogue}),
    random: () => 0.5,
    // Webhooks: the store finds the proxy wherever it says that it is.
    fetch: (request) => proxy.fetch(request, {address: '198.51.100.1'}),
  });
  const logged: string[] = [];
  const toStore = (request: Request): Promise<Response> => sandbox.fetch(request);
  const between: NonNullable<ShopOverrides['between']> = overrides.between ?? ((request, next) => next(request));
  const config = parseConfig(describeEnvironment(overrides.environment));
  const log = createWatchedLog(config, (line) => void logged.push(line));
  const budget =
    overrides.deps?.budget ?? createBudget({capacity: config.store.capacity, rate: config.store.rate, clock});
  const proxy: Proxy = await createProxy(config, {
    clock,
    log,
    budget,
    fetch(request) {
      watchCall(request);
      return between(request, toStore);
    },
    ...overrides.deps,
  });
  if (overrides.warm !== false) {
    await clock.advance(60_000);
    proxy.start();
    await clock.advance(60_000);
    proxy.stop();
  }
  let seen = sandbox.snapshot().calls.length;

  async function send(request: Request, address = '192.0.2.7'): Promise<Response> {
    return await clock.run(proxy.fetch(request, {address}));
  }

  function toRequest(body: unknown, {origin = pageOrigin, headers = {}, signal}: PostOptions = {}): Request {
    return new Request('https://cart.example/v1/cart', {
      method: 'POST',
      headers: {'Content-Type': 'text/plain', ...(origin === null ? {} : {Origin: origin}), ...headers},
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(signal && {signal}),
    });
  }

  const complete = (asked: Asked): CartRequest => ({intent: 'sync', lines: [], ...asked});

  /** Sends a request whatever comes of it. */
  const post = (asked: Asked | string, options: PostOptions = {}): Promise<Response> =>
    send(toRequest(typeof asked === 'string' ? asked : complete(asked), options), options.address);

  /** Asks for a cart and expects an answer that keeps the wire format. */
  async function ask(asked: Asked, options: PostOptions = {}): Promise<CartAnswer> {
    const response = await post(asked, options);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return CartAnswer.parse(JSON.parse(text));
  }

  /** Asks for a cart and expects a problem. */
  async function fail(asked: Asked | string, options: PostOptions = {}): Promise<Problem> {
    return readProblem(await post(asked, options));
  }

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    send(new Request(new URL(path, 'https://cart.example'), {headers}));

  const products = async (path: string): Promise<ProductsAnswer> => {
    const response = await get(path);
    assert.equal(response.status, 200);
    return ProductsAnswer.parse(await response.json());
  };

  const carts = (): readonly SnapshotCart[] => sandbox.snapshot().carts;

  const toGoods = (cart: SnapshotCart): HeldGoods[] =>
    cart.CartItemList.map((item) => ({
      catalogId: item.CatalogID,
      quantity: item.ItemQuantity,
      description: item.ItemDescription,
    })).sort((a, b) => a.catalogId - b.catalogId || a.description.localeCompare(b.description));

  /** What the store's one cart holds. */
  function storeCart(): HeldGoods[] {
    const all = carts();
    assert.ok(all.length <= 1, `the store has ${all.length} carts`);
    return all[0] ? toGoods(all[0]) : [];
  }

  /** Cart calls that the store saw since this was last asked, such as `POST /Cart`, without ids. */
  function cartCalls(): string[] {
    const {calls} = sandbox.snapshot();
    const fresh = calls.slice(seen);
    seen = calls.length;
    return fresh
      .filter(({path}) => path.startsWith('/Cart'))
      .map(
        ({method, path}) => `${method} ${path.replace(/^\/Cart\/[^/]+/, '/Cart/{cart}').replace(/\/\d+$/, '/{line}')}`,
      );
  }

  /** Buys at the store's own checkout. */
  async function pay(checkoutUrl: string): Promise<void> {
    const form = new URLSearchParams({name: 'Ana Ruiz', email: 'ana@example.com'});
    const paid = await sandbox.fetch(new Request(checkoutUrl, {method: 'POST', body: form}));
    assert.equal(paid.status, 303);
  }

  return {
    clock,
    sandbox,
    budget,
    proxy,
    logged,
    send,
    toRequest,
    post,
    ask,
    fail,
    get,
    products,
    carts,
    toGoods,
    storeCart,
    cartCalls,
    pay,
    /** Takes a request on its way without waiting for it; `clock.run` brings it home. */
    start: (asked: Asked, options: PostOptions = {}) =>
      whileOpen(proxy.fetch(toRequest(complete(asked), options), {address: '192.0.2.7'})),
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

function whileOpen(answer: Promise<Response>): Promise<Response> {
  // A failed test must not be followed by an unhandled rejection of what it had under way.
  answer.catch(() => undefined);
  return answer;
}

export async function readProblem(response: Response): Promise<Problem> {
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  const body = Problem.parse(await response.json());
  assert.equal(body.status, response.status);
  return body;
}

/** A page with one shopper: keeps what the embed would keep, and sends it. */
export function visit(shop: Shop, key = 'AAAAAAAAAAAAAAAAAAAAAA', origin = pageOrigin) {
  const page = {
    key,
    rev: 0,
    cart: undefined as string | undefined,
    lines: [] as NonNullable<CartRequest['lines']>,
    /** What the next request is. */
    request(intent: CartRequest['intent'] = 'sync'): Asked {
      return {key, rev: page.rev, intent, lines: page.lines, ...(page.cart && {cart: page.cart})};
    },
    /** The shopper changes what is wanted. */
    want(...lines: NonNullable<CartRequest['lines']>): void {
      page.rev += 1;
      page.lines = lines;
    },
    async send(intent: CartRequest['intent'] = 'sync'): Promise<CartAnswer> {
      const answer = await shop.ask(page.request(intent), {origin});
      page.cart = answer.cart ?? page.cart;
      return answer;
    },
    /** The store does all that is asked, and the page never hears of it. */
    async sendUnheard(intent: CartRequest['intent'] = 'sync'): Promise<void> {
      await shop.post(page.request(intent), {origin});
    },
  };
  return page;
}

export const tee = (id: string, quantity = 1, size = 402, color = 412) => ({
  id,
  catalogId: 510,
  quantity,
  options: [
    {setId: 81, optionId: size},
    {setId: 82, optionId: color},
  ],
});
export const mug = (id: string, quantity = 1) => ({id, catalogId: 511, quantity});
export const notebook = (id: string, text?: string, quantity = 1) => ({
  id,
  catalogId: 512,
  quantity,
  ...(text !== undefined && {options: [{setId: 90, optionId: 500, text}]}),
});
export const tote = (id: string, quantity = 1) => ({id, catalogId: 514, quantity});
export const candle = (id: string, quantity = 1) => ({id, catalogId: 517, quantity});
