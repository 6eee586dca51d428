/** A product's page that needs no script, and the pages that stand in for it. Everything is in the page itself. */
import {html, raw} from 'hono/html';
import type {Product} from '../../contract/wire.js';
import type {StoreSettings} from '../../threedcart/index.js';
import {fieldId, renderQuantity, renderSet} from './fields.js';
import {names, type Field, type FieldProblems, type Filled} from './form.js';
import {describeToMachines, priceSpan} from './head.js';
import {styles} from './page.styles.js';
import type {Voice} from './voice.js';

export type Markup = ReturnType<typeof html>;

/** What a shopper must know before they go on. */
export interface Notice {
  readonly text: string;
  readonly items?: readonly string[];
}

export interface Frame {
  readonly voice: Voice;
  /** Undefined while the store has not said. */
  readonly settings: StoreSettings | undefined;
  readonly store: {readonly name: string; readonly url: string};
  /** The query that the page was asked with: what leads back here keeps it. */
  readonly search: string;
}

export interface ProductPage extends Frame {
  readonly settings: StoreSettings;
  readonly product: Product;
  /** The page's own address, without a query. */
  readonly url: string;
  /** The product's page in the store. */
  readonly storeLink: string;
  readonly filled: Filled;
  readonly problems: FieldProblems;
  readonly notice?: Notice | undefined;
  readonly button: 'goCheckout' | 'confirm' | 'retry';
  readonly key: string;
  readonly seen: string;
  readonly isIndexed: boolean;
}

/** More combinations than anybody reads are not listed. */
const MOST_PRICES = 40;

export function productPage(page: ProductPage): Markup {
  const {voice, store, settings, product, url, storeLink, notice, problems, isIndexed} = page;
  const {say} = voice;
  const isWrong = problems.size > 0;
  const title = `${isWrong ? `${say('toCheck')} – ` : notice ? `${notice.text} – ` : ''}${product.name} – ${store.name}`;
  return document(
    page,
    {title, isIndexed, head: describeToMachines(product, settings, url)},
    html`${isWrong ? renderSummary(page) : notice ? renderNotice(notice) : ''}
      <div class="product">
        <div class="picture">${product.image ? html`<img src="${product.image}" alt="" />` : ''}</div>
        <div>
          <h1>${product.name}</h1>
          ${renderPrice(page)}
          <p class="muted">${say('soldBy', {store: store.name})}</p>
          ${product.orderable ? renderForm(page) : html`<p class="reason"><strong>${reasonOf(product, voice)}</strong></p>`}
          <p><a href="${storeLink}">${say('seeInStore')}</a></p>
        </div>
      </div>`,
  );
}

/**
 * There is no product to show: what is known instead, and a next step.
 *
 * @param what `again` is where it can be tried again, with what was `held` of a form.
 */
export function insteadPage(
  frame: Frame,
  {title, text, again, held = []}: {title: string; text: string; again?: string; held?: readonly [string, string][]},
): Markup {
  const {voice, store} = frame;
  const retry =
    again === undefined
      ? ''
      : held.length > 0
        ? html`<form method="post" action="${again}">
            ${held.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
            <button>${voice.say('retry')}</button>
          </form>`
        : html`<p><a href="${again}">${voice.say('retry')}</a></p>`;
  return document(
    frame,
    {title: `${title} – ${store.name}`, isIndexed: false, head: ''},
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${retry}
      <p><a href="${store.url}">${voice.say('visit', {store: store.name})}</a></p>`,
  );
}

function document(
  {voice: {language, dir}, store}: Frame,
  {title, isIndexed, head}: {title: string; isIndexed: boolean; head: Markup | ''},
  main: Markup,
): Markup {
  return html`<!doctype html>
    <html lang="${language}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${isIndexed ? '' : html`<meta name="robots" content="noindex" />`}
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${head} ${raw(`<style>${styles}</style>`)}
      </head>
      <body>
        <header>
          <a href="${store.url}"><bdi>${store.name}</bdi></a>
        </header>
        <main>${main}</main>
      </body>
    </html>`;
}

const renderNotice = ({text, items = []}: Notice): Markup =>
  html`<div class="notice" role="alert" tabindex="-1" autofocus>
    <p><strong>${text}</strong></p>
    ${
      items.length > 0
        ? html`<ul>
            ${items.map((item) => html`<li>${item}</li>`)}
          </ul>`
        : ''
    }
  </div>`;

/** Names every field that is wrong, with a link to it. */
function renderSummary(page: ProductPage): Markup {
  const {voice, product, problems} = page;
  const labelOf = (field: Field): string =>
    field === 'quantity' ? voice.say('quantity') : (product.sets.find(({setId}) => setId === field)?.name ?? '');
  return html`<div class="notice wrong" role="alert" tabindex="-1" autofocus>
    <p><strong>${voice.say('toCheck')}</strong></p>
    <ul>
      ${[...problems].map(
        ([field, problem]) =>
          html`<li>
            <a href="#${fieldId(product, field)}"><bdi>${labelOf(field)}</bdi> – ${voice.say(problem)}</a>
          </li>`,
      )}
    </ul>
  </div>`;
}

const reasonOf = ({reason}: Product, {say}: Voice): string => say(reason ? `reason_${reason}` : 'missing');

function renderPrice({voice, settings: {currency, decimals}, product}: ProductPage): Markup {
  const money = (minor: number): string => voice.money(minor, currency, decimals);
  const {least, most} = priceSpan(product);
  if (least === most) {
    const list = product.listPrice ?? 0;
    return html`<p class="price">
      ${money(least)}
      ${list > least ? html`<span class="unseen">${voice.say('listPrice')}</span> <s>${money(list)}</s>` : ''}
    </p>`;
  }
  const nameOf = (optionId: number): string =>
    product.sets.flatMap(({options}) => options).find((option) => option.optionId === optionId)?.name ?? '';
  const rows = product.combinations.map(
    ({optionIds, price, orderable}) =>
      html`<li>
        ${optionIds.map(nameOf).filter(Boolean).join(', ')} – ${orderable ? money(price) : voice.say('soldOut')}
      </li>`,
  );
  return html`<p class="price">${money(least)} – ${money(most)}</p>
    ${
      rows.length > MOST_PRICES
        ? ''
        : html`<details>
            <summary>${voice.say('pricesByChoice')}</summary>
            <ul>
              ${rows}
            </ul>
          </details>`
    }`;
}

function renderForm(page: ProductPage): Markup {
  const {voice, store, search, product, key, seen, button} = page;
  // Said outright: some browsers leave the query out where no action is given, and with it the language.
  return html`<form method="post" action="${search}" novalidate>
    <input type="hidden" name="${names.key}" value="${key}" />
    <input type="hidden" name="${names.seen}" value="${seen}" />
    ${product.sets.map((set) => renderSet(page, set))} ${renderQuantity(page)}
    <div>
      <button>${voice.say(button)}</button>
      <p class="muted">${voice.say('payAtStore', {store: store.name})}</p>
    </div>
  </form>`;
}
