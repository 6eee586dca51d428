/** What can be told about a line before a call of the store is spent on it. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {WishedLine} from '../../../src/contract/wire.js';
import type {Known} from '../../../src/proxy/mirror.js';
import {normalise} from '../../../src/proxy/wanted.js';
import {Product} from '../../../src/threedcart/schemas.js';
import {toStoreProduct} from '../../../src/threedcart/store.js';

const option = (id: number, changes: object = {}) => ({
  OptionID: id,
  OptionName: `Option ${id}`,
  OptionValue: 1,
  OptionSorting: id,
  ...changes,
});
const describeProduct = (fields: Record<string, unknown> = {}): Known =>
  toStoreProduct(
    Product.parse({
      SKUInfo: {CatalogID: 1, Name: 'Cap', Price: 10, Stock: 5},
      OptionSetList: [
        {
          OptionSetID: 1,
          OptionSetName: 'Size',
          OptionSorting: 1,
          OptionType: 'Dropdown',
          OptionRequired: true,
          OptionList: [option(11), option(12)],
        },
        {
          OptionSetID: 2,
          OptionSetName: 'Badge',
          OptionSorting: 2,
          OptionType: 'Checkbox',
          OptionList: [option(21), option(22)],
        },
        {
          OptionSetID: 3,
          OptionSetName: 'Name',
          OptionSorting: 3,
          OptionType: 'Text',
          OptionSizeLimit: 10,
          OptionList: [option(31)],
        },
      ],
      ...fields,
    }),
    {url: 'https://store.example', decimals: 2},
  );
const sized = [{setId: 1, optionId: 11}];

async function tell(line: Partial<WishedLine>, known: Known = describeProduct()) {
  const [one] = await normalise([{id: 'a', catalogId: 1, quantity: 1, options: sized, ...line}], new Map([[1, known]]));
  assert.ok(one);
  return one;
}
const codeOf = async (line: Partial<WishedLine>, known?: Known) => (await tell(line, known)).problem?.code;

describe('a line is told to be impossible', () => {
  it('when a required option is not chosen', async () => {
    assert.equal(await codeOf({options: []}), 'option_required');
    assert.match((await tell({options: []})).problem?.message ?? '', /Size/);
  });

  it('when an option is not offered, or one of two must go', async () => {
    for (const options of [
      [{setId: 1, optionId: 99}],
      [...sized, {setId: 9, optionId: 11}],
      [...sized, {setId: 1, optionId: 12}],
      [...sized, {setId: 2, optionId: 11}],
    ])
      assert.equal(await codeOf({options}), 'option_invalid', JSON.stringify(options));
  });

  it('when a text is longer than the store takes', async () => {
    assert.equal(await codeOf({options: [...sized, {setId: 3, optionId: 31, text: 'x'.repeat(10)}]}), undefined);
    assert.equal(await codeOf({options: [...sized, {setId: 3, optionId: 31, text: 'x'.repeat(11)}]}), 'text_invalid');
    // In the units of the store's own limit: an emoji is two.
    assert.equal(await codeOf({options: [...sized, {setId: 3, optionId: 31, text: '😀'.repeat(5)}]}), undefined);
    assert.equal(await codeOf({options: [...sized, {setId: 3, optionId: 31, text: '😀'.repeat(6)}]}), 'text_invalid');
  });

  it('when a text would break out of its field', async () => {
    for (const text of [
      'a\nb',
      'a\u0000b',
      'a\u007fb',
      'a\u0085b',
      'a\u2028b',
      '<b>',
      '</b',
      '<!--',
      '<?x',
      'a\ud800b',
    ])
      assert.equal(
        await codeOf({options: [...sized, {setId: 3, optionId: 31, text}]}),
        'text_invalid',
        JSON.stringify(text),
      );
    for (const text of ['I <3 you', 'a < b', 'a & "b"', '<', '10 > 9', 'é', '😀', 'עברית'])
      assert.equal(await codeOf({options: [...sized, {setId: 3, optionId: 31, text}]}), undefined, text);
  });

  it('when the quantity cannot be ordered', async () => {
    const rules: [Record<string, unknown>, number[], number[]][] = [
      [{}, [1, 99_999], [0.5, 1.5]],
      [{MinimumQuantity: 2}, [2, 3], [1]],
      [{MaximumQuantity: 4}, [4], [5]],
      [{MinimumQuantity: 6, AllowOnlyMultiples: true}, [6, 12], [7, 3]],
      [{AllowFractionalQuantity: true}, [0.001, 0.5, 2.345], []],
      [{AllowFractionalQuantity: true, MinimumQuantity: 0.5, AllowOnlyMultiples: true}, [0.5, 1.5], [0.7, 0.25]],
      [{QuantityOptions: '1,5,10'}, [1, 5, 10], [2, 6]],
    ];
    for (const [rule, right, wrong] of rules) {
      for (const quantity of right)
        assert.equal(await codeOf({quantity}, describeProduct(rule)), undefined, `${JSON.stringify(rule)} ${quantity}`);
      for (const quantity of wrong)
        assert.equal(
          await codeOf({quantity}, describeProduct(rule)),
          'quantity_invalid',
          `${JSON.stringify(rule)} ${quantity}`,
        );
    }
  });

  it('when there is none left', async () => {
    const gone = {SKUInfo: {CatalogID: 1, Name: 'Cap', Price: 10, Stock: 0}, InventoryControl: 1};
    assert.equal(await codeOf({}, describeProduct(gone)), 'out_of_stock');
    const AdvancedOptionList = [
      {AdvancedOptionCode: '11', AdvancedOptionStock: 0},
      {AdvancedOptionCode: '12', AdvancedOptionStock: 3},
    ];
    const some = describeProduct({InventoryControl: 1, AdvancedOptionList});
    assert.equal(await codeOf({}, some), 'out_of_stock');
    assert.equal(await codeOf({options: [{setId: 1, optionId: 12}]}, some), undefined);
  });

  it('when the store does not sell it here', async () => {
    assert.equal(await codeOf({}, 'missing'), 'unavailable');
    for (const fields of [{Hide: true}, {NotForSale: true}, {GiftCertificate: true}, {LoginRequiredOptionID: 3}])
      assert.equal(await codeOf({}, describeProduct(fields)), 'unavailable', JSON.stringify(fields));
  });

  it('but not when the catalogue is not at hand', async () => {
    const one = await tell({}, 'unknown');
    assert.deepEqual([one.problem, one.unknown], [undefined, true]);
  });
});

describe('the price of a line', () => {
  it('is that of the product, or of its combination, and of its options', async () => {
    assert.equal((await tell({})).unitPrice, 1100);
    const badges = [...sized, {setId: 2, optionId: 21}, {setId: 2, optionId: 22}];
    assert.equal((await tell({options: badges})).unitPrice, 1300);
    const combined = describeProduct({
      AdvancedOptionList: [{AdvancedOptionCode: '12', AdvancedOptionPrice: 15, AdvancedOptionStock: 1}],
    });
    assert.equal((await tell({options: [{setId: 1, optionId: 12}]}, combined)).unitPrice, 1600);
  });
});

describe('lines that the store could not tell apart', () => {
  const sum = async (...lines: Partial<WishedLine>[]) => {
    const all = lines.map((line, index): WishedLine => ({
      id: String(index),
      catalogId: 1,
      quantity: 1,
      options: sized,
      ...line,
    }));
    return (await normalise(all, new Map([[1, describeProduct()]]))).map(({id, quantity}) => `${id} x${quantity}`);
  };

  it('become one under the first id', async () => {
    assert.deepEqual(await sum({}, {quantity: 2}, {quantity: 0.5}), ['0 x3.5']);
    assert.deepEqual(await sum({quantity: 0.1}, {quantity: 0.2}), ['0 x0.3']);
  });

  it('are the same whatever the order of options, the spelling of a text, and what is sent twice', async () => {
    const text = (words: string) => ({setId: 3, optionId: 31, text: words});
    assert.deepEqual(await sum({options: [...sized, text('Zoe\u0308')]}, {options: [text(' Zo\u00eb'), ...sized]}), [
      '0 x2',
    ]);
    assert.deepEqual(await sum({options: sized}, {options: [...sized, text(' ')]}, {options: [...sized, ...sized]}), [
      '0 x3',
    ]);
    assert.deepEqual(await sum({options: [...sized, text('a')]}, {options: [...sized, text('A')]}), ['0 x1', '1 x1']);
  });

  it('are too many together where they are not one by one', async () => {
    const judge = async (...quantities: number[]) => {
      const lines = quantities.map((quantity, index) => ({id: String(index), catalogId: 1, quantity, options: sized}));
      const [one] = await normalise(lines, new Map([[1, describeProduct()]]));
      return one?.problem;
    };
    assert.equal(await judge(99_998, 1), undefined);
    const problem = await judge(99_998, 2);
    assert.equal(problem?.code, 'quantity_invalid');
    assert.match(problem.message, /99999 or fewer/);
    assert.equal((await judge(...Array.from({length: 50}, () => 99_999)))?.code, 'quantity_invalid');
  });

  it('are judged by their sum', async () => {
    const [one] = await normalise(
      [3, 3].map((quantity, index) => ({id: String(index), catalogId: 1, quantity, options: sized})),
      new Map([[1, describeProduct({MaximumQuantity: 4})]]),
    );
    assert.equal(one?.problem?.code, 'quantity_invalid');
  });
});
