/** One blog post, four times: without a script, with a link of ours, with a card of ours, with Shopify's Buy Button. */
import {ProductsAnswer} from '../../src/contract/wire.js';
import {servePages} from '../e2e/pages.js';
import {serveBuyButton} from './buy-button.js';
import {NETWORK, type Variant} from './page-round.js';
import {serveShop} from './served-shop.js';

export interface Variants {
  readonly plain: Variant;
  readonly link: Variant;
  readonly card: Variant;
  readonly buyButton: Variant;
  close(): Promise<void>;
}

/** A product without options: Buy Button and ours then show the same: picture, name, price and a button. */
const CATALOG_ID = 511;

/** A post that is short enough for its product to be in the first screen, as in "shop my favourites". */
const post = (head: string, product: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A mug for the harbor wall</title>
<style>body{max-width:40em;margin:0 auto;padding:1em;font:1.1em/1.5 Georgia,serif}</style>
${head}
</head>
<body>
<h1>A mug for the harbor wall</h1>
<p>The wall is cold until ten. I have sat on it with paper cups, with a flask that leaks, and once with a saucepan, and
what I learned is that a drink outdoors is as warm as what it is in.</p>
${product}
<p>It holds enough for the second ferry to come in. The glaze is the grey of the water on most days of the year, which
is why I have left it behind twice, and found it again twice, by sitting on it.</p>
<p>People ask whether it chips. It does, at the foot, where you set it down without looking because a seal has come up
between the boats. I would not trust a mug that did not.</p>
</body>
</html>
`;

/** Serves the four pages, and all that they need. */
export async function serveVariants(): Promise<Variants> {
  const pages = await servePages();
  const shop = await serveShop(new URL(pages.url).origin, {PUSHCART_LOG_LEVEL: 'warn'});
  const {url: proxy} = shop.proxy;

  const response = await fetch(`${proxy}/v1/products?ids=${CATALOG_ID}`);
  const {store, products} = ProductsAnswer.parse(await response.json());
  const [product] = products;
  if (!product?.image) throw new Error(`The sandbox has no product ${CATALOG_ID} with a picture.`);
  const ware = {
    id: CATALOG_ID,
    name: product.name,
    price: (product.price / 10 ** store.decimals).toFixed(1),
    currency: store.currency,
    picture: await (await fetch(product.image)).text(),
  };
  const buyButton = await serveBuyButton(ware, NETWORK.latency);

  const link = `<p><a href="${proxy}/buy/${CATALOG_ID}">${product.name}</a></p>`;
  const tag = `<script type="module" src="${proxy}/pushcart.js"></script>`;
  const ours = (): string[] =>
    shop.sandbox
      .snapshot()
      .carts.map(({CartItemList}) => CartItemList.map((item) => `${item.CatalogID}×${item.ItemQuantity}`).join());
  const line = {line: ['pushcart-drawer', 'dialog[open] [part=line]'], text: product.name};

  const put = (path: string, head: string, body: string): string => {
    pages.put(path, {body: post(head, body)});
    return pages.url + path;
  };
  return {
    plain: {name: 'without a script', url: put('/plain', '', link), isOurs: false, hasCard: false, carts: () => []},
    link: {
      name: 'Pushcart: a link',
      url: put('/link', tag, link),
      watch: {control: ['a'], ...line},
      isOurs: true,
      hasCard: false,
      carts: ours,
    },
    card: {
      name: 'Pushcart: a card',
      url: put('/card', tag, `<pushcart-product catalog-id="${CATALOG_ID}">${link}</pushcart-product>`),
      watch: {control: ['pushcart-product', '[part=add-button]'], ...line},
      isOurs: true,
      hasCard: true,
      carts: ours,
    },
    buyButton: {
      name: 'Buy Button',
      url: put(
        '/buy-button',
        `<script>function showProduct(){${buyButton.pageScript}}</script>
<script defer src="${buyButton.script}" onload="showProduct()"></script>`,
        '<div id="product"></div>',
      ),
      watch: {
        control: ['iframe[name^=frame-product]', '.shopify-buy__btn'],
        line: ['iframe[name=frame-cart]', '.shopify-buy__cart-item'],
        text: product.name,
      },
      isOurs: false,
      hasCard: true,
      carts: () => buyButton.carts(),
    },
    async close() {
      await pages.close();
      await shop.close();
      await buyButton.close();
    },
  };
}
