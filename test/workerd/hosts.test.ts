/** The worker of docs/hosts.md sells, over real HTTP and in real time. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {CartAnswer, ProductsAnswer} from '../../src/contract/wire.js';
import {pageOrigin, sealingSecret, storeKeys} from '../helpers/environment.js';
import {serveShop, type ServedShop} from '../helpers/served-shop.js';
import {mug, tee} from '../helpers/shop.js';

describe('the worker that docs/hosts.md shows', () => {
  let shop: ServedShop;
  before(async () => {
    shop = await serveShop(pageOrigin, {PUSHCART_SECRETS: sealingSecret}, {sandbox: {credentials: storeKeys}});
  });
  after(() => shop.close());

  async function ask(asked: object): Promise<CartAnswer> {
    const response = await fetch(`${shop.proxy.url}/v1/cart`, {
      method: 'POST',
      headers: {'Content-Type': 'text/plain', Origin: pageOrigin},
      body: JSON.stringify(asked),
    });
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return CartAnswer.parse(JSON.parse(text));
  }

  it('answers products, makes a cart, and sends to the checkout that holds it', async () => {
    const response = await fetch(`${shop.proxy.url}/v1/products?ids=510,511`);
    const {products} = ProductsAnswer.parse(await response.json());
    assert.deepEqual(
      products.map(({catalogId}) => catalogId),
      [510, 511],
    );
    const wishes = {key: 'AAAAAAAAAAAAAAAAAAAAAA', rev: 1, lines: [mug('a', 2), tee('b')]};
    const {cart} = await ask({...wishes, intent: 'sync'});
    const {checkoutUrl} = await ask({...wishes, cart, intent: 'checkout'});
    const [held] = shop.sandbox.snapshot().carts;
    assert.equal(checkoutUrl, held?.CheckoutURL);
    assert.deepEqual(held?.CartItemList.map(({CatalogID, ItemQuantity}) => [CatalogID, ItemQuantity]).sort(), [
      [510, 1],
      [511, 2],
    ]);
  });

  it('keeps everything in one place: requests at once for one cart make one', async () => {
    const wishes = {key: 'BBBBBBBBBBBBBBBBBBBBBB', rev: 1, intent: 'sync', lines: [mug('a')]};
    await Promise.all([ask(wishes), ask(wishes), ask(wishes)]);
    const made = shop.sandbox.snapshot().carts.filter(({CartItemList}) => CartItemList.length === 1);
    assert.equal(made.length, 1);
  });

  it('logs a line for each request, and no secret', () => {
    const log = shop.logged.join('\n');
    assert.match(log, /"event":"request".*"route":"\/v1\/cart"/);
    for (const secret of [storeKeys.privateKey, storeKeys.token, sealingSecret]) assert.ok(!log.includes(secret));
  });
});
