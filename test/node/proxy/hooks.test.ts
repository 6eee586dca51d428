/** What the store tells at `/hooks/{secret}`: who may say it, what comes of it, and what a made-up event can cost. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue, type SwitchChanges} from '../../../src/sandbox/index.js';
import {createBudget} from '../../../src/threedcart/index.js';
import {VirtualClock} from '../../helpers/clock.js';
import {storeKeys, storeUrl} from '../../helpers/environment.js';
import {candle, mug, openShop, visit, type Shop, type ShopOverrides} from '../../helpers/shop.js';

const secret = 'hK7wQz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk0';
const older = 'oL4erSz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk';
const address = `https://cart.example/hooks/${secret}`;
const events = {orderNew: 1, productNew: 4, productChanged: 5, productDeleted: 6, stockChanged: 7};

const productOf = (catalogId: number) => {
  const product = catalogue.find((one) => one.catalogId === catalogId);
  assert.ok(product);
  return product;
};

/** A shop with a running mirror whose store tells the proxy of everything. */
async function openHookedShop(overrides: ShopOverrides = {}) {
  const clock = new VirtualClock();
  const shop = await openShop({
    clock,
    deps: {budget: createBudget({capacity: 5000, rate: 200, clock})},
    ...overrides,
    switches: {throttle: {capacity: 5000, leakPerSecond: 200}, ...overrides.switches},
    environment: {PUSHCART_HOOK_SECRET: `${secret},${older}`, ...overrides.environment},
  });
  for (const EventType of Object.values(events)) {
    const made = await callStore(shop, 'POST', '/Webhooks', {
      Name: `event ${EventType}`,
      Url: address,
      EventType,
      Format: 'JSON',
      Enabled: true,
    });
    assert.equal(made.status, 201);
  }
  shop.proxy.start();
  await clock.advance(1000);
  const delivered = async () => {
    await shop.sandbox.delivered();
    const {deliveries} = shop.sandbox.snapshot();
    assert.deepEqual([...new Set(deliveries.map(({status}) => status))], [200], 'every event was taken');
  };
  const calls = countCalls(shop);
  const tell = (body: string): Promise<Response> =>
    shop.send(new Request(address, {method: 'POST', headers: {'Content-Type': 'application/json'}, body}));
  /** What a page is told of a product. */
  const show = async (catalogId: number) => {
    const {products} = await shop.products(`/v1/products?ids=${catalogId}`);
    return products[0];
  };
  return {...shop, delivered, calls, tell, show, stop: () => shop.proxy.stop()};
}

function callStore({sandbox}: Pick<Shop, 'sandbox'>, method: string, path: string, body?: unknown): Promise<Response> {
  const {privateKey, token} = storeKeys;
  return sandbox.fetch(
    new Request(`https://api.example/3dCartWebAPI/v1${path}`, {
      method,
      headers: {SecureURL: storeUrl, PrivateKey: privateKey, Token: token, 'Content-Type': 'application/json'},
      ...(body !== undefined && {body: JSON.stringify(body)}),
    }),
  );
}

/** The calls that the store saw since it was last asked, without ids and queries. */
function countCalls({sandbox}: Pick<Shop, 'sandbox'>): () => string[] {
  let seen = sandbox.snapshot().calls.length;
  return () => {
    const {calls} = sandbox.snapshot();
    const fresh = calls
      .slice(seen)
      .map(({method, path}) => `${method} ${path.replace(/\?.*/, '').replace(/^\/Cart\/[^/]+/, '/Cart/{cart}')}`);
    seen = calls.length;
    return fresh;
  };
}

describe('an address for webhooks', () => {
  it('answers the visit of the store, and its messages', async () => {
    const shop = await openShop({environment: {PUSHCART_HOOK_SECRET: `${secret},${older}`}});
    for (const each of [secret, older]) {
      assert.equal((await shop.get(`/hooks/${each}`)).status, 200);
      assert.equal(
        (await shop.send(new Request(`https://cart.example/hooks/${each}`, {method: 'POST', body: '[]'}))).status,
        200,
      );
    }
  });

  it('looks like any address that is not there to who does not know the secret', async () => {
    const shop = await openShop({environment: {PUSHCART_HOOK_SECRET: secret}});
    const without = await openShop();
    const tell = async (at: Shop, path: string, method: string) => {
      const response = await at.send(
        new Request(`https://cart.example${path}`, {method, ...(method === 'POST' && {body: '{}'})}),
      );
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
      return {status: response.status, headers, body: await response.text()};
    };
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const nowhere = await tell(shop, '/no/such/address', method);
      assert.equal(nowhere.status, 404);
      for (const path of [
        '/hooks',
        '/hooks/',
        '/hooks/x',
        `/hooks/${secret.toLowerCase()}`,
        `/hooks/${secret.slice(0, -1)}`,
        `/hooks/${secret}x`,
        `/hooks/${secret}/order`,
        '/hooks/%',
        '/hooks/%E0%A4%A',
      ])
        assert.deepEqual(await tell(shop, path, method), nowhere, `${method} ${path}`);
      assert.deepEqual(
        await tell(without, `/hooks/${secret}`, method),
        await tell(without, '/no/such/address', method),
      );
    }
    for (const method of ['PUT', 'DELETE', 'OPTIONS'])
      assert.deepEqual(await tell(shop, `/hooks/${secret}`, method), await tell(shop, '/no/such', method), method);
  });

  it('never has its secret in a log line, whatever is sent', async () => {
    const shop = await openShop({environment: {PUSHCART_HOOK_SECRET: secret}});
    for (const path of [
      `/hooks/${secret}`,
      `/hooks/${secret}/`,
      `/hooks/${secret}/x`,
      `/hooks/${secret}?x=${secret}`,
    ]) {
      await shop.get(path);
      for (const body of ['', '{', '<x/>', 'x'.repeat(2_000_000), '[{"OrderID": 1}]'])
        await shop.send(new Request(`https://cart.example${path}`, {method: 'POST', body}));
    }
    assert.ok(shop.logged.some((line) => line.includes('"route":"/hooks/:secret"')));
    for (const line of shop.logged) assert.ok(!line.includes(secret.slice(4, 20)), line);
  });

  it('answers 200 to whatever it is sent, and asks for what changed where it understands nothing', async () => {
    const shop = await openHookedShop();
    for (const [body, reason] of [
      ['', 'empty'],
      ['<ArrayOfProduct><Product><CatalogID>511</CatalogID></Product></ArrayOfProduct>', 'XML'],
      ['{"SKUInfo":', 'not understood'],
      ['[]', 'not understood'],
      ['null', 'not understood'],
      ['{"SKUInfo": {"CatalogID": -4}}', 'not understood'],
      ['['.repeat(100_000), 'not understood'],
      [`["${'x'.repeat(2_000_000)}"]`, 'too large'],
    ] as const) {
      assert.equal((await shop.tell(body)).status, 200, reason);
      assert.ok(shop.logged.at(-2)?.includes(`"reason":"${reason}"`), shop.logged.at(-2));
    }
    shop.sandbox.putProduct({...productOf(511), price: 1234, updatedAt: shop.clock.now()});
    await shop.clock.advance(31_000);
    assert.equal((await shop.show(511))?.price, 1234);
    shop.stop();
  });
});

describe('an event of a product', () => {
  it('is on the page within seconds: a new price, a product that came, one that went', async () => {
    const shop = await openHookedShop();
    shop.sandbox.putProduct({...productOf(511), price: 1999});
    shop.sandbox.putProduct({...productOf(511), catalogId: 901, name: 'New Mug'});
    shop.sandbox.deleteProduct(517);
    await shop.delivered();
    assert.equal((await shop.show(511))?.price, productOf(511).price, 'nothing is believed before the store was asked');
    await shop.clock.advance(2000);
    assert.equal((await shop.show(511))?.price, 1999);
    assert.equal((await shop.show(901))?.name, 'New Mug');
    assert.equal(await shop.show(517), undefined);
    assert.deepEqual(shop.calls().sort(), ['GET /Products/511', 'GET /Products/517', 'GET /Products/901']);
    shop.stop();
  });

  it('asks once for a product that is told of twice, as a price and as a stock', async () => {
    const shop = await openHookedShop();
    const {stock} = productOf(511);
    shop.sandbox.putProduct({...productOf(511), price: 1999, stock: stock - 1});
    await shop.delivered();
    assert.equal(shop.sandbox.snapshot().deliveries.length, 2);
    await shop.clock.advance(5000);
    assert.deepEqual(shop.calls(), ['GET /Products/511']);
    shop.stop();
  });

  it('is one pass over what changed where there are more than five in ten seconds, and deleted ones vanish too', async () => {
    const shop = await openHookedShop();
    const ids = catalogue.slice(0, 8).map(({catalogId}) => catalogId);
    for (const id of ids.slice(0, 7))
      shop.sandbox.putProduct({...productOf(id), name: `Renewed ${id}`, updatedAt: shop.clock.now()});
    shop.sandbox.deleteProduct(ids[7] ?? 0);
    await shop.delivered();
    await shop.clock.advance(2000);
    const calls = shop.calls();
    assert.deepEqual(calls, ['GET /Products', `GET /Products/${ids[7]}`]);
    assert.ok(shop.sandbox.snapshot().calls.some(({path}) => path.includes('lastupdatestart')));
    for (const id of ids.slice(0, 7)) assert.equal((await shop.show(id))?.name, `Renewed ${id}`);
    assert.equal(await shop.show(ids[7] ?? 0), undefined);
    shop.stop();
  });

  it('is asked for again where the store failed', async () => {
    const shop = await openHookedShop();
    shop.sandbox.addFault({match: 'GET /Products', kind: '5xx', times: 2});
    shop.sandbox.putProduct({...productOf(511), price: 1999});
    await shop.delivered();
    await shop.clock.advance(45_000);
    assert.equal((await shop.show(511))?.price, 1999);
    shop.stop();
  });

  it('costs a handful of calls a minute, however many are made up', async () => {
    const shop = await openHookedShop();
    for (let second = 0; second < 60; second += 1) {
      for (let copy = 0; copy < 20; copy += 1)
        await shop.tell(JSON.stringify([{SKUInfo: {CatalogID: 510 + ((second * 20 + copy) % 25)}}]));
      await shop.clock.advance(1000);
    }
    const calls = shop.calls();
    assert.ok(calls.length <= 36, `${calls.length} calls in a minute`);
    const passes = calls.filter((call) => call === 'GET /Products').length;
    assert.ok(passes <= 3, `${passes} passes in a minute`);
    shop.stop();
  });

  it('changes nothing for shoppers where it is made up: what the store says counts', async () => {
    const shop = await openHookedShop();
    await shop.tell(JSON.stringify([{SKUInfo: {CatalogID: 511, Name: 'Free Mug', Price: 0}, Hide: true}]));
    await shop.clock.advance(5000);
    const shown = await shop.show(511);
    assert.deepEqual([shown?.price, shown?.orderable], [productOf(511).price, true]);
    shop.stop();
  });
});

for (const afterComplete of [404, 200] as const satisfies readonly SwitchChanges['afterComplete'][]) {
  describe(`an order, in a store whose bought carts answer ${afterComplete}`, () => {
    async function checkOut(overrides: ShopOverrides = {}) {
      const shop = await openHookedShop({...overrides, switches: {afterComplete}});
      const page = visit(shop);
      page.want(mug('a', 2), candle('b'));
      await page.send();
      const {checkoutUrl} = await page.send('checkout');
      assert.ok(checkoutUrl);
      const [cart] = shop.carts();
      assert.ok(cart);
      shop.calls();
      return {shop, page, checkoutUrl, cartKey: cart.OrderKey};
    }

    it('makes the cart completed with the next read, for one call, and none from then on', async () => {
      const {shop, page, checkoutUrl} = await checkOut();
      const before = {...page};
      await shop.pay(checkoutUrl);
      await shop.delivered();
      const answer = await page.send('read');
      assert.deepEqual([answer.status, answer.lines], ['completed', []]);
      assert.deepEqual(
        shop.calls().filter((call) => !call.startsWith('GET /Products')),
        ['GET /Orders/1042'],
      );
      // Another tab still has the token of the checkout.
      const other = await shop.ask({...before.request('read'), cart: before.cart});
      assert.equal(other.status, 'completed');
      assert.deepEqual(
        shop.calls().filter((call) => !call.startsWith('GET /Products')),
        [],
      );
      shop.stop();
    });

    it('is nothing to a cart that was not bought, whoever says so', async () => {
      const {shop, page, cartKey} = await checkOut();
      const orders = (await (await callStore(shop, 'GET', '/Orders')).json()) as {OrderID: number}[];
      const open = orders[0]?.OrderID ?? 0;
      shop.calls();
      const forged = (OrderID: number, OrderStatusID = 1) =>
        JSON.stringify([
          {
            OrderID,
            OrderStatusID,
            ContinueURL: `http://store.example/continue_order.asp?orderkey=${cartKey}${OrderID}`,
          },
        ]);
      for (const body of [forged(999_999), forged(open), forged(open, 7)]) {
        await shop.tell(body);
        await shop.tell(body);
        const answer = await page.send('read');
        assert.deepEqual([answer.status, answer.handedOver], ['synced', true]);
      }
      const calls = shop.calls();
      assert.deepEqual(
        calls.filter((call) => call.includes('/Orders')).length,
        2,
        'each order was asked for once, and one that says itself that it is not placed was not',
      );
      shop.stop();
    });

    it('costs no call where nobody waits for it', async () => {
      const {shop} = await checkOut();
      for (let number = 2000; number < 2200; number += 1)
        await shop.tell(
          JSON.stringify([
            {
              OrderID: number,
              OrderStatusID: 1,
              ContinueURL: `http://store.example/continue_order.asp?orderkey=7A1B2C3DxkQ9mTe${number}`,
            },
          ]),
        );
      await shop.clock.advance(10_000);
      assert.deepEqual(shop.calls(), []);
      shop.stop();
    });

    it('is found out by a read of the cart, as without webhooks, where orders may not be read', async () => {
      let denied = 0;
      const {shop, page, checkoutUrl} = await checkOut({
        between: (request, next) => {
          if (!request.url.includes('/Orders/')) return next(request);
          denied += 1;
          return Promise.resolve(new Response(null, {status: 401}));
        },
      });
      await shop.pay(checkoutUrl);
      await shop.delivered();
      const answer = await page.send('read');
      assert.equal(answer.status, afterComplete === 404 ? 'completed' : 'synced');
      await page.send('read');
      assert.equal(denied, 1);
      assert.ok(shop.logged.some((line) => line.includes('"event":"orders_denied"')));
      assert.equal((await shop.get('/readyz')).status, 200, 'the credentials are good all the same');
      shop.stop();
    });

    it('is asked for again where the store failed, and the shopper is answered meanwhile', async () => {
      const {shop, page, checkoutUrl} = await checkOut();
      await shop.pay(checkoutUrl);
      await shop.delivered();
      shop.sandbox.addFault({match: 'GET /Orders', kind: '5xx'});
      assert.equal((await page.send('read')).status, afterComplete === 404 ? 'completed' : 'synced');
      assert.equal((await page.send('read')).status, 'completed');
      shop.stop();
    });
  });
}
