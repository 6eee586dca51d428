import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {catalogue, createSandbox, type SandboxStoreOptions} from '../../../src/sandbox/index.js';
import {credentials, mug, setup, tee, WakingClock} from './setup.js';

const ana = {name: 'Ana Ruiz', email: 'ana@example.com'};
const events = {orderNew: 1, productNew: 4, productChanged: 5, productDeleted: 6, stockChanged: 7};
const hook = (eventType: number, changes: object = {}) => ({
  Name: `hook ${String(eventType)}`,
  Url: `https://hooks.example/${String(eventType)}`,
  EventType: eventType,
  Format: 'JSON',
  Enabled: true,
  ...changes,
});

/** A store whose webhooks are called in this process; `answer` decides what comes of a call. */
function setupHooks(
  options: SandboxStoreOptions & {readonly answer?: (request: Request) => Response | Promise<Response>} = {},
) {
  const {answer = () => new Response(), ...rest} = options;
  const heard: {readonly method: string; readonly url: string; readonly body: unknown}[] = [];
  const clock = new WakingClock();
  const shop = setup({
    clock,
    fetch: async (request) => {
      const text = await request.clone().text();
      heard.push({method: request.method, url: request.url, body: text === '' ? undefined : JSON.parse(text)});
      return answer(request);
    },
    ...rest,
  });
  const register = async (...bodies: object[]) => {
    for (const body of bodies) assert.equal((await shop.write('POST', '/Webhooks', body)).httpStatus, 201);
    heard.length = 0;
  };
  const buy = async (item: unknown) => {
    const key = await shop.createCart();
    await shop.write('POST', `/Cart/${key}/Item`, item);
    const paid = await shop.browse((await shop.readCart(key)).CheckoutURL, ana);
    assert.equal(paid.status, 303);
  };
  const told = async () => {
    await shop.store.delivered();
    return heard.map(({url}) => new URL(url).pathname);
  };
  return {...shop, heard, clock, register, buy, told};
}

const findProduct = (catalogId: number) => {
  const product = catalogue.find((each) => each.catalogId === catalogId);
  assert.ok(product);
  return product;
};

describe('a webhook', () => {
  it('is taken after its address answered 200 to a GET', async () => {
    const {write, heard} = setupHooks();
    const {Key, Value} = await write('POST', '/Webhooks', hook(events.orderNew));
    assert.deepEqual([Key, Value], ['Id', '7']);
    assert.deepEqual(heard, [{method: 'GET', url: 'https://hooks.example/1', body: undefined}]);
  });

  it('is refused if its address answers otherwise, or not at all', async () => {
    for (const answer of [
      () => new Response(null, {status: 204}),
      () => new Response(null, {status: 302, headers: {location: 'https://hooks.example/ok'}}),
      () => Promise.reject(new TypeError('fetch failed')),
    ]) {
      const {write, store} = setupHooks({answer});
      const {httpStatus, Value} = await write('POST', '/Webhooks', hook(events.orderNew));
      assert.deepEqual([httpStatus, Value], [400, 'Url']);
      assert.deepEqual(store.snapshot().webhooks, []);
    }
  });

  it('is refused if its address keeps silent for seconds', async () => {
    const {write, clock} = setupHooks({answer: () => new Promise<never>(() => undefined)});
    const asked = write('POST', '/Webhooks', hook(events.orderNew));
    while (clock.waits.length === 0) await Promise.resolve();
    clock.wake();
    assert.equal((await asked).httpStatus, 400);
    assert.deepEqual(clock.waits, [3000]);
  });

  it('is taken unseen where the switch says so', async () => {
    const answer = () => new Response(null, {status: 404});
    const {write, store, heard} = setupHooks({answer, switches: {webhookProbe: 'ignore'}});
    assert.equal((await write('POST', '/Webhooks', hook(1))).httpStatus, 201);
    assert.equal(heard.length, 1);
    store.change({webhookProbe: 'off'});
    assert.equal((await write('POST', '/Webhooks', hook(1))).httpStatus, 201);
    assert.equal(heard.length, 1);
  });

  it('names what is wrong with it', async () => {
    const {write} = setupHooks();
    for (const [changes, field] of [
      [{Name: 'x'.repeat(81)}, 'Name'],
      [{Name: undefined}, 'Name'],
      [{Url: `https://hooks.example/${'x'.repeat(1000)}`}, 'Url'],
      [{Url: 'hooks.example'}, 'Url'],
      [{Url: 'file:///etc/passwd'}, 'Url'],
      [{EventType: 99}, 'EventType'],
      [{Enabled: 'yes'}, 'Enabled'],
      [{Format: 'XML'}, 'Format'],
    ] as const) {
      const {httpStatus, Value} = await write('POST', '/Webhooks', hook(1, changes));
      assert.deepEqual([httpStatus, Value], [400, field]);
    }
  });

  it('may be on this machine only, unless a program lends its own way of calling', async () => {
    const {write} = setup();
    for (const Url of [
      'https://hooks.example/1',
      'http://192.168.0.1/',
      'http://127.0.0.1.evil.example/',
      'http://localhost.evil.example/',
      'http://0.0.0.0/',
    ]) {
      const {httpStatus, Value, Message} = await write('POST', '/Webhooks', hook(1, {Url}));
      assert.deepEqual([httpStatus, Value], [400, 'Url'], Url);
      assert.match(Message, /this machine only/);
    }
  });

  it('can be found, changed but for its event, and deleted', async () => {
    const {register, call, write, store} = setupHooks();
    await register(hook(1), hook(7, {Enabled: false}));
    const find = async (query: string) => {
      const answer = await call('GET', `/Webhooks?${query}`);
      return answer.status === 200 ? ((await answer.json()) as {Id: number}[]).map(({Id}) => Id) : answer.status;
    };
    assert.deepEqual(await find('enabled=-1'), [7, 8]);
    assert.deepEqual(await find('enabled=0'), [8]);
    assert.deepEqual(await find('name=hook%201'), [7]);
    assert.deepEqual(await find('url=hooks.example/7&format=json'), [8]);
    assert.equal(await find('datecreatedstart=01/01/2999'), 404);
    assert.equal(await find('datecreatedstart=soon'), 400);
    await write('PUT', '/Webhooks/8', {Id: 8, Name: 'stock', Enabled: true, EventType: 1});
    const [, changed] = store.snapshot().webhooks;
    assert.deepEqual([changed?.Name, changed?.Enabled, changed?.EventType], ['stock', true, 7]);
    assert.equal((await call('DELETE', '/Webhooks/7')).status, 200);
    assert.deepEqual(await find(''), [8]);
    assert.equal((await call('GET', '/Webhooks/7')).status, 404);
  });

  it('needs a right of its own', async () => {
    const {call} = setup({credentials: {...credentials, scopes: ['Webhooks:read', 'Orders:read']}});
    assert.equal((await call('GET', '/Webhooks/Events')).status, 200);
    assert.equal((await call('GET', '/Orders')).status, 404);
    assert.equal((await call('POST', '/Webhooks', {body: hook(1)})).status, 401);
    assert.equal((await call('GET', '/Products')).status, 401);
  });
});

describe('those who asked for it are told', () => {
  it('of a sale, with what reading the order answers, and of the stock that it took', async () => {
    const {register, buy, told, heard, call} = setupHooks();
    await register(hook(events.orderNew), hook(events.stockChanged));
    await buy(tee(2));
    assert.deepEqual((await told()).sort(), ['/1', '/7']);
    const [order] = heard.filter(({url}) => url.endsWith('/1'));
    assert.equal(order?.method, 'POST');
    assert.deepEqual(order.body, await (await call('GET', '/Orders/1042')).json());
    const [stock] = heard.filter(({url}) => url.endsWith('/7'));
    assert.deepEqual(stock?.body, await (await call('GET', '/Products/510')).json());
  });

  it('of products that come, change, sell out and go', async () => {
    const {register, told, store} = setupHooks();
    await register(...[4, 5, 6, 7].map((event) => hook(event)));
    const kite = {...findProduct(511), catalogId: 900, name: 'Kite'};
    store.putProduct(kite);
    store.putProduct({...kite, name: 'Big Kite'});
    store.putProduct({...kite, name: 'Big Kite', stock: 0});
    store.deleteProduct(900);
    store.deleteProduct(900);
    assert.deepEqual((await told()).sort(), ['/4', '/5', '/5', '/6', '/7']);
  });

  it('only while they are enabled, and only of their own event', async () => {
    const {register, buy, told} = setupHooks();
    await register(hook(events.productNew), hook(events.orderNew, {Enabled: false}));
    await buy(mug());
    assert.deepEqual(await told(), []);
  });

  it('and a sale is a sale whatever becomes of that', async () => {
    const answers = [
      () => new Response(null, {status: 200}),
      () => new Response(null, {status: 500}),
      () => Promise.reject(new TypeError('fetch failed')),
    ];
    for (const answer of answers) {
      const {register, buy, store} = setupHooks({answer, switches: {webhookProbe: 'off'}});
      await register(hook(events.orderNew));
      await buy(mug());
      await store.delivered();
      const {orders, deliveries} = store.snapshot();
      assert.equal(orders.length, 1);
      const [delivery] = deliveries;
      assert.deepEqual(
        [delivery?.event, delivery?.webhook, delivery?.url],
        ['Order New', 7, 'https://hooks.example/1'],
      );
      const seen = [delivery?.status, delivery?.error];
      const expected = [
        [200, null],
        [500, 'Answered 500'],
        [null, 'fetch failed'],
      ][answers.indexOf(answer)];
      assert.deepEqual(seen, expected);
    }
  });

  it('and one that never answers is given up, while the sale was done at once', async () => {
    const never = () => new Promise<never>(() => undefined);
    const {register, buy, store, clock} = setupHooks({answer: never, switches: {webhookProbe: 'off'}});
    await register(hook(events.orderNew));
    await buy(mug());
    assert.deepEqual(store.snapshot().deliveries, []);
    clock.wake();
    await store.delivered();
    assert.equal(store.snapshot().deliveries[0]?.error, 'No answer within 3 seconds');
  });

  it('over the network of this machine', async () => {
    const bodies: string[] = [];
    const receive = async (incoming: IncomingMessage) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      bodies.push(`${incoming.method ?? ''} ${incoming.url ?? ''} ${Buffer.concat(chunks).toString()}`);
    };
    const receiver = createServer((incoming, response) => {
      void receive(incoming).then(() => response.end());
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const Url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hooks/secret`;
    const sandbox = await createSandbox();
    try {
      const registered = await fetch(`${sandbox.url}/3dCartWebAPI/v1/Webhooks`, {
        method: 'POST',
        headers: {authorization: `Bearer ${sandbox.credentials.accessToken}`, 'Content-Type': 'application/json'},
        body: JSON.stringify(hook(events.productDeleted, {Url})),
      });
      assert.equal(registered.status, 201);
      sandbox.deleteProduct(511);
      await sandbox.delivered();
      assert.equal(bodies[0], 'GET /hooks/secret ');
      assert.match(bodies[1] ?? '', /^POST \/hooks\/secret \[\{"SKUInfo":\{"CatalogID":511,/);
      assert.equal(sandbox.snapshot().deliveries[0]?.status, 200);
    } finally {
      await sandbox.close();
      receiver.close();
      receiver.closeAllConnections();
    }
  });
});

describe('the orders', () => {
  it('are chosen by number, status, dates, prefix and buyer', async () => {
    const {call, buy, createCart} = setupHooks();
    await buy(mug());
    await createCart();
    await buy(tee(1));
    const find = async (query: string) => {
      const answer = await call('GET', `/Orders?${query}`);
      return answer.status === 200
        ? ((await answer.json()) as {OrderID: number}[]).map((row) => row.OrderID)
        : answer.status;
    };
    assert.deepEqual(await find(''), [1042, 1043, 1044]);
    assert.deepEqual(await find('orderstatus=1'), [1042, 1044]);
    assert.deepEqual(await find('orderstatus=7'), [1043]);
    assert.deepEqual(await find('invoicenumber=1044'), [1044]);
    assert.deepEqual(await find('OrderId=1044&invoiceprefix=AB-'), [1044]);
    assert.deepEqual(await find('invoicenumberstart=1043&invoicenumberend=1043'), [1043]);
    assert.deepEqual(await find('billingemail=ANA@example.com'), [1042, 1044]);
    assert.equal(await find('lastupdatestart=01/02/1970'), 404);
    assert.deepEqual(
      await find('lastupdatestart=12/31/1969%2010:00:00&dateend=12/31/1969%2023:00:00&limit=1&offset=2'),
      [1043],
    );
    assert.equal(await find('orderstatus=new'), 400);
    assert.equal(await find('dateend=new'), 400);
  });

  it('have carts among them only where the switch says so, and none that is gone', async () => {
    const {call, createCart, store, clock} = setup({switches: {cartTtl: 60}});
    await createCart();
    assert.equal((await call('GET', '/Orders')).status, 200);
    clock.pass(61_000);
    assert.equal((await call('GET', '/Orders')).status, 404);
    await createCart();
    store.change({openCartOrders: 'off'});
    assert.equal((await call('GET', '/Orders')).status, 404);
    assert.equal((await call('GET', '/Orders/1043')).status, 404);
  });

  it('have the statuses that are known', async () => {
    const {call} = setup();
    const rows = (await (await call('GET', '/OrderStatus?limit=100')).json()) as {StatusDefinition: string}[];
    assert.equal(rows.length, 12);
    assert.equal(rows[6]?.StatusDefinition, 'Not Completed');
    assert.equal((await call('GET', '/OrderStatus/13')).status, 404);
  });
});
