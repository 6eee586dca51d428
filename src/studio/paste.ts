/** "Where do I paste this?": the table of editors and plans. */
import {html} from 'lit';
import {notes, places, takesWords} from './places.js';

const columns = ['Editor and plan', 'Takes', 'The script tag', 'The snippet', 'What readers see'] as const;

// The roles are said again because on a small screen the table is laid out as a list, which makes browsers forget them.
/** @param editor Shows what is known of this one; empty: of all. */
export const renderPlaces = (editor: string, pick: (editor: string) => void) =>
  html`<div class="field pick">
      <label for="editor">Where do you write?</label>
      <select id="editor" @change=${({target}: Event) => pick((target as HTMLSelectElement).value)}>
        <option value="">Show all</option>
        ${[...new Set(places.map((place) => place.editor))].map((name) => html`<option .selected=${name === editor}>${name}</option>`)}
      </select>
    </div>
    <table role="table" aria-labelledby="paste-heading">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${shown(editor).map(
          ({editor: name, who, takes, script = 'None', snippet, readers}) =>
            html`<tr role="row">
              <th role="rowheader" scope="row">${name} <small>${who}</small></th>
              <td role="cell"><span class="takes ${takes}">${takesWords[takes]}</span></td>
              <td role="cell"><span class="column" aria-hidden="true">${columns[2]}</span>${script}</td>
              <td role="cell"><span class="column" aria-hidden="true">${columns[3]}</span>${snippet}</td>
              <td role="cell"><span class="column" aria-hidden="true">${columns[4]}</span>${readers}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <ul class="notes">
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ul>`;

const shown = (editor: string) => places.filter((place) => !editor || place.editor === editor);
