import {render, type RenderOptions} from 'lit/html.js';
import {base} from './base.styles.js';

/**
 * What all our elements share: a shadow root with the tokens and controls, kept up to date with the shop, rendered by
 * lit-html. It does what these few elements need of `LitElement`, in a fifth of its bytes: every attribute is a string
 * read where it is used, every property an accessor.
 */
export abstract class PushcartElement extends HTMLElement {
  static readonly styles: readonly CSSStyleSheet[] = [base];

  readonly root: ShadowRoot = this.attachShadow({mode: 'open'});
  readonly #options: RenderOptions = {host: this};
  #isDue = false;
  #undo: (() => void) | undefined;

  constructor() {
    super();
    this.root.adoptedStyleSheets = [...(this.constructor as typeof PushcartElement).styles];
  }

  /** Calls back whenever what this element shows may have changed. Returns its undo. */
  protected abstract watch(listener: () => void): () => void;
  protected abstract render(): unknown;
  /** After every rendering. */
  protected rendered(): void {}

  connectedCallback(): void {
    // A framework may have set a property before the element was defined: the accessor takes it over.
    const own = this as unknown as Record<string, unknown>;
    for (const name of Object.keys(own)) {
      if (!(name in PushcartElement.prototype) && name in (this.constructor as typeof PushcartElement).prototype) {
        const value = own[name];
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- what hides the accessor must go
        delete own[name];
        own[name] = value;
      }
    }
    this.#undo = this.watch(() => this.requestUpdate());
    this.requestUpdate();
  }

  disconnectedCallback(): void {
    this.#undo?.();
  }

  attributeChangedCallback(): void {
    this.requestUpdate();
  }

  /** Renders with the next microtask; several requests are one. */
  requestUpdate(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#isDue && this.update());
  }

  /** Renders now. */
  update(): void {
    this.#isDue = false;
    render(this.render(), this.root, this.#options);
    this.rendered();
  }
}
