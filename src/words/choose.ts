/** Which language a shopper reads, and its words: English is here, every other language is loaded when it is chosen. */
import {createWords, type Language, type PackedLanguage, type SomeWords, type Words} from './words.js';

type Load = () => Promise<{readonly words: Language | PackedLanguage}>;

/** By language alone: Portuguese is that of Brazil, and Chinese is written in simplified signs. */
const files: Readonly<Record<string, Load | undefined>> = {
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  de: () => import('./de.js'),
  it: () => import('./it.js'),
  pt: () => import('./pt-BR.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  ja: () => import('./ja.js'),
  zh: () => import('./zh-Hans.js'),
  ar: () => import('./ar.js'),
  he: () => import('./he.js'),
};

/** Where the tag of the language that there is says more than its name. */
const written: Readonly<Record<string, string>> = {pt: 'pt-BR', zh: 'zh-Hans'};

/** A BCP 47 tag as browsers know it; undefined for what is none. */
function toLocale(tag: string): Intl.Locale | undefined {
  try {
    // The old tag of Hebrew is not known to all of them.
    return new Intl.Locale(tag.replaceAll('_', '-').replace(/^iw\b/, 'he'));
  } catch {
    return undefined;
  }
}

/**
 * The words of the first language asked for that there is; English if there is none, or if it cannot be loaded now.
 *
 * @param asked Tags in the order of preference, such as `de-CH`; its region decides how numbers are written.
 * @param own The page's own words, as JSON of `OwnWords`: `{"coupon": "", "de": {"checkout": "Zur Kasse"}}`.
 */
export async function loadWords(
  asked: readonly (string | undefined)[],
  own: string | undefined,
  currencyDisplay?: string,
): Promise<Words> {
  for (const tag of asked) {
    const locale = tag && toLocale(tag);
    if (!locale) continue;
    const load = files[locale.language];
    if (!load && locale.language !== 'en') continue;
    const found = await load?.().catch(() => undefined);
    const name = found || !load ? locale.toString() : 'en';
    return createWords(name, found?.words, ownWords(own, name), currencyDisplay);
  }
  return createWords('en', undefined, ownWords(own, 'en'), currencyDisplay);
}

/** What a page says in its own words in this language: what it says in every language, in this one, in this region. */
function ownWords(text: string | undefined, name: string): SomeWords {
  if (!text) return {};
  try {
    const own = JSON.parse(text) as Readonly<Record<string, SomeWords | undefined>>;
    const [language = name] = name.split('-');
    return {...(own as SomeWords), ...own[language], ...own[written[language] ?? name], ...own[name]};
  } catch (error) {
    console.error('Pushcart: data-words is no JSON and was left out.', error);
    return {};
  }
}
