/** The store's front page and its product pages. */
import {html} from 'hono/html';
import type {Product} from '../entities.js';
import {isPlaceholder, isText} from '../options.js';
import {toProductPath} from '../wire.js';
import {formatMoney, renderPage, type Markup} from './page.js';

function renderPrice({onSale, price, salePrice, retailPrice}: Product): Markup {
  const now = onSale ? salePrice : price;
  const before = retailPrice > now ? retailPrice : price;
  const struck = before > now ? html` <s>${formatMoney(before)}</s>` : '';
  return html`<span class="price">${formatMoney(now)}${struck}</span>`;
}

export function renderFrontPage(storeName: string, products: readonly Product[]): Markup {
  const cards = products.map(
    (product) =>
      html`<li>
        <a class="card" href="/${toProductPath(product)}">
          <img src="/${product.image}" alt="" width="240" height="240" />
          <span class="name">${product.name}</span><br />${renderPrice(product)}
        </a>
      </li>`,
  );
  const main = html`<h1>${storeName}</h1>
    <p class="soft">Everything in the store, from its own pages.</p>
    <ul class="shelf">
      ${cards}
    </ul>`;
  return renderPage(storeName, 'All products', main);
}

export function renderProductPage(storeName: string, product: Product): Markup {
  const description = product.description.replace(/<[^>]*>/g, ' ').trim();
  const sets = product.optionSets.map((set) => {
    const offered = set.options.filter((option) => !option.hidden && !isPlaceholder(option, set, product));
    return html`<li>${set.name}: ${isText(set) ? 'your own text' : offered.map(({name}) => name).join(', ')}</li>`;
  });
  const main = html`<div class="product">
    <img src="/${product.image}" alt="" width="640" height="640" />
    <div>
      <h1>${product.name}</h1>
      <p>${renderPrice(product)}</p>
      <p>${product.shortDescription}</p>
      <p>${description}</p>
      ${
        sets.length > 0
          ? html`<ul>
              ${sets}
            </ul>`
          : ''
      }
      <p class="soft">This is the store’s own page for ${product.name}.</p>
      ${product.why ? html`<p class="soft">Why a sandbox sells it: ${product.why}</p>` : ''}
    </div>
  </div>`;
  return renderPage(storeName, product.name, main);
}

export function renderNothingHere(storeName: string): Markup {
  const main = html`<h1>There is nothing here</h1>
    <p>This address belongs to no product of ours. <a href="/">See everything in the store</a>.</p>`;
  return renderPage(storeName, 'Not found', main);
}
