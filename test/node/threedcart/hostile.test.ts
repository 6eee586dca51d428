/** Every call of the client against a store, or what stands before it, at its worst: an outcome each, and no exception. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {Claim, StoreClient} from '../../../src/threedcart/index.js';
import {readFixture} from '../../helpers/fixture.js';
import {demoStoreUrl, openAnsweredClient} from '../../helpers/answered-client.js';

interface Told {
  readonly kind: string;
  readonly status?: number;
  readonly reason?: string;
  readonly detail?: string;
  readonly value?: unknown;
}
type Make = (client: StoreClient, claim: Claim) => Promise<Told>;

const key = '7A1B2C3DxkQ9mTe';
const frame = {url: demoStoreUrl, decimals: 2};
const contact = {billing: {firstName: 'Anastasia', email: 'anastasia@example.com'}};

/** Writes that tell an id, without which nobody knows what was made. */
const creates: Record<string, Make> = {
  'making a cart': (client, claim) => client.createCart(contact, claim),
  'adding a line': (client, claim) => client.addLine(key, {catalogId: 511, quantity: 1, options: []}, claim),
};
/** Writes of which a 2xx is all that has to be known. */
const changes: Record<string, Make> = {
  'changing a cart': (client, claim) => client.updateCart(key, contact, claim),
  'deleting a cart': (client, claim) => client.deleteCart(key, claim),
  'setting a quantity': (client, claim) => client.setQuantity(key, '90211', 3, claim),
  'deleting a line': (client, claim) => client.deleteLine(key, '90211', claim),
};
const reads: Record<string, Make> = {
  'reading a cart': (client, claim) => client.getCart(key, frame, claim),
  'reading a product': (client, claim) => client.getProduct(511, frame, claim),
  'reading the settings': (client, claim) => client.getSettings(claim),
};
const lists: Record<string, Make> = {
  'listing products': (client, claim) => client.listProducts({offset: 1, limit: 100}, frame, claim),
};
const all = {...creates, ...changes, ...reads, ...lists};

const bytes = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? new TextEncoder().encode(part) : part)]));
const as = (type: string, body: BodyInit | null, status = 200) =>
  new Response(body, {status, headers: {'content-type': type}});
const asJson = (body: BodyInit | null, status = 200) => as('application/json; charset=utf-8', body, status);
const told = (...elements: object[]) => asJson(JSON.stringify(elements));
const deep = (open: string, close = '') => open.repeat(100_000) + close.repeat(100_000);
const endless = () =>
  new ReadableStream<Uint8Array>({pull: (controller) => controller.enqueue(new Uint8Array(1 << 20).fill(0x20))});
const broken = () =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes('[{"Key":"Ord'));
      controller.error(new Error('reset'));
    },
  });
const good = [
  {Key: 'OrderKey', Value: key, Status: '201', Message: ''},
  {Key: 'CartItemID', Value: '90211', Status: '201', Message: ''},
];
/** Nothing of it can be made a text or a number. */
const stubborn = {toString: null, valueOf: null};

/** One word for an outcome: its class, and the reason where nobody knows what happened. */
type Word = 'done' | 'refused' | 'not_found' | 'denied' | 'throttled' | `unclear ${string}`;
/** What the answer means to calls of each sort; one word if to all the same. */
type Expected = Word | {readonly creates: Word; readonly changes: Word; readonly reads: Word; readonly lists: Word};

const onlyChanges: Expected = {
  creates: 'unclear malformed',
  changes: 'done',
  reads: 'unclear malformed',
  lists: 'unclear malformed',
};
/** Rows that cannot be read are left out of a page; the page stands. */
const alsoRows: Expected = {...onlyChanges, lists: 'done'};
const noId: Expected = {creates: 'unclear malformed', changes: 'done', reads: 'unclear malformed', lists: 'done'};

const answers: Record<string, [answer: () => Response | Promise<Response>, expected: Expected]> = {
  'ten megabytes': [
    () => asJson(`[${' '.repeat(10 << 20)}]`),
    {
      creates: 'unclear too_large',
      changes: 'unclear too_large',
      reads: 'unclear too_large',
      lists: 'done',
    },
  ],
  'a body without an end': [() => asJson(endless()), 'unclear too_large'],
  'a body without an end, called a refusal': [() => asJson(endless(), 400), 'unclear too_large'],
  'lists, a hundred thousand deep': [() => asJson(deep('[', ']')), 'unclear malformed'],
  'objects, a hundred thousand deep': [() => asJson(deep('{"a":')), 'unclear malformed'],
  'more objects than any answer has': [() => asJson(`[${'{},'.repeat(400_000)}{}]`), 'unclear malformed'],
  '__proto__ and constructor': [
    () => asJson('[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]'),
    alsoRows,
  ],
  'an envelope of what cannot be a text': [
    () => told({Key: stubborn, Value: stubborn, Status: stubborn, Message: stubborn}),
    alsoRows,
  ],
  'an error element of what cannot be a text': [
    () => told({Key: 'Error', Value: stubborn, Status: stubborn, Message: stubborn}),
    'refused',
  ],
  'JSON that is called a page': [() => as('text/html', JSON.stringify(good)), 'unclear html'],
  'a page that is called JSON': [() => asJson('<!doctype html><title>Runtime Error</title>'), 'unclear html'],
  'a piece of a page that is called JSON': [() => asJson('\n<div>Runtime Error</div>'), 'unclear html'],
  XML: [() => as('application/xml', '<Error><Message>no</Message></Error>', 400), 'unclear html'],
  'a page for what is not found': [() => as('text/html', '<h1>404</h1>', 404), 'unclear html'],
  'nothing, with 200': [() => asJson(null), onlyChanges],
  'nothing, with 204': [() => new Response(null, {status: 204}), onlyChanges],
  'nothing, with 205': [() => new Response(null, {status: 205}), onlyChanges],
  'half of an answer': [() => asJson('[{"Key":"OrderKey","Val'), 'unclear malformed'],
  'half of an answer, with 206': [() => asJson('[{"Key":"OrderKey","Val', 206), 'unclear malformed'],
  'an element of an error, with 206': [
    () => asJson(JSON.stringify([...good, {Key: 'Error', Status: '500'}]), 206),
    'unclear status',
  ],
  'words that are no JSON': [() => as('text/plain', 'OK'), 'unclear malformed'],
  'NaN and Infinity as they are': [() => asJson('[NaN,Infinity]'), 'unclear malformed'],
  'no UTF-8': [() => asJson(bytes([0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00])), 'unclear malformed'],
  'a mark of the byte order before it': [
    () => asJson(bytes([0xef, 0xbb, 0xbf], JSON.stringify(good))),
    {creates: 'done', changes: 'done', reads: 'unclear malformed', lists: 'done'},
  ],
  'an id that leads upwards': [() => told(...good.map((one) => ({...one, Value: '..'}))), noId],
  'an id of half a pair': [() => told(...good.map((one) => ({...one, Value: '\ud800'}))), noId],
  'an id with a line break': [() => told(...good.map((one) => ({...one, Value: 'a\r\nb'}))), noId],
  'an id of a megabyte': [() => told(...good.map((one) => ({...one, Value: 'x'.repeat(1 << 20)}))), noId],
  'an id that is a list': [() => told(...good.map((one) => ({...one, Value: [['a'], 'b c']}))), noId],
  'a list in a list': [() => asJson('[[[]]]'), alsoRows],
  null: [() => asJson('null'), onlyChanges],
  'a text': [() => asJson('"done"'), onlyChanges],
  'a number beyond all numbers': [() => asJson('1e400'), onlyChanges],
  'a status that is no status': [() => told({Key: 'x', Status: '1e400'}), 'unclear status'],
  'no answer at all': [() => Response.error(), 'unclear status'],
  'a connection that is reset in the middle': [() => asJson(broken()), 'unclear connection'],
  'a refusal of a megabyte': [
    () => asJson(JSON.stringify([{Key: 'Error', Status: '400', Message: 'no '.repeat(1 << 18)}]), 400),
    'refused',
  ],
  ...Object.fromEntries(
    [301, 302, 303, 304, 307, 308].map((status): [string, [() => Response, Expected]] => [
      `a redirect to the same host, ${status}`,
      [
        () => new Response(null, {status, headers: {location: 'https://api.example/3dCartWebAPI/v1/Cart'}}),
        'unclear redirect',
      ],
    ]),
  ),
  ...Object.fromEntries(
    [402, 403, 405, 406, 409, 410, 412, 413, 415, 418, 422, 423, 428, 431, 451].map(
      (status): [string, [() => Response, Expected]] => [`status ${status}`, [() => asJson(null, status), 'refused']],
    ),
  ),
  ...Object.fromEntries(
    [408, 500, 501, 502, 503, 504, 520, 599].map((status): [string, [() => Response, Expected]] => [
      `status ${status}`,
      [() => asJson(JSON.stringify(good), status), 'unclear status'],
    ]),
  ),
};

const toWord = ({kind, reason = ''}: Told): string => (kind === 'unclear' ? `${kind} ${reason}` : kind);

describe('an answer at its worst is put into a class, whatever was asked:', () => {
  for (const [what, [answer, expected]] of Object.entries(answers)) {
    it(what, async () => {
      for (const [sort, calls] of Object.entries({creates, changes, reads, lists})) {
        for (const [name, call] of Object.entries(calls)) {
          const {client, claim, clock, sent, calls: heard} = openAnsweredClient({answer});
          const outcome = await call(client, claim);
          const word = typeof expected === 'string' ? expected : expected[sort as keyof typeof expected];
          assert.equal(toWord(outcome), word, name);
          assert.equal(sent.length, 1, `${name} is sent once, and never elsewhere`);
          assert.equal(clock.waiting, 0, `${name} leaves no timer behind`);
          assert.equal(heard.length, 1);
          assert.ok((outcome.detail ?? '').length <= 500, name);
        }
      }
      assert.equal(({} as {polluted?: 1}).polluted, undefined);
    });
  }

  it('a drip of a byte a second, until thirty seconds have passed', async () => {
    for (const [name, call] of Object.entries(all)) {
      let released = false;
      const stage = openAnsweredClient({
        answer: (request) =>
          asJson(
            new ReadableStream<Uint8Array>({
              async pull(controller) {
                await stage.clock.sleep(1000);
                if (request.signal.aborted) {
                  released = true;
                  controller.error(new Error('aborted'));
                } else controller.enqueue(bytes(' '));
              },
            }),
          ),
      });
      const outcome = call(stage.client, stage.claim);
      const began = stage.clock.now();
      assert.equal(toWord(await stage.clock.run(outcome)), 'unclear timeout', name);
      assert.equal(stage.clock.now() - began, 30_000, name);
      await stage.clock.advance(1000);
      assert.ok(released, `${name} lets the connection go`);
    }
  });
});

describe('what the store says of an error', () => {
  const words = ['Anastasia', 'anastasia@example.com'];
  const say = async (call: Make, element: object): Promise<string> => {
    const {client, claim, calls} = openAnsweredClient({answer: () => told(element)});
    const outcome = await call(client, claim);
    assert.equal(outcome.kind, 'refused');
    return JSON.stringify([calls, outcome]);
  };

  it('is told without the key of the cart', async () => {
    const calls = {...creates, ...changes, ...reads};
    for (const name of ['adding a line', ...Object.keys(changes), 'reading a cart'] as (keyof typeof calls)[]) {
      const call = calls[name]!;
      const log = await say(call, {Key: 'Error', Value: key, Status: '400', Message: `${key} is locked`});
      assert.ok(log.includes('is locked'));
      assert.ok(!log.includes(key));
    }
  });

  it("is told without the shopper's address", async () => {
    for (const call of [creates['making a cart']!, changes['changing a cart']!]) {
      const log = await say(call, {Key: 'Error', Status: '400', Message: `${words.join()} is no address`});
      assert.ok(log.includes('is no address'));
      for (const word of words) assert.ok(!log.includes(word));
    }
  });

  it('is told without the key of a cart that was made all the same', async () => {
    const log = await say(creates['making a cart']!, {Key: 'OrderKey', Value: key, Status: '409', Message: 'no'});
    assert.ok(!log.includes(key));
  });
});

describe('a cart at its worst', () => {
  const line = (changes: object = {}) => ({
    CatalogID: 510,
    CartItemID: 90211,
    ItemQuantity: 2,
    ItemDescription: 'River Tee',
    ItemUnitPrice: 24,
    ItemOptionPrice: 0,
    ...changes,
  });
  const read = async (text: string) => {
    const {client, claim} = openAnsweredClient({answer: () => asJson(text)});
    return client.getCart(key, frame, claim);
  };
  const readLines = (...lines: unknown[]) =>
    read(JSON.stringify([{OrderKey: key, CheckoutURL: '', CartItemList: lines}]));
  const withText = (field: string, text: string) =>
    read(JSON.stringify([{OrderKey: key, CartItemList: [line({[field]: '?'})]}]).replace('"?"', text));

  it('has numbers that are none: it is not believed', async () => {
    for (const field of ['ItemQuantity', 'ItemUnitPrice', 'ItemOptionPrice', 'CartItemID', 'CatalogID'])
      for (const text of ['1e400', '-1e400', '"NaN"', '"Infinity"', '"1e400"', '{}', '[1,2]', '"two"'])
        assert.equal(toWord(await withText(field, text)), 'unclear malformed', `${field} ${text}`);
  });

  it('has ids beyond what a number can hold: they would be those of other lines', async () => {
    for (const text of ['9007199254740993', '"9007199254740993"', '1e300', '1.5', '"1.5"'])
      assert.equal(toWord(await withText('CartItemID', text)), 'unclear malformed', text);
  });

  it('has two lines of one id: a write would meet the wrong one', async () => {
    assert.equal(toWord(await readLines(line(), line({CatalogID: 511}))), 'unclear malformed');
    assert.equal(toWord(await readLines(line(), line({CartItemID: '90211'}))), 'unclear malformed');
  });

  it('has lines that are none, or what is no list of them', async () => {
    for (const lines of [[null], ['x'], [[]], [{}], [7], [true]])
      assert.equal(toWord(await readLines(...lines)), 'unclear malformed', JSON.stringify(lines));
    for (const list of ['{}', '"x"', '7', 'true'])
      assert.equal(toWord(await read(`[{"OrderKey":"${key}","CartItemList":${list}}]`)), 'unclear malformed', list);
  });

  it('has a quantity or a price below nothing: that is what it says', async () => {
    const outcome = await readLines(line({ItemQuantity: -3, ItemUnitPrice: -1e9, ItemOptionPrice: '-0.005'}));
    assert.equal(outcome.kind, 'done');
    assert.deepEqual(
      outcome.value.lines.map(({quantity, unitPrice}) => [quantity, unitPrice]),
      [[-3, -1e11 - 1]],
    );
  });

  it('has three hundred lines, each with a name of ten thousand characters', async () => {
    const lines = Array.from({length: 300}, (_, index) =>
      line({CartItemID: index + 1, ItemDescription: '<br><b>x</b>'.repeat(800)}),
    );
    const outcome = await readLines(...lines);
    assert.equal(outcome.kind, 'done');
    assert.equal(outcome.value.lines.length, 300);
  });

  it('has a name of a megabyte, of nothing but the beginnings of tags, entities or breaks', async () => {
    for (const piece of [
      'x',
      '<',
      '<b>',
      '<b',
      '&',
      '&#',
      '&amp',
      '&#x1f600;',
      '<br',
      '<br>',
      '<br><b>',
      ' ',
      '\u00a0',
    ]) {
      // As a name, and as what is said of an option.
      for (const start of ['', 'x<br>']) {
        const ItemDescription = start + piece.repeat((1 << 20) / piece.length);
        assert.equal((await readLines(line({ItemDescription}))).kind, 'done', start + piece);
      }
    }
  });

  it('has names that every object knows: they are words', async () => {
    const name = '&constructor; &toString; &valueOf; &__proto__; &hasOwnProperty;';
    const outcome = await readLines(line({ItemDescription: `${name}<br><b>${name}</b> ${name}`}));
    assert.equal(outcome.kind, 'done');
    assert.equal(outcome.value.lines[0]?.name, name);
    assert.deepEqual(outcome.value.lines[0].options, [{name, value: name}]);
  });

  it('has a hundred thousand lines', async () => {
    assert.equal(toWord(await readLines(...Array.from({length: 100_000}, () => ({})))), 'unclear malformed');
  });
});

describe('a product at its worst', () => {
  const [tee] = readFixture('product-510').response.body as [Record<string, unknown> & {SKUInfo: object}];
  const read = async (product: unknown) => {
    const {client, claim} = openAnsweredClient({answer: () => asJson(JSON.stringify([product]))});
    return client.getProduct(510, frame, claim);
  };

  it('has flags of any type: they are not set', async () => {
    for (const value of [stubborn, {}, [], [1], null, 'no', '0', -1, '']) {
      const outcome = await read({...tee, Hide: value, NotForSale: value, SKUInfo: {...tee.SKUInfo, OnSale: value}});
      assert.equal(outcome.kind, 'done', JSON.stringify(value));
      assert.deepEqual([outcome.value.hidden, outcome.value.orderable], [false, true]);
    }
  });

  it('spoils no page: the others are still there', async () => {
    for (const bad of [
      stubborn,
      {SKUInfo: stubborn},
      {...tee, OptionSetList: [stubborn]},
      {...tee, MinimumQuantity: '1e400'},
    ]) {
      const {client, claim} = openAnsweredClient({answer: () => asJson(JSON.stringify([bad, tee]))});
      const outcome = await client.listProducts({offset: 1, limit: 100}, frame, claim);
      assert.equal(outcome.kind, 'done');
      assert.deepEqual(
        outcome.value.products.map(({catalogId}) => catalogId),
        [510],
      );
    }
  });

  it('with an id that the store cannot have is not asked for', async () => {
    const {client, claim, sent} = openAnsweredClient({answer: () => asJson('[]')});
    assert.deepEqual(await client.getProduct(2 ** 31, frame, claim), {kind: 'not_found'});
    assert.equal(sent.length, 0);
    await client.getProduct(2 ** 31 - 1, frame, claim);
    assert.equal(sent.length, 1);
  });
});

describe('settings at their worst', () => {
  const read = async (info: object, standards: object = {}) => {
    const body = [{StoreInformation: {StoreName: 'Shop', ...info}, StoreStandards: standards}];
    const {client, claim} = openAnsweredClient({answer: () => asJson(JSON.stringify(body))});
    const outcome = await client.getSettings(claim);
    assert.equal(outcome.kind, 'done');
    return outcome.value;
  };

  it('have addresses that are none: the one that we were given stands', async () => {
    for (const bad of [
      'http://[',
      'https://',
      ' ',
      'javascript:alert(1)',
      'data:text/html,x',
      '\ud800',
      'a b',
      'x'.repeat(9),
    ]) {
      const {url, secureUrl} = await read({StoreURL: bad, StoreSecureURL: bad});
      assert.ok(URL.canParse(url) && URL.canParse(secureUrl), bad);
      assert.match(url, /^https:\/\/(demo-store\.3dcartstores\.com|x+)$/, bad);
      assert.doesNotThrow(() => new Headers({location: url}), 'it can be led to');
    }
  });

  it('have an address of a million slashes, which takes no time', async () => {
    const {url} = await read({StoreURL: `https://store.example/${'/'.repeat(1 << 20)}x${'/'.repeat(1 << 20)}`});
    assert.ok(url.endsWith('/x'));
  });

  it('have an address in letters of another alphabet: it can be led to', async () => {
    const {url} = await read({StoreURL: 'https://лавка.example/хлеб/'});
    assert.equal(url, 'https://xn--80aaf6ac.example/%D1%85%D0%BB%D0%B5%D0%B1');
  });

  it('have decimals that no currency has', async () => {
    for (const DecimalPlacesOnPrice of [-1, 5, 1.5, '1e400', {}]) {
      const body = [{StoreInformation: {}, StoreStandards: {DecimalPlacesOnPrice}}];
      const {client, claim} = openAnsweredClient({answer: () => asJson(JSON.stringify(body))});
      assert.equal(toWord(await client.getSettings(claim)), 'unclear malformed', JSON.stringify(DecimalPlacesOnPrice));
    }
  });
});

describe('any JSON at all', () => {
  const names = fc.constantFrom(
    ...['Key', 'Value', 'Status', 'Message', 'OrderKey', 'CheckoutURL', 'CartItemList', 'CartItemID', 'CatalogID'],
    ...['ItemQuantity', 'ItemDescription', 'ItemUnitPrice', 'SKUInfo', 'Name', 'Price', 'OnSale', 'OptionSetList'],
    ...['OptionList', 'OptionID', 'AdvancedOptionList', 'AdvancedOptionCode', 'QuantityOptions', 'ProductLink'],
    ...['StoreInformation', 'StoreStandards', 'StoreURL', 'StoreSecureURL', 'CurrencyCode', 'toString', '__proto__'],
  );
  const value = fc.letrec<{any: unknown}>((tie) => ({
    any: fc.oneof(
      {depthSize: 'small', withCrossShrink: true},
      fc.constantFrom<unknown>(null, true, '', 'Error', '404', '1e400', -1, 2 ** 60, key, 'http://[', '\ud800'),
      fc.string({unit: 'binary', maxLength: 8}),
      fc.double(),
      fc.array(tie('any'), {maxLength: 4}),
      fc.dictionary(names, tie('any'), {maxKeys: 8}),
    ),
  })).any;

  it('is an outcome', async () => {
    const struck = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom(200, 201, 206, 400, 404), async (body, status) => {
        for (const [name, call] of Object.entries(all)) {
          const {client, claim} = openAnsweredClient({answer: () => asJson(JSON.stringify(body), status)});
          const word = toWord(await call(client, claim));
          struck.set(word, (struck.get(word) ?? 0) + 1);
          assert.match(word, /^(done|refused|not_found|denied|throttled|unclear (malformed|status|html))$/, name);
        }
      }),
      {numRuns: 500},
    );
    for (const word of ['done', 'refused', 'not_found', 'unclear malformed']) assert.ok(struck.get(word), word);
  });
});
