/**
 * What elements are given to work with. One shop a page: stage 2 provides it once, before any element renders.
 * Elements read from it and ask it; they never fetch, and they know nothing of storage or of the proxy's answers.
 */
import type {CartClient} from '../cart/client.js';
import type {Addition, Catalogue} from '../cart/state.js';
import type {Words} from '../words/words.js';
import type {Extras} from './extras.js';

const SHOP = Symbol.for('pushcart');

export interface Shop {
  readonly cart: CartClient;
  readonly catalogue: Catalogue;
  readonly words: Words;
  readonly extras: Extras;
  /** Base address of the proxy, ending in a slash: `${proxy}buy/510` is a product's page that needs no script. */
  readonly proxy: string;
  /** What a link below the proxy's `/buy/` asks for, such as `510?qty=2`; undefined for what is none. */
  readLink(link: string): Addition | undefined;
  /** Opens the drawer. Focus goes back to `opener` when it closes. */
  openCart(opener?: HTMLElement): void;
  /** Asks for the options of a product in a dialog; `preset` is what the link already chose. */
  openProduct(preset: Addition, opener?: HTMLElement): void;
}

/** Of the page, not of this module: a chunk that had to be loaded under another address is a module of its own. */
const page = globalThis as {[SHOP]?: Shop};

export function provideShop(shop: Shop): void {
  page[SHOP] = shop;
}

/** The page's shop. Elements are defined only after it was provided. */
export function shop(): Shop {
  return page[SHOP] as Shop;
}
