/** The mirror: what the catalogue costs the store, and what a page gets while it fills. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue, createSandboxStore, type SandboxStore} from '../../../src/sandbox/index.js';
import {VirtualClock} from '../../helpers/clock.js';
import {storeKeys, storeUrl} from '../../helpers/environment.js';
import {openShop, type Shop, type ShopOverrides} from '../../helpers/shop.js';

const paths = (shop: Awaited<ReturnType<typeof openShop>>): string[] =>
  shop.sandbox.snapshot().calls.map(({path}) => path.replace(/\?.*/, ''));

describe('the mirror of the catalogue', () => {
  it("serves a page that comes in the proxy's first second by its own first page, not product by product", async () => {
    const shop = await openShop({warm: false});
    shop.proxy.start();
    const {products} = await shop.products('/v1/products?ids=510,511,512,513,514');
    assert.equal(products.length, 5);
    assert.deepEqual(paths(shop), ['/StoreSettings', '/Products']);
    shop.proxy.stop();
  });

  it('asks for what changed when it has aged, and for nothing in between', async () => {
    const shop = await openShop();
    const before = paths(shop).length;
    await shop.products('/v1/products?ids=510');
    assert.equal(paths(shop).length, before, 'a product that is known costs no call');
    shop.proxy.start();
    await shop.clock.advance(1000);
    assert.deepEqual(paths(shop).slice(before), ['/Products'], 'one page of changes');
    shop.proxy.stop();
  });

  it('asks once for a product that it does not know, and not again and again for one that nobody has', async () => {
    const shop = await openShop();
    const before = paths(shop).length;
    for (let time = 0; time < 5; time++) assert.deepEqual((await shop.products('/v1/products?ids=999')).missing, [999]);
    assert.deepEqual(paths(shop).slice(before), ['/Products/999']);
  });

  it('costs the store next to nothing when strangers ask for made-up numbers', async () => {
    const shop = await openShop();
    const before = paths(shop).length;
    const ids = Array.from({length: 50}, (_, index) => 10_000 + index);
    const {products, missing} = await shop.products(`/v1/products?ids=${ids.join()}`);
    assert.deepEqual([products.length, missing.length], [0, 50], 'a full mirror knows that they are none');
    assert.equal(paths(shop).length - before, 1);
  });

  it('asks the store about a line of a cart, however many made-up numbers are asked for meanwhile', async () => {
    const shop = await openShop();
    const [mug] = catalogue.filter(({catalogId}) => catalogId === 511);
    assert.ok(mug);
    shop.sandbox.putProduct({...mug, catalogId: 900, name: 'New Mug'});
    await shop.products('/v1/products?ids=10001');
    const {lines} = await shop.ask({lines: [{id: 'a', catalogId: 900, quantity: 1}]});
    assert.deepEqual(
      lines.map(({name, quantity, problem}) => [name, quantity, problem]),
      [['New Mug', 1, undefined]],
    );
  });
});

type Goods = (typeof catalogue)[number];
const sample = catalogue.find(({catalogId}) => catalogId === 511);
assert.ok(sample);
/** A plain product, changed where said. */
const goods = (catalogId: number, changes: Partial<Goods> = {}): Goods => ({
  ...sample,
  catalogId,
  sku: `SKU-${catalogId}`,
  name: `Product ${catalogId}`,
  ...changes,
});
const manyGoods = (count: number): Goods[] => Array.from({length: count}, (_, index) => goods(1000 + index));

/** A shop whose store can be put in place of another: the only way in which a product is deleted. */
async function openChanging(first: readonly Goods[], overrides: ShopOverrides = {}) {
  const {clock = new VirtualClock()} = overrides;
  const pages: {offset: number; isChanges: boolean}[] = [];
  const singles: string[] = [];
  const makeStore = (products: readonly Goods[], storeName = 'Port Haven Supply'): SandboxStore =>
    createSandboxStore({clock, catalogue: products, storeName, credentials: {secureUrl: storeUrl, ...storeKeys}});
  let store = makeStore(first);
  let onPage = (_: number): void => undefined;
  const shop = await openShop({
    clock,
    warm: false,
    ...overrides,
    async between(request) {
      const response = await store.fetch(request);
      const {pathname, searchParams} = new URL(request.url);
      if (/\/Products\/\d/.test(pathname)) singles.push(pathname.replace(/.*\//, ''));
      if (pathname.endsWith('/Products')) {
        const offset = Number(searchParams.get('offset'));
        pages.push({offset, isChanges: searchParams.has('lastupdatestart')});
        onPage(pages.filter(({isChanges}) => !isChanges).length);
      }
      return response;
    },
  });
  return {
    shop,
    clock,
    pages,
    /** Products that were asked for one by one. */
    singles,
    get store() {
      return store;
    },
    become: (products: readonly Goods[], storeName?: string) => void (store = makeStore(products, storeName)),
    /** Does something after so many pages of passes over everything. */
    afterPage(count: number, run: () => void) {
      onPage = (page) => {
        if (page === count) run();
      };
    },
  };
}

const state = async (shop: Shop): Promise<{products: number; catalogueComplete: boolean}> =>
  (await (await shop.get('/readyz')).json()) as {products: number; catalogueComplete: boolean};
const search = async (shop: Shop, words: string, limit = 50): Promise<number[]> =>
  (await shop.products(`/v1/products?q=${encodeURIComponent(words)}&limit=${limit}`)).products.map(
    ({catalogId}) => catalogId,
  );

describe('a large catalogue', () => {
  it('is full in as many calls as it has pages, takes no more than half of the budget, and serves what it has', async () => {
    const {shop, pages} = await openChanging(manyGoods(20_000));
    shop.proxy.start();
    await shop.clock.advance(10_000);
    assert.equal((await shop.products('/v1/products?ids=1000,1001,1500')).products.length, 3);
    assert.deepEqual(await search(shop, 'product 1234'), [1234]);
    assert.equal((await state(shop)).catalogueComplete, false);
    let most = 0;
    for (let second = 0; second < 100; second += 1) {
      await shop.clock.advance(1000);
      most = Math.max(most, shop.budget.level().used);
    }
    assert.deepEqual(
      [await state(shop).then((now) => [now.products, now.catalogueComplete]), pages.length],
      [[20_000, true], 200],
    );
    assert.ok(most <= 22.5 + 1e-6, `${most} calls in the bucket`);
    shop.proxy.stop();
  });

  for (const kind of ['429', '5xx', 'html', 'errorArray', 'cutBefore'] as const)
    it(`goes on where it was when a page fails: ${kind}`, async () => {
      const {shop, clock, pages, store, afterPage} = await openChanging(manyGoods(450));
      afterPage(2, () => store.addFault({match: 'GET /Products ', kind, times: 2}));
      shop.proxy.start();
      await clock.advance(120_000);
      assert.deepEqual(await state(shop).then(({products}) => products), 450);
      const offsets = pages.filter(({isChanges}) => !isChanges).map(({offset}) => offset);
      assert.deepEqual([...new Set(offsets)], [1, 101, 201, 301, 401]);
      assert.equal(offsets.filter((offset) => offset === 1).length, 1);
      shop.proxy.stop();
    });

  for (const deleted of [1, 4, 5, 60, 99, 100, 130])
    it(`loses nothing when ${deleted} products are deleted while it pages`, async () => {
      const all = manyGoods(450);
      const rest = all.slice(deleted);
      const {shop, clock, become, afterPage, singles} = await openChanging(all);
      afterPage(2, () => become(rest));
      shop.proxy.start();
      await clock.advance(60_000);
      for (let from = 0; from < rest.length; from += 50) {
        const ids = rest.slice(from, from + 50).map(({catalogId}) => catalogId);
        const {products} = await shop.products(`/v1/products?ids=${ids.join()}`);
        assert.equal(products.length, ids.length, `of those from ${ids[0]} on`);
      }
      assert.deepEqual(singles, [], 'not one of them had to be asked for by itself');
      assert.equal((await state(shop)).products, rest.length + Math.min(deleted, 205));
      await clock.advance(25 * 3600_000);
      assert.equal((await state(shop)).products, rest.length);
      shop.proxy.stop();
    });

  it('loses nothing when products are made while it pages', async () => {
    const all = manyGoods(450);
    const {shop, clock, become, afterPage, pages} = await openChanging(all);
    const made = Array.from({length: 30}, (_, index) => goods(10 + index, {updatedAt: clock.now()}));
    afterPage(2, () => become([...made, ...all]));
    shop.proxy.start();
    await clock.advance(60_000);
    assert.equal((await state(shop)).products, 450);
    assert.equal((await shop.products('/v1/products?ids=12')).products.length, 1, 'asked for, so fetched at once');
    await clock.advance(300_000);
    assert.equal((await state(shop)).products, 480);
    assert.ok(pages.length <= 6 + 1, `${pages.length} pages`);
    shop.proxy.stop();
  });

  it('keeps a product that was fetched by itself while a pass went by without it', async () => {
    const all = manyGoods(450);
    const made = goods(10, {updatedAt: 0});
    const {shop, clock, become, afterPage, singles} = await openChanging(all);
    let asked: Promise<Response> | undefined;
    // Five pages fill the mirror. A day later the pass is half through when a product is made in front of it.
    afterPage(8, () => {
      become([made, ...all]);
      asked = shop.proxy.fetch(new Request('https://cart.example/v1/products?ids=10'));
    });
    shop.proxy.start();
    await clock.advance(24.5 * 3600_000);
    assert.equal((await asked)?.status, 200);
    assert.equal((await state(shop)).products, 451);
    assert.deepEqual(singles, ['10']);
    shop.proxy.stop();
  });
});

describe('a mirror that is kept fresh', () => {
  it('forgets a product that the store has deleted, within a day', async () => {
    const all = manyGoods(20);
    const {shop, clock, become, pages} = await openChanging(all);
    shop.proxy.start();
    await clock.advance(10_000);
    assert.deepEqual(await search(shop, 'product 1007'), [1007]);
    become(all.filter(({catalogId}) => catalogId !== 1007));
    await clock.advance(23 * 3600_000);
    assert.deepEqual(await search(shop, 'product 1007'), [1007], 'changes do not tell of it');
    await clock.advance(2 * 3600_000);
    assert.deepEqual(await search(shop, 'product 1007'), []);
    assert.deepEqual((await shop.products('/v1/products?ids=1007')).missing, [1007]);
    assert.equal(pages.filter(({isChanges}) => !isChanges).length, 2);
    shop.proxy.stop();
  });

  it('follows what is changed, hidden and shown again, as often as it is told to', async () => {
    const {shop, clock, store} = await openChanging(manyGoods(20), {environment: {PUSHCART_MIRROR_SECONDS: '60'}});
    shop.proxy.start();
    await clock.advance(10_000);
    const change = async (changes: Partial<Goods>): Promise<void> => {
      store.putProduct(goods(1007, {updatedAt: clock.now(), ...changes}));
      await clock.advance(60_000);
    };
    await change({price: 4321, name: 'Lantern'});
    assert.deepEqual((await shop.products('/v1/products?ids=1007')).products[0]?.price, 4321);
    assert.deepEqual(await search(shop, 'lantern'), [1007]);
    await change({hidden: true, name: 'Lantern'});
    assert.deepEqual((await shop.products('/v1/products?ids=1007')).missing, [1007]);
    assert.deepEqual(await search(shop, 'lantern'), []);
    await change({name: 'Lantern'});
    assert.deepEqual((await shop.products('/v1/products?ids=1007')).missing, []);
    assert.deepEqual(await search(shop, 'lantern'), [1007]);
    shop.proxy.stop();
  });

  it("learns the store's new settings within a day", async () => {
    const all = manyGoods(20);
    const {shop, clock, become} = await openChanging(all);
    shop.proxy.start();
    await clock.advance(10_000);
    become(all, 'Port Haven & Daughters');
    await clock.advance(25 * 3600_000);
    assert.equal((await shop.products('/v1/products?ids=1007')).store.name, 'Port Haven & Daughters');
    shop.proxy.stop();
  });

  it('does not forget most of a catalogue on the word of one listing', async () => {
    const all = manyGoods(20);
    const {shop, clock, become, afterPage} = await openChanging(all);
    shop.proxy.start();
    await clock.advance(10_000);
    become([]);
    afterPage(2, () => become(all));
    await clock.advance(25 * 3600_000);
    assert.equal((await state(shop)).products, 20);
    become(all.slice(0, 1));
    await clock.advance(25 * 3600_000);
    assert.equal((await state(shop)).products, 1, 'but on the word of two');
    shop.proxy.stop();
  });

  it('leaves no timer, and nothing in the queue, when it is stopped', async () => {
    const {shop, clock} = await openChanging(manyGoods(20));
    shop.proxy.start();
    await clock.advance(10_000);
    shop.proxy.stop();
    await clock.advance(0);
    assert.equal(clock.waiting, 0);
    shop.proxy.start();
    shop.proxy.start();
    shop.proxy.stop();
    await clock.advance(60_000);
    assert.deepEqual([clock.waiting, Object.values(shop.budget.level().queued)], [0, [0, 0, 0, 0]]);
  });

  it('asks once when several pages want the same new product at once', async () => {
    const {shop, clock, store, singles} = await openChanging(manyGoods(20));
    shop.proxy.start();
    await clock.advance(10_000);
    store.putProduct(goods(7));
    store.change({latencyMs: 300});
    const page = (): Promise<Response> =>
      shop.proxy.fetch(new Request('https://cart.example/v1/products?ids=7'), {address: '192.0.2.1'});
    const answers = await clock.run(Promise.all([page(), page(), page()]));
    assert.deepEqual(
      answers.map(({status}) => status),
      [200, 200, 200],
    );
    assert.deepEqual(singles, ['7']);
    shop.proxy.stop();
  });

  it('lets nobody wait longer than two seconds, also while the store does not answer its first call', async () => {
    const {shop, clock, store} = await openChanging(manyGoods(20));
    store.change({latencyMs: 25_000});
    shop.proxy.start();
    const asked = clock.now();
    assert.equal((await shop.get('/v1/products?ids=1001')).status, 503);
    assert.equal(clock.now() - asked, 2000);
    shop.proxy.stop();
  });

  it('lets a checkout ask for itself what a page has been waiting for', async () => {
    const {shop, clock, store, singles} = await openChanging(manyGoods(20));
    shop.proxy.start();
    await clock.advance(60_000);
    store.putProduct(goods(7));
    // So many other checkouts that the catalogue has no turn.
    const others = Array.from({length: 60}, () =>
      shop.budget.take({for: 'checkout', askedAt: clock.now(), deadline: clock.now() + 60_000}),
    );
    const page = shop.proxy.fetch(new Request('https://cart.example/v1/products?ids=7'), {address: '192.0.2.1'});
    await clock.advance(100);
    assert.deepEqual(singles, []);
    const {checkoutUrl} = await shop.ask({intent: 'checkout', rev: 1, lines: [{id: 'a', catalogId: 7, quantity: 1}]});
    assert.ok(checkoutUrl);
    assert.deepEqual(singles, ['7']);
    await clock.run(Promise.all([page, ...others]));
    shop.proxy.stop();
  });
});

describe('a search', () => {
  const named = (...names: (readonly [id: number, name: string, sku?: string, changes?: Partial<Goods>])[]): Goods[] =>
    names.map(([id, name, sku = `SKU-${id}`, changes = {}]) => goods(id, {name, sku, ...changes}));
  async function openSearch(products: Goods[]) {
    const {shop, clock} = await openChanging(products);
    shop.proxy.start();
    await clock.advance(10_000);
    shop.proxy.stop();
    return shop;
  }

  it('finds every word in name or SKU, without case and accents', async () => {
    const shop = await openSearch(
      named([1, 'Émaillée tasse'], [2, 'Straßen-Karte'], [3, 'İstanbul poster'], [4, 'Ångström mug', 'MUG-77/B']),
    );
    for (const words of ['emaillee', 'TASSE EMAIL', 'Émaillée', 'e\u0301maillée tasse'])
      assert.deepEqual(await search(shop, words), [1], words);
    for (const words of ['strasse', 'STRASSEN karte', 'straße'])
      assert.deepEqual(await search(shop, words), [2], words);
    for (const words of ['istanbul', 'İSTANBUL', 'ISTANBUL']) assert.deepEqual(await search(shop, words), [3], words);
    for (const words of ['angstrom', 'mug-77', '77/b', 'mug ångström 77'])
      assert.deepEqual(await search(shop, words), [4], words);
    assert.deepEqual(await search(shop, 'mug 78'), []);
  });

  it('has whole words first, then beginnings, then parts, each by name, always in the same order', async () => {
    const shop = await openSearch(
      named([5, 'Steel bottle'], [9, 'Teel 10'], [8, 'Teel 9'], [3, 'Tee, river'], [4, 'Ash tee'], [7, 'Ash tee']),
    );
    assert.deepEqual(await search(shop, 'tee'), [4, 7, 3, 8, 9, 5]);
    assert.deepEqual(await search(shop, 'tee', 3), [4, 7, 3]);
    assert.deepEqual(await search(shop, 'tee'), await search(shop, ' TEE '));
  });

  it('never finds what is hidden, nor anything by what is not told', async () => {
    const shop = await openSearch(
      named(
        [1, 'Shown mug', 'A', {stock: 7731, cost: 637, distributor: 'Millrace', warehouseBin: 'B-01'}],
        [2, 'Hidden mug', 'B', {hidden: true}],
      ),
    );
    assert.deepEqual(await search(shop, 'mug'), [1]);
    assert.deepEqual(await search(shop, ''), [1]);
    for (const words of ['7731', '637', 'millrace', 'B-01', 'hidden', '---'])
      assert.deepEqual(await search(shop, words), [], words);
  });
});
