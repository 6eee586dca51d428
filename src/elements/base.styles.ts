import {css} from 'lit';

/**
 * Tokens with their defaults, and the controls that every element uses. `.base` undoes all that a page's own text
 * styles would do inside, also those that hit our host elements through `*`; what hides an element is kept.
 * Colours follow the shopper's scheme by themselves: system colours, and mixtures of them.
 */
export const base = css`
  :host {
    --_surface: var(--pushcart-surface, Canvas);
    --_text: var(--pushcart-text, CanvasText);
    --_muted: var(--pushcart-muted, color-mix(in srgb, var(--_text) 70%, var(--_surface)));
    --_border: var(--pushcart-border, color-mix(in srgb, var(--_text) 16%, var(--_surface)));
    --_edge: var(--pushcart-control-border, color-mix(in srgb, var(--_text) 52%, var(--_surface)));
    --_tint: var(--pushcart-tint, color-mix(in srgb, var(--_text) 6%, var(--_surface)));
    --_accent: var(--pushcart-accent, var(--_text));
    --_on-accent: var(--pushcart-on-accent, var(--_surface));
    --_danger: var(--pushcart-danger, color-mix(in srgb, red 62%, var(--_text)));
    --_focus: var(--pushcart-focus, var(--_accent));
    --_radius: var(--pushcart-radius, 12px);
    --_control: var(--pushcart-control-radius, 8px);
    --_space: var(--pushcart-space, 1em);
    --_shadow: var(--pushcart-shadow, 0 8px 32px rgb(0 0 0/0.24));
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  .base {
    all: initial;
    box-sizing: border-box;
    display: block;
    visibility: inherit;
    pointer-events: inherit;
    color-scheme: var(--pushcart-color-scheme, light dark);
    font: var(--pushcart-font-size, medium)/var(--pushcart-line-height, 1.45)
      var(--pushcart-font, system-ui, sans-serif);
    color: var(--_text);
    background: var(--_surface);
    overflow-wrap: anywhere;
  }
  *,
  ::before {
    box-sizing: border-box;
  }
  h2,
  p,
  ul,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
    list-style: none;
  }
  h2 {
    font-size: 1.2em;
    line-height: 1.25;
    font-weight: var(--pushcart-heading-weight, 650);
  }
  h2:focus {
    outline: 0;
  }
  img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--pushcart-picture-fit, cover);
  }
  a {
    color: inherit;
    padding-block: calc(22px - 0.5em);
  }
  small,
  .muted,
  .problem {
    font-size: 0.875em;
    color: var(--_muted);
  }
  .problem {
    color: var(--_danger);
  }
  .problem:empty {
    display: none;
  }
  button,
  input,
  select,
  .main {
    font: inherit;
    color: inherit;
    background: none;
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
    min-block-size: 44px;
    min-inline-size: 44px;
    margin: 0;
    padding: 0.5em 0.75em;
  }
  button {
    cursor: pointer;
  }
  button:hover {
    border-color: currentcolor;
  }
  .main {
    display: block;
    inline-size: 100%;
    text-align: center;
    text-decoration: none;
    background: var(--_accent);
    color: var(--_on-accent);
    border-color: var(--_accent);
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
  [part='notice'] > :is(:first-child, ul, label) {
    flex: 1 1 100%;
  }
  .text {
    border-color: transparent;
    text-decoration: underline;
  }
  [aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  [type='checkbox'],
  [type='radio'] {
    flex: none;
    min-block-size: 0;
    min-inline-size: 0;
    inline-size: 1.25em;
    block-size: 1.25em;
    accent-color: var(--_accent);
  }
  .choice {
    display: flex;
    align-items: center;
    gap: 0.5em;
    min-block-size: 44px;
  }
  .stepper {
    display: inline-flex;
    max-inline-size: 100%;
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
  }
  .stepper * {
    border: 0;
    padding: 0;
    text-align: center;
  }
  .stepper input {
    inline-size: 3.5em;
    appearance: textfield;
  }
  ::-webkit-inner-spin-button {
    appearance: none;
  }
  .skeleton {
    display: inline-block;
    inline-size: 4em;
    max-inline-size: 100%;
    block-size: 1em;
    border-radius: 4px;
    background: var(--_border);
    vertical-align: middle;
  }
  [aria-busy='true'] .money {
    opacity: 0.75;
  }
  .money {
    font-variant-numeric: tabular-nums;
  }
  a,
  h2,
  p,
  .money span {
    unicode-bidi: plaintext;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .unseen {
    position: fixed;
    clip-path: inset(50%);
  }
`;
