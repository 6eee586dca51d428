/**
 * The store's allowance, spent by priority. The store takes a bucket of 50 calls leaking 2 a second from everybody
 * together; whoever asks for a call says what it is for and how long it may wait, and the budget lets it through
 * when its class may use what is left. Checkouts may use all, edits and first adds up to 60 %, the catalogue half.
 * Within a class the first to have asked goes first, later by what was spent for that shopper beyond an ordinary cart,
 * and for that address beyond a few of them.
 * The calls that make up one change of a cart are granted together: carts half made are of use to nobody.
 */
import type {BudgetClass, Claim, Grant} from './claim.js';
import type {Clock} from './clock.js';
import {createQueue, type Waiting} from './queue.js';

/** The share of the bucket that a class may fill. */
const share: Record<BudgetClass, number> = {checkout: 1, 'first-add': 0.6, edit: 0.6, catalogue: 0.5};

export interface BudgetLevel {
  /** Calls in the bucket now, of `capacity`. */
  readonly used: number;
  readonly capacity: number;
  readonly queued: Readonly<Record<BudgetClass, number>>;
}

/** Who asks, and since when: what decides on a place. */
type Asker = Pick<Claim, 'askedAt' | 'shopper' | 'address'>;

export interface Budget {
  /** Waits for a call's turn. Anything but `granted` means: do not call. */
  take(claim: Claim): Promise<Grant>;
  /**
   * The store said that it was too much: 429 or 503.
   *
   * @param retryAfterMs For how long it does not want to be called, if it said so.
   * @param sentAt When the call that it answers was sent: those that were under way together are one complaint.
   */
  slowDown(retryAfterMs: number | undefined, sentAt: number): void;
  /** When somebody whose turn has not come should ask again, in ms from now: the nearer the turn, the sooner. */
  waitMs(claim: Pick<Claim, 'for'> & Asker): number;
  /** How many carts are served before this one, those of shoppers who were told to come back included. */
  ahead(claim: Pick<Claim, 'for'> & Asker): number;
  level(): BudgetLevel;
}

export interface BudgetOptions {
  /** The store's bucket; we plan with nine tenths of it, since we are not its only caller. */
  readonly capacity: number;
  /** Calls a second that leak out. */
  readonly rate: number;
  /** How much of both is ours, up to 1. A command that runs beside a proxy takes a tenth. Default 1. */
  readonly part?: number;
  readonly clock: Clock;
}

/** After so long without a complaint of the store, the next one is a first one again. */
const FORGET_MS = 60_000;
const MOST_CLOSED_MS = 120_000;
/** Calls that a shopper may spend in a row without losing places: a cart of eight lines, made and read. */
const OWN_CALLS = 10;
/** The same for everybody at one address: a household, an office, or somebody with many carts. */
const ADDRESS_CALLS = 4 * OWN_CALLS;
/** The share of the leak that a shopper, or an address, may go on with; each call beyond it costs the time that it takes at this pace. */
const OWN_SHARE = 0.25;
/**
 * The longest that somebody is sent away for because of the queue. Checkouts are held long and come back at once, so
 * that they are there when a call is free.
 */
const awayMs: Record<BudgetClass, number> = {checkout: 500, 'first-add': 30_000, edit: 30_000, catalogue: 30_000};
/** Held requests are held for seconds: so much before its turn somebody who was sent away should be back. */
const EARLY_MS = 1000;

/** What is spent for an address is kept beside what is spent for shoppers, under a name that none of them has. */
const fromAddress = (address: string): string => `from ${address}`;

/** A leaky bucket in this process's memory. Starts half full: what ran before us may have filled it. */
export function createBudget({capacity, rate: storeRate, part = 1, clock}: BudgetOptions): Budget {
  const planned = capacity * 0.9 * part;
  const rate = storeRate * part;
  const ownCallMs = 1000 / (rate * OWN_SHARE);
  /** So long a granted call may be made later: what leaks meanwhile is what we leave of the store's bucket. */
  const keptMs = ((capacity * part - planned) / rate) * 1000;
  let used = planned / 2;
  let measuredAt = clock.now();
  let closedUntil = 0;
  let slowdowns = 0;
  let slowedAt = -Infinity;
  let order = 0;
  const queue = createQueue(clock);
  /** When what was spent for a shopper or an address is made up for, at its own pace; the longest silent first. */
  const evenAt = new Map<string, number>();
  /** Calls that were granted to a shopper together with one that was made, the oldest first. */
  const kept = new Map<string, {calls: number; readonly until: number}>();
  let cancelWake: (() => void) | undefined;

  function leak(): void {
    const now = clock.now();
    used = Math.max(0, used - ((now - measuredAt) / 1000) * rate);
    measuredAt = now;
    for (const [shopper, {until}] of kept) {
      if (until > now) break;
      takeBack(shopper);
    }
  }

  /** What was kept for a shopper and not made is room for others. */
  function takeBack(shopper: string): void {
    used = Math.max(0, used - (kept.get(shopper)?.calls ?? 0));
    kept.delete(shopper);
  }

  /** One of the calls that are kept for a shopper, if there is one. */
  function spendKept({shopper, address}: Claim): boolean {
    if (shopper === undefined) return false;
    leak();
    const own = kept.get(shopper);
    if (!own) return false;
    own.calls -= 1;
    if (own.calls === 0) kept.delete(shopper);
    noteSpent(shopper, address);
    return true;
  }

  const limitOf = (of: BudgetClass): number => Math.max(1, planned * share[of]);

  /** Milliseconds until a class may take so many more calls; 0 if it may now. */
  function msUntilRoom(of: BudgetClass, calls = 1): number {
    const tooMuch = used + calls - limitOf(of);
    return Math.max(0, closedUntil - clock.now(), tooMuch > 1e-9 ? Math.ceil((tooMuch / rate) * 1000 - 1e-6) : 0);
  }

  function toPlace({askedAt, shopper = '', address = ''}: Asker): number {
    const owed = (who: string, calls: number) => Math.max(0, (evenAt.get(who) ?? 0) - clock.now() - calls * ownCallMs);
    return askedAt + owed(shopper, OWN_CALLS) + owed(fromAddress(address), ADDRESS_CALLS);
  }

  function noteSpent(shopper: string, address: string | undefined): void {
    const now = clock.now();
    for (const who of address === undefined ? [shopper] : [shopper, fromAddress(address)]) {
      const even = Math.max(evenAt.get(who) ?? 0, now) + ownCallMs;
      evenAt.delete(who);
      evenAt.set(who, even);
    }
    for (const [other, time] of evenAt) {
      if (time > now) break;
      evenAt.delete(other);
    }
  }

  function serve(): void {
    cancelWake?.();
    cancelWake = undefined;
    leak();
    for (let first = queue.first(); first; first = queue.first()) {
      // Its own timer may be late, too.
      if (first.deadline <= clock.now()) {
        first.settle('late');
        continue;
      }
      const wait = msUntilRoom(first.for, first.need) || queue.msForAbsent(first);
      if (wait > 0) {
        const [oldest] = kept.values();
        cancelWake = clock.after(Math.min(wait, oldest ? oldest.until - clock.now() : Infinity), serve);
        return;
      }
      used += first.need;
      if (first.shopper !== undefined) {
        noteSpent(first.shopper, first.address);
        takeBack(first.shopper);
        if (first.need > 1) kept.set(first.shopper, {calls: first.need - 1, until: clock.now() + keptMs});
      }
      first.settle('granted');
    }
  }

  return {
    take(claim) {
      if (claim.signal?.aborted) return Promise.resolve('aborted');
      const now = clock.now();
      if (claim.deadline <= now) return Promise.resolve('late');
      if (spendKept(claim)) return Promise.resolve('granted');
      return new Promise((resolve) => {
        const onAbort = () => waiting.settle('aborted');
        const cancelDeadline = clock.after(claim.deadline - now, () => waiting.settle('late'));
        const waiting: Waiting = {
          ...claim,
          need: claim.shopper === undefined ? 1 : Math.min(claim.calls ?? 1, OWN_CALLS, Math.floor(limitOf(claim.for))),
          place: toPlace(claim),
          order: order++,
          settle(grant) {
            queue.remove(waiting);
            if (queue.size === 0) cancelWake?.();
            if (grant === 'late') queue.sendAway(waiting, clock.now() + awayMs.checkout);
            cancelDeadline();
            claim.signal?.removeEventListener('abort', onAbort);
            resolve(grant);
          },
        };
        claim.signal?.addEventListener('abort', onAbort, {once: true});
        // Behind somebody who waits for room there is none either.
        if (queue.add(waiting)) serve();
      });
    },
    slowDown(retryAfterMs, sentAt) {
      leak();
      const now = clock.now();
      if (now - slowedAt > FORGET_MS) slowdowns = 0;
      const isNew = sentAt > slowedAt;
      if (isNew) slowedAt = now;
      // Without a word from the store: 1 s, 2 s, 4 s … up to 30 s, each a little uneven so that callers do not fall into step.
      const guess = isNew ? Math.min(30_000, 1000 * 2 ** slowdowns++) * (1 + Math.random() / 4) : 0;
      closedUntil = Math.max(closedUntil, now + Math.min(retryAfterMs ?? guess, MOST_CLOSED_MS));
      for (const shopper of kept.keys()) takeBack(shopper);
      // It has no room, whoever filled it.
      if (isNew) used = Math.max(used, planned);
      serve();
    },
    waitMs(claim) {
      leak();
      const calls = queue.before(claim, toPlace(claim)).reduce((sum, {need}) => sum + need, 0);
      const queueMs = Math.ceil((calls / rate) * 1000) - EARLY_MS;
      const awayFor = Math.min(Math.max(0, queueMs), awayMs[claim.for]);
      const ms = msUntilRoom(claim.for, queue.needOf(claim.shopper)) + awayFor;
      queue.expect(claim.shopper, clock.now() + ms);
      return ms;
    },
    ahead: (claim) => queue.before(claim, toPlace(claim)).length,
    level() {
      leak();
      return {used, capacity: planned, queued: queue.count()};
    },
  };
}
