/**
 * Text on its way into markup that somebody pastes somewhere. Besides what HTML itself would take for its own, the
 * brackets go: in an editor they are shortcodes, `[gallery]`, and in a template language expressions, `{{ }}`.
 */
const escaped = /[&<>"'`[\]{}]/g;
const named: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

/** For text and for attributes in double quotes. White space becomes single spaces: editors make paragraphs of lines. */
export const escapeHtml = (text: string): string =>
  plain(text).replace(escaped, (character) => named[character] ?? `&#${character.charCodeAt(0)};`);

/** One line of text, without what no page shows and no parser agrees on: control characters, halves of pairs. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\uFFFD')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The address if a link may lead there, or undefined: `javascript:` and the like are no addresses of a store. */
export function toLinkAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
