/** One allowance for many processes, on a real server that comes and goes. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Log} from '../../../src/proxy/index.js';
import {connect, type Connection} from '../../../src/redis/connection.js';
import {createSharedBucket} from '../../../src/redis/bucket.js';
import {createSharedLedger} from '../../../src/redis/ledger.js';
import {createBudget, plannedOf, systemClock, type Bucket, type Claim} from '../../../src/threedcart/index.js';
import {startRedis, withoutRedis, type RedisServer} from '../../helpers/redis.js';

const rate = 2;
const capacity = plannedOf(50);

describe('the shared budget', {skip: withoutRedis}, () => {
  let redis: RedisServer;
  let number = 0;
  const open: Connection[] = [];
  const events: string[] = [];
  const note = (fields: object): void => void events.push((fields as {event: string}).event);
  const log: Log = {debug: note, info: note, warn: note, error: note};
  before(async () => void (redis = await startRedis()));
  after(async () => {
    await Promise.all(open.map((one) => one.close()));
    await redis.close();
  });

  /** Replicas of a store of their own. */
  async function replicas(count: number): Promise<{connection: Connection; bucket: Bucket}[]> {
    const store = `https://store-${number++}.example`;
    const all = await Promise.all(Array.from({length: count}, () => connect(redis.url, store, log)));
    open.push(...all);
    return all.map((connection) => ({
      connection,
      bucket: createSharedBucket({connection, capacity, rate, clock: systemClock}),
    }));
  }
  /** Takes as many as there is room for, each replica in turn. */
  async function takeAll(buckets: readonly Bucket[], limit = capacity): Promise<number> {
    let calls = 0;
    for (let refused = 0; refused < buckets.length;) {
      const ms = await buckets[calls % buckets.length]?.take(1, limit);
      if (ms === 0) calls += 1;
      else refused = buckets.length;
    }
    return calls;
  }
  const until = async (is: () => boolean): Promise<void> => {
    for (let tries = 0; !is(); tries++) {
      assert.ok(tries < 500, `this never came true: ${String(is)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('begins half full, and lets three replicas take no more than one', async () => {
    const buckets = (await replicas(3)).map(({bucket}) => bucket);
    const calls = await takeAll(buckets);
    // What leaks while it is counted may be one more.
    assert.ok(calls >= 22 && calls <= 23, `${calls} calls`);
    const ms = await buckets[0]?.take(1, capacity);
    assert.ok(ms && ms <= 600, `room again in ${ms} ms`);
  });

  it('hands out at once what all ask for at once, and no more', async () => {
    const buckets = (await replicas(3)).map(({bucket}) => bucket);
    const answers = await Promise.all(
      Array.from({length: 90}, async (_, index) => buckets[index % 3]?.take(1, capacity * 0.6)),
    );
    const granted = answers.filter((ms) => ms === 0).length;
    // 60 % of 45 is 27, of which 22.5 are full.
    assert.ok(granted >= 4 && granted <= 5, `${granted} granted`);
  });

  it('is taken from what was given back, by whomever', async () => {
    const [one, other] = (await replicas(2)).map(({bucket}) => bucket);
    assert.ok(one && other);
    await takeAll([one, other]);
    one.giveBack(5);
    await one.take(1, 0);
    const calls = await takeAll([other]);
    assert.ok(calls >= 5 && calls <= 6, `${calls} calls`);
  });

  it('is closed for all when the store complained to one', async () => {
    const [one, other] = (await replicas(2)).map(({bucket}) => bucket);
    assert.ok(one && other);
    one.slowDown(9000, systemClock.now());
    await one.take(1, 0);
    const ms = await other.take(1, capacity);
    assert.ok(ms > 8000, `${ms} ms`);
    // Those that were under way together are one complaint, and a first one is a second or a little more.
    const [third, fourth] = (await replicas(2)).map(({bucket}) => bucket);
    assert.ok(third && fourth);
    const sentAt = systemClock.now() - 50;
    third.slowDown(undefined, sentAt);
    await third.take(1, 0);
    fourth.slowDown(undefined, sentAt);
    await fourth.take(1, 0);
    // The bucket is full now: one call leaks in half a second.
    const wait = await third.take(1, capacity);
    assert.ok(wait > 500 && wait < 1600, `${wait} ms`);
  });

  it('serves checkouts of one replica before the edits of another', async () => {
    const [one, other] = await replicas(2);
    assert.ok(one && other);
    const budgetOf = ({bucket, connection}: {bucket: Bucket; connection: Connection}) =>
      createBudget({
        capacity: 50,
        rate,
        clock: systemClock,
        bucket,
        ledger: createSharedLedger(connection, 2000, systemClock),
      });
    const budgets = [budgetOf(one), budgetOf(other)] as const;
    const claim = (of: Claim['for']): Claim => ({
      for: of,
      askedAt: systemClock.now(),
      deadline: systemClock.now() + 50,
    });
    await takeAll([one.bucket, other.bucket], capacity * 0.6);
    const [edit, checkout] = await Promise.all([budgets[0].take(claim('edit')), budgets[1].take(claim('checkout'))]);
    assert.deepEqual([edit, checkout], ['late', 'granted']);
  });

  it('knows what was spent for somebody at another replica', async () => {
    const [one, other] = await replicas(2);
    assert.ok(one && other);
    const ledgers = [one, other].map(({connection}) => createSharedLedger(connection, 2000, systemClock));
    for (let call = 0; call < 6; call++) ledgers[0]?.spend(['a shopper']);
    await one.connection.call('PING');
    ledgers[1]?.spend(['a shopper']);
    await until(() => (ledgers[1]?.owedMs('a shopper') ?? 0) > 12_000);
    assert.equal(ledgers[1]?.owedMs('somebody else'), 0);
  });

  it('is divided while the server is away, and adds up again when it is back', async () => {
    const all = await replicas(3);
    // Each knows of the others.
    await until(() => all.every(({connection}) => connection.replicas === 3));
    await takeAll(
      all.map(({bucket}) => bucket),
      capacity * 0.8,
    );
    await redis.stop();
    await until(() => all.every(({connection}) => !connection.isUp));
    let calls = 0;
    for (const {bucket} of all) {
      assert.ok(Math.abs(bucket.rate - rate / 3) < 0.01, `${bucket.rate} calls a second`);
      while ((await bucket.take(1, capacity)) === 0) calls += 1;
    }
    // A fifth of 45 was left, and some leaked meanwhile.
    assert.ok(calls >= 6 && calls <= 13, `${calls} calls`);
    await redis.start();
    await until(() => all.every(({connection}) => connection.isUp));
    const again = await takeAll(all.map(({bucket}) => bucket));
    assert.ok(again <= 6, `${again} calls after the return: it is full`);
    assert.equal(events.filter((event) => event === 'redis_lost').length >= 3, true);
    assert.ok(events.includes('redis_back'));
  });

  it('leaves a call in five seconds to each of many replicas', async () => {
    const [one] = await replicas(1);
    assert.ok(one);
    await redis.stop();
    await until(() => !one.connection.isUp);
    const many = createSharedBucket({
      connection: {...one.connection, isUp: false, replicas: 100, key: one.connection.key},
      capacity,
      rate,
      clock: systemClock,
    });
    assert.equal(many.rate, 0.2);
    await redis.start();
    await until(() => one.connection.isUp);
  });
});
