/** Buying without a script while the store is busy, changes its mind or fails: said in words, and nothing is lost. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue} from '../../../../src/sandbox/index.js';
import {allOf, attribute, browsePages, textOf, type BuyPage} from '../../../helpers/buy-pages.js';
import {openShop, type ShopOverrides} from '../../../helpers/shop.js';

const path = '/buy/512';
const filled = {s90: 'For Ana', qty: '2'};

async function open(overrides: ShopOverrides = {}) {
  const shop = await openShop(overrides);
  return {shop, ...browsePages((request) => shop.send(request), 'https://cart.example')};
}

const buttonOf = (page: BuyPage): string => textOf(allOf(page, 'button')[0]);

/** Everything typed is still there, and the page says what it says at the top, where the focus is. */
function expectKept(page: BuyPage, said: RegExp): void {
  assert.equal(page.form.get('s90'), 'For Ana');
  assert.equal(page.form.get('qty'), '2');
  assert.equal(page.headers.get('cache-control'), 'no-store');
  const alert = allOf(page, 'div').find((one) => attribute(one, 'role') === 'alert');
  assert.match(textOf(alert), said);
  assert.notEqual(attribute(alert, 'autofocus'), undefined);
}

describe('while the store is busy', () => {
  it('a page says so, and its button goes on with the same cart', async () => {
    let isBusy = false;
    const {shop, get, press} = await open({
      between: (request, next) =>
        isBusy ? Promise.resolve(new Response(null, {status: 429, headers: {'Retry-After': '60'}})) : next(request),
    });
    const first = await get(path);
    isBusy = true;
    const busy = await press(first, path, filled);
    assert.equal(busy.status, 503);
    assert.ok(Number(busy.headers.get('retry-after')) >= 1);
    expectKept(busy, /The store is busy right now/);
    assert.equal(buttonOf(busy), 'Try again');
    isBusy = false;
    await shop.clock.advance(120_000);
    const done = await press(busy, path);
    assert.equal(done.status, 303, done.text);
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [[512, 2]],
    );
    assert.equal((await press(first, path, filled)).headers.get('location'), done.headers.get('location'));
    assert.equal(shop.carts().length, 1);
  });

  it('an answer that was lost is no second cart', async () => {
    const {shop, get, press} = await open();
    shop.sandbox.addFault({match: 'POST /Cart/', kind: 'dropAfterWrite'});
    let page = await get(path);
    for (let times = 0; times < 3 && page.headers.get('location') === null; times += 1) {
      page = await press(page, path, times === 0 ? filled : {});
      if (page.headers.get('location') === null) expectKept(page, /busy|does not answer/);
      await shop.clock.advance(130_000);
    }
    assert.ok(page.headers.get('location'));
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [[512, 2]],
    );
  });
});

describe('where the store has changed', () => {
  const raised = catalogue.find(({catalogId}) => catalogId === 512)!;

  it('a price that the proxy does not know yet, it is shown, and confirmed by the button', async () => {
    const {shop, get, press} = await open();
    const page = await get(path);
    shop.sandbox.putProduct({...raised, price: 2000});
    const told = await press(page, path, filled);
    assert.equal(told.status, 409);
    expectKept(told, /The store has changed your cart: Field Notebook: price changed from \$19\.00 to \$25\.00/);
    assert.equal(buttonOf(told), 'Confirm and check out');
    assert.equal((await press(told, path)).status, 303);
  });

  it('a price between page and button, the new one is shown first', async () => {
    const {shop, get, press} = await open();
    const page = await get(path);
    shop.sandbox.putProduct({...raised, price: 2000, updatedAt: shop.clock.now()});
    shop.proxy.start();
    await shop.clock.advance(400_000);
    shop.proxy.stop();
    const told = await press(page, path, filled);
    assert.equal(told.status, 409);
    expectKept(told, /changed in the store since you opened the page/);
    assert.match(told.text, /\$20\.00/);
    assert.deepEqual(shop.carts(), []);
    assert.equal((await press(told, path)).status, 303);
  });
});

describe('where a purchase is not possible', () => {
  it('after a day the page says that it is old, and sells all the same', async () => {
    const {shop, get, press} = await open();
    const page = await get(path);
    await shop.clock.advance(23 * 3600_000);
    const old = await get(path);
    await shop.clock.advance(3600_000);
    const told = await press(page, path, filled);
    assert.equal(told.status, 409);
    expectKept(told, /open for a long time/);
    assert.deepEqual(shop.carts(), []);
    assert.equal((await press(old, path, filled)).status, 303, 'one that is younger sells at once');
    assert.equal((await press(told, path)).status, 303);
  });

  it('more carts from one address than are allowed are not made, and what was typed stays', async () => {
    const {shop, get, press} = await open({environment: {PUSHCART_LIMIT_CARTS: '2'}});
    const page = await get(path);
    assert.equal((await press(page, path)).status, 303);
    assert.equal((await press(await get(path), path)).status, 303);
    assert.equal((await press(page, path)).status, 303, 'the same press is no other cart');
    const over = await press(await get(path), path, filled);
    assert.equal(over.status, 429);
    expectKept(over, /Too many requests/);
    await shop.clock.advance(61_000);
    assert.equal(shop.carts().length, 2);
  });

  it('whoever does not say where they come from has what making carts has, for every press', async () => {
    const {shop, get, press} = await open({environment: {PUSHCART_LIMIT_CARTS: '2'}});
    const page = await get(path);
    const nobody = {Origin: ''};
    assert.equal((await press(page, path, filled, nobody)).status, 303);
    assert.equal((await press(page, path, {...filled, qty: '0'}, nobody)).status, 422);
    const over = await press(page, path, filled, nobody);
    assert.equal(over.status, 429);
    assert.ok(Number(over.headers.get('retry-after')) >= 1);
    assert.match(over.text, /Too many requests/);
    assert.equal(over.form.get('s90'), 'For Ana', 'nothing is lost');
    assert.equal(buttonOf(over), 'Try again');
    assert.match(over.headers.get('content-security-policy') ?? '', /form-action 'self' https:\/\/store\.example;/);
    assert.equal((await press(over, path)).status, 303, 'a page of ours goes on');
    assert.equal(shop.carts().length, 1);
  });

  it('too many requests are a page, too', async () => {
    const {get} = await open({environment: {PUSHCART_LIMIT_REQUESTS: '1'}});
    assert.equal((await get(path)).status, 200);
    const over = await get(path);
    assert.equal(over.status, 429);
    assert.match(over.text, /Too many requests/);
    assert.ok(allOf(over, 'a').some((link) => textOf(link) === 'Try again'));
  });

  const failures: [string, number, RegExp, ShopOverrides['between']][] = [
    [
      'the store fails',
      503,
      /does not answer/,
      (request, next) =>
        request.url.includes('/Cart') ? Promise.resolve(new Response(null, {status: 500})) : next(request),
    ],
    [
      'the store refuses us',
      502,
      /Buying does not work here/,
      (request, next) =>
        request.url.includes('/Cart') ? Promise.resolve(new Response('ODBC', {status: 401})) : next(request),
    ],
    [
      'the store refuses',
      502,
      /did not accept/,
      (request, next) =>
        request.url.includes('/Cart') ? Promise.resolve(new Response('ODBC', {status: 400})) : next(request),
    ],
    [
      'the store sends elsewhere',
      502,
      /Buying does not work here/,
      async (request, next) => {
        const answer = await next(request);
        const text = await answer.text();
        return new Response(
          text.replaceAll(/"CheckoutURL":"[^"]*"/g, '"CheckoutURL":"https://evil.example/pay"') || null,
          answer,
        );
      },
    ],
  ];
  for (const [what, status, said, between] of failures)
    it(`${what}: the page says so and keeps everything`, async () => {
      const {get, press} = await open({...(between && {between})});
      const failed = await press(await get(path), path, filled);
      assert.equal(failed.status, status);
      expectKept(failed, said);
      assert.equal(failed.headers.get('location'), null);
      assert.doesNotMatch(failed.html, /ODBC|evil\.example/);
      assert.ok(
        allOf(failed, 'a').some((link) => textOf(link) === 'See it in the store'),
        'and there is a next step',
      );
    });

  it('nothing is known of the store yet: a page says so and leads on', async () => {
    const {get, press, shop} = await open({
      warm: false,
      between: () => Promise.resolve(new Response(null, {status: 503})),
    });
    await shop.clock.advance(60_000);
    const page = await get(path);
    assert.equal(page.status, 503);
    assert.match(page.text, /could not be loaded.*does not answer/);
    assert.ok(allOf(page, 'a').some((link) => textOf(link) === 'Try again'));
    assert.ok(allOf(page, 'a').some((link) => attribute(link, 'href') === 'https://store.example'));
    const sent = await press(page, path, {...filled, key: 'k', seen: 's', evil: 'x'});
    assert.equal(sent.status, 503);
    assert.equal(sent.form.get('s90'), 'For Ana');
    assert.equal(sent.form.get('evil'), null);
  });

  it('our keys are wrong: a page says that it does not work here', async () => {
    const {get, shop} = await open({warm: false, between: () => Promise.resolve(new Response(null, {status: 401}))});
    await shop.clock.advance(60_000);
    const page = await get(path);
    assert.equal(page.status, 502);
    assert.match(page.text, /Buying does not work here/);
  });
});
