/**
 * A product for an e-mail: a plain table with inline styles, which is what mail programs show, in colours of its own,
 * because they paint behind it what they like. Its links work without a script. It also comes as text.
 */
import {priceOf} from '../cart/price.js';
import {readableOn} from './colour.js';
import {escapeHtml, plain, toLinkAddress} from './html.js';
import {fill, isRtl, phrases} from './phrases.js';
import type {Offer} from './settings.js';
import {link, toBuyAddress, toLabel, toStoreAddress} from './snippet.js';

export interface Email {
  readonly html: string;
  /** The same for a program that takes no markup. */
  readonly text: string;
}

const ACCENT = '#1c5d65';
const FONT = 'font-family:Arial,Helvetica,sans-serif';

/** @param now The price is as of this day. */
export function toEmail(offer: Offer, now: Date): Email {
  const {product, settings} = offer;
  const {language = 'en', accent = ACCENT} = settings;
  const name = plain(product.name) || `${product.catalogId}`;
  const price = datedPrice(offer, now);
  const chosen = describeOptions(offer);
  const buy = toBuyAddress(offer);
  const store = toStoreAddress(offer);
  const label = toLabel(offer);
  const image = product.image === null ? undefined : toLinkAddress(product.image);
  const {seeInStore} = phrases[language];

  const picture = image
    ? `<td width="128" valign="top" style="padding:16px 0 16px 16px;width:128px"><img src="${escapeHtml(image)}" alt="" width="128" style="display:block;width:128px;height:auto;border:0;border-radius:6px"></td>`
    : '';
  const button = `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td bgcolor="${accent}" style="background:${accent};border-radius:6px">${link(
    buy,
    label,
    `display:inline-block;padding:12px 22px;${FONT};font-size:16px;font-weight:bold;line-height:20px;color:${readableOn(accent)};text-decoration:none`,
  )}</td></tr></tbody></table>`;
  const lines = [
    `<p style="margin:0 0 4px;font-size:18px;font-weight:bold">${escapeHtml(name)}</p>`,
    ...(chosen ? [`<p style="margin:0 0 4px;color:#555555">${escapeHtml(chosen)}</p>`] : []),
    `<p style="margin:0 0 14px">${escapeHtml(price)}</p>`,
    button,
    ...(store ? [`<p style="margin:10px 0 0;font-size:14px">${link(store, seeInStore, 'color:#333333')}</p>`] : []),
  ];
  const html = `<table role="presentation" lang="${language}" dir="${isRtl(language) ? 'rtl' : 'ltr'}" cellpadding="0" cellspacing="0" border="0" width="100%" bgcolor="#ffffff" style="max-width:480px;background:#ffffff;border:1px solid #dddddd;border-radius:8px"><tbody><tr>${picture}<td valign="top" style="padding:16px;${FONT};font-size:16px;line-height:1.4;color:#222222;text-align:start">${lines.join('')}</td></tr></tbody></table>`;
  const text = [name, chosen, price, `${label}: ${buy}`, store && `${seeInStore}: ${store}`].filter(Boolean).join('\n');
  return {html, text};
}

/** Such as "$24.00 on 28 November 2026": nobody changes an e-mail that was sent. */
function datedPrice({product, store, settings}: Offer, now: Date): string {
  const {language = 'en', options, quantity} = settings;
  const money = formatMoney(priceOf(product, options), store, language);
  const price = quantity === 1 ? money : `${new Intl.NumberFormat(language).format(quantity)} × ${money}`;
  // A day before its month is read the same everywhere.
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {dateStyle: 'long'}).format(now);
  return fill(phrases[language].priceOn, {price, date});
}

/** An amount of minor units as a language writes it. */
export const formatMoney = (
  minor: number,
  {currency, decimals}: Pick<Offer['store'], 'currency' | 'decimals'>,
  language: string,
): string =>
  new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(minor / 10 ** decimals);

/** Such as "Size: Medium, Engraving: For Ana"; empty if nothing is chosen. */
function describeOptions({product, settings}: Offer): string {
  return settings.options
    .flatMap(({setId, optionId, text}) => {
      const set = product.sets.find((one) => one.setId === setId);
      const option = set?.options.find((one) => one.optionId === optionId);
      const value = plain(text ?? option?.name ?? '');
      return set && value ? [`${plain(set.name)}: ${value}`] : [];
    })
    .join(', ');
}
