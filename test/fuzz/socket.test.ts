/** The served proxy under bytes that are hardly HTTP: everything is answered in our own words, or closed. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import fc from 'fast-check';
import {pageOrigin, storeKeys} from '../helpers/environment.js';
import {breakOff, sendRaw, type RawAnswer} from '../helpers/raw-http.js';
import {serveShop, type ServedShop} from '../helpers/served-shop.js';
import {amply} from './fuzz.js';
import {judge, search} from './judge.js';
import {aim, type Shot} from './requests.js';

describe('bytes that are hardly a request', () => {
  let shop: ServedShop;
  before(async () => {
    const switches = {throttle: {capacity: 100_000, leakPerSecond: 100_000}};
    shop = await serveShop(pageOrigin, amply, {sandbox: {switches, credentials: storeKeys}});
  });
  after(() => shop.close());

  const cartKeys = (): string[] => shop.sandbox.snapshot().carts.map((cart) => cart.OrderKey);
  const bounds = () => ({isStoreWell: true, maxMs: 5000, cartKeys: cartKeys()});
  const bare: Shot = {method: 'GET', path: '/', headers: {}, body: undefined, address: ''};
  const look = (shot: Shot, {status, headers, body}: RawAnswer): string[] =>
    judge(shot, {status, headers, text: body, ms: 0}, bounds());

  const host = 'Host: cart.example\r\n';
  const close = 'Connection: close\r\n';
  const post = `POST /v1/cart HTTP/1.1\r\n${host}${close}Origin: ${pageOrigin}\r\n`;
  const readable: Record<string, [bytes: string, status: number]> = {
    'no HTTP at all': ['hello\r\n\r\n', 400],
    'a greeting of TLS': ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
    'a version that is none': [`GET / HTTP/9.9\r\n${host}\r\n`, 400],
    'no host': ['GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    'a host that is none': [`GET /healthz HTTP/1.1\r\nHost: a/b?c\r\n${close}\r\n`, 400],
    'an address that is none': [`GET http://[ HTTP/1.1\r\n${host}${close}\r\n`, 400],
    'an address without a beginning': [`GET healthz HTTP/1.1\r\n${host}${close}\r\n`, 400],
    'an address with a backslash': [`GET /a\\b HTTP/1.1\r\n${host}${close}\r\n`, 400],
    'another scheme': [`GET ftp://cart.example/ HTTP/1.1\r\n${host}${close}\r\n`, 400],
    'a header that is none': [`GET / HTTP/1.1\r\n${host}no colon\r\n\r\n`, 400],
    'a header with a zero byte': [`GET / HTTP/1.1\r\n${host}X: a\u0000b\r\n\r\n`, 400],
    'a header of twenty thousand characters': [`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`, 413],
    'an address of twenty thousand characters': [
      `GET /v1/products?ids=${'1'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`,
      413,
    ],
    'three thousand headers': [`GET / HTTP/1.1\r\n${host}${close}${'X: 1\r\n'.repeat(3000)}\r\n`, 404],
    'a length that is none': [`${post}Content-Length: x\r\n\r\n{}`, 400],
    'two lengths': [`${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
    'a length and chunks': [`${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    'chunks that are none': [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`, 400],
    'a body that is too long, by its length': [`${post}Content-Length: 99999999\r\n\r\n{`, 413],
    'a body that is too long, in chunks': [
      `${post}Transfer-Encoding: chunked\r\n\r\n${`4000\r\n${' '.repeat(0x4000)}\r\n`.repeat(5)}0\r\n\r\n`,
      413,
    ],
    'an expectation': [`${post}Expect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}`, 400],
    'an upgrade': [`GET /nothing HTTP/1.1\r\n${host}Connection: upgrade, close\r\nUpgrade: websocket\r\n\r\n`, 404],
    TRACE: [`TRACE /healthz HTTP/1.1\r\n${host}${close}\r\n`, 404],
  };
  for (const [what, [bytes, status]] of Object.entries(readable)) {
    it(`are answered with a problem that a page can read: ${what}`, async () => {
      const answer = await sendRaw(shop.proxy.url, Buffer.from(bytes, 'latin1'));
      assert.ok(answer, 'closed without a word');
      assert.equal(answer.status, status);
      assert.deepEqual(look(bare, answer), []);
    });
  }

  it('are answered without a body where only the head is asked for', async () => {
    const answer = await sendRaw(
      shop.proxy.url,
      Buffer.from(`HEAD /b\u00e9 HTTP/1.1\r\n${host}no colon\r\n\r\n`, 'latin1'),
    );
    assert.equal(answer?.status, 400);
    assert.equal(answer.body, '');
  });

  it('may break off in the middle of a body', async () => {
    await breakOff(shop.proxy.url, `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`);
    await breakOff(shop.proxy.url, `${post}Content-Length: 9\r\n\r\n{`);
    assert.ok(await sendRaw(shop.proxy.url, `GET /healthz HTTP/1.1\r\n${host}${close}\r\n`));
  });

  it('do not spoil the answer before them on the same connection', async () => {
    const answer = await sendRaw(shop.proxy.url, `GET /v1/products?ids=511 HTTP/1.1\r\n${host}\r\nnonsense\r\n\r\n`);
    if (answer) assert.ok([200, 400].includes(answer.status));
  });

  it('are any requests, over a real connection', async () => {
    const statuses = new Map<number, number>();
    const played = await fc.check(
      fc.asyncProperty(aim, async (next) => {
        const shot = next({tokens: [], forms: []});
        const answer = await sendRaw(shop.proxy.url, toBytes(shot));
        assert.ok(answer, `closed without a word: ${shot.method} ${shot.path}`);
        assert.deepEqual(
          look(shot, answer),
          [],
          `${shot.method} ${shot.path} ${JSON.stringify(shot.headers)} ${answer.status} ${answer.body.slice(0, 500)}`,
        );
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }),
      {numRuns: 300},
    );
    if (played.failed) throw played.errorInstance;
    console.log(
      `over a real connection: ${[...statuses]
        .sort()
        .map(([status, times]) => `${status} ${times}`)
        .join(', ')}`,
    );
    for (const status of [200, 400, 404]) assert.ok(statuses.get(status), String(status));
  });

  it('leave nothing in the log that must not be there', () => {
    const log = shop.logged.join('\n');
    assert.ok(log.includes('"route"'));
    assert.deepEqual(search(log, cartKeys()), []);
    assert.ok(!log.includes('"internal"'), 'what a client does is no failure of ours');
  });
});

function toBytes({method, path, headers, body}: Shot): Uint8Array {
  const lines = Object.entries({
    ...headers,
    'accept-encoding': 'identity',
    host: 'cart.example',
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body ? `content-length: ${body.length}\r\n` : '';
  return Buffer.concat([
    Buffer.from(`${method} ${path.replace(/ /g, '%20')} HTTP/1.1\r\n${lines.join('')}${length}\r\n`, 'latin1'),
    body ?? new Uint8Array(),
  ]);
}
