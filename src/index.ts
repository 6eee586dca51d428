/**
 * Pushcart from npm: the same as the script tag, for pages that bundle their own code. Importing it does nothing;
 * `definePushcart` puts the elements, the links and the drawer to work for one proxy.
 */
import type {HandOver} from './cart/hand-over.js';
import {createEmbed, type PushcartApi} from './embed/index.js';
import type {CurrencyDisplay, OwnWords} from './words/words.js';

export type {PushcartApi} from './embed/index.js';
export type {Addition, Cart, CartError, CartState, LineNote, ShownLine, Wish} from './cart/state.js';
export type * from './elements/events.js';
export type {CurrencyDisplay, OwnWords, SomeWords} from './words/words.js';

export interface PushcartOptions {
  /** Address of the proxy, such as `https://cart.example`. */
  readonly proxy: string;
  /** `none`: no floating button. Default: one, if the page has no count or cart of its own. */
  readonly cart?: 'drawer' | 'none';
  /** `never`: adding does not open the cart. Default: it does. */
  readonly open?: 'add' | 'never';
  /**
   * BCP 47 tag of the cart's language, and of how numbers are written in it: `de`, `de-CH`. Default: the page's `lang`,
   * else the browser's.
   */
  readonly locale?: string;
  /** The page's own words, for every language, or below the tag of one. Default: none. */
  readonly words?: OwnWords;
  /** How prices are written, as in `Intl.NumberFormat`; never a conversion. Default: `symbol`. */
  readonly currencyDisplay?: CurrencyDisplay;
  /** `ga4`: tells the page's `dataLayer` of e-commerce events, when they have happened. Default: nobody is told. */
  readonly analytics?: 'ga4';
  /** `utm`: the page's `utm_…` and `gclid` parameters go along to checkout. Default: nothing does. */
  readonly carry?: 'utm';
}

/** Starts Pushcart on this page, once; a second call, or a script tag on the page, gives the same cart. */
export function definePushcart({proxy, words, ...options}: PushcartOptions): PushcartApi {
  const settings = {...options, ...(words && {words: JSON.stringify(words)})};
  const base = proxy.replace(/\/*$/, '/');
  const load = async (given: HandOver) => {
    const {start} = await import('./elements/start.js');
    const stage2 = await start(given);
    if (!stage2) throw new Error('Pushcart: two releases of this package are mixed on one page.');
    return stage2;
  };
  return (globalThis.Pushcart ??= createEmbed(base, settings, load));
}
