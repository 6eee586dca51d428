import {html, nothing} from 'lit';
import {CartView} from './cart-view.js';
import {cartStyles} from './cart.styles.js';
import {say} from './say.js';
import {shop} from './shop.js';

/**
 * The cart, where the page author put it: lines, subtotal, and the way to the store's checkout. With
 * `display="drawer"`, the default, it shows nothing itself and says that the page wants the drawer.
 *
 * @slot empty - Replaces what an empty cart says.
 * @slot note - Replaces the text under the subtotal.
 * @slot end - Below everything; empty by default.
 * @csspart cart - The whole cart.
 * @csspart header - The box of the heading.
 * @csspart heading - "Your cart".
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
 * @csspart empty - What an empty cart says.
 * @csspart summary - Everything below the lines.
 * @csspart notice - A failure, changed prices, or a wait.
 * @csspart retry-button - Tries again after a failure.
 * @csspart changes - The list of what the store changed.
 * @csspart subtotal - The subtotal's row.
 * @csspart checkout-button - Leads to the store's checkout.
 * @csspart store - Who sells.
 * @cssprop [--pushcart-surface=Canvas] - Background.
 * @cssprop [--pushcart-text=CanvasText] - Text.
 * @cssprop [--pushcart-muted=color-mix(in srgb, text 70%, surface)] - Less important text.
 * @cssprop [--pushcart-border=color-mix(in srgb, text 16%, surface)] - Lines between things.
 * @cssprop [--pushcart-control-border=color-mix(in srgb, text 52%, surface)] - Outlines of buttons and fields.
 * @cssprop [--pushcart-tint=color-mix(in srgb, text 6%, surface)] - Picture boxes, notices, hovered buttons.
 * @cssprop [--pushcart-accent=text] - The main button and the chosen option.
 * @cssprop [--pushcart-on-accent=surface] - Text on the accent.
 * @cssprop [--pushcart-danger=color-mix(in srgb, red 62%, text)] - Problems.
 * @cssprop [--pushcart-focus=accent] - Focus ring.
 * @cssprop [--pushcart-color-scheme=light dark] - `light` keeps everything light on a page that has no dark mode.
 * @cssprop [--pushcart-font=system-ui, sans-serif] - Font families.
 * @cssprop [--pushcart-font-size=medium] - Size of text; all else follows it.
 * @cssprop [--pushcart-line-height=1.45] - Line height.
 * @cssprop [--pushcart-heading-weight=650] - Weight of headings.
 * @cssprop [--pushcart-space=1em] - Space around content.
 * @cssprop [--pushcart-radius=12px] - Corners of cards, panels and the inline cart.
 * @cssprop [--pushcart-control-radius=8px] - Corners of buttons, fields and pictures.
 * @cssprop [--pushcart-picture-fit=cover] - How pictures fill their boxes, as `object-fit`.
 * @cssprop [--pushcart-line-picture-size=4.5em] - Side of a line's picture.
 * @fires {CustomEvent<LineQuantity>} pushcart-quantity-request - The shopper wants another quantity; cancel to refuse.
 * @fires {CustomEvent<LineQuantity>} pushcart-remove-request - The shopper wants the line gone; cancel to refuse.
 * @fires {CustomEvent<LineQuantity>} pushcart-removed - The line is gone.
 * @fires {CustomEvent<CartState>} pushcart-checkout-request - The shopper wants to check out; cancel to refuse.
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
