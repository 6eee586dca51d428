/**
 * One row of the cart: picture, name, chosen options, price, quantity, and what the store says about it. A line that
 * belongs to another one, or a discount, has nothing to edit. Its parts and events are those of the cart it is in.
 */
import {html, nothing} from 'lit';
import type {ShownLine} from '../cart/state.js';
import {ask, tell} from './events.js';
import {renderQuantity} from './quantity.js';
import {money, price, problemText, say} from './say.js';
import {shop} from './shop.js';

export function renderLine(line: ShownLine) {
  const {id, catalogId, quantity, unitPrice, kind, image, editable, saving} = line;
  // Nobody knows it any more, neither the page nor the store.
  const name = line.name || (saving ? '' : say('nameless', {id: String(catalogId)}));
  const url = line.url || (catalogId && `${shop().proxy}buy/${catalogId}`);
  return html`<li part="line" id="l${id}" aria-busy=${saving}>
    ${kind === 'item' ? html`<div part="line-picture">${image ? html`<img src=${image} alt="" />` : nothing}</div>` : nothing}
    <div class="about">
      <div>
        ${url ? html`<a part="line-name" href=${url} target="_top">${name}</a>` : html`<span part="line-name">${name}</span>`}
        ${editable || quantity === 1 ? nothing : ` × ${quantity}`}
        ${line.options.map((option) => html`<p part="line-options" class="muted">${option.name}: ${option.value}</p>`)}
      </div>
      <div part="line-total" class="money">${price(line.lineTotal)}</div>
      <p part="line-problem" class="problem" id=${id}>${problemText(line)}</p>
      ${editable ? renderControls({...line, name}) : nothing}
      ${quantity !== 1 && unitPrice ? html`<p part="line-price" class="muted">${say('each', {price: money(unitPrice) ?? ''})}</p>` : nothing}
    </div>
  </li>`;
}

function renderControls({id: lineId, catalogId, name, quantity: shown, rules}: ShownLine) {
  const held = (): number =>
    shop()
      .cart.getState()
      .lines.find(({id}) => id === lineId)?.quantity ?? 0;
  const take = (quantity: number, target: EventTarget): void => {
    const {cart} = shop();
    const detail = {lineId, catalogId, quantity: quantity || shown};
    if (quantity) {
      if (ask(target, 'pushcart-quantity-request', detail)) cart.setQuantity(lineId, quantity);
    } else if (ask(target, 'pushcart-remove-request', detail)) {
      cart.remove(lineId);
      tell(target, 'pushcart-removed', detail);
    }
  };
  return html`<div class="edit">
    ${renderQuantity({name, part: 'line-quantity', rules, hint: lineId, held, take})}
    <button
      part="remove-button"
      class="text"
      aria-label=${say('removeNamed', {name})}
      @click=${({currentTarget}: Event) => take(0, currentTarget as HTMLElement)}
    >
      ${say('remove')}
    </button>
  </div>`;
}
