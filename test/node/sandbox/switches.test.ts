import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue, ConnectionCut, createSandboxStore, SwitchError} from '../../../src/sandbox/index.js';
import {credentials, mug, notebook, setup, tee} from './setup.js';

const socks = (ItemQuantity: number) => ({CatalogID: 516, ItemQuantity});

describe('a switch', () => {
  it('getCartShape and getCartStatus change how a cart is read', async () => {
    const {call, createCart, store} = setup({switches: {getCartShape: 'object', getCartStatus: 201}});
    const key = await createCart();
    const answer = await call('GET', `/Cart/${key}`);
    assert.equal(answer.status, 201);
    assert.equal(((await answer.json()) as {OrderKey: string}).OrderKey, key);
    store.change({getCartShape: 'array', getCartStatus: 200});
    const array = await call('GET', `/Cart/${key}`);
    assert.equal(array.status, 200);
    assert.ok(Array.isArray(await array.json()));
  });

  it('dateStyle changes dates, those without a day too', async () => {
    const {call} = setup({switches: {dateStyle: 'us'}});
    const [row] = (await (await call('GET', '/Products/510')).json()) as {LastUpdate: string}[];
    assert.equal(row?.LastUpdate, '11/20/2025 16:02');
  });

  it('storeSettingsShape changes the settings', async () => {
    const {call} = setup({switches: {storeSettingsShape: 'object'}});
    const settings = (await (await call('GET', '/StoreSettings')).json()) as {StoreInformation: {StoreName: string}};
    assert.equal(settings.StoreInformation.StoreName, 'Port Haven Supply');
  });

  it('throttle, throttleStatus, throttleBody and retryAfter change the overflow', async () => {
    const {call, store} = setup({switches: {throttle: {capacity: 1, leakPerSecond: 0.25}}});
    await call('GET', '/StoreSettings');
    const plain = await call('GET', '/StoreSettings');
    assert.deepEqual([plain.status, plain.headers.get('retry-after'), await plain.text()], [429, null, '']);
    store.change({throttleStatus: 503, throttleBody: 'array', retryAfter: 'on'});
    const told = await call('GET', '/StoreSettings');
    assert.deepEqual([told.status, told.headers.get('retry-after')], [503, '4']);
    assert.equal(((await told.json()) as {Key: string}[])[0]?.Key, 'Error');
  });

  it('errorBody400 empties refusals, errorWith200 hides them behind a success', async () => {
    const {call, createCart, store} = setup({switches: {errorBody400: 'empty'}});
    const path = `/Cart/${await createCart()}/Item`;
    const empty = await call('POST', path, {body: mug(0)});
    assert.deepEqual([empty.status, await empty.text()], [400, '']);
    store.change({errorBody400: 'array', errorWith200: 'on'});
    const hidden = await call('POST', path, {body: mug(0)});
    assert.equal(hidden.status, 200);
    const [result] = (await hidden.json()) as {Key: string; Status: string}[];
    assert.deepEqual([result?.Key, result?.Status], ['Error', '400']);
  });

  it('version leaves one of the two out', async () => {
    const {store} = setup({switches: {version: 'v2'}});
    const headers = {authorization: `Bearer ${credentials.accessToken}`};
    const ask = async (version: string) =>
      (await store.fetch(new Request(`https://x.example/3dCartWebAPI/${version}/StoreSettings`, {headers}))).status;
    assert.deepEqual([await ask('v1'), await ask('v2'), await ask('V2')], [404, 200, 200]);
    store.change({version: 'both'});
    assert.equal(await ask('v1'), 200);
  });

  it('emptyList and offsetPastEnd change how a list ends', async () => {
    const {call, store} = setup();
    const ends = async () => {
      const [none, past] = [await call('GET', '/Products?sku=none'), await call('GET', '/Products?offset=99')];
      return [none.status, await none.text(), past.status, (await past.text()).slice(0, 14)];
    };
    assert.deepEqual(await ends(), [404, '', 400, '[{"Key":"Error']);
    store.change({emptyList: 200, offsetPastEnd: 200});
    assert.deepEqual(await ends(), [200, '[]', 200, '[]']);
    store.change({offsetPastEnd: 404});
    assert.deepEqual(await ends(), [200, '[]', 404, '']);
  });

  it('checkoutUrl sends shoppers elsewhere, or nowhere', async () => {
    const {createCart, readCart, store} = setup();
    const key = await createCart();
    const seen = async (checkoutUrl: string) => {
      store.change({checkoutUrl});
      return (await readCart(key)).CheckoutURL.replaceAll(key, 'KEY');
    };
    assert.equal(await seen('http://{storeHost}/pay/{OrderID}'), 'http://demo-store.3dcartstores.com/pay/1042');
    assert.equal(await seen('https://evil.example/?{OrderKey}{other}'), 'https://evil.example/?KEY{other}');
    assert.equal(await seen(''), '');
  });

  it('descriptions escapes names, or puts prices behind them', async () => {
    const {write, createCart, readCart, store} = setup({switches: {descriptions: 'escaped'}});
    const key = await createCart();
    const skillet = {
      CatalogID: 535,
      ItemQuantity: 1,
      ItemOptions: [{OptionSetID: 101, OptionID: 682, OptionValue: ''}],
    };
    await write('POST', `/Cart/${key}/Item`, skillet);
    store.change({descriptions: 'priced'});
    await write('POST', `/Cart/${key}/Item`, skillet);
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({ItemDescription}) => ItemDescription),
      [
        'Tom &amp; Jo’s 12&quot; &lt;b&gt;Iron&lt;/b&gt; Skillet<br><b>Lid &amp; &quot;Rest&quot;:</b>&nbsp;12&quot; lid &lt;i&gt;with&lt;/i&gt; knob &amp; ring',
        'Tom & Jo’s 12" <b>Iron</b> Skillet<br><b>Lid & "Rest":</b>&nbsp;12" lid <i>with</i> knob & ring - $19.00',
      ],
    );
  });

  it('htmlFailures strikes that share of calls', async () => {
    const chances = [0.1, 0.9];
    const {call} = setup({switches: {htmlFailures: 0.5}, random: () => chances.shift() ?? 1});
    const struck = await call('POST', '/Cart', {body: {}});
    assert.match(struck.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal((await call('POST', '/Cart', {body: {}})).status, 201);
  });

  it('latencyMs delays every call', async () => {
    const {call, clock} = setup({switches: {latencyMs: 120}});
    await call('GET', '/StoreSettings');
    assert.deepEqual(clock.waits, [120]);
  });

  it('dropAfterWrite does the write and loses its answer, and leaves reading alone', async () => {
    const {call, createCart, readCart, store} = setup();
    const key = await createCart();
    store.change({dropAfterWrite: 'on'});
    await assert.rejects(call('POST', `/Cart/${key}/Item`, {body: mug()}), ConnectionCut);
    assert.equal((await readCart(key)).CartItemList.length, 1);
  });

  it('mergeLines enlarges the first line of the same choice', async () => {
    const {write, createCart, readCart, store} = setup({switches: {mergeLines: 'on'}});
    const path = `/Cart/${await createCart()}`;
    const first = await write('POST', `${path}/Item`, tee(2));
    const second = await write('POST', `${path}/Item`, tee(3));
    assert.equal(second.Value, first.Value);
    assert.equal((await write('POST', `${path}/Item`, tee(4))).httpStatus, 400);
    await write('POST', `${path}/Item`, notebook('Ana'));
    await write('POST', `${path}/Item`, notebook('Bo'));
    store.change({mergeLines: 'off'});
    await write('POST', `${path}/Item`, tee(1));
    const {CartItemList} = await readCart(path.slice('/Cart/'.length));
    assert.deepEqual(
      CartItemList.map(({ItemQuantity}) => ItemQuantity),
      [5, 1, 1, 1],
    );
  });

  it('quantityZero deletes the line', async () => {
    const {write, createCart, readCart} = setup({switches: {quantityZero: 'delete'}});
    const key = await createCart();
    const {Value: id} = await write('POST', `/Cart/${key}/Item`, mug());
    assert.equal((await write('PUT', `/Cart/${key}/Item/${id}`, {ItemQuantity: 0})).httpStatus, 200);
    assert.deepEqual((await readCart(key)).CartItemList, []);
  });

  it('quantityRules moves a quantity to the nearest allowed one, or asks nothing', async () => {
    const {write, createCart, readCart, store} = setup({switches: {quantityRules: 'adjust'}});
    const key = await createCart();
    const cards = (ItemQuantity: number) => ({CatalogID: 523, ItemQuantity});
    const items = [socks(1), socks(3), {CatalogID: 521, ItemQuantity: 9}, mug(1.5), cards(11), cards(300)];
    for (const item of items) await write('POST', `/Cart/${key}/Item`, item);
    store.change({quantityRules: 'allow'});
    for (const item of items) await write('POST', `/Cart/${key}/Item`, item);
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({ItemQuantity}) => ItemQuantity),
      [2, 4, 4, 2, 25, 100, 1, 3, 9, 1.5, 11, 300],
    );
  });

  it('stockCheck sells what there is, or what there is not', async () => {
    const {write, createCart, readCart, store} = setup({switches: {stockCheck: 'cap'}});
    const key = await createCart();
    const candles = {CatalogID: 517, ItemQuantity: 5};
    await write('POST', `/Cart/${key}/Item`, candles);
    assert.equal((await write('POST', `/Cart/${key}/Item`, candles)).httpStatus, 400);
    await write('POST', `/Cart/${key}/Item`, socks(200));
    store.change({stockCheck: 'allow'});
    await write('POST', `/Cart/${key}/Item`, candles);
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({ItemQuantity}) => ItemQuantity),
      [3, 90, 5],
    );
  });

  it('requiredOptions lets a line through without its choice', async () => {
    const {write, createCart, readCart} = setup({switches: {requiredOptions: 'allow', stockCheck: 'allow'}});
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, {CatalogID: 510, ItemQuantity: 1});
    const [line] = (await readCart(key)).CartItemList;
    assert.deepEqual([line?.ItemID, line?.ItemDescription], ['TEE-RIVER', 'River Tee']);
  });

  it('restrictedProducts sells to anybody what is not for everybody', async () => {
    const {write, createCart} = setup({switches: {restrictedProducts: 'allow'}});
    const path = `/Cart/${await createCart()}/Item`;
    for (const CatalogID of [529, 530, 531, 532]) {
      assert.equal((await write('POST', path, {CatalogID, ItemQuantity: 1})).httpStatus, 201);
    }
  });

  it('cartTtl forgets a cart that was left alone', async () => {
    const {call, createCart, clock, store} = setup({switches: {cartTtl: 60}});
    const key = await createCart();
    clock.pass(60_000);
    assert.equal((await call('PUT', `/Cart/${key}`, {body: {}})).status, 200);
    clock.pass(60_000);
    assert.equal(store.snapshot().carts.length, 1);
    clock.pass(1);
    assert.equal(store.snapshot().carts.length, 0);
    assert.equal((await call('GET', `/Cart/${key}`)).status, 404);
  });

  it('afterComplete keeps a finished cart readable, never writable', async () => {
    const {call, write, createCart, readCart, browse, store} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, mug());
    const {CheckoutURL} = await readCart(key);
    await browse(CheckoutURL, {name: 'Ana', email: 'ana@example.com'});
    assert.equal((await call('GET', `/Cart/${key}`)).status, 404);
    store.change({afterComplete: 200});
    assert.equal((await readCart(key)).CartItemList.length, 1);
    assert.equal((await call('POST', `/Cart/${key}/Item`, {body: mug()})).status, 404);
  });

  it('cors refuses the preflight, grants it, or says nothing', async () => {
    const {call, store} = setup();
    assert.equal((await call('OPTIONS', '/Cart')).status, 405);
    store.change({cors: 'preflight'});
    const granted = await call('OPTIONS', '/Cart');
    assert.equal(granted.status, 204);
    assert.match(granted.headers.get('access-control-allow-headers') ?? '', /PrivateKey/);
    store.change({cors: 'off'});
    assert.equal((await call('GET', '/StoreSettings')).headers.get('access-control-allow-origin'), null);
  });

  it('that is unknown or wrong changes nothing and is named', () => {
    const {store} = setup();
    const before = store.snapshot().switches;
    const unknown = {mergeLines: 'on', mergeline: 'on'} as object;
    assert.throws(() => {
      store.change(unknown);
    }, /Unknown switch "mergeline"/);
    assert.throws(() => createSandboxStore({switches: {htmlFailures: 2}}), SwitchError);
    assert.deepEqual(store.snapshot().switches, before);
  });
});

describe('a store with its own catalogue', () => {
  it('sells that, and sells on back order where the product says so', async () => {
    const [tee] = catalogue;
    assert.ok(tee);
    const kite = {
      ...tee,
      catalogId: 7,
      name: 'Kite',
      sku: 'KITE',
      stock: -2,
      inventoryControl: 2,
      combinations: [],
    } as const;
    const {write, createCart} = setup({catalogue: [{...kite, optionSets: []}]});
    const path = `/Cart/${await createCart()}/Item`;
    assert.equal((await write('POST', path, {CatalogID: 7, ItemQuantity: 3})).httpStatus, 201);
    assert.equal((await write('POST', path, mug())).httpStatus, 400);
  });
});
