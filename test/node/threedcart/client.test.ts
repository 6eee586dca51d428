/** The client against every payload that the store is known to send, and against much that it should not. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createStoreClient, type Claim, type Credentials, type StoreClient} from '../../../src/threedcart/index.js';
import {VirtualClock} from '../../helpers/clock.js';
import {fixtureNames, readFixture, toResponse, type Fixture} from '../../helpers/fixture.js';
import {demoKeys, demoStoreUrl, openAnsweredClient} from '../../helpers/answered-client.js';

const frame = {url: demoStoreUrl, decimals: 2};
const key = '7A1B2C3DxkQ9mTe';
const tee = {
  catalogId: 510,
  quantity: 2,
  options: [
    {setId: 81, optionId: 402, value: 'Medium'},
    {setId: 82, optionId: 412, value: 'Slate'},
  ],
};

/** The call of ours that makes a fixture's request. */
function makeCall({request: {method, path}}: Fixture, client: StoreClient, claim: Claim): Promise<unknown> {
  const line = /Item\/(\d+)$/.exec(path)?.[1];
  const cartKey = /^\/Cart\/([^/]+)/.exec(path)?.[1] ?? '';
  const page = new URLSearchParams(path.split('?')[1] ?? '');
  if (path === '/StoreSettings') return client.getSettings(claim);
  if (path === '/Cart') return client.createCart({}, claim);
  if (path.startsWith('/Products?'))
    return client.listProducts(
      {limit: Number(page.get('limit') ?? 10), offset: Number(page.get('offset') ?? 1)},
      frame,
      claim,
    );
  if (path.startsWith('/Products/')) return client.getProduct(Number(path.split('/')[2]), frame, claim);
  if (method === 'POST') return client.addLine(cartKey, tee, claim);
  if (line)
    return method === 'PUT' ? client.setQuantity(cartKey, line, 3, claim) : client.deleteLine(cartKey, line, claim);
  if (method === 'PUT') return client.updateCart(cartKey, {billing: {firstName: 'Ana'}}, claim);
  if (method === 'DELETE') return client.deleteCart(cartKey, claim);
  return client.getCart(cartKey, frame, claim);
}

async function play(name: string) {
  const fixture = readFixture(name);
  const stage = openAnsweredClient({answer: () => toResponse(fixture)});
  const outcome = (await makeCall(fixture, stage.client, stage.claim)) as {kind: string; value?: unknown};
  return {...stage, fixture, outcome};
}

const line = (changes: object = {}) => ({
  lineId: '90211',
  catalogId: 510,
  quantity: 2,
  unitPrice: 2400,
  description: 'River Tee<br><b>Size:</b>&nbsp;Medium<br><b>Color:</b>&nbsp;Slate',
  name: 'River Tee',
  options: [
    {name: 'Size', value: 'Medium'},
    {name: 'Color', value: 'Slate'},
  ],
  image: `${demoStoreUrl}/assets/images/river-tee.svg`,
  madeAs: 'item',
  ...changes,
});
const checkoutUrl = `${demoStoreUrl}/continue_order.asp?orderkey=${key}1042`;
const cart = (...lines: object[]) => ({kind: 'done', value: {key, checkoutUrl, lines}});
const settings = {
  kind: 'done',
  value: {name: 'Port Haven Supply', url: demoStoreUrl, secureUrl: demoStoreUrl, currency: 'USD', decimals: 2},
};
const unclear = (reason: string, status: number) => ({kind: 'unclear', reason, status});
const refusedProduct = {kind: 'refused', status: 400, detail: 'CatalogID Invalid CatalogID'};

const size = {
  setId: 81,
  name: 'Size',
  type: 'select',
  required: true,
  maxLength: null,
  options: [
    {optionId: 401, name: 'Small', delta: 0, image: null, selected: false, bundleCatalogId: 0},
    {optionId: 402, name: 'Medium', delta: 0, image: null, selected: false, bundleCatalogId: 0},
  ],
};
const color = {
  setId: 82,
  name: 'Color',
  type: 'radio',
  required: true,
  maxLength: null,
  options: [{optionId: 412, name: 'Slate', delta: 0, image: null, selected: false, bundleCatalogId: 0}],
};
/** The tee as a shopper may know it: the placeholder "Select Size" is no choice. */
const river = (changes: object = {}) => ({
  catalogId: 510,
  sku: 'TEE-RIVER',
  name: 'River Tee',
  url: `${demoStoreUrl}/River-Tee_p_510.html`,
  image: `${demoStoreUrl}/assets/images/river-tee.svg`,
  price: 2400,
  listPrice: null,
  hidden: false,
  orderable: true,
  reason: null,
  stock: null,
  quantity: {min: 1, max: null, step: 1, fractional: false, choices: null},
  sets: [size, color],
  combinations: [
    {optionIds: [401, 412], price: 2400, orderable: true},
    {optionIds: [402, 412], price: 2400, orderable: true},
  ],
  ...changes,
});
const choice = (optionId: number, name: string, changes: object = {}) => ({
  optionId,
  name,
  delta: 0,
  image: null,
  selected: false,
  bundleCatalogId: 0,
  ...changes,
});
const set = (setId: number, name: string, type: string, options: object[], changes: object = {}) => ({
  setId,
  name,
  type,
  required: true,
  maxLength: null,
  options,
  ...changes,
});
/** A product with nothing special but what is given. */
const goods = (catalogId: number, sku: string, name: string, page: string, slug: string, changes: object) => ({
  ...river({combinations: [], sets: []}),
  catalogId,
  sku,
  name,
  url: `${demoStoreUrl}/${page}_p_${catalogId}.html`,
  image: `${demoStoreUrl}/assets/images/${slug}.svg`,
  ...changes,
});
const inStoreOnly = {orderable: false, reason: 'in_store_only'};
const cards =
  'Letterpress Correspondence Cards with Envelopes in Three Weights of Cotton Paper, Printed to Order on the Old Press in the Back Room of the Harbor Shop';
const done = (value: unknown) => ({kind: 'done', value});

/** What each payload means to us. */
const outcomes: Record<string, unknown> = {
  'cart-create': done(key),
  'cart-delete': done(true),
  'cart-update': done(true),
  'cart-read': cart(line()),
  'cart-read-201': cart(line()),
  'cart-read-object': cart(line()),
  'cart-read-us-dates': cart(line()),
  'cart-read-numbers-as-text': cart(line()),
  'cart-read-unknown-fields': cart(line()),
  'cart-read-buyer': cart(line()),
  'cart-read-empty': cart(),
  'cart-read-nulls': {kind: 'done', value: {key, checkoutUrl: '', lines: []}},
  'cart-read-unknown': {kind: 'not_found'},
  'cart-read-free-text': cart(
    line({
      catalogId: 512,
      quantity: 1,
      unitPrice: 1900,
      description: 'Field Notebook<br><b>Engraving:</b>&nbsp;For Ana & "Bo"',
      name: 'Field Notebook',
      options: [{name: 'Engraving', value: 'For Ana & "Bo"'}],
      image: `${demoStoreUrl}/assets/images/field-notebook.svg`,
    }),
  ),
  'cart-read-bundle-child': cart(
    line({
      catalogId: 600,
      quantity: 1,
      unitPrice: 5000,
      description: 'Morning Box<br><b>Extra:</b>&nbsp;Two mugs',
      name: 'Morning Box',
      options: [{name: 'Extra', value: 'Two mugs'}],
      image: `${demoStoreUrl}/assets/images/morning-box.svg`,
    }),
    line({
      lineId: '90212',
      catalogId: 511,
      unitPrice: 0,
      description: 'Bundle Item: MUG-HARBOR<br>Harbor Mug',
      name: 'Harbor Mug',
      options: [],
      image: `${demoStoreUrl}/assets/images/harbor-mug.svg`,
      madeAs: 'child',
    }),
  ),
  'cart-read-check': cart(
    line({
      catalogId: 525,
      quantity: 1,
      unitPrice: 6450,
      description: 'Bread Board<br><b>Finishing:</b>&nbsp;Oiled<br><b>Finishing:</b>&nbsp;Juice groove',
      name: 'Bread Board',
      options: [
        {name: 'Finishing', value: 'Oiled'},
        {name: 'Finishing', value: 'Juice groove'},
      ],
      image: `${demoStoreUrl}/assets/images/bread-board.svg`,
    }),
  ),
  'cart-read-names': cart(
    line({
      catalogId: 535,
      quantity: 1,
      unitPrice: 6300,
      description: 'Tom & Jo’s 12" <b>Iron</b> Skillet<br><b>Lid & "Rest":</b>&nbsp;12" lid <i>with</i> knob & ring',
      name: 'Tom & Jo’s 12" Iron Skillet',
      options: [{name: 'Lid & "Rest"', value: '12" lid with knob & ring'}],
      image: `${demoStoreUrl}/assets/images/iron-skillet.svg`,
    }),
  ),
  'cart-read-discount': cart(
    line(),
    line({
      lineId: '90213',
      catalogId: 0,
      quantity: 1,
      unitPrice: -500,
      description: 'Discount',
      name: 'Discount',
      options: [],
      image: null,
      madeAs: 'discount',
    }),
  ),
  'item-add': done('90211'),
  'envelope-numbers': done('90211'),
  'item-add-refused': refusedProduct,
  'item-add-refused-with-200': refusedProduct,
  'item-add-refused-empty': {kind: 'refused', status: 400, detail: ''},
  'item-add-unknown-cart': {kind: 'not_found'},
  'item-change': done(true),
  'item-change-unknown': {kind: 'not_found'},
  'item-delete': done(true),
  'products-page': done({products: [river()], rows: 1}),
  'products-empty': done({products: [], rows: 0}),
  'products-past-end': done({products: [], rows: 0}),
  'product-510': done(river()),
  'product-sentinel-date': done(river()),
  'product-numbers-as-text': done(river()),
  'product-nulls-and-unknown-fields': done(river({sets: [], combinations: []})),
  'product-unknown': {kind: 'not_found'},
  'product-swatch': done(
    goods(524, 'BOWL-STONE', 'Stoneware Bowl', 'Stoneware-Bowl', 'stoneware-bowl', {
      price: 2900,
      sets: [
        set(92, 'Glaze', 'swatch', [
          choice(611, 'Deep Water', {image: `${demoStoreUrl}/assets/images/glaze-deep-water.svg`}),
          choice(612, 'Oat', {image: `${demoStoreUrl}/assets/images/glaze-oat.svg`}),
          choice(613, 'Kiln Red', {image: `${demoStoreUrl}/assets/images/glaze-kiln-red.svg`, delta: 450}),
        ]),
      ],
    }),
  ),
  'product-check': done(
    goods(525, 'BOARD-BREAD', 'Bread Board', 'Bread-Board', 'bread-board', {
      price: 5400,
      sets: [
        set(
          93,
          'Finishing',
          'check',
          [
            choice(621, 'Oiled', {delta: 400}),
            choice(622, 'Juice groove', {delta: 650}),
            choice(623, 'No gift box', {delta: -150}),
          ],
          {required: false},
        ),
      ],
    }),
  ),
  'product-free-text': done(
    goods(526, 'PLATE-BOAT', 'Boat Name Plate', 'Boat-Name-Plate', 'name-plate', {
      price: 6800,
      sets: [
        set(94, 'Name', 'text', [choice(631, 'Your text')]),
        set(95, 'Initials', 'text', [choice(632, 'Your text', {delta: 350})], {required: false, maxLength: 3}),
      ],
    }),
  ),
  'product-bundle': done(
    goods(600, 'BOX-MORNING', 'Morning Box', 'Morning-Box', 'morning-box', {
      price: 3000,
      sets: [
        set(91, 'Extra', 'radio', [
          choice(602, 'Just the box', {selected: true}),
          choice(601, 'Two mugs', {delta: 2000, bundleCatalogId: 511}),
        ]),
      ],
    }),
  ),
  'product-fractional': done(
    goods(522, 'CLOTH-SAIL', 'Sailcloth by the Yard', 'Sailcloth-by-the-Yard', 'sailcloth', {
      price: 1780,
      quantity: {min: 0.5, max: 40, step: 0.001, fractional: true, choices: null},
    }),
  ),
  'product-quantity-options': done(
    goods(523, 'CARD-PRESS', cards, cards.replace(/\W+/g, '-'), 'letterpress-cards', {
      price: 120,
      quantity: {min: 10, max: 100, step: 1, fractional: false, choices: [10, 25, 50, 100]},
    }),
  ),
  'product-login-only': done(
    goods(531, 'BEANS-TRADE', 'Roaster’s Sack, 15 kg', 'Roaster-s-Sack-15-kg', 'coffee-beans', {
      price: 31_000,
      ...inStoreOnly,
    }),
  ),
  'product-gift-certificate': done(
    goods(532, 'GIFT-50', 'Gift Certificate', 'Gift-Certificate', 'gift-certificate', {price: 5000, ...inStoreOnly}),
  ),
  'product-file': done(
    goods(533, 'PRINT-PHOTO', 'Photo Print on Board', 'Photo-Print-on-Board', 'photo-print', {
      price: 3600,
      ...inStoreOnly,
      sets: [set(99, 'Frame', 'radio', [choice(671, 'None', {selected: true}), choice(672, 'Oak', {delta: 2400})])],
    }),
  ),
  'product-names': done(
    goods(535, 'PAN-12', 'Tom & Jo’s 12" <b>Iron</b> Skillet', 'Tom-Jo-s-12-b-Iron-b-Skillet', 'iron-skillet', {
      price: 4400,
      sets: [
        set(101, 'Lid & "Rest"', 'radio', [
          choice(681, 'No lid', {selected: true}),
          choice(682, '12" lid <i>with</i> knob & ring', {delta: 1900}),
        ]),
      ],
    }),
  ),
  'store-settings': settings,
  'store-settings-object': settings,
  unauthorized: {kind: 'denied'},
  'unsupported-media-type': {kind: 'refused', status: 415, detail: ''},
  throttled: {kind: 'throttled'},
  'throttled-retry-after': unclear('status', 503),
  'server-error': unclear('status', 500),
  'error-server-with-200': unclear('status', 500),
  'html-failure': unclear('html', 502),
  // Not what this client asks for: what it makes of them all the same.
  'products-count': unclear('malformed', 200),
  'product-skuinfo': unclear('malformed', 200),
  'product-options': unclear('malformed', 200),
  'product-advanced-options': unclear('malformed', 200),
  'envelope-partly-failed': {kind: 'not_found'},
};

/** Payloads of services that this client never calls; the sandbox is held to them. */
const isCalled = (name: string): boolean =>
  name.startsWith('envelope-') ||
  !/^\/(FrontendScripts|Orders|OrderStatus|Webhooks)\b/.test(readFixture(name).request.path);

describe('a payload of the store', () => {
  for (const name of fixtureNames.filter(isCalled)) {
    it(`is understood: ${name}`, async () => {
      const {outcome} = await play(name);
      assert.ok(name in outcomes, 'this payload has no expectation yet');
      assert.deepEqual(outcome, outcomes[name]);
    });
  }

  it('is asked for as documented', async () => {
    for (const name of [
      'cart-create',
      'cart-read',
      'cart-delete',
      'item-add',
      'item-change',
      'item-delete',
      'product-510',
      'products-page',
      'store-settings',
    ]) {
      const {fixture, sent} = await play(name);
      const [request] = sent;
      assert.ok(request);
      assert.equal(request.method, fixture.request.method);
      assert.equal(request.url, `https://api.example/3dCartWebAPI/v1${fixture.request.path}`);
      assert.equal(request.redirect, 'manual');
      const text = await request.text();
      assert.deepEqual(text ? JSON.parse(text) : undefined, fixture.request.body, name);
    }
  });

  it('holds nothing that a merchant keeps to himself', async () => {
    const {outcome} = await play('product-510');
    const text = JSON.stringify(outcome);
    assert.ok(JSON.stringify(readFixture('product-510')).includes('8.1'));
    for (const secret of ['8.1', '"Cost', 'Warehouse', 'Distributor', 'PriceLevel'])
      assert.ok(!text.includes(secret), secret);
  });
});

describe('the store knows us', () => {
  it('by the three headers of an application', async () => {
    const {client, claim, sent} = openAnsweredClient({answer: () => new Response(null, {status: 404})});
    await client.getCart(key, frame, claim);
    const headers = sent[0]?.headers;
    assert.equal(headers?.get('secureurl'), demoStoreUrl);
    assert.equal(headers.get('privatekey'), 'private-key');
    assert.equal(headers.get('token'), 'merchant-token');
    assert.equal(headers.get('authorization'), null);
    assert.equal(headers.get('accept'), 'application/json');
    assert.equal(headers.get('content-type'), 'application/json');
  });

  it('by a bearer token and nothing else', async () => {
    const credentials: Credentials = {kind: 'bearer', secureUrl: demoStoreUrl, accessToken: 'access'};
    const {client, claim, sent} = openAnsweredClient({credentials, answer: () => new Response(null, {status: 404})});
    await client.getCart(key, frame, claim);
    assert.equal(sent[0]?.headers.get('authorization'), 'Bearer access');
    assert.equal(sent[0].headers.get('token'), null);
    assert.equal(sent[0].headers.get('privatekey'), null);
  });
});

describe('an answer that is none', () => {
  const html = {'content-type': 'text/html'};
  const page = '<!doctype html><html><body>Runtime Error</body></html>';

  const answers: [string, () => Response | Promise<Response>, object][] = [
    ['a page with status 200', () => new Response(page, {headers: html}), unclear('html', 200)],
    [
      'a page that says it is JSON',
      () => new Response(page, {headers: {'content-type': 'application/json'}}),
      unclear('html', 200),
    ],
    ['a page with status 404', () => new Response(page, {status: 404, headers: html}), unclear('html', 404)],
    ['a page with status 401', () => new Response(page, {status: 401, headers: html}), unclear('html', 401)],
    ['nothing at all', () => new Response(null), unclear('malformed', 200)],
    ['white space', () => new Response('  \n'), unclear('malformed', 200)],
    ['half of a JSON text', () => new Response('[{"OrderKey":"7A'), unclear('malformed', 200)],
    ['an empty object', () => Response.json({}), unclear('malformed', 200)],
    ['an empty list', () => Response.json([]), unclear('malformed', 200)],
    ['null', () => Response.json(null), unclear('malformed', 200)],
    ['a number', () => Response.json(7), unclear('malformed', 200)],
    ['a message and no cart', () => Response.json({Message: 'An error has occurred.'}), unclear('malformed', 200)],
    [
      'a cart whose list of lines is no list',
      () => Response.json({OrderKey: key, CartItemList: {CartItemID: 1}}),
      unclear('malformed', 200),
    ],
    [
      'a cart with a line that has no id',
      () => Response.json({OrderKey: key, CartItemList: [{CatalogID: 510}]}),
      unclear('malformed', 200),
    ],
    [
      'a line whose quantity is no number',
      () => Response.json({OrderKey: key, CartItemList: [{CartItemID: 1, ItemQuantity: 'many'}]}),
      unclear('malformed', 200),
    ],
    ['status 204', () => new Response(null, {status: 204}), unclear('malformed', 204)],
    ['status 408', () => new Response(null, {status: 408}), unclear('status', 408)],
    [
      'status 500 with an error of 404 in it',
      () => Response.json([{Key: 'Error', Status: '404'}], {status: 500}),
      unclear('status', 500),
    ],
    ['an element of status 408', () => Response.json([{Key: 'Error', Status: '408'}]), unclear('status', 408)],
    [
      'a connection that is cut',
      () => Promise.reject(new TypeError('fetch failed')),
      {kind: 'unclear', reason: 'connection'},
    ],
    [
      'a body that breaks off',
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode('[{'));
              controller.error(new Error('reset'));
            },
          }),
        ),
      {kind: 'unclear', reason: 'connection'},
    ],
  ];
  for (const [what, answer, expected] of answers) {
    it(`leaves in doubt what happened: ${what}`, async () => {
      const {client, claim} = openAnsweredClient({answer});
      assert.deepEqual(await client.getCart(key, frame, claim), expected);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`is not followed elsewhere: ${status}`, async () => {
      const {client, claim, sent} = openAnsweredClient({
        answer: () => new Response(null, {status, headers: {location: 'https://evil.example/'}}),
      });
      assert.deepEqual(await client.getCart(key, frame, claim), unclear('redirect', status));
      assert.equal(sent.length, 1);
    });
  }

  it('leaves in doubt an add whose answer has no id', async () => {
    for (const body of [
      null,
      [],
      [{Key: 'OrderKey', Value: 'x', Status: '201'}],
      [{Key: 'CartItemID', Value: '', Status: '201'}],
    ]) {
      const {client, claim} = openAnsweredClient({answer: () => Response.json(body, {status: 201})});
      assert.deepEqual(await client.addLine(key, tee, claim), unclear('malformed', 201));
    }
  });

  it('finds the id of an add in any case of its name', async () => {
    const {client, claim} = openAnsweredClient({
      answer: () => Response.json([{Key: 'cartitemid', Value: 17, Status: '201'}], {status: 201}),
    });
    assert.deepEqual(await client.addLine(key, tee, claim), done('17'));
  });

  it('is an error in any element, and of any case', async () => {
    const body = [
      {Key: 'CartItemID', Value: '1', Status: '200'},
      {Key: 'ERROR', Value: 'x', Status: '403', Message: 'no'},
    ];
    const {client, claim} = openAnsweredClient({answer: () => Response.json(body)});
    assert.deepEqual(await client.setQuantity(key, '1', 2, claim), {kind: 'refused', status: 403, detail: 'x no'});
  });

  it('is an error element without a status: refused', async () => {
    const {client, claim} = openAnsweredClient({answer: () => Response.json([{Key: 'Error', Message: 'no'}])});
    assert.deepEqual(await client.setQuantity(key, '1', 2, claim), {kind: 'refused', status: 400, detail: 'no'});
  });

  it('is an element of status 429 or 401 under HTTP 200', async () => {
    const inside = async (status: string) => {
      const {client, claim} = openAnsweredClient({answer: () => Response.json([{Key: 'Error', Status: status}])});
      return (await client.setQuantity(key, '1', 2, claim)).kind;
    };
    assert.equal(await inside('429'), 'throttled');
    assert.equal(await inside('401'), 'denied');
  });

  it('never tells the key of a cart in what the store says of it', async () => {
    const {client, claim, calls} = openAnsweredClient({
      answer: () => Response.json([{Key: 'Error', Value: key, Status: '400', Message: `${key} is locked`}]),
    });
    for (const outcome of [
      await client.addLine(key, tee, claim),
      await client.setQuantity(key, '1', 2, claim),
      await client.deleteLine(key, '1', claim),
      await client.getCart(key, frame, claim),
      await client.updateCart(key, {}, claim),
      await client.deleteCart(key, claim),
    ]) {
      assert.equal(outcome.kind, 'refused');
      assert.ok(!JSON.stringify(outcome).includes(key));
    }
    assert.equal(calls.length, 6);
    assert.ok(!JSON.stringify(calls).includes(key));
  });
});

describe('an answer that is too much', () => {
  it('is cut off, a page of products much later than the rest', async () => {
    const megabytes = (count: number) => 'x'.repeat(count * 1024 * 1024);
    const cartOf = (count: number) => ({OrderKey: key, CheckoutURL: '', CartItemList: [], Filler: megabytes(count)});
    const read = async (count: number) => {
      const {client, claim} = openAnsweredClient({answer: () => Response.json(cartOf(count))});
      return client.getCart(key, frame, claim);
    };
    assert.deepEqual(await read(3), done({key, checkoutUrl: '', lines: []}));
    assert.deepEqual(await read(4), {kind: 'unclear', reason: 'too_large'});
    const [good] = readFixture('product-510').response.body as object[];
    const list = async (count: number) => {
      const {client, claim} = openAnsweredClient({
        answer: () => Response.json([{...good, Description: megabytes(count)}]),
      });
      return (await client.listProducts({offset: 1, limit: 100}, frame, claim)).kind;
    };
    assert.equal(await list(20), 'done');
    assert.equal(await list(32), 'unclear');
  });

  it('without an end is given up', async () => {
    let chunks = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          chunks += 1;
          controller.enqueue(new Uint8Array(1024 * 1024).fill(0x20));
        },
      });
    const {client, claim} = openAnsweredClient({answer: () => new Response(endless())});
    assert.deepEqual(await client.getCart(key, frame, claim), {kind: 'unclear', reason: 'too_large'});
    assert.ok(chunks < 10, `${chunks} MB were read`);
  });

  it('nested a hundred thousand deep does not exhaust the stack', async () => {
    for (const text of ['['.repeat(100_000), '['.repeat(100_000) + ']'.repeat(100_000), '{"a":'.repeat(100_000)]) {
      const {client, claim} = openAnsweredClient({answer: () => new Response(text)});
      assert.deepEqual(await client.getCart(key, frame, claim), unclear('malformed', 200));
    }
  });

  it('with brackets in a text is not taken for nested', async () => {
    const {client, claim} = openAnsweredClient({
      answer: () => Response.json({OrderKey: key, CheckoutURL: `${'['.repeat(500)}"\\"{`, CartItemList: []}),
    });
    assert.equal((await client.getCart(key, frame, claim)).kind, 'done');
  });

  it('with __proto__ in it changes nothing for anybody', async () => {
    const text = `{"OrderKey":"${key}","CheckoutURL":"","CartItemList":[],"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    const {client, claim} = openAnsweredClient({answer: () => new Response(text)});
    assert.deepEqual(await client.getCart(key, frame, claim), done({key, checkoutUrl: '', lines: []}));
    assert.equal(({} as {polluted?: true}).polluted, undefined);
  });

  it('with one product that cannot be read loses that product alone', async () => {
    const [good] = readFixture('product-510').response.body as object[];
    const {client, claim} = openAnsweredClient({
      answer: () => Response.json([{SKUInfo: null}, good, 'nonsense', null]),
    });
    const outcome = await client.listProducts({offset: 1, limit: 100}, frame, claim);
    assert.deepEqual(outcome, done({products: [river()], rows: 4}));
  });

  it('with a price beyond all reason loses that product too', async () => {
    const [good] = readFixture('product-510').response.body as {SKUInfo: object}[];
    for (const Price of [1e21, '1e300', 'free', {}]) {
      const {client, claim} = openAnsweredClient({
        answer: () => Response.json([{...good, SKUInfo: {...good?.SKUInfo, Price}}]),
      });
      assert.deepEqual(await client.getProduct(510, frame, claim), unclear('malformed', 200), JSON.stringify(Price));
    }
  });
});

describe('a store that says slow down', () => {
  const throttled = async (headers: Record<string, string>, status = 429) => {
    const {client, claim, slowed} = openAnsweredClient({answer: () => new Response(null, {status, headers})});
    return {outcome: await client.getSettings(claim), slowed};
  };

  it('may say for how long in seconds', async () => {
    const {outcome, slowed} = await throttled({'retry-after': '7'});
    assert.deepEqual(outcome, {kind: 'throttled', retryAfterMs: 7000});
    assert.deepEqual(slowed, [7000]);
  });

  it('may say it as a date', async () => {
    const {outcome} = await throttled({'retry-after': new Date(new VirtualClock().now() + 9000).toUTCString()});
    assert.deepEqual(outcome, {kind: 'throttled', retryAfterMs: 9000});
  });

  it('may say nothing, nonsense, or a time that is past', async () => {
    const past = new Date(new VirtualClock().now() - 9000).toUTCString();
    for (const headers of [{}, {'retry-after': 'soon'}, {'retry-after': '-3'}, {'retry-after': past}]) {
      const {outcome, slowed} = await throttled(headers);
      assert.deepEqual(outcome, {kind: 'throttled'});
      assert.deepEqual(slowed, [undefined]);
    }
  });

  it('means it with 503 as well, though nobody knows then whether a write happened', async () => {
    const {outcome, slowed} = await throttled({'retry-after': '4'}, 503);
    assert.deepEqual(outcome, unclear('status', 503));
    assert.deepEqual(slowed, [4000]);
  });

  it('may say it inside of an answer of status 200, or as a page', async () => {
    const element = (Status: string) => Response.json([{Key: 'Error', Value: '', Status, Message: 'Too many'}]);
    const page = new Response('<html>busy</html>', {status: 503, headers: {'content-type': 'text/html'}});
    for (const answer of [element('429'), element('503'), page]) {
      const {client, claim, slowed} = openAnsweredClient({answer: () => answer.clone()});
      await client.getSettings(claim);
      assert.deepEqual(slowed, [undefined]);
    }
  });
});

describe('a store that does not answer', () => {
  it('is given up after thirty seconds, not before', async () => {
    const {client, claim, clock} = openAnsweredClient({answer: () => new Promise(() => undefined)});
    const call = client.getCart(key, frame, claim);
    let settled = false;
    void call.then(() => (settled = true));
    await clock.advance(29_999);
    assert.equal(settled, false);
    await clock.advance(1);
    assert.deepEqual(await call, {kind: 'unclear', reason: 'timeout'});
  });

  it('is given up when its answer only drips', async () => {
    const drip = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('[')),
        pull: () => new Promise(() => undefined),
      });
    const {client, claim, clock} = openAnsweredClient({answer: () => new Response(drip())});
    const call = client.getCart(key, frame, claim);
    await clock.advance(30_000);
    assert.deepEqual(await call, {kind: 'unclear', reason: 'timeout'});
  });
});

describe('a list of products', () => {
  it('that was changed since a day is asked for in the form that the store documents', async () => {
    const {client, claim, sent} = openAnsweredClient({answer: () => new Response(null, {status: 404})});
    await client.listProducts({offset: 1, limit: 100, changedSince: new Date('2025-11-05T07:08:09Z')}, frame, claim);
    assert.equal(new URL(sent[0]?.url ?? '').searchParams.get('lastupdatestart'), '11/05/2025 07:08:09');
  });

  it('that is refused on its first page is not an empty list', async () => {
    const {client, claim} = openAnsweredClient({
      answer: () => Response.json([{Key: 'Error', Status: '400', Message: 'no'}], {status: 400}),
    });
    assert.equal((await client.listProducts({offset: 1, limit: 100}, frame, claim)).kind, 'refused');
  });
});

describe('a call that the budget does not grant', () => {
  it('is not sent', async () => {
    for (const grant of ['late', 'aborted'] as const) {
      const sent: Request[] = [];
      const client = createStoreClient({
        baseUrl: 'https://api.example',
        credentials: demoKeys,
        clock: new VirtualClock(),
        budget: {
          take: () => Promise.resolve(grant),
          slowDown: () => undefined,
          waitMs: () => 0,
          ahead: () => 0,
          level: () => ({used: 0, capacity: 45, queued: {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0}}),
        },
        fetch: (request) => {
          sent.push(request);
          return Promise.resolve(new Response());
        },
      });
      assert.deepEqual(await client.createCart({}, {for: 'edit', askedAt: 0, deadline: 0}), {
        kind: 'not_sent',
        reason: grant,
      });
      assert.deepEqual(sent, []);
    }
  });
});

describe('a store that quotes what it refuses', () => {
  const words = {firstName: 'Marisol', address: '12 River Lane', email: 'marisol@mail.example', phone: '555-0142'};
  /** Refuses with all that it was sent. */
  const echo = async (request: Request): Promise<Response> => {
    const sent = `${decodeURIComponent(request.url)} ${await request.text()}`;
    return Response.json([{Key: 'Error', Value: sent, Status: '400', Message: `Refused: ${sent}`}], {status: 400});
  };
  const line = {catalogId: 511, quantity: 1, options: [{setId: 90, optionId: 500, value: 'For Marisol'}]};

  it('is quoted in no log with what a shopper wrote, nor with the key of a cart', async () => {
    const {client, calls, claim} = openAnsweredClient({answer: echo});
    await client.createCart({billing: words, shipment: words}, claim);
    await client.updateCart(key, {billing: words}, claim);
    await client.addLine(key, line, claim);
    await client.setQuantity(key, '7', 2, claim);
    await client.deleteCart(key, claim);
    assert.deepEqual(
      calls.map(({outcome}) => outcome),
      Array(5).fill('refused'),
    );
    const logged = JSON.stringify(calls);
    for (const word of [key, 'Marisol', 'River', 'mail.example', '0142'])
      assert.ok(!logged.includes(word), `${word}: ${logged}`);
    assert.ok(calls.every(({reason}) => reason?.includes('Refused')));
  });
});
