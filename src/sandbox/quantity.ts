/** How many of a product a line may have. The documentation names the fields and no behaviour: all of this is our reading. */
import type {Product} from './entities.js';
import {Refusal} from './refusal.js';
import type {Switches} from './switches.js';

/** Quantities have three decimals at most, so that 0.1 + 0.2 stays 0.3. */
export function roundQuantity(quantity: number): number {
  return Math.round(quantity * 1000) / 1000;
}

function isMultiple(quantity: number, of: number): boolean {
  return Math.abs(quantity / of - Math.round(quantity / of)) < 1e-6;
}

/** The quantities that a product is offered in, smallest first. None: any. */
function listOffered({quantityOptions}: Product): readonly number[] {
  const listed = quantityOptions.split(',').map(Number);
  return listed.filter((quantity) => quantity > 0).sort((a, b) => a - b);
}

function applyOffer(product: Product, quantity: number, rules: Switches['quantityRules']): number | Refusal {
  const offered = listOffered(product);
  if (offered.length === 0 || offered.includes(quantity)) return quantity;
  if (rules !== 'adjust') return new Refusal('ItemQuantity', `${product.name}: sold by ${offered.join(', ')}`);
  return offered.find((each) => each >= quantity) ?? offered.at(-1) ?? quantity;
}

function applyRules(product: Product, quantity: number, rules: Switches['quantityRules']): number | Refusal {
  const {minimumQuantity, maximumQuantity, onlyMultiples, fractionalQuantity} = product;
  const step = onlyMultiples && minimumQuantity > 0 ? minimumQuantity : fractionalQuantity ? 0 : 1;
  const raised = Math.max(quantity, minimumQuantity);
  const stepped = step > 0 && !isMultiple(raised, step) ? Math.ceil(raised / step) * step : raised;
  const most =
    maximumQuantity > 0 ? (step > 0 ? Math.floor(maximumQuantity / step) * step : maximumQuantity) : Infinity;
  const allowed = roundQuantity(Math.min(stepped, most));
  if (allowed === quantity || rules === 'adjust') return applyOffer(product, allowed, rules);
  if (quantity < minimumQuantity) {
    return new Refusal('ItemQuantity', `${product.name}: the minimum quantity is ${String(minimumQuantity)}`);
  }
  if (maximumQuantity > 0 && quantity > maximumQuantity) {
    return new Refusal('ItemQuantity', `${product.name}: the maximum quantity is ${String(maximumQuantity)}`);
  }
  if (onlyMultiples) {
    return new Refusal('ItemQuantity', `${product.name}: sold in multiples of ${String(minimumQuantity)}`);
  }
  return new Refusal('ItemQuantity', `${product.name}: the quantity must be a whole number`);
}

/** How many can still be sold. Only back order (2) sells what is not there; -1 is this store's default, which refuses. */
function countAvailable(product: Product, combinationCode: string): number {
  if (product.inventoryControl === 2) return Infinity;
  if (product.combinations.length === 0) return product.stock;
  const combination = product.combinations.find(({optionIds}) => optionIds.join('-') === combinationCode);
  return combination?.stock ?? 0;
}

/**
 * The quantity a line gets when `asked` is wanted.
 *
 * @param elsewhere How many of the same product and combination the cart's other lines hold.
 */
export function settleQuantity(
  product: Product,
  combinationCode: string,
  asked: number,
  elsewhere: number,
  switches: Switches,
): number | Refusal {
  if (asked <= 0) return new Refusal('ItemQuantity', 'Invalid ItemQuantity');
  const {quantityRules, stockCheck} = switches;
  const wanted = quantityRules === 'allow' ? asked : applyRules(product, asked, quantityRules);
  if (wanted instanceof Refusal || stockCheck === 'allow') return wanted;
  const left = Math.max(0, countAvailable(product, combinationCode) - elsewhere);
  if (wanted <= left) return wanted;
  const step = product.onlyMultiples ? product.minimumQuantity : product.fractionalQuantity ? 0 : 1;
  const capped = roundQuantity(step > 0 ? Math.floor(left / step) * step : left);
  if (stockCheck === 'cap' && capped > 0 && capped >= product.minimumQuantity) return capped;
  return new Refusal(
    'ItemQuantity',
    left > 0 ? `${product.name}: only ${String(left)} in stock` : `${product.name} is out of stock`,
  );
}
