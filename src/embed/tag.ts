/** The script tag that loaded us: where its proxy is, and what its attributes ask for. */

/** The proxy's address, ending in a slash, from the script's own: it is never redirected. */
export const findProxy = (scriptUrl: string): string => new URL('.', scriptUrl).href;

/** The tag's `data-` attributes. A module has no `currentScript`, so the tag is found by its address. */
export const readSettings = (scriptUrl: string): Readonly<Record<string, string | undefined>> =>
  [...document.scripts].find(({src}) => src === scriptUrl)?.dataset ?? {};
