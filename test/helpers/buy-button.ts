/**
 * Shopify's Buy Button, to be measured beside ours: its file as npm has it, compressed as a CDN sends it, and a
 * stand-in for the shop's API that knows one product and keeps the carts it is asked for. Three names, as in life:
 * where the script is, where the shop is, and where the pictures are.
 */
import {readFile} from 'node:fs/promises';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {brotliCompressSync} from 'node:zlib';

/** What the shop sells. */
export interface Ware {
  readonly id: number;
  readonly name: string;
  /** What it costs, as the API writes money: `18.0`. */
  readonly price: string;
  readonly currency: string;
  /** An SVG. */
  readonly picture: string;
}

export interface BuyButton {
  /** Address of the script. */
  readonly script: string;
  /** Runs on a page after the script: shows the product in the element with the id `product`. */
  readonly pageScript: string;
  /** The carts that were made: `511×1`. */
  carts(): readonly string[];
  close(): Promise<void>;
}

interface Asked {
  readonly query: string;
  readonly variables: {
    readonly id?: string;
    readonly input?: {readonly lines: readonly {readonly merchandiseId: string; readonly quantity: number}[]};
  };
}

/** The answers that Buy Button's add button and its cart ask for, with every field that it selects. */
function createShop(ware: Ware, picture: string) {
  const carts: string[] = [];
  const made = '2026-01-05T09:00:00Z';
  const money = (amount: string) => ({amount, currencyCode: ware.currency});
  const onePage = {hasNextPage: false, hasPreviousPage: false};
  const list = (nodes: readonly object[]) => ({
    pageInfo: onePage,
    edges: nodes.map((node, index) => ({cursor: `cursor-${index}`, node})),
  });
  const handle = ware.name.toLowerCase().replaceAll(' ', '-');
  const image = {
    id: `gid://shopify/ProductImage/${ware.id}`,
    src: picture,
    altText: ware.name,
    width: 800,
    height: 800,
  };
  const variant = {
    id: `gid://shopify/ProductVariant/${ware.id}`,
    title: 'Default Title',
    price: money(ware.price),
    weight: 0.4,
    available: true,
    sku: handle,
    compareAtPrice: null,
    image,
    selectedOptions: [{name: 'Title', value: 'Default Title'}],
    unitPrice: null,
    unitPriceMeasurement: null,
  };
  const product = {
    __typename: 'Product',
    id: `gid://shopify/Product/${ware.id}`,
    availableForSale: true,
    createdAt: made,
    updatedAt: made,
    descriptionHtml: `<p>${ware.name}</p>`,
    description: ware.name,
    handle,
    productType: '',
    title: ware.name,
    vendor: 'The shop',
    publishedAt: made,
    onlineStoreUrl: null,
    options: [{id: `gid://shopify/ProductOption/${ware.id}`, name: 'Title', values: ['Default Title']}],
    images: list([image]),
    variants: list([{...variant, priceV2: variant.price, compareAtPriceV2: null}]),
  };

  function createCart({lines}: NonNullable<Asked['variables']['input']>) {
    const wrong = lines.find(({merchandiseId}) => merchandiseId !== variant.id);
    if (wrong) throw new Error(`The shop has no ${wrong.merchandiseId}.`);
    carts.push(lines.map(({quantity}) => `${ware.id}×${quantity}`).join());
    const id = `gid://shopify/Cart/${carts.length}`;
    const sum = (quantity: number) => money((Number(ware.price) * quantity).toFixed(1));
    const total = sum(lines.reduce((all, {quantity}) => all + quantity, 0));
    return {
      id,
      createdAt: made,
      updatedAt: made,
      lines: list(
        lines.map(({quantity}, index) => ({
          __typename: 'CartLine',
          id: `gid://shopify/CartLine/${carts.length}-${index}`,
          merchandise: {...variant, product: {id: product.id, handle, title: ware.name}},
          quantity,
          attributes: [],
          cost: {
            totalAmount: sum(quantity),
            subtotalAmount: sum(quantity),
            amountPerQuantity: variant.price,
            compareAtAmountPerQuantity: null,
          },
          discountAllocations: [],
        })),
      ),
      attributes: [],
      cost: {
        checkoutChargeAmount: total,
        totalAmount: total,
        subtotalAmount: total,
        totalTaxAmount: null,
        totalDutyAmount: null,
      },
      checkoutUrl: `https://shop.example/cart/c/${carts.length}`,
      discountCodes: [],
      discountAllocations: [],
      buyerIdentity: {
        countryCode: 'US',
        preferences: null,
        email: null,
        phone: null,
        customer: null,
        deliveryAddressPreferences: [],
      },
      deliveryGroups: list([]),
      appliedGiftCards: [],
      note: '',
    };
  }

  return {
    carts,
    answer({query, variables}: Asked): object {
      if (query.includes('cartCreate') && variables.input)
        return {cartCreate: {cart: createCart(variables.input), userErrors: [], warnings: []}};
      if (variables.id === product.id) return {node: product};
      throw new Error(`Buy Button asked for something that its stand-in does not know: ${query}`);
    },
  };
}

/**
 * Serves Buy Button and a shop that sells one ware. What the shop is asked and does not know is a 500.
 *
 * @param preflightMs How long an answer to a preflight takes. A browser that is told to be slow sends every request
 *   through the slow network but these, so what they would cost is charged here.
 */
export async function serveBuyButton(ware: Ware, preflightMs: number): Promise<BuyButton> {
  const file = import.meta.resolve('@shopify/buy-button-js/dist/buybutton.min.js');
  const script = brotliCompressSync(await readFile(new URL(file)));
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = (name: string): string => `${name}.localhost:${(server.address() as AddressInfo).port}`;
  const shop = createShop(ware, `http://${at('pictures')}/ware.svg`);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (type: string, body: Buffer, headers: Record<string, string> = {}): void =>
      void response.writeHead(200, {'Content-Type': type, 'Content-Encoding': 'br', ...headers}).end(body);
    const kept = {'Cache-Control': 'public, max-age=31536000'};
    if (request.url === '/buybutton.min.js') return send('text/javascript', script, kept);
    if (request.url?.startsWith('/ware')) return send('image/svg+xml', brotliCompressSync(ware.picture), kept);
    // Asking whether one may ask is kept for as long as a browser keeps it.
    const open = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Max-Age': '7200',
    };
    if (request.method === 'OPTIONS') {
      await sleep(preflightMs);
      return void response.writeHead(204, open).end();
    }
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const data = shop.answer(JSON.parse(Buffer.concat(parts).toString()) as Asked);
      return send('application/json', brotliCompressSync(JSON.stringify({data})), open);
    } catch (error) {
      return void response.writeHead(500, open).end(String(error));
    }
  }

  return {
    script: `http://${at('script')}/buybutton.min.js`,
    // The client knows https alone, and the stand-in has no certificate.
    pageScript: `
      const {fetch: ask} = globalThis;
      globalThis.fetch = (address, init) => ask(String(address).replace('https:', 'http:'), init);
      const client = ShopifyBuy.buildClient({domain: '${at('shop')}', storefrontAccessToken: '0123456789abcdef'});
      ShopifyBuy.UI.init(client).createComponent('product', {id: '${ware.id}', node: document.getElementById('product')});`,
    carts: () => shop.carts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
