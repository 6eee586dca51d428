import {css} from 'lit';

export const productDialogStyles = css`
  .scroll {
    padding-block: var(--_space);
  }
  .top {
    align-items: center;
    margin-block-end: 1em;
  }
  [part='picture'] {
    inline-size: 6em;
    block-size: 6em;
    border-radius: var(--_control);
  }
  .scroll > :is(p, button, .skeleton) {
    display: block;
    margin-block-end: 0.75em;
  }
  @media (min-width: 40.01em) {
    dialog {
      margin: 8dvh auto auto;
      inline-size: min(var(--pushcart-dialog-size, 30em), 100%);
      block-size: fit-content;
      max-block-size: 84dvh;
      border-radius: var(--_radius);
      --_from: 0 1em;
    }
    .base {
      max-block-size: inherit;
    }
  }
`;
