import {html} from 'lit';
import {ProductForm} from './product-form.js';
import {productStyles} from './product.styles.js';
import {shop} from './shop.js';

/**
 * A card that sells one product: picture, name, price, options, quantity and a button. It is always as high as
 * `--pushcart-card-block-size`, so nothing around it moves; options that do not fit open in a dialog.
 *
 * @csspart card - The card.
 * @csspart name - The name; a link to the product's page in the store.
 * @cssprop [--pushcart-card-block-size=28em] - Height of the card.
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
