import {html, type TemplateResult} from 'lit';
import type {PushcartElement} from './element.js';
import {say} from './say.js';

/** A native modal dialog inside an element: where focus goes, and the three ways to close it. */
export class Modal {
  readonly #host: PushcartElement;
  /** What the shopper used to open it. */
  opener: HTMLElement | undefined;

  constructor(host: PushcartElement) {
    this.#host = host;
  }

  get #dialog() {
    return this.#host.renderRoot.querySelector('dialog');
  }

  open(opener?: HTMLElement): void {
    this.#host.renderNow();
    const dialog = this.#dialog;
    if (!dialog || dialog.matches(':modal')) return;
    // Open and not modal: a page has taken it out, and put it back.
    dialog.close();
    this.opener = opener;
    dialog.showModal();
    this.#host.renderRoot.querySelector('h2')?.focus();
  }

  close(): void {
    this.#dialog?.close();
    this.#returnFocus();
  }

  // Runs at once in close(), so that whatever opens next keeps its focus, and after Escape on the event.
  #returnFocus() {
    const {opener} = this;
    this.opener = undefined;
    opener?.focus();
  }

  render(title: string | TemplateResult, content: unknown) {
    return html`<dialog
      part="dialog"
      aria-labelledby="heading"
      @close=${() => this.#dialog?.open || this.#returnFocus()}
      @click=${({target, currentTarget, detail}: MouseEvent) => target === currentTarget && detail < 2 && this.close()}
    >
      <div part="panel" class="base">
        <div part="header">
          <h2 part="heading" id="heading" tabindex="-1">${title}</h2>
          <button part="close-button" class="text" aria-label=${say('close')} @click=${() => this.close()}>✕</button>
        </div>
        ${content}
      </div>
    </dialog>`;
  }
}
