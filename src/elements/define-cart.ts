/** Registers what every cart needs. Call it after `provideShop()`: elements in the page render at once. */
import {define} from './define.js';
import {PushcartDrawer} from './drawer.js';

export function defineCart(): void {
  define({'pushcart-drawer': PushcartDrawer});
}
