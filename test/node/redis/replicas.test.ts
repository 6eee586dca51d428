/** Many replicas are one proxy: whoever answers, whoever dies, and whether or not the server that they share is there. */
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {after, before, describe, it} from 'node:test';
import fc from 'fast-check';
import {parseConfig} from '../../../src/proxy/index.js';
import {createSandbox} from '../../../src/sandbox/index.js';
import {serveProxy} from '../../../src/server.js';
import {pageOrigin} from '../../helpers/environment.js';
import {fastClock} from '../../helpers/fast-clock.js';
import {createWatchedLog} from '../../helpers/log-watch.js';
import {play, playCatalogue, playStores, steps, type Stage} from '../../helpers/play.js';
import {startProxyProcess} from '../../helpers/proxy-process.js';
import {startRedis, withoutRedis, type RedisServer} from '../../helpers/redis.js';
import {soak, soakCatalogue} from '../../helpers/soak.js';

const RUNS = Number(process.env['RUNS'] ?? 30);
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const TIMES = 100;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('three replicas', {skip: withoutRedis}, () => {
  let redis: RedisServer;
  before(async () => void (redis = await startRedis()));
  after(() => redis.close());

  const describeReplica = (
    sandbox: {url: string; credentials: {privateKey: string; token: string}},
    secrets: string,
  ) => ({
    PUSHCART_SECURE_URL: sandbox.url,
    PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
    PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
    PUSHCART_TOKEN: sandbox.credentials.token,
    PUSHCART_ORIGINS: pageOrigin,
    PUSHCART_SECRETS: secrets,
    PUSHCART_PORT: '0',
    PUSHCART_LIMIT_REQUESTS: '0',
    PUSHCART_LIMIT_CARTS: '0',
    PUSHCART_LIMIT_ORIGIN: '0',
    PUSHCART_REDIS_URL: redis.url,
  });

  it(`end with the store's cart equal to the wishes, whichever is asked each time, in ${RUNS} plays`, async () => {
    let played = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(...playStores), async (plot, switches) => {
        const clock = fastClock(TIMES);
        const sandbox = await createSandbox({catalogue: playCatalogue, switches, clock});
        const secrets = randomBytes(32).toString('base64url');
        // The server that they share has its own clock, by which the store is as fast as it seems.
        const environment = {...describeReplica(sandbox, secrets), PUSHCART_API_RATE: String(2 * TIMES)};
        const config = parseConfig({...environment, PUSHCART_LOG_LEVEL: 'trace'});
        const log = createWatchedLog(config, () => undefined);
        const replicas = await Promise.all([1, 2, 3].map(() => serveProxy(config, {log, clock})));
        const stage: Stage = {
          sandbox: {...sandbox, fetch: (request) => fetch(request, {redirect: 'manual'})},
          async post(asked) {
            const {url} = replicas[Math.floor(Math.random() * replicas.length)]!;
            const response = await fetch(`${url}/v1/cart`, {
              method: 'POST',
              headers: {'Content-Type': 'text/plain', Origin: pageOrigin},
              body: JSON.stringify(asked),
            });
            return (await response.json()) as object;
          },
          advance: (ms) => clock.sleep(ms),
          settle: (promise) => promise,
        };
        try {
          await play(stage, plot, switches.stockCheck);
          played += 1;
        } finally {
          await Promise.all(replicas.map((one) => one.close()));
          await sandbox.close();
        }
      }),
      {numRuns: RUNS, seed: SEED, endOnFailure: true, includeErrorInReport: true},
    );
    console.log(`replicas: seed ${SEED}`);
    assert.equal(played, RUNS);
  });

  it('lose nothing, double nothing and never overrun the store while one is killed and the server goes and comes', async () => {
    const leakPerSecond = 20;
    const sandbox = await createSandbox({
      catalogue: soakCatalogue,
      switches: {latencyMs: 20, throttle: {capacity: 50, leakPerSecond}},
    });
    const secrets = randomBytes(32).toString('base64url');
    const environment = {...describeReplica(sandbox, secrets), PUSHCART_API_RATE: String(leakPerSecond)};
    const replicas = await Promise.all([1, 2, 3].map(() => startProxyProcess(environment)));
    const [victim] = replicas;
    const alive = [...replicas];
    async function accidents(): Promise<void> {
      await sleep(3000);
      alive.shift();
      await victim?.kill();
      await sleep(2000);
      await redis.stop();
      await sleep(3000);
      await redis.start();
    }
    try {
      const [figures] = await Promise.all([
        soak({
          proxyUrl: () => alive[Math.floor(Math.random() * alive.length)]!.url,
          sandbox,
          ms: 12_000,
          crowd: 12,
          faultEveryMs: undefined,
        }),
        accidents(),
      ]);
      console.log(`replicas: ${figures.shoppers} shoppers, ${figures.requests} requests, ${figures.storeCalls} calls`);
      assert.ok(figures.shoppers >= 12);
      assert.deepEqual([figures.lost, figures.doubled, figures.throttled], [[], [], 0]);
    } finally {
      await Promise.all(alive.map((one) => one.close()));
      await sandbox.close();
    }
  });
});
