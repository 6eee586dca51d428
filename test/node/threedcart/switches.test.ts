/**
 * The documentation leaves much open, and each doubt is a switch of the sandbox. One session of the real client is
 * played under every value of every switch: where a switch changes how the store speaks, the client's answers must be
 * alike; where it changes what the store decides, they must end in the class that says so.
 */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {defaultSwitches, type SwitchChanges, type Switches} from '../../../src/sandbox/index.js';
import {
  expectedDescriptions,
  isDescribed,
  type Failure,
  type Outcome,
  type StoreCart,
} from '../../../src/threedcart/index.js';
import {openClient} from '../../helpers/store-client.js';

type Shop = ReturnType<typeof openClient>;

const line = (catalogId: number, quantity: number, ...choices: [number, number, string][]) => ({
  catalogId,
  quantity,
  options: choices.map(([setId, optionId, value]) => ({setId, optionId, value})),
});
const mug = (quantity = 1) => line(511, quantity);
const box = line(600, 1, [91, 601, 'Two mugs']);
const skillet = line(535, 1, [101, 682, '12" lid <i>with</i> knob & ring']);

/** A line of every kind that the cart can carry. */
const wishes = [
  mug(2),
  line(510, 1, [81, 402, 'Medium'], [82, 412, 'Slate']),
  line(512, 1, [90, 500, 'For Ana & "Bo"']),
  line(513, 2, [83, 422, 'Large/XL'], [84, 433, 'Heron']),
  line(514, 1),
  line(516, 4),
  line(518, 1, [85, 441, 'Short']),
  line(519, 1, [86, 452, 'Filter'], [87, 462, '1 kg']),
  line(522, 2.75),
  line(523, 25),
  line(524, 1, [92, 613, 'Kiln Red']),
  line(525, 1, [93, 621, 'Oiled'], [93, 623, 'No gift box']),
  line(526, 1, [94, 631, 'Evening Star of Port Haven'], [95, 632, 'AR']),
  line(528, 3),
  line(534, 1, [96, 643, 'Large'], [97, 651, 'Harbor']),
  skillet,
  line(536, 1, [102, 692, 'كبير (XL)']),
  line(537, 1),
  line(538, 1),
  box,
];

/** What the store will not have. */
const refusals = [
  line(999_999, 1),
  line(520, 1),
  line(510, 1),
  line(510, 1, [81, 402, 'Medium'], [82, 431, 'Pine']),
  line(516, 3),
  line(517, 4),
  line(530, 1),
];

const contact = {billing: {firstName: 'Ana', email: 'ana@example.com'}};

/** Nothing was done and the same call may be sent again: what the store said in its hurry is no answer. */
function isPutOff({kind, ...rest}: Outcome<unknown>): boolean {
  return kind === 'throttled' || (kind === 'unclear' && 'reason' in rest && ['html', 'status'].includes(rest.reason));
}

/** What a failure is, without the words that the store put it in: those are for the log. */
function toClass<T>(outcome: Outcome<T>): Outcome<T> {
  return outcome.kind === 'refused' ? {...outcome, detail: ''} : outcome;
}

/** Plays the session and notes every answer. Keys, which are random, are taken out. */
async function play(shop: Shop): Promise<{readonly answers: unknown[]; readonly putOff: number}> {
  const {client, claim, clock, frame, sandbox} = shop;
  const answers: unknown[] = [];
  let putOff = 0;
  async function ask<T>(call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    for (;;) {
      const outcome = await clock.run(call());
      if (!isPutOff(outcome)) {
        answers.push(toClass(outcome));
        return outcome;
      }
      putOff += 1;
      await clock.advance(outcome.kind === 'throttled' ? (outcome.retryAfterMs ?? 1000) : 1000);
    }
  }

  await ask(() => client.getSettings(claim()));
  let rows = 1;
  for (let offset = 1; rows > 0; offset += 10) {
    const page = await ask(() => client.listProducts({offset, limit: 10}, frame, claim()));
    rows = page.kind === 'done' ? page.value.rows : 0;
  }
  const tomorrow = new Date(clock.now() + 86_400_000);
  await ask(() => client.listProducts({offset: 1, limit: 10, changedSince: tomorrow}, frame, claim()));
  await ask(() => client.getProduct(510, frame, claim()));
  await ask(() => client.getProduct(999_999, frame, claim()));

  const made = await ask(() => client.createCart(contact, claim()));
  assert.equal(made.kind, 'done');
  const key = made.value;
  await ask(() => client.getCart(key, frame, claim()));
  const ids: string[] = [];
  for (const wish of wishes) {
    const added = await ask(() => client.addLine(key, wish, claim()));
    assert.equal(added.kind, 'done', String(wish.catalogId));
    ids.push(added.value);
  }
  for (const wish of refusals) await ask(() => client.addLine(key, wish, claim()));
  const [first = '', second = ''] = ids;
  await ask(() => client.setQuantity(key, first, 5, claim()));
  await ask(() => client.setQuantity(key, first, 1000, claim()));
  await ask(() => client.setQuantity(key, '1', 1, claim()));
  await ask(() => client.deleteLine(key, second, claim()));
  await ask(() => client.deleteLine(key, second, claim()));
  await ask(() => client.updateCart(key, {shipment: {city: 'Lima'}}, claim()));
  const read = await ask(() => client.getCart(key, frame, claim()));
  assert.equal(read.kind, 'done');

  const other = await ask(() => client.createCart({}, claim()));
  assert.equal(other.kind, 'done');
  await ask(() => client.deleteCart(other.value, claim()));
  await ask(() => client.getCart(other.value, frame, claim()));

  const {OrderID} = sandbox.snapshot().carts.find(({OrderKey}) => OrderKey === key) ?? {};
  const form = new URLSearchParams({name: 'Ana Ruiz', email: 'ana@example.com'});
  const checkout = `${frame.url}/continue_order.asp?orderkey=${key}${OrderID ?? ''}`;
  const paid = await sandbox.fetch(new Request(checkout, {method: 'POST', body: form}));
  assert.equal(paid.status, 303);
  await ask(() => client.getCart(key, frame, claim()));
  await ask(() => client.addLine(key, mug(), claim()));
  assert.equal(sandbox.snapshot().orders.length, 1);

  const text = JSON.stringify(answers).replaceAll(key, '{key}').replaceAll(other.value, '{other}');
  return {answers: JSON.parse(text) as unknown[], putOff};
}

/** Ways of speaking. The client hears the same in all of them. */
const manners: Partial<{[Name in keyof Switches]: readonly Switches[Name][]}> = {
  version: ['both', 'v1', 'v2'],
  getCartShape: ['array', 'object'],
  getCartStatus: [200, 201],
  storeSettingsShape: ['array', 'object'],
  dateStyle: ['iso', 'us'],
  throttle: [defaultSwitches.throttle, {capacity: 3, leakPerSecond: 1}],
  throttleStatus: [429, 503],
  throttleBody: ['empty', 'array'],
  retryAfter: ['off', 'on'],
  errorBody400: ['array', 'empty'],
  errorWith200: ['off', 'on'],
  emptyList: [404, 200],
  offsetPastEnd: [400, 404, 200],
  htmlFailures: [0, 0.4],
  latencyMs: [0, 700],
  openCartOrders: ['off', 'on'],
  webhookProbe: ['refuse', 'ignore', 'off'],
  scriptsOnCheckout: ['off', 'on'],
  cors: ['header', 'preflight', 'off'],
};

/** What the rest of this file is about. */
const decisions = [
  'dropAfterWrite',
  'mergeLines',
  'quantityZero',
  'quantityRules',
  'stockCheck',
  'requiredOptions',
  'restrictedProducts',
  'descriptions',
  'checkoutUrl',
  'cartTtl',
  'afterComplete',
] satisfies (keyof Switches)[];

/** Two switches that say how overflow looks need a bucket that overflows. */
const tight = {throttle: {capacity: 3, leakPerSecond: 1}};
const needsTightBucket = ['throttleStatus', 'throttleBody', 'retryAfter'];

/** Strikes often, the same in every run. */
function drawEvenly(): () => number {
  let at = 0;
  return () => (at = (at + 0.37) % 1);
}

const plain = await play(openClient({switches: {throttle: {capacity: 1000}}}));

/** The values that a switch may have, as its refusal of another lists them. */
function listValues(name: string): string[] {
  try {
    openClient({switches: {[name]: 'no such value'}});
  } catch (error) {
    const [, list = ''] = /expected one of (.*)$/.exec(String(error)) ?? [];
    return list.split('|').map((value) => value.replaceAll('"', ''));
  }
  return [];
}

describe('the client hears the same', () => {
  it('whatever may be said: every switch and every value of it is tried', () => {
    assert.deepEqual([...Object.keys(manners), ...decisions].sort(), Object.keys(defaultSwitches).sort());
    for (const [name, values] of Object.entries(manners)) {
      const listed = listValues(name).filter((value) => value !== '');
      if (listed.length > 0) assert.deepEqual(values.map(String).sort(), listed.sort(), name);
    }
  });

  it('in a session that meets every kind of answer', () => {
    const kinds = new Set(plain.answers.map((answer) => (answer as Outcome<unknown>).kind));
    assert.deepEqual([...kinds].sort(), ['done', 'not_found', 'refused']);
    assert.equal(plain.putOff, 0);
  });

  for (const [name, values] of Object.entries(manners)) {
    for (const value of values) {
      it(`with ${name} ${JSON.stringify(value)}`, async () => {
        const room = name === 'throttle' ? {} : needsTightBucket.includes(name) ? tight : {throttle: {capacity: 1000}};
        const shop = openClient({
          switches: {...room, [name]: value},
          random: drawEvenly(),
          ...(value === 'v2' && {baseUrl: 'https://api.example/3dCartWebAPI/v2'}),
        });
        const {answers, putOff} = await play(shop);
        assert.deepEqual(answers, plain.answers);
        const isPut = needsTightBucket.includes(name) || value === 0.4 || (name === 'throttle' && value !== values[0]);
        assert.equal(putOff > 0, isPut, `put off ${putOff} times`);
      });
    }
  }

  it('with all of them turned at once', async () => {
    const last = Object.entries(manners).map(([name, values]) => [name, values.at(-1)] as const);
    const shop = openClient({
      switches: Object.fromEntries(last),
      random: drawEvenly(),
      baseUrl: 'https://api.example/3dCartWebAPI/v2',
    });
    const {answers, putOff} = await play(shop);
    assert.deepEqual(answers, plain.answers);
    assert.ok(putOff > 0);
  });

  it('and nothing at all of a version that the store does not have', async () => {
    const {client, claim} = openClient({switches: {version: 'v2'}});
    assert.deepEqual(await client.getSettings(claim()), {kind: 'not_found'});
  });
});

/** A cart, and what can be done to it, each answer reduced to its kind. */
async function openCart(switches: SwitchChanges) {
  const shop = openClient({switches});
  const {client, claim, frame, clock} = shop;
  const made = await client.createCart({}, claim());
  assert.equal(made.kind, 'done');
  const key = made.value;
  const kindOf = ({kind}: {readonly kind: Outcome<unknown>['kind']}) => kind;
  async function add(wish: ReturnType<typeof line>): Promise<string> {
    const added = await client.addLine(key, wish, claim());
    return added.kind === 'done' ? added.value : added.kind;
  }
  async function read(): Promise<StoreCart | Failure['kind']> {
    const cart = await clock.run(client.getCart(key, frame, claim()));
    return cart.kind === 'done' ? cart.value : cart.kind;
  }
  /** Products and quantities. */
  async function held(): Promise<string> {
    const cart = await read();
    return typeof cart === 'string'
      ? cart
      : cart.lines.map(({catalogId, quantity}) => `${catalogId}×${quantity}`).join(' ');
  }
  const setQuantity = async (id: string, quantity: number) =>
    kindOf(await client.setQuantity(key, id, quantity, claim()));
  return {...shop, key, add, read, held, setQuantity};
}

const isId = (text: string): boolean => /^\d+$/.test(text);

describe('the client can tell what the store decided', () => {
  it('when lines merge, or do not', async () => {
    for (const [mergeLines, held] of [
      ['off', '511×2 511×3'],
      ['on', '511×5'],
    ] as const) {
      const cart = await openCart({mergeLines});
      const [one, other] = [await cart.add(mug(2)), await cart.add(mug(3))];
      assert.equal(one === other, mergeLines === 'on');
      assert.equal(await cart.held(), held);
    }
  });

  it('when a quantity of 0 is refused, or deletes', async () => {
    for (const [quantityZero, kind, held] of [
      ['reject400', 'refused', '511×2'],
      ['delete', 'done', ''],
    ] as const) {
      const cart = await openCart({quantityZero});
      assert.equal(await cart.setQuantity(await cart.add(mug(2)), 0), kind);
      assert.equal(await cart.held(), held);
    }
  });

  it('when a quantity against the rules is refused, adjusted or taken', async () => {
    for (const [quantityRules, held] of [
      ['reject400', ''],
      ['adjust', '516×4 521×4 523×25'],
      ['allow', '516×3 521×9 523×11'],
    ] as const) {
      const cart = await openCart({quantityRules});
      for (const wish of [line(516, 3), line(521, 9), line(523, 11)])
        assert.equal(isId(await cart.add(wish)), quantityRules !== 'reject400');
      assert.equal(await cart.held(), held);
    }
  });

  it('when more than there is is refused, capped or sold', async () => {
    for (const [stockCheck, held] of [
      ['reject400', ''],
      ['cap', '517×3'],
      ['allow', '517×5'],
    ] as const) {
      const cart = await openCart({stockCheck});
      const added = await cart.add(line(517, 5));
      assert.equal(stockCheck === 'reject400' ? added === 'refused' : isId(added), true);
      assert.equal(await cart.held(), held);
    }
  });

  it('when a required option is missing, or need not be there', async () => {
    for (const [requiredOptions, isTaken] of [
      ['reject400', false],
      ['allow', true],
    ] as const) {
      const cart = await openCart({requiredOptions});
      const added = await cart.add(line(518, 1));
      assert.equal(isTaken ? isId(added) : added === 'refused', true);
      assert.equal(await cart.held(), isTaken ? '518×1' : '');
    }
  });

  it('when it sells what is not for everybody, or does not', async () => {
    for (const [restrictedProducts, isTaken] of [
      ['reject400', false],
      ['allow', true],
    ] as const) {
      const cart = await openCart({restrictedProducts});
      for (const catalogId of [529, 530, 531, 532]) {
        const added = await cart.add(line(catalogId, 1));
        assert.equal(isTaken ? isId(added) : added === 'refused', true, String(catalogId));
      }
    }
  });

  it('when a cart was left alone for too long', async () => {
    for (const [cartTtl, kind] of [
      [null, 'done'],
      [60, 'not_found'],
    ] as const) {
      const cart = await openCart({cartTtl});
      const id = await cart.add(mug());
      await cart.clock.advance(61_000);
      assert.equal(await cart.held(), kind === 'done' ? '511×1' : 'not_found');
      assert.equal(await cart.setQuantity(id, 2), kind);
    }
  });

  it('when a cart became an order', async () => {
    for (const [afterComplete, held] of [
      [404, 'not_found'],
      [200, '511×1'],
    ] as const) {
      const cart = await openCart({afterComplete});
      const id = await cart.add(mug());
      const read = await cart.read();
      assert.ok(typeof read === 'object');
      const form = new URLSearchParams({name: 'Ana Ruiz', email: 'ana@example.com'});
      await cart.sandbox.fetch(new Request(read.checkoutUrl, {method: 'POST', body: form}));
      assert.equal(await cart.held(), held);
      assert.equal(await cart.setQuantity(id, 2), 'not_found');
    }
  });

  it('when a write was done and its answer lost: nobody knows, and reading tells', async () => {
    const cart = await openCart({});
    const id = await cart.add(mug());
    const other = await cart.add(line(514, 1));
    cart.sandbox.change({dropAfterWrite: 'on'});
    const {client, key, claim} = cart;
    const lost = {kind: 'unclear', reason: 'connection'};
    assert.deepEqual(await client.addLine(key, line(515, 2), claim()), lost);
    assert.deepEqual(await client.setQuantity(key, id, 4, claim()), lost);
    assert.deepEqual(await client.deleteLine(key, other, claim()), lost);
    assert.deepEqual(await client.updateCart(key, contact, claim()), lost);
    assert.equal(await cart.held(), '511×4 515×2');
    assert.deepEqual(await client.createCart({}, claim()), lost);
    assert.deepEqual(await client.deleteCart(key, claim()), lost);
    assert.equal(await cart.held(), 'not_found');
    assert.equal(cart.sandbox.snapshot().carts.length, 1);
  });

  it('which line is which, however it writes names and prices into descriptions', async () => {
    for (const descriptions of ['typed', 'escaped', 'priced'] as const) {
      const cart = await openCart({descriptions});
      const products = await cart.client.listProducts({offset: 1, limit: 100}, cart.frame, cart.claim());
      assert.equal(products.kind, 'done');
      for (const wish of wishes) assert.ok(isId(await cart.add(wish)), String(wish.catalogId));
      const read = await cart.read();
      assert.ok(typeof read === 'object');
      const items = read.lines.filter(({madeAs}) => madeAs === 'item');
      assert.equal(items.length, wishes.length);
      wishes.forEach((wish, index) => {
        const product = products.value.products.find(({catalogId}) => catalogId === wish.catalogId);
        const chosen = wish.options.map(({setId, value}) => ({
          name: product?.sets.find((set) => set.setId === setId)?.name ?? '',
          value,
        }));
        const expected = expectedDescriptions(product?.name ?? '', chosen);
        const fitting = items.filter((item) => isDescribed(item.description, expected));
        const namesakes = wish.catalogId === 537 || wish.catalogId === 538 ? 2 : 1;
        assert.equal(fitting.length, namesakes, `${descriptions}: ${items[index]?.description ?? ''}`);
        assert.ok(fitting.some(({catalogId}) => catalogId === wish.catalogId));
      });
      const children = read.lines.filter(({madeAs}) => madeAs === 'child');
      assert.deepEqual(
        children.map(({catalogId, quantity, unitPrice, name}) => [catalogId, quantity, unitPrice, name]),
        [[511, 2, 0, 'Harbor Mug']],
      );
    }
  });

  it('where it sends the shopper, whatever that is', async () => {
    for (const [checkoutUrl, seen] of [
      [
        '{storeUrl}/continue_order.asp?orderkey={OrderKey}{OrderID}',
        /^https:\/\/store\.example\/continue_order\.asp\?orderkey=\w{15}1042$/,
      ],
      [
        'https://{storeHost}/checkout_one.asp?k={OrderKey}&n={OrderID}',
        /^https:\/\/store\.example\/checkout_one\.asp\?k=\w{15}&n=1042$/,
      ],
      ['http://{storeHost}/pay?k={OrderKey}', /^http:\/\/store\.example\/pay\?k=\w{15}$/],
      ['https://checkout.elsewhere.example/{OrderKey}', /^https:\/\/checkout\.elsewhere\.example\/\w{15}$/],
      ['', /^$/],
    ] as const) {
      const read = await (await openCart({checkoutUrl})).read();
      assert.ok(typeof read === 'object');
      assert.match(read.checkoutUrl, seen);
    }
  });
});
