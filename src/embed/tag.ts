/** The script tag that loaded us: where its proxy is, and what its attributes ask for. */

/** The proxy's address, ending in a slash, from the script's own: it is never redirected. */
export const findProxy = (scriptUrl: string): string => new URL('.', scriptUrl).href;

/**
 * The tag's `data-` attributes. A module has no `currentScript`, so the tag is found by its address.
 *
 * @attr {drawer | none} [data-cart=drawer] - `drawer`: a floating cart button, if the page has no count or cart of its own.
 * @attr {add | never} [data-open=add] - Whether adding opens the cart.
 * @attr {BCP 47 tag} [data-locale=the page's `lang`, else the browser's] - The language of the cart, and how numbers are written in it: `de`, `de-CH`. Which there are stands in [words.md](words.md).
 * @attr {JSON} [data-words=none] - The page's own words, for every language or below the tag of one: `{"coupon": "", "de": {"checkout": "Zur Kasse"}}`. All keys stand in [words.md](words.md).
 * @attr {ga4} [data-analytics=none] - `ga4`: tells the page's `dataLayer` of e-commerce events, when they have happened.
 * @attr {utm} [data-carry=none] - `utm`: the page's `utm_…` and `gclid` parameters go along to checkout.
 * @attr {symbol | narrowSymbol | code | name} [data-currency-display=symbol] - How prices are written, as in `Intl.NumberFormat`; never a conversion.
 */
export const readSettings = (scriptUrl: string): Readonly<Record<string, string | undefined>> =>
  [...document.scripts].find(({src}) => src === scriptUrl)?.dataset ?? {};
