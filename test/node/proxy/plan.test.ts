import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {makePlan, type HeldLine, type Plan} from '../../../src/proxy/plan.js';
import {toProblem, type Wanted} from '../../../src/proxy/wanted.js';
import {expectedDescriptions, type StoreLine} from '../../../src/threedcart/index.js';

type Goods = Pick<Wanted, 'catalogId' | 'quantity'> & {text?: string};

function want({catalogId, quantity, text}: Goods, changes: Partial<Wanted> = {}): Wanted {
  const hash = `${catalogId}/${text ?? ''}`;
  const options = text === undefined ? [] : [{name: 'Engraving', value: text}];
  return {
    id: hash,
    catalogId,
    quantity,
    hash,
    product: undefined,
    options: [],
    descriptions: expectedDescriptions(`Product ${catalogId}`, options),
    unitPrice: 100,
    problem: undefined,
    unknown: false,
    ...changes,
  };
}

function readLine(lineId: string, {catalogId, quantity, text}: Goods, changes: Partial<StoreLine> = {}): StoreLine {
  const name = `Product ${catalogId}`;
  return {
    lineId,
    catalogId,
    quantity,
    unitPrice: 100,
    description: name + (text === undefined ? '' : `<br><b>Engraving:</b>&nbsp;${text}`),
    name,
    options: [],
    image: null,
    madeAs: 'item',
    ...changes,
  };
}

const hold = (read: StoreLine, hash?: string): HeldLine => ({
  lineId: read.lineId,
  quantity: read.quantity,
  unitPrice: read.unitPrice,
  hash,
  read,
});
/** A line that only a token tells of. */
const remember = (lineId: string, {catalogId, quantity, text}: Goods): HeldLine => ({
  lineId,
  quantity,
  unitPrice: 100,
  hash: `${catalogId}/${text ?? ''}`,
  read: undefined,
});

const said = ({actions}: Plan): string[] =>
  actions.map((action) =>
    action.write === 'add'
      ? `add ${action.wanted.id} x${action.wanted.quantity}`
      : action.write === 'set'
        ? `set ${action.line.lineId} to ${action.wanted.quantity}`
        : `remove ${action.line.lineId}`,
  );

describe('the plan for a cart', () => {
  it('is empty where the cart is what is wanted', () => {
    assert.deepEqual(said(makePlan([], [])), []);
    assert.deepEqual(
      said(makePlan([want({catalogId: 1, quantity: 2})], [hold(readLine('L', {catalogId: 1, quantity: 2}))])),
      [],
    );
  });

  it('changes quantities first, then adds, then removes', () => {
    const plan = makePlan(
      [want({catalogId: 3, quantity: 1}), want({catalogId: 1, quantity: 5})],
      [hold(readLine('A', {catalogId: 1, quantity: 2})), hold(readLine('B', {catalogId: 2, quantity: 1}))],
    );
    assert.deepEqual(said(plan), ['set A to 5', 'add 3/ x1', 'remove B']);
  });

  it('goes by what a token knows, without a read', () => {
    const plan = makePlan(
      [want({catalogId: 1, quantity: 5})],
      [remember('A', {catalogId: 1, quantity: 2}), remember('B', {catalogId: 2, quantity: 1})],
    );
    assert.deepEqual(said(plan), ['set A to 5', 'remove B']);
  });

  it('finds a line by the id that it was made with before it looks at descriptions', () => {
    const goods = {catalogId: 1, quantity: 1};
    const plan = makePlan([want(goods)], [hold(readLine('late', goods)), hold(readLine('ours', goods), '1/')]);
    assert.deepEqual(said(plan), ['remove late']);
  });

  it('tells lines of one product apart by their whole description', () => {
    const plan = makePlan(
      [want({catalogId: 1, quantity: 2, text: 'Ana'}), want({catalogId: 1, quantity: 1})],
      [hold(readLine('A', {catalogId: 1, quantity: 1})), hold(readLine('B', {catalogId: 1, quantity: 1, text: 'Ana'}))],
    );
    assert.deepEqual(said(plan), ['set B to 2']);
  });

  it('goes by the product alone where the description cannot be foretold', () => {
    const one = want({catalogId: 1, quantity: 1}, {descriptions: []});
    assert.deepEqual(
      said(makePlan([one], [hold(readLine('A', {catalogId: 1, quantity: 1}, {description: 'Product 1 (new!)'}))])),
      [],
    );
  });

  it('takes no notice of a difference below a thousandth', () => {
    assert.deepEqual(
      said(makePlan([want({catalogId: 1, quantity: 0.3})], [hold(readLine('A', {catalogId: 1, quantity: 0.1 + 0.2}))])),
      [],
    );
  });

  it('leaves a line with a problem as it is', () => {
    const problem = {problem: toProblem('out_of_stock')};
    assert.deepEqual(said(makePlan([want({catalogId: 1, quantity: 9}, problem)], [])), []);
    assert.deepEqual(
      said(makePlan([want({catalogId: 1, quantity: 9}, problem)], [hold(readLine('A', {catalogId: 1, quantity: 2}))])),
      [],
    );
  });

  it('removes what nobody wants, also a second line of the same', () => {
    const goods = {catalogId: 1, quantity: 1};
    assert.deepEqual(said(makePlan([want(goods)], [hold(readLine('A', goods)), hold(readLine('B', goods))])), [
      'remove B',
    ]);
  });

  it("sets the store's own lines aside", () => {
    const parts = hold(readLine('P', {catalogId: 7, quantity: 2}, {madeAs: 'child', unitPrice: 0}));
    const discount = hold(readLine('D', {catalogId: 0, quantity: 1}, {madeAs: 'discount', unitPrice: -500}));
    const gift = hold(readLine('G', {catalogId: 8, quantity: 1}, {unitPrice: 0}));
    const option = {setId: 1, optionId: 1, setName: 'Extra', value: 'Mugs', delta: 0, bundleCatalogId: 7};
    const plan = makePlan(
      [want({catalogId: 1, quantity: 1}, {options: [option]})],
      [hold(readLine('A', {catalogId: 1, quantity: 1})), parts, discount, gift],
    );
    assert.deepEqual(said(plan), []);
    assert.deepEqual(
      plan.own.map(({lineId}) => lineId),
      ['P', 'D', 'G'],
    );
  });

  it('does not take a part of a bundle for the same product bought alone', () => {
    const option = {setId: 1, optionId: 1, setName: 'Extra', value: 'Mugs', delta: 0, bundleCatalogId: 7};
    const box = want({catalogId: 1, quantity: 1}, {options: [option]});
    const held = [
      hold(readLine('A', {catalogId: 1, quantity: 1})),
      hold(readLine('P', {catalogId: 7, quantity: 2}, {madeAs: 'child', unitPrice: 0})),
    ];
    assert.deepEqual(said(makePlan([box, want({catalogId: 7, quantity: 2})], held)), ['add 7/ x2']);
  });

  it('removes the parts of a bundle that nobody wants any more', () => {
    assert.deepEqual(
      said(makePlan([], [hold(readLine('P', {catalogId: 7, quantity: 2}, {madeAs: 'child', unitPrice: 0}))])),
      ['remove P'],
    );
  });

  it('keeps something free that is wanted', () => {
    const free = {catalogId: 1, quantity: 3};
    const held = [hold(readLine('A', {...free, quantity: 1}, {unitPrice: 0}))];
    assert.deepEqual(said(makePlan([want(free)], held)), ['set A to 3']);
  });
});

/** A store in three lines, merging or not. */
function applyTo(store: StoreLine[], {actions}: Plan): StoreLine[] {
  let next = 1000;
  let lines = store;
  for (const action of actions) {
    if (action.write === 'remove') lines = lines.filter(({lineId}) => lineId !== action.line.lineId);
    else if (action.write === 'set')
      lines = lines.map((line) =>
        line.lineId === action.line.lineId ? {...line, quantity: action.wanted.quantity} : line,
      );
    else {
      const {catalogId, quantity, hash} = action.wanted;
      const text = hash.slice(hash.indexOf('/') + 1);
      lines = [...lines, readLine(String(next++), {catalogId, quantity, ...(text && {text})})];
    }
  }
  return lines;
}

const goods = fc.record(
  {
    catalogId: fc.integer({min: 1, max: 4}),
    quantity: fc.integer({min: 1, max: 5000}).map((units) => units / 1000),
    text: fc.constantFrom('Ana', 'Bo & <3', 'x'),
  },
  {requiredKeys: ['catalogId', 'quantity']},
);
const wishes = fc.uniqueArray(goods, {selector: ({catalogId, text}) => `${catalogId}/${text ?? ''}`, maxLength: 8});
const inStore = fc.array(fc.record({goods, known: fc.boolean()}), {maxLength: 10});
const summary = (lines: readonly StoreLine[]): string[] =>
  lines.map(({description, quantity}) => `${description} x${quantity}`).sort();

describe('a plan that is carried out', () => {
  it('gives exactly what is wanted, whatever was in the cart, and then nothing is left to plan', () => {
    fc.assert(
      fc.property(wishes, inStore, (wished, there) => {
        const wanted = wished.map((one) => want(one));
        const store = there.map(({goods: held}, index) => readLine(String(index), held));
        const known = new Set<string>();
        const held = store.map((line, index) => {
          const one = there[index];
          const hash = one && `${one.goods.catalogId}/${one.goods.text ?? ''}`;
          // A token names each wish once.
          if (!one?.known || !hash || known.has(hash)) return hold(line);
          known.add(hash);
          return hold(line, hash);
        });
        const after = applyTo(store, makePlan(wanted, held));
        assert.deepEqual(summary(after), summary(wished.map((one) => readLine('', one))));
        assert.deepEqual(
          said(
            makePlan(
              wanted,
              after.map((line) => hold(line)),
            ),
          ),
          [],
        );
      }),
      {numRuns: 500},
    );
  });

  it('never writes a line twice, nor one that it keeps for the store', () => {
    fc.assert(
      fc.property(wishes, inStore, (wished, there) => {
        const plan = makePlan(
          wished.map((one) => want(one)),
          there.map(({goods: held}, index) => hold(readLine(String(index), held))),
        );
        const ids = plan.actions.flatMap((action) => (action.write === 'add' ? [] : [action.line.lineId]));
        assert.equal(new Set(ids).size, ids.length);
        for (const {lineId} of plan.own) assert.ok(!ids.includes(lineId));
      }),
    );
  });
});
