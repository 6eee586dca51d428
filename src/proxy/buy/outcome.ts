/** What a form came to, where it did not come to checkout: in the shopper's words, with the field or the next step. */
import {problemStatus} from '../../contract/problem.js';
import type {CartAnswer} from '../../contract/wire.js';
import {checkForm, fieldsOf, type Field, type FieldProblem, type FieldProblems, type Filled} from './form.js';
import type {Frame, Notice, ProductPage} from './page.js';
import type {Reconciled} from '../reconcile.js';

/** A product that can be shown, and all that its page needs however it came about. */
export type Shown = Frame & Pick<ProductPage, 'settings' | 'product' | 'url' | 'storeLink' | 'seen'>;

/** What a page says beside the product. */
export interface Said {
  readonly status: number;
  readonly problems?: FieldProblems;
  readonly notice?: Notice;
  readonly button?: ProductPage['button'];
  readonly retryAfterMs?: number | undefined;
  /** Nothing more comes of this purchase: the next press is another one. */
  readonly isOver?: true;
}

/**
 * What keeps a form from being sent to the store.
 *
 * @param isOurs Whether it names its purchase with a key that we gave out, not too long ago.
 * @param pricesSeen What names the prices that it was made with.
 */
export function judge(
  {voice, product, seen}: Shown,
  filled: Filled,
  isOurs: boolean,
  pricesSeen: string | null,
): Said | undefined {
  if (!product.orderable) return {status: 409};
  const problems = checkForm(product, filled, voice.language);
  if (problems.size > 0) return {status: 422, problems};
  if (!isOurs) return {status: 409, notice: {text: voice.say('expired')}};
  return seen === pricesSeen ? undefined : {status: 409, notice: {text: voice.say('stale')}};
}

/** Why a cart that was made, or could not be made yet, has no way to checkout. */
export function explain({voice, product, settings}: Shown, answered: CartAnswer): Said {
  const {say} = voice;
  const {status, retryAfterMs = 5000, ahead = 0, changes = [], lines} = answered;
  if (status === 'completed') return {status: 409, notice: {text: say('alreadySent')}, isOver: true};
  if (status === 'pending') {
    const items = ahead > 0 ? [say('ahead', {count: ahead})] : [];
    return {status: 503, notice: {text: say('busy'), items}, button: 'retry', retryAfterMs};
  }
  const code = lines.find(({id}) => id === LINE)?.problem?.code;
  if (code && changes.every(({what}) => what === 'removed')) {
    const fields = fieldsOf(product, code);
    return {status: 409, problems: new Map<Field, FieldProblem>(fields.map((field) => [field, `problem_${code}`]))};
  }
  // The key of a cart that has moved on since: nothing was written for this press.
  if (changes.length === 0) return {status: 409, notice: {text: say('expired')}, isOver: true};
  const items = changes.map(({id, what, from, to}) => {
    const name = lines.find((line) => line.id === id)?.name ?? product.name;
    const write = (value: number): string =>
      what === 'price' ? voice.money(value, settings.currency, settings.decimals) : voice.number(value);
    return say(`changed_${what}`, {name, from: write(from), to: write(to)});
  });
  return {status: 409, notice: {text: say('changed'), items}, button: 'confirm'};
}

/** The line of a cart that has one. */
export const LINE = 'buy';

/** What went wrong. */
export function lament({voice: {say}}: Shown, failed: Extract<Reconciled, {problem: unknown}>): Said {
  const {retryAfterMs} = failed;
  const status = problemStatus[failed.problem];
  if (failed.problem === 'store_misconfigured') return {status, notice: {text: say('closed')}};
  const text =
    failed.problem === 'rate_limited'
      ? say('tooMany')
      : failed.problem === 'store_unavailable'
        ? say('unreachable')
        : say('problem_refused');
  return {status, notice: {text}, button: 'retry', retryAfterMs};
}
