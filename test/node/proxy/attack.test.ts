/** What somebody might try who knows how the proxy works: at its cart call, its product call, and with stolen goods. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {pageOrigin} from '../../helpers/environment.js';
import {mug, notebook, openShop, readProblem, tee, visit} from '../../helpers/shop.js';

const key = (letter: string): string => letter.repeat(22);

describe('a cart of somebody else', () => {
  const setup = async () => {
    const shop = await openShop({environment: {PUSHCART_ORIGINS: `${pageOrigin},https://other.example`}});
    const owner = visit(shop, key('A'));
    owner.want(tee('a', 2));
    await owner.send();
    const [cart] = shop.carts();
    assert.ok(cart && owner.cart);
    return {shop, owner, orderKey: cart.OrderKey, token: owner.cart};
  };

  it("is not had with the store's own key of it, wherever that is put", async () => {
    const {shop, orderKey} = await setup();
    const guess = {rev: 9, intent: 'sync' as const, lines: [mug('x')]};
    await shop.ask({...guess, cart: orderKey});
    await shop.ask({...guess, cart: orderKey, key: key('B')});
    await shop.ask({...guess, lines: [{...mug('x'), id: orderKey}]});
    // A key of ours has 128 bits, which no key of the store has.
    assert.equal((await shop.fail({...guess, key: orderKey})).code, 'invalid_request');
    assert.equal((await shop.fail({...guess, lines: [{id: orderKey, quantity: 1}]})).code, 'invalid_request');
    const untouched = shop.carts().find(({OrderKey}) => OrderKey === orderKey);
    assert.deepEqual(untouched && shop.toGoods(untouched).map(({catalogId, quantity}) => [catalogId, quantity]), [
      [510, 2],
    ]);
  });

  it('is not had by a page of another origin that has token and key', async () => {
    const {shop, orderKey, token} = await setup();
    const stolen = {key: key('A'), cart: token, rev: 9};
    const origin = 'https://other.example';
    const read = await shop.ask({...stolen, intent: 'read', lines: []}, {origin});
    assert.deepEqual(read.lines, []);
    await shop.ask({...stolen, intent: 'sync', lines: [mug('x')]}, {origin});
    await shop.ask({...stolen, intent: 'discard'}, {origin});
    const untouched = shop.carts().find(({OrderKey}) => OrderKey === orderKey);
    assert.deepEqual(untouched && shop.toGoods(untouched).map(({catalogId, quantity}) => [catalogId, quantity]), [
      [510, 2],
    ]);
  });

  it('is had by whoever has its token and sends its origin: that is what a token is', async () => {
    const {shop, token} = await setup();
    const read = await shop.ask({intent: 'read', cart: token});
    assert.deepEqual(
      read.lines.map(({catalogId, quantity}) => [catalogId, quantity]),
      [[510, 2]],
    );
    // Name, address and payment are in no cart of ours, so they are in no answer.
    assert.deepEqual(Object.keys(read).sort(), ['cart', 'currency', 'decimals', 'lines', 'status', 'subtotal']);
  });
});

describe('the names that every object has', () => {
  const inherited = Object.entries(Object.getOwnPropertyDescriptors(Object.prototype)).length;
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'];
  const untouched = (): void => {
    for (const name of ['polluted', 'intent', 'lines', 'origin']) assert.ok(!(name in {}), name);
    assert.equal(Object.entries(Object.getOwnPropertyDescriptors(Object.prototype)).length, inherited);
  };

  it('change nothing in a body, at any depth', async () => {
    const shop = await openShop();
    const poison = names
      .map((name) => `"${name}":{"polluted":true,"intent":"checkout","lines":[],"origin":"x"}`)
      .join();
    const wish = `{${poison},"id":"a","catalogId":512,"quantity":1,"options":[{${poison},"setId":90,"optionId":500,"text":"Ana"}]}`;
    const response = await shop.post(
      `{${poison},"intent":"sync","lines":[${wish}],"shopper":{${poison},"billing":{${poison},"firstName":"Ana"}}}`,
    );
    const text = await response.text();
    assert.equal(response.status, 200, text);
    assert.ok(!text.includes('polluted') && !shop.logged.join('').includes('polluted'));
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [[512, 1]],
    );
    untouched();
  });

  it('are an id, a text and nothing more', async () => {
    const shop = await openShop();
    for (const name of names) {
      const answer = await shop.ask({lines: [{...mug('x'), id: name}, {...notebook('y', name)}]});
      assert.deepEqual(
        answer.lines.map(({id, quantity, problem}) => [id, quantity, problem]),
        [
          [name, 1, undefined],
          ['y', 1, undefined],
        ],
      );
      assert.equal(answer.lines[1]?.options[0]?.value, name);
    }
    untouched();
  });

  it('are found in no query, and no product has them', async () => {
    const shop = await openShop();
    for (const name of names) {
      assert.equal((await readProblem(await shop.get(`/v1/products?${name}=510`))).code, 'invalid_request');
      assert.equal((await readProblem(await shop.get(`/v1/products?${name}[ids]=510`))).code, 'invalid_request');
      assert.deepEqual((await shop.products(`/v1/products?q=${name}`)).products, []);
      assert.equal((await shop.get(`/v1/products?ids=${name}`)).status, 400);
      assert.equal((await shop.get(`/buy/${name}`)).status, 404);
      assert.equal((await shop.get(`/assets/${name}`)).status, 404);
    }
    untouched();
  });
});

describe('products by the thousand', () => {
  it('are not had at once, and cost the store nothing', async () => {
    const shop = await openShop();
    const calls = () => shop.sandbox.snapshot().calls.length;
    const before = calls();
    const many = (count: number, from = 1) => Array.from({length: count}, (_, index) => from + index).join();
    assert.equal((await shop.get(`/v1/products?ids=${many(51)}`)).status, 400);
    assert.equal((await shop.get(`/v1/products?ids=${'511,'.repeat(20_000)}511`)).status, 400);
    assert.equal((await shop.get(`/v1/products?ids=${','.repeat(100_000)}`)).status, 400);
    assert.equal((await shop.get(`/v1/products?${'ids=511&'.repeat(20_000)}`)).status, 200);
    assert.equal(calls(), before);
    // Made-up numbers, as many as a request may name: a call a second, once the mirror is full.
    for (let requests = 0; requests < 20; requests += 1)
      await shop.products(`/v1/products?ids=${many(50, 100_000 + requests * 50)}`);
    assert.ok(calls() - before <= 2, `${calls() - before} calls`);
  });
});
