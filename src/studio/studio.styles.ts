import {css} from 'lit';

/** One sheet for the whole page: quiet paper, one green, and the preview as the loudest thing on it. */
export const studioStyles = css`
  :root {
    color-scheme: light dark;
    --paper: #f6f5f1;
    --raised: #ffffff;
    --ink: #1f2a2c;
    --quiet: #56646a;
    --line: #dedbd2;
    --edge: #7d888c;
    --accent: #17675f;
    --on-accent: #ffffff;
    --tint: #e8f1ee;
    --warn: #7a4b00;
    --warn-tint: #fdf1dc;
    --wrong: #a3271b;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #141a1c;
      --raised: #1c2427;
      --ink: #e9ebe6;
      --quiet: #a6b2b5;
      --line: #344044;
      --edge: #7f8d92;
      --accent: #79cdbf;
      --on-accent: #10201e;
      --tint: #20322f;
      --warn: #f2c97d;
      --warn-tint: #362c19;
      --wrong: #ff9e8f;
    }
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    background: var(--paper);
    color: var(--ink);
    font:
      1rem/1.5 system-ui,
      sans-serif;
    overflow-wrap: anywhere;
  }
  pushcart-studio {
    display: block;
    max-inline-size: 78rem;
    margin: 0 auto;
    padding: clamp(1rem, 4vw, 2.5rem);
  }
  studio-copy,
  studio-preview,
  studio-search {
    display: block;
  }
  h1,
  h2,
  p,
  ul,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  h1 {
    font-size: 1.75rem;
    line-height: 1.2;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 1.125rem;
    line-height: 1.3;
  }
  h2:focus {
    outline: 0;
  }
  header {
    display: grid;
    gap: 0.25rem;
    margin-block-end: 1.5rem;
  }
  header p,
  .note,
  small {
    color: var(--quiet);
  }
  .note,
  small {
    font-size: 0.875rem;
  }
  .note:empty {
    display: none;
  }
  a {
    color: var(--accent);
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    padding: clamp(1rem, 3vw, 1.5rem);
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 14px;
  }
  .find {
    max-inline-size: 44rem;
  }
  .builder {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.25rem;
    align-items: start;
  }
  .form,
  .result {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.25rem;
    min-inline-size: 0;
  }
  @media (min-width: 60rem) {
    .builder {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--edge);
    border-radius: 8px;
    min-block-size: 2.75rem;
    margin: 0;
    padding: 0.5rem 0.75rem;
    max-inline-size: 100%;
  }
  input:not([type='radio'], [type='checkbox'], [type='color']),
  select,
  textarea {
    inline-size: 100%;
  }
  button {
    cursor: pointer;
    font-weight: 600;
  }
  button:hover {
    background: var(--tint);
  }
  .main {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    padding-inline: 1.25rem;
  }
  .main:hover {
    background: color-mix(in srgb, var(--accent) 85%, var(--ink));
  }
  .quiet {
    font-weight: 500;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  label,
  legend {
    font-weight: 600;
    padding: 0;
  }
  label small,
  legend small {
    font-weight: 400;
  }
  .fields {
    display: grid;
    gap: 1rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
    align-items: start;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25rem;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .tick {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    min-block-size: 2.75rem;
    font-weight: 500;
  }
  .tick input,
  .look input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    min-block-size: 0;
    flex: none;
    accent-color: var(--accent);
  }
  input[type='color'] {
    inline-size: 4rem;
    padding: 0.25rem;
  }
  .wrong {
    color: var(--wrong);
  }
  [aria-invalid='true'] {
    border-color: var(--wrong);
  }
  .warning,
  .failure {
    padding: 0.75rem 1rem;
    border-radius: 8px;
    border-inline-start: 4px solid var(--warn);
    background: var(--warn-tint);
    color: var(--warn);
  }
  header .warning {
    color: var(--warn);
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    justify-content: space-between;
  }
  .failure button {
    color: var(--ink);
  }
  studio-search {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  form {
    display: grid;
    gap: 0.25rem;
  }
  .results {
    list-style: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
  }
  .results button {
    display: flex;
    flex-wrap: wrap;
    gap: 0.875rem;
    align-items: center;
    inline-size: 100%;
    padding: 0.5rem;
    text-align: start;
    border-color: var(--line);
  }
  .what {
    flex: 1 1 9rem;
    min-inline-size: 0;
  }
  .what small {
    display: block;
    font-weight: 400;
  }
  .money {
    font-variant-numeric: tabular-nums;
    padding-inline-end: 0.375rem;
  }
  img,
  .blank {
    flex: none;
    inline-size: 3.5rem;
    block-size: 3.5rem;
    object-fit: cover;
    border-radius: 6px;
    background: var(--tint);
  }
  .skeletons {
    display: grid;
    gap: 0.5rem;
  }
  .skeletons div {
    block-size: 4.625rem;
    border-radius: 8px;
    background: var(--line);
    opacity: 0.6;
  }
  .chosen {
    display: flex;
    flex-wrap: wrap;
    gap: 0.875rem;
    align-items: center;
  }
  .looks {
    display: grid;
    gap: 0.5rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 12rem), 1fr));
  }
  .looks legend {
    margin-block-end: 0.375rem;
  }
  .look {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    padding: 0.625rem 0.875rem;
    min-block-size: 2.75rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    cursor: pointer;
  }
  .look small {
    display: block;
  }
  .look:has(:checked) {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
    background: var(--tint);
  }
  .look:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .look :focus-visible {
    outline: 0;
  }
  studio-preview {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    justify-items: start;
  }
  iframe {
    inline-size: 100%;
    block-size: 34rem;
    max-block-size: 85vh;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: Canvas;
  }
  studio-copy {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    justify-items: start;
  }
  studio-copy + studio-copy {
    padding-block-start: 1rem;
    border-block-start: 1px solid var(--line);
  }
  textarea {
    font:
      0.8125rem/1.5 ui-monospace,
      'Cascadia Mono',
      Menlo,
      Consolas,
      monospace;
    background: var(--paper);
    resize: vertical;
  }
  .paste {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    margin-block-start: 2.5rem;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
    background: var(--raised);
    border: 1px solid var(--line);
    font-size: 0.9375rem;
  }
  th,
  td {
    padding: 0.75rem;
    text-align: start;
    vertical-align: top;
    border-block-end: 1px solid var(--line);
  }
  th small {
    display: block;
    font-weight: 400;
  }
  thead th {
    background: var(--tint);
  }
  tbody th {
    inline-size: 20%;
  }
  .pick {
    max-inline-size: 20rem;
  }
  .column {
    display: none;
  }
  .takes {
    display: inline-block;
    padding: 0.125rem 0.625rem;
    border: 1px solid var(--edge);
    border-radius: 1rem;
    font-size: 0.875rem;
    font-weight: 600;
  }
  .takes.all {
    border-color: var(--accent);
    background: var(--tint);
    color: var(--accent);
  }
  @media (min-width: 55rem) {
    td:has(.takes) {
      white-space: nowrap;
    }
  }
  .notes {
    padding-inline-start: 1.25rem;
    color: var(--quiet);
    max-inline-size: 60rem;
  }
  @media (max-width: 55rem) {
    table,
    tbody,
    tr,
    th,
    td {
      display: block;
      inline-size: auto;
    }
    table {
      border: 0;
      background: none;
    }
    thead {
      position: absolute;
      clip-path: inset(50%);
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
    }
    tbody tr {
      margin-block-end: 0.75rem;
      padding: 0.5rem 0.25rem;
      background: var(--raised);
      border: 1px solid var(--line);
      border-radius: 12px;
    }
    tbody th {
      inline-size: auto;
    }
    th,
    td {
      border: 0;
      padding: 0.375rem 0.75rem;
    }
    .column {
      display: block;
      font-size: 0.875rem;
      font-weight: 600;
    }
  }
  @media (forced-colors: active) {
    .main {
      background: ButtonFace;
      color: ButtonText;
    }
    .look:has(:checked) {
      outline: 3px solid Highlight;
    }
    .skeletons div {
      border: 1px solid GrayText;
    }
  }
`;
