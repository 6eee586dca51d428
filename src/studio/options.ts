/** The form for what the link puts into the cart: options, texts, quantity. */
import {html, nothing} from 'lit';
import {fitQuantity} from '../cart/fit-quantity.js';
import {isUnsafeText} from '../contract/text.js';
import type {ChosenOption, OptionSet} from '../contract/wire.js';
import {formatMoney} from './email.js';
import {isSoldOutChoice, type Offer, type Settings} from './settings.js';

export type Change = (change: Partial<Settings>) => void;

export function renderOptions(offer: Offer, change: Change) {
  const {product, settings} = offer;
  return html`<div class="fields">
      ${product.sets.map((set) => renderSet(offer, set, change))} ${renderQuantity(offer, change)}
    </div>
    ${
      isSoldOutChoice(product, settings.options)
        ? html`<p class="warning" role="status">The store has run out of exactly this. Readers are told so.</p>`
        : nothing
    }`;
}

function renderSet(offer: Offer, set: OptionSet, change: Change) {
  const {options} = offer.settings;
  const {setId, name, type, required} = set;
  const id = `set-${setId}`;
  const others = options.filter((one) => one.setId !== setId);
  const chosen = options.filter((one) => one.setId === setId);
  const extra = (delta: number): string =>
    delta ? ` (${delta > 0 ? '+' : '−'}${formatMoney(Math.abs(delta), offer.store, 'en')})` : '';
  const [only] = set.options;

  if (type === 'text' && only) {
    const text = chosen[0]?.text ?? '';
    const isWrong = isUnsafeText(text);
    const take = ({target}: Event): void => {
      const words = (target as HTMLInputElement).value;
      change({options: [...others, ...(words.trim() ? [{setId, optionId: only.optionId, text: words}] : [])]});
    };
    return html`<div class="field">
      <label for=${id}><bdi>${name}</bdi>${extra(only.delta)}</label>
      <input
        id=${id}
        maxlength=${set.maxLength ?? 500}
        aria-describedby="${id}-hint"
        aria-invalid=${isWrong}
        .value=${text}
        @input=${take}
      />
      <small id="${id}-hint" class=${isWrong ? 'wrong' : ''}
        >${isWrong ? 'The store does not take this text: it has a < before a letter.' : `Leave it empty and ${required ? 'readers are asked' : 'there is none'}.`}</small
      >
    </div>`;
  }

  if (type === 'check')
    return html`<fieldset class="field">
      <legend><bdi>${name}</bdi></legend>
      ${set.options.map(
        ({optionId, name: option, delta}) =>
          html`<label class="tick"
            ><input
              type="checkbox"
              .checked=${chosen.some((one) => one.optionId === optionId)}
              @change=${({target}: Event) => {
                const rest = options.filter((one) => one.setId !== setId || one.optionId !== optionId);
                change({options: (target as HTMLInputElement).checked ? [...rest, {setId, optionId}] : rest});
              }}
            /><span><bdi>${option}</bdi>${extra(delta)}</span></label
          >`,
      )}
    </fieldset>`;

  return html`<div class="field">
    <label for=${id}><bdi>${name}</bdi></label>
    <select
      id=${id}
      @change=${({target}: Event) => {
        const optionId = Number((target as HTMLSelectElement).value);
        const choice: ChosenOption[] = optionId ? [{setId, optionId}] : [];
        change({options: [...others, ...choice]});
      }}
    >
      <option value="0" .selected=${chosen.length === 0}>${required ? 'The reader chooses' : 'None'}</option>
      ${set.options.map(
        ({optionId, name: option, delta}) =>
          html`<option value=${optionId} .selected=${chosen.some((one) => one.optionId === optionId)}>
            ${option}${extra(delta)}
          </option>`,
      )}
    </select>
  </div>`;
}

function renderQuantity({product, settings}: Offer, change: Change) {
  const {min, max, step, fractional, choices} = product.quantity;
  const take = ({target}: Event): void => {
    const field = target as HTMLInputElement | HTMLSelectElement;
    const quantity = fitQuantity(product.quantity, Number(field.value));
    field.value = `${quantity}`;
    change({quantity});
  };
  return html`<div class="field">
    <label for="quantity">Quantity</label>
    ${
      choices
        ? html`<select id="quantity" @change=${take}>
            ${choices.map((choice) => html`<option .selected=${choice === settings.quantity}>${choice}</option>`)}
          </select>`
        : html`<input
            id="quantity"
            type="number"
            min=${min}
            max=${max ?? nothing}
            step=${fractional ? 'any' : step}
            .value=${`${settings.quantity}`}
            @change=${take}
          />`
    }
  </div>`;
}
