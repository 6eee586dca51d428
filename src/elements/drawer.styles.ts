import {css} from 'lit';

export const drawerStyles = css`
  @media (min-width: 40.01em) {
    dialog {
      inset-inline-start: auto;
      inline-size: min(var(--pushcart-drawer-size, 27em), 100%);
      block-size: 100dvh;
      --_from: 100% 0;
    }
    dialog:dir(rtl) {
      --_from: -100% 0;
    }
  }
`;
