import {html, nothing} from 'lit';
import type {Addition, ProductState} from '../cart/state.js';
import type {OptionSet, Product} from '../contract/wire.js';
import {priceOf} from '../cart/price.js';
import {choose, isChosen, isSoldOut, problemsOf, startingChoice} from '../cart/choice.js';
import type {ChoiceProblem, Chosen} from '../cart/choice.js';
import {PushcartElement} from './element.js';
import {ask, tell} from './events.js';
import {fitQuantity} from '../cart/fit-quantity.js';
import {productFormStyles} from './product-form.styles.js';
import {renderQuantity} from './quantity.js';
import {money, price, say} from './say.js';
import {shop} from './shop.js';

const unnamed: ProductState = {status: 'missing'};

/**
 * One product with its options, quantity and button, for the card and for the dialog.
 *
 * @slot - A link to the product, shown until the product is known and where it cannot be. By default one to the proxy's
 *   page for it.
 * @csspart picture - The box of the picture; on a card it takes what room the rest leaves.
 * @csspart price - The price of one, as chosen.
 * @csspart list-price - The price it used to have.
 * @csspart field - One set of options with its label.
 * @csspart problem - What is wrong with a field.
 * @csspart quantity - Minus, number and plus; or a list, where the store allows certain quantities only.
 * @csspart add-button - Adds to the cart, or opens the options.
 * @csspart message - Why the product cannot be bought here.
 * @csspart store-link - Link to the product's page in the store.
 * @csspart retry-button - Loads the product again.
 * @fires {CustomEvent<Addition>} pushcart-add-request - The shopper wants it in the cart; cancel to refuse.
 * @fires {CustomEvent<Added>} pushcart-added - It is in the cart.
 */
export abstract class ProductForm extends PushcartElement {
  static override styles = [...PushcartElement.styles, productFormStyles];
  static override properties = {catalogId: {type: Number, attribute: 'catalog-id'}};

  /** The product's number in the store. A card with another number becomes a card of that product. */
  declare catalogId: number;

  /** What is chosen before the shopper touches anything. */
  protected preset: Partial<Addition> = {};
  /** The product, once it is known. */
  protected product: Product | undefined;
  #chosen: Chosen = [];
  #quantity = 1;
  #problems: ReadonlyMap<number, ChoiceProblem> = new Map();
  #added = false;

  protected override watch(listener: () => void) {
    return shop().catalogue.subscribe(listener);
  }

  /** What the shopper has chosen so far. */
  protected get addition(): Addition {
    const options = this.#chosen.filter(({text}) => text?.trim() !== '');
    return {
      catalogId: this.catalogId,
      quantity: this.#quantity,
      ...(options.length > 0 && {options}),
      ...(this.product && {label: this.product.name}),
    };
  }

  /** What is known of the product now. A new product starts with what is chosen for it. */
  protected takeState(): ProductState {
    const state = this.catalogId ? shop().catalogue.get(this.catalogId) : unnamed;
    const product = state.status === 'ready' ? state.product : undefined;
    if (product === this.product) return state;
    // A product that only came anew, with another price perhaps, keeps what was chosen.
    const kept = this.product?.catalogId === product?.catalogId ? this.addition : this.preset;
    this.product = product;
    this.#problems = new Map();
    if (!product) return state;
    this.#chosen = startingChoice(product, kept.options);
    this.#quantity = fitQuantity(product.quantity, kept.quantity ?? 0);
    return state;
  }

  protected renderPicture({image}: Product) {
    return html`<div part="picture">${image ? html`<img src=${image} alt="" />` : nothing}</div>`;
  }

  protected renderPrice(product: Product) {
    const unit = priceOf(product, this.#chosen);
    const list = product.listPrice === null ? 0 : product.listPrice + unit - product.price;
    return html`<output part="price" class="money"
      >${price(unit)}
      ${list > unit ? html`<span class="unseen">${say('listPrice')}</span> <s part="list-price" class="muted">${price(list)}</s>` : nothing}</output
    >`;
  }

  /** Options, quantity and button; or why the product cannot be bought here. `brief` leaves the options to the dialog. */
  protected renderForm(product: Product, brief = false) {
    if (!product.orderable)
      return html`<p part="message">
        <strong>${say(product.reason ? `reason_${product.reason}` : 'missing')}</strong><br />
        <a part="store-link" href=${product.url} target="_top">${say('seeInStore')}</a>
      </p>`;
    if (brief)
      return html`<button
        part="add-button"
        class="main"
        @click=${({currentTarget}: Event) => shop().openProduct(this.addition, currentTarget as HTMLElement)}
      >
        ${say('chooseOptions')}
      </button>`;
    return html`<form novalidate aria-labelledby="heading" @submit=${this.#submit}>
      ${product.sets.map((set) => this.#renderSet(product, set))}
      <div class="row">
        ${this.#renderQuantity(product)}
        <button part="add-button" class="main">${say(this.#added ? 'added' : 'addToCart')}</button>
      </div>
    </form>`;
  }

  /** What stands in for a product that is not known, with the page author's link to it. */
  protected renderUnknown(status: 'loading' | 'missing' | 'failed') {
    return html`${
        status === 'loading'
          ? html`<div part="picture" class="skeleton"></div>
              <p class="skeleton"></p>`
          : html`<p part="message" role="status">${say(status === 'failed' ? 'notLoaded' : 'missing')}</p>`
      }
      <slot
        ><a part="store-link" href="${shop().proxy}buy/${this.catalogId}" target="_top">${say('seeInStore')}</a></slot
      >
      ${status === 'failed' ? html`<button part="retry-button" @click=${shop().catalogue.retry}>${say('retry')}</button>` : nothing}`;
  }

  #renderSet(product: Product, set: OptionSet) {
    const {setId, name, type, required, maxLength, options} = set;
    const problem = this.#problems.get(setId);
    const field = `s${setId}`;
    const hint = `h${setId}`;
    // The dot belongs to no language, and stands the same in either direction.
    const remarks = [!required && say('optional'), maxLength && say('upTo', {count: maxLength})].map((remark) =>
      remark ? html`<small> · ${remark}</small>` : nothing,
    );
    const extra = ({optionId, delta}: OptionSet['options'][number]) =>
      (delta ? ` (${delta > 0 ? '+' : '−'}${money(Math.abs(delta)) ?? ''})` : '') +
      (optionId && isSoldOut(product, this.#chosen, set, optionId) ? ` – ${say('soldOut')}` : '');
    const answer = (optionId: number, value: boolean | string) => {
      this.#chosen = choose(this.#chosen, set, optionId, value);
      if (problem) this.#problems = problemsOf(product, this.#chosen);
      this.requestUpdate();
    };
    const note = html`<p part="problem" class="problem" id=${hint}>${problem ? say(problem) : nothing}</p>`;

    // A radio cannot be unchosen, so what is optional is offered in a list that has an empty entry.
    if (type === 'select' || (!required && type === 'radio'))
      return html`<div part="field">
        <label for=${field}><bdi>${name}</bdi>${remarks}</label>
        <select
          id=${field}
          ?required=${required}
          aria-invalid=${!!problem}
          aria-describedby=${hint}
          @change=${(event: Event) => {
            const optionId = Number((event.target as HTMLSelectElement).value);
            answer(optionId, optionId > 0);
          }}
        >
          <option value="0">${say('choose')}</option>
          ${options.map(
            (option) =>
              html`<option value=${option.optionId} .selected=${isChosen(this.#chosen, setId, option.optionId)}>
                ${option.name}${extra(option)}
              </option>`,
          )}
        </select>
        ${note}
      </div>`;

    // A set that takes text has one option, which carries its price.
    const [only] = options;
    if (type === 'text' && only)
      return html`<div part="field">
        <label for=${field}><bdi>${name}</bdi>${extra(only)}${remarks}</label>
        <input
          id=${field}
          maxlength=${maxLength ?? 500}
          ?required=${required}
          aria-invalid=${!!problem}
          aria-describedby=${hint}
          .value=${this.#chosen.find((one) => one.setId === setId)?.text ?? ''}
          @input=${(event: Event) => answer(only.optionId, (event.target as HTMLInputElement).value)}
        />
        ${note}
      </div>`;

    const check = type === 'check';
    // Pictures are worth more than the place that a list would save.
    const none = {optionId: 0, name: say('none'), delta: 0, image: null, selected: false};
    return html`<fieldset part="field" id=${field} aria-describedby=${hint}>
      <legend><bdi>${name}</bdi>${remarks}</legend>
      <div class="choices">
        ${[...(required || check ? [] : [none]), ...options].map(
          (option) =>
            html`<label class="choice">
              <input
                type=${check ? 'checkbox' : 'radio'}
                name=${setId}
                ?required=${required && !check}
                .checked=${option === none ? !this.#chosen.some((one) => one.setId === setId) : isChosen(this.#chosen, setId, option.optionId)}
                @change=${(event: Event) => answer(option.optionId, option !== none && (event.target as HTMLInputElement).checked)}
              />
              ${option.image ? html`<img src=${option.image} alt="" />` : nothing}<span
                ><bdi>${option.name}</bdi>${extra(option)}</span
              >
            </label>`,
        )}
      </div>
      ${note}
    </fieldset>`;
  }

  #renderQuantity({name, quantity: rules}: Product) {
    return renderQuantity({
      name,
      part: 'quantity',
      rules,
      held: () => this.#quantity,
      take: (quantity) => {
        this.#quantity = fitQuantity(rules, quantity);
        this.requestUpdate();
      },
    });
  }

  #submit(event: SubmitEvent) {
    event.preventDefault();
    const product = this.product;
    if (!product) return;
    this.#problems = problemsOf(product, this.#chosen);
    this.renderNow();
    const [wrong] = this.#problems.keys();
    if (wrong !== undefined) {
      this.renderRoot.querySelector<HTMLElement>(`#s${wrong}:not(fieldset),#s${wrong} input`)?.focus();
    } else this.add(event.submitter ?? this);
  }

  /** Asks the page, and adds what is chosen. Events start at `control`, which is what the shopper used. */
  protected add(control: HTMLElement): void {
    const {addition} = this;
    if (!ask(control, 'pushcart-add-request', addition)) return;
    this.added();
    tell(control, 'pushcart-added', {...addition, lineId: shop().cart.add(addition)});
  }

  /** Says so on the button for a moment. */
  protected added(): void {
    this.#added = true;
    this.requestUpdate();
    setTimeout(() => {
      this.#added = false;
      this.requestUpdate();
    }, 2000);
  }
}
