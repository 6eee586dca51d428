/** What a shopper has taken out of the cart on this page, each where it stood, so that it can be put back there. */
import type {Removed, Wish} from './state.js';

export interface Bin {
  /** In the order of their places. */
  readonly removed: readonly Removed[];
  /** Lines that go together, of all that are in the cart before. Whatever stood among them goes for good. */
  put(lines: readonly Wish[], all: readonly Wish[]): void;
  /** The cart's lines with those in their place again that were removed together with this one. */
  takeOut(lineId: string, all: readonly Wish[]): readonly Wish[];
  empty(): void;
}

export function createBin(): Bin {
  let removed: readonly Removed[] = [];

  return {
    get removed() {
      return removed;
    },
    put(lines, all) {
      const [first] = lines;
      if (!first) return;
      // A cart that was emptied at once is brought back at once.
      if (lines.length > 1) removed = [];
      let at = all.findIndex(({id}) => id === first.id);
      for (const before of removed) if (before.at <= at) at += 1;
      removed = [...removed, {at, lines}].sort((a, b) => a.at - b.at);
    },
    takeOut(lineId, all) {
      const found = removed.find(({lines}) => lines.some(({id}) => id === lineId));
      if (!found) return all;
      const index = found.at - removed.indexOf(found);
      // The others keep their places, below more lines than before.
      removed = removed.flatMap((other) =>
        other === found ? [] : [other.at < found.at ? other : {...other, at: other.at + found.lines.length - 1}],
      );
      return [...all.slice(0, index), ...found.lines, ...all.slice(index)];
    },
    empty() {
      removed = [];
    },
  };
}
