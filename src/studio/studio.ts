import {html, LitElement, nothing} from 'lit';
import {findProduct} from './catalogue.js';
import {formatMoney, toEmail} from './email.js';
import {renderDetails, renderLooks} from './look.js';
import {renderOptions} from './options.js';
import {renderPlaces} from './paste.js';
import {renderPicture, unavailable, type Choice} from './search.js';
import {firstSettings, type Offer, type Settings} from './settings.js';
import {toBuyAddress, toScriptTag, toSnippet} from './snippet.js';

/** The snippet builder: a product, how it is sold, a preview, and the HTML to copy. */
export class PushcartStudio extends LitElement {
  static override properties = {proxy: {}};

  /** The proxy's address as shoppers see it. */
  declare proxy: string;

  #choice: Choice | undefined;
  #settings: Settings | undefined;
  /** Where the author writes; empty: not said. */
  #editor = '';

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#openLinked();
  }

  private get offer(): Offer | undefined {
    if (!this.#choice || !this.#settings) return undefined;
    return {...this.#choice, proxy: this.proxy.replace(/\/+$/, ''), settings: this.#settings};
  }

  protected override render() {
    const {offer} = this;
    const own = new URL(this.proxy).origin;
    return html`<header>
        <h1>Pushcart studio</h1>
        <p>Choose a product, see it as your readers will, and copy the HTML for your page.</p>
        ${
          own === location.origin
            ? nothing
            : html`<p class="warning">
                The preview cannot fill a cart at this address. Open the studio at
                <a href="${this.proxy}/studio">${this.proxy}/studio</a>.
              </p>`
        }
      </header>
      <main>
        ${offer ? this.#renderBuilder(offer) : this.#renderSearch()}
        <section class="paste" aria-labelledby="paste-heading">
          <h2 id="paste-heading">Where do I paste this?</h2>
          ${renderPlaces(this.#editor, (editor) => {
            this.#editor = editor;
            this.requestUpdate();
          })}
        </section>
      </main>`;
  }

  #renderSearch() {
    return html`<section class="panel find" aria-labelledby="find-heading">
      <h2 id="find-heading">Choose a product</h2>
      <studio-search @studio-choose=${({detail}: CustomEvent<Choice>) => this.#choose(detail)}></studio-search>
    </section>`;
  }

  #renderBuilder(offer: Offer) {
    const {product, store, settings} = offer;
    const {look} = settings;
    const change = (changed: Partial<Settings>): void => {
      this.#settings = {...settings, ...changed};
      this.requestUpdate();
    };
    const email = look === 'email' ? toEmail(offer, new Date()) : undefined;
    const shown = {html: email?.html ?? toSnippet(offer), embed: !email, language: settings.language};
    return html`<div class="builder">
      <div class="form">
        <section class="panel" aria-labelledby="product-heading">
          <div class="chosen">
            ${renderPicture(product)}
            <div class="what">
              <h2 id="product-heading" tabindex="-1"><bdi>${product.name}</bdi></h2>
              <p class="note">${formatMoney(product.price, store, 'en')} – no. ${product.catalogId}</p>
            </div>
            <button type="button" class="quiet" @click=${this.#chooseAnother}>Choose another</button>
          </div>
          ${product.orderable ? nothing : renderUnavailable(offer)}
        </section>
        <section class="panel" aria-labelledby="look-heading">
          <h2 id="look-heading">How it looks</h2>
          ${renderLooks(offer, change)} ${renderDetails(offer, change)}
        </section>
        <section class="panel" aria-labelledby="options-heading">
          <h2 id="options-heading">What goes into the cart</h2>
          ${
            look === 'card'
              ? html`<p class="note">On a card the reader chooses options and quantity.</p>`
              : renderOptions(offer, change)
          }
        </section>
      </div>
      <div class="result">
        <section class="panel" aria-labelledby="preview-heading">
          <h2 id="preview-heading">Preview</h2>
          <p class="note">
            ${
              email
                ? 'As a mail program shows it. The links open in a new tab.'
                : 'The very HTML that you copy, with the real cart. Try it: nothing is ordered before checkout.'
            }
          </p>
          <studio-preview .shown=${shown}></studio-preview>
        </section>
        <section class="panel" aria-labelledby="copy-heading">
          <h2 id="copy-heading">Copy</h2>
          ${
            email
              ? html`<studio-copy
                  id="email"
                  button="Copy for e-mail"
                  label="The source, for a block of HTML"
                  .text=${email.html}
                  .rich=${email}
                  .rows=${4}
                  @studio-copy-by-hand=${() => this.querySelector('studio-preview')?.selectAll()}
                ></studio-copy>`
              : html`<studio-copy
                    id="snippet"
                    button="Copy the HTML"
                    label="Where the product belongs"
                    .text=${shown.html}
                    .rich=${undefined}
                    .rows=${4}
                  ></studio-copy>
                  <studio-copy
                    id="script"
                    button="Copy the script tag"
                    label="Once for the page, however many products are on it"
                    .text=${toScriptTag(offer.proxy, settings)}
                    .rich=${undefined}
                    .rows=${2}
                  ></studio-copy>`
          }
          <studio-copy
            id="address"
            button="Copy the address"
            label="The address alone, for an editor that takes links only"
            .text=${toBuyAddress(offer)}
            .rich=${undefined}
            .rows=${2}
          ></studio-copy>
        </section>
      </div>
    </div>`;
  }

  #choose(choice: Choice): void {
    this.#choice = choice;
    // Look, language and colours stay: an author has one page.
    this.#settings = firstSettings(choice.product, this.#settings);
    history.replaceState(null, '', `#${choice.product.catalogId}`);
    this.#focusAfter('#product-heading');
  }

  #chooseAnother(): void {
    this.#choice = undefined;
    history.replaceState(null, '', location.pathname);
    this.#focusAfter('#words');
  }

  /** `/studio#510` begins with a product: after a reload, or from a bookmark. */
  async #openLinked(): Promise<void> {
    const id = /^#([1-9]\d{0,8})$/.exec(location.hash)?.[1];
    if (!id) return;
    const found = await findProduct(Number(id), new AbortController().signal);
    if (found.status !== 'found') return;
    const [product] = found.products;
    if (product && !this.#choice) this.#choose({product, store: found.store});
  }

  #focusAfter(selector: string): void {
    this.requestUpdate();
    void this.updateComplete.then(async () => {
      await this.querySelector('studio-search')?.updateComplete;
      this.querySelector<HTMLElement>(selector)?.focus();
    });
  }
}

const renderUnavailable = ({product}: Offer) =>
  html`<p class="warning">
    ${
      product.reason === 'in_store_only'
        ? 'This product is sold only in the store itself: the cart cannot carry it. Readers are led to its page there.'
        : `This product is ${unavailable(product)} now. You can place it all the same: readers are told so until it is back.`
    }
  </p>`;

declare global {
  interface HTMLElementTagNameMap {
    'pushcart-studio': PushcartStudio;
  }
}
