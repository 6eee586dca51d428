/** Search by words of name and SKU: without case and accents, whole words before beginnings before parts of words. */
import type {StoreProduct} from '../threedcart/index.js';

/** The same in every process, whatever the host's language is. */
const {compare} = new Intl.Collator('en', {numeric: true});
const known = new WeakMap<StoreProduct, readonly string[]>();

/** Lower case without accents: `Émaillée` and `EMAILLEE` are the same, as are `Straße` and `strasse`. */
const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

function indexed(product: StoreProduct): readonly string[] {
  const words = known.get(product) ?? wordsOf(`${product.name} ${product.sku}`);
  known.set(product, words);
  return words;
}

/** How well a word is met, 0 best; undefined if it is not. */
function rankWord(wanted: string, words: readonly string[]): number | undefined {
  if (words.includes(wanted)) return 0;
  if (words.some((word) => word.startsWith(wanted))) return 1;
  return words.some((word) => word.includes(wanted)) ? 2 : undefined;
}

/** Visible products that have every word, the best met first, then by name. No words at all: every visible product. */
export function searchProducts(products: Iterable<StoreProduct>, text: string, limit: number): StoreProduct[] {
  const wanted = wordsOf(text);
  if (wanted.length === 0 && text.trim()) return [];
  const found: {product: StoreProduct; rank: number}[] = [];
  for (const product of products) {
    if (product.hidden) continue;
    const words = indexed(product);
    const ranks = wanted.map((word) => rankWord(word, words));
    if (ranks.includes(undefined)) continue;
    found.push({product, rank: ranks.reduce<number>((sum, rank) => sum + (rank ?? 0), 0)});
  }
  return found
    .sort(
      (a, b) => a.rank - b.rank || compare(a.product.name, b.product.name) || a.product.catalogId - b.product.catalogId,
    )
    .slice(0, limit)
    .map(({product}) => product);
}
