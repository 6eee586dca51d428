/** How `pushcart serve` ends: a load balancer hears of it first, and nobody who is being served is cut off. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {parseConfig} from '../../../src/proxy/index.js';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {serveProxy} from '../../../src/server.js';
import {fastClock} from '../../helpers/fast-clock.js';
import {startCommand} from '../../helpers/command.js';
import {createWatchedLog} from '../../helpers/log-watch.js';
import {describeEnvironment, pageOrigin} from '../../helpers/environment.js';

const wish = {intent: 'sync', lines: [{id: 'a', catalogId: 511, quantity: 1}]};
const post = (url: string, body: object): Promise<Response> =>
  fetch(`${url}/v1/cart`, {method: 'POST', headers: {Origin: pageOrigin}, body: JSON.stringify(body)});

describe('pushcart serve, told to stop', () => {
  let sandbox: Sandbox;
  before(async () => void (sandbox = await createSandbox()));
  after(() => sandbox.close());

  const environment = (changes: Record<string, string> = {}) =>
    describeEnvironment({
      PUSHCART_SECURE_URL: sandbox.url,
      PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
      PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
      PUSHCART_TOKEN: sandbox.credentials.token,
      PUSHCART_PORT: '0',
      PUSHCART_LOG_LEVEL: 'debug',
      ...changes,
    });
  async function serve() {
    const command = startCommand(['serve'], environment());
    const [, url = ''] = await command.printed(/"event":"listening".*?"url":"([^"]+)"/);
    await command.printed(/"event":"mirror_full"/);
    return {command, url};
  }
  /** A request on its way, of which the store has seen the first call and takes its time. */
  async function putInFlight(url: string, ms: number): Promise<Promise<Response>[]> {
    sandbox.addFault({match: 'POST /Cart ', kind: 'slow', ms});
    const calls = () => sandbox.snapshot().calls.filter(({method}) => method === 'POST').length;
    const before = calls();
    const answer = post(url, {...wish, intent: 'checkout'});
    while (calls() === before) await fetch(`${url}/healthz`);
    return [answer];
  }

  it('says so at /readyz first, serves whoever still comes, and finishes what is in flight', async () => {
    const {command, url} = await serve();
    try {
      const [answer] = await putInFlight(url, 4000);
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      const since = Date.now();
      command.stop('SIGTERM');
      let ready = await fetch(`${url}/readyz`);
      while (ready.status === 200) ready = await fetch(`${url}/readyz`);
      assert.deepEqual([ready.status, await ready.json()], [503, {status: 'stopping'}]);
      // It is new, it is served, and all of it after /readyz went down.
      const late = await post(url, {...wish, key: 'BAAAAAAAAAAAAAAAAAAAAA'});
      assert.equal(((await late.json()) as {status: string}).status, 'synced');
      const finished = (await answer) as Response;
      assert.deepEqual([finished.status, ((await finished.json()) as {status: string}).status], [200, 'synced']);
      const {code, stdout, stderr} = await command.ended;
      assert.deepEqual([code, stderr], [0, '']);
      assert.ok(Date.now() - since < 10_000, 'it would have been killed');
      assert.match(stdout, /"event":"stopping"[^]*"event":"stopped","cut":0/);
    } finally {
      command.stop('SIGKILL');
    }
  });

  it('stops at once when it is told a second time', async () => {
    for (const [first, second, expected] of [
      ['SIGTERM', 'SIGTERM', 143],
      ['SIGTERM', 'SIGINT', 130],
    ] as const) {
      const {command, url} = await serve();
      try {
        const [answer] = await putInFlight(url, 6000);
        const cut = assert.rejects(answer ?? Promise.resolve());
        command.stop(first);
        await command.printed(/"event":"stopping"/);
        command.stop(second);
        assert.equal((await command.ended).code, expected);
        await cut;
      } finally {
        command.stop('SIGKILL');
      }
    }
  });

  it('takes nobody any more after Ctrl-C, behind which is no load balancer', async () => {
    const {command, url} = await serve();
    try {
      command.stop('SIGINT');
      await command.printed(/"event":"stopping","noticeMs":0/);
      assert.equal((await command.ended).code, 0);
      await assert.rejects(fetch(`${url}/healthz`));
    } finally {
      command.stop('SIGKILL');
    }
  });

  it('tells a shopper who is held for the store to come back, before it would have to cut', async () => {
    const logged: string[] = [];
    const config = parseConfig(environment({PUSHCART_API_CAPACITY: '10', PUSHCART_API_RATE: '0.01'}));
    const clock = fastClock(10);
    const proxy = await serveProxy(config, {clock, log: createWatchedLog(config, (line) => void logged.push(line))});
    const spent = Array.from({length: 4}, (_, index) =>
      post(proxy.url, {...wish, intent: 'checkout', key: `${index}`.repeat(22)}),
    );
    while (!logged.some((line) => /"outcome":"done".*"for":"checkout"/.test(line))) await fetch(`${proxy.url}/healthz`);
    await proxy.close(2000);
    const answers = await Promise.all(
      spent.map(async (answer) => ((await (await answer).json()) as {status: string}).status),
    );
    assert.ok(answers.includes('pending'), answers.join());
    assert.ok(logged.some((line) => line.includes('"event":"stopped","cut":0')));
  });
});
