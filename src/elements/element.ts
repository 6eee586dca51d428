import {LitElement, type CSSResultGroup} from 'lit';
import {base} from './base.styles.js';

/**
 * What all our elements share: the tokens and controls, and that they follow the shop.
 *
 * @cssprop [--pushcart-surface=Canvas] - Background.
 * @cssprop [--pushcart-text=CanvasText] - Text.
 * @cssprop [--pushcart-muted=color-mix(in srgb, text 70%, surface)] - Less important text.
 * @cssprop [--pushcart-border=color-mix(in srgb, text 16%, surface)] - Lines between things.
 * @cssprop [--pushcart-control-border=color-mix(in srgb, text 52%, surface)] - Outlines of buttons and fields.
 * @cssprop [--pushcart-tint=color-mix(in srgb, text 6%, surface)] - Picture boxes, notices, hovered buttons.
 * @cssprop [--pushcart-accent=text] - The main button and the chosen option.
 * @cssprop [--pushcart-on-accent=surface] - Text on the accent.
 * @cssprop [--pushcart-danger=color-mix(in srgb, red 62%, text)] - Problems.
 * @cssprop [--pushcart-focus=accent] - Focus ring.
 * @cssprop [--pushcart-color-scheme=light dark] - `light` keeps everything light on a page that has no dark mode.
 * @cssprop [--pushcart-font=system-ui, sans-serif] - Font families.
 * @cssprop [--pushcart-font-size=medium] - Size of text; all else follows it.
 * @cssprop [--pushcart-line-height=1.45] - Line height.
 * @cssprop [--pushcart-heading-weight=650] - Weight of headings.
 * @cssprop [--pushcart-space=1em] - Space around content.
 * @cssprop [--pushcart-radius=12px] - Corners of cards, panels and the inline cart.
 * @cssprop [--pushcart-control-radius=8px] - Corners of buttons, fields and pictures.
 * @cssprop [--pushcart-picture-fit=cover] - How pictures fill their boxes, as `object-fit`.
 * @cssprop [--pushcart-shadow=0 8px 32px rgb(0 0 0/.24)] - Shadow of panels and of the cart button.
 */
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

  /**
   * Renders now, so that what is asked for next is there.
   *
   * @internal
   */
  renderNow(): void {
    this.requestUpdate();
    this.performUpdate();
  }
}
