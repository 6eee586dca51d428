import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {catalogue} from '../../../src/sandbox/index.js';
import {mug, notebook, setup, tee} from './setup.js';

const ana = {name: 'Ana Ruiz', email: 'ana@example.com'};

function readRows(page: string): [string | undefined, string | undefined, string | undefined][] {
  const tags = page.match(/<li[^>]*data-catalog-id[^>]*>/g) ?? [];
  const read = (tag: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1];
  return tags.map((tag) => [read(tag, 'data-catalog-id'), read(tag, 'data-quantity'), read(tag, 'data-line-total')]);
}

async function setupCheckout(items: unknown[], options?: Parameters<typeof setup>[0]) {
  const shop = setup(options);
  const key = await shop.createCart();
  for (const item of items) await shop.write('POST', `/Cart/${key}/Item`, item);
  const {CheckoutURL} = await shop.readCart(key);
  return {...shop, key, CheckoutURL};
}

describe('the checkout page', () => {
  it('shows the store, every line and the total', async () => {
    const {browse, CheckoutURL} = await setupCheckout([tee(2), mug(3), notebook('For Bo')]);
    const answer = await browse(CheckoutURL);
    assert.equal(answer.status, 200);
    const page = await answer.text();
    assert.deepEqual(readRows(page), [
      ['510', '2', '4800'],
      ['511', '3', '5400'],
      ['512', '1', '1900'],
    ]);
    assert.match(page, /data-total="12100"[^>]*>\$121\.00</);
    for (const text of ['Port Haven Supply', 'Medium', 'Slate', 'Engraving', 'For Bo', 'assets/images/river-tee.svg']) {
      assert.ok(page.includes(text), text);
    }
  });

  it('runs no script, loads nothing from elsewhere and stays out of frames', async () => {
    const {browse, CheckoutURL} = await setupCheckout([mug()]);
    const answer = await browse(CheckoutURL);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
      assert.ok(policy.includes(rule), rule);
    }
    assert.ok(!/unsafe|script-src/.test(policy));
    assert.ok(!/<script|style=| on[a-z]+=/.test(await answer.text()));
    assert.match((await browse('/assets/store.css')).headers.get('content-type') ?? '', /^text\/css/);
  });

  it('shows names and texts as text, whatever is in them', async () => {
    const nasty = catalogue.map((product) => ({...product, name: `<script>alert("${product.name}")</script>`}));
    const {browse, CheckoutURL} = await setupCheckout([mug(), notebook('"><img src=x onerror=alert(1)>')], {
      catalogue: nasty,
      storeName: 'Fish & <b>Chips</b>',
    });
    for (const path of [CheckoutURL, '/', '/x_p_511.html']) {
      const page = await (await browse(path)).text();
      assert.ok(!/<script|<img src=x|<b>Chips/.test(page), path);
      assert.ok(page.includes('Fish &amp; &lt;b&gt;Chips&lt;/b&gt;'));
    }
  });

  it('makes the cart an order, lowers the stock and thanks with the number', async () => {
    const {browse, CheckoutURL, call, key, store} = await setupCheckout([tee(2), mug(3)]);
    const posted = await browse(CheckoutURL, ana);
    assert.equal(posted.status, 303);
    const page = await (await browse(posted.headers.get('location') ?? '')).text();
    assert.match(page, /Thank you, order #1042/);

    assert.equal((await call('GET', `/Cart/${key}`)).status, 404);
    const [order] = store.snapshot().orders;
    assert.deepEqual(
      [order?.OrderID, order?.OrderStatusID, order?.OrderAmount, order?.OrderKey, order?.BillingEmail],
      [1042, 1, 102, key, ana.email],
    );
    assert.equal(order?.OrderItemList[0]?.ItemOptions, ',402,412');
    const [sku] = (await (await call('GET', '/Products/511/skuinfo')).json()) as {Stock: number}[];
    assert.equal(sku?.Stock, 117);
    const options: unknown = await (await call('GET', '/Products/510/AdvancedOptions')).json();
    const medium = (options as {AdvancedOptionCode: string; AdvancedOptionStock: number}[])[1];
    assert.deepEqual([medium?.AdvancedOptionCode, medium?.AdvancedOptionStock], ['402-412', 6]);
  });

  it('shows sold products among those that changed', async () => {
    const {browse, CheckoutURL, call} = await setupCheckout([mug()]);
    await browse(CheckoutURL, ana);
    const answer = await call('GET', '/Products?lastupdatestart=11/21/2025%2009:31:05');
    const rows = (await answer.json()) as {SKUInfo: {CatalogID: number}}[];
    assert.deepEqual(
      rows.map((row) => row.SKUInfo.CatalogID),
      [511],
    );
  });

  it('orders once, however often the form is sent', async () => {
    const {browse, CheckoutURL, store} = await setupCheckout([mug()]);
    await browse(CheckoutURL, ana);
    await browse(CheckoutURL, ana);
    assert.match(await (await browse(CheckoutURL)).text(), /order #1042/);
    assert.equal(store.snapshot().orders.length, 1);
  });

  it('asks again for what is missing, and says what', async () => {
    const {browse, CheckoutURL, store} = await setupCheckout([mug()]);
    const answer = await browse(CheckoutURL, {name: 'Ana & Bo', email: 'nowhere'});
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.match(page, /aria-describedby="email-wrong"/);
    assert.ok(page.includes('value="Ana &amp; Bo"'));
    assert.equal(store.snapshot().orders.length, 0);
  });

  it('knows the buyer that the cart names', async () => {
    const {browse, CheckoutURL, call, key} = await setupCheckout([mug()]);
    const body = {BillingFirstName: 'Ana', BillingLastName: 'Ruiz', BillingEmail: ana.email};
    await call('PUT', `/Cart/${key}`, {body});
    const page = await (await browse(CheckoutURL)).text();
    assert.ok(page.includes('value="Ana Ruiz"') && page.includes(`value="${ana.email}"`));
  });

  it('is friendly to a key that is unknown, has the wrong number or is empty', async () => {
    const {browse, CheckoutURL} = await setupCheckout([]);
    for (const path of ['/continue_order.asp', '/continue_order.asp?orderkey=nothing', `${CheckoutURL}9`]) {
      const answer = await browse(path);
      assert.equal(answer.status, 404);
      assert.match(await answer.text(), /cannot find this cart/);
    }
    assert.match(await (await browse(CheckoutURL)).text(), /Your cart is empty/);
  });
});
