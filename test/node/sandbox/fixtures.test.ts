/** Holds the sandbox to the same payloads as the API client. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import type {SwitchChanges} from '../../../src/sandbox/index.js';
import {setup, tee} from './setup.js';

const folder = new URL('../../fixtures/threedcart/', import.meta.url);
const writtenKey = '7A1B2C3DxkQ9mTe';

interface Fixture {
  about: string;
  mark: string;
  request: {method: string; path: string; headers?: Record<string, string>; body?: unknown};
  response: {status: number; headers?: Record<string, string>; body: unknown};
}

function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fixture;
}

type Store = ReturnType<typeof setup>;

interface Scene {
  switches?: SwitchChanges;
  /** What webhooks are called with. */
  fetch?: () => Promise<Response>;
  /** What the cart holds before the request. */
  item?: unknown;
  before?: (store: Store, orderKey: string) => unknown;
  /** The answer may have more fields and longer lists than the payload. */
  partial?: true;
}

const engraved = {
  CatalogID: 512,
  ItemQuantity: 1,
  ItemOptions: [{OptionSetID: 90, OptionID: 500, OptionValue: 'For Ana & "Bo"'}],
};
const boxed = {CatalogID: 600, ItemQuantity: 1, ItemOptions: [{OptionSetID: 91, OptionID: 601, OptionValue: ''}]};
const oiled = {
  CatalogID: 525,
  ItemQuantity: 1,
  ItemOptions: [
    {OptionSetID: 93, OptionID: 622, OptionValue: ''},
    {OptionSetID: 93, OptionID: 621, OptionValue: ''},
  ],
};
const skillet = {CatalogID: 535, ItemQuantity: 1, ItemOptions: [{OptionSetID: 101, OptionID: 682, OptionValue: ''}]};
const buyer = {BillingFirstName: 'Ana', BillingLastName: 'Ruiz', BillingEmail: 'ana@example.com', BillingCountry: 'US'};

const scripted: Scene = {
  switches: {dateStyle: 'us'},
  before: ({call}) => call('POST', '/FrontendScripts', {body: readFixture('script-create').request.body}),
};

const answering = (status: number) => () => Promise.resolve(new Response(null, {status}));
const hooked: Scene = {
  switches: {webhookProbe: 'off'},
  before: ({call}) => call('POST', '/Webhooks', {body: readFixture('webhook-create').request.body}),
  fetch: answering(200),
};
const ordered: Scene = {
  item: tee(),
  partial: true,
  before: async ({browse, readCart}, key) =>
    browse((await readCart(key)).CheckoutURL, {name: 'Ana Ruiz', email: 'ana@example.com'}),
};

const scenes: Record<string, Scene> = {
  'cart-create': {},
  'cart-read': {item: tee()},
  'cart-read-object': {item: tee(), switches: {getCartShape: 'object'}},
  'cart-read-201': {item: tee(), switches: {getCartStatus: 201}},
  'cart-read-us-dates': {item: tee(), switches: {dateStyle: 'us'}},
  'cart-read-empty': {},
  'cart-read-buyer': {item: tee(), before: ({call}, key) => call('PUT', `/Cart/${key}`, {body: buyer})},
  'cart-read-free-text': {item: engraved},
  'cart-read-bundle-child': {item: boxed},
  'cart-read-check': {item: oiled},
  'cart-read-names': {item: skillet},
  'cart-read-unknown': {},
  'cart-update': {},
  'cart-delete': {item: tee()},
  'item-add': {},
  'item-change': {item: tee()},
  'item-delete': {item: tee()},
  'item-change-unknown': {item: tee()},
  'item-add-refused': {},
  'item-add-refused-empty': {switches: {errorBody400: 'empty'}},
  'item-add-refused-with-200': {switches: {errorWith200: 'on'}},
  'item-add-unknown-cart': {},
  'error-server-with-200': {before: ({store}) => store.addFault({match: '*', kind: 'errorArray'})},
  'products-empty': {},
  'products-past-end': {},
  'products-count': {},
  'product-510': {partial: true},
  'products-page': {partial: true},
  'product-swatch': {partial: true},
  'product-check': {partial: true},
  'product-free-text': {partial: true},
  'product-bundle': {partial: true},
  'product-fractional': {partial: true},
  'product-quantity-options': {partial: true},
  'product-login-only': {partial: true},
  'product-gift-certificate': {partial: true},
  'product-file': {partial: true},
  'product-names': {partial: true},
  'product-unknown': {},
  'product-skuinfo': {},
  'product-options': {partial: true},
  'product-advanced-options': {partial: true},
  'store-settings': {},
  'store-settings-object': {switches: {storeSettingsShape: 'object'}},
  'script-create': {},
  'script-create-refused': {},
  'scripts-list': scripted,
  'scripts-empty': {},
  'scripts-count': scripted,
  'script-read': scripted,
  'script-unknown': scripted,
  'script-change': scripted,
  'scripts-change': scripted,
  'envelope-partly-failed': scripted,
  'script-delete': scripted,
  'webhook-create': {fetch: answering(200)},
  'webhook-create-refused': {fetch: answering(404)},
  'webhooks-list': hooked,
  'webhooks-empty': {},
  'webhook-read': hooked,
  'webhook-unknown': hooked,
  'webhook-change': hooked,
  'webhook-delete': hooked,
  'webhook-events': {},
  'order-1042': ordered,
  'orders-list': ordered,
  'orders-open-cart': {item: tee(), partial: true},
  'orders-empty': ordered,
  'order-unknown': ordered,
  'order-status': {},
  unauthorized: {},
  'unsupported-media-type': {},
  throttled: {before: fillBucket},
  'throttled-retry-after': {
    before: fillBucket,
    switches: {throttleStatus: 503, throttleBody: 'array', retryAfter: 'on'},
  },
  'server-error': {before: ({store}) => store.addFault({match: '*', kind: '5xx'})},
  'html-failure': {before: ({store}) => store.addFault({match: '*', kind: 'html'})},
};

/** Readings that a client must bear and that this store never makes. */
const neverMade = [
  'cart-read-numbers-as-text',
  'cart-read-nulls',
  'cart-read-unknown-fields',
  'cart-read-discount',
  'envelope-numbers',
  'product-nulls-and-unknown-fields',
  'product-sentinel-date',
  'product-numbers-as-text',
];

async function fillBucket({call}: Store): Promise<void> {
  for (let calls = 0; calls < 50; calls += 1) await call('GET', '/StoreSettings');
}

/** The part of `answer` that `expected` speaks of: its keys, and as many elements as it has. */
function trimTo(answer: unknown, expected: unknown): unknown {
  if (Array.isArray(answer) && Array.isArray(expected)) {
    return answer.slice(0, expected.length).map((each: unknown, index) => trimTo(each, expected[index]));
  }
  if (typeof answer !== 'object' || typeof expected !== 'object' || !answer || !expected) return answer;
  const entries = Object.entries(answer).filter(([key]) => key in expected);
  return Object.fromEntries(entries.map(([key, value]) => [key, trimTo(value, Reflect.get(expected, key))]));
}

async function play(name: string, {item, before, partial, ...options}: Scene): Promise<void> {
  const {request, response} = readFixture(name);
  const store = setup(options);
  const orderKey = await store.createCart();
  store.clock.pass(35_000);
  if (item !== undefined) await store.write('POST', `/Cart/${orderKey}/Item`, item);
  await before?.(store, orderKey);

  const path = request.path.replace(writtenKey, orderKey);
  const {headers = {}, body} = request;
  const answer = await store.call(request.method, path, {headers, body});
  let text = (await answer.text()).replaceAll(orderKey, writtenKey);
  if (name === 'cart-create') text = text.replace(/"Value":"[0-9A-F]{8}[0-9A-Za-z]{7}"/, `"Value":"${writtenKey}"`);

  assert.equal(answer.status, response.status);
  for (const [header, value] of Object.entries(response.headers ?? {})) assert.equal(answer.headers.get(header), value);
  if (response.body === null || typeof response.body === 'string') {
    assert.equal(text, response.body ?? '');
    return;
  }
  const parsed: unknown = JSON.parse(text);
  assert.deepEqual(partial ? trimTo(parsed, response.body) : parsed, response.body);
}

describe('a recorded payload', () => {
  for (const [name, scene] of Object.entries(scenes)) {
    it(`is answered alike: ${name}`, async () => play(name, scene));
  }

  it('says what it is and how sure that is', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    assert.deepEqual(names.sort(), [...Object.keys(scenes), ...neverMade].sort());
    for (const name of names) {
      const {about, mark} = readFixture(name);
      assert.ok(about.endsWith('.'), name);
      assert.ok(['documented', 'client code', 'inferred'].includes(mark), name);
    }
  });
});
