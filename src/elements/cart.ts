import {html, nothing} from 'lit';
import {CartView} from './cart-view.js';
import {cartStyles} from './cart.styles.js';
import {say} from './say.js';
import {shop} from './shop.js';

/**
 * The cart, where the page author put it: lines, subtotal, and the way to the store's checkout. With
 * `display="drawer"`, the default, it shows nothing itself and says that the page wants the drawer.
 *
 * @csspart cart - The whole cart.
 * @csspart header - The box of the heading.
 * @csspart heading - "Your cart".
 */
export class PushcartCart extends CartView {
  static override styles = [...CartView.styles, cartStyles];
  static override properties = {display: {reflect: true, useDefault: true}};

  /** `inline`: the cart itself, here. `drawer`: nothing here. */
  declare display: 'inline' | 'drawer';

  constructor() {
    super();
    this.display = 'drawer';
  }

  protected override render() {
    if (this.display !== 'inline') return nothing;
    const {language, dir} = shop().words;
    return html`<section part="cart" class="base" lang=${language} dir=${dir} aria-labelledby="heading">
      <div part="header"><h2 part="heading" id="heading" tabindex="-1">${say('cart')}</h2></div>
      ${this.renderCart(nothing)}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-cart': PushcartCart;
  }
}
