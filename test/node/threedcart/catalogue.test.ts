/** Every kind of product that a sandbox sells, read by the real client: what a page is told of it. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Product} from '../../../src/contract/wire.js';
import {toProduct} from '../../../src/proxy/product.js';
import {catalogue} from '../../../src/sandbox/index.js';
import {openClient} from '../../helpers/store-client.js';

async function readProducts(): Promise<Map<number, Product>> {
  const {client, frame, claim} = openClient();
  const outcome = await client.listProducts({offset: 1, limit: 100}, frame, claim());
  assert.equal(outcome.kind, 'done');
  const products = outcome.value.products
    .filter(({hidden}) => !hidden)
    .map((product) => Product.parse(toProduct(product)));
  return new Map(products.map((product) => [product.catalogId, product]));
}

const products = await readProducts();
const told = (catalogId: number): Product => {
  const product = products.get(catalogId);
  assert.ok(product, `nothing was told of ${catalogId}`);
  return product;
};
const setsOf = (catalogId: number) =>
  told(catalogId).sets.map(({name, type, required, maxLength, options}) => [
    `${name}${required ? '*' : ''}`,
    maxLength === null ? type : `${type} ${maxLength}`,
    options.map(({name: option, delta, selected}) => `${option} ${delta}${selected ? '!' : ''}`).join(', '),
  ]);

describe('a page is told', () => {
  it('of every product but the hidden one', () => {
    const shown = catalogue.filter(({hidden}) => !hidden).map(({catalogId}) => catalogId);
    assert.deepEqual([...products.keys()], shown);
    assert.equal(products.has(529), false);
  });

  it('which option sets there are, of which type, and what each choice costs', () => {
    assert.deepEqual(setsOf(511), []);
    assert.deepEqual(setsOf(510), [
      ['Size*', 'select', 'Small 0, Medium 0, Large 0'],
      ['Color*', 'radio', 'Slate 0, Moss 0'],
    ]);
    assert.deepEqual(setsOf(513), [
      ['Size*', 'select', 'Small/Medium 0, Large/XL 0'],
      ['Patch', 'radio', 'Pine 300, Summit 300, Heron 350'],
    ]);
    assert.deepEqual(setsOf(518), [['Length*', 'radio', 'Short -600, Regular 0!, Long 800']]);
    assert.deepEqual(setsOf(524), [['Glaze*', 'swatch', 'Deep Water 0, Oat 0, Kiln Red 450']]);
    assert.deepEqual(setsOf(525), [['Finishing', 'check', 'Oiled 400, Juice groove 650, No gift box -150']]);
    assert.deepEqual(setsOf(512), [['Engraving', 'text 40', 'Your text 500']]);
    assert.deepEqual(setsOf(526), [
      ['Name*', 'text', 'Your text 0'],
      ['Initials', 'text 3', 'Your text 350'],
    ]);
    assert.deepEqual(setsOf(600), [['Extra*', 'radio', 'Just the box 0!, Two mugs 2000']]);
  });

  it('how a swatch looks', () => {
    const [glaze] = told(524).sets;
    assert.deepEqual(
      glaze?.options.map(({image}) => image),
      ['deep-water', 'oat', 'kiln-red'].map((name) => `https://store.example/assets/images/glaze-${name}.svg`),
    );
  });

  it('which combinations there are, at their own price, and which are sold out', () => {
    assert.deepEqual(
      told(534).combinations.map(({optionIds, price, orderable}) => [...optionIds, price, orderable]),
      [
        [641, 651, 13_500, true],
        [642, 651, 13_500, true],
        [643, 651, 14_250, true],
        [641, 652, 12_900, true],
        [642, 652, 12_900, false],
      ],
    );
    assert.equal(told(519).combinations.find(({optionIds}) => optionIds.join() === '453,462')?.orderable, false);
  });

  it('what it costs now and what is struck through', () => {
    assert.deepEqual([told(514).price, told(514).listPrice], [2600, 4000]);
    assert.deepEqual([told(511).price, told(511).listPrice], [1800, null]);
  });

  it('in which quantities it is sold', () => {
    const rules = (catalogId: number) => told(catalogId).quantity;
    const plain = {min: 1, max: null, step: 1, fractional: false, choices: null};
    assert.deepEqual(rules(511), plain);
    assert.deepEqual(rules(516), {...plain, min: 2, step: 2});
    assert.deepEqual(rules(521), {...plain, max: 4});
    assert.deepEqual(rules(522), {min: 0.5, max: 40, step: 0.001, fractional: true, choices: null});
    assert.deepEqual(rules(523), {...plain, min: 10, max: 100, choices: [10, 25, 50, 100]});
  });

  it('whether it can be ordered, and if not, why', () => {
    const reasons: Record<number, string | null> = {
      520: 'sold_out',
      527: 'sold_out',
      530: null,
      531: 'in_store_only',
      532: 'in_store_only',
      533: 'in_store_only',
    };
    for (const {catalogId, name, orderable, reason} of products.values()) {
      assert.equal(orderable, !(catalogId in reasons), name);
      assert.equal(reason, reasons[catalogId] ?? null, name);
    }
  });

  it('its name as the merchant typed it, in any script', () => {
    assert.equal(told(535).name, 'Tom & Jo’s 12" <b>Iron</b> Skillet');
    assert.equal(told(535).sets[0]?.name, 'Lid & "Rest"');
    assert.equal(told(536).name, 'منشفة المطبخ من القطن');
    assert.equal(told(536).sets[0]?.options[1]?.name, 'كبير (XL)');
    assert.equal(told(523).name.length, 151);
    assert.equal(told(537).name, told(538).name);
  });
});
