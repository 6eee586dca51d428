/** Names that look like markup, and texts that do not: compared whole, told as plain text, and never taken apart to decide. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue, type Product} from '../../../src/sandbox/index.js';
import {openShop, visit} from '../../helpers/shop.js';

const notebook = catalogue.find(({catalogId}) => catalogId === 512)!;
const cap = catalogue.find(({catalogId}) => catalogId === 513)!;

const names = [
  'Cap <b>bold</b>',
  'Cap<br><b>Size:</b>&nbsp;Large/XL',
  '"Quoted" & \'more\'',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<script>alert(1)</script>',
  'כובע ירוק',
  'Hat \u202eevil\u202c',
  'I <3 caps',
];

/** The cap and the notebook, with everything that has a name called so. */
const rename = (name: string): Product[] => [
  {
    ...cap,
    name,
    optionSets: cap.optionSets.map((set) => ({
      ...set,
      name,
      options: set.options.map((option) => ({...option, name: `${name} ${option.optionId}`})),
    })),
  },
  {...notebook, name, optionSets: notebook.optionSets.map((set) => ({...set, name}))},
];
const capLine = (id: string, quantity: number, size: number) => ({
  id,
  catalogId: 513,
  quantity,
  options: [{setId: 83, optionId: size}],
});
const textLine = (id: string, quantity: number, text: string) => ({
  id,
  catalogId: 512,
  quantity,
  options: [{setId: 90, optionId: 500, text}],
});

describe('goods that are called', () => {
  for (const name of names) {
    it(`${name}: are found again in the store's cart by their whole description, and bought once`, async () => {
      const shop = await openShop({catalogue: rename(name)});
      const page = visit(shop);
      page.want(
        capLine('a', 1, 421),
        capLine('b', 2, 422),
        textLine('c', 3, 'a < b'),
        textLine('d', 4, 'I <3 "it" & 1 <2> 3'),
      );
      await page.send();
      const before = shop.storeCart();
      shop.cartCalls();
      // Nothing that the proxy remembers: the store's cart is all there is to go by.
      page.key = 'BBBBBBBBBBBBBBBBBBBBBB';
      const answer = await page.send('checkout');
      assert.deepEqual(shop.cartCalls(), ['GET /Cart/{cart}']);
      assert.deepEqual(shop.storeCart(), before);
      assert.ok(answer.checkoutUrl);
      assert.deepEqual(
        answer.lines.map(({id, quantity}) => `${quantity} ${id}`),
        ['1 a', '2 b', '3 c', '4 d'],
      );
    });

    it(`${name}: are told by that name, as plain text`, async () => {
      const shop = await openShop({catalogue: rename(name)});
      const {products} = await shop.products('/v1/products?ids=513,512');
      assert.deepEqual(
        products.map((product) => product.name),
        [name, name],
      );
      const page = visit(shop);
      page.want(capLine('a', 1, 421));
      const [line] = (await page.send()).lines;
      assert.deepEqual([line?.name, line?.options[0]?.name, line?.options[0]?.value], [name, name, `${name} 421`]);
    });
  }
});

describe('a line of which only the store knows', () => {
  it('is told in plain text, without a tag', async () => {
    const shop = await openShop({
      async between(request, next) {
        const answer = await next(request);
        if (request.method !== 'GET' || !request.url.includes('/Cart/')) return answer;
        const [cart] = (await answer.json()) as [{CartItemList: object[]}];
        const odd = {
          CatalogID: 0,
          CartItemID: 7,
          ItemQuantity: 1,
          ItemDescription:
            'Gift <img src=x onerror=alert(1)><br><b>From:</b>&nbsp;<i>Ana</i> &amp; &lt;b&gt;Bo&lt;/b&gt;',
          ItemUnitPrice: 0,
          ItemOptionPrice: 0,
        };
        return Response.json([{...cart, CartItemList: [...cart.CartItemList, odd]}]);
      },
    });
    const page = visit(shop);
    page.want(capLine('a', 1, 421));
    await page.send();
    const line = (await page.send('checkout')).lines.find(({id}) => id === 'store-7');
    assert.deepEqual([line?.name, line?.options], ['Gift', [{name: 'From', value: 'Ana & <b>Bo</b>'}]]);
  });
});

describe('a text of the shopper', () => {
  it('that could become markup is a problem of its line, and the others go on', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(
      textLine('a', 1, '<b>bold'),
      textLine('b', 1, '&lt;b&gt;'),
      textLine('c', 1, 'a\u0007b'),
      textLine('d', 1, 'I <3 it'),
    );
    const {lines, status} = await page.send();
    assert.equal(status, 'synced');
    assert.deepEqual(
      lines.map(({id, problem}) => `${id} ${problem?.code ?? 'in the cart'}`),
      ['a text_invalid', 'b text_invalid', 'c text_invalid', 'd in the cart'],
    );
    assert.deepEqual(
      shop.storeCart().map(({description}) => description),
      ['Field Notebook<br><b>Engraving:</b>&nbsp;I <3 it'],
    );
  });
});
