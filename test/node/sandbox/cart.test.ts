import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {mug, notebook, setup, tee} from './setup.js';

const choose = (catalogId: number, ...choices: [number, number][]) => ({
  CatalogID: catalogId,
  ItemQuantity: 1,
  ItemOptions: choices.map(([OptionSetID, OptionID]) => ({OptionSetID, OptionID, OptionValue: ''})),
});

describe('a cart', () => {
  it('can be made from no body, an empty object or empty texts', async () => {
    const {call} = setup();
    for (const body of [undefined, {}, {BillingFirstName: '', ShipmentCity: null, CustomerId: 0}]) {
      const answer = await call('POST', '/Cart', {body});
      assert.equal(answer.status, 201);
    }
  });

  it('has a key of 15 characters that nobody can guess, and a checkout address with key and number', async () => {
    const {createCart, readCart} = setup();
    const keys = [await createCart(), await createCart()];
    for (const key of keys) assert.match(key, /^[0-9A-F]{8}[0-9A-Za-z]{7}$/);
    assert.notEqual(keys[0], keys[1]);
    const {CheckoutURL} = await readCart(keys[1] ?? '');
    assert.equal(CheckoutURL, `https://demo-store.3dcartstores.com/continue_order.asp?orderkey=${keys[1] ?? ''}1043`);
  });

  it('answers the same under v1 and v2 and ignores the case of the path', async () => {
    const {store, createCart} = setup();
    const key = await createCart();
    const headers = {authorization: `Bearer ${store.credentials.accessToken}`};
    for (const path of ['/3dCartWebAPI/v2/Cart', '/3dcartwebapi/V1/cart']) {
      const answer = await store.fetch(new Request(`http://127.0.0.1${path}/${key}`, {headers}));
      assert.equal(answer.status, 200);
    }
    const plural = await store.fetch(new Request(`http://127.0.0.1/3dCartWebAPI/v1/Carts/${key}`, {headers}));
    assert.equal(plural.status, 404);
  });

  it('keeps the fields of the buyer that an update leaves out', async () => {
    const {call, createCart} = setup();
    const key = await createCart();
    await call('PUT', `/Cart/${key}`, {body: {BillingFirstName: 'Ana', BillingCity: 'Lima'}});
    await call('PUT', `/Cart/${key}`, {body: {BillingCity: 'Cusco'}});
    const [cart] = (await (await call('GET', `/Cart/${key}`)).json()) as Record<string, unknown>[];
    assert.equal(cart?.BillingFirstName, 'Ana');
    assert.equal(cart.BillingCity, 'Cusco');
  });

  it('is gone after it was deleted', async () => {
    const {call, createCart} = setup();
    const key = await createCart();
    assert.equal((await call('DELETE', `/Cart/${key}`)).status, 200);
    const again = await call('GET', `/Cart/${key}`);
    assert.equal(again.status, 404);
    assert.equal(await again.text(), '');
  });

  it('is 404 on every call where it is unknown', async () => {
    const {call} = setup();
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PUT', '', {}],
      ['DELETE', ''],
      ['POST', '/Item', tee()],
      ['PUT', '/Item/1', {ItemQuantity: 1}],
      ['DELETE', '/Item/1'],
    ];
    for (const [method, path, body] of calls) {
      const answer = await call(method, `/Cart/00000000aaaaaaa${path}`, {body});
      assert.equal(answer.status, 404, `${method} ${path}`);
    }
  });

  it('refuses fields of the wrong type or length and names the field', async () => {
    const {write} = setup();
    for (const body of [{BillingAddress2: 'x'.repeat(51)}, {BillingAddress2: 7}]) {
      const {httpStatus, Key, Value} = await write('POST', '/Cart', body);
      assert.deepEqual([httpStatus, Key, Value], [400, 'Error', 'BillingAddress2']);
    }
  });
});

describe('a line', () => {
  it('has the combination’s SKU, the description as HTML and prices apart', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, tee(2));
    await write('POST', `/Cart/${key}/Item`, {
      CatalogID: 518,
      ItemQuantity: 1,
      ItemOptions: [{OptionSetID: 85, OptionID: 441, OptionValue: 'Short'}],
    });
    await write('POST', `/Cart/${key}/Item`, {CatalogID: 514, ItemQuantity: 3});
    const {OrderAmount, CartItemList} = await readCart(key);
    assert.deepEqual(
      CartItemList.map((line) => [line.ItemID, line.ItemUnitPrice, line.ItemOptionPrice, line.ItemQuantity]),
      [
        ['TEE-RIVER-M-SLT', 24, 0, 2],
        ['APRON-LINEN', 48, -6, 1],
        ['TOTE-CANVAS', 26, 0, 3],
      ],
    );
    assert.equal(CartItemList[1]?.ItemDescription, 'Linen Apron<br><b>Length:</b>&nbsp;Short');
    assert.equal(OrderAmount, 48 + 42 + 78);
  });

  it('writes options in the order of the product’s sets', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    const {ItemOptions, ...rest} = tee();
    await write('POST', `/Cart/${key}/Item`, {...rest, ItemOptions: ItemOptions.toReversed()});
    const {CartItemList} = await readCart(key);
    const expected = 'River Tee<br><b>Size:</b>&nbsp;Medium<br><b>Color:</b>&nbsp;Slate';
    assert.equal(CartItemList[0]?.ItemDescription, expected);
  });

  it('shows the shopper’s text and takes the surcharge only where there is one', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, notebook('<i>Ana</i>'));
    await write('POST', `/Cart/${key}/Item`, notebook(''));
    const {CartItemList} = await readCart(key);
    assert.equal(CartItemList[0]?.ItemDescription, 'Field Notebook<br><b>Engraving:</b>&nbsp;<i>Ana</i>');
    assert.deepEqual([CartItemList[0].ItemOptionPrice, CartItemList[1]?.ItemOptionPrice], [5, 0]);
    assert.equal(CartItemList[1]?.ItemDescription, 'Field Notebook');
    const {httpStatus, Value} = await write('POST', `/Cart/${key}/Item`, notebook('x'.repeat(41)));
    assert.deepEqual([httpStatus, Value], [400, 'OptionValue']);
  });

  it('takes a combination’s own price', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    const kilo = [
      {OptionSetID: 86, OptionID: 452, OptionValue: ''},
      {OptionSetID: 87, OptionID: 462, OptionValue: ''},
    ];
    await write('POST', `/Cart/${key}/Item`, {CatalogID: 519, ItemQuantity: 1, ItemOptions: kilo});
    const [line] = (await readCart(key)).CartItemList;
    assert.deepEqual([line?.ItemID, line?.ItemUnitPrice], ['BEANS-FI-1000', 49.5]);
  });

  it('takes check boxes in any number, each with its surcharge', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, choose(525));
    await write('POST', `/Cart/${key}/Item`, choose(525, [93, 623], [93, 621]));
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({ItemDescription, ItemOptionPrice}) => [
        ItemDescription,
        ItemOptionPrice,
      ]),
      [
        ['Bread Board', 0],
        ['Bread Board<br><b>Finishing:</b>&nbsp;Oiled<br><b>Finishing:</b>&nbsp;No gift box', 2.5],
      ],
    );
  });

  it('takes fractions, offered quantities, back orders and the product’s price where a combination has none', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, {CatalogID: 522, ItemQuantity: 0.7 + 0.1});
    await write('POST', `/Cart/${key}/Item`, {CatalogID: 523, ItemQuantity: 25});
    await write('POST', `/Cart/${key}/Item`, {CatalogID: 528, ItemQuantity: 3});
    await write('POST', `/Cart/${key}/Item`, choose(534, [96, 642], [97, 651]));
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({CatalogID, ItemQuantity, ItemUnitPrice}) => [
        CatalogID,
        ItemQuantity,
        ItemUnitPrice,
      ]),
      [
        [522, 0.8, 17.8],
        [523, 25, 1.2],
        [528, 3, 86],
        [534, 1, 135],
      ],
    );
  });

  it('brings the rest of its bundle along, which goes with it and stays apart from the same goods alone', async () => {
    const {createCart, write, readCart} = setup({switches: {mergeLines: 'on'}});
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, mug());
    const {Value: id} = await write('POST', `/Cart/${key}/Item`, choose(600, [91, 601]));
    await write('POST', `/Cart/${key}/Item`, mug(2));
    await write('PUT', `/Cart/${key}/Item/${id}`, {ItemQuantity: 2});
    const rows = async () =>
      (await readCart(key)).CartItemList.map(({CatalogID, ItemQuantity, ItemUnitPrice}) => [
        CatalogID,
        ItemQuantity,
        ItemUnitPrice,
      ]);
    assert.deepEqual(await rows(), [
      [511, 3, 18],
      [600, 2, 30],
      [511, 4, 0],
    ]);
    await write('DELETE', `/Cart/${key}/Item/${id}`);
    assert.deepEqual(await rows(), [[511, 3, 18]]);
  });

  it('is one of two where the same goods have two ids, also in a store that merges', async () => {
    const {createCart, write, readCart} = setup({switches: {mergeLines: 'on'}});
    const key = await createCart();
    for (const catalogId of [537, 538, 537]) await write('POST', `/Cart/${key}/Item`, choose(catalogId));
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({CatalogID, ItemQuantity}) => [CatalogID, ItemQuantity]),
      [
        [537, 2],
        [538, 1],
      ],
    );
  });

  const refusals: [string, unknown, string][] = [
    ['an unknown product', {CatalogID: 1, ItemQuantity: 1}, 'CatalogID'],
    ['a missing product', {ItemQuantity: 1}, 'CatalogID'],
    ['a missing quantity', {CatalogID: 511}, 'ItemQuantity'],
    ['a quantity as text', {CatalogID: 511, ItemQuantity: '1'}, 'ItemQuantity'],
    ['no quantity', mug(0), 'ItemQuantity'],
    ['less than nothing', mug(-1), 'ItemQuantity'],
    ['a part of a mug', mug(1.5), 'ItemQuantity'],
    ['a missing required option', {CatalogID: 510, ItemQuantity: 1}, 'OptionSetID'],
    ['a placeholder as a choice', tee(1, 400), 'OptionSetID'],
    ['an option of another set', tee(1, 412), 'OptionID'],
    [
      'a set of another product',
      {...mug(), ItemOptions: [{OptionSetID: 81, OptionID: 402, OptionValue: ''}]},
      'OptionSetID',
    ],
    ['two choices of one set', {...tee(), ItemOptions: [...tee().ItemOptions, ...tee().ItemOptions]}, 'OptionSetID'],
    ['more than there is', tee(9), 'ItemQuantity'],
    ['a product that is sold out', {CatalogID: 520, ItemQuantity: 1}, 'ItemQuantity'],
    [
      'a combination that is sold out',
      {
        CatalogID: 519,
        ItemQuantity: 1,
        ItemOptions: [
          {OptionSetID: 86, OptionID: 453, OptionValue: ''},
          {OptionSetID: 87, OptionID: 462, OptionValue: ''},
        ],
      },
      'ItemQuantity',
    ],
    ['fewer than the minimum', {CatalogID: 516, ItemQuantity: 1}, 'ItemQuantity'],
    ['no multiple of the minimum', {CatalogID: 516, ItemQuantity: 3}, 'ItemQuantity'],
    ['more than the maximum', {CatalogID: 521, ItemQuantity: 5}, 'ItemQuantity'],
    ['a list', [mug()], ''],
    ['a hidden option', choose(524, [92, 614]), 'OptionID'],
    ['the same box checked twice', choose(525, [93, 621], [93, 621]), 'OptionSetID'],
    ['a required text that is empty', choose(526, [94, 631]), 'OptionSetID'],
    ['a file', choose(533, [98, 661], [99, 671]), 'OptionValue'],
    ['a required file that is left out', choose(533, [99, 671]), 'OptionSetID'],
    ['a combination that does not exist', choose(534, [96, 643], [97, 652]), 'ItemQuantity'],
    ['a combination with less than nothing in stock', choose(534, [96, 642], [97, 652]), 'ItemQuantity'],
    ['a product with a waiting list', {CatalogID: 527, ItemQuantity: 1}, 'ItemQuantity'],
    ['a hidden product', {CatalogID: 529, ItemQuantity: 1}, 'CatalogID'],
    ['a product that is not for sale', {CatalogID: 530, ItemQuantity: 1}, 'CatalogID'],
    ['a product for customers who are logged in', {CatalogID: 531, ItemQuantity: 1}, 'CatalogID'],
    ['a gift certificate', {CatalogID: 532, ItemQuantity: 1}, 'CatalogID'],
    ['a quantity that is not offered', {CatalogID: 523, ItemQuantity: 20}, 'ItemQuantity'],
    ['less than the least fraction', {CatalogID: 522, ItemQuantity: 0.4}, 'ItemQuantity'],
  ];
  for (const [what, body, field] of refusals) {
    it(`is refused with the field’s name for ${what}`, async () => {
      const {createCart, write, readCart} = setup();
      const key = await createCart();
      const {httpStatus, Key, Value, Status} = await write('POST', `/Cart/${key}/Item`, body);
      assert.deepEqual([httpStatus, Key, Value, Status], [400, 'Error', field, '400']);
      assert.deepEqual((await readCart(key)).CartItemList, []);
    });
  }

  it('sets its quantity to the new total and is refused by the same rules', async () => {
    const {createCart, write, readCart} = setup();
    const key = await createCart();
    const {Value: id} = await write('POST', `/Cart/${key}/Item`, {CatalogID: 516, ItemQuantity: 2});
    await write('PUT', `/Cart/${key}/Item/${id}`, {ItemQuantity: 6});
    for (const ItemQuantity of [5, 0, -2, 92]) {
      const {httpStatus} = await write('PUT', `/Cart/${key}/Item/${id}`, {ItemQuantity});
      assert.equal(httpStatus, 400);
    }
    assert.equal((await readCart(key)).CartItemList[0]?.ItemQuantity, 6);
  });

  it('shares the stock with the cart’s other lines of the same combination, not with other carts', async () => {
    const {createCart, write} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, tee(5));
    const {Value: id} = await write('POST', `/Cart/${key}/Item`, tee(3));
    assert.equal((await write('POST', `/Cart/${key}/Item`, tee(1))).httpStatus, 400);
    assert.equal((await write('PUT', `/Cart/${key}/Item/${id}`, {ItemQuantity: 4})).httpStatus, 400);
    assert.equal((await write('POST', `/Cart/${key}/Item`, tee(1, 401))).httpStatus, 201);
    assert.equal((await write('POST', `/Cart/${await createCart()}/Item`, tee(8))).httpStatus, 201);
  });

  it('refuses JSON that is none', async () => {
    const {call, createCart} = setup();
    const answer = await call('POST', `/Cart/${await createCart()}/Item`, {body: '{"CatalogID":'});
    assert.equal(answer.status, 400);
    assert.equal(((await answer.json()) as {Key: string}[])[0]?.Key, 'Error');
  });
});
