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
  [part='summary'] {
    text-align: center;
  }
  [part='subtotal'],
  [part='notice'],
  [part='summary'] p {
    text-align: start;
  }
  [part='removed'],
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25em 1em;
    padding-block: 0.5em;
  }
  .tools {
    font-size: 0.875em;
    border-block-start: 1px solid var(--_border);
  }
  .tools button {
    margin-inline: -0.75em;
  }
  [part='subtotal'] .money {
    flex: 1;
    text-align: end;
  }
  .scroll > [part='notice'] {
    margin-block-start: 0.75em;
  }
  [part='removed'] span {
    flex: 1;
  }
  [part='summary'] .main {
    margin-block: 0.75em 0.5em;
  }
  [part='store'],
  [part='share-link'] {
    display: block;
    inline-size: 100%;
  }
`;
