import assert from 'node:assert/strict';
import {request} from 'node:http';
import {after, before, describe, it} from 'node:test';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {mug, WakingClock} from './setup.js';

describe('a sandbox that listens', () => {
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await createSandbox();
  });
  after(async () => sandbox.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const {secureUrl, privateKey, token} = sandbox.credentials;
    return fetch(`${sandbox.url}/3dCartWebAPI/v1${path}`, {
      method,
      headers: {SecureURL: secureUrl, PrivateKey: privateKey, Token: token, 'Content-Type': 'application/json'},
      ...(body !== undefined && {body: JSON.stringify(body)}),
    });
  };
  const readValue = async (answer: Response) => ((await answer.json()) as {Value: string}[])[0]?.Value ?? '';

  it('is on loopback, and its own address is the secure URL', () => {
    assert.match(sandbox.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(sandbox.credentials.secureUrl, sandbox.url);
  });

  it('takes a cart from making it to the order', async () => {
    const key = await readValue(await call('POST', '/Cart', {}));
    assert.equal((await call('POST', `/Cart/${key}/Item`, mug(2))).status, 201);
    const [cart] = (await (await call('GET', `/Cart/${key}`)).json()) as {CheckoutURL: string}[];
    const checkoutUrl = cart?.CheckoutURL ?? '';
    assert.ok(checkoutUrl.startsWith(`${sandbox.url}/continue_order.asp?orderkey=${key}`));
    assert.equal((await fetch(checkoutUrl)).status, 200);
    const form = new URLSearchParams({name: 'Ana', email: 'ana@example.com'});
    const thanks = await fetch(checkoutUrl, {method: 'POST', body: form});
    assert.match(await thanks.text(), /Thank you, order #1042/);
  });

  it('breaks the connection for a cut, before or after the write', async () => {
    const key = await readValue(await call('POST', '/Cart', {}));
    const lines = () => sandbox.snapshot().carts.find(({OrderKey}) => OrderKey === key)?.CartItemList.length;
    sandbox.addFault({match: '/Item', kind: 'cutBefore'});
    await assert.rejects(call('POST', `/Cart/${key}/Item`, mug()), TypeError);
    assert.equal(lines(), 0);
    sandbox.addFault({match: '/Item', kind: 'dropAfterWrite'});
    await assert.rejects(call('POST', `/Cart/${key}/Item`, mug()), TypeError);
    assert.equal(lines(), 1);
    assert.equal((await call('GET', `/Cart/${key}`)).status, 200);
  });

  it('does a late write after its caller saw the connection break', async () => {
    const clock = new WakingClock();
    const late = await createSandbox({clock});
    try {
      const post = (path: string, body: object) =>
        fetch(`${late.url}/3dCartWebAPI/v1${path}`, {
          method: 'POST',
          headers: {authorization: `Bearer ${late.credentials.accessToken}`, 'Content-Type': 'application/json'},
          body: JSON.stringify(body),
        });
      const key = await readValue(await post('/Cart', {}));
      late.addFault({match: '/Item', kind: 'late', ms: 20_000});
      await assert.rejects(post(`/Cart/${key}/Item`, mug(3)), TypeError);
      assert.deepEqual(late.snapshot().carts[0]?.CartItemList, []);
      clock.wake();
      assert.equal((await post('/Cart', {})).status, 201);
      assert.equal(late.snapshot().carts[0]?.CartItemList[0]?.ItemQuantity, 3);
    } finally {
      await late.close();
    }
  });

  it('is controlled over HTTP', async () => {
    const answer = await fetch(`${sandbox.url}/_sandbox`, {
      method: 'PATCH',
      headers: {'Content-Type': 'application/json', Origin: sandbox.url},
      body: JSON.stringify({getCartShape: 'object'}),
    });
    assert.equal(answer.status, 200);
    assert.equal(sandbox.snapshot().switches.getCartShape, 'object');
    sandbox.reset();
    assert.equal(sandbox.snapshot().switches.getCartShape, 'array');
  });

  it('is not controlled under a name that was made to point here', async () => {
    const {port} = new URL(sandbox.url);
    const ask = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = {host, 'content-type': 'application/json'};
        const asked = request({host: '127.0.0.1', port, path: '/_sandbox', headers}, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.on('error', reject).end();
      });
    assert.equal(await ask(`evil.example:${port}`), 403);
    assert.equal(await ask(`localhost:${port}`), 200);
  });

  it('says at once that a port is taken', async () => {
    const port = Number(new URL(sandbox.url).port);
    await assert.rejects(createSandbox({port}), {code: 'EADDRINUSE'});
  });

  it('refuses to listen to the network, or with a wrong switch', async () => {
    await assert.rejects(createSandbox({host: '0.0.0.0' as '127.0.0.1'}), RangeError);
    await assert.rejects(createSandbox({switches: {latencyMs: -1}}), {name: 'SwitchError'});
  });

  it('is silent after it was closed', async () => {
    const other = await createSandbox();
    assert.equal((await fetch(other.url)).status, 200);
    await other.close();
    await assert.rejects(fetch(other.url), TypeError);
  });
});
