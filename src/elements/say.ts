/** What elements write: phrases of the shop's language, and money in the store's currency. */
import {html, type TemplateResult} from 'lit';
import type {CartState, ShownLine} from '../cart/state.js';
import type {Words} from '../words/words.js';
import {shop} from './shop.js';

export const say: Words['say'] = (key, values) => shop().words.say(key, values);

/** An amount of minor units; undefined until it and the store's currency are known. */
export function money(minor: number | undefined): string | undefined {
  const {catalogue, words} = shop();
  const {store} = catalogue;
  return store && minor !== undefined ? words.money(minor, store.currency, store.decimals) : undefined;
}

/**
 * An amount, or a placeholder of the same height where it is not known yet. A new amount is a new text node: one that
 * only got wider, where text ends at the edge, would count as a layout shift.
 */
export function price(minor: number | undefined): TemplateResult {
  const amount = money(minor);
  return amount ? html`<span .textContent=${amount}></span>` : html`<span class="skeleton"></span>`;
}

/** What is wrong with a line; empty if nothing is, or as long as the words for it are on their way. */
export const problemText = (line: ShownLine): string => shop().extras.notices?.problemText(line) ?? '';

/** What a failure means for the shopper: what is kept, and that it goes on. */
export function failure(state: CartState & {readonly status: 'failed'}): string {
  return say(state.error.code === 'offline' ? 'offline' : state.during === 'checkout' ? 'failedCheckout' : 'failed');
}
