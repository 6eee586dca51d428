/** `<pushcart-count>`: opens the cart and shows how many things are in it. Small enough to be there from the start. */
import {countUnits, type Wishes} from '../cart/wishes.js';

const css = `:host{display:inline-block}
button{all:unset;display:inline-flex;align-items:center;gap:.4em;min-block-size:44px;padding-inline:8px;margin-inline:-8px;outline:1px solid transparent;cursor:pointer}
button:focus-visible{outline:2px solid;outline-offset:2px}
span{padding-inline:.5em;border-radius:1em;background:var(--pushcart-accent,#0b57d0);color:var(--pushcart-on-accent,#fff);font-size:.85em;line-height:1.6}
span:empty{display:none}`;

/**
 * @param wishes Where the number comes from.
 * @param open Opens the cart; the element gets the focus back.
 */
export function defineCount(wishes: Wishes, open: (opener: HTMLElement) => void): void {
  if (customElements.get('pushcart-count')) return;
  /**
   * Opens the cart and shows how many things are in it.
   *
   * @slot - What to call the cart.
   * @csspart button - The button.
   * @csspart count - The number; not there while the cart is empty.
   * @cssprop [--pushcart-accent=#0b57d0] - Behind the number.
   * @cssprop [--pushcart-on-accent=#fff] - The number.
   */
  class PushcartCount extends HTMLElement {
    #badge = document.createElement('span');
    #undo: (() => void) | undefined;

    constructor() {
      super();
      const button = document.createElement('button');
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      button.part.add('button');
      this.#badge.part.add('count');
      button.append(document.createElement('slot'), this.#badge);
      button.onclick = () => open(this);
      const root = this.attachShadow({mode: 'open', delegatesFocus: true});
      root.adoptedStyleSheets = [sheet];
      root.append(button);
    }

    connectedCallback(): void {
      const show = (): void => {
        this.#badge.textContent = `${countUnits(wishes.get()?.lines ?? []) || ''}`;
      };
      show();
      this.#undo = wishes.subscribe(show);
    }

    disconnectedCallback(): void {
      this.#undo?.();
    }
  }
  customElements.define('pushcart-count', PushcartCount);
}
