import {html, LitElement, nothing} from 'lit';
import type {Product, StoreInfo} from '../contract/wire.js';
import {findProducts, SHOWN, type Found} from './catalogue.js';
import {formatMoney} from './email.js';

/** What was chosen. */
export interface Choice {
  readonly product: Product;
  readonly store: StoreInfo;
}

const WAIT_MS = 250;

/**
 * Finds a product by words of its name or by its number.
 *
 * @fires {CustomEvent<Choice>} studio-choose - The author has chosen one.
 */
export class StudioSearch extends LitElement {
  #words = '';
  #found: Found | undefined;
  #isLoading = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#search();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  override focus(): void {
    this.querySelector('input')?.focus();
  }

  protected override render() {
    const found = this.#found;
    return html`<form role="search" @submit=${this.#submit}>
        <label for="words">Name or number of the product</label>
        <input id="words" type="search" autocomplete="off" .value=${this.#words} @input=${this.#type} />
      </form>
      <p class="note" role="status">${this.#describe()}</p>
      ${
        found?.status === 'failed'
          ? html`<p class="failure">${found.message} <button type="button" @click=${this.#retry}>Try again</button></p>`
          : nothing
      }
      ${
        found?.status === 'found' && found.products.length > 0
          ? html`<ul class="results" aria-busy=${this.#isLoading}>
              ${found.products.map((product) => html`<li>${this.#renderProduct({product, store: found.store})}</li>`)}
            </ul>`
          : nothing
      }
      ${
        !found && this.#isLoading
          ? html`<div class="skeletons" aria-hidden="true">
              <div></div>
              <div></div>
              <div></div>
            </div>`
          : nothing
      }`;
  }

  #renderProduct(choice: Choice) {
    const {product, store} = choice;
    return html`<button type="button" @click=${() => this.#choose(choice)}>
      ${renderPicture(product)}
      <span class="what"
        ><bdi>${product.name}</bdi>
        <small>No. ${product.catalogId}${product.orderable ? '' : ` – ${unavailable(product)}`}</small></span
      >
      <span class="money">${formatMoney(product.price, store, 'en')}</span>
    </button>`;
  }

  #describe(): string {
    if (this.#isLoading) return this.#words ? 'Searching…' : 'Loading products…';
    if (this.#found?.status !== 'found') return '';
    const {length} = this.#found.products;
    if (length === 0) return `Nothing found for “${this.#words}”. Try fewer letters, or the number of the product.`;
    if (length === SHOWN) return `The first ${SHOWN} products. Type more letters to see fewer.`;
    return length === 1 ? '1 product found.' : `${length} products found.`;
  }

  #choose(detail: Choice): void {
    this.dispatchEvent(new CustomEvent<Choice>('studio-choose', {detail, bubbles: true}));
  }

  #type({target}: Event): void {
    this.#words = (target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), WAIT_MS);
  }

  #submit(event: Event): void {
    event.preventDefault();
    clearTimeout(this.#timer);
    void this.#search();
  }

  #retry(): void {
    // The button is about to go.
    this.focus();
    void this.#search();
  }

  async #search(): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.#isLoading = true;
    this.requestUpdate();
    try {
      this.#found = await findProducts(this.#words, running.signal);
    } catch {
      // A newer search, or the author has chosen.
      return;
    }
    this.#isLoading = false;
    this.requestUpdate();
  }
}

export const renderPicture = ({image}: Product) =>
  image ? html`<img src=${image} alt="" width="56" height="56" loading="lazy" />` : html`<span class="blank"></span>`;

export const unavailable = ({reason}: Product): string =>
  reason === 'in_store_only' ? 'sold only in the store itself' : 'sold out';

declare global {
  interface HTMLElementTagNameMap {
    'studio-search': StudioSearch;
  }
  interface HTMLElementEventMap {
    'studio-choose': CustomEvent<Choice>;
  }
}
