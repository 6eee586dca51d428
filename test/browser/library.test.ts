/** The same cart and cards from the npm library: there the elements are built on Lit itself, in the embed on a part of it. */
import {useLibrary} from './setup.js';

useLibrary();
await import('./product.test.js');
await import('./cart.test.js');
await import('./kinds.test.js');
