/**
 * The store's allowance, spent by priority. The store takes a bucket of 50 calls leaking 2 a second from everybody
 * together; whoever asks for a call says what it is for and how long it may wait, and the budget lets it through
 * when its class may use what is left. Checkouts may use all, edits and first adds up to 60 %, the catalogue half.
 * Within a class the first to have asked goes first, later by what was spent for that shopper beyond an ordinary cart.
 * The calls that make up one change of a cart are granted together: carts half made are of use to nobody.
 */
import type {Clock} from './clock.js';

export const budgetClasses = ['checkout', 'first-add', 'edit', 'catalogue'] as const;
export type BudgetClass = (typeof budgetClasses)[number];

/** The share of the bucket that a class may fill. */
const share: Record<BudgetClass, number> = {checkout: 1, 'first-add': 0.6, edit: 0.6, catalogue: 0.5};

/** One call's claim on the budget. */
export interface Claim {
  readonly for: BudgetClass;
  /** When this cart first asked, in ms: the place in the queue, so that asking again gains nothing. */
  readonly askedAt: number;
  /** Who it is for, by any name. Calls spent for one shopper cost that shopper places, requests cost nothing. */
  readonly shopper?: string;
  /** How many calls the shopper's change is sure to take, this one included. Default 1. */
  readonly calls?: number;
  /** Latest time, in ms, at which the call is still of use. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
}

export type Grant = 'granted' | 'late' | 'aborted';

export interface BudgetLevel {
  /** Calls in the bucket now, of `capacity`. */
  readonly used: number;
  readonly capacity: number;
  readonly queued: Readonly<Record<BudgetClass, number>>;
}

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
  waitMs(claim: Pick<Claim, 'for' | 'askedAt' | 'shopper'>): number;
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
/** The share of the leak that a shopper may go on with; each call beyond it costs the time that it takes at this pace. */
const OWN_SHARE = 0.25;
/**
 * The longest that somebody is sent away for because of the queue. Checkouts are held long and come back at once, so
 * that they are there when a call is free.
 */
const awayMs: Record<BudgetClass, number> = {checkout: 500, 'first-add': 30_000, edit: 30_000, catalogue: 30_000};
/** Held requests are held for seconds: so much before its turn somebody who was sent away should be back. */
const EARLY_MS = 1000;
/** A call is kept for so long for somebody who is about to come back. */
const GRACE_MS = 1000;
/** After so long somebody who was sent away does not come back. */
const ABSENT_MS = 60_000;

interface Waiting extends Claim {
  /** Calls that are granted together. */
  readonly need: number;
  /** Time of first asking, and later by what was spent. */
  readonly place: number;
  readonly order: number;
  readonly settle: (grant: Grant) => void;
}

const rankOf = (of: BudgetClass): number => budgetClasses.indexOf(of);
const compare = (a: Waiting, b: Waiting): number =>
  rankOf(a.for) - rankOf(b.for) || a.place - b.place || a.order - b.order;

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
  /** In the order in which they are served. */
  const queue: Waiting[] = [];
  /** When what was spent for a shopper is made up for, at the pace of one; the longest silent first. */
  const evenAt = new Map<string, number>();
  /** Calls that were granted to a shopper together with one that was made, the oldest first. */
  const kept = new Map<string, {calls: number; readonly until: number}>();
  /** Who was there and was told to come back, the longest absent first. */
  const absent = new Map<string, {readonly waiting: Waiting; readonly until: number; backAt: number}>();
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
  function spendKept(shopper: string): boolean {
    leak();
    const own = kept.get(shopper);
    if (!own) return false;
    own.calls -= 1;
    if (own.calls === 0) kept.delete(shopper);
    noteSpent(shopper);
    return true;
  }

  const limitOf = (of: BudgetClass): number => Math.max(1, planned * share[of]);

  /** Milliseconds until a class may take so many more calls; 0 if it may now. */
  function msUntilRoom(of: BudgetClass, calls = 1): number {
    const tooMuch = used + calls - limitOf(of);
    return Math.max(0, closedUntil - clock.now(), tooMuch > 1e-9 ? Math.ceil((tooMuch / rate) * 1000 - 1e-6) : 0);
  }

  /** Where `waiting` is in the queue, or belongs. */
  function indexOf(waiting: Waiting): number {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = queue[middle];
      if (other && compare(other, waiting) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function toPlace({askedAt, shopper}: Pick<Claim, 'askedAt' | 'shopper'>): number {
    const even = (shopper !== undefined && evenAt.get(shopper)) || 0;
    return askedAt + Math.max(0, even - clock.now() - OWN_CALLS * ownCallMs);
  }

  function noteSpent(shopper: string): void {
    const now = clock.now();
    const even = Math.max(evenAt.get(shopper) ?? 0, now) + ownCallMs;
    evenAt.delete(shopper);
    evenAt.set(shopper, even);
    for (const [other, time] of evenAt) {
      if (time > now) break;
      evenAt.delete(other);
    }
  }

  function noteAbsent(waiting: Waiting): void {
    const now = clock.now();
    if (waiting.shopper !== undefined)
      absent.set(waiting.shopper, {waiting, until: now + ABSENT_MS, backAt: now + awayMs.checkout});
  }

  function forgetAbsent(): void {
    for (const [shopper, {until}] of absent) {
      if (until > clock.now()) break;
      absent.delete(shopper);
    }
  }

  /** Milliseconds for which a call is kept for others of the same class who came before, and are about to come back. */
  function msForAbsent(first: Waiting): number {
    const now = clock.now();
    let ms = 0;
    for (const {waiting, backAt} of absent.values()) {
      const isNear = backAt - now <= GRACE_MS && waiting.for === first.for;
      if (isNear && compare(waiting, first) < 0) ms = Math.max(ms, backAt + GRACE_MS - now);
    }
    return ms;
  }

  function serve(): void {
    cancelWake?.();
    cancelWake = undefined;
    leak();
    for (let first = queue[0]; first; first = queue[0]) {
      // Its own timer may be late, too.
      if (first.deadline <= clock.now()) {
        first.settle('late');
        continue;
      }
      const wait = msUntilRoom(first.for, first.need) || msForAbsent(first);
      if (wait > 0) {
        const [oldest] = kept.values();
        cancelWake = clock.after(Math.min(wait, oldest ? oldest.until - clock.now() : Infinity), serve);
        return;
      }
      used += first.need;
      if (first.shopper !== undefined) {
        noteSpent(first.shopper);
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
      if (claim.shopper !== undefined && spendKept(claim.shopper)) return Promise.resolve('granted');
      return new Promise((resolve) => {
        const onAbort = () => waiting.settle('aborted');
        const cancelDeadline = clock.after(claim.deadline - now, () => waiting.settle('late'));
        const waiting: Waiting = {
          ...claim,
          need: claim.shopper === undefined ? 1 : Math.min(claim.calls ?? 1, OWN_CALLS, Math.floor(limitOf(claim.for))),
          place: toPlace(claim),
          order: order++,
          settle(grant) {
            queue.splice(indexOf(waiting), 1);
            if (queue.length === 0) cancelWake?.();
            if (grant === 'late') noteAbsent(waiting);
            cancelDeadline();
            claim.signal?.removeEventListener('abort', onAbort);
            resolve(grant);
          },
        };
        claim.signal?.addEventListener('abort', onAbort, {once: true});
        if (claim.shopper !== undefined) absent.delete(claim.shopper);
        const index = indexOf(waiting);
        queue.splice(index, 0, waiting);
        // Behind somebody who waits for room there is none either.
        if (index === 0) serve();
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
      forgetAbsent();
      const place = toPlace(claim);
      const rank = rankOf(claim.for);
      let ahead = 0;
      const count = (other: Waiting): void => {
        const isAhead = rankOf(other.for) < rank || (rankOf(other.for) === rank && other.place <= place);
        if (isAhead && (other.shopper === undefined || other.shopper !== claim.shopper)) ahead += other.need;
      };
      queue.forEach(count);
      for (const {waiting} of absent.values()) count(waiting);
      const queueMs = Math.max(0, Math.ceil((ahead / rate) * 1000) - EARLY_MS);
      const own = claim.shopper === undefined ? undefined : absent.get(claim.shopper);
      const ms = msUntilRoom(claim.for, own?.waiting.need) + Math.min(queueMs, awayMs[claim.for]);
      if (own) own.backAt = clock.now() + ms;
      return ms;
    },
    level() {
      leak();
      const queued = {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0};
      for (const waiting of queue) queued[waiting.for] += 1;
      return {used, capacity: planned, queued};
    },
  };
}
