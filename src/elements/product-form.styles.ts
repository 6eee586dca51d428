import {css} from 'lit';

export const productFormStyles = css`
  [part='picture'] {
    background: var(--_tint);
    overflow: hidden;
  }
  output {
    display: block;
    font-weight: 600;
  }
  s {
    font-weight: 400;
    margin-inline-start: 0.25em;
  }
  form {
    display: grid;
    gap: 0.75em;
  }
  label,
  legend {
    font-size: 0.875em;
    font-weight: 600;
    padding: 0;
  }
  [part='field'] > :is(input, select) {
    display: block;
    inline-size: 100%;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    padding-block-start: 0.25em;
  }
  .choices label {
    padding: 0.25em 0.75em;
    border: 1px solid var(--_edge);
    border-radius: var(--_control);
    font-weight: 400;
    cursor: pointer;
  }
  .choices img {
    flex: none;
    inline-size: 1.75em;
    block-size: 1.75em;
    border-radius: 50%;
  }
  label:has(:checked) {
    border-color: var(--_accent);
    background: var(--_tint);
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .row .main {
    flex: 1 1 7em;
    inline-size: auto;
    padding-inline: 0;
  }
`;
