import {firstProducts} from './catalogue/first.js';
import {namedProducts} from './catalogue/names.js';
import {optionProducts} from './catalogue/options.js';
import {ruledProducts} from './catalogue/rules.js';
import type {Product} from './entities.js';

/**
 * The products of a new sandbox, in the order the store lists them. Each is there for a reason that an integrator will
 * meet, and says so in `why`. Frozen: a sandbox copies what it changes.
 */
export const catalogue: readonly Product[] = Object.freeze(
  [...firstProducts, ...optionProducts, ...ruledProducts, ...namedProducts].sort((a, b) => a.catalogId - b.catalogId),
);
