import {html} from 'lit';
import {CartView} from './cart-view.js';
import {drawerStyles} from './drawer.styles.js';
import {modalStyles} from './modal.styles.js';
import {Modal} from './modal.js';
import {say} from './say.js';

/**
 * The cart in a panel over the page: it slides in from the side, or from below on a narrow screen. Escape, the close
 * button and a click beside it close it; the focus goes to its heading and back to what opened it.
 *
 * It has the slots and parts of `<pushcart-cart>`, and these:
 *
 * @csspart dialog - The native dialog: place, size, shadow.
 * @csspart panel - The surface inside.
 * @csspart close-button - Closes the panel.
 * @csspart keep-shopping-button - Closes the panel too.
 * @cssprop [--pushcart-drawer-size=27em] - Width of the panel, where there is room.
 * @cssprop [--pushcart-backdrop=rgb(0 0 0/.45)] - What covers the page.
 * @cssprop [--pushcart-shadow=0 8px 32px rgb(0 0 0/.24)] - Shadow of panels and of the cart button.
 */
export class PushcartDrawer extends CartView {
  static override styles = [...CartView.styles, modalStyles, drawerStyles];

  readonly #modal: Modal = new Modal(this);

  protected override render() {
    const keepShopping = html`<button part="keep-shopping-button" class="text" @click=${this.close}>
      ${say('keepShopping')}
    </button>`;
    return this.#modal.render(say('cart'), this.renderCart(keepShopping));
  }

  /** Opens the drawer. The focus goes back to `opener` when it closes. */
  open(opener?: HTMLElement): Promise<void> {
    return this.#modal.open(opener);
  }

  close(): void {
    this.#modal.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-drawer': PushcartDrawer;
  }
}
