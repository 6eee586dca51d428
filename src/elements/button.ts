import {html, nothing} from 'lit';
import {buttonStyles} from './button.styles.js';
import {PushcartElement} from './element.js';
import {say} from './say.js';
import {shop} from './shop.js';

/**
 * The floating button that opens the cart and shows how many things are in it. It is not there while the cart is empty.
 *
 * @csspart button - The round button.
 * @csspart count - The number on it.
 * @cssprop [--pushcart-button-inset=20px] - Distance from the corner of the screen.
 * @cssprop [--pushcart-button-layer=99999] - Its `z-index`.
 */
export class PushcartButton extends PushcartElement {
  static override styles = [...PushcartElement.styles, buttonStyles];

  protected override watch(listener: () => void) {
    return shop().cart.subscribe(listener);
  }

  protected override render() {
    const {count, past = []} = shop().cart.getState();
    if (!count && !past[0]) return nothing;
    return html`<nav class="base" aria-label=${say('cart')}>
      <button part="button" aria-label=${say('openCart', {count})} @click=${this.#open}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M1 3h4l1 3h16l-3 9H7L4 5H1zM7 17h3v3H7zM15 17h3v3h-3z" />
        </svg>
        ${count ? html`<span part="count" data-count=${count}></span>` : nothing}
      </button>
    </nav>`;
  }

  #open(event: Event) {
    shop().openCart(event.currentTarget as HTMLElement);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-button': PushcartButton;
  }
}
