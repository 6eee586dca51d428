/**
 * The HTML that an author copies for a page. Whatever an editor strips from it, a link to the product in the store is
 * left; the other link, to the proxy, is what the script on the page turns into a cart.
 */
import {readableOn} from './colour.js';
import {escapeHtml, plain, toLinkAddress} from './html.js';
import {fill, phrases} from './phrases.js';
import type {Offer, Settings} from './settings.js';

/** A card asks for options and quantity itself; so does the link that is left where there is no card. */
const applicable = (settings: Settings): Settings =>
  settings.look === 'card' ? {...settings, quantity: 1, options: [], checkout: false, label: undefined} : settings;

/** The address of a link that adds to the cart, such as `https://cart.example/buy/510?qty=2&option=81:402`. */
export function toBuyAddress({product, proxy, settings}: Offer): string {
  const {quantity, options, checkout} = applicable(settings);
  const query = [
    ...(quantity === 1 ? [] : [`qty=${quantity}`]),
    ...options.flatMap(({setId, optionId, text}) => {
      if (text === undefined) return [`option=${setId}:${optionId}`];
      const words = plain(text);
      return words ? [`option=${setId}:${optionId}:${encodeURIComponent(words)}`] : [];
    }),
    ...(checkout ? ['then=checkout'] : []),
  ];
  return `${proxy}/buy/${product.catalogId}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** The product's own page in the store, or the store's first page; undefined if it has neither. */
export const toStoreAddress = ({product, store}: Offer): string | undefined =>
  toLinkAddress(product.url) ?? toLinkAddress(store.url);

/** The text of the link, as long as the author writes none. */
export function firstLabel({product, settings}: Pick<Offer, 'product' | 'settings'>): string {
  const {look, language = 'en', checkout} = applicable(settings);
  const {add, buy, buyNow} = phrases[language];
  const name = plain(product.name) || `${product.catalogId}`;
  if (look === 'email') return buy;
  if (checkout) return fill(buyNow, {name});
  return look === 'link' ? name : fill(add, {name});
}

export const toLabel = (offer: Pick<Offer, 'product' | 'settings'>): string =>
  plain(applicable(offer.settings).label ?? '') || firstLabel(offer);

/** A link, with attributes whose values are put in as they are. */
export const link = (address: string, text: string, style = ''): string =>
  `<a href="${escapeHtml(address)}"${style ? ` style="${style}"` : ''}>${escapeHtml(text)}</a>`;

function storeLink(offer: Offer): string {
  const address = toStoreAddress(offer);
  return address ? link(address, phrases[offer.settings.language ?? 'en'].seeInStore) : '';
}

const inBrackets = (markup: string): string => markup && ` (${markup})`;

/** What stands where the product is to be sold. */
export function toSnippet(offer: Offer): string {
  const {look, accent, scheme} = offer.settings;
  const label = toLabel(offer);
  if (look === 'card') {
    return `<pushcart-product catalog-id="${offer.product.catalogId}" style="${cardStyle(accent, scheme)}">${link(
      toBuyAddress(offer),
      label,
    )}${inBrackets(storeLink(offer))}</pushcart-product>`;
  }
  const address = toBuyAddress(offer);
  if (look === 'link') return link(address, label) + inBrackets(storeLink(offer));
  return `<p>${link(address, label, buttonStyle(accent))} ${storeLink(offer)}</p>`;
}

/** The script tag that a page needs once, however many snippets are on it. */
export const toScriptTag = (proxy: string, {language}: Pick<Settings, 'language'>): string =>
  `<script type="module" src="${escapeHtml(`${proxy}/pushcart.js`)}"${language ? ` data-locale="${language}"` : ''}></script>`;

/** 44 pixels high at the usual size of text. Without a colour it is in the page's own. */
function buttonStyle(accent: string | undefined): string {
  const colours = accent
    ? `border:2px solid ${accent};background:${accent};color:${readableOn(accent)}`
    : 'border:2px solid currentColor;color:inherit';
  return `display:inline-block;margin:0 .5em .25em 0;padding:.6em 1.1em;border-radius:8px;${colours};font-weight:600;line-height:1.4;text-decoration:none`;
}

/** As high from the beginning as it will be, so that nothing moves when it comes. */
function cardStyle(accent: string | undefined, scheme: Settings['scheme']): string {
  return [
    'display:block;min-block-size:28em;max-inline-size:22em',
    ...(accent ? [`--pushcart-accent:${accent};--pushcart-on-accent:${readableOn(accent)}`] : []),
    ...(scheme ? [`--pushcart-color-scheme:${scheme}`] : []),
  ].join(';');
}
