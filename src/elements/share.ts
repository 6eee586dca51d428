/** Sharing the cart: a link to this page that brings the same lines. */
import {html, nothing} from 'lit';
import type {CartState, ShownLine} from '../cart/state.js';
import {enShare} from '../words/en-share.js';
import {shop} from './shop.js';

const say = (key: keyof typeof enShare): string => shop().words.say(key, {}, 'share', enShare);

let isOpen = false;
/** What the shopper has written goes along only if they say so. */
let withTexts = false;
let isCopied = false;

/** Shows the link from now on. */
export function open(): void {
  isOpen = true;
  isCopied = false;
}

/** A line as a link to its product has it: `510?qty=2&option=81:402`. Names no token, no key, and nobody. */
function toLink({catalogId, quantity, chosen = []}: ShownLine): string {
  const query = new URLSearchParams({qty: `${quantity}`});
  for (const {setId, optionId, text} of chosen)
    if (!text || withTexts) query.append('option', [setId, optionId, text].filter(Boolean).join(':'));
  return `${catalogId}?${String(query).replaceAll('%3A', ':')}`;
}

export function renderShare({lines}: CartState) {
  const own = lines.filter(({editable}) => editable);
  if (!isOpen || !own[0]) return nothing;
  const url = `${location.href.replace(/#.*/s, '')}#pushcart=${own.map(toLink).join(';')}`;
  const {refresh} = shop().cart;
  const copy = async () => {
    await navigator.clipboard.writeText(url);
    isCopied = true;
    refresh();
  };
  const toggle = () => {
    withTexts = !withTexts;
    isCopied = false;
    refresh();
  };
  const select = ({target}: Event) => (target as HTMLInputElement).select();
  return html`<div part="notice">
    <label>${say('shareLink')} <input part="share-link" dir="ltr" readonly .value=${url} @focus=${select} /></label>
    ${
      own.some(({chosen}) => chosen?.some(({text}) => text))
        ? html`<label class="choice"
            ><input type="checkbox" .checked=${withTexts} @change=${toggle} /> ${say('shareTexts')}</label
          >`
        : nothing
    }
    ${'clipboard' in navigator ? html`<button part="copy-button" @click=${copy}>${say('shareCopy')}</button>` : nothing}
    ${
      'share' in navigator
        ? html`<button part="send-button" @click=${() => navigator.share({url})}>${say('shareSend')}</button>`
        : nothing
    }
    <span role="status">${isCopied ? say('shareCopied') : nothing}</span>
  </div>`;
}
