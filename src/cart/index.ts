/**
 * The browser's cart without any element: for pages that draw their own. `wishes` is what the shopper wants, `client`
 * makes the proxy's cart follow. No Lit and no DOM; it talks to `/v1` and to the page's storage, and to nothing else.
 */
import {createCatalogue} from './catalogue.js';
import {createClient} from './client.js';
import type {FullCart} from './state.js';
import {openWishes} from './wishes.js';

export type {Addition, Cart, CartError, CartState, FullCart, LineNote, Removed, ShownLine, Wish} from './state.js';

export interface CartOptions {
  /** Address of the proxy, such as `https://cart.example`. */
  readonly proxy: string;
  /** Leaves for the store's checkout; answers `false` if only the shopper can, by a link. Default: navigates the page. */
  readonly go?: (url: string) => unknown;
}

/** A cart for this page's origin. Two calls with the same proxy share their lines through storage. */
export function createCart({proxy, go = (url) => location.assign(url)}: CartOptions): FullCart {
  const base = proxy.replace(/\/*$/, '/');
  return createClient({proxy: base, wishes: openWishes(base), catalogue: createCatalogue(base), go, report: () => {}});
}
