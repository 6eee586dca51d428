/**
 * What our elements use of `lit`, for the embed alone: the build puts this file where they import `lit`, and saves every
 * shopper 2 kB. The npm library and the types have the real one, and the tests run the elements on both.
 */
import {render} from './slim-html.js';

export {html, nothing} from './slim-html.js';

/** A style sheet from a template: shared by every element of a class, and allowed by any content security policy. */
export function css([text]: TemplateStringsArray): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text ?? '');
  return sheet;
}

/** Of Lit's declarations, the part that is used. A property without `attribute` has that of its name in lower case. */
interface Properties {
  readonly [name: string]: {readonly type?: typeof Number; readonly attribute?: string; readonly reflect?: boolean};
}

export class LitElement extends HTMLElement {
  static readonly styles: readonly CSSStyleSheet[] = [];
  static readonly properties: Properties = {};

  /** Asked for once, when the element is defined: makes the accessors, too. */
  static get observedAttributes(): string[] {
    return Object.entries(this.properties).map(([name, {attribute = name.toLowerCase(), reflect}]) => {
      const values = new WeakMap<LitElement, unknown>();
      Object.defineProperty(this.prototype, name, {
        get(this: LitElement) {
          return values.get(this);
        },
        set(this: LitElement, value: unknown) {
          if (values.get(this) === value) return;
          // What is set by the constructor is the default, and shows on no element.
          const isDefault = !values.has(this);
          values.set(this, value);
          if (reflect && !isDefault) this.setAttribute(attribute, String(value));
          this.requestUpdate();
        },
      });
      return attribute;
    });
  }

  readonly renderRoot: ShadowRoot = this.attachShadow({mode: 'open'});
  readonly #options = {host: this};
  #isDue = false;

  constructor() {
    super();
    const {styles, properties} = this.constructor as typeof LitElement;
    this.renderRoot.adoptedStyleSheets = [...styles];
    const own = this as unknown as Record<string, unknown>;
    for (const name of Object.keys(properties)) {
      if (!Object.hasOwn(own, name)) continue;
      // Set by a framework before the element was defined: it would hide the accessor.
      const value = own[name];
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- its name is one of the class's own
      delete own[name];
      queueMicrotask(() => (own[name] = value));
    }
  }

  connectedCallback(): void {
    this.requestUpdate();
  }

  disconnectedCallback(): void {}

  attributeChangedCallback(attribute: string, _: string | null, text: string | null): void {
    const own = this as unknown as Record<string, unknown>;
    for (const [name, given] of Object.entries((this.constructor as typeof LitElement).properties)) {
      if ((given.attribute ?? name.toLowerCase()) === attribute)
        own[name] = given.type && text !== null ? given.type(text) : text;
    }
  }

  requestUpdate(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#isDue && this.isConnected && this.performUpdate());
  }

  performUpdate(): void {
    this.#isDue = false;
    render(this.render(), this.renderRoot, this.#options);
    this.updated();
  }

  protected render(): unknown {
    return undefined;
  }

  protected updated(): void {}
}
