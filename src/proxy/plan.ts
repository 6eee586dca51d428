/**
 * The plan: what must be written so that the store's cart becomes what is wanted. A pure function of both, and the
 * heart of the reconcile: everything else only carries it out and looks again.
 */
import {isDescribed, type StoreLine} from '../threedcart/index.js';
import type {SealedLine} from './seal.js';
import {sameQuantity, type Wanted} from './wanted.js';

/** A line of the store's cart as far as it is known: from a token, from a read, or from both. */
export interface HeldLine {
  readonly lineId: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** The wish that it was made for, if a token or this very request tells. */
  readonly hash: string | undefined;
  /** What the store says of it, if it was read. */
  readonly read: StoreLine | undefined;
  /** The store was asked to remove it, and refused. */
  readonly isKept?: true;
}

export type Action =
  | {readonly write: 'set'; readonly wanted: Wanted; readonly line: HeldLine}
  | {readonly write: 'add'; readonly wanted: Wanted}
  | {readonly write: 'remove'; readonly line: HeldLine};

export interface Plan {
  /** In the order in which they are carried out. */
  readonly actions: readonly Action[];
  /** The line that fulfils each wanted one, by hash. */
  readonly bound: ReadonlyMap<string, HeldLine>;
  /** Lines of the store's own: parts of bundles, discounts. Never written. */
  readonly own: readonly HeldLine[];
}

/** Puts what a token knows of each line onto what the store answered. */
export function toHeld(lines: readonly StoreLine[], known: ReadonlyMap<string, string>): HeldLine[] {
  return lines.map((line) => ({
    lineId: line.lineId,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    hash: known.get(line.lineId),
    read: line,
  }));
}

/** The lines that a token knows to be in the store's cart. */
export const fromSealed = (lines: readonly SealedLine[]): HeldLine[] =>
  lines
    .filter((line) => line.lineId !== '')
    .map(({lineId, quantity, unitPrice, hash}) => ({
      lineId,
      quantity,
      unitPrice,
      hash: hash || undefined,
      read: undefined,
    }));

/** True for a line that the store made itself because of what is wanted. */
function isStoreOwn(line: HeldLine, wanted: readonly Wanted[]): boolean {
  const {read} = line;
  if (!read || line.isKept) return line.hash === undefined;
  if (read.madeAs === 'discount') return true;
  if (read.madeAs === 'child') {
    // A part stays as long as the option that brought it is wanted; without one it is an orphan.
    return wanted.some((one) => one.options.some((option) => option.bundleCatalogId === read.catalogId));
  }
  return read.unitPrice === 0 && line.hash === undefined;
}

const fits = (line: HeldLine, wanted: Wanted): boolean =>
  line.read !== undefined &&
  line.read.madeAs === 'item' &&
  line.read.catalogId === wanted.catalogId &&
  (wanted.descriptions.length === 0 || isDescribed(line.read.description, wanted.descriptions));

/**
 * @param wanted What the shopper wants, normalised; lines with a problem are never sent, but keep the line they have.
 * @param held The store's cart as known.
 */
export function makePlan(wanted: readonly Wanted[], held: readonly HeldLine[]): Plan {
  const bound = new Map<string, HeldLine>();
  const free = new Set(held);
  const bind = (one: Wanted, line: HeldLine | undefined): void => {
    if (!line) return;
    bound.set(one.hash, line);
    free.delete(line);
  };
  for (const one of wanted)
    bind(
      one,
      [...free].find((line) => line.hash === one.hash),
    );
  for (const one of wanted) {
    if (!bound.has(one.hash))
      bind(
        one,
        [...free].find((line) => line.hash === undefined && fits(line, one)),
      );
  }

  const own = [...free].filter((line) => isStoreOwn(line, wanted));
  const actions: Action[] = [];
  for (const one of wanted) {
    const line = bound.get(one.hash);
    if (line && !one.problem && !sameQuantity(line.quantity, one.quantity))
      actions.push({write: 'set', wanted: one, line});
  }
  for (const one of wanted) if (!bound.has(one.hash) && !one.problem) actions.push({write: 'add', wanted: one});
  for (const line of free) if (!own.includes(line)) actions.push({write: 'remove', line});
  return {actions, bound, own};
}
