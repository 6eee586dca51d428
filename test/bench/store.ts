/** A sandbox store in a process of its own, so that it takes no time from what is measured. */
import {catalogue, createSandbox, type Product} from '../../src/sandbox/index.js';
import {storeKeys} from '../helpers/environment.js';

/** What is asked of it, as JSON in its only argument. */
export interface StoreAsked {
  /** As many as there are in the sandbox's own catalogue, or so many that are like these. */
  readonly products?: number;
  readonly latencyMs?: number;
}

const {products: count, latencyMs = 0} = JSON.parse(process.argv[2] ?? '{}') as StoreAsked;
const ample = {capacity: 1_000_000, leakPerSecond: 1_000_000};
const like = (index: number): Product => {
  const sample = catalogue[index % catalogue.length]!;
  return {...sample, catalogId: 1000 + index, sku: `SKU-${index}`, name: `${sample.name} ${index}`};
};
const {url} = await createSandbox({
  credentials: storeKeys,
  switches: {throttle: ample, latencyMs},
  ...(count !== undefined && {catalogue: Array.from({length: count}, (_, index) => like(index))}),
});
process.on('disconnect', () => process.exit());
process.send?.(url);
