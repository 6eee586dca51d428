/** A cart that somebody has shared: it comes with the page's address, behind `#pushcart=`. */
import {html, nothing} from 'lit';
import type {Addition} from '../cart/state.js';
import {enShared} from '../words/en-shared.js';
import {ask, tell} from './events.js';
import {shop} from './shop.js';

const say = (key: keyof typeof enShared, values?: Readonly<Record<string, number>>): string =>
  shop().words.say(key, values, 'shared', enShared);

/** What came, while the shopper has not said what to do with it. */
let offered: readonly Addition[] = [];

/** Puts them into the cart, each as if it had been clicked. */
function addAll(lines: readonly Addition[]): void {
  for (const line of lines)
    if (ask(document, 'pushcart-add-request', line))
      tell(document, 'pushcart-added', {...line, lineId: shop().cart.add(line)});
}

/** Takes a cart out of the page's address: into the cart if that is empty, else the shopper is asked. */
export function receive(): void {
  const lines = location.hash
    .slice('#pushcart='.length)
    .split(';')
    .flatMap((link) => shop().readLink(link) ?? []);
  // The whole address: a part of one would be taken from where the page's `<base>` says.
  history.replaceState(history.state, '', location.href.replace(/#.*/s, ''));
  if (shop().cart.getState().lines[0]) offered = lines;
  else addAll(lines);
  shop().cart.refresh();
  shop().openCart();
}

/** @param done Called when the shopper has answered: the button that had the focus is gone then. */
export function renderOffer(done: () => void) {
  if (!offered[0]) return nothing;
  const {cart} = shop();
  const button = (key: keyof typeof enShared, act: () => void) =>
    html`<button
      part="shared-button"
      @click=${() => {
        act();
        offered = [];
        cart.refresh();
        done();
      }}
    >
      ${say(key)}
    </button>`;
  const add = () => addAll(offered);
  const replace = () => {
    cart.clear();
    add();
  };
  return html`<div part="notice" role="alert">
    <span>${say('shared', {count: offered.length})}</span>
    ${button('sharedReplace', replace)} ${button('sharedAdd', add)} ${button('sharedKeep', () => {})}
  </div>`;
}
