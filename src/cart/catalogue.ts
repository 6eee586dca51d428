/** The products of a page: asked for in one batch, kept for the life of the page. */
import type {ProductsAnswer, StoreInfo} from '../contract/wire.js';
import type {EarlyBatch} from './hand-over.js';
import type {Catalogue, ProductState} from './state.js';

export interface PageCatalogue extends Catalogue {
  /** Resolves when nothing is known better about the product than now: ready, missing or failed. */
  settled(catalogId: number): Promise<ProductState>;
}

const LOADING: ProductState = {status: 'loading'};
/** As many as the proxy takes in one request. */
const BATCH = 50;
/** What the proxy does not know yet, and what failed once, is asked for again before anybody is told. */
const RETRIES_MS = [500, 2000];
const TIMEOUT_MS = 8000;

/**
 * @param proxy Address of the proxy, ending in a slash.
 * @param pageIds The products of the whole page, added to the first batch.
 * @param early A batch that was asked for already.
 */
export function createCatalogue(proxy: string, pageIds: () => number[] = () => [], early?: EarlyBatch): PageCatalogue {
  const known = new Map<number, ProductState>();
  const listeners = new Set<() => void>();
  let waiting = new Set<number>();
  let store: StoreInfo | undefined;

  const notify = (): void => listeners.forEach((listener) => listener());

  function want(id: number): void {
    known.set(id, LOADING);
    if (waiting.size === 0) queueMicrotask(flush);
    waiting.add(id);
  }

  function flush(): void {
    for (const id of pageIds()) if (!known.has(id)) want(id);
    const ids = [...waiting].sort((a, b) => a - b);
    waiting = new Set();
    for (let start = 0; start < ids.length; start += BATCH) void ask(ids.slice(start, start + BATCH), 0);
  }

  async function ask(ids: readonly number[], tries: number, sent?: Promise<Response>): Promise<void> {
    let open = ids;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await (sent
        ? Promise.race([sent, new Promise<never>((_, reject) => (signal.onabort = reject))])
        : fetch(`${proxy}v1/products?ids=${ids.join()}`, {signal}));
      if (response.ok) {
        const answer = (await response.json()) as ProductsAnswer;
        store = answer.store;
        for (const product of answer.products) known.set(product.catalogId, {status: 'ready', product});
        for (const id of answer.missing) known.set(id, {status: 'missing'});
        open = ids.filter((id) => known.get(id) === LOADING);
      }
    } catch {
      // Offline, cut off or too slow: asked again below.
    }
    const pause = RETRIES_MS[tries];
    if (open[0] && pause) setTimeout(() => void ask(open, tries + 1), pause);
    else for (const id of open) known.set(id, {status: 'failed'});
    notify();
  }

  if (early) {
    for (const id of early.ids) known.set(id, LOADING);
    void ask(early.ids, 0, early.response);
  }

  const get = (id: number): ProductState => {
    if (!known.has(id)) want(id);
    return known.get(id) ?? LOADING;
  };

  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    get,
    subscribe,
    get store() {
      return store;
    },
    retry() {
      for (const [id, {status}] of known) if (status === 'failed') want(id);
      notify();
    },
    settled: (id) =>
      new Promise((resolve) => {
        const look = (): void => {
          const state = get(id);
          if (state === LOADING) return;
          undo();
          resolve(state);
        };
        const undo = subscribe(look);
        look();
      }),
  };
}
