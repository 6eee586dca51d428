/** What the cart calls do to a cart's lines: pure functions from cart to cart. */
import type {Cart, ChosenOption, Line, Product} from './entities.js';
import {checkOptions, type Choice, describeLine, writeLine, type WrittenLine} from './options.js';
import {roundQuantity, settleQuantity} from './quantity.js';
import {Refusal} from './refusal.js';
import type {Switches} from './switches.js';

/** What line writing needs to know of the store. */
export interface LineContext {
  readonly switches: Switches;
  readonly now: number;
  findProduct(catalogId: number): Product | undefined;
  nextCartItemId(): number;
}

/** A line as it is asked for. */
interface LineRequest {
  readonly catalogId: number;
  readonly quantity: number;
  readonly options: readonly ChosenOption[];
}

function countElsewhere(lines: readonly Line[], {catalogId, combinationCode}: WrittenLine): number {
  return lines
    .filter((line) => line.catalogId === catalogId && line.combinationCode === combinationCode)
    .reduce((sum, {quantity}) => sum + quantity, 0);
}

function isSame(line: Line, written: WrittenLine): boolean {
  return (
    line.parent === undefined &&
    line.catalogId === written.catalogId &&
    JSON.stringify(line.chosen) === JSON.stringify(written.chosen)
  );
}

function isRestricted({hidden, notForSale, giftCertificate, loginRequiredOptionId}: Product): boolean {
  return hidden || notForSale || giftCertificate || loginRequiredOptionId > 0;
}

/** A bundle's products follow the line that brought them, at price 0 (seen in client code). */
function writeChildren(parent: Line, choices: readonly Choice[], context: LineContext): readonly Line[] {
  const style = context.switches.descriptions;
  return choices.flatMap(({option}): readonly Line[] => {
    const product = option.bundleCatalogId === 0 ? undefined : context.findProduct(option.bundleCatalogId);
    if (!product) return [];
    const quantityEach = option.bundleQuantity || 1;
    return [
      {
        ...writeLine(product, [], style),
        description: `Bundle Item: ${product.sku}<br>${describeLine(product.name, [], style)}`,
        unitPrice: 0,
        optionPrice: 0,
        cartItemId: context.nextCartItemId(),
        quantity: roundQuantity(parent.quantity * quantityEach),
        addedAt: context.now,
        parent: {cartItemId: parent.cartItemId, quantityEach},
      },
    ];
  });
}

function withQuantity(lines: readonly Line[], cartItemId: number, quantity: number): readonly Line[] {
  return lines.map((line) => {
    if (line.cartItemId === cartItemId) return {...line, quantity};
    if (line.parent?.cartItemId !== cartItemId) return line;
    return {...line, quantity: roundQuantity(quantity * line.parent.quantityEach)};
  });
}

/** Adds a line, or enlarges the one that is the same where the store merges. */
export function addLine(
  cart: Cart,
  asked: LineRequest,
  context: LineContext,
): {readonly cart: Cart; readonly cartItemId: number} | Refusal {
  const {switches, now} = context;
  const product = context.findProduct(asked.catalogId);
  if (!product) return new Refusal('CatalogID', 'Invalid CatalogID');
  if (switches.restrictedProducts === 'reject400' && isRestricted(product)) {
    return new Refusal('CatalogID', `${product.name} is not sold here`);
  }
  if (asked.quantity <= 0) return new Refusal('ItemQuantity', 'Invalid ItemQuantity');
  const choices = checkOptions(product, asked.options, switches.requiredOptions);
  if (choices instanceof Refusal) return choices;

  const written = writeLine(product, choices, switches.descriptions);
  const twin = switches.mergeLines === 'on' ? cart.lines.find((line) => isSame(line, written)) : undefined;
  const others = cart.lines.filter((line) => line !== twin);
  const wanted = roundQuantity(asked.quantity + (twin?.quantity ?? 0));
  const quantity = settleQuantity(product, written.combinationCode, wanted, countElsewhere(others, written), switches);
  if (quantity instanceof Refusal) return quantity;

  if (twin) {
    const lines = withQuantity(cart.lines, twin.cartItemId, quantity);
    return {cart: {...cart, lines, updatedAt: now}, cartItemId: twin.cartItemId};
  }
  const line: Line = {...written, cartItemId: context.nextCartItemId(), quantity, addedAt: now};
  const lines = [...cart.lines, line, ...writeChildren(line, choices, context)];
  return {cart: {...cart, lines, updatedAt: now}, cartItemId: line.cartItemId};
}

/** Sets a line's quantity to a new total (documented: not a difference). */
export function changeQuantity(cart: Cart, line: Line, asked: number, context: LineContext): Cart | Refusal {
  const {switches, now} = context;
  if (line.parent) return new Refusal('CartItemID', 'Bundle items follow their product');
  if (asked === 0 && switches.quantityZero === 'delete') return removeLine(cart, line, now);
  const product = context.findProduct(line.catalogId);
  if (!product) return new Refusal('CatalogID', 'Invalid CatalogID');
  const elsewhere = countElsewhere(
    cart.lines.filter((each) => each !== line),
    line,
  );
  const quantity = settleQuantity(product, line.combinationCode, roundQuantity(asked), elsewhere, switches);
  if (quantity instanceof Refusal) return quantity;
  return {...cart, lines: withQuantity(cart.lines, line.cartItemId, quantity), updatedAt: now};
}

/** Takes a line and what it brought out of the cart. */
export function removeLine(cart: Cart, {cartItemId}: Line, now: number): Cart {
  const lines = cart.lines.filter((line) => line.cartItemId !== cartItemId && line.parent?.cartItemId !== cartItemId);
  return {...cart, lines, updatedAt: now};
}

/** A line's total in cents. */
export function sumLine({unitPrice, optionPrice, quantity}: Line): number {
  return Math.round((unitPrice + optionPrice) * quantity);
}

/** A cart's total in cents. */
export function sumLines(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + sumLine(line), 0);
}
