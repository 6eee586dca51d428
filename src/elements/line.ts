/**
 * One row of the cart: picture, name, chosen options, price, quantity, and what the store says about it. A line that
 * belongs to another one, or a discount, has nothing to edit. Its parts and events are those of the cart it is in.
 */
import {html, nothing} from 'lit/html.js';
import type {ShownLine} from '../cart/state.js';
import {ask, tell} from './events.js';
import {money, price, problemText, say} from './say.js';
import {shop} from './shop.js';

export function renderLine(line: ShownLine) {
  const {id, name, quantity, unitPrice, kind, image, problem} = line;
  const url = line.url || (line.catalogId && `${shop().proxy}buy/${line.catalogId}`);
  return html`<li part="line" aria-busy=${line.saving}>
    ${kind === 'item' ? html`<div part="line-picture">${image ? html`<img src=${image} alt="" />` : nothing}</div>` : nothing}
    <div class="about">
      <div>
        ${url ? html`<a part="line-name" href=${url} target="_top">${name}</a>` : html`<span part="line-name">${name}</span>`}
        ${line.options.map((option) => html`<p part="line-options" class="muted">${option.name}: ${option.value}</p>`)}
        ${quantity !== 1 && unitPrice ? html`<p part="line-price" class="muted">${say('each', {price: money(unitPrice) ?? ''})}</p>` : nothing}
        <p part="line-problem" class="problem" id=${id}>${problem ? problemText(problem.code) : nothing}</p>
      </div>
      <div part="line-total" class="money">${price(line.lineTotal)}</div>
      ${line.editable ? renderControls(line) : nothing}
    </div>
  </li>`;
}

function renderControls({id: lineId, catalogId, name, quantity, rules}: ShownLine) {
  const {min = 1, max} = rules ?? {};
  // Fractions are typed; the buttons go by whole units, or by the packs that the store sells.
  const by = Math.max(rules?.step ?? 1, 1);
  const askFor = (target: EventTarget, wanted: number): void => {
    if (ask(target, 'pushcart-quantity-request', {lineId, catalogId, quantity: wanted}))
      shop().cart.setQuantity(lineId, wanted);
  };
  const askToRemove = (target: EventTarget): void => {
    const detail = {lineId, catalogId, quantity};
    if (!ask(target, 'pushcart-remove-request', detail)) return;
    shop().cart.remove(lineId);
    tell(target, 'pushcart-removed', detail);
  };
  /** What the cart holds now: clicks may come faster than this is rendered anew. */
  const held = (): number =>
    shop()
      .cart.getState()
      .lines.find(({id}) => id === lineId)?.quantity ?? 0;
  const step =
    (sign: number) =>
    ({currentTarget}: Event): void => {
      const wanted = held() + sign * by;
      if (wanted >= min && wanted <= (max ?? wanted)) askFor(currentTarget as HTMLElement, wanted);
    };
  const take = ({target}: Event): void => {
    const input = target as HTMLInputElement;
    const wanted = input.value ? +input.value : NaN;
    if (wanted === 0) askToRemove(input);
    else if (wanted > 0) askFor(input, wanted);
    // Until the cart agrees, the field shows what the cart holds.
    input.value = `${held()}`;
  };
  return html`<div class="edit">
    <div part="line-quantity" class="stepper">
      <button aria-label=${say('less', {name})} aria-disabled=${quantity - by < min} @click=${step(-1)}>−</button>
      <input
        type="number"
        min="0"
        step="any"
        aria-label=${say('quantityOf', {name})}
        aria-describedby=${lineId}
        .value=${`${quantity}`}
        @change=${take}
      />
      <button aria-label=${say('more', {name})} @click=${step(1)}>+</button>
    </div>
    <button
      part="remove-button"
      class="text"
      aria-label=${say('removeNamed', {name})}
      @click=${({currentTarget}: Event) => askToRemove(currentTarget as HTMLElement)}
    >
      ${say('remove')}
    </button>
  </div>`;
}
