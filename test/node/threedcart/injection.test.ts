/** What comes from pages and from the store itself on its way into calls of the store: it stays what it is. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {demoKeys, demoStoreUrl, openAnsweredClient} from '../../helpers/answered-client.js';

const base = 'https://api.example/3dCartWebAPI/v1';
const frame = {url: demoStoreUrl, decimals: 2};
const hostile = [
  ...[
    '',
    '.',
    '..',
    '...',
    '../Orders',
    '../../Orders',
    '..\\Orders',
    '%2e%2e',
    '%2e%2e%2fOrders',
    '..;/Orders',
    './x',
  ],
  ...['a/b', 'a\\b', 'a?b=c', 'a#b', 'a&b', 'a;b', '//evil.example', '@evil.example', 'https://evil.example/', 'x:80'],
  ...['a\r\nX-Evil: 1', 'a\n', '\r', '\u0000', '\t', ' ', 'a b', '\u2028', 'é', '\u2025', '／', '．．', '\ud800', '😀'],
  ...['__proto__', 'constructor', 'toString', 'x'.repeat(65), 'x'.repeat(1 << 20), `"'<>`],
];

const named = (key: string) => {
  const {client, claim, sent} = openAnsweredClient({answer: () => Response.json([])});
  const calls: Record<string, () => Promise<{kind: string}>> = {
    'GET /Cart/{key}': () => client.getCart(key, frame, claim),
    'PUT /Cart/{key}': () => client.updateCart(key, {}, claim),
    'DELETE /Cart/{key}': () => client.deleteCart(key, claim),
    'POST /Cart/{key}/Item': () => client.addLine(key, {catalogId: 511, quantity: 1, options: []}, claim),
    'PUT /Cart/{key}/Item/90211': () => client.setQuantity(key, '90211', 2, claim),
    'DELETE /Cart/{key}/Item/90211': () => client.deleteLine(key, '90211', claim),
    'PUT /Cart/7A1B2C3D/Item/{key}': () => client.setQuantity('7A1B2C3D', key, 2, claim),
    'DELETE /Cart/7A1B2C3D/Item/{key}': () => client.deleteLine('7A1B2C3D', key, claim),
  };
  return {calls, sent};
};

describe('a key of the store', () => {
  it('leads to what it names, or nowhere: no path, query, host or header is made of it', async () => {
    let reached = 0;
    for (const key of hostile) {
      const {calls, sent} = named(key);
      for (const [call, make] of Object.entries(calls)) {
        sent.length = 0;
        const {kind} = await make();
        const [request] = sent;
        if (!request) {
          assert.equal(kind, 'not_found', `${call} ${key}`);
          continue;
        }
        reached += 1;
        const [method = '', path = ''] = call.split(' ');
        assert.equal(request.method, method);
        assert.equal(request.url, `${base}${path.replace('{key}', () => encodeURIComponent(key))}`);
        assert.equal(
          new URL(request.url).pathname.split('/').length,
          base.split('/').length - 3 + path.split('/').length,
          key,
        );
      }
    }
    assert.ok(reached > 0 && reached < hostile.length * 8);
  });
});

describe('a call of the store', () => {
  it('has the headers that we configured and no other, whatever a shopper wrote', async () => {
    for (const text of hostile) {
      const {client, claim, sent} = openAnsweredClient({answer: () => Response.json([])});
      const contact = {billing: {firstName: text, email: text}, shipment: {address: text}};
      await client.createCart(contact, claim);
      const options = [{setId: 90, optionId: 500, value: text}];
      await client.addLine('7A1B2C3D', {catalogId: 511, quantity: 1, options}, claim);
      const [created, added] = sent;
      assert.ok(created && added);
      for (const request of [created, added]) {
        assert.deepEqual([...request.headers].sort(), [
          ['accept', 'application/json'],
          ['content-type', 'application/json'],
          ['privatekey', demoKeys.kind === 'keys' ? demoKeys.privateKey : ''],
          ['secureurl', demoStoreUrl],
          ['token', demoKeys.kind === 'keys' ? demoKeys.token : ''],
        ]);
      }
      assert.equal(created.url, `${base}/Cart`);
      const words = text ? {BillingFirstName: text, BillingEmail: text, ShipmentAddress: text} : {};
      // Half of a pair cannot travel in UTF-8; JSON escapes it.
      assert.deepEqual(await created.json(), words);
      assert.deepEqual(await added.json(), {
        CatalogID: 511,
        ItemQuantity: 1,
        ItemOptions: [{OptionSetID: 90, OptionID: 500, OptionValue: text}],
      });
    }
  });

  it('asks for a product by its number, which is one', async () => {
    for (const id of [1, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const {client, claim, sent} = openAnsweredClient({answer: () => Response.json([])});
      await client.getProduct(id, frame, claim);
      assert.deepEqual(
        sent.map(({url}) => url),
        id < 2 ** 31 ? [`${base}/Products/${id}`] : [],
      );
    }
  });
});

describe('the names that every object has', () => {
  const inherited = Object.entries(Object.getOwnPropertyDescriptors(Object.prototype)).length;
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const poison = (value: unknown): string => `{${names.map((name) => `"${name}":${JSON.stringify(value)}`).join()},`;
  const worst = {polluted: true, toString: 'x', admin: 1};

  it('are not taken from what the store answers', async () => {
    const answers = [
      `[${poison(worst)}"Key":"OrderKey","Value":"7A1B2C3D","Status":"201"}]`,
      `[${poison(worst)}"OrderKey":"7A1B2C3D","CartItemList":[${poison(worst)}"CartItemID":1,"CatalogID":511,"ItemQuantity":1}]}]`,
      `[${poison(worst)}"SKUInfo":${poison(worst)}"CatalogID":511,"Name":"Mug"},"OptionSetList":[${poison(worst)}"OptionSetID":1,"OptionList":[${poison(worst)}"OptionID":2}]}]}]`,
      `[${poison(worst)}"StoreInformation":${poison(worst)}"StoreName":"Shop"},"StoreStandards":${poison(worst)}"CurrencyCode":"USD"}}]`,
    ];
    for (const text of answers) {
      const {client, claim} = openAnsweredClient({answer: () => new Response(text)});
      const outcomes = [
        await client.createCart({}, claim),
        await client.getCart('7A1B2C3D', frame, claim),
        await client.getProduct(511, frame, claim),
        await client.listProducts({offset: 1, limit: 100}, frame, claim),
        await client.getSettings(claim),
      ];
      assert.ok(outcomes.some(({kind}) => kind === 'done'));
      assert.ok(!JSON.stringify(outcomes).includes('polluted'));
      for (const name of ['polluted', 'admin']) assert.ok(!(name in {}), name);
      assert.equal(Object.entries(Object.getOwnPropertyDescriptors(Object.prototype)).length, inherited);
    }
  });
});
