/** The form of a page without a script: what it starts with, what a shopper sent with it, and what is wrong with that. */
import {base64url} from 'jose';
import {problemsOf, type ChoiceProblem, type Chosen} from '../../cart/choice.js';
import {fitQuantity} from '../../cart/fit-quantity.js';
import {isUnsafeText} from '../../contract/text.js';
import {limits, type LineProblemCode, type OptionSet, type Product} from '../../contract/wire.js';
import {readQuantity} from './voice.js';

/** What a shopper has chosen and typed, right or wrong. */
export interface Filled {
  readonly chosen: Chosen;
  /** As it was typed. */
  readonly quantity: string;
}

/** The quantity, or a set by its id. */
export type Field = 'quantity' | number;
export type FieldProblem = ChoiceProblem | 'problem_option_invalid' | `problem_${LineProblemCode}`;
export type FieldProblems = ReadonlyMap<Field, FieldProblem>;

/** What the form's controls are called. `key` names the purchase: sent twice, it is one. `seen` are the prices shown. */
export const names = {key: 'key', seen: 'seen', quantity: 'qty', ofSet: (setId: number) => `s${setId}`} as const;
const ours = /^(key|seen|qty|s[1-9]\d{0,9})$/;

export const longestText = ({maxLength}: OptionSet): number =>
  Math.min(maxLength ?? limits.textLength, limits.textLength);

/** All fields that could be the form's, as they came: for a page that does not know the product now. */
export const heldFields = (form: URLSearchParams): [string, string][] => [...form].filter(([name]) => ours.test(name));

export function readForm(product: Product, form: URLSearchParams): Filled {
  const chosen = product.sets.flatMap(({setId, type, options}) => {
    const values = [...new Set(form.getAll(names.ofSet(setId)))];
    const [only] = options;
    // An empty text is kept: it says that the shopper wants none, whatever the link has said.
    if (type === 'text') return only ? [{setId, optionId: only.optionId, text: values[0] ?? ''}] : [];
    return values.filter((value) => /^[1-9]\d{0,9}$/.test(value)).map((value) => ({setId, optionId: Number(value)}));
  });
  return {chosen, quantity: form.get(names.quantity) ?? ''};
}

/** What is to be ordered. */
export const toOptions = ({chosen}: Filled): Chosen => chosen.filter(({text}) => text?.trim() !== '');

/** What can be said about it without the store. */
export function checkForm(product: Product, {chosen, quantity}: Filled, language: string): FieldProblems {
  const problems = new Map<Field, FieldProblem>(problemsOf(product, chosen));
  for (const set of product.sets) {
    const answers = chosen.filter(({setId}) => setId === set.setId);
    const isUnknown = answers.some(({optionId}) => !set.options.some((option) => option.optionId === optionId));
    if (isUnknown || (set.type !== 'check' && answers.length > 1)) problems.set(set.setId, 'problem_option_invalid');
    // A sign that stands for what could not be read comes of another encoding: nobody wants it engraved.
    const isRefused = (text: string) => text.length > longestText(set) || isUnsafeText(text) || text.includes('\ufffd');
    if (answers.some(({text = ''}) => isRefused(text))) problems.set(set.setId, 'problem_text_invalid');
  }
  const amount = readQuantity(quantity, language);
  if (!(amount > 0) || fitQuantity(product.quantity, amount) !== amount)
    problems.set('quantity', 'problem_quantity_invalid');
  return problems;
}

/** The fields that the store's word on the line is about. */
export function fieldsOf(product: Product, code: LineProblemCode): Field[] {
  const sets = (isMeant: (set: OptionSet) => boolean): Field[] => {
    const meant = product.sets.filter(isMeant).map(({setId}) => setId);
    return meant.length > 0 ? meant : ['quantity'];
  };
  if (code === 'text_invalid') return sets(({type}) => type === 'text');
  if (code === 'option_required' || code === 'option_invalid') return sets(({type}) => type !== 'text');
  return ['quantity'];
}

/** Names the prices of a product, so that nobody buys at another one than they were shown. */
export async function sealPrices({price, sets, combinations}: Product): Promise<string> {
  const deltas = sets.map(({options}) => options.map(({optionId, delta}) => [optionId, delta]));
  const prices = [price, deltas, combinations.map((combination) => [combination.optionIds, combination.price])];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(prices)));
  return base64url.encode(new Uint8Array(digest, 0, 9));
}
