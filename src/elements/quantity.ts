/** Minus, number and plus, by the store's rules; or a list, where the store sells certain quantities only. */
import {html, nothing} from 'lit';
import type {Product} from '../contract/wire.js';
import {fitQuantity} from '../cart/fit-quantity.js';
import {say} from './say.js';

export interface QuantityControl {
  /** What there is so many of. */
  readonly name: string;
  /** Of the part. */
  readonly part: string;
  readonly rules?: Product['quantity'] | undefined;
  /** Id of a text about it. */
  readonly hint?: string;
  /** The quantity as of now: clicks may come faster than this is rendered anew. */
  held(): number;
  /** Takes an allowed quantity, or 0 if that was typed. */
  take(quantity: number, control: HTMLElement): void;
}

/** While the product is not known, the proxy has the word on what is allowed. */
const anyQuantity: Product['quantity'] = {min: 1, max: null, step: 0.001, fractional: true, choices: null};

export function renderQuantity({name, part, rules = anyQuantity, hint, held, take}: QuantityControl) {
  const {min, max, step, fractional, choices} = rules;
  const quantity = held();
  const label = say('quantityOf', {name});
  const takeTyped = ({target}: Event): void => {
    const field = target as HTMLInputElement;
    const typed = field.value ? +field.value : NaN;
    if (typed >= 0) take(typed && fitQuantity(rules, typed), field);
    // Until the cart agrees, the field shows what the cart holds.
    field.value = `${held()}`;
  };
  if (choices)
    return html`<select part=${part} aria-label=${label} aria-describedby=${hint ?? nothing} @change=${takeTyped}>
      ${[...new Set([...choices, quantity])].map(
        (choice) => html`<option .selected=${choice === quantity}>${choice}</option>`,
      )}
    </select>`;
  // Fractions are typed; the buttons go by whole units, or by the packs that the store sells.
  const towards = (sign: number): number => fitQuantity(rules, held() + sign * Math.max(step, 1));
  const isFurther = (sign: number): boolean => (towards(sign) - held()) * sign > 0;
  const button = (sign: 1 | -1) =>
    html`<button
      type="button"
      aria-label=${say(sign > 0 ? 'more' : 'less', {name})}
      aria-disabled=${!isFurther(sign)}
      @click=${({currentTarget}: Event) => isFurther(sign) && take(towards(sign), currentTarget as HTMLElement)}
    >
      ${sign > 0 ? '+' : '−'}
    </button>`;
  return html`<div part=${part} class="stepper">
    ${button(-1)}<input
      type="number"
      min=${min}
      max=${max ?? nothing}
      step=${fractional ? 'any' : step}
      aria-label=${label}
      aria-describedby=${hint ?? nothing}
      .value=${`${quantity}`}
      @change=${takeTyped}
    />${button(1)}
  </div>`;
}
