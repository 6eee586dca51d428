/** The mirror: what the catalogue costs the store, and what a page gets while it fills. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue} from '../../../src/sandbox/index.js';
import {openShop} from '../../helpers/shop.js';

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

  it('finds products by words of name and SKU', async () => {
    const shop = await openShop();
    const {products} = await shop.products('/v1/products?q=tee%20RIVER');
    assert.deepEqual(
      products.map(({name}) => name),
      ['River Tee'],
    );
  });
});
