/** Buying without a script, over real HTTP: from the page to the store's own cart. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {allOf, attribute, browsePages, byId, textOf, type BuyPage} from '../../../helpers/buy-pages.js';
import {serveShop, type ServedShop} from '../../../helpers/served-shop.js';

let shop: ServedShop;
let browser: ReturnType<typeof browsePages>;
before(async () => {
  shop = await serveShop(
    'https://blog.example',
    {PUSHCART_API_CAPACITY: '1000', PUSHCART_API_RATE: '100'},
    {
      sandbox: {switches: {throttle: {capacity: 1000, leakPerSecond: 1000}}},
    },
  );
  browser = browsePages(fetch, shop.proxy.url);
  // The mirror fills: a page that is shown is one that costs nothing.
  for (let page = await browser.get('/buy/536'); page.status !== 200; page = await browser.get('/buy/536'));
});
after(() => shop.close());
beforeEach(() => shop.sandbox.reset());

/** What the store's carts hold: product, quantity and description. */
const held = () =>
  shop.sandbox
    .snapshot()
    .carts.map(({CartItemList}) =>
      CartItemList.map(({CatalogID, ItemQuantity, ItemDescription}) => [CatalogID, ItemQuantity, ItemDescription]),
    );

/** Opens a page, presses its button, and expects to be at the store's checkout. */
async function buy(path: string, changes: Record<string, string | readonly string[]> = {}): Promise<string> {
  const page = await browser.get(path);
  assert.equal(page.status, 200);
  const sent = await browser.press(page, path, changes);
  assert.equal(sent.status, 303, sent.text);
  const address = sent.headers.get('location') ?? '';
  assert.ok(address.startsWith(`${shop.sandbox.url}/`), address);
  assert.equal((await fetch(address)).status, 200);
  return address;
}

/** The sentence that a field is marked with. */
function problemOf(page: BuyPage, name: string): string | undefined {
  const control = allOf(page, 'input')
    .concat(allOf(page, 'select'))
    .find((one) => attribute(one, 'name') === name);
  if (attribute(control, 'aria-invalid') !== 'true') return undefined;
  const reason = byId(page, attribute(control, 'aria-describedby') ?? '');
  return textOf(reason);
}

/** The field that each link of the summary leads to must be there. */
function summaryOf(page: BuyPage): string[] {
  const links = allOf(page, 'a').filter((link) => attribute(link, 'href')?.startsWith('#'));
  for (const link of links) assert.ok(byId(page, attribute(link, 'href')?.slice(1) ?? ''), attribute(link, 'href'));
  return links.map(textOf);
}

describe('a page without a script buys', () => {
  it('the simplest thing there is', async () => {
    await buy('/buy/511');
    assert.deepEqual(held(), [[[511, 1, 'Harbor Mug']]]);
  });

  it('so many', async () => {
    await buy('/buy/511', {qty: '3'});
    assert.equal(held()[0]?.[0]?.[1], 3);
  });

  const choices: [string, Record<string, string | readonly string[]>, RegExp][] = [
    ['/buy/510', {s81: '402', s82: '412'}, /Medium.*Slate/],
    ['/buy/512', {s90: 'For Ana & Bo'}, /For Ana (&amp;|&) Bo/],
    ['/buy/513', {s83: '421', s84: '433'}, /Small\/Medium.*Heron/],
    ['/buy/518', {}, /Regular/],
    ['/buy/519', {s86: '452', s87: '462'}, /Filter.*1 kg/],
    ['/buy/526', {s94: 'Ana', s95: 'AR'}, /Ana.*AR/],
    ['/buy/600', {}, /./],
  ];
  for (const [path, changes, description] of choices)
    it(`${path} with ${JSON.stringify(changes)}`, async () => {
      await buy(path, changes);
      assert.match(
        String(
          held()[0]
            ?.map(([, , text]) => text)
            .join(),
        ),
        description,
      );
    });

  it('several check boxes of one set', async () => {
    const page = await browser.get('/buy/525');
    const boxes = allOf(page, 'input').filter((one) => attribute(one, 'type') === 'checkbox');
    const name = attribute(boxes[0], 'name') ?? '';
    await buy('/buy/525', {[name]: boxes.slice(0, 2).map((box) => attribute(box, 'value') ?? '')});
    const labels = allOf(page, 'label').filter((label) =>
      label.childNodes.some((node) => node === boxes[0] || node === boxes[1]),
    );
    assert.equal(labels.length, 2);
    for (const label of labels) assert.ok(String(held()[0]?.[0]?.[2]).includes(textOf(label).replace(/ \(.*/, '')));
  });

  it('a fraction, written with a point or as the language does', async () => {
    await buy('/buy/522', {qty: '0.75'});
    await buy('/buy/522?lang=de', {qty: '0,75'});
    assert.deepEqual(
      held().map(([line]) => line?.[1]),
      [0.75, 0.75],
    );
  });

  it('what a link has chosen', async () => {
    await buy('/buy/510?qty=2&option=81:402&option=82:413');
    await buy('/buy/512/?option=90:500:For%20Ana&then=checkout');
    assert.match(String(held()[0]?.[0]?.[2]), /Medium.*Moss/);
    assert.equal(held()[0]?.[0]?.[1], 2);
    assert.match(String(held()[1]?.[0]?.[2]), /For Ana/);
  });

  it('nothing of a text that the link has and the shopper takes out', async () => {
    await buy('/buy/512?option=90:500:For%20Ana', {s90: ''});
    assert.doesNotMatch(String(held()[0]?.[0]?.[2]), /For Ana/);
  });
});

describe('one press', () => {
  it('is one cart, however often and however fast it is sent', async () => {
    const page = await browser.get('/buy/511');
    const sent = await Promise.all([1, 2, 3].map(() => browser.press(page, '/buy/511')));
    sent.push(await browser.press(page, '/buy/511'));
    assert.deepEqual(
      sent.map(({status}) => status),
      [303, 303, 303, 303],
    );
    assert.equal(new Set(sent.map(({headers}) => headers.get('location'))).size, 1);
    assert.deepEqual(held(), [[[511, 1, 'Harbor Mug']]]);
  });

  it('is another cart where the shopper has come back and chosen something else', async () => {
    const page = await browser.get('/buy/511');
    await browser.press(page, '/buy/511');
    await browser.press(page, '/buy/511', {qty: '2'});
    assert.deepEqual(
      held().map(([line]) => line?.[1]),
      [1, 2],
    );
  });

  it('of a page that was bought from does not buy again by itself', async () => {
    const page = await browser.get('/buy/511');
    const sent = await browser.press(page, '/buy/511');
    const buyer = new URLSearchParams({name: 'Ana Ruiz', email: 'ana@example.com'});
    await fetch(sent.headers.get('location') ?? '', {method: 'POST', body: buyer, redirect: 'manual'});
    const late = await browser.press(page, '/buy/511');
    assert.equal(late.status, 409);
    assert.match(late.text, /sent to checkout with this before/);
    assert.equal((await browser.press(page, '/buy/511')).status, 409);
    assert.equal(shop.sandbox.snapshot().carts.length, 0, 'nothing was made');
    assert.equal((await browser.press(late, '/buy/511')).status, 303, 'the button of the page that says so does');
  });

  it('of a cart that has moved on since begins anew with the next press', async () => {
    const page = await browser.get('/buy/511');
    const newer = {cart: page.form.get('key'), rev: 9, intent: 'sync', lines: []};
    const origin = {'Content-Type': 'text/plain', Origin: shop.proxy.url};
    await fetch(`${shop.proxy.url}/v1/cart`, {method: 'POST', headers: origin, body: JSON.stringify(newer)});
    const late = await browser.press(page, '/buy/511');
    assert.equal(late.status, 409, late.text);
    assert.equal((await browser.press(late, '/buy/511')).status, 303);
  });
});

describe('a form that is not right', () => {
  it('comes back with each field marked, named at the top, and everything kept', async () => {
    const page = await browser.get('/buy/526?lang=en');
    const back = await browser.press(page, '/buy/526', {s94: '', s95: 'ABCD', qty: 'many'});
    assert.equal(back.status, 422);
    assert.equal(problemOf(back, 's94'), 'Please fill this in');
    assert.equal(problemOf(back, 's95'), 'The store does not take this text');
    assert.equal(problemOf(back, 'qty'), 'Not sold in this quantity');
    assert.deepEqual(summaryOf(back), [
      'Name – Please fill this in',
      'Initials – The store does not take this text',
      'Quantity – Not sold in this quantity',
    ]);
    assert.equal(back.form.get('s95'), 'ABCD');
    assert.equal(back.form.get('qty'), 'many');
    assert.match(back.title, /^Please check/);
    const [alert] = allOf(back, 'div').filter((one) => attribute(one, 'role') === 'alert');
    assert.equal(attribute(alert, 'tabindex'), '-1');
    assert.notEqual(attribute(alert, 'autofocus'), undefined, 'the summary has the focus');
    assert.deepEqual(held(), []);
    const fixed = await browser.press(back, '/buy/526', {s94: 'Ana', s95: 'ABC', qty: '1'});
    assert.equal(fixed.status, 303);
  });

  it('has a choice to make, in a list, among pictures or buttons', async () => {
    const page = await browser.get('/buy/510');
    const back = await browser.press(page, '/buy/510', {qty: '7'});
    assert.equal(problemOf(back, 's81'), 'Please choose one');
    assert.equal(problemOf(back, 's82'), 'Please choose one');
    assert.equal(back.form.get('qty'), '7');
    assert.deepEqual(summaryOf(back), ['Size – Please choose one', 'Color – Please choose one']);
    const half = await browser.press(back, '/buy/510', {s81: '402'});
    assert.equal(problemOf(half, 's81'), undefined);
    assert.equal(half.form.get('s81'), '402');
  });

  it('has a combination that is sold out', async () => {
    const page = await browser.get('/buy/519');
    const back = await browser.press(page, '/buy/519', {s86: '453', s87: '462'});
    assert.equal(problemOf(back, 's86'), 'Sold out in this combination');
    assert.equal(back.form.get('s87'), '462');
  });

  const texts = ['<b>Ana</b>', '&#60;b>', 'A\u0007', '\ufffd', 'x'.repeat(41)];
  for (const text of texts)
    it(`has a text that the store must not get: ${JSON.stringify(text.slice(0, 9))}`, async () => {
      const back = await browser.press(await browser.get('/buy/512'), '/buy/512', {s90: text});
      assert.equal(back.status, 422);
      assert.equal(problemOf(back, 's90'), 'The store does not take this text');
      assert.equal(back.form.get('s90'), text);
      assert.deepEqual(held(), []);
    });

  const quantities: [string, string][] = [
    ['/buy/511', '0'],
    ['/buy/511', '-1'],
    ['/buy/511', '1.5'],
    ['/buy/511', ''],
    ['/buy/511', '1e3'],
    ['/buy/511', '100000'],
    ['/buy/516', '3'],
    ['/buy/521', '5'],
    ['/buy/523', '4'],
    ['/buy/522', '0.25'],
    ['/buy/522?lang=de', '1.000'],
    ['/buy/522?lang=en', '1,000'],
  ];
  for (const [path, qty] of quantities)
    it(`asks for ${qty || 'nothing'} of ${path}`, async () => {
      const back = await browser.press(await browser.get(path), path, {qty});
      assert.equal(back.status, 422);
      assert.equal(back.html.includes('id="qty-wrong"'), true);
      assert.deepEqual(held(), []);
    });

  it('asks for more than the store has: the store says so, and the quantity is marked', async () => {
    const back = await browser.press(await browser.get('/buy/517'), '/buy/517', {qty: '50'});
    assert.equal(back.status, 409);
    assert.equal(problemOf(back, 'qty'), 'Not enough in stock');
    assert.equal(back.form.get('qty'), '50');
    assert.equal((await browser.press(back, '/buy/517', {qty: '2'})).status, 303);
  });

  it('has options that were never offered', async () => {
    const back = await browser.press(await browser.get('/buy/510'), '/buy/510', {s81: '999', s82: ['412', '413']});
    assert.equal(problemOf(back, 's81'), 'An option is no longer sold');
    assert.equal(problemOf(back, 's82'), 'An option is no longer sold');
  });

  it('was never given out: it says so, and its own button works', async () => {
    for (const key of ['', 'AAAAAAAAAAAAAAAAAAAAAA', undefined]) {
      const back = await browser.press(await browser.get('/buy/511'), '/buy/511', {key, qty: '2'});
      assert.equal(back.status, 409);
      assert.match(back.text, /open for a long time/);
      assert.equal(back.form.get('qty'), '2');
      assert.deepEqual(held(), []);
      assert.equal((await browser.press(back, '/buy/511')).status, 303);
      shop.sandbox.reset();
    }
  });

  it('shows other prices than the store has now: they are shown before anything is made', async () => {
    const back = await browser.press(await browser.get('/buy/511'), '/buy/511', {seen: 'AAAAAAAAAAAA'});
    assert.equal(back.status, 409);
    assert.match(back.text, /changed in the store/);
    assert.deepEqual(held(), []);
    assert.equal((await browser.press(back, '/buy/511')).status, 303);
  });
});

describe('where a form comes from', () => {
  const press = async (headers: Record<string, string>): Promise<BuyPage> =>
    browser.press(await browser.get('/buy/511'), '/buy/511', {}, headers);

  it('is this very page, or nobody knows', async () => {
    for (const headers of [
      {'Sec-Fetch-Site': 'same-origin'},
      {Origin: '', 'Sec-Fetch-Site': 'same-origin'},
      {Origin: '', 'Sec-Fetch-Site': 'none'},
      {'Sec-Fetch-Site': 'same-site'},
      {Origin: ''},
    ])
      assert.equal((await press(headers)).status, 303, JSON.stringify(headers));
  });

  it('is no other website', async () => {
    for (const headers of [
      {'Sec-Fetch-Site': 'cross-site'},
      {Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'},
      {Origin: 'https://evil.example'},
      {Origin: 'https://blog.example'},
      {Origin: 'null'},
      {Origin: `${shop.proxy.url}.evil.example`},
      {Origin: '', 'Sec-Fetch-Site': 'cross-site'},
      {Origin: '', 'Sec-Fetch-Site': 'same-site'},
      {Origin: '', 'Sec-Fetch-Site': 'nonsense'},
    ] as Record<string, string>[]) {
      const refused = await press(headers);
      assert.equal(refused.status, 403, JSON.stringify(headers));
      assert.match(refused.text, /nothing was bought/);
      assert.ok(
        allOf(refused, 'a').some((link) => attribute(link, 'href')?.startsWith(`${shop.proxy.url}/buy/511`)),
        'and where to choose it',
      );
    }
    assert.deepEqual(held(), []);
  });

  it('is looked at before anything of the form is read', async () => {
    const body = {x: 'x'.repeat(70_000)};
    const page = await browser.get('/buy/511');
    assert.equal((await browser.press(page, '/buy/511', body, {Origin: 'https://evil.example'})).status, 403);
  });

  it('may be our own page under a name that we do not know: the operator is told, once', async () => {
    const warnings = () => shop.logged.filter((line) => line.includes('"buy_origin"')).length;
    const before = warnings();
    for (let times = 0; times < 2; times += 1)
      assert.equal((await press({Origin: 'http://other.example', 'Sec-Fetch-Site': 'same-origin'})).status, 403);
    assert.equal(warnings() - before, 1);
  });

  it('is no script that sends something else than a form', async () => {
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/json'])
      assert.equal((await press({'Content-Type': type})).status, 400, type);
    const large = await browser.press(await browser.get('/buy/511'), '/buy/511', {x: 'x'.repeat(70_000)});
    assert.equal(large.status, 413);
  });
});
