/** The store's leaky bucket, as far as we fill it: how much is in it, and when there is room again. */
import type {Clock} from './clock.js';

/** In this process's memory it answers at once; one that many processes share may have to be asked. */
export interface Bucket {
  /** Calls that we let in: nine tenths of what the store takes. */
  readonly capacity: number;
  /** Calls a second that leak out, as far as this process can count on them. */
  readonly rate: number;
  /** Puts so many calls in, unless there are more than `limit` in it then. 0 if they are in, else ms until they may be. */
  take(calls: number, limit: number): number | Promise<number>;
  /** Takes out what was put in and not made. */
  giveBack(calls: number): void;
  /** What `take` would answer, as far as is known here. */
  msUntilRoom(calls: number, limit: number): number;
  /** The store said that it was too much: see `Budget.slowDown`. */
  slowDown(retryAfterMs: number | undefined, sentAt: number): void;
  /** Calls in it now, as far as is known here. */
  level(): number;
}

/** After so long without a complaint of the store, the next one is a first one again. */
export const FORGET_MS = 60_000;
export const MOST_CLOSED_MS = 120_000;
/** Without a word from the store: 1 s, 2 s, 4 s … up to this. */
export const MOST_GUESSED_MS = 30_000;
/** A guess is a little uneven, so that callers do not fall into step. */
export const unevenness = (): number => 1 + Math.random() / 4;

export interface BucketOptions {
  readonly capacity: number;
  readonly rate: number;
  readonly clock: Clock;
  /** What is in it to begin with. Default: half of it, since what ran before us may have filled it. */
  readonly used?: number;
  /** For how long nothing may be put in. Default 0. */
  readonly closedMs?: number;
}

/** A bucket in this process's memory. */
export function createBucket({capacity, rate, clock, used = capacity / 2, closedMs = 0}: BucketOptions): Bucket {
  let measuredAt = clock.now();
  let closedUntil = measuredAt + closedMs;
  let slowdowns = 0;
  let slowedAt = -Infinity;

  function leak(): void {
    const now = clock.now();
    used = Math.max(0, used - ((now - measuredAt) / 1000) * rate);
    measuredAt = now;
  }

  function msUntilRoom(calls: number, limit: number): number {
    leak();
    const tooMuch = used + calls - limit;
    return Math.max(0, closedUntil - clock.now(), tooMuch > 1e-9 ? Math.ceil((tooMuch / rate) * 1000 - 1e-6) : 0);
  }

  return {
    capacity,
    rate,
    msUntilRoom,
    take(calls, limit) {
      const ms = msUntilRoom(calls, limit);
      if (ms === 0) used += calls;
      return ms;
    },
    giveBack(calls) {
      used = Math.max(0, used - calls);
    },
    slowDown(retryAfterMs, sentAt) {
      leak();
      const now = clock.now();
      if (now - slowedAt > FORGET_MS) slowdowns = 0;
      const isNew = sentAt > slowedAt;
      if (isNew) slowedAt = now;
      const guess = isNew ? Math.min(MOST_GUESSED_MS, 1000 * 2 ** slowdowns++) * unevenness() : 0;
      closedUntil = Math.max(closedUntil, now + Math.min(retryAfterMs ?? guess, MOST_CLOSED_MS));
      // It has no room, whoever filled it.
      if (isNew) used = Math.max(used, capacity);
    },
    level() {
      leak();
      return used;
    },
  };
}
