/**
 * Every sentence that a shopper reads. A language is plain data: texts with `{placeholders}`, and for counted
 * texts one form per plural category of that language. Money is formatted by `Intl`, never by hand.
 */
import {en} from './en.js';
import type {LanguageTag} from './languages.js';
import type {enBuy} from './en-buy.js';
import type {enNotices} from './en-notices.js';
import type {enQuestions} from './en-questions.js';
import type {enShare} from './en-share.js';
import type {enShared} from './en-shared.js';

/** A text, or its plural forms by `Intl.PluralRules` category; `other` is always there. */
export type Phrase = string | ({readonly other: string} & Partial<Record<Intl.LDMLPluralRule, string>>);

/** English in its parts: each comes with the code that says it. */
export interface English {
  readonly core: typeof en;
  readonly notices: typeof enNotices;
  readonly questions: typeof enQuestions;
  readonly share: typeof enShare;
  readonly shared: typeof enShared;
}
export type Part = keyof English;
export type WordKey = {[Name in Part]: keyof English[Name]}[Part];
/** What the proxy says on a page that needs no script. The embed is shipped without these. */
export type BuyKey = keyof typeof enBuy;
/** All words of a language. */
export type Language = Readonly<Record<WordKey | BuyKey, Phrase>>;
/** Some words, in place of a language's own. */
export type SomeWords = Readonly<Partial<Language>>;
/** What a page can say in its own words. */
type PageWords = Readonly<Partial<Record<WordKey, Phrase>>>;
/** Tags of the languages alone: `pt`, and not `pt-BR`. */
type BareTag = LanguageTag extends infer Tag ? (Tag extends `${infer Bare}-${string}` ? Bare : Tag) : never;
/**
 * A page's own words: for every language, below the tag of a language for that one, below that of a region for that
 * one: `{coupon: '', de: {checkout: 'Zur Kasse'}, 'de-CH': {checkout: 'Zur Zahlung'}}`. An empty text shows nothing.
 */
export type OwnWords = PageWords & {readonly [Tag in BareTag | `${BareTag}-${string}`]?: PageWords};
/** A language as it is shipped: the phrases alone, by part, each in the order that they have in English. */
export type PackedLanguage = Readonly<Record<Part, readonly Phrase[]>>;

export interface Words {
  /** BCP 47 tag of the language. */
  readonly language: string;
  /** The direction in which it is written. */
  readonly dir: 'ltr' | 'rtl';
  /**
   * The phrase with its placeholders filled in; `count` also picks the plural form. Empty for a key that is none.
   *
   * @param part Of the words, where it is not the core. A language that is not packed has no parts.
   * @param english That part in English.
   */
  say(
    key: WordKey | BuyKey,
    values?: Readonly<Record<string, string | number>>,
    part?: Part,
    english?: SomeWords,
  ): string;
  /** An amount of minor units as the language writes it. */
  money(minor: number, currency: string, decimals: number): string;
}

const displays = ['symbol', 'narrowSymbol', 'code', 'name'] as const;
/** How the currency is shown, as in `Intl.NumberFormat`. Never a conversion. */
export type CurrencyDisplay = (typeof displays)[number];

/**
 * @param locale BCP 47 tag that numbers, plurals and money are formatted for: the language, maybe of a region.
 * @param language Undefined for English.
 * @param own The page's own words. They come from outside: what is no text there gives way to ours.
 * @param currencyDisplay A `CurrencyDisplay`; `symbol` in place of anything else.
 */
export function createWords(
  locale: string,
  language: Language | PackedLanguage | undefined,
  own: SomeWords = {},
  currencyDisplay?: string,
): Words {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const find = (key: WordKey | BuyKey, part: Part, english: SomeWords): Phrase | undefined =>
    language && 'core' in language ? language[part][Object.keys(english).indexOf(key)] : language?.[key];
  const say: Words['say'] = (key, values = {}, part = 'core', english = en) => {
    const form = (phrase: Phrase | null | undefined): string | undefined => {
      const text =
        typeof phrase === 'object' ? (phrase?.[plurals.select(Number(values['count']))] ?? phrase?.other) : phrase;
      return typeof text === 'string' ? text : undefined;
    };
    return (form(own[key]) ?? form(find(key, part, english)) ?? form(english[key]) ?? '').replace(
      /\{(\w+)\}/g,
      (whole, name: string) => {
        const value = values[name] ?? whole;
        return typeof value === 'number' ? numbers.format(value) : value;
      },
    );
  };
  return {
    language: locale,
    dir: say('dir') === 'rtl' ? 'rtl' : 'ltr',
    say,
    money: (minor, currency, decimals) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: displays.find((display) => display === currencyDisplay),
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }).format(minor / 10 ** decimals),
  };
}
