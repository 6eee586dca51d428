/** What machines read of a product's page: previews, search engines and the browser's policy. */
import {html, raw} from 'hono/html';
import type {Product} from '../../contract/wire.js';
import type {StoreSettings} from '../../threedcart/index.js';
import {isSource} from '../checkout-address.js';

/** The least and the most that one costs, by what can be ordered; options with a price difference come on top. */
export function priceSpan({price, combinations}: Product): {least: number; most: number} {
  const sold = combinations.filter(({orderable}) => orderable).map((combination) => combination.price);
  const prices = sold.length > 0 ? sold : [price];
  return {least: Math.min(...prices), most: Math.max(...prices)};
}

export function describeToMachines(product: Product, {name: store, currency, decimals}: StoreSettings, url: string) {
  const {least, most} = priceSpan(product);
  const amount = (minor: number): string => (minor / 10 ** decimals).toFixed(decimals);
  const shared = {
    priceCurrency: currency,
    availability: `https://schema.org/${product.orderable ? 'InStock' : product.reason === 'in_store_only' ? 'InStoreOnly' : 'OutOfStock'}`,
    url,
    seller: {'@type': 'Organization', name: store},
  };
  const offers =
    least === most
      ? {'@type': 'Offer', price: amount(least), ...shared}
      : {'@type': 'AggregateOffer', lowPrice: amount(least), highPrice: amount(most), ...shared};
  const image = product.image ? {image: product.image} : {};
  const data = {'@context': 'https://schema.org', '@type': 'Product', name: product.name, ...image, url, offers};
  const properties: [string, string][] = [
    ['og:type', 'product'],
    ['og:title', product.name],
    ['og:url', url],
    ['og:site_name', store],
    ...(product.image ? [['og:image', product.image] satisfies [string, string]] : []),
    ['product:price:amount', amount(least)],
    ['product:price:currency', currency],
  ];
  return html`<link rel="canonical" href="${url}" />${properties.map(
      ([property, content]) => html`<meta property="${property}" content="${content}" />`,
    )}
    <script type="application/ld+json">
      ${raw(toData(data))}
    </script>`;
}

/** JSON that no reader of HTML takes for the end of it, whatever the store calls its goods. */
const toData = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Where the pictures of a product come from, as sources of a policy. */
export function pictureSources(product: Product | undefined): string[] {
  const pictures = [product?.image, ...(product?.sets ?? []).flatMap(({options}) => options.map(({image}) => image))];
  return [
    ...new Set(pictures.flatMap((image) => (image && URL.canParse(image) ? [new URL(image).origin] : []))),
  ].filter(isSource);
}
