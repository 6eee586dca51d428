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

export const freshDoubts = (doubts: readonly Doubt[], now: number): readonly Doubt[] =>
  doubts.filter((doubt) => now - doubt.at < DOUBT_MS);

/** How long until none of the writes in doubt is expected to land any more, in ms. */
export const msUntilLanded = (doubts: readonly Doubt[], now: number): number =>
  Math.max(0, ...doubts.map((doubt) => doubt.at + LANDING_MS - now));

/** Whether a write in doubt would change the line that fulfils a wish. */
export const concerns = (doubt: Doubt, hash: string, lineId: string | undefined): boolean =>
  doubt.what === 'add' ? doubt.hash === hash : doubt.lineId === lineId;

/**
 * @param held The lines that were in the store's cart before: none of them is the one in doubt.
 */
export function toDoubt(action: Action, held: readonly HeldLine[], at: number): Doubt {
  switch (action.write) {
    case 'add':
      return {at, what: 'add', hash: action.wanted.hash, others: held.map((line) => line.lineId)};
    case 'set':
      return {at, what: 'set', lineId: action.line.lineId, quantity: action.wanted.quantity};
    case 'remove':
      return {at, what: 'remove', lineId: action.line.lineId};
  }
}

/**
 * The doubts that are left after a later write was answered. What a read shows from now on may be this later one;
 * the doubtful one may still land on top of it.
 *
 * @param lineId What the store calls the line that was written.
 */
export function doubtsAfterWrite(doubts: readonly Doubt[], action: Action, lineId: string): readonly Doubt[] {
  return doubts.map((doubt) => {
    if (action.write === 'set' && doubt.what === 'set' && doubt.lineId === lineId)
      return {...doubt, quantity: undefined};
    if (action.write === 'add' && doubt.what === 'add' && doubt.hash === action.wanted.hash)
      return {...doubt, others: [...doubt.others, lineId]};
    return doubt;
  });
}

/**
 * The doubts that are left after a read, which shows what has happened. What it does not show may still land.
 *
 * @param held The store's lines as just read.
 * @param bound The line that fulfils each wish, by its hash.
 */
export function doubtsAfterRead(
  doubts: readonly Doubt[],
  held: readonly HeldLine[],
  bound: ReadonlyMap<string, HeldLine>,
  now: number,
): readonly Doubt[] {
  /** Lines that have turned out to be one of the doubtful posts: they cannot be another one as well. */
  const found = new Set<string>();
  return freshDoubts(doubts, now).flatMap((doubt): Doubt[] => {
    const line = doubt.what === 'add' ? bound.get(doubt.hash) : held.find((one) => one.lineId === doubt.lineId);
    switch (doubt.what) {
      case 'add':
        if (!line || doubt.others.includes(line.lineId)) return [doubt];
        if (found.has(line.lineId)) return [{...doubt, others: [...doubt.others, line.lineId]}];
        found.add(line.lineId);
        return [];
      case 'set':
        return line && doubt.quantity !== undefined && sameQuantity(line.quantity, doubt.quantity) ? [] : [doubt];
      case 'remove':
        return line ? [doubt] : [];
    }
  });
}
