/** Carts whose shopper was told to wait, for the metrics. */
import {LRUCache} from 'lru-cache';
import type {Clock} from '../threedcart/index.js';

export interface WaitingCarts {
  /** A cart was answered: whether its shopper is to ask again. */
  note(id: string, isWaiting: boolean): void;
  readonly size: number;
}

/** Whoever has not come back after so long does not come back. */
const AWAY_MS = 2 * 60_000;

export function createWaitingCarts(clock: Clock): WaitingCarts {
  const carts = new LRUCache<string, true>({max: 20_000, ttl: AWAY_MS, perf: {now: () => clock.now()}});
  return {
    note(id, isWaiting) {
      if (isWaiting) carts.set(id, true);
      else carts.delete(id);
    },
    get size() {
      carts.purgeStale();
      return carts.size;
    },
  };
}
