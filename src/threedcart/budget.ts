/**
 * The store's allowance, spent by priority. The store takes a bucket of 50 calls leaking 2 a second from everybody
 * together; whoever asks for a call says what it is for and how long it may wait, and the budget lets it through
 * when its class may use what is left. Checkouts may use all, edits and first adds up to 60 %, the catalogue half.
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
  /** The store said that it was too much (429 or 503), and perhaps for how long. */
  slowDown(retryAfterMs?: number): void;
  /** When a call of this class could be let through at the earliest, in ms from now, behind everybody queued before. */
  waitMs(of: BudgetClass): number;
  level(): BudgetLevel;
}

export interface BudgetOptions {
  /** The store's bucket; we plan with nine tenths of it, since we are not its only caller. */
  readonly capacity: number;
  /** Calls a second that leak out. */
  readonly rate: number;
  readonly clock: Clock;
}

/** After so long without a complaint of the store, the next one is a first one again. */
const FORGET_MS = 60_000;

interface Waiting extends Claim {
  readonly order: number;
  readonly settle: (grant: Grant) => void;
}

/** A leaky bucket in this process's memory. Starts half full: what ran before us may have filled it. */
export function createBudget({capacity, rate, clock}: BudgetOptions): Budget {
  const planned = capacity * 0.9;
  let used = planned / 2;
  let measuredAt = clock.now();
  let closedUntil = 0;
  let slowdowns = 0;
  let slowedAt = 0;
  let order = 0;
  let queue: Waiting[] = [];
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

  const rank = (waiting: Claim): number => budgetClasses.indexOf(waiting.for);
  const before = (a: Waiting, b: Waiting): number => rank(a) - rank(b) || a.askedAt - b.askedAt || a.order - b.order;

  function serve(): void {
    cancelWake?.();
    cancelWake = undefined;
    leak();
    const now = clock.now();
    for (const late of queue.filter((waiting) => waiting.deadline <= now)) settle(late, 'late');
    queue.sort(before);
    for (let first = queue[0]; first && msUntilRoom(first.for) === 0; first = queue[0]) {
      used += 1;
      settle(first, 'granted');
    }
    const [first] = queue;
    if (!first) return;
    const nextDeadline = Math.min(...queue.map((waiting) => waiting.deadline));
    cancelWake = clock.after(Math.max(1, Math.min(msUntilRoom(first.for), nextDeadline - now)), serve);
  }

  function settle(waiting: Waiting, grant: Grant): void {
    queue = queue.filter((other) => other !== waiting);
    waiting.settle(grant);
  }

  return {
    take(claim) {
      if (claim.signal?.aborted) return Promise.resolve('aborted');
      return new Promise((resolve) => {
        const onAbort = () => {
          settle(waiting, 'aborted');
          serve();
        };
        const waiting: Waiting = {
          ...claim,
          order: order++,
          settle(grant) {
            claim.signal?.removeEventListener('abort', onAbort);
            resolve(grant);
          },
        };
        claim.signal?.addEventListener('abort', onAbort, {once: true});
        queue.push(waiting);
        serve();
      });
    },
    slowDown(retryAfterMs) {
      leak();
      const now = clock.now();
      if (now - slowedAt > FORGET_MS) slowdowns = 0;
      slowedAt = now;
      // Without a word from the store: 1 s, 2 s, 4 s … up to 30 s, each a little uneven so that callers do not fall into step.
      const guess = Math.min(30_000, 1000 * 2 ** slowdowns++) * (1 + Math.random() / 4);
      closedUntil = Math.max(closedUntil, now + Math.min(retryAfterMs ?? guess, 120_000));
      used = Math.max(used, planned * share.edit);
      serve();
    },
    waitMs(of) {
      leak();
      const ahead = queue.filter((waiting) => rank(waiting) <= budgetClasses.indexOf(of)).length;
      return msUntilRoom(of) + Math.ceil((ahead / rate) * 1000);
    },
    level() {
      leak();
      const queued = {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0};
      for (const waiting of queue) queued[waiting.for] += 1;
      return {used, capacity: planned, queued};
    },
  };
}
