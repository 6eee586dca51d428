import {LitElement, type CSSResultGroup} from 'lit';
import {base} from './base.styles.js';

/** What all our elements share: the tokens, the reset of what a page's text styles would do inside, buttons and fields. */
export class PushcartElement extends LitElement {
  static override styles: CSSResultGroup = base;
}
