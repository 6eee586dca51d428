/** What was taken out comes back to its place, whatever else was taken out, brought back or added meanwhile. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {createBin} from '../../../src/cart/bin.js';
import type {Wish} from '../../../src/cart/state.js';

const wish = (id: string): Wish => ({id, catalogId: 511, quantity: 1});
const ids = (lines: readonly Wish[]): string => lines.map(({id}) => id).join('');

describe('lines that were taken out', () => {
  it('end where they stood, when all are back', () => {
    const step = fc.record({what: fc.constantFrom('remove', 'undo', 'add'), which: fc.nat(20)});
    fc.assert(
      fc.property(fc.array(step, {maxLength: 30}), (steps) => {
        const bin = createBin();
        let added = 'abcdef';
        let lines = Array.from(added, wish);
        for (const {what, which} of steps) {
          const line = lines[which % Math.max(1, lines.length)];
          const removed = bin.removed[which % Math.max(1, bin.removed.length)];
          if (what === 'add') {
            const id = String.fromCharCode('a'.charCodeAt(0) + added.length);
            added += id;
            lines.push(wish(id));
          } else if (what === 'remove' && line) {
            bin.put([line], lines);
            lines = lines.filter((other) => other !== line);
          } else if (what === 'undo' && removed) lines = [...bin.takeOut(removed.lines[0]?.id ?? '', lines)];
          const places = bin.removed.map(({at}) => at);
          assert.deepEqual(
            places,
            [...new Set(places)].sort((a, b) => a - b),
            'each has a place of its own',
          );
        }
        for (const {lines: gone} of bin.removed) lines = [...bin.takeOut(gone[0]?.id ?? '', lines)];
        assert.equal(ids(lines), added);
      }),
      {numRuns: 500},
    );
  });

  it('that went together come back together, and what stood among them before is gone', () => {
    const bin = createBin();
    const all = Array.from('abc', wish);
    bin.put([wish('b')], all);
    const left = Array.from('ac', wish);
    bin.put(left, left);
    assert.deepEqual(
      bin.removed.map(({at, lines}) => [at, ids(lines)]),
      [[0, 'ac']],
    );
    assert.equal(ids(bin.takeOut('c', [wish('d')])), 'acd');
    assert.deepEqual(bin.removed, []);
  });

  it('are left alone by a line that nobody has taken out', () => {
    const bin = createBin();
    assert.equal(ids(bin.takeOut('x', [wish('a')])), 'a');
  });
});
