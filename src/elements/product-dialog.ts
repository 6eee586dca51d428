import {html} from 'lit';
import type {Addition} from '../cart/state.js';
import {modalStyles} from './modal.styles.js';
import {Modal} from './modal.js';
import {ProductForm} from './product-form.js';
import {productDialogStyles} from './product-dialog.styles.js';
import {say} from './say.js';

/**
 * Asks for the options of one product, over the page. It closes when the product is added, on Escape, by its button and
 * by a click beside it; the focus goes to its heading and back to what opened it. Events start at what opened it.
 *
 * @csspart dialog - The native dialog: place, size, shadow.
 * @csspart panel - The surface inside.
 * @csspart header - Heading and close button.
 * @csspart heading - The product's name.
 * @csspart close-button - Closes the dialog.
 * @cssprop [--pushcart-backdrop=rgb(0 0 0/.45)] - What covers the page.
 * @cssprop [--pushcart-dialog-size=30em] - Width of the dialog, where there is room.
 */
export class PushcartProductDialog extends ProductForm {
  static override styles = [...ProductForm.styles, modalStyles, productDialogStyles];

  readonly #modal: Modal = new Modal(this);

  protected override render() {
    const state = this.takeState();
    const {product} = this;
    return this.#modal.render(
      product?.name ?? say('chooseOptions'),
      html`<div class="scroll" aria-busy=${state.status === 'loading'}>
        ${
          state.status === 'ready'
            ? html`<div class="row top">${this.renderPicture(state.product)} ${this.renderPrice(state.product)}</div>
                ${this.renderForm(state.product)}`
            : this.renderUnknown(state.status)
        }
      </div>`,
    );
  }

  /** Shows the product of `preset` with its choices made. The focus goes back to `opener` when it closes. */
  open(preset: Addition, opener?: HTMLElement): void {
    this.product = undefined;
    this.preset = preset;
    this.catalogId = preset.catalogId;
    this.#modal.open(opener);
  }

  /** Closes the dialog, and gives the focus back. */
  close(): void {
    this.#modal.close();
  }

  protected override add(control: HTMLElement): void {
    super.add(this.#modal.opener ?? control);
  }

  protected override added(): void {
    this.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-product-dialog': PushcartProductDialog;
  }
}
