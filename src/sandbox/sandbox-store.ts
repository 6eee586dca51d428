/** The whole store as one Web-standard `fetch`, without a socket. */
import {createApi, toApiPath} from './api.js';
import {Bucket} from './bucket.js';
import {CallLog} from './calls.js';
import {catalogue as defaultCatalogue} from './catalogue.js';
import {createControl} from './control.js';
import {drawCharacters, type Credentials} from './credentials.js';
import type {Product} from './entities.js';
import {FaultQueue, type Fault, type FaultRequest} from './faults.js';
import {takeSnapshot, type SandboxSnapshot} from './snapshot.js';
import type {Clock, SandboxState} from './state.js';
import {Store} from './store.js';
import {createStorefront} from './storefront/routes.js';
import {changeSwitches, defaultSwitches, type SwitchChanges} from './switches.js';
import {announceChange, DeliveryLog} from './webhooks.js';

/** How a sandbox differs from the ordinary one. Everything has a default. */
export interface SandboxStoreOptions {
  /** Default: real time. */
  readonly clock?: Clock;
  /** What callers must send. Default: 32 fresh random characters each, and the sandbox's own address. */
  readonly credentials?: Partial<Credentials>;
  /** Switches that differ from the defaults, also after a reset. */
  readonly switches?: SwitchChanges;
  /** Default: `Port Haven Supply`. */
  readonly storeName?: string;
  /** What is sold, also after a reset. Default: thirty products, each for a reason. */
  readonly catalogue?: readonly Product[];
  /** How webhooks are called. Default: the platform's, for addresses on this machine only. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Numbers from 0 to 1 that decide which calls `htmlFailures` strikes. Default: `Math.random`. */
  readonly random?: () => number;
}

/** A store in this process. */
export interface SandboxStore {
  /**
   * Answers a request to the API, the storefront or the control. The host of the URL matters to the control alone,
   * which is for this machine.
   * Rejects with a `ConnectionCut` (a `TypeError: fetch failed`) where a connection would break, and with the
   * signal's reason where the request is aborted; what the store was doing then goes on.
   */
  fetch(request: Request): Promise<Response>;
  /** What callers must send, as text in full. */
  readonly credentials: Credentials;
  /** What the store holds now, the same as `GET /_sandbox`. */
  snapshot(): SandboxSnapshot;
  /**
   * Changes switches from the next call on.
   *
   * @throws {SwitchError} Where a switch is unknown or its value wrong; nothing is changed then.
   */
  change(changes: SwitchChanges): void;
  /** Orders trouble for coming calls. */
  addFault(fault: FaultRequest): Fault;
  /** Takes back the faults that have not struck yet. */
  clearFaults(): void;
  /** Puts a product in, or in place of the one with its id, until the next reset. Webhooks are told. */
  putProduct(product: Product): void;
  /** Takes a product out until the next reset. Webhooks are told. */
  deleteProduct(catalogId: number): void;
  /** Resolves when no webhook is being told of anything. What became of it stands in `snapshot().deliveries`. */
  delivered(): Promise<void>;
  /** Back to the start: catalogue and switches as given, no carts, orders, scripts, webhooks, faults or calls, an empty bucket. */
  reset(): void;
}

async function sleep(ms: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
}

async function sleepLightly(ms: number): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
}

/** The work goes on when the caller gives up: a slow write still lands. */
async function raceAbort(work: Promise<Response>, signal: AbortSignal): Promise<Response> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    stop = () => {
      signal.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop();
    work.catch(() => undefined);
  }
}

/**
 * A store without a server, for tests that pass `fetch` on and keep the clock themselves.
 *
 * @example
 * const store = createSandboxStore({clock: {now: () => 0}});
 * const url = `${store.credentials.secureUrl}/3dCartWebAPI/v1/Products`;
 * await store.fetch(new Request(url, {headers: {SecureURL: …, PrivateKey: …, Token: …}}));
 */
export function createSandboxStore(options: SandboxStoreOptions = {}): SandboxStore {
  const {clock = {now: () => Date.now()}, storeName = 'Port Haven Supply'} = options;
  const startSwitches = changeSwitches(defaultSwitches, options.switches ?? {});
  const credentials: Credentials = {
    secureUrl: 'https://store.sandbox.test',
    privateKey: drawCharacters(32),
    token: drawCharacters(32),
    accessToken: drawCharacters(32),
    ...options.credentials,
  };
  const state: SandboxState = {
    switches: startSwitches,
    store: new Store(options.catalogue ?? defaultCatalogue),
    faults: new FaultQueue(),
    calls: new CallLog(),
    bucket: new Bucket(),
    credentials,
    storeName,
    clock: {
      now: () => clock.now(),
      sleep: async (ms) => (clock.sleep ? clock.sleep(ms) : sleep(ms)),
      sleepLightly: async (ms) => (clock.sleep ? clock.sleep(ms) : sleepLightly(ms)),
    },
    fetch: options.fetch ?? (async (request) => fetch(request)),
    callsAnywhere: options.fetch !== undefined,
    deliveries: new DeliveryLog(),
    random: options.random ?? Math.random,
    resets: 0,
  };

  const reset = () => {
    state.resets += 1;
    state.switches = startSwitches;
    state.store.reset();
    state.faults.clear();
    state.calls.clear();
    state.deliveries.clear();
    state.bucket.empty();
  };
  const api = createApi(state);
  const control = createControl(state, reset);
  const storefront = createStorefront(state);

  const route = async (request: Request): Promise<Response> => {
    if (toApiPath(request.url) !== undefined) return api.fetch(request);
    const isControl = /^\/_sandbox(\/|$)/.test(new URL(request.url).pathname);
    return (isControl ? control : storefront).fetch(request);
  };

  return {
    fetch: async (request) => raceAbort(route(request), request.signal),
    credentials,
    snapshot: () => takeSnapshot(state),
    change: (changes) => {
      state.switches = changeSwitches(state.switches, changes);
    },
    addFault: (fault) => state.faults.add(fault),
    clearFaults: () => {
      state.faults.clear();
    },
    putProduct: (product) => {
      const before = state.store.findProduct(product.catalogId);
      state.store.putProduct(product);
      announceChange(state, before, product);
    },
    deleteProduct: (catalogId) => {
      const before = state.store.findProduct(catalogId);
      state.store.deleteProduct(catalogId);
      announceChange(state, before, undefined);
    },
    delivered: async () => state.deliveries.settle(),
    reset,
  };
}
