/** Webhooks and orders: the calls against recorded payloads, and what can be read from a message that nobody signed. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {readEvent, type Claim, type StoreClient} from '../../../src/threedcart/index.js';
import {openAnsweredClient} from '../../helpers/answered-client.js';
import {readFixture, toResponse} from '../../helpers/fixture.js';

const url = 'https://proxy.example.com/hooks/9f2c41d7/order';
const name = 'cart-proxy order new';
const hook = {webhookId: '7', name, url, eventType: 1, enabled: true, format: 'JSON'};
const cartKey = '7A1B2C3DxkQ9mTe';

const list = (client: StoreClient, claim: Claim) => client.listWebhooks({offset: 1, limit: 100}, claim);
const create = (client: StoreClient, claim: Claim) => client.createWebhook({name, url, eventType: 1}, claim);

const cases: Record<string, [(client: StoreClient, claim: Claim) => Promise<unknown>, unknown]> = {
  'webhooks-list': [list, {kind: 'done', value: [hook]}],
  'webhooks-empty': [list, {kind: 'done', value: []}],
  'webhook-create': [create, {kind: 'done', value: '7'}],
  'webhook-create-refused': [create, {kind: 'refused', status: 400, detail: 'Url The Url answered 404 to a GET'}],
  'webhook-change': [(client, claim) => client.changeWebhook('7', {name, url}, claim), {kind: 'done', value: true}],
  'webhook-delete': [(client, claim) => client.deleteWebhook('7', claim), {kind: 'done', value: true}],
  'order-1042': [
    (client, claim) => client.getOrder(1042, claim),
    {kind: 'done', value: {orderId: 1042, cartKey, isPlaced: true}},
  ],
};

describe('a call about webhooks or orders', () => {
  for (const [fixtureName, [call, expected]] of Object.entries(cases)) {
    it(`understands ${fixtureName}`, async () => {
      const fixture = readFixture(fixtureName);
      const {client, claim, sent} = openAnsweredClient({answer: () => toResponse(fixture)});
      assert.deepEqual(await call(client, claim), expected);
      const [request] = sent;
      assert.ok(request);
      assert.equal(
        `${request.method} ${request.url.split('/v1')[1]}`,
        `${fixture.request.method} ${fixture.request.path}`,
      );
      const body = await request.text();
      if (fixture.request.body && fixtureName !== 'webhook-change')
        assert.deepEqual(JSON.parse(body), fixture.request.body);
    });
  }

  it('knows the events by name', async () => {
    const fixture = readFixture('webhook-events');
    const {client, claim} = openAnsweredClient({answer: () => toResponse(fixture)});
    const outcome = await client.listEventTypes(claim);
    assert.equal(outcome.kind, 'done');
    assert.deepEqual(outcome.value[0], {eventType: 1, name: 'Order New'});
  });

  it('is told apart where some of it failed, nothing is known, or the store is not itself', async () => {
    const error = [{Key: 'Error', Value: 'Url', Status: '400', Message: 'no'}];
    for (const [status, body, kind] of [
      [206, error, 'refused'],
      [200, error, 'refused'],
      [206, [{Key: 'Id', Value: '8', Status: '201', Message: ''}], 'done'],
      [201, [], 'unclear'],
      [201, '', 'unclear'],
      [500, '', 'unclear'],
      [401, '', 'denied'],
      [429, '', 'throttled'],
      [200, '<html></html>', 'unclear'],
    ] as const) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const {client, claim} = openAnsweredClient({answer: () => new Response(text, {status})});
      assert.equal((await create(client, claim)).kind, kind, `${status} ${text}`);
    }
  });

  it('never has the address in what it reports: it holds a secret', async () => {
    const answer = () =>
      new Response(JSON.stringify([{Key: 'Error', Value: 'Url', Status: '400', Message: `${url} is bad`}]), {
        status: 400,
      });
    const {client, claim, calls} = openAnsweredClient({answer});
    const outcome = await create(client, claim);
    assert.ok(!JSON.stringify([outcome, calls]).includes('9f2c41d7'));
  });

  it('is not believed where a list is no list of webhooks', async () => {
    for (const body of ['{}', '[{"Name": "x"}]', '[null]', 'x']) {
      const {client, claim} = openAnsweredClient({answer: () => new Response(body)});
      assert.equal((await list(client, claim)).kind, 'unclear', body);
    }
  });
});

describe("a message of the store's", () => {
  const [order] = readFixture('order-1042').response.body as [Record<string, unknown>];
  const [product] = readFixture('product-510').response.body as [Record<string, unknown>];

  it('names orders and products, alone or in a list', () => {
    const orders = [{orderId: 1042, cartKey, isPlaced: true}];
    assert.deepEqual(readEvent(JSON.stringify([order])), {orders, products: []});
    assert.deepEqual(readEvent(JSON.stringify(order)), {orders, products: []});
    assert.deepEqual(readEvent(JSON.stringify(product)), {orders: [], products: [510]});
    assert.deepEqual(readEvent(JSON.stringify([product, product, order, 1])), {orders, products: [510]});
  });

  it('names no cart where an order does not tell, and no order that was never placed', () => {
    const read = (changes: object) => readEvent(JSON.stringify([{...order, ...changes}]))?.orders[0];
    for (const ContinueURL of [
      '',
      null,
      'continue_order.asp',
      `http://s.example/continue_order.asp?orderkey=${cartKey}`,
      `http://s.example/continue_order.asp?orderkey=1042`,
      `http://s.example/continue_order.asp?key=${cartKey}1042`,
    ])
      assert.equal(read({ContinueURL})?.cartKey, undefined, String(ContinueURL));
    assert.equal(read({ContinueURL: `https://s.example/x?OrderKey=${cartKey}1042&y=1`})?.cartKey, cartKey);
    for (const OrderStatusID of [7, 0, null, '7']) assert.equal(read({OrderStatusID})?.isPlaced, false);
    for (const OrderStatusID of [1, 2, 11, '21']) assert.equal(read({OrderStatusID})?.isPlaced, true);
  });

  it('says nothing where nothing can be found in it', () => {
    for (const text of [
      '',
      '<Order/>',
      'null',
      '[]',
      '{}',
      '[[]]',
      '{"OrderID": "x"}',
      '{"SKUInfo": {"CatalogID": 0}}',
    ])
      assert.equal(readEvent(text), undefined, text);
  });
});
