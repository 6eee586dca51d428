/** The proxy and the sandbox store together: what becomes of a shopper's cart, whatever happens on the way. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue, type Product, type SwitchChanges} from '../../../src/sandbox/index.js';
import {apiUrl, storeKeys, storeUrl} from '../../helpers/environment.js';
import {candle, mug, notebook, openShop, tee, tote, visit, type Shop} from '../../helpers/shop.js';

const teeDescription = 'River Tee<br><b>Size:</b>&nbsp;Medium<br><b>Color:</b>&nbsp;Slate';
const holdsMug = (quantity: number) => ({catalogId: 511, quantity, description: 'Harbor Mug'});
const holdsTee = (quantity: number) => ({catalogId: 510, quantity, description: teeDescription});
const holdsTote = (quantity: number) => ({catalogId: 514, quantity, description: 'Canvas Tote'});

function product(catalogId: number): Product {
  const found = catalogue.find((one) => one.catalogId === catalogId);
  assert.ok(found);
  return found;
}

/** The shopper changes the one cart on the store's own pages; a quantity of 0 removes the line. */
async function editInStore(shop: Shop, catalogId: number, quantity: number): Promise<void> {
  const [cart] = shop.carts();
  const line = cart?.CartItemList.find((one) => one.CatalogID === catalogId);
  assert.ok(cart && line);
  const request = new Request(`${apiUrl}/Cart/${cart.OrderKey}/Item/${line.CartItemID}`, {
    method: quantity ? 'PUT' : 'DELETE',
    headers: {
      'Content-Type': 'application/json',
      SecureURL: storeUrl,
      PrivateKey: storeKeys.privateKey,
      Token: storeKeys.token,
    },
    ...(quantity && {body: JSON.stringify({ItemQuantity: quantity})}),
  });
  assert.equal((await shop.sandbox.fetch(request)).status, 200);
  shop.cartCalls();
}

/** A box whose option brings two mugs with it. */
function describeBox(): readonly Product[] {
  const apron = product(518);
  const [set] = apron.optionSets;
  const [option] = set?.options ?? [];
  assert.ok(set && option);
  const extra = {...option, optionId: 601, name: 'Two mugs', surcharge: 2000, bundleCatalogId: 511, bundleQuantity: 2};
  const box = {...apron, catalogId: 600, sku: 'BOX', name: 'Morning Box', price: 3000};
  return [
    ...catalogue,
    {...box, optionSets: [{...set, optionSetId: 91, name: 'Extra', required: false, options: [extra]}]},
  ];
}

describe('a shopper who fills a cart', () => {
  it('finds at checkout exactly what was added, changed and removed on the page', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(tee('a'));
    const added = await page.send();
    assert.equal(added.status, 'synced');
    assert.equal(added.lines[0]?.name, 'River Tee');
    assert.deepEqual(
      added.lines[0].options.map(({name, value}) => `${name}: ${value}`),
      ['Size: Medium', 'Color: Slate'],
    );
    assert.equal(added.lines[0].unitPrice, 2400);
    page.want(tee('a'), mug('b'), tote('c'));
    await page.send();
    page.want(tee('a', 2), mug('b', 3), tote('c'));
    assert.equal((await page.send()).subtotal, 2 * 2400 + 3 * 1800 + 2600);
    page.want(tee('a', 2), mug('b', 3));
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsTee(2), holdsMug(3)]);

    const checkout = await page.send('checkout');
    assert.equal(checkout.status, 'synced');
    assert.equal(checkout.handedOver, true);
    assert.equal(checkout.changes, undefined);
    assert.equal(checkout.estimated, undefined);
    const [cart] = shop.carts();
    assert.equal(checkout.checkoutUrl, cart?.CheckoutURL);
  });

  it('costs nine calls of the store or fewer in a session of three products', async () => {
    const shop = await openShop();
    const page = visit(shop);
    shop.cartCalls();
    for (const lines of [
      [tee('a')],
      [tee('a'), mug('b')],
      [tee('a'), mug('b'), tote('c')],
      [tee('a', 2), mug('b'), tote('c')],
      [tee('a', 2), mug('b', 4), tote('c')],
      [tee('a', 2), mug('b', 4)],
    ]) {
      page.want(...lines);
      assert.equal((await page.send()).status, 'synced');
      await shop.clock.advance(5000);
    }
    for (let load = 0; load < 3; load += 1) {
      assert.equal((await page.send('read')).status, 'synced');
      await shop.clock.advance(10_000);
    }
    assert.ok((await page.send('checkout')).checkoutUrl);
    const calls = shop.cartCalls();
    assert.ok(calls.length <= 9, calls.join(', '));
    assert.deepEqual(shop.storeCart(), [holdsTee(2), holdsMug(4)]);
  });

  it('in a rush, with one press of the button, costs one call, one a line, and one', async () => {
    const shop = await openShop();
    const page = visit(shop);
    shop.cartCalls();
    page.want(tee('a'), mug('b'), tote('c'));
    assert.ok((await page.send('checkout')).checkoutUrl);
    assert.deepEqual(shop.cartCalls(), [
      'POST /Cart',
      'POST /Cart/{cart}/Item',
      'POST /Cart/{cart}/Item',
      'POST /Cart/{cart}/Item',
      'GET /Cart/{cart}',
    ]);
  });

  it('can change every quantity and take a line out in one request', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(tee('a'), mug('b'), tote('c'));
    await page.send();
    shop.cartCalls();
    page.want(tee('a', 2), mug('b', 3));
    await page.send();
    assert.deepEqual(shop.cartCalls(), [
      'PUT /Cart/{cart}/Item/{line}',
      'PUT /Cart/{cart}/Item/{line}',
      'DELETE /Cart/{cart}/Item/{line}',
    ]);
    assert.deepEqual(shop.storeCart(), [holdsTee(2), holdsMug(3)]);
  });

  it('costs the store nothing while the cart is empty, or for a page that only looks', async () => {
    const shop = await openShop();
    shop.cartCalls();
    const page = visit(shop);
    assert.deepEqual((await page.send('read')).lines, []);
    assert.deepEqual((await page.send()).lines, []);
    assert.deepEqual(shop.cartCalls(), []);
  });

  it('has the address given on the page filled in at checkout, and never sees it answered', async () => {
    const shop = await openShop();
    const billing = {firstName: 'Ana', email: 'ana@example.com', phone: '555-0100'};
    const answer = await shop.ask({
      lines: [mug('b')],
      shopper: {billing, shipment: {lastName: 'Ruiz', phone: '555-0101'}},
    });
    const [cart] = shop.carts();
    assert.equal(cart?.BillingFirstName, 'Ana');
    assert.equal(cart.BillingPhoneNumber, '555-0100');
    assert.equal(cart.ShipmentLastName, 'Ruiz');
    assert.equal(cart.ShipmentPhone, '555-0101');
    assert.ok(!JSON.stringify(answer).includes('ana@example.com'));
    assert.ok(!shop.logged.join('').includes('ana@example.com'));
  });
});

describe('equal lines', () => {
  it('are one in the store, under the id that came first', async () => {
    for (const mergeLines of ['off', 'on'] as const) {
      const shop = await openShop({switches: {mergeLines}});
      const page = visit(shop);
      page.want(mug('b', 2), tee('a'), mug('other', 3));
      const answer = await page.send();
      assert.deepEqual(
        answer.lines.map(({id, quantity}) => [id, quantity]),
        [
          ['b', 5],
          ['a', 1],
        ],
      );
      assert.deepEqual(shop.storeCart(), [holdsTee(1), holdsMug(5)]);
      assert.ok((await page.send('checkout')).checkoutUrl);
    }
  });

  it('are equal whatever the order of their options', async () => {
    const shop = await openShop();
    const mirrored = {...tee('b', 2), options: [...tee('b').options].reverse()};
    const answer = await shop.ask({lines: [tee('a'), mirrored]});
    assert.deepEqual(
      answer.lines.map(({id, quantity}) => [id, quantity]),
      [['a', 3]],
    );
    assert.deepEqual(shop.storeCart(), [holdsTee(3)]);
  });

  it('are equal if their text differs only in how it is encoded or in space around it', async () => {
    const shop = await openShop();
    const answer = await shop.ask({lines: [notebook('a', 'Ren\u00e9'), notebook('b', '  Rene\u0301 ')]});
    assert.equal(answer.lines.length, 1);
    assert.deepEqual(shop.storeCart(), [
      {catalogId: 512, quantity: 2, description: 'Field Notebook<br><b>Engraving:</b>&nbsp;Ren\u00e9'},
    ]);
  });

  it('are equal where a text is sent with an option that takes none, or is empty', async () => {
    for (const mergeLines of ['off', 'on'] as const) {
      const shop = await openShop({switches: {mergeLines}});
      const wordy = {...tee('b', 2), options: tee('b').options.map((option) => ({...option, text: 'please hurry'}))};
      const page = visit(shop);
      page.want(tee('a'), wordy, notebook('c'), notebook('d', ''), notebook('e', '   '));
      const answer = await page.send();
      assert.deepEqual(
        answer.lines.map(({id, quantity}) => [id, quantity]),
        [
          ['a', 3],
          ['c', 3],
        ],
      );
      assert.deepEqual(shop.storeCart(), [holdsTee(3), {catalogId: 512, quantity: 3, description: 'Field Notebook'}]);
    }
  });

  it('stay apart with different texts, and each keeps its own quantity', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(notebook('a', 'Ana'), notebook('b', 'Bo', 2), notebook('c'));
    await page.send();
    page.want(notebook('a', 'Ana', 4), notebook('b', 'Bo', 2), notebook('c', undefined, 3));
    await page.send('checkout');
    assert.deepEqual(shop.storeCart(), [
      {catalogId: 512, quantity: 3, description: 'Field Notebook'},
      {catalogId: 512, quantity: 4, description: 'Field Notebook<br><b>Engraving:</b>&nbsp;Ana'},
      {catalogId: 512, quantity: 2, description: 'Field Notebook<br><b>Engraving:</b>&nbsp;Bo'},
    ]);
  });
});

describe('a line that the store will not give up', () => {
  it('is shown as one of the store, so that nobody pays for what they do not see', async () => {
    const shop = await openShop({
      between: (request, next) =>
        request.method === 'DELETE' ? Promise.resolve(new Response(null, {status: 400})) : next(request),
    });
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    await page.send();
    page.want(mug('b'));
    const {lines} = await page.send();
    assert.deepEqual(
      lines.map(({id}) => id.replace(/\d+$/, '…')),
      ['b', 'store-…'],
    );
  });

  it('is told of at checkout, also when checkout is the first to remove it', async () => {
    const shop = await openShop({
      between: (request, next) =>
        request.method === 'DELETE' ? Promise.resolve(new Response(null, {status: 400})) : next(request),
    });
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    await page.send();
    page.want(mug('b'));
    const told = await page.send('checkout');
    assert.equal(told.checkoutUrl, undefined);
    assert.deepEqual(
      told.changes?.map(({what, from, to}) => [what, from, to]),
      [['added', 0, 1]],
    );
    assert.ok((await page.send('checkout')).checkoutUrl);
  });
});

describe('a discount of the store', () => {
  /** A store whose carts have a discount of so many dollars a piece; none of 0. */
  async function openDiscounted() {
    const discount = {dollars: 5, quantity: 1};
    let busy = false;
    const shop = await openShop({
      between: async (request, next) => {
        if (request.method !== 'GET' || !/\/Cart\/\w+$/.test(request.url)) {
          return busy ? new Response(null, {status: 429}) : next(request);
        }
        const carts = (await (await next(request)).json()) as {CartItemList: object[]}[];
        const line = {
          CatalogID: 0,
          CartItemID: 777,
          ItemID: '',
          ItemQuantity: discount.quantity,
          ItemDescription: 'Discount',
          ItemUnitPrice: 0,
          ItemOptionPrice: -discount.dollars,
          ItemDateAdded: '',
          ItemImage1: '',
        };
        if (discount.dollars) carts[0]?.CartItemList.push(line);
        return Response.json(carts);
      },
    });
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    page.lines = [];
    assert.equal((await page.send('read')).subtotal, 1800 - 500);
    page.lines = [mug('b')];
    return {shop, page, discount, setBusy: (is: boolean) => void (busy = is)};
  }

  it('that has not changed since it was shown needs no confirmation', async () => {
    const {page} = await openDiscounted();
    assert.ok((await page.send('checkout')).checkoutUrl);
  });

  it('that shrinks, or is gone, is told before checkout, and confirmed by asking again', async () => {
    const cases = [
      [
        {dollars: 1, quantity: 1},
        {what: 'price', from: -500, to: -100},
      ],
      [
        {dollars: 5, quantity: 2},
        {what: 'quantity', from: 1, to: 2},
      ],
      [
        {dollars: 0, quantity: 1},
        {what: 'removed', from: 1, to: 0},
      ],
    ] as const;
    for (const [changed, change] of cases) {
      const {page, discount} = await openDiscounted();
      Object.assign(discount, changed);
      const told = await page.send('checkout');
      assert.equal(told.checkoutUrl, undefined);
      assert.deepEqual(told.changes, [{id: 'store-777', ...change}]);
      assert.ok((await page.send('checkout')).checkoutUrl, change.what);
    }
  });

  it('that shrinks while checkout waits is told all the same', async () => {
    const {shop, page, discount, setBusy} = await openDiscounted();
    await shop.clock.advance(3 * 60_000);
    discount.dollars = 1;
    page.want(mug('b', 2));
    setBusy(true);
    const waiting = await page.send('checkout');
    assert.equal(waiting.status, 'pending');
    setBusy(false);
    await shop.clock.advance(waiting.retryAfterMs ?? 0);
    assert.deepEqual((await page.send('checkout')).changes, [{id: 'store-777', what: 'price', from: -500, to: -100}]);
  });
});

describe('a page that has only its token', () => {
  it('reads the cart without naming a line', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b', 2), tote('c'));
    const {cart} = await page.send();
    const {status, lines, subtotal} = await shop.ask({intent: 'read', ...(cart && {cart}), lines: undefined});
    assert.deepEqual(
      [status, subtotal, ...lines.map(({id, quantity, name}) => `${id}: ${quantity} ${name}`)],
      ['synced', 6200, 'b: 2 Harbor Mug', 'c: 1 Canvas Tote'],
    );
  });

  it('forgets the cart without naming a line', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    const {cart} = await page.send();
    const answer = await shop.ask({intent: 'discard', ...(cart && {cart}), lines: undefined});
    assert.deepEqual([answer.status, answer.lines], ['gone', []]);
  });
});

describe('nothing is doubled and nothing is lost', () => {
  it('when the first add is sent twice at once', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(tee('a'), mug('b', 2));
    const answers = [shop.start(page.request()), shop.start(page.request())];
    for (const answer of answers) assert.equal((await shop.clock.run(answer)).status, 200);
    assert.deepEqual(shop.storeCart(), [holdsTee(1), holdsMug(2)]);
  });

  it('when the store takes three seconds for the first of two equal adds', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b', 2));
    shop.sandbox.addFault({match: 'POST /Cart ', kind: 'slow', ms: 3000});
    const [first, second] = [shop.start(page.request()), shop.start(page.request())];
    const late = await shop.clock.run(second);
    assert.equal(late.status, 200);
    const waiting = (await late.json()) as {status: string; retryAfterMs: number; lines: {quantity: number}[]};
    assert.equal(waiting.status, 'pending');
    assert.ok(waiting.retryAfterMs > 0);
    assert.equal(waiting.lines[0]?.quantity, 2);
    assert.equal((await shop.clock.run(first)).status, 200);
    assert.equal((await page.send()).status, 'synced');
    assert.deepEqual(shop.storeCart(), [holdsMug(2)]);
  });

  it('when an answer is lost and the same body is sent again', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(tee('a'), mug('b'));
    await page.sendUnheard();
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsTee(1), holdsMug(1)]);
    page.want(tee('a', 3), mug('b'));
    await page.sendUnheard();
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsTee(3), holdsMug(1)]);
  });

  it('when the store does an add and its answer is lost', async () => {
    for (const mergeLines of ['off', 'on'] as const) {
      const shop = await openShop({switches: {mergeLines}});
      const page = visit(shop);
      page.want(mug('b', 2));
      shop.sandbox.addFault({match: 'POST /Cart/', kind: 'dropAfterWrite'});
      assert.equal((await page.send()).status, 'synced');
      assert.deepEqual(shop.storeCart(), [holdsMug(2)]);
    }
  });

  it('when the answer is lost for a line with several boxes checked, in whatever order the store lists them', async () => {
    for (const isReversed of [false, true]) {
      const listed = catalogue.map((one) => ({
        ...one,
        optionSets: one.optionSets.map((set) => ({
          ...set,
          options: isReversed ? set.options.toReversed() : set.options,
        })),
      }));
      const shop = await openShop({catalogue: listed});
      const box = listed.find(({optionSets}) => optionSets.some(({type}) => type === 'Checkbox'));
      const [set] = box?.optionSets.filter(({type}) => type === 'Checkbox') ?? [];
      assert.ok(box && set && set.options.length > 1);
      const others = box.optionSets.filter((other) => other !== set && other.required);
      const options = [
        ...others.map(({optionSetId, options: [first]}) => ({setId: optionSetId, optionId: first?.optionId ?? 0})),
        ...set.options.map(({optionId}) => ({setId: set.optionSetId, optionId})),
      ];
      const page = visit(shop);
      page.want({id: 'a', catalogId: box.catalogId, quantity: 1, options});
      shop.sandbox.addFault({match: 'POST /Cart/', kind: 'dropAfterWrite'});
      shop.cartCalls();
      assert.equal((await page.send()).status, 'synced');
      assert.deepEqual(shop.cartCalls(), ['POST /Cart', 'POST /Cart/{cart}/Item', 'GET /Cart/{cart}']);
    }
  });

  it('when the answer to every kind of write is lost', async () => {
    const shop = await openShop({switches: {dropAfterWrite: 'on'}});
    const page = visit(shop);
    page.want(mug('b'));
    // The making of a cart cannot be found again: it is made anew once answers come.
    assert.equal((await shop.fail(page.request())).code, 'store_unavailable');
    shop.sandbox.change({dropAfterWrite: 'off'});
    await page.send();
    shop.sandbox.change({dropAfterWrite: 'on'});
    page.want(mug('b', 3), tote('c'));
    assert.equal((await page.send()).status, 'synced');
    page.want(tote('c', 2));
    assert.equal((await page.send()).status, 'synced');
    const [empty, full] = shop.carts();
    assert.deepEqual(empty && shop.toGoods(empty), []);
    assert.deepEqual(full && shop.toGoods(full), [holdsTote(2)]);
  });

  it('when + to five is lost and the shopper goes back to one', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    page.want(mug('b', 5));
    await page.sendUnheard();
    page.want(mug('b'));
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('when an add is lost and the shopper takes it out again', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    page.want(mug('b'), tote('c'));
    await page.sendUnheard();
    page.want(mug('b'));
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('when a write lands late, after it was given up', async () => {
    for (const mergeLines of ['off', 'on'] as const) {
      const shop = await openShop({switches: {mergeLines}});
      const page = visit(shop);
      page.want(mug('b'));
      await page.send();
      page.want(mug('b'), tote('c'));
      shop.sandbox.addFault({match: 'POST /Cart/', kind: 'slow', ms: 45_000});
      await page.send();
      await shop.clock.advance(60_000);
      const answer = await page.send('checkout');
      assert.ok(answer.checkoutUrl, JSON.stringify(answer));
      assert.deepEqual(shop.storeCart(), [holdsMug(1), holdsTote(1)]);
    }
  });

  it('when a write landed late, already at the next change and not only at checkout', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    page.want(mug('b'), tote('c'));
    shop.sandbox.addFault({match: 'POST /Cart/', kind: 'slow', ms: 45_000});
    assert.equal((await page.send()).status, 'pending', 'nobody waits for a store that does not answer');
    assert.equal((await page.send()).status, 'synced');
    await shop.clock.advance(20_000);
    assert.equal(shop.storeCart().length, 3, 'the late one has landed beside the one made in its place');
    page.want(mug('b', 2), tote('c'));
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);
  });

  it('when checkout is pressed while a write may still land: it waits', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    shop.sandbox.addFault({match: 'POST /Cart/', kind: 'slow', ms: 40_000});
    await page.send();
    const early = await page.send('checkout');
    assert.equal(early.status, 'pending');
    assert.ok((early.retryAfterMs ?? 0) > 1000);
    await shop.clock.advance(early.retryAfterMs ?? 0);
    assert.ok((await page.send('checkout')).checkoutUrl);
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('when + to five lands after the shopper went back to one, however often the same was written meanwhile', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    page.want(mug('b', 5));
    shop.sandbox.addFault({match: 'PUT', kind: 'late', ms: 25_000});
    assert.equal((await page.send()).status, 'synced', 'the second try was answered');
    page.want(mug('b'));
    assert.equal((await page.send()).status, 'synced');
    let answer = await page.send('checkout');
    assert.equal(answer.status, 'pending', 'what may still land is waited for');
    await shop.clock.advance(answer.retryAfterMs ?? 0);
    assert.deepEqual(shop.storeCart(), [holdsMug(5)], 'it has landed');
    answer = await page.send('checkout');
    assert.ok(answer.checkoutUrl, JSON.stringify(answer));
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('when an add lands late in a store that merges it into the one made in its place, and no answer was heard', async () => {
    const shop = await openShop({switches: {mergeLines: 'on'}});
    const page = visit(shop);
    page.want(mug('b'));
    shop.sandbox.addFault({match: '/Item', kind: 'late', ms: 20_000});
    await page.sendUnheard();
    await page.sendUnheard();
    await page.sendUnheard();
    let answer = await page.send('checkout');
    assert.equal(answer.status, 'pending');
    await shop.clock.advance(answer.retryAfterMs ?? 0);
    assert.deepEqual(shop.storeCart(), [holdsMug(2)], 'it has landed');
    answer = await page.send('checkout');
    assert.ok(answer.checkoutUrl, JSON.stringify(answer));
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('when two lost adds of one line land one after the other', async () => {
    for (const mergeLines of ['off', 'on'] as const) {
      const shop = await openShop({switches: {mergeLines}});
      const page = visit(shop);
      page.want(mug('b', 2));
      shop.sandbox.addFault({match: '/Item', kind: 'late', ms: 2000});
      shop.sandbox.addFault({match: '/Item', kind: 'late', ms: 29_000});
      await page.sendUnheard();
      await shop.clock.advance(5000);
      await page.sendUnheard();
      let answer = await page.send('checkout');
      for (let press = 0; press < 3 && !answer.checkoutUrl; press++) {
        await shop.clock.advance(answer.retryAfterMs ?? 0);
        answer = await page.send('checkout');
      }
      await shop.clock.advance(60_000);
      assert.deepEqual(shop.storeCart(), [holdsMug(2)], `merging: ${mergeLines}`);
    }
  });

  it('when an older copy of a request arrives late', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    const older = page.request();
    await page.send();
    page.want(mug('b', 2), tote('c'));
    await page.send();
    shop.cartCalls();
    const answer = await shop.ask(older);
    assert.ok(shop.cartCalls().every((call) => call.startsWith('GET')));
    assert.deepEqual(answer.lines.find(({id}) => id === 'b')?.quantity, 2);
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);

    // Whoever goes on from the late answer's token finds the whole cart.
    page.cart = answer.cart;
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);
  });

  it('when an older copy arrives late: it is told of the whole cart, and nothing that was known of it is lost', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    const older = [page.request()];
    await page.send();
    older.push(page.request('checkout'), page.request('read'));
    page.want(mug('b', 2), tote('c'));
    await page.send();
    for (const request of older) {
      const {status, lines, subtotal, checkoutUrl} = await shop.ask(request);
      const told = lines.map(({id, quantity}) => [id, quantity]);
      assert.deepEqual([status, subtotal, checkoutUrl], ['synced', 2 * 1800 + 2600, undefined], request.intent);
      assert.deepEqual(told, [
        ['b', 2],
        ['c', 1],
      ]);
    }
    const misnamed = await shop.ask({...page.request(), rev: 1, lines: [{id: 'b', catalogId: 516, quantity: 1}]});
    const ids = misnamed.lines.map(({id}) => id);
    assert.equal(ids.length, 3);
    assert.equal(new Set(ids).size, 3, 'no id stands for two lines');
    shop.cartCalls();
    page.want(mug('b', 2));
    await page.send();
    assert.deepEqual(
      shop.cartCalls(),
      ['DELETE /Cart/{cart}/Item/{line}'],
      'no read: the newest token is still trusted',
    );
  });

  it('when the store is too busy to be read, and the answer is a token that knows nothing of the cart', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.sendUnheard();
    shop.sandbox.addFault({match: 'GET /Cart', kind: '429'});
    assert.equal((await page.send()).status, 'pending');
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('when a token that knows less of the cart than the store is used again', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    const other = visit(shop);
    other.rev = page.rev;
    other.lines = [...page.lines];
    page.want(mug('b'), tote('c'));
    await page.send();
    // A tab that was asleep reads with its old lines, and then wants all of them.
    await other.send('read');
    other.want(mug('b'), tote('c'));
    await other.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(1), holdsTote(1)]);
  });

  it('when a shopper leaves the page while the store is being asked', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    const leaving = new AbortController();
    shop.sandbox.addFault({match: 'POST /Cart ', kind: 'slow', ms: 1000});
    const answer = shop.start(page.request(), {signal: leaving.signal});
    await shop.clock.advance(500);
    leaving.abort();
    await shop.clock.run(answer);
    assert.equal(shop.carts().length, 1);
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(1), holdsTote(1)]);
  });

  it('when the proxy restarts and has forgotten every cart', async () => {
    const kept = new Map<string, never>();
    const forgetful = {
      get: () => Promise.resolve(kept.get('')),
      put: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    };
    const shop = await openShop({deps: {records: forgetful}});
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    page.want(mug('b', 2), tote('c'));
    await page.send();
    assert.ok((await page.send('checkout')).checkoutUrl);
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);
  });

  it('when a token is from another origin, forged or cut short: the cart is made from the lines', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    const token = (await page.send()).cart ?? '';
    for (const cart of ['garbage', token.slice(0, -4), `${token}AAAA`]) {
      const answer = await shop.ask({...page.request(), cart});
      assert.equal(answer.status, 'synced');
    }
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });
});

describe('a store that decides otherwise', () => {
  it('caps a quantity: the shopper is told before being sent to checkout, and confirms by pressing again', async () => {
    const shop = await openShop({switches: {stockCheck: 'cap'}});
    const page = visit(shop);
    page.want(candle('d', 5), mug('b'));
    await page.send();
    const told = await page.send('checkout');
    assert.equal(told.checkoutUrl, undefined);
    assert.deepEqual(told.changes, [{id: 'd', what: 'quantity', from: 5, to: 3}]);
    const line = told.lines.find(({id}) => id === 'd');
    assert.equal(line?.quantity, 3);
    assert.equal(line.problem?.code, 'quantity_adjusted');
    page.lines = [candle('d', 3), mug('b')];
    assert.ok((await page.send('checkout')).checkoutUrl);
  });

  it('caps a quantity while the answer for another line is lost: the shopper is told of the one and waits for the other', async () => {
    const shop = await openShop({switches: {stockCheck: 'cap'}});
    shop.sandbox.putProduct({...product(514), stock: 3});
    const page = visit(shop);
    page.want(mug('b'));
    shop.sandbox.addFault({match: '/Item', kind: 'cutBefore'});
    await page.send();
    page.want(mug('b'), tote('c', 5));
    assert.deepEqual((await page.send('checkout')).changes, [{id: 'c', what: 'quantity', from: 5, to: 3}]);
    page.lines = [mug('b'), tote('c', 3)];
    const confirmed = await page.send('checkout');
    assert.equal(confirmed.status, 'pending', 'the lost one may still land');
    await shop.clock.advance(confirmed.retryAfterMs ?? 0);
    assert.ok((await page.send('checkout')).checkoutUrl);
    assert.deepEqual(shop.storeCart(), [holdsMug(1), holdsTote(3)]);
  });

  it('lets the very same request be the confirmation', async () => {
    for (const stockCheck of ['cap', 'reject400'] as const) {
      const shop = await openShop({switches: {stockCheck}});
      const page = visit(shop);
      page.want(candle('d', 5), mug('b'));
      const told = await page.send('checkout');
      assert.equal(told.checkoutUrl, undefined, stockCheck);
      assert.equal(told.changes?.length, 1, stockCheck);
      const confirmed = await page.send('checkout');
      assert.ok(confirmed.checkoutUrl, `${stockCheck}: ${JSON.stringify(confirmed)}`);
    }
  });

  it('refuses a line for lack of stock: the other lines go on', async () => {
    const shop = await openShop();
    const answer = await shop.ask({lines: [candle('d', 5), mug('b')]});
    assert.equal(answer.status, 'synced');
    const line = answer.lines.find(({id}) => id === 'd');
    assert.equal(line?.problem?.code, 'out_of_stock');
    assert.equal(line.quantity, 0);
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('refuses a larger quantity: the line stays as it was', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(candle('d', 2));
    await page.send();
    page.want(candle('d', 9));
    const [line] = (await page.send()).lines;
    assert.equal(line?.quantity, 2);
    assert.equal(line.problem?.code, 'out_of_stock');
    assert.equal(shop.storeCart()[0]?.quantity, 2);
  });

  it('changes a price between add and checkout: the shopper is told from what to what', async () => {
    const shop = await openShop({switches: {cartTtl: 60}});
    const page = visit(shop);
    page.want(mug('b', 2));
    await page.send();
    shop.sandbox.putProduct({...product(511), price: 2100});
    // A line keeps the price that it was made with; the cart is forgotten, and made again at the new one.
    await shop.clock.advance(61_000);
    const told = await page.send('checkout');
    assert.deepEqual(told.changes, [{id: 'b', what: 'price', from: 1800, to: 2100}]);
    assert.equal(told.checkoutUrl, undefined);
    const confirmed = await page.send('checkout');
    assert.ok(confirmed.checkoutUrl);
    assert.equal(confirmed.subtotal, 4200);
  });

  it('changes a price while checkout waits: a page that goes on by itself does not confirm it', async () => {
    const shop = await openShop({switches: {cartTtl: 60}});
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    shop.sandbox.putProduct({...product(511), price: 2100});
    await shop.clock.advance(61_000);
    page.want(mug('b'), tote('c'));
    // The tote finds the cart gone; it is made again, the mug is added, the tote is lost, the cart read, the tote put off.
    for (const kind of ['slow', 'slow', 'cutBefore', '429'] as const)
      shop.sandbox.addFault({match: '/Item', kind, ms: 0});
    const early = await page.send('checkout');
    assert.equal(early.status, 'pending');
    assert.equal(early.lines[0]?.unitPrice, 2100, 'the new price was read');
    await shop.clock.advance(early.retryAfterMs ?? 0);
    const answer = await page.send('checkout');
    assert.deepEqual(answer.changes, [{id: 'b', what: 'price', from: 1800, to: 2100}]);
    assert.equal(answer.checkoutUrl, undefined);
  });

  it('raises a price that the mirror does not know yet: a first checkout tells it too', async () => {
    const shop = await openShop();
    shop.sandbox.putProduct({...product(511), price: 2100});
    const page = visit(shop);
    page.want(mug('b'));
    assert.deepEqual((await page.send('checkout')).changes, [{id: 'b', what: 'price', from: 1800, to: 2100}]);
    assert.ok((await page.send('checkout')).checkoutUrl);
  });

  it('no longer has a line that is changed: one read finds that out, and it is added again', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    await page.send();
    await editInStore(shop, 511, 0);
    page.want(mug('b', 3), tote('c'));
    await page.send();
    assert.deepEqual(shop.cartCalls(), ['PUT /Cart/{cart}/Item/{line}', 'GET /Cart/{cart}', 'POST /Cart/{cart}/Item']);
    assert.deepEqual(shop.storeCart(), [holdsMug(3), holdsTote(1)]);
  });

  it('answers 404 to a post while its cart can be read: the line is unavailable, and no cart is made anew', async () => {
    const shop = await openShop({
      between: async (request, next) => {
        const isTote = request.method === 'POST' && (await request.clone().text()).includes('"CatalogID":514');
        return isTote ? new Response(null, {status: 404}) : next(request);
      },
    });
    const answer = await shop.ask({lines: [tote('c'), mug('b')]});
    assert.equal(answer.status, 'synced');
    assert.equal(answer.lines.find(({id}) => id === 'c')?.problem?.code, 'unavailable');
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('forgets a cart: it is made again from what is wanted', async () => {
    const shop = await openShop({switches: {cartTtl: 60}});
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    await page.send();
    await shop.clock.advance(61_000);
    page.want(mug('b', 2), tote('c'));
    assert.equal((await page.send()).status, 'synced');
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);
  });

  it('forgets a cart: a page that only reads is told so', async () => {
    const shop = await openShop({switches: {cartTtl: 60}});
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    await shop.clock.advance(3 * 60_000);
    assert.equal((await page.send('read')).status, 'gone');
    assert.equal((await page.send('sync')).status, 'synced');
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('no longer knows one line: it is added again', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    await page.send();
    const [cart] = shop.carts();
    const mugLine = cart?.CartItemList.find(({CatalogID}) => CatalogID === 511)?.CartItemID;
    const {privateKey, token} = shop.sandbox.credentials;
    const gone = await shop.sandbox.fetch(
      new Request(`https://api.example/3dCartWebAPI/v1/Cart/${cart?.OrderKey}/Item/${mugLine}`, {
        method: 'DELETE',
        headers: {SecureURL: 'https://store.example', PrivateKey: privateKey, Token: token},
      }),
    );
    assert.equal(gone.status, 200);
    page.want(mug('b', 2), tote('c'));
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);
  });

  it('brings parts of a bundle: they are shown, are never written, and do not stand for the same product', async () => {
    const shop = await openShop({catalogue: describeBox()});
    const page = visit(shop);
    const box = (quantity: number) => ({id: 'x', catalogId: 600, quantity, options: [{setId: 91, optionId: 601}]});
    page.want(box(1), mug('b'));
    await page.send();
    const checkout = await page.send('checkout');
    assert.ok(checkout.checkoutUrl, JSON.stringify(checkout));
    const child = checkout.lines.find(({kind}) => kind === 'child');
    assert.deepEqual([child?.catalogId, child?.quantity, child?.unitPrice, child?.editable], [511, 2, 0, false]);
    assert.equal(shop.storeCart().length, 3);
    assert.equal(checkout.subtotal, 5000 + 1800);
  });

  it('takes the parts of a bundle away with it: no trace of them is shown', async () => {
    const shop = await openShop({catalogue: describeBox()});
    const page = visit(shop);
    page.want({id: 'x', catalogId: 600, quantity: 1, options: [{setId: 91, optionId: 601}]}, mug('b'));
    await page.send();
    await shop.clock.advance(150_000);
    assert.equal((await page.send('read')).lines.length, 3);
    page.want(mug('b'));
    const answer = await page.send();
    assert.deepEqual(
      answer.lines.map(({id}) => id),
      ['b'],
    );
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('has parts of a bundle whose names a page always learns', async () => {
    const shop = await openShop({catalogue: describeBox()});
    const page = visit(shop);
    const box = {id: 'x', catalogId: 600, quantity: 1, options: [{setId: 91, optionId: 601}]};
    page.want(box);
    await page.send();
    await shop.clock.advance(150_000);
    await page.send('read');
    page.want(box, mug('b'));
    for (const line of (await page.send()).lines) assert.notEqual(line.name, '', JSON.stringify(line));
  });
});

describe('a cart that was sent to checkout', () => {
  async function handOver(switches: SwitchChanges = {}) {
    const shop = await openShop({switches});
    const page = visit(shop);
    page.want(mug('b'), tote('c'));
    await page.send();
    const {checkoutUrl = ''} = await page.send('checkout');
    assert.notEqual(checkoutUrl, '');
    shop.cartCalls();
    return {shop, page, checkoutUrl};
  }

  it('gets the same checkout again for the same lines', async () => {
    const {shop, page, checkoutUrl} = await handOver();
    assert.equal((await page.send('checkout')).checkoutUrl, checkoutUrl);
    assert.ok(shop.cartCalls().every((call) => call.startsWith('GET')));
    assert.equal(shop.carts().length, 1);
  });

  it('is confirmed by asking for the same again when a quantity was changed in the store', async () => {
    for (const isAdopted of [false, true]) {
      const {shop, page, checkoutUrl} = await handOver();
      await editInStore(shop, 511, 9);
      const told = await page.send('checkout');
      assert.deepEqual(told.changes, [{id: 'b', what: 'quantity', from: 1, to: 9}]);
      assert.equal(told.checkoutUrl, undefined);
      if (isAdopted) page.lines = [mug('b', 9), tote('c')];
      const confirmed = await page.send('checkout');
      assert.equal(confirmed.changes, undefined);
      assert.equal(confirmed.checkoutUrl, checkoutUrl, isAdopted ? 'the store has what is wished' : 'the same request');
      assert.equal(shop.carts().length, 1);
    }
  });

  it('is confirmed by asking for the same again when a line was removed in the store', async () => {
    const {shop, page, checkoutUrl} = await handOver();
    await editInStore(shop, 511, 0);
    const told = await page.send('checkout');
    assert.deepEqual(told.changes, [{id: 'b', what: 'removed', from: 1, to: 0}]);
    const line = told.lines.find(({id}) => id === 'b');
    assert.deepEqual([line?.name, line?.quantity, line?.lineTotal], ['Harbor Mug', 0, 0], 'it can still be named');
    assert.equal(told.subtotal, 2600);
    assert.equal((await page.send('checkout')).checkoutUrl, checkoutUrl);
  });

  it('tells of a change in the store to whoever has only looked since, before checkout', async () => {
    const {shop, page} = await handOver();
    await editInStore(shop, 511, 9);
    await page.send('read');
    const told = await page.send('checkout');
    assert.deepEqual(told.changes, [{id: 'b', what: 'quantity', from: 1, to: 9}]);
    assert.equal(told.checkoutUrl, undefined);
  });

  it('is never written again: changed lines make a new cart', async () => {
    const {shop, page, checkoutUrl} = await handOver();
    page.want(mug('b', 4), tote('c'));
    await page.send();
    const [old, fresh] = shop.carts();
    assert.deepEqual(old && shop.toGoods(old), [holdsMug(1), holdsTote(1)]);
    assert.deepEqual(fresh && shop.toGoods(fresh), [holdsMug(4), holdsTote(1)]);
    assert.notEqual((await page.send('checkout')).checkoutUrl, checkoutUrl);
  });

  it('is not touched when the shopper empties the page', async () => {
    const {shop, page} = await handOver();
    page.want();
    assert.deepEqual((await page.send()).lines, []);
    assert.deepEqual(
      shop.cartCalls().filter((call) => !call.startsWith('GET')),
      [],
    );
    assert.deepEqual(shop.storeCart(), [holdsMug(1), holdsTote(1)]);
  });

  it('is asked about while the store still has it', async () => {
    const {page} = await handOver();
    const answer = await page.send('read');
    assert.deepEqual([answer.status, answer.handedOver], ['synced', true]);
    assert.equal(answer.checkoutUrl, undefined);
  });

  it('is completed once the shopper has paid, and only its lines are cleared', async () => {
    const {shop, page, checkoutUrl} = await handOver();
    await shop.pay(checkoutUrl);
    page.want(mug('b'), tote('c'), tee('a'));
    const answer = await page.send();
    assert.equal(answer.status, 'completed');
    assert.deepEqual(
      answer.lines.map(({id}) => id),
      ['a'],
    );
    assert.equal(answer.handedOver, undefined);
    page.want(tee('a'));
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsTee(1)]);
  });

  it('is still completed when that answer was lost, and nothing paid for is put in a new cart', async () => {
    const {shop, page, checkoutUrl} = await handOver();
    await shop.pay(checkoutUrl);
    await page.sendUnheard('read');
    const answer = await page.send('read');
    assert.equal(answer.status, 'completed');
    assert.deepEqual(answer.lines, []);
    assert.deepEqual(shop.carts(), []);
  });

  it('is still completed when the same request comes once more, and its page never heard of the checkout', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    const address = (await shop.ask(page.request('checkout'))).checkoutUrl;
    await shop.pay(address ?? '');
    for (const copy of [1, 2]) {
      const answer = await shop.ask(page.request());
      assert.equal(answer.status, 'completed', `copy ${copy}`);
      assert.deepEqual(answer.lines, []);
    }
    assert.deepEqual(shop.carts(), [], 'nothing that is paid for is put in a new cart');
    page.want(mug('c'));
    assert.equal((await page.send()).status, 'synced', 'the same again is a new wish');
    assert.deepEqual(shop.storeCart(), [holdsMug(1)]);
  });

  it('that is paid but can still be read is never written', async () => {
    const {shop, page, checkoutUrl} = await handOver({afterComplete: 200});
    await shop.pay(checkoutUrl);
    const answer = await page.send('read');
    assert.deepEqual([answer.status, answer.handedOver], ['synced', true]);
    page.want(mug('b', 2));
    await page.send();
    const writes = shop.cartCalls().filter((call) => !call.startsWith('GET'));
    assert.deepEqual(writes, ['POST /Cart', 'POST /Cart/{cart}/Item']);
    assert.deepEqual(shop.storeCart(), [holdsMug(2)]);
  });

  it('is forgotten by discard, and stays in the store', async () => {
    const {shop, page} = await handOver();
    assert.deepEqual((await page.send('discard')).lines, []);
    assert.deepEqual(shop.cartCalls(), []);
    assert.deepEqual(shop.storeCart(), [holdsMug(1), holdsTote(1)]);
  });

  it('is remembered by the token alone', async () => {
    const forgetful = {
      get: () => Promise.resolve(undefined),
      put: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    };
    const shop = await openShop({deps: {records: forgetful}});
    const page = visit(shop);
    page.want(mug('b'));
    assert.ok((await page.send('checkout')).checkoutUrl);
    page.want(mug('b', 2));
    await page.send();
    const [old, fresh] = shop.carts();
    assert.deepEqual(old && shop.toGoods(old), [holdsMug(1)]);
    assert.deepEqual(fresh && shop.toGoods(fresh), [holdsMug(2)]);
  });
});

describe('a store that fails', () => {
  it('refuses our credentials: the shop is misconfigured, and the token survives', async () => {
    const shop = await openShop({credentials: {scopes: ['Products:read', 'StoreSettings:read']}});
    const problem = await shop.fail({lines: [mug('b')]});
    assert.equal(problem.code, 'store_misconfigured');
    assert.ok(problem.cart);
  });

  it('answers a checkout address of another host: the shopper is not sent there', async () => {
    const shop = await openShop({
      between: async (request, next) => {
        const answer = await next(request);
        const text = await answer.text();
        return new Response(
          text.replaceAll('https://store.example/continue', 'https://evil.example/continue') || null,
          answer,
        );
      },
    });
    const problem = await shop.fail({intent: 'checkout', lines: [mug('b')]});
    assert.equal(problem.code, 'store_misconfigured');
    assert.ok(problem.cart);
    assert.ok(!JSON.stringify(problem).includes('evil.example'));
    assert.ok(shop.logged.some((line) => line.includes('evil.example') && !line.includes('orderkey')));
  });

  it('refuses to make a cart', async () => {
    const shop = await openShop({
      between: (request, next) =>
        request.method === 'POST' && request.url.endsWith('/Cart')
          ? Promise.resolve(
              Response.json([{Key: 'Error', Value: 'SecretWord', Status: '400', Message: 'ODBC error 0x80040e14'}]),
            )
          : next(request),
    });
    const problem = await shop.fail({lines: [mug('b')]});
    assert.equal(problem.code, 'store_refused');
    assert.ok(!JSON.stringify(problem).includes('ODBC'));
    assert.ok(shop.logged.join('').includes('ODBC'));
  });

  for (const kind of ['429', '5xx', 'html', 'errorArray', '206', 'cutBefore', 'dropAfterWrite', 'slow'] as const) {
    it(`strikes once on every call (${kind}): the cart is right at checkout all the same`, async () => {
      for (const match of ['POST /Cart ', 'POST /Cart/', 'PUT /Cart/', 'DELETE /Cart/', 'GET /Cart/']) {
        const shop = await openShop();
        const page = visit(shop);
        shop.sandbox.addFault({match, kind, ms: 40_000});
        const trySend = async (intent: 'sync' | 'checkout') => {
          const response = await shop.post(page.request(intent));
          const body = (await response.json()) as {
            cart?: string;
            status: unknown;
            checkoutUrl?: string;
            retryAfterMs?: number;
          };
          page.cart = body.cart ?? page.cart;
          if (response.status !== 200) assert.ok([502, 503].includes(response.status), `${response.status}`);
          await shop.clock.advance(body.retryAfterMs ?? 0);
          return body;
        };
        page.want(mug('b'), tote('c'));
        await trySend('sync');
        page.want(mug('b', 3), tote('c'), tee('a'));
        await trySend('sync');
        page.want(mug('b', 3), tee('a'));
        await trySend('sync');
        await shop.clock.advance(60_000);
        let url: string | undefined;
        for (let tries = 0; tries < 4 && url === undefined; tries += 1) url = (await trySend('checkout')).checkoutUrl;
        assert.ok(url, `${match}: no checkout`);
        assert.deepEqual(shop.sandbox.snapshot().faults, [], `${match} was never called`);
        const cart = shop.carts().find(({CheckoutURL}) => CheckoutURL === url);
        assert.deepEqual(cart && shop.toGoods(cart), [holdsTee(1), holdsMug(3)], `${kind} on ${match}`);
      }
    });
  }

  it('is gone altogether: 503, nothing lost, and it goes on where it was', async () => {
    let down = false;
    const shop = await openShop({
      between: (request, next) => (down ? Promise.reject(new TypeError('fetch failed')) : next(request)),
    });
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    down = true;
    page.want(mug('b', 2));
    const problem = await shop.fail(page.request());
    assert.equal(problem.code, 'store_unavailable');
    assert.ok((problem.retryAfterMs ?? 0) > 0);
    page.cart = problem.cart;
    down = false;
    await page.send();
    assert.deepEqual(shop.storeCart(), [holdsMug(2)]);
  });

  it('says in an error what only the log may know, and not even there the key of a cart', async () => {
    const shop = await openShop({
      between: (request, next) => {
        const key = /\/Cart\/([^/]+)\/Item/.exec(request.url)?.[1];
        return key
          ? Promise.resolve(
              Response.json([{Key: 'Error', Value: key, Status: '400', Message: `order ${key} is locked`}], {
                status: 400,
              }),
            )
          : next(request);
      },
    });
    const answer = await shop.ask({lines: [mug('b')]});
    assert.equal(answer.lines[0]?.problem?.code, 'refused');
    const key = shop.carts()[0]?.OrderKey ?? '-';
    assert.ok(shop.logged.some((line) => line.includes('is locked')));
    assert.ok(!shop.logged.join('').includes(key));
    assert.ok(!JSON.stringify(answer).includes('locked'));
  });
});

describe('a busy store', () => {
  const busy = {PUSHCART_API_CAPACITY: '4', PUSHCART_API_RATE: '0.05'};

  it('keeps a shopper waiting with prices, and a place in the queue', async () => {
    const shop = await openShop({environment: busy, warm: false});
    // The settings, and then the product: two calls of the little there is.
    await shop.clock.advance(400_000);
    assert.equal((await shop.get('/v1/products?ids=511')).status, 200);
    await shop.clock.advance(20_000);
    const page = visit(shop);
    page.want(mug('b', 2));
    const waiting = await page.send();
    assert.equal(waiting.status, 'pending');
    assert.equal(waiting.estimated, true);
    assert.equal(waiting.subtotal, 3600);
    assert.ok((waiting.retryAfterMs ?? 0) > 1000);
    for (let tries = 0; tries < 12; tries += 1) {
      const answer = await page.send();
      if (answer.status === 'synced') break;
      assert.ok(answer.retryAfterMs);
      await shop.clock.advance(answer.retryAfterMs);
    }
    assert.deepEqual(shop.storeCart(), [holdsMug(2)]);
  });

  it('says how many carts come before, to those who check out', async () => {
    const shop = await openShop({environment: {PUSHCART_API_CAPACITY: '20', PUSHCART_API_RATE: '0.05'}});
    const crowd = visit(shop, 'CCCCCCCCCCCCCCCCCCCCCC');
    for (let quantity = 1; (await crowd.send()).status === 'synced'; quantity += 1) crowd.want(mug('m', quantity));
    const places: (number | undefined)[] = [];
    for (const letter of 'EFGIJ') {
      const page = visit(shop, letter.repeat(22));
      page.want(mug('e', 7));
      // Enough is left for checkouts that one of them is served at once, and the next ones wait.
      const answer = await page.send('checkout');
      if (answer.status === 'pending') places.push(answer.ahead);
    }
    assert.deepEqual(places, [0, 1, 2, 3, 4].slice(0, places.length));
    assert.ok(places.length > 1, 'somebody waits behind somebody else');
    const edit = visit(shop, 'HHHHHHHHHHHHHHHHHHHHHH');
    edit.want(mug('h', 2));
    assert.equal((await edit.send()).ahead, undefined);
  });

  it('serves first who asked first, however often another asks', async () => {
    const shop = await openShop({environment: {PUSHCART_API_CAPACITY: '20', PUSHCART_API_RATE: '0.05'}});
    const crowd = visit(shop, 'CCCCCCCCCCCCCCCCCCCCCC');
    for (let quantity = 1; (await crowd.send()).status === 'synced'; quantity += 1) crowd.want(mug('m', quantity));
    const early = visit(shop, 'EEEEEEEEEEEEEEEEEEEEEE');
    early.want(mug('e', 7));
    assert.equal((await early.send()).status, 'pending');
    await shop.clock.advance(1000);
    const late = visit(shop, 'LLLLLLLLLLLLLLLLLLLLLL');
    late.want(mug('l', 9));
    assert.equal((await late.send()).status, 'pending');

    const carts = shop.carts().length;
    const filled = () => shop.carts().slice(carts).flatMap(shop.toGoods);
    for (let tries = 0; tries < 100 && filled().length === 0; tries += 1) {
      // The late one asks all the time, and each time a little before the early one.
      const pages = [late, early];
      const answers: Promise<Response>[] = [];
      for (const page of pages) {
        answers.push(shop.start(page.request()));
        await shop.clock.advance(100);
      }
      const settled = await shop.clock.run(Promise.all(answers));
      for (const [index, page] of pages.entries()) page.cart = ((await settled[index]?.json()) as {cart: string}).cart;
    }
    assert.deepEqual(filled(), [holdsMug(7)]);
  });

  it('lets a checkout through before others', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'));
    await page.send();
    const crowd = Array.from({length: 40}, (_, index) => visit(shop, `C${String(index).padStart(21, '0')}`));
    for (const one of crowd) one.want(mug('m'));
    const waiting = crowd.map((one) => shop.start(one.request()));
    const checkout = await shop.clock.run(shop.start(page.request('checkout')));
    const body = (await checkout.json()) as {checkoutUrl?: string};
    assert.ok(body.checkoutUrl);
    const answers = await shop.clock.run(Promise.all(waiting));
    const states = await Promise.all(answers.map(async (answer) => ((await answer.json()) as {status: string}).status));
    assert.ok(states.includes('pending'));
    assert.deepEqual(
      shop.sandbox.snapshot().calls.filter(({kind}) => kind === 'throttled'),
      [],
    );
  });

  it('that throttles us is left alone for a while', async () => {
    const shop = await openShop({switches: {retryAfter: 'on'}});
    const page = visit(shop);
    page.want(mug('b'));
    shop.sandbox.addFault({match: 'POST /Cart ', kind: '429'});
    const answer = await page.send();
    assert.equal(answer.status, 'pending');
    assert.ok((answer.retryAfterMs ?? 0) >= 500);
    await shop.clock.advance(answer.retryAfterMs ?? 0);
    assert.equal((await page.send()).status, 'synced');
  });

  it('has a cart half made: the rest follows, and nothing is made twice', async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('b'), tote('c'), tee('a'));
    shop.sandbox.addFault({match: 'POST /Cart/', kind: 'slow', ms: 1});
    shop.sandbox.addFault({match: 'POST /Cart/', kind: '429'});
    const half = await page.send();
    assert.equal(half.status, 'pending');
    assert.equal(shop.storeCart().length, 1);
    await shop.clock.advance(half.retryAfterMs ?? 0);
    shop.cartCalls();
    assert.equal((await page.send()).status, 'synced');
    assert.deepEqual(shop.cartCalls(), ['POST /Cart/{cart}/Item', 'POST /Cart/{cart}/Item']);
  });
});

describe('a shop that makes no cart before the button is pressed', () => {
  it('holds the wishes, priced, without a retry, and makes the cart at checkout', async () => {
    const shop = await openShop({environment: {PUSHCART_CREATE: 'checkout'}});
    const page = visit(shop);
    shop.cartCalls();
    page.want(mug('b', 2));
    const held = await page.send();
    assert.deepEqual(
      [held.status, held.estimated, held.retryAfterMs, held.subtotal],
      ['pending', true, undefined, 3600],
    );
    page.want(mug('b', 2), tote('c'));
    await page.send();
    assert.deepEqual(shop.cartCalls(), []);
    assert.ok((await page.send('checkout')).checkoutUrl);
    assert.deepEqual(shop.storeCart(), [holdsMug(2), holdsTote(1)]);
  });
});

describe('the same story', () => {
  const readings: SwitchChanges[] = [
    {},
    {getCartShape: 'object'},
    {getCartStatus: 201},
    {storeSettingsShape: 'object'},
    {dateStyle: 'us'},
    {throttle: {capacity: 60, leakPerSecond: 3}},
    {throttleStatus: 503},
    {throttleBody: 'array'},
    {retryAfter: 'on'},
    {errorBody400: 'empty'},
    {errorWith200: 'on'},
    {latencyMs: 300},
    {mergeLines: 'on'},
    {quantityZero: 'delete'},
    {quantityRules: 'adjust'},
    {quantityRules: 'allow'},
    {stockCheck: 'cap'},
    {stockCheck: 'allow'},
    {requiredOptions: 'allow'},
    {cartTtl: 3600},
    {afterComplete: 200},
    {cors: 'off'},
    {cors: 'preflight'},
  ];
  for (const switches of readings) {
    it(`ends alike in a store with ${JSON.stringify(switches)}`, async () => {
      const shop = await openShop({switches});
      const page = visit(shop);
      page.want(tee('a'));
      assert.equal((await page.send()).status, 'synced');
      page.want(tee('a'), mug('b', 2), notebook('n', 'For "Ana" & <3'));
      await page.sendUnheard();
      page.want(tee('a', 2), mug('b', 5), notebook('n', 'For "Ana" & <3'));
      assert.equal((await page.send()).status, 'synced');
      page.want(tee('a', 2), notebook('n', 'For "Ana" & <3', 2));
      await page.send();
      assert.equal((await page.send('read')).subtotal, 2 * 2400 + 2 * 1900);
      const checkout = await page.send('checkout');
      assert.ok(checkout.checkoutUrl, JSON.stringify(checkout));
      assert.equal(checkout.subtotal, 2 * 2400 + 2 * 1900);
      assert.deepEqual(shop.storeCart(), [
        holdsTee(2),
        {catalogId: 512, quantity: 2, description: 'Field Notebook<br><b>Engraving:</b>&nbsp;For "Ana" & <3'},
      ]);
      await shop.pay(checkout.checkoutUrl);
      const after = await page.send('read');
      assert.equal(after.status, switches.afterComplete === 200 ? 'synced' : 'completed');
    });
  }

  it('ends alike in a store that fails every fourth call with a page', async () => {
    let calls = 0;
    const shop = await openShop({
      between: (request, next) =>
        request.url.includes('/Cart') && ++calls % 4 === 0
          ? Promise.resolve(
              new Response('<html><body>502</body></html>', {status: 502, headers: {'content-type': 'text/html'}}),
            )
          : next(request),
    });
    const page = visit(shop);
    page.want(tee('a', 2), mug('b', 5), tote('c'));
    let url: string | undefined;
    for (let tries = 0; tries < 12 && !url; tries += 1) {
      const response = await shop.post(page.request('checkout'));
      const body = (await response.json()) as {cart?: string; checkoutUrl?: string; retryAfterMs?: number};
      page.cart = body.cart ?? page.cart;
      url = body.checkoutUrl;
      await shop.clock.advance(body.retryAfterMs ?? 0);
    }
    assert.ok(url);
    const cart = shop.carts().find(({CheckoutURL}) => CheckoutURL === url);
    assert.deepEqual(cart && shop.toGoods(cart), [holdsTee(2), holdsMug(5), holdsTote(1)]);
  });
});
