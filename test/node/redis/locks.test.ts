/** One turn at a time for each cart, among replicas that may die, on a server that may go away. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {
  createLocks,
  createRecords,
  type CartRecord,
  type Locks,
  type Log,
  type Turn,
} from '../../../src/proxy/index.js';
import {connect, type Connection} from '../../../src/redis/connection.js';
import {createSharedKeep} from '../../../src/redis/keep.js';
import {createSharedLimiter} from '../../../src/redis/limits.js';
import {createSharedLocks} from '../../../src/redis/locks.js';
import {systemClock} from '../../../src/threedcart/index.js';
import {startRedis, withoutRedis, type RedisServer} from '../../helpers/redis.js';

const silent: Log = {debug() {}, info() {}, warn() {}, error() {}};
const lifeMs = 300;
const soon = (): number => systemClock.now() + 5000;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => (signal?.aborted ? resolve() : signal?.addEventListener('abort', () => resolve())));

describe('what replicas share', {skip: withoutRedis}, () => {
  let redis: RedisServer;
  let number = 0;
  const open: Connection[] = [];
  before(async () => void (redis = await startRedis()));
  after(async () => {
    await Promise.all(open.map((one) => one.close()));
    await redis.close();
  });

  async function replicas(count: number): Promise<{connection: Connection; locks: Locks}[]> {
    const store = `https://store-${number++}.example`;
    const all = await Promise.all(Array.from({length: count}, () => connect(redis.url, store, silent)));
    open.push(...all);
    return all.map((connection) => ({
      connection,
      locks: createSharedLocks({connection, local: createLocks(systemClock), clock: systemClock, lifeMs}),
    }));
  }
  async function until(is: () => boolean): Promise<void> {
    for (let tries = 0; !is(); tries++) {
      assert.ok(tries < 500, `this never came true: ${String(is)}`);
      await sleep(20);
    }
  }
  const enough: CartRecord = {
    cartKey: 'key',
    token: 'token',
    rev: 1,
    doubts: [],
    handedOver: undefined,
    completed: undefined,
  };

  it('is one turn at a time, longer than a lock lives, and each is clean', async () => {
    const [one, other] = await replicas(2);
    assert.ok(one && other);
    let inside = 0;
    let most = 0;
    const turns: boolean[] = [];
    const work = async (turn: Turn): Promise<void> => {
      most = Math.max(most, ++inside);
      await sleep(2 * lifeMs);
      turns.push(turn.isClean && turn.lost?.aborted === false);
      inside -= 1;
    };
    const all = [one, other, one].map(({locks}) => locks.hold('a cart', soon(), work));
    assert.ok(!(await Promise.all(all)).includes('late'));
    assert.deepEqual([most, turns], [1, [true, true, true]]);
    const together = [one, other].map(({locks}, index) => locks.hold(`cart ${index}`, soon(), () => sleep(lifeMs)));
    const began = Date.now();
    await Promise.all(together);
    assert.ok(Date.now() - began < 2 * lifeMs, 'other carts do not wait');
  });

  it('is not waited for beyond the deadline', async () => {
    const [one, other] = await replicas(2);
    assert.ok(one && other);
    let done = (): void => {};
    let has = (): void => {};
    const taken = new Promise<void>((resolve) => (has = resolve));
    const first = one.locks.hold('a cart', soon(), () => {
      has();
      return new Promise<void>((resolve) => (done = resolve));
    });
    await taken;
    assert.equal(await other.locks.hold('a cart', systemClock.now() + 200, () => Promise.resolve()), 'late');
    done();
    await first;
  });

  it('goes to another when a replica dies, who is told that it was not ended', async () => {
    const [dead, other] = await replicas(2);
    assert.ok(dead && other);
    let end = (): void => {};
    let lost: AbortSignal | undefined;
    let has = (): void => {};
    const taken = new Promise<void>((resolve) => (has = resolve));
    const turn = dead.locks.hold('a cart', soon(), (own) => {
      lost = own.lost;
      has();
      return new Promise<void>((resolve) => (end = resolve));
    });
    await taken;
    // Its connection is cut, and it cannot say that it still works.
    await dead.connection.close();
    const isClean = await other.locks.hold('a cart', soon(), (own) => Promise.resolve(own.isClean));
    assert.equal(isClean, false);
    await aborted(lost);
    end();
    await turn;
    assert.equal(await other.locks.hold('a cart', soon(), (own) => Promise.resolve(own.isClean)), true);
  });

  it('is lost when the server goes, and nobody believes a record then', async () => {
    const [one, other] = await replicas(2);
    assert.ok(one && other);
    const keepOf = ({connection}: {connection: Connection}) =>
      createSharedKeep<CartRecord>({
        connection,
        kind: 'record-test',
        ttlMs: 60_000,
        local: createRecords(systemClock),
        doubtful: (record) => ({...record, token: undefined}),
      });
    const [mine, theirs] = [keepOf(one), keepOf(other)];
    await mine.put('a cart', enough);
    assert.deepEqual((await theirs.get('a cart'))?.token, 'token');
    await until(() => one.connection.replicas === 2 && other.connection.replicas === 2);
    const held = one.locks.hold('a cart', soon(), async ({lost}) => {
      await redis.stop();
      await aborted(lost);
    });
    await held;
    await until(() => !one.connection.isUp && !other.connection.isUp);
    assert.equal((await mine.get('a cart'))?.token, undefined);
    assert.equal((await mine.get('a cart'))?.cartKey, 'key');
    await mine.put('a cart', {...enough, rev: 2, token: 'newer'});
    assert.equal(await one.locks.hold('a cart', soon(), (own) => Promise.resolve(own.isClean)), false);
    await redis.start();
    await until(() => one.connection.isUp && other.connection.isUp);
    assert.equal(await theirs.get('a cart'), undefined, 'it is read from the store again');
  });

  it('forgets at the server what was changed without it', async () => {
    const [one] = await replicas(1);
    assert.ok(one);
    const keep = createSharedKeep<CartRecord>({
      connection: one.connection,
      kind: 'record-test',
      ttlMs: 60_000,
      local: createRecords(systemClock),
      doubtful: (record) => record,
    });
    await keep.put('a cart', enough);
    // The connection alone breaks: the server still has what it had.
    one.connection.client.disconnect(true);
    await until(() => !one.connection.isUp);
    await keep.put('a cart', {...enough, rev: 7});
    await until(() => one.connection.isUp);
    assert.equal(await keep.get('a cart'), undefined);
  });

  it('is a limit for all, and one for each while the server is away', async () => {
    const [one, other] = await replicas(2);
    assert.ok(one && other);
    const [mine, theirs] = [one, other].map(({connection}) => createSharedLimiter(connection, 'carts', 3));
    assert.ok(mine && theirs);
    for (const limiter of [mine, theirs, mine]) assert.equal(await limiter.spend('192.0.2.1'), undefined);
    assert.ok(((await theirs.spend('192.0.2.1'))?.retryAfterMs ?? 0) > 1000);
    assert.equal(await theirs.spend('192.0.2.2'), undefined);
    await mine.giveBack('192.0.2.1');
    await mine.giveBack('192.0.2.1');
    assert.equal(await theirs.spend('192.0.2.1'), undefined);
    assert.ok(await theirs.spend('192.0.2.1'));
    const names = (await one.connection.call('KEYS', '*')) as string[];
    assert.ok(!names.join().includes('192.0.2'), 'no address is written down');
    await redis.stop();
    await until(() => !one.connection.isUp);
    assert.equal(await mine.spend('192.0.2.1'), undefined);
    await redis.start();
    await until(() => one.connection.isUp);
  });
});
