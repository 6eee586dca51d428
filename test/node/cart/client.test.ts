/** The page's cart against the real proxy: without a browser, through `fetch` alone. */
import assert from 'node:assert/strict';
import {afterEach, describe, it, mock} from 'node:test';
import {createCatalogue} from '../../../src/cart/catalogue.js';
import {createClient, type CartClient} from '../../../src/cart/client.js';
import type {CartState} from '../../../src/cart/state.js';
import {createWishes, type WishStorage} from '../../../src/cart/wishes.js';
import {pageOrigin} from '../../helpers/environment.js';
import {openShop, type ShopOverrides} from '../../helpers/shop.js';

const proxyUrl = 'https://cart.example/';
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
  mock.restoreAll();
});

interface PageOptions extends ShopOverrides {
  /** Stands between page and proxy. */
  /** The page cannot leave for checkout by itself. */
  readonly isFramed?: true;
  readonly network?: (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;
}

/** A page with a cart. What it asks of the network is answered by the proxy in this process. */
async function openPage({network = (request, next) => next(request), isFramed, ...overrides}: PageOptions = {}) {
  const shop = await openShop(overrides);
  const asked: string[] = [];
  mock.method(globalThis, 'fetch', (address: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('Origin', pageOrigin);
    const request = new Request(address, {...init, headers});
    asked.push(`${request.method} ${new URL(address).pathname}`);
    return network(request, (sent) => shop.send(sent));
  });
  const items = new Map<string, string>();
  const storage: WishStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, text) => void items.set(key, text),
    removeItem: (key) => void items.delete(key),
  };
  const gone: string[] = [];
  const facts: string[] = [];
  /** The page as it is after a load. */
  const load = (): CartClient =>
    createClient({
      proxy: proxyUrl,
      wishes: createWishes('cart', storage),
      catalogue: createCatalogue(proxyUrl),
      go: (url) => gone.push(url) > 0 && !isFramed,
      report: (failure) => void facts.push(failure ? 'failed' : 'synced'),
    });
  return {shop, asked, items, gone, facts, load, cart: load()};
}

/** A page whose shopper has just been sent to checkout, with one mug or so many. */
async function openSentPage(quantity = 1) {
  const page = await openPage();
  page.cart.add({catalogId: 511, quantity});
  await page.cart.checkout();
  await until(page.cart, () => page.gone.length > 0);
  return page;
}

/** Resolves when the cart shows what is looked for. */
function until(cart: CartClient, is: (state: CartState) => boolean): Promise<CartState> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (state: CartState): void => {
      if (!is(state)) return;
      queueMicrotask(() => stop());
      resolve(state);
    };
    stop = cart.subscribe(look);
  });
}
const ready = (cart: CartClient) => until(cart, ({status}) => status === 'ready');

describe('a cart on a page', () => {
  it("shows a click at once, and the store's word when it comes", async () => {
    const {cart, shop, asked} = await openPage();
    cart.add({catalogId: 511, quantity: 2, label: 'A mug'});
    const [first] = cart.getState().lines;
    assert.deepEqual(
      [cart.getState().status, cart.getState().count, first?.name, first?.quantity],
      ['saving', 2, 'A mug', 2],
    );
    const state = await ready(cart);
    assert.deepEqual([state.lines[0]?.name, state.subtotal], ['Harbor Mug', 3600]);
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [[511, 2]],
    );
    assert.deepEqual(
      asked.filter((call) => call.startsWith('POST')),
      ['POST /v1/cart'],
    );
  });

  it('makes of five fast clicks on + five in at most two requests', async () => {
    const {cart, shop, asked} = await openPage();
    const id = cart.add({catalogId: 511});
    await ready(cart);
    asked.length = 0;
    for (let quantity = 2; quantity <= 6; quantity += 1) {
      cart.setQuantity(id, quantity);
      assert.equal(cart.getState().lines[0]?.quantity, quantity);
    }
    await ready(cart);
    assert.equal(shop.storeCart()[0]?.quantity, 6);
    assert.ok(asked.filter((call) => call.startsWith('POST')).length <= 2, asked.join());
  });

  it('is the same after a reload, without a request', async () => {
    const {cart, load, asked} = await openPage();
    cart.add({catalogId: 511});
    await ready(cart);
    asked.length = 0;
    const again = load();
    assert.equal(again.getState().lines[0]?.catalogId, 511);
    await until(again, ({subtotal}) => subtotal === 1800);
    assert.deepEqual(
      asked.filter((call) => call.startsWith('POST')),
      [],
    );
  });

  it("goes to the store's checkout with what it showed", async () => {
    const {cart, shop, gone} = await openPage();
    cart.add({catalogId: 511, quantity: 3});
    cart.add({catalogId: 514});
    await cart.checkout();
    await until(cart, () => gone.length > 0);
    assert.deepEqual(gone, [shop.carts()[0]?.CheckoutURL]);
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [
        [511, 3],
        [514, 1],
      ],
    );
  });

  for (const word of ['is saved', 'has to wait'] as const)
    it(`goes to checkout at once when the button is pressed while a click is being saved that ${word}`, async () => {
      const asked: string[] = [];
      const page = await openPage({
        network: async (request, next) => {
          if (request.method !== 'POST') return next(request);
          const {intent} = (await request.clone().json()) as {intent: string};
          asked.push(intent);
          if (intent === 'sync') void page.cart.checkout();
          const answer = await next(request);
          if (intent !== 'sync' || word === 'is saved') return answer;
          const body = (await answer.json()) as object;
          return Response.json({...body, status: 'pending', estimated: true, retryAfterMs: 3_600_000});
        },
      });
      page.cart.add({catalogId: 511});
      await until(page.cart, () => page.gone.length > 0);
      assert.deepEqual(asked, ['sync', 'checkout']);
    });

  it('is empty after the shopper has paid and comes back, and forgets what was bought when told to', async () => {
    const {shop, gone, load, items} = await openSentPage();
    await shop.pay(gone[0] ?? '');
    const back = load();
    const {past} = await until(back, ({status}) => status === 'empty');
    assert.deepEqual(
      past?.map(({catalogId, label}) => [catalogId, label]),
      [[511, 'Harbor Mug']],
    );
    back.forgetPast();
    assert.equal(items.size, 0);
  });

  it('brings back what was bought, in a cart of its own', async () => {
    const {shop, gone, load} = await openSentPage(2);
    await shop.pay(gone[0] ?? '');
    const back = load();
    await until(back, ({status}) => status === 'empty');
    back.add({catalogId: 514});
    await ready(back);
    back.bringBack();
    const {past} = await ready(back);
    assert.deepEqual(past, []);
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [
        [511, 2],
        [514, 1],
      ],
    );
  });

  it('asks whether the shopper has finished, and the store not more than once a minute', async () => {
    const {cart, load, asked, items} = await openSentPage();
    assert.equal(cart.getState().sent, false, 'whoever is leaving is not asked');
    const back = load();
    await until(back, () => (JSON.parse(items.get('cart') ?? '') as {sent: number}).sent > 0);
    assert.equal(back.getState().sent, true);
    const posts = () => asked.filter((call) => call.startsWith('POST')).length;
    const before = posts();
    const {sent} = await until(load(), ({subtotal}) => subtotal === 1800);
    assert.deepEqual([sent, posts()], [true, before]);
  });

  it('starts a new cart when the shopper has finished, and never touches the old one', async () => {
    const {shop, load} = await openSentPage();
    const back = load();
    await ready(back);
    back.startNew();
    assert.deepEqual([back.getState().status, back.getState().sent, back.getState().past?.length], ['empty', false, 1]);
    back.add({catalogId: 514});
    await ready(back);
    assert.deepEqual(
      shop.carts().map((held) => held.CartItemList.map((line) => line.CatalogID)),
      [[511], [514]],
    );
  });

  it('has no question any more for who goes on shopping after checkout was left', async () => {
    const {shop, load} = await openSentPage();
    const back = load();
    await ready(back);
    back.add({catalogId: 514});
    await until(back, ({sent, status}) => status === 'ready' && !sent);
    assert.equal(shop.carts().length, 2);
  });

  it('goes on shopping when checkout is cancelled, and is taken nowhere afterwards', async () => {
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    const {cart, gone, shop} = await openPage({
      async network(request, next) {
        if (request.method !== 'POST') return next(request);
        const {intent} = (await request.clone().json()) as {intent: string};
        if (intent === 'checkout') await held;
        return next(request);
      },
    });
    cart.add({catalogId: 511});
    await ready(cart);
    void cart.checkout();
    assert.equal(cart.getState().status, 'leaving');
    cart.cancelCheckout();
    assert.equal(cart.getState().status, 'ready');
    answer();
    cart.add({catalogId: 514});
    await until(cart, ({status, lines}) => status === 'ready' && lines.length === 2);
    assert.deepEqual(gone, []);
    assert.equal(shop.storeCart().length, 2);
  });

  it('gives a link to checkout where the page cannot go there by itself, until something else is wanted', async () => {
    const {cart, gone} = await openPage({isFramed: true});
    cart.add({catalogId: 511});
    await cart.checkout();
    const state = await until(cart, ({status}) => status === 'blocked');
    assert.deepEqual(gone, [state.status === 'blocked' && state.checkoutUrl]);
    cart.add({catalogId: 514});
    assert.equal(cart.getState().status, 'saving');
    await ready(cart);
  });

  it('says how many carts come before, while the store is busy', async () => {
    const {cart} = await openPage({
      async network(request, next) {
        const text = await request.clone().text();
        const response = await next(request);
        const {intent} = JSON.parse(text || '{}') as {intent?: string};
        if (intent !== 'checkout') return response;
        const answer = (await response.json()) as object;
        const {checkoutUrl: _, ...waiting} = {...answer, status: 'pending', ahead: 12, retryAfterMs: 60_000} as {
          checkoutUrl?: string;
        };
        return Response.json(waiting);
      },
    });
    cart.add({catalogId: 511});
    await ready(cart);
    void cart.checkout();
    const state = await until(cart, (now) => now.status === 'leaving' && now.waiting);
    assert.equal(state.status === 'leaving' && state.ahead, 12);
    cart.cancelCheckout();
  });

  it('puts what was taken out back where it stood', async () => {
    const {cart, shop} = await openPage();
    const [mug, tote, candle] = [511, 514, 517].map((catalogId) => cart.add({catalogId}));
    await ready(cart);
    cart.remove(tote ?? '');
    cart.remove(mug ?? '');
    assert.deepEqual(
      cart.getState().removed?.map(({at, lines}) => [at, lines[0]?.label]),
      [
        [0, 'Harbor Mug'],
        [1, 'Canvas Tote'],
      ],
    );
    cart.undo(tote ?? '');
    cart.undo(mug ?? '');
    await ready(cart);
    assert.deepEqual(
      cart.getState().lines.map(({id}) => id),
      [mug, tote, candle],
    );
    assert.equal(shop.storeCart().length, 3);
  });

  it('says what the store changed before it leaves, and leaves when asked again', async () => {
    const {cart, gone} = await openPage({switches: {stockCheck: 'cap'}});
    cart.add({catalogId: 517, quantity: 5});
    await cart.checkout();
    const state = await until(cart, ({status}) => status === 'changed');
    assert.ok(state.status === 'changed');
    assert.deepEqual(
      state.changes.map(({what, from, to}) => [what, from, to]),
      [['quantity', 5, 3]],
    );
    assert.equal(state.lines[0]?.quantity, 3);
    assert.deepEqual(gone, []);
    await cart.checkout();
    await until(cart, () => gone.length > 0);
  });

  it('keeps a line that the store has not, with a word, and does not send it again', async () => {
    const {cart, shop} = await openPage();
    const id = cart.add({catalogId: 520});
    cart.add({catalogId: 511});
    const state = await ready(cart);
    const line = state.lines.find((one) => one.id === id);
    assert.deepEqual([line?.quantity, line?.problem?.code], [0, 'out_of_stock']);
    assert.deepEqual(
      shop.storeCart().map(({catalogId}) => catalogId),
      [511],
    );
  });

  it('loses nothing when an answer is lost, and says nothing about it', async () => {
    let lost = 0;
    const {cart, shop, facts} = await openPage({
      network: async (request, next) => {
        const answer = await next(request);
        if (request.method === 'POST' && lost++ === 0) throw new TypeError('network');
        return answer;
      },
    });
    cart.add({catalogId: 511, quantity: 2});
    await ready(cart);
    assert.equal(lost, 2);
    assert.deepEqual(
      shop.storeCart().map(({quantity}) => quantity),
      [2],
    );
    assert.ok(!facts.includes('failed'));
  });

  it('says that it failed when it fails again, and works on when asked to', async () => {
    let down = true;
    const {cart, shop} = await openPage({
      network: (request, next) =>
        down && request.method === 'POST' ? Promise.reject(new TypeError('network')) : next(request),
    });
    cart.add({catalogId: 511});
    const failed = await until(cart, ({status}) => status === 'failed');
    assert.ok(failed.status === 'failed');
    assert.ok(['offline', 'unreachable'].includes(failed.error.code), failed.error.code);
    assert.equal(failed.lines.length, 1);
    down = false;
    cart.retry();
    await ready(cart);
    assert.equal(shop.storeCart().length, 1);
  });

  it('says of a quantity that the store changed what it was and what it became, until the line is touched', async () => {
    const {cart, load} = await openPage({switches: {stockCheck: 'cap'}});
    const id = cart.add({catalogId: 517, quantity: 5});
    await cart.checkout();
    await until(cart, ({status}) => status === 'changed');
    const note = {code: 'quantity_adjusted', asked: 5};
    assert.deepEqual(cart.getState().lines[0]?.problem, note);
    assert.deepEqual(load().getState().lines[0]?.problem, note, 'a reload does not make it unsaid');
    cart.setQuantity(id, 2);
    assert.equal(cart.getState().lines[0]?.problem, undefined);
    await ready(cart);
  });

  it('brings a line back that the store refused, when it is touched', async () => {
    const {cart, shop} = await openPage({switches: {stockCheck: 'reject400'}});
    const id = cart.add({catalogId: 517, quantity: 5});
    const state = await ready(cart);
    assert.deepEqual([state.lines[0]?.quantity, state.lines[0]?.problem], [0, {code: 'out_of_stock', asked: 5}]);
    cart.setQuantity(id, 1);
    await ready(cart);
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [[517, 1]],
    );
  });

  it('stays within what the store sells when it is added to, and says so', async () => {
    const {cart, shop} = await openPage();
    const id = cart.add({catalogId: 521, quantity: 3});
    await ready(cart);
    assert.equal(cart.add({catalogId: 521, quantity: 3}), id);
    const [line] = cart.getState().lines;
    assert.deepEqual([line?.quantity, line?.problem], [4, {code: 'quantity_invalid', asked: 6}]);
    await ready(cart);
    assert.equal(shop.storeCart()[0]?.quantity, 4);
  });

  it('is not saving for ever where carts are made at checkout only', async () => {
    const {cart, shop} = await openPage({environment: {PUSHCART_CREATE: 'checkout'}});
    cart.add({catalogId: 511});
    cart.add({catalogId: 520});
    const state = await ready(cart);
    assert.deepEqual(
      state.lines.map(({quantity, saving, problem}) => [quantity, saving, problem?.code]),
      [
        [1, false, undefined],
        [0, false, 'out_of_stock'],
      ],
    );
    assert.equal(shop.carts().length, 0);
    await cart.checkout();
    await until(cart, ({status}) => status !== 'leaving');
    assert.deepEqual(
      shop.storeCart().map(({catalogId}) => catalogId),
      [511],
    );
  });

  it('sends as many lines as the proxy takes, and keeps the others with a word', async () => {
    const {cart} = await openPage();
    for (let setId = 1; setId <= 52; setId++) cart.add({catalogId: 511, options: [{setId, optionId: 1}]});
    const state = await ready(cart);
    assert.equal(state.lines.length, 52);
    assert.deepEqual(
      state.lines.slice(49).map(({problem}) => problem?.code),
      ['option_invalid', 'refused', 'refused'],
    );
  });

  for (const [what, body] of [
    ['no JSON', '<html>Sign in to this network</html>'],
    ['nothing', 'null'],
    ['something else', '{"hello": []}'],
  ] as const) {
    it(`takes an answer that is ${what} for none`, async () => {
      let wrong = 1;
      const {cart, facts} = await openPage({
        network: async (request, next) =>
          request.method === 'POST' && wrong-- > 0 ? new Response(body, {status: 200}) : next(request),
      });
      cart.add({catalogId: 511});
      await ready(cart);
      assert.ok(!facts.includes('failed'));
    });
  }

  it('does not go to checkout with nothing, nor later because it was asked to once', async () => {
    const {cart, gone, asked} = await openPage();
    await cart.checkout();
    cart.add({catalogId: 511});
    await ready(cart);
    assert.deepEqual(gone, []);
    assert.equal(asked.filter((call) => call.startsWith('POST')).length, 1);
  });

  it('leaves out what no cart can hold, and keeps the rest', async () => {
    const warn = mock.method(console, 'warn', () => undefined);
    const {cart} = await openPage();
    cart.add({catalogId: 511});
    for (const catalogId of [NaN, 0, -1, 1.5, 1e20]) cart.add({catalogId});
    cart.add({catalogId: 514, quantity: NaN});
    const id = cart.getState().lines[0]?.id ?? '';
    cart.setQuantity(id, NaN);
    assert.deepEqual(
      cart.getState().lines.map(({catalogId, quantity}) => [catalogId, quantity]),
      [[511, 1]],
    );
    assert.equal(warn.mock.callCount(), 7);
    await ready(cart);
  });
});
