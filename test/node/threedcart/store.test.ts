/** What a shopper is told of a product, and what a line in the store's cart is taken for. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Cart, Product, StoreSettings} from '../../../src/threedcart/schemas.js';
import {toStoreCart, toStoreProduct, toStoreSettings} from '../../../src/threedcart/store.js';

const frame = {url: 'https://store.example', decimals: 2};

interface Given {
  sku?: object;
  [field: string]: unknown;
}

const map = ({sku = {}, ...fields}: Given = {}, decimals = 2) =>
  toStoreProduct(Product.parse({SKUInfo: {CatalogID: 1, Name: 'Mug', Price: 18, Stock: 5, ...sku}, ...fields}), {
    ...frame,
    decimals,
  });
const option = (id: number, changes: object = {}) => ({
  OptionID: id,
  OptionName: `Option ${id}`,
  OptionSorting: id,
  ...changes,
});
const set = (options: object[], changes: object = {}) => ({
  OptionSetID: 9,
  OptionSetName: 'Size:',
  OptionType: 'Dropdown',
  OptionRequired: true,
  OptionList: options,
  ...changes,
});
const combination = (code: string, changes: object = {}) => ({
  AdvancedOptionCode: code,
  AdvancedOptionPrice: 20,
  AdvancedOptionStock: 1,
  ...changes,
});

describe('the price of a product', () => {
  it('is in minor units, without an error of binary fractions', () => {
    for (const [price, minor] of [
      [24, 2400],
      [19.99, 1999],
      [0.29, 29],
      [1.005, 101],
      [4.35, 435],
      ['24.0000', 2400],
      [0, 0],
      [null, 0],
      [999_999.99, 99_999_999],
    ]) {
      assert.equal(map({sku: {Price: price}}).price, minor, String(price));
    }
  });

  it('has as many decimals as the currency', () => {
    assert.equal(map({sku: {Price: 1980}}, 0).price, 1980);
    assert.equal(map({sku: {Price: 1.2345}}, 3).price, 1235);
  });

  it('is the sale price while it is on sale, with the old one struck through', () => {
    const sold = map({sku: {Price: 32, SalePrice: 26, RetailPrice: 40, OnSale: true}});
    assert.deepEqual([sold.price, sold.listPrice], [2600, 4000]);
    assert.deepEqual(map({sku: {Price: 32, SalePrice: 26, OnSale: true}}).listPrice, 3200);
    const over = map({sku: {Price: 32, SalePrice: 26, OnSale: false}});
    assert.deepEqual([over.price, over.listPrice], [3200, null]);
  });

  it('is on sale in all ways of writing that', () => {
    for (const OnSale of [true, 1, '1', '1.1', 1.1, 'true', 'True'])
      assert.equal(map({sku: {SalePrice: 1, OnSale}}).price, 100, String(OnSale));
    for (const OnSale of [false, 0, '0', '', null, undefined, 'False'])
      assert.equal(map({sku: {SalePrice: 1, OnSale}}).price, 1800, String(OnSale));
  });

  it('strikes nothing through that is not higher', () => {
    assert.equal(map({sku: {RetailPrice: 18}}).listPrice, null);
    assert.equal(map({sku: {RetailPrice: 12}}).listPrice, null);
  });
});

describe('whether a product can be ordered', () => {
  const told = (given: Given) => {
    const {orderable, reason} = map(given);
    return [orderable, reason];
  };

  it('depends on stock only where the product itself says so', () => {
    assert.deepEqual(told({sku: {Stock: 0}, InventoryControl: -1}), [true, null]);
    assert.deepEqual(told({sku: {Stock: -3}, InventoryControl: 2}), [true, null]);
    assert.deepEqual(told({sku: {Stock: 0}, InventoryControl: 1}), [false, 'sold_out']);
    assert.deepEqual(told({sku: {Stock: -1}, InventoryControl: '3'}), [false, 'sold_out']);
    assert.deepEqual(told({sku: {Stock: 1}, InventoryControl: 1}), [true, null]);
  });

  it('is sold out only when every combination is', () => {
    const sets = {OptionSetList: [set([option(1), option(2)])], InventoryControl: 1};
    const left = [combination('1', {AdvancedOptionStock: 0}), combination('2')];
    assert.deepEqual(told({...sets, AdvancedOptionList: left}), [true, null]);
    assert.deepEqual(
      map({...sets, AdvancedOptionList: left}).combinations.map(({orderable}) => orderable),
      [false, true],
    );
    assert.deepEqual(told({...sets, AdvancedOptionList: left.slice(0, 1)}), [false, 'sold_out']);
  });

  it('sends the shopper to the store for what its API cannot carry', () => {
    const upload = set([option(1)], {OptionType: 'File'});
    assert.deepEqual(told({GiftCertificate: true}), [false, 'in_store_only']);
    assert.deepEqual(told({LoginRequiredOptionID: 4}), [false, 'in_store_only']);
    assert.deepEqual(told({LoginRequiredOptionID: null}), [true, null]);
    assert.deepEqual(told({OptionSetList: [upload]}), [false, 'in_store_only']);
    const optional = map({OptionSetList: [{...upload, OptionRequired: false}]});
    assert.deepEqual([optional.orderable, optional.sets], [true, []]);
    // A required set with nothing left to choose from cannot be answered through the API.
    const closed = set([option(1, {OptionHide: true})]);
    assert.deepEqual(told({OptionSetList: [closed]}), [false, 'in_store_only']);
    assert.deepEqual(told({OptionSetList: [set([], {OptionType: 'Text'})]}), [false, 'in_store_only']);
    assert.deepEqual(told({OptionSetList: [{...closed, OptionRequired: false}]}), [true, null]);
  });

  it('is not when it is hidden or not for sale', () => {
    assert.deepEqual(told({NotForSale: true}), [false, null]);
    const hidden = map({Hide: 'true'});
    assert.deepEqual([hidden.orderable, hidden.hidden], [false, true]);
  });
});

describe('the options of a product', () => {
  it('leave out the placeholder, and only that', () => {
    const options = [
      option(402, {OptionSorting: 2}),
      option(400, {OptionSorting: 0, OptionName: 'Select Size'}),
      option(401),
    ];
    const codes = [combination('401'), combination('402')];
    const [sized] = map({OptionSetList: [set(options)], AdvancedOptionList: codes}).sets;
    assert.deepEqual(
      sized?.options.map(({optionId}) => optionId),
      [402, 401],
    );
    assert.equal(sized.name, 'Size');
    // Without combinations, nothing tells a placeholder from a choice.
    assert.equal(map({OptionSetList: [set(options)]}).sets[0]?.options.length, 3);
    // An optional set needs no placeholder: its first option is one to choose.
    const [optional] = map({OptionSetList: [set(options, {OptionRequired: false})], AdvancedOptionList: codes}).sets;
    assert.equal(optional?.options.length, 3);
    // A later option that is in no combination is a choice that the store may not have.
    const late = [option(401), option(402), option(403)];
    assert.equal(map({OptionSetList: [set(late)], AdvancedOptionList: codes}).sets[0]?.options.length, 3);
    // A set that takes no part in the combinations keeps its first option.
    const apart = [set(options.slice(0, 1).concat(option(401))), set([option(7), option(8)], {OptionSetID: 10})];
    assert.equal(map({OptionSetList: apart, AdvancedOptionList: codes}).sets[1]?.options.length, 2);
  });

  it('leave out hidden options, empty sets, and keep the order of the store', () => {
    const {sets} = map({
      OptionSetList: [
        set([option(1, {OptionHide: true})], {OptionSetID: 1, OptionSorting: 0}),
        set([option(3, {OptionSorting: 9}), option(4, {OptionSorting: 1})], {OptionSetID: 2, OptionSorting: 5}),
        set([option(5)], {OptionSetID: 3, OptionSorting: 2}),
      ],
    });
    assert.deepEqual(
      sets.map(({setId, options}) => [setId, options.map(({optionId}) => optionId)]),
      [
        [3, [5]],
        [2, [4, 3]],
      ],
    );
  });

  it("have the store's kinds in our words", () => {
    const kinds = {
      Dropdown: 'select',
      Radio: 'radio',
      Text: 'text',
      TextArea: 'text',
      Checkbox: 'check',
      Swatch: 'swatch',
      ImageSwatch: 'swatch',
      '': 'select',
      Unheard: 'select',
    };
    for (const [OptionType, type] of Object.entries(kinds))
      assert.equal(map({OptionSetList: [set([option(1)], {OptionType})]}).sets[0]?.type, type, OptionType);
  });

  it('limit the length of texts and of nothing else', () => {
    const lengthOf = (OptionType: string, OptionSizeLimit: number) =>
      map({OptionSetList: [set([option(1)], {OptionType, OptionSizeLimit})]}).sets[0]?.maxLength;
    assert.deepEqual([lengthOf('Text', 40), lengthOf('Text', 0), lengthOf('Radio', 40)], [40, null, null]);
  });

  it('cost more or less', () => {
    const deltas = [option(1, {OptionValue: -6.5}), option(2, {OptionValue: '3.00'})];
    assert.deepEqual(
      map({OptionSetList: [set(deltas)]}).sets[0]?.options.map(({delta}) => delta),
      [-650, 300],
    );
  });

  it("combine at their own price, or at the product's where they have none", () => {
    const {combinations} = map({
      AdvancedOptionList: [
        combination('1-2'),
        combination('1-3', {AdvancedOptionPrice: 0}),
        combination('nonsense'),
        combination(''),
      ],
    });
    assert.deepEqual(
      combinations.map(({optionIds, price}) => [optionIds, price]),
      [
        [[1, 2], 2000],
        [[1, 3], 1800],
      ],
    );
    const onSale = map({sku: {OnSale: true, SalePrice: 9}, AdvancedOptionList: [combination('1')]});
    assert.equal(onSale.combinations[0]?.price, 900);
  });
});

describe('how many of a product can be ordered', () => {
  const rule = (given: Given) => map(given).quantity;

  it('is any whole number where the store says nothing', () => {
    assert.deepEqual(rule({}), {min: 1, max: null, step: 1, fractional: false, choices: null});
    assert.deepEqual(rule({MinimumQuantity: 0, MaximumQuantity: 0}), {
      min: 1,
      max: null,
      step: 1,
      fractional: false,
      choices: null,
    });
  });

  it('follows minimum, maximum, multiples, fractions and offered quantities', () => {
    assert.deepEqual(rule({MinimumQuantity: 2, MaximumQuantity: 8, AllowOnlyMultiples: true}), {
      min: 2,
      max: 8,
      step: 2,
      fractional: false,
      choices: null,
    });
    assert.deepEqual(rule({AllowFractionalQuantity: true, MinimumQuantity: 0.5}), {
      min: 0.5,
      max: null,
      step: 0.001,
      fractional: true,
      choices: null,
    });
    assert.deepEqual(rule({QuantityOptions: '1, 2,5,x,,0'}).choices, [1, 2, 5]);
  });
});

describe('addresses that a page will show', () => {
  it("are the store's where they are relative, and none where they are not for the web", () => {
    assert.equal(map({MainImageFile: 'assets/images/mug.jpg'}).image, 'https://store.example/assets/images/mug.jpg');
    assert.equal(map({MainImageFile: '/assets/mug.jpg'}).image, 'https://store.example/assets/mug.jpg');
    assert.equal(map({MainImageFile: '', ThumbnailFile: 'thumb.jpg'}).image, 'https://store.example/thumb.jpg');
    assert.equal(map({MainImageFile: 'https://cdn.example/mug.jpg'}).image, 'https://cdn.example/mug.jpg');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'http://[', '  ', null])
      assert.equal(map({MainImageFile: bad}).image, null, String(bad));
    assert.equal(map({ProductLink: 'javascript:alert(1)'}).url, 'https://store.example/');
  });
});

describe("a line in the store's cart", () => {
  const read = (item: object) => {
    const cart = {OrderKey: 'K', CartItemList: [{CatalogID: 1, CartItemID: 5, ItemQuantity: 1, ...item}]};
    return toStoreCart(Cart.parse(JSON.parse(JSON.stringify(cart))), frame).lines[0];
  };

  it('costs what the unit and its options cost', () => {
    assert.equal(read({ItemUnitPrice: 14, ItemOptionPrice: 5})?.unitPrice, 1900);
    assert.equal(read({ItemUnitPrice: '0.1', ItemOptionPrice: '0.2'})?.unitPrice, 30);
    assert.equal(read({ItemUnitPrice: 0, ItemOptionPrice: -5})?.unitPrice, -500);
  });

  it('has an id in either spelling', () => {
    assert.equal(read({})?.lineId, '5');
    assert.equal(read({CartItemID: undefined, CartItemId: '17'})?.lineId, '17');
    assert.equal(read({CartItemID: 5, CartItemId: '17'})?.lineId, '5');
  });

  it("is the store's own where it says so", () => {
    assert.equal(read({ItemDescription: 'Bundle Item: MUG<br>Harbor Mug'})?.madeAs, 'child');
    assert.equal(read({ItemDescription: 'Bundle Item: MUG<br>Harbor Mug'})?.name, 'Harbor Mug');
    assert.equal(read({ItemDescription: 'KIT ITEM: Lid'})?.madeAs, 'child');
    assert.equal(read({ItemDescription: 'Discount', ItemOptionPrice: -5})?.madeAs, 'discount');
    assert.equal(read({ItemDescription: 'Discount Coffee', ItemUnitPrice: 9})?.madeAs, 'item');
    assert.equal(read({ItemDescription: 'My Bundle Item: no'})?.madeAs, 'item');
  });

  it('shows its description as text, never as markup', () => {
    const line = read({
      ItemDescription:
        'Tom &amp; Jerry <i>Mug</i><br><b>Size:</b>&nbsp;<script>alert(1)</script>L &lt;3<br/><b>Color</b>&nbsp;Red',
    });
    assert.equal(line?.name, 'Tom & Jerry Mug');
    assert.deepEqual(line.options, [
      {name: 'Size', value: 'alert(1) L <3'},
      {name: 'Color', value: 'Red'},
    ]);
  });
});

describe('the settings of a store', () => {
  const read = (info: object, standards: object = {}) =>
    toStoreSettings(StoreSettings.parse({StoreInformation: info, StoreStandards: standards}), 'https://secure.example');

  it('have a currency and decimals, or those of most stores', () => {
    assert.deepEqual([read({}).currency, read({}).decimals], ['USD', 2]);
    const yen = read({}, {CurrencyCode: 'jpy', DecimalPlacesOnPrice: '0'});
    assert.deepEqual([yen.currency, yen.decimals], ['JPY', 0]);
    assert.equal(read({}, {CurrencyCode: '$'}).currency, 'USD');
  });

  it('name the store by its host where it has no name', () => {
    assert.equal(read({StoreName: ' '}).name, 'secure.example');
    assert.equal(read({StoreName: 'Port  Haven'}).name, 'Port Haven');
  });

  it('take addresses with and without a scheme', () => {
    const {url, secureUrl} = read({StoreURL: 'store.example/', StoreSecureURL: 'https://secure2.example//'});
    assert.deepEqual([url, secureUrl], ['https://store.example', 'https://secure2.example']);
  });
});
