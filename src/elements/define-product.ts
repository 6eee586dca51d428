/** Registers the elements that sell one product. A chunk of its own: a page with links only never loads it. */
import {define} from './define.js';
import {PushcartProduct} from './product.js';
import {PushcartProductDialog} from './product-dialog.js';

export function defineProduct(): void {
  define({'pushcart-product': PushcartProduct, 'pushcart-product-dialog': PushcartProductDialog});
}
