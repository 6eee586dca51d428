import assert from 'node:assert/strict';
import {setMaxListeners} from 'node:events';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {budgetClasses, createBudget, type BudgetClass, type Claim} from '../../../src/threedcart/index.js';
import {VirtualClock} from '../../helpers/clock.js';

/** The store's documented bucket, watched from outside. */
async function setup({full = false, capacity = 50, rate = 2, part = 1} = {}) {
  const clock = new VirtualClock(1_000_000);
  const budget = createBudget({capacity, rate, part, clock});
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
    setMaxListeners(0, enough.signal);
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

  it('lets a checkout in at once while others wait for room', async () => {
    const {clock, log, ask, burst} = await setup();
    await burst('edit');
    log.length = 0;
    ask('edit', 'edit');
    ask('checkout', 'checkout');
    await clock.advance(0);
    assert.deepEqual(log, ['checkout']);
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

  it('does not grant a call late because this process was busy', async () => {
    const clock = new VirtualClock(1_000_000);
    const laggard = {now: () => clock.now(), after: (ms: number, run: () => void) => clock.after(ms + 1000, run)};
    const budget = createBudget({capacity: 1, rate: 2, clock: laggard});
    await clock.advance(1000);
    const take = () => budget.take({for: 'checkout', askedAt: 0, deadline: clock.now() + 600});
    assert.deepEqual(await clock.run(Promise.all([take(), take()])), ['granted', 'late']);
  });

  it('leaves no timer behind when the last one has left', async () => {
    const {clock, ask, burst} = await setup();
    await burst('checkout');
    const leaving = new AbortController();
    ask('leaving', 'checkout', {signal: leaving.signal});
    leaving.abort();
    assert.equal(clock.waiting, 0);
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
    budget.slowDown(10_000, clock.now());
    ask('checkout', 'checkout');
    await clock.advance(9999);
    assert.deepEqual(log, []);
    await clock.advance(1);
    assert.deepEqual(log, ['checkout']);
  });

  it('does not believe a store that asks for more than two minutes', async () => {
    const {clock, budget, log, ask} = await setup();
    budget.slowDown(86_400_000, clock.now());
    ask('checkout', 'checkout');
    await clock.advance(120_000);
    assert.deepEqual(log, ['checkout']);
  });

  it('waits longer each time where the store does not say how long', async () => {
    const {clock, budget} = await setup();
    const waits: number[] = [];
    for (let complaints = 0; complaints < 8; complaints += 1) {
      budget.slowDown(undefined, clock.now());
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
    budget.slowDown(undefined, clock.now());
    assert.ok(budget.waitMs('checkout') <= 1250);
  });

  it('takes calls that were under way together for one complaint', async () => {
    const {clock, budget} = await setup();
    const sentAt = clock.now();
    await clock.advance(100);
    for (let complaints = 0; complaints < 8; complaints += 1) budget.slowDown(undefined, sentAt);
    assert.ok(budget.waitMs('checkout') <= 1250, String(budget.waitMs('checkout')));
    budget.slowDown(7000, sentAt);
    assert.equal(budget.waitMs('checkout'), 7000, 'what the store says counts all the same');
  });

  it('takes the bucket for full when the store complains, whoever filled it', async () => {
    const {clock, budget, burst} = await setup();
    budget.slowDown(1, clock.now());
    await clock.advance(1);
    assert.equal(await burst('checkout'), 0);
    await clock.advance(1999);
    assert.equal(await burst('checkout'), 4);
    await clock.advance(9000);
    assert.equal(await burst('edit'), 0, 'checkouts had their turn; the rest waits for 60 %');
    await clock.advance(500);
    assert.equal(await burst('edit'), 1);
  });

  it('says when to ask again: checkouts at once, others the later the more there are', async () => {
    const {budget, ask, burst} = await setup();
    assert.equal(budget.waitMs('checkout'), 0);
    await burst('checkout');
    assert.equal(budget.waitMs('checkout'), 500);
    assert.equal(budget.waitMs('edit'), 9500);
    ask('a', 'checkout');
    ask('b', 'checkout');
    assert.equal(budget.waitMs('checkout'), 1500);
    assert.equal(budget.waitMs('edit'), 10_500);
    for (let more = 0; more < 200; more += 1) ask('more', 'checkout');
    assert.equal(budget.waitMs('checkout'), 2500);
    assert.equal(budget.waitMs('edit'), 39_500);
  });

  it('puts whoever has spent much behind those who have not, and counts calls, not requests', async () => {
    const {clock, log, ask, burst} = await setup();
    for (let calls = 0; calls < 20; calls += 1) ask('spender', 'checkout', {shopper: 'spender'});
    for (let asks = 0; asks < 200; asks += 1) ask('poller', 'checkout', {shopper: 'poller', deadline: clock.now()});
    await burst('checkout');
    log.length = 0;
    const askedAt = clock.now();
    ask('spender', 'checkout', {askedAt, shopper: 'spender'});
    ask('poller', 'checkout', {askedAt: askedAt + 1, shopper: 'poller'});
    ask('newcomer', 'checkout', {askedAt: askedAt + 2, shopper: 'newcomer'});
    // Twenty calls are ten beyond an ordinary cart: twenty seconds' worth at a shopper's own pace.
    ask('long after', 'checkout', {askedAt: askedAt + 21_000, shopper: 'long after'});
    await clock.advance(10_000);
    assert.deepEqual(log, ['poller', 'newcomer', 'spender', 'long after']);
  });

  it('forgets with time what somebody has spent', async () => {
    const {clock, log, ask, burst} = await setup();
    for (let calls = 0; calls < 20; calls += 1) ask('spender', 'checkout', {shopper: 'spender'});
    await clock.advance(20_000);
    await burst('checkout');
    log.length = 0;
    ask('spender', 'checkout', {shopper: 'spender'});
    ask('newcomer', 'checkout', {shopper: 'newcomer', askedAt: clock.now() + 1});
    await clock.advance(10_000);
    assert.deepEqual(log, ['spender', 'newcomer']);
  });

  it('serves an ordinary cart in one go, before it turns to the next', async () => {
    const {clock, log, budget, burst} = await setup();
    await burst('checkout');
    log.length = 0;
    const askedAt = clock.now();
    const makeCart = async (name: string): Promise<void> => {
      for (let calls = 0; calls < 5; calls += 1) {
        await budget.take({for: 'checkout', askedAt, deadline: askedAt + 60_000, shopper: name});
        log.push(name);
      }
    };
    await clock.run(Promise.all(['first', 'second', 'third'].map(makeCart)));
    assert.deepEqual(log, ['first', 'second', 'third'].flatMap((name) => Array<string>(5).fill(name)));
  });

  it('gives a command beside a proxy a tenth, so that both together fit', async () => {
    const {clock, burst, budget} = await setup({part: 0.1});
    assert.equal(budget.level().capacity, 4.5);
    assert.equal(await burst('checkout'), 4);
    await clock.advance(5000);
    assert.equal(await burst('checkout'), 1, 'one in five seconds is a tenth of two a second');
  });

  it('stays quick with ten thousand in the queue', async () => {
    const {clock, budget, burst} = await setup();
    await burst('checkout');
    let compared = 0;
    /** A place that counts how often it is looked at. */
    const counted = (askedAt: number): Claim =>
      Object.defineProperty({for: 'checkout' as const, askedAt: 0, deadline: clock.now() + 1e9}, 'askedAt', {
        enumerable: true,
        get() {
          compared += 1;
          return askedAt;
        },
      });
    for (let index = 0; index < 10_000; index += 1) void budget.take(counted((index * 7919) % 10_007));
    assert.equal(budget.level().queued.checkout, 10_000);
    assert.ok(compared < 10_000 * 40, `${compared} looks`);
  });

  it('lets one call through where the allowance is tiny', async () => {
    const {burst} = await setup({capacity: 1, rate: 0.5});
    assert.equal(await burst('catalogue'), 1);
  });
});

/** A claim on one call, at some time of the schedule, with what its maker does about it. */
const someTake = fc.record({
  what: fc.constant('take' as const),
  of: fc.constantFrom(...budgetClasses),
  shopper: fc.integer({min: 0, max: 5}),
  /** How long ago it first asked. */
  agoMs: fc.integer({min: 0, max: 60_000}),
  patienceMs: fc.integer({min: 0, max: 30_000}),
  /** When its maker leaves. */
  leavesMs: fc.option(fc.integer({min: 0, max: 20_000}), {nil: undefined}),
});
const someStep = fc.oneof(
  {weight: 12, arbitrary: someTake},
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('rush' as const),
      of: fc.constantFrom(...budgetClasses),
      calls: fc.integer({min: 10, max: 80}),
    }),
  },
  {weight: 6, arbitrary: fc.record({what: fc.constant('pass' as const), ms: fc.integer({min: 1, max: 8000})})},
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('complaint' as const),
      retryAfterMs: fc.option(fc.integer({min: 0, max: 20_000}), {nil: undefined}),
      sentAgoMs: fc.integer({min: 0, max: 3000}),
    }),
  },
);

describe('the budget under any schedule', () => {
  it("never overflows the store's bucket, lets nobody before a checkout, and grants nothing too late", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someStep, {minLength: 5, maxLength: 60}), async (steps) => {
        const clock = new VirtualClock(1_000_000);
        const budget = createBudget({capacity: 50, rate: 2, clock});
        // The store's own bucket. What ran before us left at most half of it filled.
        let level = 25;
        let leakedAt = clock.now();
        let closedUntil = 0;
        const waiting = new Set<Claim>();
        const wrong = new Set<string>();

        const take = (of: BudgetClass, claim: Partial<Claim>, leavesMs?: number): void => {
          const leaving = new AbortController();
          const full: Claim = {
            for: of,
            askedAt: clock.now(),
            deadline: clock.now() + 60_000,
            signal: leaving.signal,
            ...claim,
          };
          waiting.add(full);
          if (leavesMs !== undefined) clock.after(leavesMs, () => leaving.abort());
          void budget.take(full).then((grant) => {
            waiting.delete(full);
            if (grant !== 'granted') return;
            const now = clock.now();
            level = Math.max(0, level - ((now - leakedAt) / 1000) * 2) + 1;
            leakedAt = now;
            if (level > 50 + 1e-6) wrong.add("the store's bucket overflows");
            if (now >= full.deadline) wrong.add('granted when it was of no use any more');
            if (leaving.signal.aborted) wrong.add('granted to somebody who has left');
            if (now < closedUntil) wrong.add('granted although the store wants peace');
            if (of !== 'checkout' && [...waiting].some((other) => other.for === 'checkout' && now < other.deadline))
              wrong.add('a checkout waits behind another call');
          });
        };

        for (const step of steps) {
          if (step.what === 'pass') await clock.advance(step.ms);
          else if (step.what === 'complaint') {
            const {retryAfterMs, sentAgoMs} = step;
            closedUntil = Math.max(closedUntil, clock.now() + (retryAfterMs ?? 0));
            budget.slowDown(retryAfterMs, clock.now() - sentAgoMs);
          } else if (step.what === 'rush') for (let calls = 0; calls < step.calls; calls += 1) take(step.of, {});
          else {
            const {of, shopper, agoMs, patienceMs, leavesMs} = step;
            const claim = {askedAt: clock.now() - agoMs, deadline: clock.now() + patienceMs, shopper: String(shopper)};
            take(of, claim, leavesMs);
          }
          // What was granted at this moment is told before the next step.
          await clock.advance(0);
        }
        await clock.advance(200_000);
        assert.deepEqual([...wrong], []);
        assert.equal(waiting.size, 0, 'somebody was never told');
        assert.equal(clock.waiting, 0, 'a timer is left');
      }),
      {numRuns: Number(process.env.RUNS ?? 200)},
    );
  });
});
