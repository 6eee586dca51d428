/** New sealing keys, as docs/deploy.md tells to put them in, while a shopper holds a cart. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {CartAnswer} from '../../../src/contract/wire.js';
import {parseConfig} from '../../../src/proxy/index.js';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {serveProxy} from '../../../src/server.js';
import {describeEnvironment, olderSecret, pageOrigin, sealingSecret} from '../../helpers/environment.js';

const [before30Days, now] = [olderSecret, sealingSecret];

describe('new secrets', () => {
  let sandbox: Sandbox;
  before(async () => void (sandbox = await createSandbox()));
  after(() => sandbox.close());

  let rev = 0;
  /** What a proxy that has just been started with these secrets makes of a cart. */
  async function sync(secrets: readonly string[], cart: string | undefined): Promise<CartAnswer> {
    const variables = describeEnvironment({
      PUSHCART_SECURE_URL: sandbox.url,
      PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
      PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
      PUSHCART_TOKEN: sandbox.credentials.token,
      PUSHCART_SECRETS: secrets.join(),
      PUSHCART_PORT: '0',
      PUSHCART_LOG_LEVEL: 'silent',
    });
    const proxy = await serveProxy(parseConfig(variables));
    try {
      rev += 1;
      const lines = [{id: 'mug', catalogId: 511, quantity: rev}];
      const answer = await fetch(`${proxy.url}/v1/cart`, {
        method: 'POST',
        headers: {Origin: pageOrigin, 'Content-Type': 'text/plain'},
        body: JSON.stringify({intent: 'sync', key: 'c2hvcHBlci1udW1iZXItMQ', rev, lines, cart}),
      });
      const body = (await answer.json()) as CartAnswer;
      assert.equal(body.status, 'synced');
      return body;
    } finally {
      await proxy.close();
    }
  }
  const quantities = (): readonly unknown[] =>
    sandbox.snapshot().carts.map(({CartItemList}) => CartItemList.map(({ItemQuantity}) => ItemQuantity));

  it('put in front, take over the cart of the old ones, which then can go', async () => {
    const old = await sync([before30Days], undefined);
    const renewed = await sync([now, before30Days], old.cart);
    await sync([now], renewed.cart);
    assert.deepEqual(quantities(), [[3]], 'one cart, with what was wished last');
  });

  it('put in alone after a leak, make the cart again from the wishes', async () => {
    sandbox.reset();
    rev = 0;
    const old = await sync([before30Days], undefined);
    const again = await sync([now], old.cart);
    assert.deepEqual(
      again.lines.map(({quantity}) => quantity),
      [2],
    );
    assert.deepEqual(quantities(), [[1], [2]], 'the first one is left behind');
  });
});
