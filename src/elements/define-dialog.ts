/** Registers the dialog that asks for a product's options. It stands on the card's chunk, so that what they share is loaded once. */
import {define} from './define.js';
import {defineProduct} from './define-product.js';
import {PushcartProductDialog} from './product-dialog.js';

export function defineDialog(): void {
  defineProduct();
  define({'pushcart-product-dialog': PushcartProductDialog});
}
