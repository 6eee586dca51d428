import {html, nothing, type TemplateResult} from 'lit';
import type {CartState} from '../cart/state.js';
import type {CartChange} from '../contract/wire.js';
import {cartViewStyles} from './cart-view.styles.js';
import {PushcartElement} from './element.js';
import {ask} from './events.js';
import {renderLine} from './line.js';
import {lineStyles} from './line.styles.js';
import {failure, money, price, say} from './say.js';
import {shop} from './shop.js';

/** The cart's contents, for the element that stands in the page and for the one that slides over it. */
export abstract class CartView extends PushcartElement {
  static override styles = [...PushcartElement.styles, lineStyles, cartViewStyles];

  protected override watch(listener: () => void) {
    return shop().cart.subscribe(listener);
  }

  protected get state(): CartState {
    return shop().cart.getState();
  }

  /** Where the focus goes when the control that had it disappears. */
  #focusHeading() {
    this.renderRoot.querySelector('h2')?.focus({preventScroll: true});
  }

  protected renderCart(keepShopping: TemplateResult | typeof nothing) {
    const {state} = this;
    const {lines, store, status} = state;
    const visit = store && html`<a href=${store.url} target="_top">${say('visit', {store: store.name})}</a>`;
    const leaving = status === 'leaving';
    return html`<div class="scroll">
        ${
          lines.length
            ? html`<ul part="lines" role="list" @pushcart-removed=${this.#focusHeading}>
                ${lines.map(renderLine)}
              </ul>`
            : html`<slot name="empty"
                ><div part="empty">
                  <strong>${say('empty')}</strong>
                  <p class="muted">${say('emptyHint')}</p>
                  ${visit}
                </div></slot
              >`
        }
      </div>
      <div part="summary" aria-busy=${status === 'saving' || leaving}>
        <div role="alert">${this.#renderNotice(state, visit)}</div>
        <div role="status">
          ${status === 'leaving' && state.waiting ? html`<div part="notice">${say('waiting')}</div>` : nothing}
        </div>
        ${
          lines.length
            ? html`<div part="subtotal">
                  <span>${say('subtotal')}</span><span class="money">${price(state.subtotal)}</span>
                </div>
                <slot name="note"><p class="muted">${say('subtotalNote')}</p></slot>
                <button
                  part="checkout-button"
                  class="main"
                  aria-disabled=${leaving || !state.count}
                  @click=${this.#askForCheckout}
                >
                  ${say(leaving ? 'leaving' : status === 'changed' ? 'confirm' : 'checkout')}
                </button>`
            : nothing
        }
        ${keepShopping} ${store ? html`<small part="store">${say('soldBy', {store: store.name})}</small>` : nothing}
        <slot name="end"></slot>
      </div>`;
  }

  #renderNotice(state: CartState, visit: unknown) {
    if (state.status === 'failed')
      return html`<div part="notice">
        <span>${failure(state)}</span>
        <button part="retry-button" @click=${this.#retry}>${say('retry')}</button>
        ${visit}
      </div>`;
    if (state.status === 'changed')
      return html`<div part="notice">
        <strong>${say('changed')}</strong>
        <ul part="changes">
          ${state.changes.map((change) => html`<li>${this.#describe(change, state.lines)}</li>`)}
        </ul>
      </div>`;
    return nothing;
  }

  #describe({id, what, from, to}: CartChange, lines: CartState['lines']) {
    const amount = (value: number) => (what === 'price' ? (money(value) ?? '') : value);
    return say(`changed_${what}`, {
      // The store's own lines are gone from the cart when they are removed: those are discounts.
      name: lines.find((line) => line.id === id)?.name ?? say('discount'),
      from: amount(from),
      to: amount(to),
    });
  }

  #retry() {
    const {state} = this;
    if (state.status === 'failed' && state.during === 'checkout') this.#askForCheckout();
    else shop().cart.retry();
    this.#focusHeading();
  }

  #askForCheckout() {
    const {state} = this;
    if (state.status !== 'leaving' && ask(this, 'pushcart-checkout-request', state)) void shop().cart.checkout();
  }
}
