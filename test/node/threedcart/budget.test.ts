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
    for (let calls = 0; calls < 60; calls += 1) ask(of, of, {signal: () => enough.signal});
    await clock.advance(0);
    enough.abort();
    await clock.advance(0);
    return log.slice(before).filter((name) => name === of).length;
  };
  const waitMs = (of: BudgetClass): number => budget.waitMs({for: of, askedAt: clock.now()});
  return {clock, budget, log, ask, burst, waitMs};
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
    ask('leaving', 'checkout', {signal: () => leaving.signal});
    leaving.abort();
    assert.equal(clock.waiting, 0);
  });

  it('spends nothing on who has left, before or while waiting', async () => {
    const {clock, log, ask, burst, budget} = await setup();
    ask('gone', 'checkout', {signal: () => AbortSignal.abort()});
    await clock.advance(0);
    await burst('checkout');
    const leaving = new AbortController();
    ask('leaving', 'checkout', {signal: () => leaving.signal, askedAt: 1});
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
    const {clock, budget, waitMs} = await setup();
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
    assert.ok(waitMs('checkout') <= 1250);
  });

  it('takes calls that were under way together for one complaint', async () => {
    const {clock, budget, waitMs} = await setup();
    const sentAt = clock.now();
    await clock.advance(100);
    for (let complaints = 0; complaints < 8; complaints += 1) budget.slowDown(undefined, sentAt);
    assert.ok(waitMs('checkout') <= 1250, String(waitMs('checkout')));
    budget.slowDown(7000, sentAt);
    assert.equal(waitMs('checkout'), 7000, 'what the store says counts all the same');
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

  it('says when to ask again: checkouts at once, others when it may be their turn', async () => {
    const {ask, burst, waitMs} = await setup();
    assert.equal(waitMs('checkout'), 0);
    await burst('checkout');
    assert.equal(waitMs('checkout'), 500);
    assert.equal(waitMs('edit'), 9500);
    ask('a', 'checkout');
    ask('b', 'checkout', {shopper: 'b', calls: 3});
    assert.equal(waitMs('checkout'), 1000);
    assert.equal(waitMs('edit'), 10_500, 'a second before the four ahead are served');
    for (let more = 0; more < 200; more += 1) ask('more', 'checkout');
    assert.equal(waitMs('checkout'), 1000);
    assert.equal(waitMs('edit'), 39_500);
  });

  it('keeps in mind who was sent away, for a minute', async () => {
    const {clock, budget, ask, burst} = await setup();
    await burst('edit');
    const askedAt = clock.now();
    const deadline = askedAt + 100;
    for (const shopper of ['a', 'b', 'c']) ask(shopper, 'edit', {shopper, calls: 2, askedAt, deadline});
    await clock.advance(100);
    const waitMs = (shopper: string, since: number): number => budget.waitMs({for: 'edit', shopper, askedAt: since});
    assert.equal(waitMs('d', askedAt + 1), 400 + 2000, 'three with two calls each are ahead');
    assert.equal(waitMs('a', askedAt), 900 + 1000, 'nobody is ahead of himself, and two calls need room for two');
    assert.equal(waitMs('d', askedAt - 1), 400);
    const ahead = (shopper: string, since: number): number => budget.ahead({for: 'edit', shopper, askedAt: since});
    assert.deepEqual([ahead('d', askedAt + 1), ahead('a', askedAt), ahead('d', askedAt - 1)], [3, 2, 0]);
    assert.equal(budget.ahead({for: 'checkout', shopper: 'd', askedAt: askedAt + 1}), 0, 'checkouts come first');
    ask('a', 'edit', {shopper: 'a', calls: 2, askedAt});
    assert.equal(waitMs('d', askedAt + 1), 400 + 2000, 'somebody who has come back counts once');
    await clock.advance(60_000);
    assert.equal(waitMs('d', askedAt + 1), 0);
  });

  it('gives nothing to those who ask all the time', async () => {
    const {clock, log, burst, budget} = await setup();
    await burst('edit');
    log.length = 0;
    const start = clock.now();
    /** Asks until it is served, held for two seconds each time, and stays away as it is told, or not. */
    const wait = async (name: string, askedAt: number, isObedient: boolean): Promise<void> => {
      const claim = {for: 'edit' as const, askedAt, shopper: name};
      while ((await budget.take({...claim, deadline: clock.now() + 2000})) !== 'granted')
        await clock.sleep(isObedient ? Math.max(500, budget.waitMs(claim)) : 1);
      log.push(name);
    };
    const crowd = Array.from({length: 60}, (_, index) => wait(`obedient ${index}`, start + index, true));
    await clock.run(Promise.all([...crowd, wait('eager', start + 60, false)]));
    assert.ok(log.indexOf('eager') >= 55, `${log.indexOf('eager')} of 60 were before the one who came last`);
    assert.ok(clock.now() - start < (61 / 2) * 1000 + 5000, 'nobody was there when a call was free');
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

  it('puts whoever has many carts at one address behind those elsewhere, beyond a few carts', async () => {
    const {clock, log, ask, burst} = await setup();
    const spend = (calls: number, address: string): void => {
      for (let cart = 0; cart < calls; cart += 1) ask('spent', 'checkout', {shopper: `${address} ${cart}`, address});
    };
    spend(60, 'a hand with many carts');
    await clock.advance(30_000);
    spend(38, 'a household');
    await burst('checkout');
    log.length = 0;
    const askedAt = clock.now();
    const cart = (address: string, after: number) =>
      ask(address, 'checkout', {askedAt: askedAt + after, shopper: `${address} anew`, address});
    cart('a hand with many carts', 0);
    cart('a household', 1);
    cart('elsewhere', 2);
    await clock.advance(10_000);
    assert.deepEqual(log.filter((name) => name !== 'spent').slice(0, 3), [
      'a household',
      'elsewhere',
      'a hand with many carts',
    ]);
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
      for (let calls = 5; calls > 0; calls -= 1) {
        await budget.take({for: 'checkout', askedAt, deadline: askedAt + 60_000, shopper: name, calls});
        log.push(name);
      }
    };
    await clock.run(Promise.all(['first', 'second', 'third'].map(makeCart)));
    assert.deepEqual(
      log,
      ['first', 'second', 'third'].flatMap((name) => Array<string>(5).fill(name)),
    );
  });

  it('grants together what a cart needs, as soon as all of it fits', async () => {
    const {clock, log, ask, burst} = await setup();
    await burst('checkout');
    log.length = 0;
    ask('cart', 'checkout', {shopper: 'cart', calls: 5});
    await clock.advance(2499);
    assert.deepEqual(log, []);
    await clock.advance(1);
    for (let calls = 4; calls > 0; calls -= 1) ask('cart', 'checkout', {shopper: 'cart', calls});
    ask('other', 'checkout', {shopper: 'other'});
    await clock.advance(0);
    assert.deepEqual(log, Array(5).fill('cart'));
  });

  it('takes back what was granted and not made, soon enough that the store is never surprised', async () => {
    const {clock, log, ask, burst, budget} = await setup();
    await burst('checkout');
    await clock.advance(2500);
    log.length = 0;
    ask('cart', 'checkout', {shopper: 'cart', calls: 5});
    ask('next', 'checkout', {shopper: 'next', calls: 8});
    await clock.advance(1000);
    ask('cart', 'checkout', {shopper: 'cart', calls: 4});
    await clock.advance(1499);
    assert.deepEqual(log, ['cart', 'cart']);
    await clock.advance(1);
    assert.deepEqual(log, ['cart', 'cart', 'next'], 'three calls came back, and five have leaked');
    assert.equal(budget.level().used, 45 - 5 - 3 + 8);
  });

  it('grants no more than ten calls at once, and no more than a class may have', async () => {
    const {budget, clock} = await setup();
    const claim = {for: 'edit' as const, askedAt: 0, deadline: clock.now() + 1000, shopper: 'big', calls: 52};
    assert.equal(await clock.run(budget.take(claim)), 'granted');
    assert.equal(budget.level().used, 10);
    const tiny = await setup({capacity: 4});
    assert.equal(await tiny.clock.run(tiny.budget.take({...claim, deadline: tiny.clock.now() + 1000})), 'granted');
    assert.equal(tiny.budget.level().used, 2);
  });

  it('takes back what was granted when the store complains', async () => {
    const {budget, clock, log, ask} = await setup();
    ask('cart', 'checkout', {shopper: 'cart', calls: 5});
    budget.slowDown(1000, clock.now());
    ask('cart', 'checkout', {shopper: 'cart', calls: 4});
    await clock.advance(999);
    assert.deepEqual(log, ['cart']);
    await clock.advance(1001);
    assert.deepEqual(log, ['cart', 'cart']);
  });

  it('keeps a call for somebody who was told to come back about now', async () => {
    const {clock, log, ask, burst, budget} = await setup();
    await burst('edit');
    log.length = 0;
    const askedAt = clock.now();
    const leaving = new AbortController();
    for (const shopper of ['a', 'b']) ask(shopper, 'edit', {shopper, calls: 6, askedAt, signal: () => leaving.signal});
    ask('patient', 'edit', {shopper: 'patient', askedAt: askedAt + 1, deadline: askedAt + 100});
    await clock.advance(100);
    assert.equal(budget.waitMs({for: 'edit', shopper: 'patient', askedAt: askedAt + 1}), 5400);
    leaving.abort();
    await clock.advance(5000);
    log.length = 0;
    ask('newcomer', 'edit', {shopper: 'newcomer'});
    await clock.advance(400);
    assert.deepEqual(log, [], 'there is room, and somebody who came before');
    ask('patient', 'edit', {shopper: 'patient', askedAt: askedAt + 1});
    await clock.advance(0);
    assert.deepEqual(log.sort(), ['newcomer', 'patient']);
  });

  it('waits a second for somebody who does not come back, and no longer', async () => {
    const {clock, log, ask, burst, budget} = await setup();
    await burst('edit');
    const askedAt = clock.now();
    ask('gone', 'edit', {shopper: 'gone', askedAt, deadline: askedAt + 100});
    await clock.advance(100);
    log.length = 0;
    assert.equal(budget.waitMs({for: 'edit', shopper: 'gone', askedAt}), 400);
    ask('newcomer', 'edit', {shopper: 'newcomer'});
    await clock.advance(1399);
    assert.deepEqual(log, []);
    await clock.advance(1);
    assert.deepEqual(log, ['newcomer']);
  });

  it('counts right when one shopper asks twice at once', async () => {
    const {clock, ask, burst, budget, log} = await setup();
    await burst('checkout');
    for (const calls of [5, 3]) ask('two', 'checkout', {shopper: 'two', calls});
    await clock.advance(7000);
    assert.equal(log.filter((name) => name === 'two').length, 2);
    assert.equal(budget.level().used, 45 - 14 + 2, 'the two calls that were made');
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
  calls: fc.integer({min: 1, max: 14}),
  /** Pauses before the calls that follow the first. */
  pausesMs: fc.array(fc.integer({min: 0, max: 4000}), {maxLength: 8}),
  /** How long ago it first asked. */
  agoMs: fc.integer({min: 0, max: 60_000}),
  patienceMs: fc.integer({min: 0, max: 30_000}),
  /** When its maker leaves. */
  leavesMs: fc.option(fc.integer({min: 0, max: 20_000}), {nil: undefined}),
});
type SomeTake = typeof someTake extends fc.Arbitrary<infer T> ? T : never;
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
        /** Who waits, since when. */
        const waiting = new Map<Claim, number>();
        const wrong = new Set<string>();
        let made = 0;

        /** @param isFirst Calls that follow were granted with the first, before whoever waits now. */
        const take = async (claim: Claim, leaving: AbortSignal, isFirst: boolean): Promise<boolean> => {
          waiting.set(claim, clock.now());
          const grant = await budget.take({...claim, signal: () => leaving});
          waiting.delete(claim);
          if (grant !== 'granted') return false;
          const now = clock.now();
          level = Math.max(0, level - ((now - leakedAt) / 1000) * 2) + 1;
          leakedAt = now;
          if (level > 50 + 1e-6) wrong.add("the store's bucket overflows");
          if (now >= claim.deadline) wrong.add('granted when it was of no use any more');
          if (leaving.aborted) wrong.add('granted to somebody who has left');
          if (now < closedUntil) wrong.add('granted although the store wants peace');
          if (!isFirst || claim.for === 'checkout') return true;
          // Whoever came or was served at the same moment may be told a little later.
          const overtaken = [...waiting].flatMap(([other, since]) =>
            other.for === 'checkout' && since < now && now < other.deadline ? [other] : [],
          );
          setImmediate(() => {
            if (overtaken.some((other) => waiting.has(other))) wrong.add('a checkout waits behind another call');
          });
          return true;
        };
        const makeCart = async ({of, shopper, agoMs, patienceMs, leavesMs, calls, pausesMs}: SomeTake) => {
          const leaving = new AbortController();
          if (leavesMs !== undefined) clock.after(leavesMs, () => leaving.abort());
          const now = clock.now();
          const claim = {for: of, askedAt: now - agoMs, deadline: now + patienceMs, shopper: `${shopper} ${++made}`};
          let goesOn = await take({...claim, calls}, leaving.signal, true);
          for (const [index, ms] of pausesMs.slice(0, calls - 1).entries()) {
            if (!goesOn) return;
            await clock.sleep(ms);
            goesOn = await take({...claim, calls: calls - index - 1}, leaving.signal, false);
          }
        };

        for (const step of steps) {
          if (step.what === 'pass') await clock.advance(step.ms);
          else if (step.what === 'complaint') {
            const {retryAfterMs, sentAgoMs} = step;
            closedUntil = Math.max(closedUntil, clock.now() + (retryAfterMs ?? 0));
            budget.slowDown(retryAfterMs, clock.now() - sentAgoMs);
          } else if (step.what === 'rush') {
            const claim = {for: step.of, askedAt: clock.now(), deadline: clock.now() + 60_000};
            const {signal} = new AbortController();
            setMaxListeners(0, signal);
            for (let calls = 0; calls < step.calls; calls += 1) void take({...claim}, signal, true);
          } else void makeCart(step);
          // What was granted at this moment is told before the next step.
          await clock.advance(0);
        }
        await clock.advance(200_000);
        assert.deepEqual([...wrong], [], [...wrong].join());
        assert.equal(waiting.size, 0, 'somebody was never told');
        assert.equal(clock.waiting, 0, 'a timer is left');
      }),
      {numRuns: Number(process.env.RUNS ?? 200), includeErrorInReport: true},
    );
  });
});
