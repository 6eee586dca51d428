/** What a fake `fetch` cannot show: the client of Node's own `fetch`, against a server that misbehaves on the wire. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type Server, type Socket} from 'node:net';
import {afterEach, describe, it} from 'node:test';
import {gzipSync} from 'node:zlib';
import {createStoreClient, systemClock, type Clock} from '../../../src/threedcart/index.js';
import {VirtualClock} from '../../helpers/clock.js';
import {demoKeys, demoStoreUrl} from '../../helpers/answered-client.js';

const key = '7A1B2C3DxkQ9mTe';
const frame = {url: demoStoreUrl, decimals: 2};
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

describe('a store that misbehaves on the wire', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  });

  /** A client of a server that answers the first bytes on each connection so. */
  async function open(answer: (socket: Socket, request: string) => void, clock: Clock = systemClock) {
    const requests: string[] = [];
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        requests.push(bytes.toString('latin1'));
        answer(socket, bytes.toString('latin1'));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as {port: number};
    const base = `http://127.0.0.1:${port}`;
    const client = createStoreClient({
      baseUrl: base,
      credentials: demoKeys,
      clock,
      budget: {
        take: () => Promise.resolve('granted'),
        slowDown: () => undefined,
        waitMs: () => 0,
        ahead: () => 0,
        level: () => ({used: 0, capacity: 45, queued: {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0}}),
      },
      fetch: (request) => fetch(request),
    });
    const claim = {for: 'edit', askedAt: 0, deadline: Infinity} as const;
    return {
      base,
      requests,
      read: () => client.getCart(key, frame, claim),
      write: () => client.addLine(key, {catalogId: 511, quantity: 1, options: []}, claim),
    };
  }
  const connection = {kind: 'unclear', reason: 'connection'};

  it('drips: after thirty seconds the connection is let go', async () => {
    const clock = new VirtualClock();
    let heard = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (heard = resolve));
    let closed = (): void => undefined;
    const released = new Promise<void>((resolve) => (closed = resolve));
    const {write} = await open((socket) => {
      socket.on('close', closed);
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n`, heard);
    }, clock);
    const outcome = write();
    await arrived;
    await clock.advance(29_999);
    assert.equal(await Promise.race([outcome, Promise.resolve('waiting')]), 'waiting');
    await clock.advance(1);
    assert.deepEqual(await outcome, {kind: 'unclear', reason: 'timeout'});
    await released;
  });

  it('says nothing at all: after thirty seconds the connection is let go', async () => {
    const clock = new VirtualClock();
    let heard = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (heard = resolve));
    let closed = (): void => undefined;
    const released = new Promise<void>((resolve) => (closed = resolve));
    const {read} = await open((socket) => {
      socket.on('close', closed);
      heard();
    }, clock);
    const outcome = read();
    await arrived;
    await clock.advance(30_000);
    assert.deepEqual(await outcome, {kind: 'unclear', reason: 'timeout'});
    await released;
  });

  const broken: Record<string, (socket: Socket) => void> = {
    'resets before a word': (socket) => socket.resetAndDestroy(),
    'closes before a word': (socket) => socket.end(),
    'resets in the head': (socket) => socket.write('HTTP/1.1 200 O', () => socket.resetAndDestroy()),
    'resets in the body': (socket) =>
      socket.write(`${head}Content-Length: 90\r\n\r\n[{`, () => socket.resetAndDestroy()),
    'closes in the body': (socket) => socket.end(`${head}Content-Length: 90\r\n\r\n[{`),
    'closes in a chunk': (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n9\r\n[{`),
    'closes between chunks': (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n`),
    'sends chunks that are none': (socket) =>
      socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n`),
    'speaks no HTTP': (socket) => socket.end('hello\r\n\r\n'),
    'calls zipped what is not': (socket) => socket.end(`${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]`),
    'switches to another protocol': (socket) =>
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    'has a header without an end': (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
  };
  for (const [what, answer] of Object.entries(broken)) {
    it(`${what}: nobody knows what happened`, async () => {
      const {read, write} = await open(answer);
      assert.deepEqual(await write(), connection);
      assert.deepEqual(await read(), connection);
    });
  }

  it('sends early hints first: they are no answer', async () => {
    const body = '[{"Key":"CartItemID","Value":"7","Status":"201","Message":""}]';
    const {write} = await open((socket) =>
      socket.end(
        `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    assert.deepEqual(await write(), {kind: 'done', value: '7'});
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`leads elsewhere on the same host, ${status}: it is not followed`, async () => {
      const {base, read, write, requests} = await open((socket) =>
        socket.end(`HTTP/1.1 ${status} Moved\r\nLocation: ${base}/elsewhere\r\nContent-Length: 0\r\n\r\n`),
      );
      assert.deepEqual(await write(), {kind: 'unclear', reason: 'redirect', status});
      assert.deepEqual(await read(), {kind: 'unclear', reason: 'redirect', status});
      assert.equal(requests.length, 2);
      assert.ok(requests.every((request) => !request.includes('elsewhere')));
    });
  }

  it('sends a gigabyte in a megabyte: little of it is unpacked', async () => {
    // Zipped blocks can follow each other: each of these is sixteen megabytes of spaces.
    const block = gzipSync(Buffer.alloc(16 << 20, 0x20));
    const bomb = Buffer.concat(Array.from({length: 64}, () => block));
    let closed = (): void => undefined;
    const released = new Promise<void>((resolve) => (closed = resolve));
    const {write} = await open((socket) => {
      socket.on('close', closed);
      socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const before = process.memoryUsage().rss;
    assert.deepEqual(await write(), {kind: 'unclear', reason: 'too_large'});
    assert.ok(process.memoryUsage().rss - before < 256 << 20, 'the memory fills up');
    await released;
  });

  it('sends without an end: the connection is let go', async () => {
    let closed = (): void => undefined;
    const released = new Promise<void>((resolve) => (closed = resolve));
    const {read} = await open((socket) => {
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', pour).on('close', closed);
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
      pour();
    });
    assert.deepEqual(await read(), {kind: 'unclear', reason: 'too_large'});
    await released;
  });
});
