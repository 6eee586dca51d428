/**
 * The mirror: the store's catalogue and settings, held in memory so that product data never costs a shopper a call.
 * It fills page by page at the lowest priority, serves what it has meanwhile, asks for changes when it has aged, and
 * passes over everything once a day, which is how deleted products are noticed.
 */
import {LRUCache} from 'lru-cache';
import type {Claim, Clock, Outcome, StoreClient, StoreProduct, StoreSettings} from '../threedcart/index.js';
import {createFlights} from './flights.js';
import type {Log} from './log.js';
import type {MirrorChanges, MirrorStore} from './mirror-store.js';
import {createNews, type Change} from './news.js';
import {passProducts} from './pass.js';
import {searchProducts} from './search.js';

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
  /** Visible products whose name or SKU has every word, the best met first. */
  search(words: string, limit: number): StoreProduct[];
  /** Somebody says that a product, or something, has changed: the store is asked soon, once the mirror is started. */
  hear(change: Change): void;
  /** The store refused our credentials when it was last asked for its settings. */
  readonly denied: boolean;
  /** True once every product was seen. */
  readonly full: boolean;
  readonly size: number;
  /** As of when it has all that the store has changed; undefined until it is full. */
  readonly freshAt: number | undefined;
}

export interface MirrorOptions {
  readonly client: StoreClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Age at which it asks for changes. */
  readonly seconds: number;
  /** Where it is one with the mirrors of other processes. Default: it is alone. */
  readonly store?: MirrorStore | undefined;
}

/** How often a mirror that is not alone looks what others have learnt. */
const FOLLOW_MS = 3000;
const DAY_MS = 24 * 3600 * 1000;
/** Between tries, longer after each that failed. */
const RETRIES_MS = [5000, 15_000, 60_000];
/** How long an id that the store does not know is not asked for again. */
const MISSING_MS = 10 * 60 * 1000;
const DENIED =
  ' The store refused our credentials: look at PUSHCART_SECURE_URL, at the keys or the token, and at what the application may read.';
const UNCLEAR = ' If this goes on, look at PUSHCART_API_URL, and whether this machine reaches it.';
const FETCHES_PER_REQUEST = 5;
const FETCH_PAUSE_MS = 1000;

export function createMirror({client, clock, log, seconds, store}: MirrorOptions): Mirror {
  let settings: StoreSettings | undefined;
  const products = new Map<number, StoreProduct>();
  let denied = false;
  let full = false;
  /** When a single product was last asked for. */
  let fetchedAt = -Infinity;
  /** Products that were asked for by themselves since the last pass over all began. */
  let fetched = new Set<number>();
  let passedAt = 0;
  let askedAt = 0;
  /** The last pass over all missed so much that nothing was forgotten for it. */
  let isDoubted = false;
  let running: AbortController | undefined;
  /** The first page, while it is on its way: most catalogues hardly have another. */
  let firstPage: Promise<unknown> | undefined;
  const settingsFlights = createFlights<'settings', StoreSettings | undefined>();
  const flights = createFlights<number, Known>();
  const missing = new LRUCache<number, true>({max: 10_000, ttl: MISSING_MS, perf: {now: () => clock.now()}});

  /** The mirror's own calls: last in every queue, and in no hurry. */
  const ownClaim = (signal: AbortSignal): Claim => ({
    for: 'catalogue',
    askedAt: clock.now(),
    deadline: clock.now() + DAY_MS,
    signal: () => signal,
  });

  function askSettings(claim: Claim): Promise<StoreSettings | undefined> {
    return settingsFlights.join('settings', claim.for, async () => {
      const outcome = await client.getSettings(claim);
      if (outcome.kind === 'not_sent') return settings;
      denied = outcome.kind === 'denied';
      if (outcome.kind === 'done') meet(outcome.value);
      else complain('the store settings', outcome);
      return settings;
    });
  }

  function meet(known: StoreSettings): void {
    const {url, currency, decimals} = known;
    const name = known.name.slice(0, 100);
    if (!settings)
      log.info(
        {event: 'store_connected', name, storefront: url, currency, decimals},
        `The store ${name} answers: ${url}, prices in ${currency}.`,
      );
    settings = known;
  }

  function complain(what: string, outcome: Outcome<unknown>): void {
    const until = settings ? '' : ' Until it can, /readyz, products and carts are answered with 503 or 502.';
    const hint = outcome.kind === 'denied' ? DENIED : outcome.kind === 'unclear' ? UNCLEAR : '';
    log.warn({...outcome, event: 'mirror_failed'}, `The mirror could not read ${what}; it tries again.${until}${hint}`);
  }

  function keep(product: StoreProduct): void {
    products.set(product.catalogId, product);
    missing.delete(product.catalogId);
  }

  function forget(id: number): void {
    products.delete(id);
    missing.set(id, true);
  }

  /** Others need not ask for what this one has learnt. */
  const share = async (changes: Omit<MirrorChanges, 'frame'>): Promise<void> => {
    await store?.push({...changes, ...(settings && {frame: {settings, full, passedAt, askedAt}})});
  };

  /** What others have learnt. */
  async function follow(mirrors: MirrorStore): Promise<void> {
    const {products: changed = [], gone = [], frame} = await mirrors.pull();
    changed.forEach(keep);
    gone.forEach(forget);
    if (frame) {
      meet(frame.settings);
      if (frame.full && !full)
        log.info({event: 'mirror_full', products: products.size}, 'The mirror holds the whole catalogue.');
      full ||= frame.full;
      passedAt = Math.max(passedAt, frame.passedAt);
      askedAt = Math.max(askedAt, frame.askedAt);
    } else if (full && (await mirrors.lead())) await share({products: [...products.values()]});
  }

  /** False if it was stopped meanwhile. */
  async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => {
        signal.removeEventListener('abort', stop);
        resolve(true);
      });
      const stop = (): void => {
        cancel();
        resolve(false);
      };
      signal.addEventListener('abort', stop);
    });
  }

  const retryMs = (failures: number): number => RETRIES_MS[Math.min(failures, RETRIES_MS.length) - 1] ?? 0;

  /** Reads all pages, or all that changed, and goes on where it was when one fails. */
  function pass(
    frame: StoreSettings,
    signal: AbortSignal,
    changedSince?: Date,
  ): Promise<ReadonlySet<number> | undefined> {
    return passProducts({
      readPage(page) {
        const read = client.listProducts({...page, changedSince}, frame, ownClaim(signal));
        if (products.size === 0) firstPage = read.finally(() => (firstPage = undefined));
        return read;
      },
      take(page) {
        page.forEach(keep);
        void share({products: page});
      },
      async pause(outcome, offset, failures) {
        if (signal.aborted) return false;
        complain(`products from row ${offset}`, outcome);
        return sleep(retryMs(failures), signal);
      },
    });
  }

  /** Whether all is as fresh as it should be now. */
  async function refresh(signal: AbortSignal): Promise<boolean> {
    const began = clock.now();
    const isWhole = !full || began - passedAt >= DAY_MS;
    // Without the settings nobody can be served at all: they are not left to the end of the queue.
    if (isWhole) await askSettings({...ownClaim(signal), for: 'edit'});
    if (!settings) return false;
    if (isWhole) {
      fetched = new Set();
      const seen = await pass(settings, signal);
      if (!seen || !forgetOthers(seen)) return false;
      full = true;
      passedAt = began;
      log.info({event: 'mirror_full', products: products.size}, 'The mirror holds the whole catalogue.');
    } else if (!(await pass(settings, signal, new Date(askedAt - DAY_MS)))) {
      // A day back: the filter is in the store's own time zone, which may lie hours behind or ahead.
      return false;
    }
    askedAt = began;
    await share({});
    return true;
  }

  /** Forgets what the store has no more. False if that is more than can be believed on the word of one pass. */
  function forgetOthers(seen: ReadonlySet<number>): boolean {
    const gone = [...products.keys()].filter((id) => !seen.has(id) && !fetched.has(id));
    isDoubted = gone.length > products.size / 2 && !isDoubted;
    if (isDoubted) {
      log.warn(
        {event: 'mirror_doubts', products: products.size, gone: gone.length},
        'The store listed less than half of the catalogue that it had; the mirror asks again before it believes that.',
      );
      return false;
    }
    for (const id of gone) products.delete(id);
    void share({gone});
    return true;
  }

  async function keepFresh(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let dueAt = clock.now();
    while (!signal.aborted) {
      if (store) {
        await follow(store);
        if (full && failures === 0) dueAt = askedAt + seconds * 1000;
      }
      if (dueAt <= clock.now() && (!store || (await store.lead()))) {
        failures = (await refresh(signal)) ? 0 : failures + 1;
        dueAt = clock.now() + (failures ? retryMs(failures) : seconds * 1000);
      }
      const ms = dueAt - clock.now();
      await sleep(store ? Math.min(FOLLOW_MS, Math.max(ms, FOLLOW_MS / 10)) : ms, signal);
    }
  }

  /** Waits for something, but not for longer than it is of use. */
  async function inTime<T>(something: Promise<T>, deadline: number): Promise<T | undefined> {
    let cancel = (): void => {};
    const late = new Promise<undefined>((resolve) => {
      cancel = clock.after(Math.max(0, deadline - clock.now()), () => resolve(undefined));
    });
    return await Promise.race([something, late]).finally(() => cancel());
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
    return flights.join(id, claim.for, async () => {
      const outcome = await client.getProduct(id, frame, claim);
      if (outcome.kind === 'done') {
        keep(outcome.value);
        fetched.add(id);
        void share({products: [outcome.value]});
        return outcome.value;
      }
      if (outcome.kind !== 'not_found' && outcome.kind !== 'refused') return 'unknown';
      missing.set(id, true);
      return 'missing';
    });
  }

  /** What is known of a product may be old, or the product gone. False if the store could not say. */
  async function askOne(id: number, signal: AbortSignal): Promise<boolean> {
    if (!settings) return false;
    // Not on a flight of `fetchOne`: that may have been answered before the change.
    const outcome = await client.getProduct(id, settings, ownClaim(signal));
    if (outcome.kind === 'done') {
      keep(outcome.value);
      fetched.add(id);
      await share({products: [outcome.value]});
    } else if (outcome.kind === 'not_found') {
      forget(id);
      await share({gone: [id]});
    } else if (outcome.kind !== 'refused' && !signal.aborted) complain(`product ${id}`, outcome);
    return outcome.kind === 'done' || outcome.kind === 'not_found' || outcome.kind === 'refused';
  }

  /** A day back, as in {@link refresh}. */
  async function askChanges(signal: AbortSignal): Promise<ReadonlySet<number> | undefined> {
    return settings && (await pass(settings, signal, new Date(clock.now() - DAY_MS)));
  }

  const news = createNews({clock, askOne, askChanges});

  return {
    start() {
      if (running) return;
      running = new AbortController();
      void keepFresh(running.signal);
      news.follow(running.signal);
    },
    stop() {
      running?.abort();
      running = undefined;
    },
    settings: (claim) => (settings ? Promise.resolve(settings) : inTime(askSettings(claim), claim.deadline)),
    async lookUp(ids, claim) {
      const known = new Map<number, Known>();
      if (firstPage) await inTime(firstPage, claim.deadline);
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
          const asked = frame && mayFetch(index, claim) && inTime(fetchOne(id, frame, claim), claim.deadline);
          known.set(id, asked ? ((await asked) ?? 'unknown') : unasked);
        }),
      );
      return known;
    },
    hear: (change) => news.tell(change),
    search: (words, limit) => searchProducts(products.values(), words, limit),
    get denied() {
      return denied;
    },
    get full() {
      return full;
    },
    get size() {
      return products.size;
    },
    get freshAt() {
      return full ? askedAt : undefined;
    },
  };
}
