import {css} from 'lit';

export const cartStyles = css`
  :host {
    display: none;
  }
  :host([display='inline']) {
    display: block;
  }
  .base {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: hidden;
  }
  [part='header'] {
    padding: var(--_space) var(--_space) 0;
  }
  .scroll {
    padding-inline: var(--_space);
  }
`;
