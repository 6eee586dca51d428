import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {OptionSet, Product} from '../../../src/contract/wire.js';
import {priceOf} from '../../../src/cart/price.js';
import {choose, isSoldOut, problemsOf, startingChoice} from '../../../src/cart/choice.js';
import {fitQuantity} from '../../../src/cart/fit-quantity.js';

function option(optionId: number, overrides: Partial<OptionSet['options'][number]> = {}) {
  return {optionId, name: `Option ${optionId}`, delta: 0, image: null, selected: false, ...overrides};
}

const size: OptionSet = {
  setId: 81,
  name: 'Size',
  type: 'select',
  required: true,
  maxLength: null,
  options: [option(401), option(402), option(403)],
};
const color: OptionSet = {
  setId: 82,
  name: 'Color',
  type: 'radio',
  required: true,
  maxLength: null,
  options: [option(411), option(412)],
};
const extras: OptionSet = {
  setId: 91,
  name: 'Extras',
  type: 'check',
  required: false,
  maxLength: null,
  options: [option(510, {delta: 300}), option(511, {delta: -50})],
};
const engraving: OptionSet = {
  setId: 90,
  name: 'Engraving',
  type: 'text',
  required: true,
  maxLength: 24,
  options: [option(500, {delta: 400})],
};

function product(overrides: Partial<Product> = {}): Product {
  return {
    catalogId: 510,
    name: 'River Tee',
    url: 'https://store.example/River-Tee_p_510.html',
    image: null,
    price: 2400,
    listPrice: null,
    orderable: true,
    reason: null,
    quantity: {min: 1, max: null, step: 1, fractional: false, choices: null},
    sets: [size, color],
    combinations: [
      {optionIds: [401, 411], price: 2400, orderable: true},
      {optionIds: [401, 412], price: 2600, orderable: false},
      {optionIds: [402, 412], price: 2600, orderable: true},
    ],
    ...overrides,
  };
}

const pick = (setId: number, optionId: number) => ({setId, optionId});

describe('the choice a product starts with', () => {
  it('is what the store preselects', () => {
    const preselected = {...size, options: [option(401), option(402, {selected: true})]};
    assert.deepEqual(startingChoice(product({sets: [preselected, color]})), [pick(81, 402)]);
  });

  it('is what the link asks for, before what the store preselects', () => {
    const preselected = {...size, options: [option(401), option(402, {selected: true})]};
    const chosen = startingChoice(product({sets: [preselected, color]}), [pick(81, 401), pick(82, 412)]);
    assert.deepEqual(chosen, [pick(81, 401), pick(82, 412)]);
  });

  it('leaves out options that the product does not have, and a second answer where there is one', () => {
    assert.deepEqual(startingChoice(product(), [pick(81, 999), pick(7, 1), pick(82, 411), pick(82, 412)]), [
      pick(82, 411),
    ]);
  });

  it("keeps the shopper's words", () => {
    const asked = [{setId: 90, optionId: 500, text: 'For Ada'}];
    assert.deepEqual(startingChoice(product({sets: [engraving]}), asked), asked);
  });
});

describe('choosing', () => {
  it('replaces the answer of a set that has one', () => {
    assert.deepEqual(choose([pick(81, 401), pick(82, 411)], size, 402, true), [pick(82, 411), pick(81, 402)]);
  });

  it('takes the answer back', () => {
    assert.deepEqual(choose([pick(81, 401)], size, 0, false), []);
  });

  it('keeps several checked options side by side', () => {
    const both = choose([pick(91, 510)], extras, 511, true);
    assert.deepEqual(both, [pick(91, 510), pick(91, 511)]);
    assert.deepEqual(choose(both, extras, 510, false), [pick(91, 511)]);
  });

  it('drops an empty text', () => {
    assert.deepEqual(choose([], engraving, 500, 'A'), [{setId: 90, optionId: 500, text: 'A'}]);
    assert.deepEqual(choose([{setId: 90, optionId: 500, text: 'A'}], engraving, 500, ''), []);
  });
});

describe('the price of a choice', () => {
  it("is the product's own until a combination is complete", () => {
    assert.equal(priceOf(product(), [pick(81, 402)]), 2400);
    assert.equal(priceOf(product(), [pick(81, 402), pick(82, 412)]), 2600);
  });

  it('adds and takes off what the options cost', () => {
    const wrapped = product({sets: [size, color, extras]});
    assert.equal(priceOf(wrapped, [pick(81, 402), pick(82, 412), pick(91, 510), pick(91, 511)]), 2850);
  });
});

describe('what is sold out', () => {
  it('is an option that no combination in stock has, with the other choices made', () => {
    assert.equal(isSoldOut(product(), [], size, 401), false);
    assert.equal(isSoldOut(product(), [pick(82, 412)], size, 401), true);
    assert.equal(isSoldOut(product(), [pick(82, 412)], size, 402), false);
  });

  it('is an option that is in no combination at all', () => {
    assert.equal(isSoldOut(product(), [], size, 403), true);
  });

  it('is nothing in a set that combinations do not tell apart', () => {
    assert.equal(isSoldOut(product({sets: [size, color, extras]}), [], extras, 510), false);
    assert.equal(isSoldOut(product({combinations: []}), [], size, 403), false);
  });

  it("is not decided by the set's own present answer", () => {
    assert.equal(isSoldOut(product(), [pick(81, 403), pick(82, 411)], size, 401), false);
  });
});

describe('what keeps a choice from being added', () => {
  it('is every required set without an answer, in the order of the sets', () => {
    const problems = problemsOf(product({sets: [size, engraving, extras], combinations: []}), []);
    assert.deepEqual(
      [...problems],
      [
        [81, 'required_option'],
        [90, 'required_text'],
      ],
    );
  });

  it('is a text of blanks', () => {
    const blanks = [{setId: 90, optionId: 500, text: '  '}];
    assert.deepEqual([...problemsOf(product({sets: [engraving], combinations: []}), blanks)], [[90, 'required_text']]);
  });

  it('is a combination that is sold out', () => {
    assert.equal(problemsOf(product(), [pick(81, 401), pick(82, 412)]).get(81), 'soldOutChoice');
    assert.equal(problemsOf(product(), [pick(81, 401), pick(82, 411)]).size, 0);
  });
});

describe('the allowed quantity', () => {
  const rules = {min: 2, max: 9, step: 3, fractional: false, choices: null};

  it('is the nearest step between least and most', () => {
    assert.deepEqual(
      [-1, 0, 3, 4, 8, 100].map((asked) => fitQuantity(rules, asked)),
      [2, 2, 2, 5, 8, 8],
    );
  });

  it('is the least where nothing sensible was asked', () => {
    assert.equal(fitQuantity(rules, NaN), 2);
  });

  it('keeps three decimals where parts are sold', () => {
    const cloth = {min: 0.5, max: null, step: 0.001, fractional: true, choices: null};
    assert.equal(fitQuantity(cloth, 1.2346), 1.235);
  });

  it('is one of the choices where the store has a list', () => {
    assert.equal(fitQuantity({...rules, choices: [1, 5, 10]}, 7), 5);
    assert.equal(fitQuantity({...rules, choices: [1, 5, 10]}, 80), 10);
  });
});
