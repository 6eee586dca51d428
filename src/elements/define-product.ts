/** Registers the product's card. A chunk of its own: a page with links only never loads it for itself. */
import {define} from './define.js';
import {PushcartProduct} from './product.js';

export function defineProduct(): void {
  define({'pushcart-product': PushcartProduct});
}
