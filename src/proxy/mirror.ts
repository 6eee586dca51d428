/**
 * The mirror: the store's catalogue and settings, held in memory so that product data never costs a shopper a call.
 * It fills page by page at the lowest priority, serves what it has meanwhile, asks for changes when it has aged, and
 * passes over everything once a day, which is how deleted products are noticed.
 */
import {LRUCache} from 'lru-cache';
import type {Claim, Clock, Outcome, StoreClient, StoreProduct, StoreSettings} from '../threedcart/index.js';
import type {Log} from './log.js';

/** `unknown`: neither here nor to be had now, which says nothing about whether the store sells it. */
export type Known = StoreProduct | 'missing' | 'unknown';

export interface Mirror {
  /** Begins to fill and to keep itself fresh. */
  start(): void;
  stop(): void;
  /** The store's settings, asked for if they are not known yet; undefined if the store does not answer in time. */
  settings(claim: Claim): Promise<StoreSettings | undefined>;
  /** Products by id. One that is not here is fetched at once, a few of them for one request. */
  lookUp(ids: readonly number[], claim: Claim): Promise<Map<number, Known>>;
  /** Visible products whose name or SKU has every word, by name. */
  search(words: string, limit: number): StoreProduct[];
  /** The store refused our credentials when it was last asked for its settings. */
  readonly denied: boolean;
  /** True once every product was seen. */
  readonly full: boolean;
  readonly size: number;
}

export interface MirrorOptions {
  readonly client: StoreClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Age at which it asks for changes. */
  readonly seconds: number;
}

const PAGE_ROWS = 100;
const DAY_MS = 24 * 3600 * 1000;
const RETRY_MS = 5000;
/** How long an id that the store does not know is not asked for again. */
const MISSING_MS = 10 * 60 * 1000;
const FETCHES_PER_REQUEST = 5;
const FETCH_PAUSE_MS = 1000;

export function createMirror({client, clock, log, seconds}: MirrorOptions): Mirror {
  let settings: StoreSettings | undefined;
  let products = new Map<number, StoreProduct>();
  let denied = false;
  let full = false;
  /** When a single product was last asked for. */
  let fetchedAt = -Infinity;
  let passedAt = 0;
  let askedAt = 0;
  let running = false;
  let cancelNext: (() => void) | undefined;
  /** The first page, while it is on its way: most catalogues hardly have another. */
  let firstPage: Promise<unknown> | undefined;
  let settingsFlight: Promise<StoreSettings | undefined> | undefined;
  const flights = new Map<number, Promise<Known>>();
  const missing = new LRUCache<number, true>({max: 10_000, ttl: MISSING_MS, perf: {now: () => clock.now()}});

  /** The mirror's own calls: last in every queue, and in no hurry. */
  const ownClaim = (): Claim => ({for: 'catalogue', askedAt: clock.now(), deadline: clock.now() + DAY_MS});

  function askSettings(claim: Claim): Promise<StoreSettings | undefined> {
    settingsFlight ??= client
      .getSettings(claim)
      .then((outcome) => {
        denied = outcome.kind === 'denied';
        if (outcome.kind === 'done') settings = outcome.value;
        else if (outcome.kind !== 'not_sent') complain('the store settings', outcome);
        return settings;
      })
      .finally(() => (settingsFlight = undefined));
    return settingsFlight;
  }

  function complain(what: string, outcome: Outcome<unknown>): void {
    log.warn({...outcome, event: 'mirror_failed'}, `The mirror could not read ${what}; it tries again.`);
  }

  /** Reads all pages, or all that changed. True if the end was reached. */
  async function pass(into: Map<number, StoreProduct>, changedSince?: Date): Promise<boolean> {
    const frame = settings;
    if (!frame) return false;
    for (let offset = 1; running; offset += PAGE_ROWS) {
      const page = client.listProducts({offset, limit: PAGE_ROWS, changedSince}, frame, ownClaim());
      if (products.size === 0) firstPage = page;
      const outcome = await page;
      firstPage = undefined;
      if (outcome.kind !== 'done') {
        complain(`products from row ${offset}`, outcome);
        return false;
      }
      for (const product of outcome.value.products) {
        into.set(product.catalogId, product);
        products.set(product.catalogId, product);
        missing.delete(product.catalogId);
      }
      if (outcome.value.rows < PAGE_ROWS) return true;
    }
    return false;
  }

  async function refresh(): Promise<boolean> {
    const began = clock.now();
    const whole = !full || began - passedAt >= DAY_MS;
    if (whole) {
      // Without the settings nobody can be served at all: they are not left to the end of the queue.
      await askSettings({...ownClaim(), for: 'edit'});
      const seen = new Map<number, StoreProduct>();
      if (!(await pass(seen))) return false;
      products = seen;
      full = true;
      passedAt = began;
      log.info({event: 'mirror_full', products: products.size}, 'The mirror holds the whole catalogue.');
    } else if (!(await pass(new Map(), new Date(askedAt - DAY_MS)))) {
      // A day back: the filter is in the store's own time zone, which may lie hours behind or ahead.
      return false;
    }
    askedAt = began;
    return true;
  }

  async function keepFresh(): Promise<void> {
    const worked = await refresh();
    if (running) cancelNext = clock.after(worked ? seconds * 1000 : RETRY_MS, () => void keepFresh());
  }

  /** Waits for something, but not for longer than it is of use. */
  async function inTime(something: Promise<unknown> | undefined, deadline: number): Promise<void> {
    if (!something) return;
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => (cancel = clock.after(Math.max(0, deadline - clock.now()), resolve)));
    await Promise.race([something, late]);
    cancel();
  }

  /**
   * Whether a product that is not here is worth a call. A full mirror lacks only what was made since it last asked, so
   * strangers who ask for made-up numbers cost the store one call a second at most. A cart's lines are always asked
   * for: nobody is told that a product is gone without the store having said so.
   */
  function mayFetch(index: number, claim: Claim): boolean {
    const isPaused = full && claim.for === 'catalogue' && clock.now() - fetchedAt < FETCH_PAUSE_MS;
    if (index >= FETCHES_PER_REQUEST || isPaused) return false;
    fetchedAt = clock.now();
    return true;
  }

  function fetchOne(id: number, frame: StoreSettings, claim: Claim): Promise<Known> {
    const flight =
      flights.get(id) ??
      client
        .getProduct(id, frame, claim)
        .then((outcome): Known => {
          if (outcome.kind === 'done') {
            products.set(id, outcome.value);
            return outcome.value;
          }
          if (outcome.kind === 'not_found' || outcome.kind === 'refused') {
            missing.set(id, true);
            return 'missing';
          }
          return 'unknown';
        })
        .finally(() => flights.delete(id));
    flights.set(id, flight);
    return flight;
  }

  return {
    start() {
      if (running) return;
      running = true;
      void keepFresh();
    },
    stop() {
      running = false;
      cancelNext?.();
    },
    settings: (claim) => (settings ? Promise.resolve(settings) : askSettings(claim)),
    async lookUp(ids, claim) {
      const known = new Map<number, Known>();
      await inTime(firstPage, claim.deadline);
      const absent: number[] = [];
      for (const id of new Set(ids)) {
        const product = products.get(id);
        if (product || missing.has(id)) known.set(id, product ?? 'missing');
        else absent.push(id);
      }
      const frame = settings;
      const unasked = full && claim.for === 'catalogue' ? 'missing' : 'unknown';
      await Promise.all(
        absent.map(async (id, index) => {
          known.set(id, frame && mayFetch(index, claim) ? await fetchOne(id, frame, claim) : unasked);
        }),
      );
      return known;
    },
    search(words, limit) {
      const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      return [...products.values()]
        .filter((product) => {
          const text = `${product.name} ${product.sku}`.toLocaleLowerCase();
          return !product.hidden && wanted.every((word) => text.includes(word));
        })
        .sort((a, b) => a.name.localeCompare(b.name) || a.catalogId - b.catalogId)
        .slice(0, limit);
    },
    get denied() {
      return denied;
    },
    get full() {
      return full;
    },
    get size() {
      return products.size;
    },
  };
}
