import {html, nothing} from 'lit';
import type {ShownLine} from '../cart/state.js';
import {enShare} from '../words/en-share.js';
import {define} from './define.js';
import {PushcartElement} from './element.js';
import {shop} from './shop.js';

const say = (key: keyof typeof enShare): string => shop().words.say(key, {}, 'share', enShare);

/** A line as a link to its product has it: `510?qty=2&option=81:402`. Names no token, no key, and nobody. */
function toLink({catalogId, quantity, chosen = []}: ShownLine, withTexts: boolean): string {
  const query = new URLSearchParams({qty: `${quantity}`});
  for (const {setId, optionId, text} of chosen)
    if (!text || withTexts) query.append('option', [setId, optionId, text].filter(Boolean).join(':'));
  return `${catalogId}?${String(query).replaceAll('%3A', ':')}`;
}

/**
 * Shares the cart: a link to this page that brings the same lines, with what the shopper has written only if they say
 * so. It shows nothing before it was asked for.
 *
 * @csspart notice - What is shown.
 */
export class PushcartShare extends PushcartElement {
  #isOpen = false;
  #withTexts = false;
  #isCopied = false;

  protected override watch(listener: () => void) {
    return shop().cart.subscribe(listener);
  }

  /** Shows the link to this cart, with the focus on it. */
  open(): void {
    this.#isOpen = true;
    this.renderNow();
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render() {
    const lines = shop()
      .cart.getState()
      .lines.filter(({editable}) => editable);
    if (!this.#isOpen || !lines[0]) return nothing;
    const links = lines.map((line) => toLink(line, this.#withTexts));
    const url = `${location.href.replace(/#.*/s, '')}#pushcart=${links.join(';')}`;
    const copy = () =>
      navigator.clipboard.writeText(url).then(
        () => this.#update(true),
        // Not allowed here: it is selected, to be copied by hand.
        () => this.open(),
      );
    const toggle = () => {
      this.#withTexts = !this.#withTexts;
      this.#update(false);
    };
    return html`<div part="notice" class="base">
      <label for="link">${say('shareLink')}</label>
      <input id="link" readonly .value=${url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
      ${
        lines.some(({chosen}) => chosen?.some(({text}) => text))
          ? html`<label><input type="checkbox" @change=${toggle} /> ${say('shareTexts')}</label>`
          : nothing
      }
      ${'clipboard' in navigator ? html`<button @click=${copy}>${say('shareCopy')}</button>` : nothing}
      ${
        'share' in navigator
          ? html`<button @click=${() => navigator.share({url}).catch(() => {})}>${say('shareSend')}</button>`
          : nothing
      }
      <span role="status">${this.#isCopied ? say('shareCopied') : nothing}</span>
    </div>`;
  }

  #update(isCopied: boolean) {
    this.#isCopied = isCopied;
    this.requestUpdate();
  }
}

define({'pushcart-share': PushcartShare});

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-share': PushcartShare;
  }
}
