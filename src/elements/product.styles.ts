import {css} from 'lit';

export const productStyles = css`
  :host {
    display: block;
    block-size: var(--pushcart-card-block-size, 28em);
  }
  .base {
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: 0.5em;
    block-size: 100%;
    overflow: auto;
    padding: var(--_space);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .base > * {
    flex: none;
  }
  [part='picture'] {
    position: relative;
    flex: 1;
    min-block-size: 8em;
    inline-size: auto;
    max-inline-size: none;
    margin: calc(var(--_space) * -1);
    margin-block-end: 0.25em;
    border-radius: 0;
  }
  [part='picture'] img {
    position: absolute;
  }
  h2 {
    font-size: 1em;
  }
  h2 a {
    text-decoration: none;
  }
  h2 a:hover {
    text-decoration: underline;
  }
`;
