/** Which choices a line may carry, and what they make of it. */
import type {ChosenOption, Combination, Line, Option, OptionSet, Product} from './entities.js';
import {Refusal} from './refusal.js';
import type {Switches} from './switches.js';

/** Whether the shopper writes the choice. */
export function isText({type}: OptionSet): boolean {
  return type === 'Text' || type === 'TextArea';
}

/** A choice with what the ids stand for. */
export interface Choice {
  readonly set: OptionSet;
  readonly option: Option;
  /** The caller's text, for a free text set. Otherwise unused. */
  readonly text: string;
}

/**
 * "Select Size" and its like are ordinary options that no combination knows (seen in client code). They are not a choice.
 */
export function isPlaceholder(option: Option, set: OptionSet, {combinations}: Product): boolean {
  const takesPart = set.options.some(({optionId}) => combinations.some(({optionIds}) => optionIds.includes(optionId)));
  return takesPart && !combinations.some(({optionIds}) => optionIds.includes(option.optionId));
}

/**
 * Checks the options of a new line. The order is the caller's; the result has that of the product's sets and options.
 * An empty text means that the set is not used. That check boxes may be several, each sent as an option of its own, is
 * our reading, and so is that a file cannot be sent at all.
 */
export function checkOptions(
  product: Product,
  asked: readonly ChosenOption[],
  requiredOptions: Switches['requiredOptions'],
): readonly Choice[] | Refusal {
  const choices = new Map<Option, Choice>();
  const isChosen = (set: OptionSet) => set.options.some((option) => choices.has(option));
  for (const {optionSetId, optionId, value} of asked) {
    const set = product.optionSets.find((each) => each.optionSetId === optionSetId);
    if (!set) return new Refusal('OptionSetID', 'Invalid OptionSetID');
    const option = set.options.find((each) => each.optionId === optionId);
    if (!option || option.hidden) return new Refusal('OptionID', 'Invalid OptionID');
    if (set.type === 'Checkbox' ? choices.has(option) : isChosen(set)) {
      return new Refusal('OptionSetID', `Only one option of ${set.name} can be chosen`);
    }
    if (set.type === 'File') return new Refusal('OptionValue', `${set.name} takes a file, which cannot be sent here`);
    if (isText(set)) {
      if (value === '') continue;
      if (set.sizeLimit > 0 && value.length > set.sizeLimit) {
        return new Refusal('OptionValue', `${set.name} is limited to ${String(set.sizeLimit)} characters`);
      }
    } else if (isPlaceholder(option, set, product) && requiredOptions === 'reject400') {
      continue;
    }
    choices.set(option, {set, option, text: value});
  }
  const missing = product.optionSets.find((set) => set.required && !isChosen(set));
  if (missing && requiredOptions === 'reject400') return new Refusal('OptionSetID', `${missing.name} is required`);
  return product.optionSets.flatMap((set) => set.options.flatMap((option) => choices.get(option) ?? []));
}

/** The combination that the choices name, if the product has one of them. */
export function findCombination(product: Product, choices: readonly Choice[]): Combination | undefined {
  const chosen = new Set(choices.map(({option}) => option.optionId));
  return product.combinations.find(({optionIds}) => optionIds.every((optionId) => chosen.has(optionId)));
}

/** The parts of a line that follow from product and choices. */
export type WrittenLine = Pick<
  Line,
  | 'catalogId'
  | 'sku'
  | 'name'
  | 'description'
  | 'options'
  | 'chosen'
  | 'combinationCode'
  | 'unitPrice'
  | 'optionPrice'
  | 'weight'
  | 'image'
>;

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** A line's description: HTML, in which recorded orders have the names unescaped, as the merchant typed them. */
export function describeLine(
  name: string,
  options: readonly {readonly setName: string; readonly value: string; readonly surcharge: number}[],
  style: Switches['descriptions'],
): string {
  const quote = style === 'escaped' ? escapeHtml : (text: string) => text;
  const price = (surcharge: number) =>
    style === 'priced' && surcharge > 0 ? ` - $${(surcharge / 100).toFixed(2)}` : '';
  const rows = options.map(
    ({setName, value, surcharge}) => `<br><b>${quote(setName)}:</b>&nbsp;${quote(value)}${price(surcharge)}`,
  );
  return quote(name) + rows.join('');
}

/**
 * Writes a line as recorded orders have it. The sale price beats a combination's price (seen in client code); that the option price is the sum of the
 * surcharges is our reading.
 */
export function writeLine(product: Product, choices: readonly Choice[], style: Switches['descriptions']): WrittenLine {
  const combination = findCombination(product, choices);
  const ownPrice = combination && combination.price !== 0 ? combination.price : product.price;
  const options = choices.map(({set, option, text}) => ({
    setName: set.name,
    value: isText(set) ? text : option.name,
    surcharge: option.surcharge,
  }));
  return {
    catalogId: product.catalogId,
    sku: combination && combination.sku !== '' ? combination.sku : product.sku,
    name: product.name,
    description: describeLine(product.name, options, style),
    options: options.map(({setName, value}) => ({setName, value})),
    chosen: choices.map(({set, option, text}) => ({
      optionSetId: set.optionSetId,
      optionId: option.optionId,
      value: isText(set) ? text : option.name,
    })),
    combinationCode: combination?.optionIds.join('-') ?? '',
    unitPrice: product.onSale ? product.salePrice : ownPrice,
    optionPrice: choices.reduce((sum, {option}) => sum + option.surcharge, 0),
    weight: combination?.weight ?? product.weight,
    image: product.image,
  };
}
