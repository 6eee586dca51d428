/**
 * Pushcart from npm: the same as the script tag, for pages that bundle their own code. Importing it does nothing;
 * `definePushcart` puts the elements, the links and the drawer to work for one proxy.
 */
import type {HandOver} from './cart/hand-over.js';
import {createEmbed, type PushcartApi} from './embed/index.js';

export type {PushcartApi} from './embed/index.js';
export type {Addition, Cart, CartError, CartState, LineNote, ShownLine, Wish} from './cart/state.js';
export type * from './elements/events.js';

export interface PushcartOptions {
  /** Address of the proxy, such as `https://cart.example`. */
  readonly proxy: string;
  /** `none`: no floating button. Default: one, if the page has no count or cart of its own. */
  readonly cart?: 'drawer' | 'none';
  /** `never`: adding does not open the cart. Default: it does. */
  readonly open?: 'add' | 'never';
}

/** Starts Pushcart on this page, once; a second call, or a script tag on the page, gives the same cart. */
export function definePushcart({proxy, ...settings}: PushcartOptions): PushcartApi {
  const base = proxy.replace(/\/*$/, '/');
  const load = async (given: HandOver) => {
    const {start} = await import('./elements/start.js');
    const stage2 = await start(given);
    if (!stage2) throw new Error('Pushcart: two releases of this package are mixed on one page.');
    return stage2;
  };
  return (globalThis.Pushcart ??= createEmbed(base, settings, load));
}
