import {html, nothing} from 'lit';
import type {CartState} from '../cart/state.js';
import {PushcartElement} from './element.js';
import {failure, money, problemText, say} from './say.js';
import {ShopController} from './shop-controller.js';

/**
 * Tells screen readers, politely, what the cart holds whenever that changes. One stands in the host and one in each
 * dialog: an open modal dialog makes the rest of the page inert, so that exactly one of them is heard.
 */
export class PushcartAnnouncer extends PushcartElement {
  #news: ShopController<string | undefined> = new ShopController(
    this,
    'cart',
    ({cart}) => this.#summarise(cart.getState()) ?? this.#news.value,
  );

  protected override render() {
    // What the cart held when the page was loaded is no news.
    return html`<div class="unseen" role="status">${this.hasUpdated ? this.#news.value : nothing}</div>`;
  }

  /** Undefined while the total is not known: two announcements for one change would talk over each other. */
  #summarise(state: CartState): string | undefined {
    const {count, lines} = state;
    // A dialog shows a failure as an alert, which is read out anyway.
    if (state.status === 'failed' && !this.closest('dialog')) return failure(state);
    if (!lines.length) return say('empty');
    const total = money(state.subtotal);
    const problems = lines.map(({name, problem}) => (problem ? `. ${name}: ${problemText(problem.code)}` : ''));
    return total && say('summary', {count, total}) + problems.join('');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-announcer': PushcartAnnouncer;
  }
}
