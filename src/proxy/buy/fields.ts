/** The fields of a page without a script: one for each set of options, by its kind, and the quantity by the store's rules. */
import {html} from 'hono/html';
import {isChosen, isSoldOut} from '../../cart/choice.js';
import type {OptionSet, Product} from '../../contract/wire.js';
import {longestText, names, type Field} from './form.js';
import type {Markup, ProductPage} from './page.js';
import {writeQuantity} from './voice.js';

/** A radio cannot be unchosen, so what is optional is offered in a list that has an empty entry. */
const isList = ({type, required}: OptionSet): boolean => type === 'select' || (!required && type === 'radio');

/** The first control of a field: where a link from the summary leads. */
export function fieldId(product: Product, field: Field): string {
  if (field === 'quantity') return names.quantity;
  const set = product.sets.find(({setId}) => setId === field);
  const id = names.ofSet(field);
  if (!set || set.type === 'text' || isList(set)) return id;
  return `${id}-${hasNone(set) ? 0 : (set.options[0]?.optionId ?? 0)}`;
}

const hasNone = ({type, required}: OptionSet): boolean => !required && type !== 'check';

/** Marks a control as wrong, and says where the reason stands. */
const markWrong = (id: string, isWrong: boolean): Markup | '' =>
  isWrong ? html`aria-invalid="true" aria-describedby="${id}-wrong"` : '';

const renderProblem = ({voice, problems}: ProductPage, field: Field, id: string): Markup | '' => {
  const problem = problems.get(field);
  return problem ? html`<p class="problem" id="${id}-wrong">${voice.say(problem)}</p>` : '';
};

// The dot belongs to no language, and stands the same in either direction.
const renderRemarks = (remarks: readonly (string | false)[]): Markup[] =>
  remarks.flatMap((remark) => (remark ? [html`<small> · ${remark}</small>`] : []));

export function renderSet(page: ProductPage, set: OptionSet): Markup {
  const {voice, settings, product, filled, problems} = page;
  const {setId, name, type, required, maxLength, options} = set;
  const id = names.ofSet(setId);
  const wrong = markWrong(id, problems.has(setId));
  const problem = renderProblem(page, setId, id);
  const remarks = renderRemarks([
    !required && voice.say('optional'),
    maxLength !== null && voice.say('upTo', {count: maxLength}),
  ]);
  const extra = ({optionId, delta}: OptionSet['options'][number]): string => {
    const amount = voice.money(Math.abs(delta), settings.currency, settings.decimals);
    const difference = delta ? ` (${delta > 0 ? '+' : '−'}${amount})` : '';
    return difference + (isSoldOut(product, [], set, optionId) ? ` – ${voice.say('soldOut')}` : '');
  };

  if (isList(set))
    return html`<div class="field">
      <label for="${id}"><bdi>${name}</bdi>${remarks}</label>
      <select id="${id}" name="${id}" ${required ? 'required' : ''} ${wrong}>
        <option value="">${voice.say('choose')}</option>
        ${options.map(
          (option) =>
            html`<option
              value="${option.optionId}"
              ${isChosen(filled.chosen, setId, option.optionId) ? 'selected' : ''}
            >
              ${option.name}${extra(option)}
            </option>`,
        )}
      </select>
      ${problem}
    </div>`;

  const [only] = options;
  if (type === 'text' && only)
    return html`<div class="field">
      <label for="${id}"><bdi>${name}</bdi>${extra(only)}${remarks}</label>
      <input
        id="${id}"
        name="${id}"
        dir="auto"
        autocomplete="off"
        maxlength="${longestText(set)}"
        value="${filled.chosen.find((one) => one.setId === setId)?.text ?? ''}"
        ${required ? 'required' : ''}
        ${wrong}
      />
      ${problem}
    </div>`;

  const kind = type === 'check' ? 'checkbox' : 'radio';
  const isNone = !filled.chosen.some((one) => one.setId === setId);
  const choices = options.map((option) => ({...option, extra: extra(option)}));
  const none = {optionId: 0, name: voice.say('none'), image: null, extra: ''};
  return html`<fieldset class="field" id="${id}" ${problem ? html`aria-describedby="${id}-wrong"` : ''}>
    <legend><bdi>${name}</bdi>${remarks}</legend>
    <div class="choices">
      ${[...(hasNone(set) ? [none] : []), ...choices].map(
        (option) =>
          html`<label>
            <input
              type="${kind}"
              id="${id}-${option.optionId}"
              name="${id}"
              value="${option.optionId || ''}"
              ${required && kind === 'radio' ? 'required' : ''}
              ${(option.optionId ? isChosen(filled.chosen, setId, option.optionId) : isNone) ? 'checked' : ''}
              ${wrong}
            />${option.image ? html`<img src="${option.image}" alt="" />` : ''}
            <span><bdi>${option.name}</bdi>${option.extra}</span>
          </label>`,
      )}
    </div>
    ${problem}
  </fieldset>`;
}

export function renderQuantity(page: ProductPage): Markup {
  const {voice, product, filled, problems} = page;
  const {min, max, step, fractional, choices} = product.quantity;
  const id = names.quantity;
  const wrong = markWrong(id, problems.has('quantity'));
  const problem = renderProblem(page, 'quantity', id);
  if (choices)
    return html`<div class="field">
      <label for="${id}">${voice.say('quantity')}</label>
      <select id="${id}" name="${id}" class="short" ${wrong}>
        ${choices.map((choice) => {
          const value = writeQuantity(choice, voice.language);
          return html`<option value="${value}" ${value === filled.quantity ? 'selected' : ''}>
            ${voice.number(choice)}
          </option>`;
        })}
      </select>
      ${problem}
    </div>`;
  const smallest = fractional ? 0.001 : 1;
  const remarks = renderRemarks([
    min > smallest && voice.say('atLeast', {number: min}),
    max !== null && voice.say('atMost', {number: max}),
    step > smallest && voice.say('inSteps', {number: step}),
  ]);
  return html`<div class="field">
    <label for="${id}">${voice.say('quantity')}${remarks}</label>
    <input
      id="${id}"
      name="${id}"
      class="short"
      inputmode="${fractional ? 'decimal' : 'numeric'}"
      autocomplete="off"
      value="${filled.quantity}"
      required
      ${wrong}
    />
    ${problem}
  </div>`;
}
