import {createSandboxStore, type SandboxStore, type SandboxStoreOptions} from '../../../src/sandbox/index.js';

/** A clock that stands still until it is told. Waiting moves it on at once and is remembered. */
export class StillClock {
  readonly waits: number[] = [];
  /** Friday, 21 November 2025, 09:31:05 in the store. */
  time = Date.UTC(2025, 10, 21, 14, 31, 5);

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.time += ms;
    await Promise.resolve();
  }

  pass(ms: number): void {
    this.time += ms;
  }
}

/** A clock at which waiting lasts until a test ends it. */
export class WakingClock {
  readonly waits: number[] = [];
  #sleepers: (() => void)[] = [];

  now(): number {
    return 0;
  }

  sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    return new Promise((resolve) => this.#sleepers.push(resolve));
  }

  /** Ends all waiting. */
  wake(): void {
    for (const end of this.#sleepers.splice(0)) end();
  }
}

export const credentials = {
  secureUrl: 'https://demo-store.3dcartstores.com',
  privateKey: 'PrivateKeyPrivateKeyPrivateKey01',
  token: 'TokenTokenTokenTokenTokenToken02',
  accessToken: 'AccessAccessAccessAccessAccess03',
};

/** One element of a write's answer. */
export interface Result {
  Key: string;
  Value: string;
  Status: string;
  Message: string;
}

/** The fields of a cart that the tests look at. */
export interface ReadCart {
  OrderKey: string;
  OrderAmount: number;
  CheckoutURL: string;
  CartItemList: {
    CatalogID: number;
    CartItemID: number;
    ItemID: string;
    ItemQuantity: number;
    ItemDescription: string;
    ItemUnitPrice: number;
    ItemOptionPrice: number;
  }[];
}

export interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export const tee = (quantity = 2, size = 402, color = 412) => ({
  CatalogID: 510,
  ItemQuantity: quantity,
  ItemOptions: [
    {OptionSetID: 81, OptionID: size, OptionValue: ''},
    {OptionSetID: 82, OptionID: color, OptionValue: ''},
  ],
});

export const mug = (quantity = 1) => ({CatalogID: 511, ItemQuantity: quantity});

export const notebook = (text: string) => ({
  CatalogID: 512,
  ItemQuantity: 1,
  ItemOptions: [{OptionSetID: 90, OptionID: 500, OptionValue: text}],
});

/** A store with known keys and a still clock, and short ways to call it. */
export function setup(options: SandboxStoreOptions = {}) {
  const clock = new StillClock();
  const store: SandboxStore = createSandboxStore({clock, credentials, ...options});

  const call = async (method: string, path: string, {body, headers, signal}: CallOptions = {}): Promise<Response> =>
    store.fetch(
      new Request(`https://apirest.example/3dCartWebAPI/v1${path}`, {
        method,
        headers: {
          SecureURL: credentials.secureUrl,
          PrivateKey: credentials.privateKey,
          Token: credentials.token,
          Accept: 'application/json',
          'Content-Type': 'application/json',
          ...headers,
        },
        ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
        ...(signal && {signal}),
      }),
    );

  const write = async (method: string, path: string, body?: unknown): Promise<Result & {httpStatus: number}> => {
    const answer = await call(method, path, {body});
    const results = (await answer.json()) as Result[];
    const [result] = results;
    if (!result || results.length !== 1) throw new Error('expected one element');
    return {...result, httpStatus: answer.status};
  };

  const createCart = async (): Promise<string> => (await write('POST', '/Cart', {})).Value;

  const readCart = async (orderKey: string): Promise<ReadCart> => {
    const answer = (await (await call('GET', `/Cart/${orderKey}`)).json()) as ReadCart[];
    const [cart] = answer;
    if (!cart) throw new Error('expected a cart');
    return cart;
  };

  const control = async (method: string, path = '', body?: unknown, headers: Record<string, string> = {}) =>
    store.fetch(
      new Request(`http://127.0.0.1:8790/_sandbox${path}`, {
        method,
        headers: {...(method !== 'GET' && {'Content-Type': 'application/json'}), ...headers},
        ...(body !== undefined && {body: JSON.stringify(body)}),
      }),
    );

  const browse = async (path: string, form?: Record<string, string>): Promise<Response> =>
    store.fetch(
      new Request(new URL(path, credentials.secureUrl), {
        ...(form && {method: 'POST', body: new URLSearchParams(form)}),
      }),
    );

  return {store, clock, call, write, createCart, readCart, control, browse};
}
