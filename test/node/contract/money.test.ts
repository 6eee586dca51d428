import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {lineTotal} from '../../../src/contract/money.js';

describe('the total of a line', () => {
  it('is the unit price so many times, in whole minor units', () => {
    assert.equal(lineTotal(2400, 2), 4800);
    assert.equal(lineTotal(1999, 0.5), 1000);
    assert.equal(lineTotal(10, 0.333), 3);
    assert.equal(lineTotal(1800, 0), 0);
    assert.equal(lineTotal(-500, 1), -500);
  });

  it('does not drift with fractions, whatever the quantity', () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 10_000_000}),
        fc.integer({min: 1, max: 99_999_000}),
        (price, thousandths) => {
          const exact = (BigInt(price) * BigInt(thousandths) * 2n + 1000n) / 2000n;
          const total = lineTotal(price, thousandths / 1000);
          assert.ok(Number.isInteger(total));
          assert.ok(Math.abs(total - Number(exact)) <= 1, `${price} × ${thousandths / 1000} = ${total}`);
        },
      ),
    );
  });
});
