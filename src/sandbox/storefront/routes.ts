/** What a shopper's browser sees of the store. */
import {Hono, type Context} from 'hono';
import type {Cart, Script} from '../entities.js';
import {pictureFor} from '../pictures.js';
import type {SandboxState} from '../state.js';
import {announceSale} from '../webhooks.js';
import {checkForm, readForm, renderCheckout, renderOrder, renderUnknownCart, toBuyer} from './checkout.js';
import {servePage, type Markup} from './page.js';
import {renderFrontPage, renderNothingHere, renderProductPage} from './shelf.js';
import {stylesheet} from './stylesheet.js';

const orderKeyLength = 15;

type Status = 200 | 404 | 422;

/** Checkout addresses hold key and number in one parameter, `{OrderKey}{OrderID}`. */
function splitCheckoutKey(text: string): {readonly orderKey: string; readonly orderId: string} {
  return {orderKey: text.slice(0, orderKeyLength), orderId: text.slice(orderKeyLength)};
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value.trim().slice(0, 100) : '';
}

/** The storefront and the hosted checkout. */
export function createStorefront(state: SandboxState): Hono {
  const {store, storeName, clock} = state;
  const storefront = new Hono();

  const answer = async (c: Context, markup: Markup, scripts: readonly Script[], status: Status): Promise<Response> => {
    const {body, headers} = servePage(String(await markup), scripts);
    return c.body(body, status, headers);
  };
  const answerPage = (c: Context, markup: Markup, status: Status = 200) =>
    answer(c, markup, store.scripts.list(), status);
  const answerCheckout = (c: Context, markup: Markup, status: Status = 200) =>
    answer(c, markup, state.switches.scriptsOnCheckout === 'on' ? store.scripts.list() : [], status);

  const findCart = (checkoutKey: string): Cart | undefined => {
    const {orderKey, orderId} = splitCheckoutKey(checkoutKey);
    const cart = store.findCart(orderKey, clock.now(), state.switches.cartTtl);
    return cart && String(cart.orderId) === orderId ? cart : undefined;
  };
  const findOrder = (checkoutKey: string) => {
    const {orderKey, orderId} = splitCheckoutKey(checkoutKey);
    const order = store.findCompleted(orderKey)?.order;
    return order && String(order.orderId) === orderId ? order : undefined;
  };

  storefront.get('/', (c) => {
    const shown = store.listProducts().filter(({hidden}) => !hidden);
    return answerPage(c, renderFrontPage(storeName, shown));
  });

  storefront.get('/favicon.ico', (c) => c.body(null, 204));

  storefront.get('/assets/store.css', (c) =>
    c.body(stylesheet, 200, {'content-type': 'text/css; charset=utf-8', 'x-content-type-options': 'nosniff'}),
  );

  storefront.get('/assets/images/:file', (c) => {
    const picture = pictureFor(c.req.path.slice(1));
    if (picture === undefined) return c.body(null, 404);
    return c.body(picture, 200, {
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
    });
  });

  storefront.get('/continue_order.asp', (c) => {
    const key = c.req.query('orderkey') ?? '';
    const cart = findCart(key);
    if (cart) return answerCheckout(c, renderCheckout(storeName, cart, readForm(cart)));
    const order = findOrder(key);
    if (order) return answerCheckout(c, renderOrder(storeName, order));
    return answerCheckout(c, renderUnknownCart(storeName), 404);
  });

  storefront.post('/continue_order.asp', async (c) => {
    const body = await c.req.parseBody();
    const key = c.req.query('orderkey') ?? '';
    const cart = findCart(key);
    if (cart && cart.lines.length > 0) {
      const form = {name: readText(body.name), email: readText(body.email)};
      const problems = checkForm(form);
      if (Object.keys(problems).length > 0)
        return answerCheckout(c, renderCheckout(storeName, cart, form, problems), 422);
      announceSale(state, store.completeCart(cart, toBuyer(form), clock.now()));
    }
    // Seen with GET, so that reloading the page cannot order again.
    return c.body(null, 303, {location: `/continue_order.asp?orderkey=${encodeURIComponent(key)}`});
  });

  storefront.get('/:page{.+_p_[0-9]+\\.html}', (c) => {
    const catalogId = /_p_(\d+)\.html$/.exec(c.req.param('page'))?.[1];
    const product = store.findProduct(Number(catalogId));
    if (!product) return answerPage(c, renderNothingHere(storeName), 404);
    return answerPage(c, renderProductPage(storeName, product));
  });

  storefront.notFound((c) => answerPage(c, renderNothingHere(storeName), 404));
  return storefront;
}
