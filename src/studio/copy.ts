import {html, LitElement, nothing, type PropertyValues} from 'lit';

/**
 * A text with a button that copies it, and says so. Where the clipboard is blocked, the text is selected instead.
 *
 * @fires {CustomEvent} studio-copy-by-hand - Something that is not only text could not be copied.
 */
export class StudioCopy extends LitElement {
  static override properties = {label: {}, button: {}, text: {}, rich: {}, rows: {type: Number}};

  /** What the text is. */
  declare label: string;
  /** What the button says. */
  declare button: string;
  declare text: string;
  /** Markup that is pasted as what it shows, `text` being its source; its plain text is in `plain`. */
  declare rich?: {readonly html: string; readonly text: string};
  declare rows: number;

  #told: Told | undefined;

  protected override createRenderRoot() {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was copied is no longer what stands here.
    if (changed.has('text')) this.#told = undefined;
  }

  protected override render() {
    const field = `copy-${this.id}`;
    const copied = this.#told === (this.rich ? 'source' : 'copied');
    return html`${
        this.rich
          ? html`<button type="button" class="main" @click=${this.#copyRich}>
              ${this.#told === 'copied' ? 'Copied' : this.button}
            </button>`
          : nothing
      }
      <label for=${field}>${this.label}</label>
      <textarea id=${field} readonly spellcheck="false" rows=${this.rows} .value=${this.text}></textarea>
      <button type="button" class=${this.rich ? 'quiet' : 'main'} @click=${this.#copyText}>
        ${copied ? 'Copied' : this.rich ? 'Copy the source' : this.button}
      </button>
      <p class="note" role="status">${this.#told ? said[this.#told] : nothing}</p>`;
  }

  #tell(told: Told): void {
    this.#told = told;
    this.requestUpdate();
  }

  #copyText(): void {
    if (this.#put({'text/plain': this.text})) this.#tell(this.rich ? 'source' : 'copied');
    else this.#tell('by-hand');
  }

  #copyRich(): void {
    if (!this.rich) return;
    if (this.#put({'text/html': this.rich.html, 'text/plain': this.rich.text})) return this.#tell('copied');
    this.dispatchEvent(new CustomEvent('studio-copy-by-hand', {bubbles: true}));
    this.#tell('mark');
  }

  /**
   * Puts the same thing into the clipboard in several types; false if the browser does not let us, and then the text
   * is selected. The old way on purpose: `navigator.clipboard` asks for a secure page, and takes the styles out of
   * markup, because the policy of this page forbids them.
   */
  #put(parts: Readonly<Record<string, string>>): boolean {
    let isPut: boolean | undefined;
    const put = (event: ClipboardEvent): void => {
      event.preventDefault();
      for (const [type, text] of Object.entries(parts)) event.clipboardData?.setData(type, text);
      isPut = event.clipboardData !== null;
    };
    const {activeElement} = document;
    // Safari copies only where something is selected.
    const field = this.querySelector('textarea');
    field?.focus();
    field?.select();
    document.addEventListener('copy', put, {once: true});
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
    const isAllowed = document.execCommand('copy');
    document.removeEventListener('copy', put);
    if (!isAllowed || !isPut) return false;
    if (activeElement instanceof HTMLElement) activeElement.focus();
    return true;
  }
}

const said = {
  copied: 'Copied. Paste it where it belongs.',
  source: 'The source is copied.',
  'by-hand': 'The browser does not let this page copy. The text is selected: press Ctrl+C, or ⌘C on a Mac.',
  mark: 'The browser does not let this page copy. The preview is selected: press Ctrl+C, or ⌘C on a Mac.',
} as const;
type Told = keyof typeof said;

declare global {
  interface HTMLElementTagNameMap {
    'studio-copy': StudioCopy;
  }
}
