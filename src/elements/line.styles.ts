import {css} from 'lit';

export const lineStyles = css`
  [part='line'] {
    display: grid;
    grid-template-columns: min(var(--pushcart-line-picture-size, 4.5em), 22%) 1fr;
    gap: 0.875em;
    padding-block: var(--_space);
  }
  [part='line-picture'] {
    aspect-ratio: 1;
    align-self: start;
    border-radius: var(--_control);
    overflow: hidden;
    background: var(--_tint);
  }
  .about,
  .edit {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0.25em 1em;
    min-inline-size: 0;
    grid-column: 2;
  }
  .about > :first-child {
    flex: 1 1 6em;
  }
  [part='line-total'] {
    min-inline-size: 5em;
    text-align: end;
  }
  .edit,
  [part='line-price'],
  .problem {
    align-items: center;
    flex: 1 1 100%;
  }
  [part='line-name'] {
    text-decoration: none;
  }
  [part='line-name']:hover {
    text-decoration: underline;
  }
  [part='line-name'],
  .money {
    font-weight: 600;
  }
  [part='remove-button'] {
    margin-inline-end: -0.75em;
    font-size: 0.875em;
    color: var(--_muted);
  }
`;
