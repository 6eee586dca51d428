/**
 * The proxy: the only part that knows the store's credentials, and the only one that talks to the store's API.
 * A Web-standard `fetch` handler; what it stands on (budget, records, locks, log, clock, `fetch`) is given to it, so
 * it runs in any host that brings these. It imports the contract and the store's client, and no Node built-ins.
 */
import {createBudget, createStoreClient, systemClock, type Budget, type Clock} from '../threedcart/index.js';
import {createApp, type RequestInfo} from './app.js';
import type {Assets} from './assets.js';
import type {ProxyConfig} from './config.js';
import {createHealth} from './health.js';
import {createHeldRequests} from './held.js';
import {createLimiter, type LimitName, type Limiter} from './limits.js';
import type {Log} from './log.js';
import {noMetrics, type Metrics} from './metrics.js';
import {createMirror} from './mirror.js';
import type {MirrorStore} from './mirror-store.js';
import {createPurchases, type Purchases} from './purchases.js';
import {createReconcile} from './reconcile.js';
import {createLocks, createRecords, type Locks, type Records} from './records.js';
import {createSeal} from './seal.js';

export type {RequestInfo} from './app.js';
export type {Asset, Assets} from './assets.js';
export {
  ConfigError,
  isLoopback,
  parseConfig,
  variables,
  type Environment,
  type ProxyConfig,
  type Variable,
} from './config.js';
export type {Log} from './log.js';
export {isAllowedOrigin, originText} from './origins.js';
export {metricTable, type MetricName, type Metrics} from './metrics.js';
export {systemClock, type Clock} from '../threedcart/index.js';
export type {Purchase, Purchases} from './purchases.js';
export {createLimiter, limitBy, type LimitName, type Limiter} from './limits.js';
export type {MirrorChanges, MirrorFrame, MirrorStore} from './mirror-store.js';
export {createPurchases} from './purchases.js';
export {createLocks, createRecords, type CartRecord, type Locks, type Records, type Turn} from './records.js';

/** What a host brings. Everything has a default that lives in this process's memory. */
export interface ProxyDeps {
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Where numbers are kept, for `/metrics`. Default: nowhere. */
  readonly metrics?: Metrics;
  readonly budget?: Budget;
  readonly records?: Records;
  readonly locks?: Locks;
  /** How much may be asked for: see {@link LimitName}. */
  readonly limiter?: (name: LimitName, perMinute: number) => Limiter;
  readonly purchases?: Purchases;
  /** The files of embed and studio. Default: none, for a proxy that only answers the API. */
  /** Where its mirror is one with those of other processes. Default: it is alone. */
  readonly mirrorStore?: MirrorStore;
  readonly assets?: Assets;
  /** The proxy's address as shoppers see it. Default: from the configuration. */
  readonly publicUrl?: string;
  /** Shown in the API's description. */
  readonly version?: string;
}

export interface Proxy {
  fetch(request: Request, info?: RequestInfo): Promise<Response>;
  /** Begins to mirror the catalogue. Without it, products are fetched one by one as pages ask for them. */
  start(): void;
  /** From now on `/readyz` answers 503, so that a load balancer sends nobody new. All else goes on. */
  announceStop(): void;
  /** Ends what it does by itself: the mirror. */
  stop(): void;
  /** Whoever is held until the store can be called is answered now, and told to come back. Before the end of all. */
  letGo(): void;
}

const silent: Log = {debug() {}, info() {}, warn() {}, error() {}};

export async function createProxy(config: ProxyConfig, deps: ProxyDeps = {}): Promise<Proxy> {
  const {clock = systemClock, log = silent, metrics = noMetrics, assets = () => Promise.resolve(undefined)} = deps;
  const budget = deps.budget ?? createBudget({capacity: config.store.capacity, rate: config.store.rate, clock});
  const health = createHealth(clock);
  const client = createStoreClient({
    baseUrl: config.store.apiUrl,
    credentials: config.store.credentials,
    budget,
    clock,
    fetch: deps.fetch ?? ((request) => fetch(request)),
    onCall(call) {
      health.note(call);
      const write = call.outcome === 'done' || call.outcome === 'not_found' ? 'debug' : 'warn';
      log[write]({...call, event: 'store_call'}, `${call.call}: ${call.outcome}`);
      metrics.count('pushcart_store_calls_total', {call: call.call, outcome: call.outcome});
      metrics.observe('pushcart_store_call_seconds', call.ms / 1000, {call: call.call});
    },
    onWait: (wait) =>
      metrics.observe('pushcart_budget_wait_seconds', wait.ms / 1000, {class: wait.for, grant: wait.grant}),
  });
  const mirror = createMirror({client, clock, log, seconds: config.mirrorSeconds, store: deps.mirrorStore});
  const seal = await createSeal(config.secrets, () => clock.now());
  const {records = createRecords(clock), locks = createLocks(clock), purchases = createPurchases(clock)} = deps;
  const reconcile = createReconcile({
    config,
    client,
    budget,
    mirror,
    records,
    locks,
    purchases,
    seal,
    clock,
    log,
    metrics,
  });
  const held = createHeldRequests();
  const publicUrl = deps.publicUrl ?? config.publicUrl ?? `http://${config.host}:${config.port}`;
  const app = createApp({
    config,
    publicUrl,
    version: deps.version ?? '0',
    mirror,
    purchases,
    client,
    health,
    held,
    limiter: deps.limiter ?? ((_, perMinute) => createLimiter(perMinute)),
    reconcile,
    seal,
    assets,
    clock,
    log,
    metrics,
  });
  readGauges();
  return {
    fetch: async (request, info = {}) => await app.fetch(request, info),
    start: () => mirror.start(),
    announceStop: () => void (health.stopping = true),
    stop: () => mirror.stop(),
    letGo: () => held.letGo(),
  };

  function readGauges(): void {
    metrics.read('pushcart_info', () => [[{version: deps.version ?? '0'}, 1]]);
    metrics.read('pushcart_budget_used_calls', () => [[{}, budget.level().used]]);
    metrics.read('pushcart_budget_capacity_calls', () => [[{}, budget.level().capacity]]);
    metrics.read('pushcart_budget_queue', () =>
      Object.entries(budget.level().queued).map(([of, calls]) => [{class: of}, calls]),
    );
    metrics.read('pushcart_mirror_products', () => [[{}, mirror.size]]);
    metrics.read('pushcart_mirror_full', () => [[{}, mirror.full ? 1 : 0]]);
    metrics.read('pushcart_mirror_age_seconds', () =>
      mirror.freshAt === undefined ? [] : [[{}, (clock.now() - mirror.freshAt) / 1000]],
    );
  }
}
