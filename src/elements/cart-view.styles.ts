import {css} from 'lit';

export const cartViewStyles = css`
  li + li[part] {
    border-block-start: 1px solid var(--_border);
  }
  [part='empty'] {
    padding-block: 3em;
    text-align: center;
  }
  [part='empty'] p {
    margin-block: 0.25em 1em;
  }
  [part='summary'] {
    padding: var(--_space);
    padding-block-end: max(var(--_space), env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_border);
  }
  [part='subtotal'] {
    display: flex;
    justify-content: space-between;
    font-size: 1.1em;
    font-weight: 600;
  }
  [part='notice'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25em 0.75em;
    align-items: center;
    margin-block-end: 0.75em;
    padding: 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_control);
    background: var(--_tint);
  }
  [part='notice'] > :first-child {
    flex: 1 1 100%;
  }
  [part='summary'] {
    text-align: center;
  }
  [part='subtotal'],
  [part='notice'],
  [part='summary'] p {
    text-align: start;
  }
  [part='subtotal'] .money {
    flex: 1;
    text-align: end;
  }
  [part='checkout-button'] {
    margin-block: 0.75em 0.5em;
  }
  [part='store'] {
    display: block;
  }
`;
