/** Sharing the cart: a link to this page that brings the same lines. */
import {html, nothing} from 'lit';
import type {CartState, ShownLine} from '../cart/state.js';
import {enShare} from '../words/en-share.js';
import {shop} from './shop.js';

const say = (key: keyof typeof enShare): string => shop().words.say(key, {}, 'share', enShare);

/** What the shopper has written goes along only if they say so. */
let withTexts: boolean | undefined;
/** The link that was copied last. */
let copied: string | undefined;

/** A line as a link to its product has it: `510?qty=2&option=81:402:`. Names no token, no key, and nobody. */
const toLink = ({catalogId, quantity, chosen = []}: ShownLine): string =>
  `${catalogId}?qty=${quantity}${chosen
    .map(({setId, optionId, text = ''}) =>
      text && !withTexts ? '' : `&option=${setId}:${optionId}:${encodeURIComponent(text)}`,
    )
    .join('')}`;

/** Once it is loaded, which the shopper has asked for, the link stays. */
export function renderShare({lines}: CartState) {
  const own = lines.filter(({editable}) => editable);
  if (!own[0]) return nothing;
  const url = `${location.href.replace(/#.*/, '')}#pushcart=${own.map(toLink).join(';')}`;
  // Where it is not allowed, the link is there to be copied by hand.
  const copy = () =>
    navigator.clipboard
      .writeText(url)
      .then(() => {
        copied = url;
        shop().cart.refresh();
      })
      .catch(() => {});
  const toggle = () => {
    withTexts = !withTexts;
    shop().cart.refresh();
  };
  const texts = () =>
    html`<label class="choice"
      ><input type="checkbox" .checked=${withTexts} @change=${toggle} /> ${say('shareTexts')}</label
    >`;
  const select = (event: Event) => (event.target as HTMLInputElement).select();
  return html`<div part="notice">
    <label>${say('shareLink')} <input part="share-link" dir="ltr" .value=${url} readonly @focus=${select} /></label>
    ${/"text":/.test(JSON.stringify(own)) ? texts() : nothing}
    ${'clipboard' in navigator ? html`<button part="copy-button" @click=${copy}>${say('shareCopy')}</button>` : nothing}
    ${
      'share' in navigator
        ? html`<button part="send-button" @click=${() => navigator.share({url}).catch(() => {})}>
            ${say('shareSend')}
          </button>`
        : nothing
    }
    <output>${copied === url ? say('shareCopied') : nothing}</output>
  </div>`;
}
