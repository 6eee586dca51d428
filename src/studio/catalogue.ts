/** Products from the proxy, and what to tell the author when there are none. */
import type {Product, ProductsAnswer, StoreInfo} from '../contract/wire.js';
import type {Problem, ProblemCode} from '../contract/problem.js';

export type Found =
  | {readonly status: 'found'; readonly store: StoreInfo; readonly products: readonly Product[]}
  | {readonly status: 'failed'; readonly message: string};

/** As many as one page of results has. */
export const SHOWN = 20;

const sentences: Partial<Record<ProblemCode, string>> = {
  store_unavailable: 'The store does not answer now.',
  store_misconfigured: 'The proxy cannot sign in to the store. Whoever runs it must look at its credentials.',
  rate_limited: 'That was too much at once. Wait a minute.',
};

/**
 * Products with these words in their name, or with this number.
 *
 * @param signal Aborts: the promise is rejected then.
 */
export async function findProducts(words: string, signal: AbortSignal): Promise<Found> {
  const text = words.trim().slice(0, 200);
  const byWords = askFor(`q=${encodeURIComponent(text)}&limit=${SHOWN}`, signal);
  if (!text) {
    const all = await byWords;
    const isEmpty = all.status === 'found' && all.products.length === 0;
    return isEmpty
      ? {status: 'failed', message: 'No products yet: the proxy may still be reading the catalogue.'}
      : all;
  }
  // A number may be that of a product, and may stand in the name of another one.
  if (!/^[1-9]\d{0,8}$/.test(text)) return byWords;
  const [byNumber, others] = await Promise.all([askFor(`ids=${text}`, signal), byWords]);
  if (byNumber.status === 'failed' || others.status === 'failed')
    return byNumber.status === 'failed' ? byNumber : others;
  const rest = others.products.filter(({catalogId}) => catalogId !== Number(text));
  return {...byNumber, products: [...byNumber.products, ...rest].slice(0, SHOWN)};
}

/** One product by its number; `products` is empty if there is none. */
export const findProduct = (catalogId: number, signal: AbortSignal): Promise<Found> =>
  askFor(`ids=${catalogId}`, signal);

async function askFor(query: string, signal: AbortSignal): Promise<Found> {
  try {
    const answer = await fetch(`v1/products?${query}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
    });
    if (!answer.ok) {
      const {code, title} = (await answer.json()) as Problem;
      return {status: 'failed', message: sentences[code] ?? title};
    }
    const {store, products} = (await answer.json()) as ProductsAnswer;
    return {status: 'found', store, products};
  } catch (error) {
    if (signal.aborted) throw error;
    // No connection, no answer in time, or one that is not the proxy's.
    return {status: 'failed', message: 'The proxy does not answer.'};
  }
}
