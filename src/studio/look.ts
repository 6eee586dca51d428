/** The form for how the snippet looks, in which language, and where its link leads. */
import {html, nothing} from 'lit';
import {isColour} from './colour.js';
import {languageTags, type LanguageTag} from '../words/languages.js';
import type {Change} from './options.js';
import type {Look, Offer, Settings} from './settings.js';
import {firstLabel} from './snippet.js';

const looks: Readonly<Record<Look, readonly [name: string, hint: string]>> = {
  link: ['Link', 'Words in a sentence'],
  button: ['Button', 'A link that looks like one'],
  card: ['Card', 'Picture, price, options'],
  email: ['For an e-mail', 'A table without script'],
};
const schemes = {reader: 'As the reader has it', light: 'Light', dark: 'Dark'} as const;

/** A colour to begin with, of which the author sees at once that it is one. */
const FIRST_ACCENT = '#1c5d65';

export const renderLooks = ({settings}: Offer, change: Change) =>
  html`<fieldset class="looks">
    <legend>Look</legend>
    ${(Object.keys(looks) as Look[]).map(
      (look) =>
        html`<label class="look"
          ><input
            type="radio"
            name="look"
            value=${look}
            .checked=${settings.look === look}
            @change=${() => change({look})}
          /><span>${looks[look][0]} <small>${looks[look][1]}</small></span></label
        >`,
    )}
  </fieldset>`;

export function renderDetails(offer: Offer, change: Change) {
  const {settings} = offer;
  const {look, checkout, label} = settings;
  return html`<div class="fields">
    ${
      look === 'card'
        ? nothing
        : html`<div class="field wide">
            <label for="label">Text of the ${look === 'link' ? 'link' : 'button'}</label>
            <input
              id="label"
              maxlength="200"
              placeholder=${firstLabel(offer)}
              .value=${label ?? ''}
              @input=${({target}: Event) => change({label: (target as HTMLInputElement).value || undefined})}
            />
          </div>`
    }
    ${renderLanguage(settings, change)} ${look === 'link' ? nothing : renderAccent(settings, change)}
    ${look === 'card' ? renderScheme(settings, change) : nothing}
    ${
      look === 'card'
        ? nothing
        : html`<label class="tick wide"
            ><input
              type="checkbox"
              .checked=${checkout}
              @change=${({target}: Event) => change({checkout: (target as HTMLInputElement).checked})}
            /><span>Buy now <small>adds, and goes to checkout at once</small></span></label
          >`
    }
  </div>`;
}

/** A language's name as those who speak it write it. */
function nameOf(tag: LanguageTag): string {
  const name = new Intl.DisplayNames(tag, {type: 'language'}).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

const renderLanguage = ({language, look}: Settings, change: Change) =>
  html`<div class="field">
    <label for="language">${look === 'email' ? 'Language' : 'Language of the cart'}</label>
    <select
      id="language"
      @change=${({target}: Event) => {
        const {value} = target as HTMLSelectElement;
        change({language: languageTags.find((tag) => tag === value)});
      }}
    >
      <option value="" .selected=${!language}>${look === 'email' ? 'English' : 'The page’s own'}</option>
      ${languageTags.map(
        (tag) => html`<option value=${tag} lang=${tag} .selected=${language === tag}>${nameOf(tag)}</option>`,
      )}
    </select>
  </div>`;

const renderAccent = ({accent, look}: Settings, change: Change) =>
  html`<div class="field">
    <label class="tick"
      ><input
        type="checkbox"
        .checked=${accent !== undefined}
        @change=${({target}: Event) =>
          change({accent: (target as HTMLInputElement).checked ? FIRST_ACCENT : undefined})}
      /><span>Choose a colour <small>${look === 'email' ? 'else green' : 'else the page’s'}</small></span></label
    >
    ${
      accent === undefined
        ? nothing
        : html`<label for="accent">Colour</label
            ><input
              id="accent"
              type="color"
              .value=${accent}
              @input=${({target}: Event) => {
                const {value} = target as HTMLInputElement;
                if (isColour(value)) change({accent: value});
              }}
            />`
    }
  </div>`;

const renderScheme = ({scheme}: Settings, change: Change) =>
  html`<div class="field">
    <label for="scheme">Light or dark</label>
    <select
      id="scheme"
      @change=${({target}: Event) => {
        const {value} = target as HTMLSelectElement;
        change({scheme: value === 'light' || value === 'dark' ? value : undefined});
      }}
    >
      ${Object.entries(schemes).map(
        ([value, name]) => html`<option value=${value} .selected=${(scheme ?? 'reader') === value}>${name}</option>`,
      )}
    </select>
  </div>`;
