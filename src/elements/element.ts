import {LitElement, type CSSResultGroup} from 'lit';
import {base} from './base.styles.js';

/** What all our elements share: the tokens and controls, and that they follow the shop. */
export abstract class PushcartElement extends LitElement {
  static override styles: CSSResultGroup[] = [base];

  #undo: (() => void) | undefined;

  /** Calls back whenever what this element shows may have changed. Returns its undo. */
  protected abstract watch(listener: () => void): () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#undo = this.watch(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#undo?.();
  }

  /** Renders now, so that what is asked for next is there. */
  renderNow(): void {
    this.requestUpdate();
    this.performUpdate();
  }
}
