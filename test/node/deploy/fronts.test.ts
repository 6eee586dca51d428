/** The proxy behind the reverse proxies of the recipes: nothing that matters is lost on the way. */
import assert from 'node:assert/strict';
import {get, type IncomingHttpHeaders} from 'node:http';
import {after, before, describe, it} from 'node:test';
import type {CartAnswer} from '../../../src/contract/wire.js';
import {serveShop, type ServedShop} from '../../helpers/served-shop.js';
import {fronts, type Front} from './fronts.js';

const origin = 'https://blog.example';
/** A minute's worth of requests of one shopper. */
const PER_MINUTE = 8;

for (const {name, program, start} of fronts)
  describe(`the proxy behind ${name}`, {skip: !program && `${name} is not installed`}, () => {
    let shop: ServedShop;
    let front: Front;
    before(async () => {
      shop = await serveShop(origin, {
        PUSHCART_TRUST_PROXY: '1',
        PUSHCART_LIMIT_REQUESTS: String(PER_MINUTE),
        PUSHCART_PUBLIC_URL: 'https://cart.example',
      });
      front = await start(shop.proxy.url);
    });
    after(async () => {
      await front.close();
      await shop.close();
    });

    it('sells: a cart is made and handed over', async () => {
      const wish = {key: 'c2hvcHBlci1udW1iZXItMQ', rev: 1, lines: [{id: 'one', catalogId: 511, quantity: 2}]};
      const synced = await post({...wish, intent: 'sync'});
      assert.equal(synced.status, 'synced');
      const sent = await post({...wish, intent: 'checkout', cart: synced.cart});
      assert.ok(sent.checkoutUrl?.startsWith(shop.sandbox.url));
      assert.equal(shop.sandbox.snapshot().carts.length, 1);
    });

    it('counts requests of each shopper apart, and believes no shopper about an address', async () => {
      const products = '/v1/products?ids=511';
      const statuses: (number | undefined)[] = [];
      // From another address than all that this file asks for otherwise.
      for (let n = 0; n <= PER_MINUTE; n++)
        statuses.push(
          (await ask(products, {from: '127.0.0.2', headers: {'X-Forwarded-For': `203.0.113.${n}`}})).status,
        );
      assert.deepEqual(statuses, [...Array<number>(PER_MINUTE).fill(200), 429]);
      assert.equal((await ask(products, {from: '127.0.0.3'})).status, 200, 'somebody else is served');
    });

    it('passes on what may be kept, and for how long', async () => {
      const first = await ask('/pushcart.js', {headers: {'Accept-Encoding': 'br'}});
      assert.equal(first.status, 200);
      assert.equal(first.headers['content-encoding'], 'br');
      assert.match(first.headers['cache-control'] ?? '', /max-age=300/);
      const {etag = ''} = first.headers;
      const again = await ask('/pushcart.js', {headers: {'Accept-Encoding': 'br', 'If-None-Match': etag}});
      assert.equal(again.status, 304);
      assert.equal((await ask('/healthz')).headers['cache-control'], 'no-store');
    });

    it("answers a body that is too large in the proxy's own words", async () => {
      const answer = await fetch(`${front.url}/v1/cart`, {
        method: 'POST',
        headers: {Origin: origin, 'Content-Type': 'text/plain'},
        body: 'x'.repeat(100_000),
      });
      assert.equal(answer.status, 413);
      assert.equal(((await answer.json()) as {code: string}).code, 'too_large');
    });

    it('keeps the numbers of the shop inside', async () => {
      for (const path of ['/metrics', '/metrics/', '/%6detrics', '/metrics?x']) {
        const {status, headers} = await ask(path);
        assert.equal(status, 404, path);
        assert.equal(headers['x-request-id'], undefined, `the proxy was never asked for ${path}`);
      }
    });

    if (name === 'Caddy')
      it('makes who comes wait while the proxy restarts', async () => {
        const startAgain = await shop.stopProxy();
        const refused = front.logged(/connection refused/);
        const asked = ask('/pushcart.js');
        await refused;
        await startAgain();
        assert.equal((await asked).status, 200);
      });

    async function post(body: unknown): Promise<CartAnswer> {
      const answer = await fetch(`${front.url}/v1/cart`, {
        method: 'POST',
        headers: {Origin: origin, 'Content-Type': 'text/plain'},
        body: JSON.stringify(body),
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      return (await answer.json()) as CartAnswer;
    }

    /** @param from The shopper's address: this machine has many. */
    function ask(
      path: string,
      {from, headers = {}}: {from?: string; headers?: Record<string, string>} = {},
    ): Promise<{status: number | undefined; headers: IncomingHttpHeaders}> {
      return new Promise((resolve, reject) => {
        get(`${front.url}${path}`, {headers, agent: false, ...(from && {localAddress: from})}, (answer) => {
          answer.resume();
          answer.once('end', () => resolve({status: answer.statusCode, headers: answer.headers}));
        }).once('error', reject);
      });
    }
  });
