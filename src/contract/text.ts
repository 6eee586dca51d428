/** What a shopper writes in their own words, on its way to pages of the merchant's that may not expect markup. */

const named: Readonly<Record<string, string>> = {amp: '&', lt: '<', sol: '/', excl: '!', quest: '?'};

/**
 * True for a text in which HTML would see the beginning of a tag: `<` before a letter, `/`, `!` or `?`. Also where that
 * is only spelled: with entities, which a page that decodes once more would bring to life, in the wide characters
 * that a narrow database makes narrow, or around characters that it drops.
 */
export function couldBecomeMarkup(text: string): boolean {
  let plain = text;
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain
      .normalize('NFKC')
      .replace(/\p{C}/gu, '')
      .replace(/&(?:#x([\da-f]{1,8})|#(\d{1,9})|(amp|lt|sol|excl|quest));?/gi, (whole, hex, decimal, name) => {
        if (typeof name === 'string') return named[name.toLowerCase()] ?? whole;
        const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      });
  }
  return /<[\p{L}/!?]/u.test(plain);
}

/** True for a text that no field of the store can be trusted with: control characters, halves of pairs, markup. */
export const isUnsafeText = (text: string): boolean =>
  /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text) || couldBecomeMarkup(text);
