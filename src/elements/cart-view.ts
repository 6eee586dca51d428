import {html, nothing, type TemplateResult} from 'lit';
import type {CartState, Removed} from '../cart/state.js';
import {cartViewStyles} from './cart-view.styles.js';
import {PushcartElement} from './element.js';
import {ask, tell} from './events.js';
import {renderLine} from './line.js';
import {lineStyles} from './line.styles.js';
import {failure, money, price, say} from './say.js';
import {shop} from './shop.js';

/**
 * The cart's contents, for the element that stands in the page and for the one that slides over it.
 *
 * @slot empty - Replaces what an empty cart says.
 * @slot note - Replaces the text under the subtotal.
 * @slot end - Below everything; empty by default.
 * @csspart lines - The list of lines.
 * @csspart line - One row.
 * @csspart line-picture - The square that holds the picture.
 * @csspart line-name - The name; a link to the product's page in the store.
 * @csspart line-options - The chosen options.
 * @csspart line-price - The price of one, where there are more.
 * @csspart line-total - The price of the row.
 * @csspart line-quantity - Minus, number and plus.
 * @csspart line-problem - What is wrong with the row.
 * @csspart remove-button - Takes the row out of the cart.
 * @csspart removed - What stands where a row was taken out.
 * @csspart undo-button - Brings it back.
 * @csspart clear-button - Takes all rows out of the cart.
 * @csspart share-button - Shows a link to this cart.
 * @csspart share-link - That link.
 * @csspart copy-button - Copies it.
 * @csspart send-button - Gives it to another program.
 * @csspart empty - What an empty cart says.
 * @csspart summary - Everything below the lines.
 * @csspart notice - A failure, a wait, a question, or what the store has changed.
 * @csspart retry-button - Tries again after a failure.
 * @csspart changes - The list of what the store changed.
 * @csspart cancel-button - Goes on shopping while checkout is awaited.
 * @csspart finished-button - Says that checkout was finished, and starts a new cart.
 * @csspart back-button - Goes back to checkout.
 * @csspart bring-back-button - Brings back what was sent to checkout.
 * @csspart forget-button - Forgets it.
 * @csspart shared-button - An answer to a cart that somebody has shared.
 * @csspart subtotal - The subtotal's row.
 * @csspart coupon - Where coupons are taken.
 * @csspart checkout-button - Leads to the store's checkout.
 * @csspart checkout-link - Stands in its place where the page cannot go there by itself.
 * @csspart store - Who sells.
 * @cssprop [--pushcart-line-picture-size=4.5em] - Side of a line's picture.
 * @fires {CustomEvent<LineQuantity>} pushcart-quantity-request - The shopper wants another quantity; cancel to refuse.
 * @fires {CustomEvent<LineQuantity>} pushcart-remove-request - The shopper wants the line gone; cancel to refuse.
 * @fires {CustomEvent<LineQuantity>} pushcart-removed - The line is gone.
 * @fires {CustomEvent<Addition>} pushcart-add-request - The shopper wants it back; cancel to refuse.
 * @fires {CustomEvent<Added>} pushcart-added - It is back.
 * @fires {CustomEvent<CartState>} pushcart-checkout-request - The shopper wants to check out; cancel to refuse.
 */
export abstract class CartView extends PushcartElement {
  static override styles = [...PushcartElement.styles, lineStyles, cartViewStyles];

  /** What goes wrong where there is no place for it but here. */
  #complaint: string | typeof nothing = nothing;

  #asked = false;

  protected override watch(listener: () => void) {
    return shop().cart.subscribe(listener);
  }

  protected get state(): CartState {
    return shop().cart.getState();
  }

  /** Where the focus goes when the control that had it disappears. */
  #focus(selector = 'h2') {
    this.renderNow();
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus({preventScroll: true});
  }

  protected renderCart(keepShopping: TemplateResult | typeof nothing) {
    const {state} = this;
    const {lines, removed = [], store, status} = state;
    const {extras} = shop();
    const visit = store && html`<a href=${store.url} target="_top">${say('visit', {store: store.name})}</a>`;
    const leaving = status === 'leaving';
    const rows: unknown[] = lines.map(renderLine);
    for (const one of removed) rows.splice(one.at, 0, this.#renderRemoved(one));
    return html`<div class="scroll">
        ${extras.shared?.renderOffer(this.#answered)} ${extras.questions?.renderQuestions(state, this.#answered)}
        ${
          rows.length
            ? html`<ul part="lines" role="list" @pushcart-removed=${this.#focusUndo}>
                ${rows}
              </ul>`
            : nothing
        }
        ${
          lines.length
            ? html`<div class="tools">
                  ${lines.length > 1 ? html`<button part="clear-button" class="text" @click=${this.#clear}>${say('clear')}</button>` : nothing}
                  <button part="share-button" class="text" @click=${this.#share}>${say('share')}</button>
                </div>
                <p role="alert" class="problem">${this.#complaint}</p>`
            : html`<slot name="empty"
                ><div part="empty">
                  <strong>${say('empty')}</strong>
                  <p class="muted">${say('emptyHint')}</p>
                  ${visit}
                </div></slot
              >`
        }
        ${extras.share?.renderShare(state)}
      </div>
      <div part="summary" aria-busy=${status === 'saving' || leaving}>
        <div role="alert">${this.#renderFailure(state, visit)}</div>
        <div role="status">${extras.notices?.renderWait(state, this.#cancel)}</div>
        ${
          lines.length
            ? html`<div part="subtotal">
                  <span>${say('subtotal')}</span><span class="money">${price(state.subtotal)}</span>
                </div>
                <slot name="note"><p class="muted">${say('subtotalNote')}</p></slot>
                <p part="coupon" class="muted">${say('coupon')}</p>
                ${
                  status === 'blocked'
                    ? html`<a part="checkout-link" class="main" href=${state.checkoutUrl} target="_top"
                        >${say('goCheckout')}</a
                      >`
                    : html`<button
                        part="checkout-button"
                        class="main"
                        aria-disabled=${leaving || !state.count}
                        @click=${this.#askForCheckout}
                      >
                        ${say(leaving ? 'leaving' : status === 'changed' ? 'confirm' : 'checkout')}
                      </button>`
                }`
            : nothing
        }
        ${keepShopping} ${store ? html`<small part="store">${say('soldBy', {store: store.name})}</small>` : nothing}
        <slot name="end"></slot>
      </div>`;
  }

  /** What was taken out, where it stood; without a time limit. */
  #renderRemoved({lines}: Removed) {
    const [first] = lines;
    if (!first) return nothing;
    const {id, label = ''} = first;
    const undo = ({currentTarget}: Event) => {
      if (!currentTarget || !lines.every((line) => ask(currentTarget, 'pushcart-add-request', line))) return;
      shop().cart.undo(id);
      for (const line of lines) tell(currentTarget, 'pushcart-added', {...line, lineId: line.id});
      this.#focus(`#l${id} [part=remove-button]`);
    };
    return html`<li part="removed">
      <span id="u${id}">
        ${lines.length > 1 ? say('removedAll', {count: lines.length}) : say('removed', {name: label})}
      </span>
      <button part="undo-button" aria-describedby="u${id}" @click=${undo}>${say('undo')}</button>
    </li>`;
  }

  #renderFailure(state: CartState, visit: unknown) {
    if (state.status !== 'failed') return shop().extras.notices?.renderNotice(state, money);
    return html`<div part="notice">
      <span>${failure(state)}</span>
      <button part="retry-button" @click=${this.#retry}>${say('retry')}</button>
      ${visit}
    </div>`;
  }

  #focusUndo({detail}: CustomEvent<{readonly lineId: string}>) {
    this.#focus(`[aria-describedby=u${detail.lineId}]`);
  }

  #clear({currentTarget}: Event) {
    const {lines} = this.state;
    const own = lines.flatMap(({id, catalogId, quantity, editable}) =>
      editable ? [{lineId: id, catalogId, quantity}] : [],
    );
    if (!currentTarget || !own.every((line) => ask(currentTarget, 'pushcart-remove-request', line))) return;
    shop().cart.clear();
    for (const line of own) tell(currentTarget, 'pushcart-removed', line);
    this.#focus('[part=undo-button]');
  }

  async #share() {
    const {extras} = shop();
    this.#complaint = nothing;
    try {
      await extras.loadShare();
      this.#focus('[part=share-link]');
    } catch {
      this.#complaint = say('notLoaded');
      this.requestUpdate();
    }
  }

  #retry() {
    const {state} = this;
    if (state.status === 'failed' && state.during === 'checkout') this.#askForCheckout();
    else shop().cart.retry();
    this.#focus();
  }

  readonly #answered = () => this.#focus();

  readonly #cancel = () => {
    shop().cart.cancelCheckout();
    this.#focus('[part=checkout-button]');
  };

  /** The button that has the focus may become a link. */
  protected override updated() {
    if (!this.#asked || this.state.status !== 'blocked') return;
    this.#asked = false;
    this.#focus('[part=checkout-link]');
  }

  #askForCheckout() {
    const {state} = this;
    this.#asked = true;
    if (state.status !== 'leaving' && ask(this, 'pushcart-checkout-request', state)) void shop().cart.checkout();
  }
}
