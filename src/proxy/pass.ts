/**
 * A pass over the store's products, page by page. The store numbers rows anew whenever a product is deleted, so pages
 * overlap: if a page does not begin with what was already seen, rows have moved up, and it goes back to find them.
 */
import type {Outcome, StoreProduct} from '../threedcart/index.js';

/** New rows in a page, and rows that were in the page before. Together no more than the store gives at once, which is 200. */
const NEW_ROWS = 100;
const OVERLAP_ROWS = 5;
/** Beyond this something else is wrong, and the pass is begun anew. */
const MOST_STEPS_BACK = 20;

export type ProductPage = Outcome<{products: StoreProduct[]; rows: number}>;

export interface PassSteps {
  readPage(page: {readonly offset: number; readonly limit: number}): Promise<ProductPage>;
  /** Takes in what a page has. */
  take(products: readonly StoreProduct[]): void;
  /** Waits before the same page is read again, the longer the more tries failed in a row; false: not any more. */
  pause(outcome: ProductPage, offset: number, failures: number): Promise<boolean>;
}

/** The ids of all that was seen; undefined if the pass was not finished. */
export async function passProducts({readPage, take, pause}: PassSteps): Promise<ReadonlySet<number> | undefined> {
  const limit = NEW_ROWS + OVERLAP_ROWS;
  const seen = new Set<number>();
  let stepsBack = 0;
  let failures = 0;
  for (let offset = 1; ;) {
    const outcome = await readPage({offset, limit});
    if (outcome.kind !== 'done') {
      if (!(await pause(outcome, offset, ++failures))) return undefined;
      continue;
    }
    failures = 0;
    const {products, rows} = outcome.value;
    const isJoined = offset === 1 || products.slice(0, OVERLAP_ROWS).some(({catalogId}) => seen.has(catalogId));
    if (!isJoined) {
      if (++stepsBack > MOST_STEPS_BACK) return undefined;
      offset = Math.max(1, offset - NEW_ROWS / 2);
      continue;
    }
    take(products);
    for (const {catalogId} of products) seen.add(catalogId);
    if (rows < limit) return seen;
    offset += rows - OVERLAP_ROWS;
  }
}
