/**
 * The markup that stands in the store's pages for us. It is known again by its marker, `data-pushcart`, which carries
 * the version that wrote it and the proxy it leads to. Only markup that is wholly of this form is ours: whatever
 * somebody has added to it, or written by hand, is not touched.
 */

/** What the tag says. Attributes beside the address are `data-…`, in the order in which they stand. */
export interface ScriptTag {
  /** Address of `pushcart.js`. */
  readonly src: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** A tag that was read, with who wrote it. */
export interface OurTag extends ScriptTag {
  readonly version: string;
  /** Base of the proxy, ending in a slash. */
  readonly proxy: string;
}

const MARKER = 'data-pushcart';
const escapes: Readonly<Record<string, string>> = {'&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;'};
const escapeValue = (text: string): string => text.replace(/[&"<>]/g, (sign) => escapes[sign] ?? sign);
const readValue = (text: string): string =>
  text.replace(
    /&(amp|quot|lt|gt);/g,
    (whole) => Object.entries(escapes).find(([, name]) => name === whole)?.[0] ?? whole,
  );

/** The proxy that a tag leads to: the script finds it from its own address. */
export const proxyOf = (src: string): string => new URL('.', src).href;

/**
 * A module: it never holds up the page, runs once however often its tag stands there, and waits for the page to be
 * parsed, wherever it stands. Each attribute has a line, so that a change shows as one.
 */
export function writeTag({src, attributes}: ScriptTag, version: string): string {
  const all = [['src', src], [MARKER, `${version} ${proxyOf(src)}`], ...attributes];
  return `<script type="module"${all.map(([name = '', value = '']) => `\n  ${name}="${escapeValue(value)}"`).join('')}></script>`;
}

const WHOLE = /^\s*<script\s+type="module"((?:\s+[a-z][a-z0-9-]*="[^"<>]*")*)\s*><\/script>\s*$/;

/** The tag of a markup that is ours and nothing more; undefined for every other. */
export function readTag(code: string): OurTag | undefined {
  const text = WHOLE.exec(code)?.[1];
  if (text === undefined) return undefined;
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([a-z][a-z0-9-]*)="([^"]*)"/g)) {
    if (attributes.has(name)) return undefined;
    attributes.set(name, readValue(value));
  }
  const {src, [MARKER]: marker, ...others} = Object.fromEntries(attributes);
  const [version, proxy, ...rest] = marker?.split(' ') ?? [];
  if (!src || !URL.canParse(src) || !version || !proxy || rest.length > 0) return undefined;
  if (Object.keys(others).some((name) => !name.startsWith('data-'))) return undefined;
  return {src, version, proxy, attributes: new Map(Object.entries(others))};
}

/** Whether a markup has our marker, but is no more as we wrote it. */
export const isAltered = (code: string): boolean => code.includes(`${MARKER}=`) && !readTag(code);

/** Whether a markup that is not ours loads a `pushcart.js` all the same: somebody has pasted the tag. */
export const isPasted = (code: string): boolean =>
  !readTag(code) && !isAltered(code) && /<script\b[^>]{0,2000}\/pushcart\.js/i.test(code);
