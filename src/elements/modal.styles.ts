import {css} from 'lit';

/** A panel over the page: from the side where there is room, a sheet from below where there is not. */
export const modalStyles = css`
  :host {
    display: contents !important;
  }
  dialog {
    position: fixed;
    inset: 0;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    font-size: var(--pushcart-font-size, medium);
    overflow: hidden;
    box-shadow: var(--_shadow);
  }
  dialog:not([open]) {
    translate: var(--_from);
  }
  @starting-style {
    dialog[open] {
      translate: var(--_from);
    }
  }
  ::backdrop {
    background: var(--pushcart-backdrop, rgb(0 0 0/0.45));
  }
  .base {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: auto;
  }
  [part='header'] {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 1em;
    padding: 0.5em;
    padding-inline-start: var(--_space);
    border-block-end: 1px solid var(--_border);
  }
  [part='close-button'] {
    text-decoration: none;
  }
  .scroll {
    flex: 1;
    min-block-size: 9em;
    overflow: auto;
    overscroll-behavior: contain;
    padding-inline: var(--_space);
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog {
      transition-duration: 0.25s;
      transition-property: translate, overlay, display;
      transition-behavior: allow-discrete;
    }
  }
  @media (max-width: 40em) {
    dialog {
      inset-block-start: 1.5em;
      inline-size: 100%;
      block-size: calc(100dvh - 1.5em);
      border-radius: var(--_radius) var(--_radius) 0 0;
      --_from: 0 100%;
    }
  }
`;
