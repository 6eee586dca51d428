/**
 * From wishes to what is wanted of the store: equal lines summed, options put in the store's order, and everything
 * that the catalogue can tell about a line told before a call is spent on it.
 */
import {base64url} from 'jose';
import {LRUCache} from 'lru-cache';
import {isUnsafeText} from '../contract/text.js';
import {limits, type CartLine, type ChosenOption, type LineProblemCode, type WishedLine} from '../contract/wire.js';
import {expectedDescriptions, type StoreOptionSet, type StoreProduct} from '../threedcart/index.js';
import type {Known} from './mirror.js';

export type LineProblem = NonNullable<CartLine['problem']>;

/** An option in all the words that somebody needs for it. */
export interface WantedOption {
  readonly setId: number;
  readonly optionId: number;
  readonly setName: string;
  /** What the store is sent and shows: the option's name, or the shopper's text. */
  readonly value: string;
  readonly delta: number;
  readonly bundleCatalogId: number;
}

export interface Wanted {
  readonly id: string;
  readonly catalogId: number;
  readonly quantity: number;
  /** Equal for lines that the store cannot tell apart. */
  readonly hash: string;
  /** Undefined if the catalogue does not know it, or not now. */
  readonly product: StoreProduct | undefined;
  readonly options: readonly WantedOption[];
  /** What the store will call the line; empty if that cannot be foretold, and product alone decides. */
  readonly descriptions: readonly string[];
  /** Minor units per unit, as the mirror prices it; 0 where the product is unknown. */
  readonly unitPrice: number;
  /** Known before asking the store: it is not sent. */
  readonly problem: LineProblem | undefined;
  /** The product may exist, but is not to be had from mirror or store now. */
  readonly unknown: boolean;
}

const messages: Record<LineProblemCode, string> = {
  out_of_stock: 'The store has not enough of this.',
  quantity_adjusted: 'The store set another quantity.',
  quantity_invalid: 'This quantity cannot be ordered.',
  option_required: 'An option must be chosen.',
  option_invalid: 'An option is not offered for this product.',
  text_invalid: 'The text is too long or has characters that the store cannot take.',
  unavailable: 'The store does not sell this here.',
  refused: 'The store refused this line.',
};

export const toProblem = (code: LineProblemCode, message?: string): LineProblem => ({
  code,
  message: message ?? messages[code],
});

/** Quantities have three decimals at most; beyond that two numbers are the same quantity. */
export const sameQuantity = (a: number, b: number): boolean => Math.round(a * 1000) === Math.round(b * 1000);
const addQuantities = (a: number, b: number): number => Math.round((a + b) * 1000) / 1000;

const plain = (text: string): string => text.normalize('NFC').trim();

/** Lines that the store could not tell apart become one, under the first one's id. */
export async function normalise(lines: readonly WishedLine[], known: ReadonlyMap<number, Known>): Promise<Wanted[]> {
  const byHash = new Map<string, Wanted>();
  for (const line of lines) {
    const options = toChoices(line.options ?? [], known.get(line.catalogId));
    const hash = await hashOf(line.catalogId, options);
    const twin = byHash.get(hash);
    byHash.set(
      hash,
      describe(
        twin?.id ?? line.id,
        line.catalogId,
        addQuantities(twin?.quantity ?? 0, line.quantity),
        hash,
        options,
        known.get(line.catalogId) ?? 'unknown',
      ),
    );
  }
  return [...byHash.values()];
}

type Choice = Omit<ChosenOption, 'text'> & {readonly text: string | undefined};

/** Choices in one order and one spelling, without what the store would not see: a text where none is taken, or none. */
function toChoices(options: readonly ChosenOption[], known: Known | undefined): Choice[] {
  const sets = typeof known === 'object' ? known.sets : [];
  const isText = (setId: number) => sets.find((set) => set.setId === setId)?.type === 'text';
  const isOther = (setId: number) => sets.some((set) => set.setId === setId && set.type !== 'text');
  const choices = options.map(({setId, optionId, text}): Choice => {
    const own = text === undefined || isOther(setId) ? undefined : plain(text);
    return {setId, optionId, text: own || undefined};
  });
  return choices
    .filter((choice) => choice.text !== undefined || !isText(choice.setId))
    .filter((choice, index) => choices.findIndex((other) => isSameChoice(other, choice)) === index)
    .sort((a, b) => a.setId - b.setId || a.optionId - b.optionId);
}

const isSameChoice = (a: Choice, b: Choice): boolean =>
  a.setId === b.setId && a.optionId === b.optionId && a.text === b.text;

/** The same lines come with every request of a cart, and digests are dear. Counted in characters. */
const hashes = new LRUCache<string, string>({maxSize: 1_000_000, sizeCalculation: (_, text) => text.length});

async function hashOf(catalogId: number, options: readonly Choice[]): Promise<string> {
  const text = JSON.stringify([
    catalogId,
    ...options.map((option) => [option.setId, option.optionId, option.text ?? '']),
  ]);
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const hash = base64url.encode(new Uint8Array(digest, 0, 12));
  hashes.set(text, hash);
  return hash;
}

/** And with them what the catalogue tells of them, until the mirror has another version of the product. */
const described = new LRUCache<string, Wanted>({max: 2000});

function describe(
  id: string,
  catalogId: number,
  quantity: number,
  hash: string,
  choices: readonly Choice[],
  known: Known,
): Wanted {
  if (typeof known === 'string') {
    const problem = known === 'missing' ? toProblem('unavailable') : undefined;
    const unknown = known === 'unknown';
    return {
      id,
      catalogId,
      quantity,
      hash,
      product: undefined,
      options: [],
      descriptions: [],
      unitPrice: 0,
      problem,
      unknown,
    };
  }
  const name = `${hash} ${quantity} ${id}`;
  const before = described.get(name);
  if (before?.product === known) return before;
  const wanted = describeProduct(id, quantity, hash, choices, known);
  described.set(name, wanted);
  return wanted;
}

function describeProduct(
  id: string,
  quantity: number,
  hash: string,
  choices: readonly Choice[],
  product: StoreProduct,
): Wanted {
  const {options, problem} = choose(product, choices);
  const combination = findCombination(product, options);
  const available = (): LineProblem | undefined => {
    if (product.hidden || product.reason === 'in_store_only') return toProblem('unavailable');
    if (product.reason === 'sold_out' || combination?.orderable === false) return toProblem('out_of_stock');
    return product.orderable ? undefined : toProblem('unavailable');
  };
  let descriptions: readonly string[] | undefined;
  return {
    id,
    catalogId: product.catalogId,
    quantity,
    hash,
    product,
    options,
    unknown: false,
    /** Only a line that has to be found in the store's cart needs them. */
    get descriptions() {
      // A product without options is recognised by its id alone: the store may decorate the name.
      return (descriptions ??= product.sets.length === 0 ? [] : describeAs(product, options));
    },
    unitPrice: (combination?.price ?? product.price) + options.reduce((sum, option) => sum + option.delta, 0),
    problem: available() ?? problem ?? checkQuantity(product, quantity),
  };
}

/** The store writes several boxes of one set as they were sent, or as it lists them. */
function describeAs(product: StoreProduct, options: readonly WantedOption[]): readonly string[] {
  const listed = product.sets.flatMap((set) => set.options.map((option) => option.optionId));
  const asListed = [...options].sort((a, b) => listed.indexOf(a.optionId) - listed.indexOf(b.optionId));
  return [options, asListed].flatMap((order) =>
    expectedDescriptions(
      product.name,
      order.map(({setName: name, value}) => ({name, value})),
    ),
  );
}

const findCombination = (product: StoreProduct, options: readonly WantedOption[]) =>
  product.combinations.find(({optionIds}) => optionIds.every((id) => options.some((option) => option.optionId === id)));

function choose(
  product: StoreProduct,
  choices: readonly Choice[],
): {options: WantedOption[]; problem: LineProblem | undefined} {
  let problem: LineProblem | undefined;
  const complain = (code: LineProblemCode, message: string): void => void (problem ??= toProblem(code, message));
  const options: WantedOption[] = [];

  for (const set of product.sets) {
    const chosen = choices.filter((choice) => choice.setId === set.setId);
    if (chosen.length === 0 && set.required) complain('option_required', `Choose ${set.name}.`);
    if (chosen.length > 1 && set.type !== 'check') complain('option_invalid', `Choose one ${set.name} only.`);
    for (const choice of chosen) {
      const option = set.options.find((one) => one.optionId === choice.optionId);
      if (!option) complain('option_invalid', `${set.name} has no such option.`);
      else
        options.push({
          setId: set.setId,
          optionId: option.optionId,
          setName: set.name,
          value: valueOf(set, option.name, choice),
          delta: option.delta,
          bundleCatalogId: option.bundleCatalogId,
        });
      if (set.type === 'text' && isUnsafeText(choice.text ?? ''))
        complain('text_invalid', `${set.name} has characters that the store cannot take.`);
      if (set.type === 'text' && set.maxLength !== null && (choice.text ?? '').length > set.maxLength) {
        complain('text_invalid', `${set.name} may have ${set.maxLength} characters.`);
      }
    }
  }
  const foreign = choices.find((choice) => !product.sets.some((set) => set.setId === choice.setId));
  if (foreign) complain('option_invalid', 'This product has no such option.');
  return {options, problem};
}

const valueOf = (set: StoreOptionSet, name: string, choice: Choice): string =>
  set.type === 'text' ? (choice.text ?? '') : name;

function checkQuantity({quantity: rule}: StoreProduct, quantity: number): LineProblem | undefined {
  const wrong = (message: string) => toProblem('quantity_invalid', message);
  const isMultiple = (of: number) => sameQuantity(Math.round(quantity / of) * of, quantity);
  if (quantity < rule.min) return wrong(`Order ${rule.min} or more.`);
  const max = Math.min(rule.max ?? limits.quantity, limits.quantity);
  if (quantity > max) return wrong(`Order ${max} or fewer.`);
  if (!rule.fractional && !Number.isInteger(quantity)) return wrong('Order whole units.');
  if (!isMultiple(rule.step)) return wrong(`Order multiples of ${rule.step}.`);
  if (rule.choices && !rule.choices.some((choice) => sameQuantity(choice, quantity)))
    return wrong(`Order ${rule.choices.join(', ')}.`);
  return undefined;
}
