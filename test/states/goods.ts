/** What the sandbox sells besides its thirty products: names that no layout likes. */
import {catalogue, type Product} from '../../src/sandbox/index.js';

const plain = catalogue.find(({catalogId}) => catalogId === 511)!;
const named = (catalogId: number, name: string): Product => ({...plain, catalogId, sku: `SKU-${catalogId}`, name});

/** A name without a space in it, longer than any screen is wide. */
export const LONG = 701;
export const CHINESE = 702;
export const ARABIC = 536;
export const HEBREW = 703;
/** Sold, and not a cheap one. */
export const DEAR = 704;

export const goods: readonly Product[] = [
  ...catalogue,
  named(LONG, 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftskaffeebecher'),
  named(CHINESE, '景德镇手工青花瓷咖啡杯，深水蓝釉，可用于洗碗机和微波炉，三百五十毫升'),
  named(HEBREW, 'ספל קרמיקה כחול בעבודת יד, 350 מ״ל'),
  {...named(DEAR, 'Clinker-built Rowing Boat'), price: 1_249_900, stock: 100_000},
];
