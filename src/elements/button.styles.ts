import {css} from 'lit';

export const buttonStyles = css`
  :host {
    position: fixed !important;
    z-index: var(--pushcart-button-layer, 99999);
    inset-block-end: env(safe-area-inset-bottom);
    inset-inline-end: max(env(safe-area-inset-left), env(safe-area-inset-right));
    margin: var(--pushcart-button-inset, 20px) !important;
  }
  .base {
    background: none;
  }
  button {
    position: relative;
    border-radius: 50%;
    box-shadow: var(--_shadow);
    inline-size: 60px;
    block-size: 60px;
    padding: 16px;
    background: var(--_accent);
    color: var(--_on-accent);
    border-color: var(--_surface);
  }
  svg {
    fill: currentColor;
  }
  [part='count'] {
    position: absolute;
    inset-block-start: -0.4em;
    inset-inline-start: 65%;
    min-inline-size: 1.9em;
    padding: 0 0.4em;
    border-radius: 1em;
    border: 2px solid;
    background: var(--_surface);
    color: var(--_text);
    font-size: 0.8125em;
  }
  [part='count']::before {
    content: attr(data-count);
  }
  @media print {
    :host {
      display: none !important;
    }
  }
`;
