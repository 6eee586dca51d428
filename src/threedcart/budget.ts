/**
 * The store's allowance, spent by priority. The store takes a bucket of 50 calls leaking 2 a second from everybody
 * together; whoever asks for a call says what it is for and how long it may wait, and the budget lets it through
 * when its class may use what is left. Checkouts may use all, edits and first adds up to 60 %, the catalogue half.
 * Within a class the first to have asked goes first, later by what was spent for that shopper beyond an ordinary cart.
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
  /** When somebody who waits for a call of this class should ask again, in ms from now. */
  waitMs(of: BudgetClass): number;
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
 * that somebody is there whenever a call is free; others come back the less often the more of them there are.
 */
const awayMs: Record<BudgetClass, number> = {checkout: 2000, 'first-add': 30_000, edit: 30_000, catalogue: 30_000};

interface Waiting extends Claim {
  /** Time of first asking, and later by what was spent. */
  readonly place: number;
  readonly order: number;
  readonly settle: (grant: Grant) => void;
}

const rankOf = (of: BudgetClass): number => budgetClasses.indexOf(of);
/** Of two who asked at the same moment one is served to the end first: half a cart is of use to nobody. */
const compare = (a: Waiting, b: Waiting): number =>
  rankOf(a.for) - rankOf(b.for) ||
  a.place - b.place ||
  (a.shopper === b.shopper ? 0 : (a.shopper ?? '') < (b.shopper ?? '') ? -1 : 1) ||
  a.order - b.order;

/** A leaky bucket in this process's memory. Starts half full: what ran before us may have filled it. */
export function createBudget({capacity, rate: storeRate, part = 1, clock}: BudgetOptions): Budget {
  const planned = capacity * 0.9 * part;
  const rate = storeRate * part;
  const ownCallMs = 1000 / (rate * OWN_SHARE);
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
  let cancelWake: (() => void) | undefined;

  function leak(): void {
    const now = clock.now();
    used = Math.max(0, used - ((now - measuredAt) / 1000) * rate);
    measuredAt = now;
  }

  /** Milliseconds until a class may take one more call; 0 if it may now. */
  function msUntilRoom(of: BudgetClass): number {
    const tooMuch = used + 1 - Math.max(1, planned * share[of]);
    return Math.max(0, closedUntil - clock.now(), tooMuch > 1e-9 ? Math.ceil((tooMuch / rate) * 1000) : 0);
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

  function toPlace({askedAt, shopper}: Claim): number {
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
      const wait = msUntilRoom(first.for);
      if (wait > 0) {
        cancelWake = clock.after(wait, serve);
        return;
      }
      used += 1;
      if (first.shopper !== undefined) noteSpent(first.shopper);
      first.settle('granted');
    }
  }

  return {
    take(claim) {
      if (claim.signal?.aborted) return Promise.resolve('aborted');
      const now = clock.now();
      if (claim.deadline <= now) return Promise.resolve('late');
      return new Promise((resolve) => {
        const onAbort = () => waiting.settle('aborted');
        const cancelDeadline = clock.after(claim.deadline - now, () => waiting.settle('late'));
        const waiting: Waiting = {
          ...claim,
          place: toPlace(claim),
          order: order++,
          settle(grant) {
            queue.splice(indexOf(waiting), 1);
            if (queue.length === 0) cancelWake?.();
            cancelDeadline();
            claim.signal?.removeEventListener('abort', onAbort);
            resolve(grant);
          },
        };
        claim.signal?.addEventListener('abort', onAbort, {once: true});
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
      // It has no room, whoever filled it.
      if (isNew) used = Math.max(used, planned);
      serve();
    },
    waitMs(of) {
      leak();
      const ahead = queue.filter((waiting) => rankOf(waiting.for) <= rankOf(of)).length;
      return msUntilRoom(of) + Math.min(Math.ceil((ahead / rate) * 1000), awayMs[of]);
    },
    level() {
      leak();
      const queued = {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0};
      for (const waiting of queue) queued[waiting.for] += 1;
      return {used, capacity: planned, queued};
    },
  };
}
