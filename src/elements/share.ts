/** Sharing the cart: a link to this page that brings the same lines. */
import {html, nothing} from 'lit';
import type {CartState, ShownLine} from '../cart/state.js';
import {enShare} from '../words/en-share.js';
import {shop} from './shop.js';

const say = (key: keyof typeof enShare): string => shop().words.say(key, {}, 'share', enShare);

let isOpen = false;
/** What the shopper has written goes along only if they say so. */
let withTexts = false;
/** The link that was copied last. */
let copied = '';

/** Shows the link from now on. */
export function open(): void {
  isOpen = true;
}

/** A line as a link to its product has it: `510?qty=2&option=81:402:`. Names no token, no key, and nobody. */
const toLink = ({catalogId, quantity, chosen = []}: ShownLine): string =>
  `${catalogId}?qty=${quantity}` +
  chosen
    .map(({setId, optionId, text = ''}) =>
      text && !withTexts ? '' : `&option=${setId}:${optionId}:${encodeURIComponent(text)}`,
    )
    .join('');

export function renderShare({lines}: CartState) {
  const own = lines.filter(({editable}) => editable);
  if (!isOpen || !own[0]) return nothing;
  const url = `${location.href.replace(/#.*/s, '')}#pushcart=${own.map(toLink).join(';')}`;
  const {refresh} = shop().cart;
  // Where it is not allowed, the link is there to be copied by hand.
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => {
        copied = url;
        refresh();
      },
      () => {},
    );
  const toggle = () => {
    withTexts = !withTexts;
    refresh();
  };
  const select = ({target}: Event) => (target as HTMLInputElement).select();
  return html`<div part="notice">
    <label>${say('shareLink')} <input part="share-link" dir="ltr" readonly .value=${url} @focus=${select} /></label>
    ${
      /"text":/.test(JSON.stringify(own))
        ? html`<label class="choice"
            ><input type="checkbox" .checked=${withTexts} @change=${toggle} /> ${say('shareTexts')}</label
          >`
        : nothing
    }
    ${'clipboard' in navigator ? html`<button part="copy-button" @click=${copy}>${say('shareCopy')}</button>` : nothing}
    ${
      'share' in navigator
        ? html`<button part="send-button" @click=${() => navigator.share({url}).catch(() => {})}>
            ${say('shareSend')}
          </button>`
        : nothing
    }
    <span role="status">${copied === url ? say('shareCopied') : nothing}</span>
  </div>`;
}
