import {html, nothing} from 'lit';
import {CartView} from './cart-view.js';
import {drawerStyles} from './drawer.styles.js';
import {modalStyles} from './modal.styles.js';
import {Modal} from './modal.js';
import {failure, money, problemText, say} from './say.js';

/**
 * The cart in a panel over the page: it slides in from the side, or from below on a narrow screen. Escape, the close
 * button and a click beside it close it; the focus goes to its heading and back to what opened it.
 *
 * It is also what tells screen readers, politely, what the cart holds whenever that changes. An open modal dialog makes
 * the rest of the page inert, so there is a live region on either side of it, and exactly one of them is heard.
 *
 * @csspart dialog - The native dialog: place, size, shadow.
 * @csspart panel - The surface inside.
 * @csspart header - Heading and close button.
 * @csspart heading - "Your cart".
 * @csspart close-button - Closes the panel.
 * @csspart keep-shopping-button - Closes the panel too.
 * @cssprop [--pushcart-drawer-size=27em] - Width of the panel, where there is room.
 * @cssprop [--pushcart-backdrop=rgb(0 0 0/.45)] - What covers the page.
 */
export class PushcartDrawer extends CartView {
  static override styles = [...CartView.styles, modalStyles, drawerStyles];

  readonly #modal: Modal = new Modal(this);
  #hasRendered = false;
  /** What was true when it was last told. */
  #told: readonly unknown[] = [];

  /** What was last told. Kept while a total is not known: two announcements for one change would talk over each other. */
  #news: unknown = nothing;

  protected override render() {
    const {state} = this;
    // What the cart held when the page was loaded is no news.
    if (this.#hasRendered) this.#news = this.#summarise() ?? this.#news;
    this.#hasRendered = true;
    const tell = (news: unknown) => html`<div class="unseen" role="status">${news}</div>`;
    const keepShopping = html`<button part="keep-shopping-button" class="text" @click=${this.close}>
      ${say('keepShopping')}
    </button>`;
    return html`${this.#modal.render(say('cart'), html`${this.renderCart(keepShopping)}${tell(this.#news)}`)}
    ${tell(state.status === 'failed' ? failure(state) : this.#news)}`;
  }

  /** What the cart holds, and what is newly wrong with it; undefined if that was told, or cannot be told yet. */
  #summarise(): unknown {
    const {count, lines, subtotal} = this.state;
    const total = money(subtotal);
    if (lines.length && !total) return;
    const problems = lines.map((line) => line.problem && `${line.name}: ${problemText(line)}`);
    const facts = [total && lines.length ? say('summary', {count, total}) : say('empty'), ...problems];
    const fresh = facts.filter((fact, index) => fact && !(index && this.#told.includes(fact)));
    if (facts.join() === this.#told.join()) return;
    this.#told = facts;
    // A paragraph each is a pause in every language, where a full stop is not the same in all.
    return fresh.map((fact) => html`<p>${fact}</p>`);
  }

  /** Opens the drawer. The focus goes back to `opener` when it closes. */
  open(opener?: HTMLElement): void {
    this.#modal.open(opener);
  }

  /** Closes the drawer, and gives the focus back. */
  close(): void {
    this.#modal.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-drawer': PushcartDrawer;
  }
}
