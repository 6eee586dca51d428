/**
 * Doubt: a write whose answer was lost, of which nobody knows whether it happened, and which may still land. What it
 * was, how long it counts, and what a later read says about it.
 */
import type {Action, HeldLine} from './plan.js';
import type {Doubt} from './records.js';
import {sameQuantity} from './wanted.js';

const DOUBT_MS = 2 * 60_000;
/** A write whose answer was lost may land this much later. Checkout waits for it rather than sell it twice. */
const LANDING_MS = 30_000;

export const isFresh = (doubt: Doubt, now: number): boolean => now - doubt.at < DOUBT_MS;

/** How long until none of the writes in doubt is expected to land any more, in ms. */
export const msUntilLanded = (doubts: readonly Doubt[], now: number): number =>
  Math.max(0, ...doubts.map((doubt) => doubt.at + LANDING_MS - now));

export function toDoubt(action: Action, at: number): Doubt {
  if (action.write === 'add') return {at, what: 'add', hash: action.wanted.hash};
  if (action.write === 'set') return {at, what: 'set', lineId: action.line.lineId, quantity: action.wanted.quantity};
  return {at, what: 'remove', lineId: action.line.lineId};
}

/** A later write of the same line was answered: whatever a read shows now is that one. The doubtful one may yet land. */
export const overwrite = (doubt: Doubt, lineId: string): Doubt =>
  doubt.what === 'set' && doubt.lineId === lineId ? {...doubt, quantity: undefined} : doubt;

/**
 * True if a read shows that the write happened.
 *
 * @param held The store's lines as just read.
 * @param bound The line that fulfils each wish, by its hash.
 * @param knownIds Lines that were there before: none of them is the one in doubt.
 */
export function hasLanded(
  doubt: Doubt,
  held: readonly HeldLine[],
  bound: ReadonlyMap<string, HeldLine>,
  knownIds: ReadonlySet<string>,
): boolean {
  switch (doubt.what) {
    case 'add': {
      const line = bound.get(doubt.hash);
      return line !== undefined && !knownIds.has(line.lineId);
    }
    case 'set': {
      const {lineId, quantity} = doubt;
      return (
        quantity !== undefined && held.some((line) => line.lineId === lineId && sameQuantity(line.quantity, quantity))
      );
    }
    case 'remove':
      return !held.some((line) => line.lineId === doubt.lineId);
  }
}
