import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createBudget, type BudgetClass, type Claim} from '../../../src/threedcart/index.js';
import {VirtualClock} from '../../helpers/clock.js';

/** The store's documented bucket, watched from outside. */
async function setup({full = false, capacity = 50, rate = 2} = {}) {
  const clock = new VirtualClock(1_000_000);
  const budget = createBudget({capacity, rate, clock});
  if (!full) await clock.advance(60_000);
  const log: string[] = [];
  /** Asks for a call, and notes under a name what became of it. */
  const ask = (name: string, of: BudgetClass, claim: Partial<Claim> = {}): void => {
    void budget
      .take({for: of, askedAt: clock.now(), deadline: clock.now() + 3_600_000, ...claim})
      .then((grant) => log.push(grant === 'granted' ? name : `${name} ${grant}`));
  };
  /** How many calls of a class go through at once. */
  const burst = async (of: BudgetClass): Promise<number> => {
    const before = log.length;
    const enough = new AbortController();
    for (let calls = 0; calls < 60; calls += 1) ask(of, of, {signal: enough.signal});
    await clock.advance(0);
    enough.abort();
    await clock.advance(0);
    return log.slice(before).filter((name) => name === of).length;
  };
  return {clock, budget, log, ask, burst};
}

describe('the budget of calls', () => {
  it('plans with 45 of the 50 that the store takes', async () => {
    const {budget, burst} = await setup();
    assert.equal(budget.level().capacity, 45);
    assert.equal(await burst('checkout'), 45);
  });

  it('lets edits and first adds use 60 % of it, and the catalogue half', async () => {
    assert.equal(await (await setup()).burst('edit'), 27);
    assert.equal(await (await setup()).burst('first-add'), 27);
    assert.equal(await (await setup()).burst('catalogue'), 22);
  });

  it('keeps the rest for checkouts when all others have taken theirs', async () => {
    const {burst} = await setup();
    await burst('catalogue');
    assert.equal(await burst('edit'), 5);
    assert.equal(await burst('first-add'), 0);
    assert.equal(await burst('checkout'), 18);
  });

  it('starts half full, for what ran before it', async () => {
    const {burst, budget} = await setup({full: true});
    assert.equal(budget.level().used, 22.5);
    assert.equal(await burst('checkout'), 22);
  });

  it('gives back two calls a second', async () => {
    const {clock, burst} = await setup();
    await burst('checkout');
    await clock.advance(1000);
    assert.equal(await burst('checkout'), 2);
    await clock.advance(3600_000);
    assert.equal(await burst('checkout'), 45);
  });

  it('never lets more through than the store takes, whoever asks', async () => {
    const {clock, log, ask} = await setup();
    for (let calls = 0; calls < 200; calls += 1) ask('c', 'checkout');
    for (let second = 1; second <= 60; second += 1) {
      await clock.advance(1000);
      assert.ok(log.length <= 45 + 2 * second + 1, `${log.length} after ${second} s`);
    }
    assert.ok(log.length >= 45 + 2 * 60 - 2, `only ${log.length}: the allowance was not used`);
  });

  it('serves checkouts first, then first adds, edits and the catalogue', async () => {
    const {clock, log, ask, burst} = await setup();
    await burst('checkout');
    log.length = 0;
    for (const of of ['catalogue', 'edit', 'first-add', 'checkout'] as const) ask(of, of);
    await clock.advance(60_000);
    assert.deepEqual(log, ['checkout', 'first-add', 'edit', 'catalogue']);
  });

  it('serves within a class by the time of first asking, not of asking', async () => {
    const {clock, log, ask, burst} = await setup();
    await burst('checkout');
    log.length = 0;
    ask('third', 'checkout', {askedAt: 3});
    ask('first', 'checkout', {askedAt: 1});
    ask('second', 'checkout', {askedAt: 2});
    ask('second, again', 'checkout', {askedAt: 2});
    await clock.advance(60_000);
    assert.deepEqual(log, ['first', 'second', 'second, again', 'third']);
  });

  it('tells who waited too long, at the deadline and not later', async () => {
    const {clock, log, ask, burst} = await setup();
    await burst('checkout');
    log.length = 0;
    ask('edit', 'edit', {deadline: clock.now() + 2000});
    await clock.advance(1999);
    assert.deepEqual(log, []);
    await clock.advance(1);
    assert.deepEqual(log, ['edit late']);
  });

  it('does not grant a call whose deadline is now', async () => {
    const {clock, log, ask} = await setup();
    ask('edit', 'edit', {deadline: clock.now()});
    await clock.advance(0);
    assert.deepEqual(log, ['edit late']);
  });

  it('spends nothing on who has left, before or while waiting', async () => {
    const {clock, log, ask, burst, budget} = await setup();
    ask('gone', 'checkout', {signal: AbortSignal.abort()});
    await clock.advance(0);
    await burst('checkout');
    const leaving = new AbortController();
    ask('leaving', 'checkout', {signal: leaving.signal, askedAt: 1});
    ask('staying', 'checkout', {askedAt: 2});
    leaving.abort();
    await clock.advance(500);
    assert.ok(log.includes('gone aborted') && log.includes('leaving aborted'));
    assert.equal(log.at(-1), 'staying');
    assert.deepEqual(Object.values(budget.level().queued), [0, 0, 0, 0]);
    assert.equal(clock.waiting, 0);
  });

  it('stops for as long as the store asks, checkouts too', async () => {
    const {clock, budget, log, ask} = await setup();
    budget.slowDown(10_000);
    ask('checkout', 'checkout');
    await clock.advance(9999);
    assert.deepEqual(log, []);
    await clock.advance(1);
    assert.deepEqual(log, ['checkout']);
  });

  it('does not believe a store that asks for more than two minutes', async () => {
    const {clock, budget, log, ask} = await setup();
    budget.slowDown(86_400_000);
    ask('checkout', 'checkout');
    await clock.advance(120_000);
    assert.deepEqual(log, ['checkout']);
  });

  it('waits longer each time where the store does not say how long', async () => {
    const {clock, budget} = await setup();
    const waits: number[] = [];
    for (let complaints = 0; complaints < 8; complaints += 1) {
      budget.slowDown();
      const before = clock.now();
      assert.equal(await clock.run(budget.take({for: 'checkout', askedAt: 0, deadline: before + 100_000})), 'granted');
      waits.push(clock.now() - before);
    }
    for (const [index, least] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000].entries()) {
      const wait = waits[index] ?? 0;
      assert.ok(wait >= least && wait <= least * 1.25 + 1, `${index}: ${wait}`);
    }
    // A minute of peace, and it is a first complaint again.
    await clock.advance(61_000);
    budget.slowDown();
    assert.ok(budget.waitMs('checkout') <= 1250);
  });

  it('takes the bucket for fuller than it thought, so that only checkouts go on at once', async () => {
    const {clock, budget, burst} = await setup();
    budget.slowDown(1);
    await clock.advance(1);
    assert.equal(await burst('edit'), 0);
    assert.ok((await burst('checkout')) >= 15);
  });

  it('says how long a class has to wait, behind everybody before it', async () => {
    const {budget, ask, burst} = await setup();
    assert.equal(budget.waitMs('checkout'), 0);
    await burst('checkout');
    assert.equal(budget.waitMs('checkout'), 500);
    assert.equal(budget.waitMs('edit'), 9500);
    ask('a', 'checkout');
    ask('b', 'checkout');
    assert.equal(budget.waitMs('checkout'), 1500);
  });

  it('lets one call through where the allowance is tiny', async () => {
    const {burst} = await setup({capacity: 1, rate: 0.5});
    assert.equal(await burst('catalogue'), 1);
  });
});
