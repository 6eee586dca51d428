/** One catalogue for many replicas: one of them asks the store, and all have it. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {createMirror, type Mirror} from '../../../src/proxy/mirror.js';
import {parseConfig, type Log} from '../../../src/proxy/index.js';
import {connect, type Connection} from '../../../src/redis/connection.js';
import {createSharedMirror} from '../../../src/redis/mirror-store.js';
import {catalogue, createSandboxStore, type Product, type SandboxStore} from '../../../src/sandbox/index.js';
import {createBudget, createStoreClient, systemClock} from '../../../src/threedcart/index.js';
import {describeEnvironment, storeKeys, storeUrl} from '../../helpers/environment.js';
import {startRedis, withoutRedis, type RedisServer} from '../../helpers/redis.js';

const log: Log = {debug() {}, info() {}, warn() {}, error() {}};
const leadMs = 600;
/** Three pages of them. */
const products: readonly Product[] = Array.from({length: 240}, (_, index) => ({
  ...catalogue[0]!,
  catalogId: 1000 + index,
  name: `Product ${1000 + index}`,
}));

describe('a mirror of many', {skip: withoutRedis}, () => {
  let redis: RedisServer;
  let number = 0;
  const open: (() => Promise<void> | void)[] = [];
  before(async () => void (redis = await startRedis()));
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
  after(() => redis.close());

  const openStore = (): SandboxStore =>
    createSandboxStore({
      credentials: {secureUrl: storeUrl, ...storeKeys},
      catalogue: products,
      switches: {throttle: {capacity: 10_000, leakPerSecond: 1000}},
    });
  const listed = (sandbox: SandboxStore): number =>
    sandbox.snapshot().calls.filter(({path}) => /^\/Products(\?|$)/.test(path)).length;
  const {store: config} = parseConfig(describeEnvironment());

  async function replicas(
    count: number,
    sandbox: SandboxStore,
    name = `https://store-${number++}.example`,
  ): Promise<{mirror: Mirror; connection: Connection}[]> {
    const all = await Promise.all(Array.from({length: count}, () => connect(redis.url, name, log)));
    return all.map((connection) => {
      const client = createStoreClient({
        baseUrl: config.apiUrl,
        credentials: config.credentials,
        budget: createBudget({capacity: 10_000, rate: 1000, clock: systemClock}),
        clock: systemClock,
        fetch: (request) => sandbox.fetch(request),
      });
      const store = createSharedMirror({connection, clock: systemClock, leadMs});
      const mirror = createMirror({client, clock: systemClock, log, seconds: 300, store});
      open.push(
        () => mirror.stop(),
        () => connection.close(),
      );
      return {mirror, connection};
    });
  }
  async function until(is: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await is()); tries++) {
      assert.ok(tries < 500, `this never came true: ${String(is)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const claim = () => ({for: 'catalogue', askedAt: Date.now(), deadline: Date.now() + 2000}) as const;
  const nameOf = async (mirror: Mirror, id: number): Promise<string> => {
    const known = (await mirror.lookUp([id], claim())).get(id);
    return typeof known === 'object' ? known.name : String(known);
  };

  it('is filled by one of three, with the calls of one, and a late one is full without a call', async () => {
    const sandbox = openStore();
    const name = `https://store-${number++}.example`;
    const all = await replicas(3, sandbox, name);
    for (const {mirror} of all) mirror.start();
    await until(() => all.every(({mirror}) => mirror.full && mirror.size === products.length));
    const calls = listed(sandbox);
    assert.equal(calls, 3, 'a page each');
    const before = sandbox.snapshot().calls.length;
    const [late] = await replicas(1, sandbox, name);
    late?.mirror.start();
    await until(() => late?.mirror.full === true && late.mirror.size === products.length);
    assert.equal(await nameOf(late!.mirror, 1100), 'Product 1100');
    assert.equal((await late!.mirror.settings(claim()))?.name, (await all[0]!.mirror.settings(claim()))?.name);
    assert.equal(sandbox.snapshot().calls.length, before);
  });

  it('hears from whoever was told of a change, and of what is gone', async () => {
    const sandbox = openStore();
    const [one, other] = await replicas(2, sandbox);
    assert.ok(one && other);
    one.mirror.start();
    await until(() => one.mirror.full);
    other.mirror.start();
    await until(() => other.mirror.full);
    sandbox.putProduct({...products[5]!, name: 'A new name'});
    other.mirror.hear(1005);
    await until(async () => (await nameOf(one.mirror, 1005)) === 'A new name');
    sandbox.deleteProduct(1006);
    other.mirror.hear(1006);
    await until(async () => (await nameOf(one.mirror, 1006)) === 'missing');
  });

  it('is led by another when the one that led is gone', async () => {
    const sandbox = openStore();
    const name = `https://store-${number++}.example`;
    const all = await Promise.all([1, 2].map(() => connect(redis.url, name, log)));
    const [one, other] = all.map((connection) => createSharedMirror({connection, clock: systemClock, leadMs}));
    open.push(...all.map((connection) => () => connection.close()));
    assert.ok(one && other && sandbox);
    assert.deepEqual([await one.lead(), await other.lead()], [true, false]);
    await new Promise((resolve) => setTimeout(resolve, 2 * leadMs));
    assert.equal(await other.lead(), false, 'it is kept for longer than it lives');
    await all[0]?.close();
    await until(() => other.lead());
  });

  it('is put there again when the server has forgotten it', async () => {
    const sandbox = openStore();
    const name = `https://store-${number++}.example`;
    const [one] = await replicas(1, sandbox, name);
    assert.ok(one);
    one.mirror.start();
    await until(() => one.mirror.full);
    await redis.stop();
    await until(() => !one.connection.isUp);
    assert.equal(await nameOf(one.mirror, 1200), 'Product 1200');
    await redis.start();
    const seen = await connect(redis.url, name, log);
    open.push(() => seen.close());
    const there = createSharedMirror({connection: seen, clock: systemClock, leadMs});
    await until(async () => (await there.pull()).frame?.full === true);
    const calls = sandbox.snapshot().calls.length;
    const [late] = await replicas(1, sandbox, name);
    late?.mirror.start();
    await until(() => late?.mirror.full === true && late.mirror.size === products.length);
    assert.equal(sandbox.snapshot().calls.length, calls);
  });
});
