/**
 * Every sentence that a shopper reads. A language is plain data: texts with `{placeholders}`, and for counted
 * texts one form per plural category of that language. Money is formatted by `Intl`, never by hand.
 */
import type {en} from './en.js';

/** A text, or its plural forms by `Intl.PluralRules` category; `other` is always there. */
export type Phrase = string | ({readonly other: string} & Partial<Record<Intl.LDMLPluralRule, string>>);
export type WordKey = keyof typeof en;
export type Language = Readonly<Record<WordKey, Phrase>>;

export interface Words {
  /** BCP 47 tag that numbers and money are formatted for. */
  readonly locale: string;
  /** The phrase with its placeholders filled in; `count` also picks the plural form. Empty for a key that is none. */
  say(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  /** An amount of minor units as the language writes it. */
  money(minor: number, currency: string, decimals: number): string;
}

/** How the currency is shown, as in `Intl.NumberFormat`. Never a conversion. */
export type CurrencyDisplay = 'symbol' | 'narrowSymbol' | 'code' | 'name';

export function createWords(locale: string, language: Language, currencyDisplay: CurrencyDisplay = 'symbol'): Words {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return {
    locale,
    say(key, values = {}) {
      const phrase = language[key] as Phrase | undefined;
      const text =
        typeof phrase === 'object' ? (phrase[plurals.select(Number(values['count']))] ?? phrase.other) : (phrase ?? '');
      return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name] ?? whole;
        return typeof value === 'number' ? numbers.format(value) : value;
      });
    },
    money: (minor, currency, decimals) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay,
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }).format(minor / 10 ** decimals),
  };
}
