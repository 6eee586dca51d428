/**
 * What the proxy remembers of a cart between requests, and one-at-a-time access to it. Losing a record costs one
 * read of the store's cart, never a cart. In memory here; the same interfaces can be kept by a server shared by many.
 */
import {LRUCache} from 'lru-cache';
import type {Clock} from '../threedcart/index.js';

/** A write of which nobody knows whether it happened, and that may still land. */
export type Doubt = {readonly at: number} &
  /** `others`: lines of the store that are known not to be the one that it made. */
  (
    | {readonly what: 'add'; readonly hash: string; readonly others: readonly string[]}
    /** Without a quantity: the line was written again since, and no read can tell any more whether this one landed. */
    | {readonly what: 'set'; readonly lineId: string; readonly quantity: number | undefined}
    | {readonly what: 'remove'; readonly lineId: string}
  );

/** The lines that were sent to checkout. */
export type HandedOver = readonly (readonly [hash: string, quantity: number])[];

export interface CartRecord {
  readonly cartKey: string | undefined;
  /** The newest token given out. */
  readonly token: string | undefined;
  /** The highest revision of the wishes seen. */
  readonly rev: number;
  readonly doubts: readonly Doubt[];
  readonly handedOver: HandedOver | undefined;
  /** What was last bought, and up to which revision wishes for it are those that were bought. */
  readonly completed: {readonly rev: number; readonly lines: HandedOver} | undefined;
}

export interface Records {
  get(id: string): Promise<CartRecord | undefined>;
  put(id: string, record: CartRecord): Promise<void>;
  delete(id: string): Promise<void>;
}

/** A turn with a cart, alone. */
export interface Turn {
  /** False where whoever had the last turn did not end it, or nobody knows: the record may not say all that was done. */
  readonly isClean: boolean;
  /** Aborted when the turn is lost: somebody else may have it by now, so nothing may be written any more. */
  readonly lost?: AbortSignal;
}

export interface Locks {
  /** Runs alone among all that hold the same id, in order of asking; `late` if its turn did not come in time. */
  hold<T>(id: string, deadline: number, run: (turn: Turn) => Promise<T>): Promise<T | 'late'>;
}

const RECORD_MS = 60 * 60 * 1000;

export function createRecords(clock: Clock): Records {
  const records = new LRUCache<string, CartRecord>({max: 20_000, ttl: RECORD_MS, perf: {now: () => clock.now()}});
  return {
    get: (id) => Promise.resolve(records.get(id)),
    put: (id, record) => Promise.resolve(void records.set(id, record)),
    delete: (id) => Promise.resolve(void records.delete(id)),
  };
}

export function createLocks(clock: Clock): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async hold(id, deadline, run) {
      const before = tails.get(id) ?? Promise.resolve();
      let cancelTimer = () => {};
      const late = new Promise<'late'>((resolve) => {
        cancelTimer = clock.after(Math.max(0, deadline - clock.now()), () => resolve('late'));
      });
      const turn = before.then(
        () => 'turn' as const,
        () => 'turn' as const,
      );
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      // Whoever comes next waits for everybody before, also when this one gives up.
      const tail = Promise.all([turn, held]);
      tails.set(id, tail);
      try {
        if ((await Promise.race([turn, late])) === 'late') return 'late';
        cancelTimer();
        return await run({isClean: true});
      } finally {
        cancelTimer();
        release();
        if (tails.get(id) === tail) void tail.then(() => tails.get(id) === tail && tails.delete(id));
      }
    },
  };
}
