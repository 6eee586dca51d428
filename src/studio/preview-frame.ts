import {html, LitElement, nothing, type PropertyValues} from 'lit';
import type {FromPreview, Shown, ToPreview} from './messages.js';

/** The preview in its frame, and what it has to say. */
export class StudioPreview extends LitElement {
  static override properties = {shown: {attribute: false}};

  /** What is shown. */
  declare shown?: Shown;

  #isReady = false;
  #withoutScript = false;
  #leaves: string | undefined;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('message', this.#hear);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('message', this.#hear);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('shown')) return;
    const before = changed.get('shown');
    // A script that ran cannot be taken back.
    if (before && (before.embed !== this.shown?.embed || before.language !== this.shown.language)) this.restart();
    else this.#show();
  }

  /** Begins anew: an empty cart. */
  restart(): void {
    this.#isReady = false;
    this.#withoutScript = false;
    this.#leaves = undefined;
    const {frame} = this;
    // This is how a frame is loaded again.
    if (frame) frame.src = frame.src;
    this.requestUpdate();
  }

  /** Marks what is shown, so that it can be copied by hand. */
  selectAll(): void {
    this.#say({studio: 'select'});
  }

  private get frame(): HTMLIFrameElement | null {
    return this.querySelector('iframe');
  }

  #show(): void {
    if (this.#isReady && this.shown) this.#say({studio: 'show', shown: this.shown});
  }

  #say(message: ToPreview): void {
    this.frame?.contentWindow?.postMessage(message, location.origin);
  }

  readonly #hear = ({data, origin, source}: MessageEvent<Partial<FromPreview> | undefined>): void => {
    if (origin !== location.origin || source !== this.frame?.contentWindow) return;
    if (data?.preview === 'ready') {
      this.#isReady = true;
      this.#show();
    } else if (data?.preview === 'leaves') this.#leaves = data.address;
    else if (data?.preview === 'without-script') this.#withoutScript = true;
    this.requestUpdate();
  };

  protected override render() {
    return html`<iframe
        title="Preview"
        src="studio/preview"
        sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <p class="note" role="status">
        ${
          this.#leaves
            ? html`Here your readers leave for the store’s checkout.
                <a href=${this.#leaves} target="_blank" rel="noopener">Look at it in a new tab</a>`
            : this.#withoutScript
              ? 'The script of the proxy did not load: this is what readers without it see.'
              : nothing
        }
      </p>
      <button type="button" class="quiet" @click=${this.restart}>Start the preview again</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-preview': StudioPreview;
  }
}
