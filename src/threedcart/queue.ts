/**
 * Who waits for a call, in the order in which they are served: by class, and within a class by place. Those who were
 * told to come back keep their place: a call is kept for them about the time at which they are expected.
 */
import {budgetClasses, type BudgetClass, type Claim, type Grant} from './claim.js';
import type {Clock} from './clock.js';

export interface Waiting extends Claim {
  /** Calls that are granted together. */
  readonly need: number;
  /** Time of first asking, and later by what was spent. */
  readonly place: number;
  readonly order: number;
  readonly settle: (grant: Grant) => void;
}

export interface Queue {
  readonly size: number;
  first(): Waiting | undefined;
  /** True if it is the first. */
  add(waiting: Waiting): boolean;
  remove(waiting: Waiting): void;
  has(waiting: Waiting): boolean;
  /** It was told to come back. */
  sendAway(waiting: Waiting, backAt: number): void;
  /** Corrects when somebody who was sent away is expected. */
  expect(shopper: string | undefined, backAt: number): void;
  /** The calls that somebody who was sent away waits for; 1 for a stranger. */
  needOf(shopper: string | undefined): number;
  /** Everybody, absent ones too, who is served before a shopper with this place. */
  before(claim: Pick<Claim, 'for' | 'shopper'>, place: number): readonly Waiting[];
  /** For how long a call is kept for others of the same class who came before, and are about to come back. */
  msForAbsent(first: Waiting): number;
  count(): Record<BudgetClass, number>;
}

/** A call is kept for so long for somebody who is about to come back. */
const GRACE_MS = 1000;
/** After so long somebody who was sent away does not come back. */
const ABSENT_MS = 60_000;

const rankOf = (of: BudgetClass): number => budgetClasses.indexOf(of);
const compare = (a: Waiting, b: Waiting): number =>
  rankOf(a.for) - rankOf(b.for) || a.place - b.place || a.order - b.order;

export function createQueue(clock: Clock): Queue {
  /** In the order in which they are served. */
  const present: Waiting[] = [];
  /** By shopper, the longest absent first. */
  const absent = new Map<string, {readonly waiting: Waiting; readonly until: number; backAt: number}>();

  /** Where `waiting` is, or belongs. */
  function indexOf(waiting: Waiting): number {
    let low = 0;
    let high = present.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = present[middle];
      if (other && compare(other, waiting) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function forgetAbsent(): void {
    for (const [shopper, {until}] of absent) {
      if (until > clock.now()) break;
      absent.delete(shopper);
    }
  }

  return {
    get size() {
      return present.length;
    },
    first: () => present[0],
    add(waiting) {
      if (waiting.shopper !== undefined) absent.delete(waiting.shopper);
      const index = indexOf(waiting);
      present.splice(index, 0, waiting);
      return index === 0;
    },
    remove: (waiting) => void present.splice(indexOf(waiting), 1),
    has: (waiting) => present[indexOf(waiting)] === waiting,
    sendAway(waiting, backAt) {
      forgetAbsent();
      if (waiting.shopper === undefined) return;
      absent.delete(waiting.shopper);
      absent.set(waiting.shopper, {waiting, until: clock.now() + ABSENT_MS, backAt});
    },
    expect(shopper, backAt) {
      const own = shopper === undefined ? undefined : absent.get(shopper);
      if (own) own.backAt = backAt;
    },
    needOf: (shopper) => (shopper !== undefined && absent.get(shopper)?.waiting.need) || 1,
    before({for: of, shopper}, place) {
      forgetAbsent();
      return [...present, ...[...absent.values()].map(({waiting}) => waiting)].filter(
        (other) =>
          (other.shopper === undefined || other.shopper !== shopper) &&
          (rankOf(other.for) - rankOf(of) || other.place - place) <= 0,
      );
    },
    msForAbsent(first) {
      const now = clock.now();
      let ms = 0;
      for (const {waiting, backAt} of absent.values()) {
        const isNear = backAt - now <= GRACE_MS && waiting.for === first.for;
        if (isNear && compare(waiting, first) < 0) ms = Math.max(ms, backAt + GRACE_MS - now);
      }
      return ms;
    },
    count() {
      const counts = {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0};
      for (const waiting of present) counts[waiting.for] += 1;
      return counts;
    },
  };
}
