/** What is asked of a shopper who comes back from the store's checkout. */
import {html, nothing} from 'lit';
import type {CartState} from '../cart/state.js';
import {enQuestions} from '../words/en-questions.js';
import {ask} from './events.js';
import {shop} from './shop.js';

const say = (key: keyof typeof enQuestions, values?: Readonly<Record<string, number>>): string =>
  shop().words.say(key, values, 'questions', enQuestions);

/** @param done Called when an answer was given: the button that had the focus is gone then. */
export function renderQuestions(state: CartState, done: () => void) {
  const {cart} = shop();
  const {sent, past = []} = state;
  const button = ({part, key, act}: {part: string; key: keyof typeof enQuestions; act: () => void}) =>
    html`<button
      part=${part}
      @click=${() => {
        act();
        done();
      }}
    >
      ${say(key)}
    </button>`;
  const backToCheckout = () => {
    if (ask(document, 'pushcart-checkout-request', state)) void cart.checkout();
  };
  return html`${
    sent
      ? html`<div part="notice">
          <strong>${say('finish')}</strong>
          ${button({part: 'finished-button', key: 'finishYes', act: cart.startNew})}
          ${button({part: 'back-button', key: 'finishNo', act: backToCheckout})}
        </div>`
      : nothing
  }${
    past.length
      ? html`<div part="notice">
          <span>${say('past', {count: past.length})}</span>
          <ul class="muted">
            ${past.map(({label}) => html`<li>${label}</li>`)}
          </ul>
          ${button({part: 'bring-back-button', key: 'pastBack', act: cart.bringBack})}
          ${button({part: 'forget-button', key: 'pastForget', act: cart.forgetPast})}
        </div>`
      : nothing
  }`;
}
