/** The proxy as a Node server: sockets, files, and a log without secrets. */
import assert from 'node:assert/strict';
import {EventEmitter, once} from 'node:events';
import {mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync, mkdirSync} from 'node:fs';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {parseConfig} from '../../../src/proxy/index.js';
import {createLog, readEnvironment, serveProxy, type ProxyServer} from '../../../src/server.js';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {createWatchedLog} from '../../helpers/log-watch.js';
import {describeEnvironment, olderSecret, sealingSecret, storeKeys} from '../../helpers/environment.js';

const hookSecret = 'hK7wQz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk0';
const awkwardKey = 'a"b\\c/d+e=f?g&h%i<j>k\'l{m}n|o~p#';

describe('the log', () => {
  const config = parseConfig(
    describeEnvironment({
      PUSHCART_PRIVATE_KEY: awkwardKey,
      PUSHCART_TOKEN: `${awkwardKey}-and-more`,
      PUSHCART_SECRETS: `${sealingSecret},${olderSecret}`,
      PUSHCART_HOOK_SECRET: hookSecret,
    }),
  );
  const write = (fields: object, message = 'x'): string => {
    const lines: string[] = [];
    createLog({...config, logLevel: 'trace'}, (line) => void lines.push(line)).info(fields, message);
    return lines.join('');
  };
  const forms = (secret: string): Record<string, string> => ({
    raw: secret,
    'base64 with padding': Buffer.from(secret).toString('base64'),
    'base64 without padding': Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    base64url: Buffer.from(secret).toString('base64url'),
    'URL-escaped': encodeURIComponent(secret),
    'JSON-escaped': JSON.stringify(secret).slice(1, -1),
    'URL-escaped base64': encodeURIComponent(Buffer.from(secret).toString('base64')),
  });
  const secrets: Record<string, string> = {
    'the private key': awkwardKey,
    'the token': `${awkwardKey}-and-more`,
    'the newest sealing key': sealingSecret,
    'an older sealing key': olderSecret,
    'the secret of the webhooks': hookSecret,
    'a sealing key in the other alphabet': Buffer.from(sealingSecret, 'base64url')
      .toString('base64')
      .replace(/=+$/, ''),
  };

  for (const [what, secret] of Object.entries(secrets)) {
    it(`never has ${what} in it, however it was written`, () => {
      for (const [form, text] of Object.entries(forms(secret))) {
        for (const line of [
          write({header: text}),
          write({}, `the store said ${text}.`),
          write({deep: {er: [{err: `x${text}y`}]}}),
          write({err: new Error(`refused ${text}`)}),
          write({body: JSON.stringify({text})}),
        ]) {
          assert.ok(line.includes('[redacted]'), `${form}: nothing was found in ${line}`);
          assert.ok(!line.includes(text), form);
          assert.ok(!line.includes(JSON.stringify(text).slice(1, -1)), form);
          assert.ok(!line.includes('-and-more'), 'the rest of a longer secret is left');
          assert.doesNotThrow(() => void JSON.parse(line), 'a line is JSON');
        }
      }
    });
  }

  it('keeps what is no secret', () => {
    const line = JSON.parse(write({event: 'store_call', status: 200}, 'GET /Cart/{cart}: done')) as Record<
      string,
      unknown
    >;
    assert.deepEqual(
      [line.event, line.status, line.msg, line.level],
      ['store_call', 200, 'GET /Cart/{cart}: done', 'info'],
    );
    assert.match(String(line.time), /^\d{4}-\d\d-\d\dT/);
  });

  it('is a line each, in which no text of others moves a cursor, turns letters round or hides', () => {
    const hostile = [
      '\r\n{"level":"info","msg":"all is well"}',
      ...[
        '\n',
        '\r',
        '\u0000',
        '\u0007',
        '\b',
        '\u001b[2K\u001b[1A',
        '\u007f',
        '\u0085',
        '\u009b2K',
        '\u2028',
        '\u2029',
      ],
      ...['\u202e', '\u2066', '\u200f', '\u061c', '\u200b', '\u2060', '\ufeff', '\u{e0041}', '\ud800'],
    ];
    for (const text of hostile) {
      const lines = {
        field: write({text}),
        name: write({[text]: 1}),
        'deep field': write({deep: {er: [{text: `a${text}b`}]}}),
        message: write({}, `the store said ${text}`),
        error: write({err: new Error(`refused ${text}`, {cause: new Error(text)})}),
      };
      for (const [where, line] of Object.entries(lines)) {
        const what = `${where} ${JSON.stringify(text)}`;
        assert.equal(line.indexOf('\n'), line.length - 1, what);
        assert.doesNotMatch(line.slice(0, -1), /[^\P{C}\p{Cn}\p{Co}]|[\u2028\u2029]/u, what);
        assert.ok(
          JSON.stringify(JSON.parse(line)).includes(JSON.stringify(text).slice(1, -1)),
          `${what} is still there`,
        );
      }
    }
  });

  it('says no more than its level', () => {
    const lines: string[] = [];
    const log = createLog({...config, logLevel: 'warn'}, (line) => void lines.push(line));
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    assert.equal(lines.length, 2);
  });

  it('hides a bearer token as well', () => {
    const bearer = parseConfig(
      describeEnvironment({
        PUSHCART_PRIVATE_KEY: undefined,
        PUSHCART_TOKEN: undefined,
        PUSHCART_ACCESS_TOKEN: storeKeys.accessToken,
      }),
    );
    const lines: string[] = [];
    createLog(bearer, (line) => void lines.push(line)).error({authorization: `Bearer ${storeKeys.accessToken}`}, 'x');
    assert.ok(!lines.join('').includes(storeKeys.accessToken));
  });
});

describe('a proxy that listens', () => {
  let sandbox: Sandbox;
  let server: ProxyServer;
  const embed = mkdtempSync(join(tmpdir(), 'pushcart-embed-'));
  const lines: string[] = [];

  before(async () => {
    mkdirSync(join(embed, 'assets'));
    writeFileSync(join(embed, 'pushcart.js'), `export const load = () => {};\n${'// filler\n'.repeat(200)}`);
    writeFileSync(join(embed, 'assets', 'cart-abc123.js'), 'export {};\n');
    writeFileSync(join(embed, 'secret.txt'), 'secret');
    sandbox = await createSandbox({credentials: storeKeys});
    const config = parseConfig(
      describeEnvironment({
        PUSHCART_SECURE_URL: sandbox.url,
        PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
        PUSHCART_PORT: '0',
        PUSHCART_PUBLIC_URL: undefined,
      }),
    );
    server = await serveProxy(config, {
      embed,
      log: createWatchedLog(config, (line) => void lines.push(line)),
    });
  });
  after(async () => {
    await server.close();
    await sandbox.close();
    rmSync(embed, {recursive: true});
  });

  const post = (body: unknown, origin = 'https://blog.example') =>
    fetch(`${server.url}/v1/cart`, {
      method: 'POST',
      headers: {Origin: origin, 'Content-Type': 'text/plain'},
      body: JSON.stringify(body),
    });

  it('picks a free port for 0 and says where it is', () => {
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    assert.ok(lines.some((line) => line.includes('"listening"') && line.includes(server.url)));
  });

  it("takes a shopper from the first add to the store's checkout", async () => {
    const first = await post({intent: 'sync', lines: [{id: 'a', catalogId: 511, quantity: 2}]});
    const {cart, status} = (await first.json()) as {cart: string; status: string};
    assert.equal(status, 'synced');
    const last = await post({intent: 'checkout', cart, lines: [{id: 'a', catalogId: 511, quantity: 2}]});
    const {checkoutUrl} = (await last.json()) as {checkoutUrl: string};
    const page = await (await fetch(checkoutUrl)).text();
    assert.match(page, /Harbor Mug/);
    assert.match(page, /data-total="3600"/);
  });

  it('may be used from its own address', async () => {
    assert.equal((await post({intent: 'read', lines: []}, server.url)).status, 200);
    assert.equal((await post({intent: 'read', lines: []}, 'https://evil.example')).status, 403);
  });

  it('serves the embed compressed, and no other file', async () => {
    const tag = await fetch(`${server.url}/pushcart.js`, {headers: {'Accept-Encoding': 'br'}});
    assert.equal(tag.headers.get('content-encoding'), 'br');
    assert.match(await tag.text(), /export const load/);
    assert.equal((await fetch(`${server.url}/assets/cart-abc123.js`)).status, 200);
    for (const path of [
      '/secret.txt',
      '/assets/../secret.txt',
      '/assets/..%2fsecret.txt',
      '/assets/%2e%2e/secret.txt',
      '/assets/none-1.js',
    ])
      assert.equal((await fetch(`${server.url}${path}`)).status, 404, path);
  });

  it('serves a file anew when it has changed on disk', async () => {
    const old = (await fetch(`${server.url}/pushcart.js`)).headers.get('etag');
    writeFileSync(join(embed, 'pushcart.js'), 'export const load = () => "new";\n');
    const fresh = await fetch(`${server.url}/pushcart.js`);
    assert.notEqual(fresh.headers.get('etag'), old);
    assert.match(await fresh.text(), /new/);
  });

  it('reads a file again that it could not read before, though it has not changed since', async () => {
    const file = join(embed, 'assets', 'huge-1234.js');
    writeFileSync(file, '');
    // Larger than Node reads in one piece, and yet no byte on the disk.
    truncateSync(file, 3 * 1024 ** 3);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    assert.equal((await fetch(`${server.url}/assets/huge-1234.js`)).status, 500);
    truncateSync(file, 1);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    assert.equal((await fetch(`${server.url}/assets/huge-1234.js`)).status, 200);
  });

  it('has logged no key of the store, no key of a cart and no token, though it logged every call', () => {
    const log = lines.join('');
    assert.ok(log.includes('POST /Cart/{cart}/Item'));
    const keys = sandbox.snapshot().carts.map(({OrderKey}) => OrderKey);
    assert.ok(keys.length > 0);
    for (const secret of [...keys, ...Object.values(storeKeys), sealingSecret, 'eyJhbGciOiJkaXIi'])
      assert.ok(!log.includes(secret), secret);
  });

  it('tells its numbers to a program on this machine, those included that are hardly requests', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end('this is no HTTP\r\n\r\n');
    await once(socket.resume(), 'close');
    const response = await fetch(`${server.url}/metrics`);
    assert.equal(response.status, 200);
    const body = await response.text();
    assert.match(body, /^pushcart_requests_total\{method="POST",route="\/v1\/cart",status="200"\} \d/m);
    assert.match(body, /^pushcart_requests_total\{method="other",route="unreadable",status="400"\} 1$/m);
    assert.match(body, /^process_resident_memory_bytes \d/m);
  });

  it('says which port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const {port} = taken.address() as AddressInfo;
    await assert.rejects(
      serveProxy(parseConfig(describeEnvironment({PUSHCART_PORT: String(port), PUSHCART_LOG_LEVEL: 'silent'})), {
        embed,
      }),
      {code: 'EADDRINUSE'},
    );
    await new Promise((resolve) => taken.close(resolve));
  });

  it('lets go of a browser that keeps connections when it is told to stop, and finishes what is in flight', async () => {
    const config = parseConfig(
      describeEnvironment({
        PUSHCART_PORT: '0',
        PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
        PUSHCART_SECURE_URL: sandbox.url,
        PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
        PUSHCART_TOKEN: sandbox.credentials.token,
        PUSHCART_LOG_LEVEL: 'silent',
      }),
    );
    // The store takes its time to make a cart.
    const store = new EventEmitter();
    const answers = once(store, 'answer');
    const other = await serveProxy(config, {
      embed,
      async fetch(request) {
        if (request.method === 'POST') {
          store.emit('asked');
          await answers;
        }
        return fetch(request);
      },
    });
    const open = async (...lines: string[]): Promise<Socket> => {
      const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(lines.map((line) => `${line}\r\n`).join(''));
      return socket;
    };
    const unused = await open();
    const used = await open('GET /healthz HTTP/1.1', 'Host: localhost', '');
    await once(used, 'data');
    const wish = {intent: 'sync', lines: [{id: 'a', catalogId: 511, quantity: 1}]};
    const asked = once(store, 'asked');
    const waiting = await open(
      'POST /v1/cart HTTP/1.1',
      'Host: localhost',
      'Origin: https://cart.example',
      `Content-Length: ${JSON.stringify(wish).length}`,
      '',
      JSON.stringify(wish),
    );
    await asked;
    let heard = '';
    waiting.on('data', (chunk: Buffer) => (heard += chunk.toString()));

    const gone = Promise.all([unused, used].map((socket) => once(socket, 'close')));
    const stopped = other.close();
    await gone;
    store.emit('answer');
    await Promise.all([stopped, once(waiting, 'close')]);
    assert.match(heard, /^HTTP\/1\.1 200 OK[^]*connection: close[^]*"status":"synced"/i);
    await assert.rejects(fetch(`${other.url}/healthz`));
  });
});

describe('the variables of a file', () => {
  it('are read below those of the process', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pushcart-env-'));
    const file = join(folder, 'shop.env');
    writeFileSync(file, '# a comment\nPUSHCART_TEST_ONE=from file\nPUSHCART_TEST_TWO="from file"\n');
    process.env.PUSHCART_TEST_TWO = 'from process';
    try {
      const read = readEnvironment(file);
      assert.deepEqual([read.PUSHCART_TEST_ONE, read.PUSHCART_TEST_TWO], ['from file', 'from process']);
    } finally {
      delete process.env.PUSHCART_TEST_TWO;
      rmSync(folder, {recursive: true});
    }
  });

  it('that cannot be read are said to be so', () => {
    assert.throws(() => readEnvironment('/does/not/exist.env'), /--env-file \/does\/not\/exist\.env/);
  });
});
