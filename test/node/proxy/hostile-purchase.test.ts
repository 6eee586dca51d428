/**
 * A purchase in whose middle the store, or what stands before it, answers at its worst: the shopper is told something
 * that was designed, and afterwards one checkout ends with what was wanted.
 */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {describe, it} from 'node:test';
import {CartAnswer} from '../../../src/contract/wire.js';
import {mug, notebook, openShop, readProblem, tee, visit, type Shop} from '../../helpers/shop.js';
import {storeCanary, strikes} from '../../fuzz/weather.js';

const json = (body: BodyInit | null, status = 200) =>
  Promise.resolve(new Response(body, {status, headers: {'content-type': 'application/json'}}));
const cartOf = (key: string, ...lines: object[]) =>
  JSON.stringify([{OrderKey: key, CheckoutURL: 'https://evil.example/', CartItemList: lines}]);

type Strike = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;

const worst: Record<string, Strike> = {
  ...strikes,
  'ten megabytes': () => json(' '.repeat(10 << 20)),
  '__proto__ and constructor': () => json('[{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}]'),
  'half of an answer': async (request, next) => {
    const text = await (await next(request)).text();
    return json(text.slice(0, text.length / 2));
  },
  'an answer in another encoding': async (request, next) =>
    json(Buffer.from(await (await next(request)).text(), 'utf16le')),
  'an answer that is called a page': async (request, next) =>
    new Response(await (await next(request)).text(), {headers: {'content-type': 'text/html'}}),
  'a redirect to the same host': (request) =>
    Promise.resolve(new Response(null, {status: 307, headers: {location: request.url}})),
  'an id that leads upwards': () => json('[{"Key":"OrderKey","Value":"../x"},{"Key":"CartItemID","Value":".."}]'),
  'a cart with one line twice': () =>
    json(cartOf('x', {CartItemID: 1, CatalogID: 511}, {CartItemID: 1, CatalogID: 511})),
  'a cart with numbers that are none': () =>
    json(cartOf('x', {CartItemID: 1, ItemQuantity: 'NaN'}).replace('"NaN"', '1e400')),
  'a cart of a hundred thousand lines': () => json(cartOf('x', ...Array.from({length: 100_000}, () => ({})))),
  'a connection that breaks in the body': async (request, next) => {
    await next(request);
    return new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('[{'));
          controller.error(new Error('reset'));
        },
      }),
    );
  },
};

/** A shop in which the call of a number, counted from when it is told, meets the worst. */
async function openStrikable() {
  let strike: Strike | undefined;
  let left = 0;
  let hasStruck = false;
  const shop = await openShop({
    environment: {PUSHCART_API_CAPACITY: '1000', PUSHCART_API_RATE: '100'},
    switches: {throttle: {capacity: 1000, leakPerSecond: 100}},
    between(request, next) {
      if (!strike || !request.url.includes('/Cart') || left-- > 0) return next(request);
      const now = strike;
      strike = undefined;
      hasStruck = true;
      return now(request, next);
    },
  });
  return {
    shop,
    strikeAt(call: number, how: Strike): void {
      [strike, left, hasStruck] = [how, call, false];
    },
    /** No more of it; true if it came to it. */
    calm(): boolean {
      strike = undefined;
      return hasStruck;
    },
  };
}

/** Sends what the page wants, and expects an answer that was designed, whatever it is. */
async function expectDesigned(shop: Shop, page: ReturnType<typeof visit>, intent: 'sync' | 'checkout'): Promise<void> {
  const response = await shop.post(page.request(intent));
  const text = await response.clone().text();
  assert.ok(!text.includes(storeCanary) && !text.includes('SecretTable'), text);
  assert.ok(!text.includes('evil.example'), text);
  if (response.status === 200) {
    const answer = CartAnswer.parse(JSON.parse(text));
    assert.ok(['synced', 'pending'].includes(answer.status), answer.status);
    page.cart = answer.cart ?? page.cart;
  } else {
    const {code, cart} = await readProblem(response);
    assert.ok(['store_unavailable', 'store_refused', 'store_misconfigured'].includes(code), code);
    page.cart = cart ?? page.cart;
  }
}

/** Presses the button until the checkout opens, as a patient shopper would, and answers the cart that it opens. */
async function checkOut(shop: Shop, page: ReturnType<typeof visit>) {
  for (let press = 0; press < 12; press += 1) {
    const answer = await page.send('checkout');
    const cart = shop.carts().find(({OrderKey}) => answer.checkoutUrl?.includes(OrderKey));
    if (cart) return shop.toGoods(cart).map(({catalogId, quantity}) => `${quantity} of ${catalogId}`);
    await shop.clock.advance(answer.retryAfterMs ?? 1000);
  }
  return assert.fail('the checkout never opened');
}

describe('a purchase ends with what was wanted, though the store once answered with', () => {
  for (const [what, strike] of Object.entries(worst)) {
    it(what, async () => {
      let struck = 0;
      for (const intent of ['sync', 'checkout'] as const) {
        for (let call = 0; call < 6; call += 1) {
          const {shop, strikeAt, calm} = await openStrikable();
          const page = visit(shop);
          page.want(mug('a'), tee('b'));
          await page.send();
          page.want(mug('a', 3), notebook('c', 'I <3 you'));
          strikeAt(call, strike);
          await expectDesigned(shop, page, intent);
          if (calm()) struck += 1;
          const goods = await checkOut(shop, page);
          assert.deepEqual(goods, ['3 of 511', '1 of 512'], `call ${call} of ${intent}`);
        }
      }
      assert.ok(struck >= 6, `it struck ${struck} times only`);
    });

    it(`${what}, at its very first call`, async () => {
      const {shop, strikeAt, calm} = await openStrikable();
      const page = visit(shop);
      page.want(mug('a', 2), tee('b'));
      strikeAt(0, strike);
      await expectDesigned(shop, page, 'sync');
      assert.ok(calm());
      assert.deepEqual(await checkOut(shop, page), ['1 of 510', '2 of 511']);
    });
  }
});
