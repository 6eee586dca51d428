/** Registers what stands in the page itself: the cart inline, and the floating button. A chunk of its own, since most pages need neither. */
import {PushcartButton} from './button.js';
import {PushcartCart} from './cart.js';
import {define} from './define.js';

export function definePage(): void {
  define({'pushcart-cart': PushcartCart, 'pushcart-button': PushcartButton});
}
