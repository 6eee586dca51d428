/** The shopper's language on a page without a script: what the link asks for, else what the browser prefers. */
import {parseAccept} from 'hono/utils/accept';
import {loadWords} from '../../words/choose.js';
import {enBuy} from '../../words/en-buy.js';
import {enNotices} from '../../words/en-notices.js';
import {en} from '../../words/en.js';
import type {BuyKey, WordKey} from '../../words/words.js';

/** What a page is written with. */
export interface Voice {
  /** BCP 47. */
  readonly language: string;
  readonly dir: 'ltr' | 'rtl';
  say(key: WordKey | BuyKey, values?: Readonly<Record<string, string | number>>): string;
  /** An amount of minor units, as `Intl` writes it. */
  money(minor: number, currency: string, decimals: number): string;
  /** A number, as `Intl` writes it. */
  number(value: number): string;
}

const english = {...en, ...enNotices, ...enBuy};
/** The longest tag that anybody needs, and how many of them. */
const TAG_LENGTH = 35;
const TAGS = 20;

/**
 * @param asked What the address says: `lang=de`.
 * @param accepted The `Accept-Language` header.
 */
export async function chooseVoice(asked: string | undefined, accepted: string | undefined): Promise<Voice> {
  const preferred = parseAccept((accepted ?? '').slice(0, 1000))
    .filter(({q}) => q > 0)
    .map(({type}) => type);
  const tags = [asked ?? '', ...preferred].filter((tag) => tag.length <= TAG_LENGTH).slice(0, TAGS);
  const words = await loadWords(tags, undefined);
  const numbers = new Intl.NumberFormat(words.language, {maximumFractionDigits: 3});
  return {
    language: words.language,
    dir: words.dir,
    say: (key, values) => words.say(key, values, undefined, english),
    money: words.money,
    number: (value) => numbers.format(value),
  };
}

/** A quantity as a shopper of this language writes it; not a number for what nobody can be sure of. */
export function readQuantity(text: string, language: string): number {
  const decimal = decimalSign(language);
  const plain = text
    .trim()
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) % 16))
    .normalize('NFKC')
    .replace('٫', decimal);
  const [, whole = '', sign, part = ''] = /^(\d{1,5})(?:([.,])(\d{1,3}))?$/.exec(plain) ?? [];
  // "1.000" is a thousand where the comma parts decimals, and the other way round.
  const isGrouped = sign !== undefined && sign !== decimal && part.length === 3;
  return isGrouped || whole === '' ? NaN : Number(`${whole}.${part}0`);
}

/** A quantity as it stands in a field: without groups, which nobody types. */
export const writeQuantity = (quantity: number, language: string): string =>
  String(quantity).replace('.', decimalSign(language));

function decimalSign(language: string): string {
  const parts = new Intl.NumberFormat(language, {numberingSystem: 'latn'}).formatToParts(0.5);
  return parts.find(({type}) => type === 'decimal')?.value ?? '.';
}
