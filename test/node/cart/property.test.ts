/**
 * Whatever a shopper does in two tabs, and whatever the way to the proxy does to it: what is shown, what is wished and
 * what the store holds end up the same. And whatever somebody put into the storage: it is a valid cart, or none.
 */
import assert from 'node:assert/strict';
import {after, beforeEach, describe, it, mock} from 'node:test';
import fc from 'fast-check';
import {CartRequest} from '../../../src/contract/wire.js';
import type {Addition, CartState} from '../../../src/cart/state.js';
import type {StoredCart} from '../../../src/cart/wishes.js';
import {openShop} from '../../helpers/shop.js';
import {openBrowser, type Fate} from '../../helpers/tabs.js';

/** More by `RUNS`. */
const RUNS = Number(process.env['RUNS'] ?? 60);
const struck = new Map<string, number>();
beforeEach(() => void mock.method(console, 'warn', () => undefined));

/** With and without options; sold by twos, at most four, three in stock, and none. */
const goods: readonly Addition[] = [
  {catalogId: 511},
  {catalogId: 514},
  {catalogId: 518, options: [{setId: 85, optionId: 441}]},
  {catalogId: 518, options: [{setId: 85, optionId: 443}]},
  {catalogId: 516},
  {catalogId: 521},
  {catalogId: 517},
  {catalogId: 520},
];

type Step =
  | {readonly do: 'add' | 'set' | 'remove'; readonly tab: number; readonly which: number; readonly quantity: number}
  | {readonly do: 'clear' | 'load' | 'retry'; readonly tab: number}
  | {readonly do: 'deliver'}
  | {readonly do: 'pass'; readonly ms: number};

const tab = fc.nat(1);
const edit = fc.record({
  do: fc.constantFrom('add' as const, 'add' as const, 'set' as const, 'remove' as const),
  tab,
  which: fc.nat(goods.length - 1),
  quantity: fc.integer({min: 1, max: 5}),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 8, arbitrary: edit},
  {
    weight: 2,
    arbitrary: fc.record({do: fc.constantFrom('clear' as const, 'load' as const, 'retry' as const), tab}),
  },
  {weight: 2, arbitrary: fc.record({do: fc.constant('deliver' as const)})},
  {weight: 5, arbitrary: fc.record({do: fc.constant('pass' as const), ms: fc.constantFrom(0, 250, 1000, 6000)})},
);
const fate = fc.constantFrom<Fate[]>('well', 'well', 'lost', 'answerLost', 'slow', 'twice');

type Goods = readonly (readonly [number, string, number])[];
const sorted = (lines: Goods): Goods => [...lines].sort((a, b) => a.join().localeCompare(b.join()));

async function play(steps: readonly Step[], fates: readonly Fate[]): Promise<void> {
  const shop = await openShop({environment: {PUSHCART_LIMIT_REQUESTS: '0', PUSHCART_LIMIT_CARTS: '0'}});
  const waiting = [...fates];
  const browser = openBrowser(shop, () => {
    const next = waiting.shift() ?? 'well';
    struck.set(next, (struck.get(next) ?? 0) + 1);
    return next;
  });
  try {
    const tabs = [browser.load(0), browser.load(1)];
    for (const one of steps) {
      if (one.do === 'deliver') browser.deliver();
      else if (one.do === 'pass') await browser.pass(one.ms);
      else {
        const cart = tabs[one.tab]!;
        const lineAt = (which: number): string => {
          const {lines} = cart.getState();
          return lines[which % lines.length]?.id ?? 'none';
        };
        if (one.do === 'add') cart.add({...goods[one.which]!, quantity: one.quantity});
        else if (one.do === 'set') cart.setQuantity(lineAt(one.which), one.quantity);
        else if (one.do === 'remove') cart.remove(lineAt(one.which));
        else if (one.do === 'load') tabs[one.tab] = browser.load(one.tab);
        else cart[one.do]();
        assert.ok(Object.isFrozen(cart.getState()) && Object.isFrozen(cart.getState().lines));
      }
    }
    waiting.length = 0;
    const isSettled = ({status}: CartState): boolean => status === 'ready' || status === 'empty';
    for (let round = 0; round < 60; round++) {
      const isDone = tabs.every((cart) => isSettled(cart.getState()));
      browser.deliver();
      await browser.pass(2000);
      if (isDone && round > 3) break;
    }

    for (const body of browser.bodies) assert.equal(CartRequest.safeParse(JSON.parse(body)).success, true, body);
    const record = JSON.parse(browser.items.get(browser.storageKey) ?? '{"lines":[]}') as StoredCart;
    const toGoods = (lines: readonly {catalogId: number; quantity: number; name: string}[]): Goods =>
      sorted(lines.flatMap(({catalogId, quantity, name}) => (quantity ? [[catalogId, name, quantity] as const] : [])));
    const wished = toGoods(
      record.lines.map(({options, ...line}) => ({...line, name: options?.map(({optionId}) => optionId).join() ?? ''})),
    );
    const lengths: Record<string, string> = {441: 'Short', 443: 'Long'};
    const named = wished.map(([id, option, quantity]) => [id, lengths[option] ?? '', quantity] as const);
    for (const cart of tabs) {
      const state = cart.getState();
      assert.ok(isSettled(state), state.status);
      const shown = toGoods(state.lines.map((line) => ({...line, name: line.options.map(({value}) => value).join()})));
      assert.deepEqual(shown, sorted(named), 'shown is what is wished');
    }
    const stored = toGoods(
      shop.storeCart().map((line) => ({...line, name: /Short|Long/.exec(line.description)?.[0] ?? ''})),
    );
    assert.deepEqual(stored, sorted(named), 'the store holds what is wished');
  } finally {
    browser.close();
  }
}

describe('two tabs, and a bad way to the proxy', () => {
  after(() => console.log('fates met:', Object.fromEntries(struck)));

  it('end with one cart: shown, wished and held by the store', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, {maxLength: 25, size: 'max'}),
        fc.array(fate, {maxLength: 25, size: 'max'}),
        play,
      ),
      {
        numRuns: RUNS,
      },
    );
    for (const kind of ['lost', 'answerLost', 'slow', 'twice']) assert.ok(struck.get(kind), `${kind} was met`);
  });

  it('goes on in the other tab where the one that wished is stuck with its request', async () => {
    const shop = await openShop();
    const fates: Fate[] = ['slow'];
    const browser = openBrowser(shop, () => fates.shift() ?? 'well');
    try {
      const [stuck, other] = [browser.load(0), browser.load(1)];
      stuck.add({catalogId: 511, quantity: 2});
      await browser.pass(2000);
      assert.equal(other.getState().count, 2, 'shown at once');
      assert.equal(shop.carts().length, 0);
      await browser.pass(4000);
      assert.deepEqual(
        shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
        [[511, 2]],
      );
      assert.equal(other.getState().status, 'ready');
    } finally {
      browser.close();
    }
  });
});

describe('whatever is in the storage', () => {
  const good = {
    v: 1,
    key: 'AAAAAAAAAAAAAAAAAAAAAA',
    rev: 3,
    synced: 2,
    at: 0,
    cart: 'token',
    sent: true,
    lines: [
      {
        id: 'a',
        catalogId: 510,
        quantity: 2,
        label: 'A tee',
        options: [
          {setId: 81, optionId: 402},
          {setId: 90, optionId: 500, text: 'Ana'},
        ],
        problem: {code: 'out_of_stock', asked: 5},
      },
      {id: 'b', catalogId: 511, quantity: 0.5},
      {id: 'c', catalogId: 514, quantity: 0, problem: {code: 'refused'}},
    ],
  };
  type Path = readonly (string | number)[];
  const pathsOf = (value: unknown, path: Path = []): Path[] => [
    path,
    ...(typeof value === 'object' && value
      ? Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))
      : []),
  ];
  const put = (value: unknown, [name, ...rest]: Path, hostile: unknown): unknown => {
    if (name === undefined) return hostile;
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : {...(value as object)}) as Record<string, unknown>;
    const changed = put(copy[name], rest, hostile);
    copy[name] = changed;
    return copy;
  };
  const hostile = fc.oneof(
    fc.constantFrom<unknown[]>(null, undefined, '', 0, -1, 1e999, 1e300, 0.12345, true, [], {}, [[]], [null], {
      length: 2,
    }),
    fc.constantFrom<unknown[]>({every: 1, some: 1, map: 1}, {toString: 1, valueOf: 1}, '__proto__', 'x'.repeat(600)),
    fc.jsonValue(),
  );

  it('is a valid cart or none, and nothing throws while adding, showing and sending', async () => {
    const dropped = {count: 0};
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...pathsOf(good)), hostile), {minLength: 1, maxLength: 3}),
        async (changes) => {
          const shop = await openShop();
          const browser = openBrowser(shop);
          try {
            const record = changes.reduce<unknown>(
              (value, [path, change]) => {
                try {
                  return put(value, path, change);
                } catch {
                  return value; // An earlier change took away what this one would change.
                }
              },
              put(good, ['at'], shop.clock.now()),
            );
            browser.items.set(browser.storageKey, JSON.stringify(record));
            const cart = browser.load(0);
            if (cart.getState().status === 'empty') dropped.count++;
            const id = cart.add({catalogId: 515, quantity: 2});
            cart.setQuantity(id, 3);
            await browser.pass(1000);
            const state = cart.getState();
            assert.equal(state.lines.find((line) => line.id === id)?.quantity, 3);
            assert.ok(state.lines.every((line) => typeof line.name === 'string'));
            for (const body of browser.bodies) {
              const parsed = CartRequest.safeParse(JSON.parse(body));
              assert.ok(parsed.success, `${body} ${parsed.error?.message}`);
            }
            assert.ok(browser.bodies.length > 0);
          } finally {
            browser.close();
          }
        },
      ),
      {numRuns: RUNS * 4},
    );
    assert.ok(dropped.count > 0, 'some of it was no cart');
  });
});
