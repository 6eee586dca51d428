/**
 * The store's allowance, spent by priority. The store takes a bucket of 50 calls leaking 2 a second from everybody
 * together; whoever asks for a call says what it is for and how long it may wait, and the budget lets it through
 * when its class may use what is left. Checkouts may use all, edits and first adds up to 60 %, the catalogue half.
 * Within a class the first to have asked goes first, later by what was spent for that shopper beyond an ordinary cart,
 * and for that address beyond a few of them.
 * The calls that make up one change of a cart are granted together: carts half made are of use to nobody.
 */
import {createBucket, type Bucket} from './bucket.js';
import type {BudgetClass, Claim, Grant} from './claim.js';
import type {Clock} from './clock.js';
import {createLedger, type Ledger} from './ledger.js';
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
  /** Where calls are counted. Default: in this process's memory. */
  readonly bucket?: Bucket;
  /** Where it is written down for whom they were made. Default: in this process's memory. */
  readonly ledger?: Ledger;
}

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

/** So much of the store's bucket is planned with: we are not its only caller. */
export const plannedOf = (capacity: number): number => capacity * 0.9;
/** In so long a call is made up for that was spent for a shopper, or for an address. */
export const callMsOf = (rate: number): number => 1000 / (rate * OWN_SHARE);

export function createBudget(options: BudgetOptions): Budget {
  const {clock, part = 1} = options;
  const capacity = options.capacity * part;
  const rate = options.rate * part;
  const bucket = options.bucket ?? createBucket({capacity: plannedOf(capacity), rate, clock});
  const ownCallMs = callMsOf(rate);
  const ledger = options.ledger ?? createLedger(ownCallMs, clock);
  /** So long a granted call may be made later: what leaks meanwhile is what we leave of the store's bucket. */
  const keptMs = ((capacity - plannedOf(capacity)) / rate) * 1000;
  let order = 0;
  const queue = createQueue(clock);
  /** Calls that were granted to a shopper together with one that was made, the oldest first. */
  const kept = new Map<string, {calls: number; readonly until: number}>();
  let cancelWake: (() => void) | undefined;
  /** A bucket that others fill as well is being asked: the answer goes on. */
  let isAsking = false;

  /** What was kept too long is room for others. */
  function expireKept(): void {
    const now = clock.now();
    for (const [shopper, {until}] of kept) {
      if (until > now) break;
      takeBack(shopper);
    }
  }

  function takeBack(shopper: string): void {
    bucket.giveBack(kept.get(shopper)?.calls ?? 0);
    kept.delete(shopper);
  }

  /** One of the calls that are kept for a shopper, if there is one. */
  function spendKept({shopper, address}: Claim): boolean {
    if (shopper === undefined) return false;
    expireKept();
    const own = kept.get(shopper);
    if (!own) return false;
    own.calls -= 1;
    if (own.calls === 0) kept.delete(shopper);
    noteSpent(shopper, address);
    return true;
  }

  const limitOf = (of: BudgetClass): number => Math.max(1, bucket.capacity * share[of]);

  function toPlace({askedAt, shopper = '', address = ''}: Asker): number {
    const owed = (who: string, calls: number) => Math.max(0, ledger.owedMs(who) - calls * ownCallMs);
    return askedAt + owed(shopper, OWN_CALLS) + owed(fromAddress(address), ADDRESS_CALLS);
  }

  const noteSpent = (shopper: string, address: string | undefined): void =>
    ledger.spend(address === undefined ? [shopper] : [shopper, fromAddress(address)]);

  function grant(waiting: Waiting): void {
    if (waiting.shopper !== undefined) {
      noteSpent(waiting.shopper, waiting.address);
      takeBack(waiting.shopper);
      if (waiting.need > 1) kept.set(waiting.shopper, {calls: waiting.need - 1, until: clock.now() + keptMs});
    }
    waiting.settle('granted');
  }

  function wakeIn(ms: number): void {
    const [oldest] = kept.values();
    cancelWake = clock.after(Math.min(ms, oldest ? oldest.until - clock.now() : Infinity), serve);
  }

  function serve(): void {
    if (isAsking) return;
    cancelWake?.();
    cancelWake = undefined;
    expireKept();
    for (let first = queue.first(); first; first = queue.first()) {
      // Its own timer may be late, too.
      if (first.deadline <= clock.now()) {
        first.settle('late');
        continue;
      }
      const limit = limitOf(first.for);
      const wait = bucket.msUntilRoom(first.need, limit) || queue.msForAbsent(first);
      const taken = wait || bucket.take(first.need, limit);
      if (taken instanceof Promise) return void ask(first, taken);
      if (taken > 0) return wakeIn(taken);
      grant(first);
    }
  }

  async function ask(first: Waiting, taken: Promise<number>): Promise<void> {
    isAsking = true;
    const ms = await taken.finally(() => (isAsking = false));
    const isThere = queue.has(first);
    if (ms === 0 && isThere) grant(first);
    else if (ms === 0) bucket.giveBack(first.need);
    // Somebody who came meanwhile may be first now, and have room.
    if (ms > 0 && queue.first() === first) wakeIn(ms);
    else serve();
  }

  return {
    take(claim) {
      const signal = claim.signal?.();
      if (signal?.aborted) return Promise.resolve('aborted');
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
            signal?.removeEventListener('abort', onAbort);
            resolve(grant);
          },
        };
        signal?.addEventListener('abort', onAbort, {once: true});
        // Behind somebody who waits for room there is none either.
        if (queue.add(waiting)) serve();
      });
    },
    slowDown(retryAfterMs, sentAt) {
      for (const shopper of kept.keys()) takeBack(shopper);
      bucket.slowDown(retryAfterMs, sentAt);
      serve();
    },
    waitMs(claim) {
      expireKept();
      const calls = queue.before(claim, toPlace(claim)).reduce((sum, {need}) => sum + need, 0);
      const queueMs = Math.ceil((calls / bucket.rate) * 1000) - EARLY_MS;
      const awayFor = Math.min(Math.max(0, queueMs), awayMs[claim.for]);
      const ms = bucket.msUntilRoom(queue.needOf(claim.shopper), limitOf(claim.for)) + awayFor;
      queue.expect(claim.shopper, clock.now() + ms);
      return ms;
    },
    ahead: (claim) => queue.before(claim, toPlace(claim)).length,
    level() {
      expireKept();
      return {used: bucket.level(), capacity: bucket.capacity, queued: queue.count()};
    },
  };
}
