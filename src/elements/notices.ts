/** What is said now and then: a wait, what the store has changed, and what is wrong with a line. */
import {html, nothing} from 'lit';
import type {CartState, ShownLine} from '../cart/state.js';
import type {CartChange} from '../contract/wire.js';
import {enNotices} from '../words/en-notices.js';
import type {WordKey} from '../words/words.js';
import {shop} from './shop.js';

/** What cards say as well stands in the core. */
const say = (key: WordKey, values?: Readonly<Record<string, string | number>>): string =>
  shop().words.say(key, values, 'notices', enNotices) || shop().words.say(key, values);

/**
 * What is wrong with a line, and what became of its quantity, in our words: the proxy's own message is for developers.
 * Empty if nothing is.
 */
export function problemText({quantity, problem}: ShownLine): string {
  if (!problem) return '';
  // A newer proxy may have a code that this release has no words for.
  const why = say(`problem_${problem.code}`) || say('problem_refused');
  return problem.asked ? say('adjusted', {from: problem.asked, to: quantity, why}) : why;
}

/**
 * What the shopper should know before going on to checkout.
 *
 * @param money Writes an amount of minor units.
 */
export function renderNotice(state: CartState, money: (minor: number) => string | undefined) {
  if (state.status === 'blocked') return html`<div part="notice">${say('blocked')}</div>`;
  if (state.status !== 'changed') return nothing;
  return html`<div part="notice">
    <strong>${say('changed')}</strong>
    <ul part="changes">
      ${state.changes.map((change) => html`<li>${describe(change, state.lines, money)}</li>`)}
    </ul>
  </div>`;
}

function describe(
  {id, what, from, to}: CartChange,
  lines: CartState['lines'],
  money: (minor: number) => string | undefined,
): string {
  const amount = (value: number) => (what === 'price' ? (money(value) ?? '') : value);
  return say(`changed_${what}`, {
    // The store's own lines are gone from the cart when they are removed: those are discounts.
    name: lines.find((line) => line.id === id)?.name ?? say('discount'),
    from: amount(from),
    to: amount(to),
  });
}

/** A wait that is longer than one would expect, and the way out of it. */
export function renderWait(state: CartState, cancel: () => void) {
  const leaving = state.status === 'leaving';
  const isWaiting = leaving && state.waiting;
  if (!isWaiting && !('slow' in state && state.slow)) return nothing;
  return html`<div part="notice">
    <span>
      ${say(isWaiting ? 'waiting' : 'slow')} ${isWaiting && state.ahead ? say('ahead', {count: state.ahead}) : nothing}
    </span>
    ${leaving ? html`<button part="cancel-button" @click=${cancel}>${say('cancel')}</button>` : nothing}
  </div>`;
}
