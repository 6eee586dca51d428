/**
 * What the store says when it refuses, made fit for a log. It likes to quote what it refuses: a cart's key, an
 * engraving, an address. Whatever was sent with the call is taken out word by word, however the store wrote or cut it.
 */

/** A sentence is enough for a log. */
const MAX_DETAIL = 500;
/** No more of it is looked at. */
const MAX_READ = 4 * MAX_DETAIL;
const HIDDEN = '{…}';

/**
 * @param secrets What no log may have of this call: keys, and all that a shopper wrote or chose.
 */
export function redact(detail: string, secrets: readonly string[] = []): string {
  // A word that was cut could not be known again.
  const read =
    detail.length > MAX_READ ? detail.slice(0, Math.max(0, detail.slice(0, MAX_READ).search(/\s\S{0,200}$/))) : detail;
  const sent = secrets.map(fold).join('\n');
  const words = new Set(sent.match(/[\p{L}\p{M}\p{N}]+/gu));
  const isSent = (word: string): boolean => {
    const folded = fold(word);
    return folded.length < 3 ? words.has(folded) : sent.includes(folded);
  };
  return unescape(read)
    .replace(/[^\s<>"'(),;:]{1,200}@[^\s<>"'(),;:]+/g, HIDDEN)
    .replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (isSent(word) || looksLikeKey(word) ? HIDDEN : word))
    .replace(/\{…\}(?:[^\p{L}\p{N}]{0,3}\{…\})+/gu, HIDDEN)
    .slice(0, MAX_DETAIL);
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** Keys of other carts, ids of requests and the like: nothing that a sentence has. */
const looksLikeKey = (word: string): boolean => word.length >= 12 && /\d/.test(word) && /\p{L}/u.test(word);

/** Undoes what a text may have been written in: a URL, JSON, HTML. */
function unescape(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
      try {
        return decodeURIComponent(bytes);
      } catch {
        return ' ';
      }
    })
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\\./g, ' ')
    .replace(/&#(x?)([0-9a-f]{1,6});/gi, (_, x: string, code: string) => toChar(parseInt(code, x ? 16 : 10)))
    .replace(/&[a-z]{2,8};/gi, ' ');
}

const toChar = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : ' ');
