/** Slow clients, silent ones and many at once: each is let go, and none keeps others out. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, it} from 'node:test';
import {parseConfig, type Environment} from '../../../src/proxy/index.js';
import {serveProxy, type ProxyServer, type ServeOptions} from '../../../src/server.js';
import {createWatchedLog} from '../../helpers/log-watch.js';
import {describeEnvironment} from '../../helpers/environment.js';
import {sendRaw} from '../../helpers/raw-http.js';

const embed = mkdtempSync(join(tmpdir(), 'pushcart-connections-'));
mkdirSync(join(embed, 'assets'));
writeFileSync(join(embed, 'pushcart.js'), 'export {};\n');
writeFileSync(join(embed, 'assets', 'large-1234.js'), '');
/** More than the buffers between two processes take. */
truncateSync(join(embed, 'assets', 'large-1234.js'), 48 * 1024 * 1024);
after(() => rmSync(embed, {recursive: true}));

const short = {headersMs: 400, requestMs: 600, idleMs: 300, stalledMs: 500};
const get = 'GET /healthz HTTP/1.1\r\nHost: cart.example\r\n';
const post =
  'POST /v1/cart HTTP/1.1\r\nHost: cart.example\r\nOrigin: https://blog.example\r\nContent-Length: 1000\r\n\r\n{';

interface Open {
  readonly server: ProxyServer;
  readonly logged: string[];
  /** Connects, says something, and keeps everything that comes back. */
  dial(said?: string, from?: string): Promise<{socket: Socket; heard: () => string; closed: Promise<unknown>}>;
}

async function withServer(
  connections: NonNullable<ServeOptions['connections']>,
  run: (open: Open) => Promise<void>,
  environment: Environment = {},
): Promise<void> {
  const config = parseConfig(describeEnvironment({PUSHCART_PORT: '0', ...environment}));
  const logged: string[] = [];
  const server = await serveProxy(config, {
    embed,
    connections,
    log: createWatchedLog(config, (line) => void logged.push(line)),
    fetch: () => Promise.reject(new TypeError('no store here')),
  });
  const sockets: Socket[] = [];
  async function dial(said = '', from = '127.0.0.1') {
    const socket = connect({port: Number(new URL(server.url).port), host: '127.0.0.1', localAddress: from});
    sockets.push(socket);
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    // Not `once` of `node:events`, which would fail for a reset: that is an end as well.
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await once(socket, 'connect');
    socket.write(said);
    return {socket, heard: () => text, closed};
  }
  try {
    await run({server, logged, dial});
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.close();
  }
}

/** Says a byte now and then, until nobody listens any more. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.once('close', () => clearInterval(timer));
}

/** Where there is room for one alone: somebody else gets in when that one is gone. */
async function askUntilAnswered(server: ProxyServer): ReturnType<typeof sendRaw> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const answer = await sendRaw(server.url, `${get}Connection: close\r\n\r\n`);
    if (answer) return answer;
  }
  return undefined;
}

const isProblem = /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"invalid_request"/;

describe('a client', () => {
  it('that sends its headers drop by drop is let go, with a word', () =>
    withServer({...short, requestMs: 60_000}, async ({dial}) => {
      const slow = await dial(get);
      drip(slow.socket, 'X: 1\r\n');
      await slow.closed;
      assert.match(slow.heard(), isProblem);
    }));

  it('that sends its body drop by drop is let go, with a word', () =>
    withServer(short, async ({dial}) => {
      const slow = await dial(post);
      drip(slow.socket, ' ');
      await slow.closed;
      assert.match(slow.heard(), isProblem);
    }));

  it('that says nothing is let go without a word, which could be taken for the answer to what comes next', () =>
    withServer({...short, requestMs: 60_000}, async ({dial}) => {
      const silent = await dial();
      await silent.closed;
      assert.equal(silent.heard(), '');
    }));

  it('that asks nothing more is let go', () =>
    withServer({...short, headersMs: 60_000, requestMs: 60_000}, async ({dial}) => {
      const idle = await dial(`${get}\r\n`);
      await idle.closed;
      assert.match(idle.heard(), /^HTTP\/1\.1 200 [^]*"ok"/);
    }));

  it('that goes on after it was told to go is cut off', () =>
    withServer({...short, connections: 1}, async ({server}) => {
      const deaf = connect({port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true});
      deaf.on('error', () => undefined);
      deaf.on('data', () => undefined);
      await once(deaf, 'connect');
      deaf.write(get);
      drip(deaf, 'X: 1\r\n');
      assert.equal((await askUntilAnswered(server))?.status, 200);
      deaf.destroy();
    }));

  it('that does not take its answer is let go', () =>
    withServer({...short, connections: 1}, async ({server, dial}) => {
      const greedy = await dial();
      greedy.socket.pause();
      greedy.socket.write('GET /assets/large-1234.js HTTP/1.1\r\nHost: cart.example\r\n\r\n');
      assert.equal((await askUntilAnswered(server))?.status, 200);
    }));

  it('of many slow ones keeps nobody else out, and all are let go', () =>
    // On a busy machine an honest client may take its time, too.
    withServer({...short, headersMs: 2000, requestMs: 2500}, async ({server, dial}) => {
      const slow = await Promise.all(
        Array.from({length: 100}, async (_, index) => {
          const client = await dial(index % 2 ? get : post);
          drip(client.socket, 'X');
          return client;
        }),
      );
      assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
      await Promise.all(slow.map(({closed}) => closed));
    }));
});

describe('connections', () => {
  const patient = {headersMs: 60_000, requestMs: 60_000, idleMs: 60_000, stalledMs: 60_000};

  it('are as many as there may be, and the log says once that there were more', () =>
    withServer({...patient, connections: 3}, async ({dial, logged}) => {
      const [first] = [await dial(`${get}\r\n`), await dial(), await dial()];
      for (let more = 0; more < 5; more += 1) {
        const late = await dial(`${get}\r\n`);
        await late.closed;
        assert.equal(late.heard(), '');
      }
      assert.equal(logged.filter((line) => line.includes('"connections_refused"')).length, 1);
      first.socket.destroy();
      await first.closed;
      for (let heard = ''; !heard;) {
        const next = await dial(`${get}Connection: close\r\n\r\n`);
        await next.closed;
        heard = next.heard();
      }
    }));

  it('of one address are as many as it may have, and others are not kept out', () =>
    withServer({...patient, perAddress: 2}, async ({dial, logged}) => {
      await dial();
      await dial(`${get}\r\n`);
      const third = await dial(`${get}\r\n`);
      await third.closed;
      assert.equal(third.heard(), '');
      const other = await dial(`${get}Connection: close\r\n\r\n`, '127.0.0.2');
      await other.closed;
      assert.match(other.heard(), /^HTTP\/1\.1 200 /);
      assert.ok(!logged.join('').includes('127.0.0.1"'), 'an address is nothing for a log');
    }));

  it('from a reverse proxy are not counted as those of one client', () =>
    withServer(
      {...patient, perAddress: 2},
      async ({dial}) => {
        await Promise.all([dial(), dial(), dial()]);
        const next = await dial(`${get}Connection: close\r\n\r\n`);
        await next.closed;
        assert.match(next.heard(), /^HTTP\/1\.1 200 /);
      },
      {PUSHCART_TRUST_PROXY: '1'},
    ));

  it('carry every header that fits: three thousand do not hide the one that says who asked', () =>
    withServer(
      patient,
      async ({server}) => {
        const ask = async (address: string) =>
          (
            await sendRaw(
              server.url,
              `GET /v1/products?ids=x HTTP/1.1\r\nHost: cart.example\r\nConnection: close\r\n${'X:1\r\n'.repeat(3000)}X-Forwarded-For: ${address}\r\n\r\n`,
            )
          )?.status;
        assert.deepEqual([await ask('203.0.113.1'), await ask('203.0.113.2')], [400, 400]);
        assert.equal(await ask('203.0.113.1'), 429);
      },
      {PUSHCART_TRUST_PROXY: '1', PUSHCART_LIMIT_REQUESTS: '1'},
    ));
});
