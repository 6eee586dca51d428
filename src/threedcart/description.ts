/**
 * A cart line's description: the product's name and its chosen options, as HTML that the store composed. It is the
 * only place where a line shows its options. We compare it whole with what we expect, and otherwise only turn it
 * into plain text; it never reaches a page as HTML.
 */
const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

function decode(text: string): string {
  return text.replace(/&(#x?)?([0-9a-z]+);/gi, (whole, numeric: string | undefined, body: string) => {
    if (!numeric) return entities.get(body.toLowerCase()) ?? whole;
    const code = Number.parseInt(body, numeric.length === 2 ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Markup to plain text: tags go, entities are decoded, white space is one space. `<3` and `1 <2> 3` are no tags. */
export function toPlainText(html: string): string {
  return decode(html.replace(/<[a-z/!?][^<>]*>/gi, ' '))
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** A chosen option in the words that the store puts on the line. */
export interface DescribedOption {
  readonly name: string;
  readonly value: string;
}

const compose = (name: string, options: readonly DescribedOption[], quote: (text: string) => string): string =>
  quote(name) +
  options.map((option) => `<br><b>${quote(option.name.replace(/:$/, ''))}:</b>&nbsp;${quote(option.value)}`).join('');

/** What a line's description can be, as plain text: the store may or may not escape names. */
export function expectedDescriptions(name: string, options: readonly DescribedOption[]): readonly string[] {
  return [...new Set([compose(name, options, escape), compose(name, options, (text) => text)].map(toPlainText))];
}

/** True if the store's description is one of the expected; the store may add an option's price at the end of it. */
export function isDescribed(html: string, expected: readonly string[]): boolean {
  if (expected.includes(toPlainText(html))) return true;
  const priceless = html
    .split(/<br\s*\/?>/i)
    .map((piece) => piece.trimEnd().replace(/[-+]\s*\p{Sc}\s?\d[\d.,]*$/u, ''))
    .join('<br>');
  return expected.includes(toPlainText(priceless));
}

/** Name and options of a line that is not from our catalogue, for display only. */
export function readDescription(html: string): {name: string; options: DescribedOption[]} {
  const [name = '', ...rest] = html.split(/<br\s*\/?>/i);
  const options = rest.flatMap((piece) => {
    // Twice by `split`: an expression for both ends would look for the second from every first.
    const [, ...bold] = piece.split(/<b>/i);
    const [label = '', ...value] = bold.join('<b>').split(/<\/b>/i);
    if (value.length === 0) return [];
    return [{name: toPlainText(label).replace(/:$/, ''), value: toPlainText(value.join('</b>'))}];
  });
  return {name: toPlainText(name), options};
}
