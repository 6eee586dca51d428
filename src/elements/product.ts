import {html} from 'lit';
import {ProductForm} from './product-form.js';
import {productStyles} from './product.styles.js';
import {shop} from './shop.js';

/**
 * A card that sells one product: picture, name, price, options, quantity and a button. It is always as high as
 * `--pushcart-card-block-size`, so nothing around it moves; options that do not fit open in a dialog.
 *
 * @slot - A link to the product, shown until the product is known and where it cannot be. By default one to the proxy's
 *   page for it.
 * @csspart card - The card.
 * @csspart picture - The box of the picture; it takes what room the rest leaves.
 * @csspart name - The name; a link to the product's page in the store.
 * @csspart price - The price of one, as chosen.
 * @csspart list-price - The price it used to have.
 * @csspart field - One set of options with its label.
 * @csspart problem - What is wrong with a field.
 * @csspart quantity - Minus, number and plus; or a list, where the store allows certain quantities only.
 * @csspart add-button - Adds to the cart, or opens the options.
 * @csspart message - Why the product cannot be bought here.
 * @csspart store-link - Link to the product's page in the store.
 * @csspart retry-button - Loads the product again.
 * @cssprop [--pushcart-card-block-size=28em] - Height of the card.
 * @fires {CustomEvent<Addition>} pushcart-add-request - The shopper wants it in the cart; cancel to refuse.
 * @fires {CustomEvent<Added>} pushcart-added - It is in the cart.
 */
export class PushcartProduct extends ProductForm {
  static override styles = [...ProductForm.styles, productStyles];

  #fitted: unknown;
  /** Whether the options are left to the dialog; undefined until it was measured. */
  #brief: boolean | undefined;

  protected override updated() {
    const card = this.renderRoot.firstElementChild;
    if (this.#brief !== undefined || !this.product || !card) return;
    this.#brief = card.scrollHeight > card.clientHeight;
    if (this.#brief) this.renderNow();
  }

  protected override render() {
    const state = this.takeState();
    if (this.#fitted !== this.product) this.#brief = undefined;
    this.#fitted = this.product;
    const {language, dir} = shop().words;
    return html`<div part="card" class="base" lang=${language} dir=${dir} aria-busy=${state.status === 'loading'}>
      ${
        state.status === 'ready'
          ? html`${this.renderPicture(state.product)}
              <h2 id="heading"><a part="name" href=${state.product.url} target="_top">${state.product.name}</a></h2>
              ${this.renderPrice(state.product)} ${this.renderForm(state.product, this.#brief)}`
          : this.renderUnknown(state.status)
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-product': PushcartProduct;
  }
}
