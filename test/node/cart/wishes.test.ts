/** What a shopper wants, kept on the page: through reloads, other tabs, and browsers that allow nothing. */
import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it, mock} from 'node:test';
import {createWishes, type StoredCart, type WishStorage} from '../../../src/cart/wishes.js';

const name = 'pushcart:1:https://cart.example/';
const day = 24 * 3600 * 1000;

/** A browser's storage, as good or bad as a test wants it. */
function createStorage(changes: Partial<WishStorage> = {}) {
  const items = new Map<string, string>();
  const writes: string[] = [];
  const storage: WishStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, text) {
      writes.push(key);
      items.set(key, text);
    },
    removeItem: (key) => void items.delete(key),
    ...changes,
  };
  return {items, writes, storage};
}

function setup({storage = createStorage(), time = Date.UTC(2025, 10, 21)} = {}) {
  const clock = {time};
  const open = () => createWishes(name, storage.storage, () => clock.time);
  return {...storage, clock, open, wishes: open()};
}

const stored = (items: Map<string, string>): StoredCart => JSON.parse(items.get(name) ?? 'null') as StoredCart;
const lines = (wishes: ReturnType<typeof createWishes>) =>
  (wishes.get()?.lines ?? []).map(({catalogId, quantity}) => [catalogId, quantity]);

let warned: string[] = [];
beforeEach(() => {
  warned = [];
  mock.method(console, 'warn', (text: string) => void warned.push(text));
});
afterEach(() => mock.restoreAll());

describe('wishes', () => {
  it('store nothing, and make no identifier, before the first add', () => {
    const {items, writes, wishes} = setup();
    assert.equal(wishes.get(), undefined);
    wishes.clear();
    wishes.setQuantity('a', 2);
    wishes.put((cart) => cart);
    assert.deepEqual([items.size, writes.length], [0, 0]);
  });

  it('survive a reload', () => {
    const {wishes, open} = setup();
    wishes.add({catalogId: 510, quantity: 2, options: [{setId: 81, optionId: 402}], label: 'River Tee'});
    const [line] = open().get()?.lines ?? [];
    assert.deepEqual(
      [line?.catalogId, line?.quantity, line?.options, line?.label],
      [510, 2, [{setId: 81, optionId: 402}], 'River Tee'],
    );
  });

  it('are named by 128 random bits in base64url, and numbered', () => {
    const {wishes} = setup();
    wishes.add({catalogId: 1});
    wishes.add({catalogId: 2});
    assert.match(wishes.get()?.key ?? '', /^[A-Za-z0-9_-]{22}$/);
    assert.equal(wishes.get()?.rev, 2);
    const other = setup().wishes;
    other.add({catalogId: 1});
    assert.notEqual(other.get()?.key, wishes.get()?.key);
  });

  it('for the same thing are one line', () => {
    const {wishes} = setup();
    const first = wishes.add({catalogId: 1, quantity: 0.1});
    assert.equal(wishes.add({catalogId: 1, quantity: 0.2}), first);
    assert.notEqual(wishes.add({catalogId: 1, options: [{setId: 1, optionId: 1}]}), first);
    assert.deepEqual(lines(wishes), [
      [1, 0.3],
      [1, 1],
    ]);
  });

  it('can be changed, taken back, and cleared', () => {
    const {wishes} = setup();
    const a = wishes.add({catalogId: 1});
    const b = wishes.add({catalogId: 2});
    wishes.setQuantity(a, 5);
    assert.deepEqual(lines(wishes), [
      [1, 5],
      [2, 1],
    ]);
    wishes.setQuantity(b, 0);
    wishes.setQuantity('nobody', 7);
    assert.deepEqual(lines(wishes), [[1, 5]]);
    wishes.clear();
    assert.deepEqual(lines(wishes), []);
  });

  it('are told to whoever listens, until it stops listening', () => {
    const {wishes} = setup();
    const heard: boolean[] = [];
    const stop = wishes.subscribe((foreign) => heard.push(foreign));
    wishes.add({catalogId: 1});
    stop();
    wishes.add({catalogId: 1});
    assert.deepEqual(heard, [false]);
  });

  it('expire thirty days after the last change, and leave nothing behind', () => {
    const {wishes, clock, items} = setup();
    wishes.add({catalogId: 1});
    clock.time += 30 * day - 1;
    assert.equal(lines(wishes).length, 1);
    wishes.add({catalogId: 1});
    clock.time += 30 * day - 1;
    assert.equal(lines(wishes).length, 1);
    clock.time += 2;
    assert.equal(wishes.get(), undefined);
    assert.equal(items.size, 0);
    wishes.add({catalogId: 2});
    assert.equal(wishes.get()?.rev, 1);
  });

  it('are not made younger by what the proxy answers', () => {
    const {wishes, clock} = setup();
    wishes.add({catalogId: 1});
    clock.time += 29 * day;
    wishes.put((cart) => ({...cart, cart: 'token'}));
    clock.time += 2 * day;
    assert.equal(wishes.get(), undefined);
  });
});

describe('another tab', () => {
  it('shares the wishes: both adds are kept', () => {
    const {wishes, open} = setup();
    const other = open();
    wishes.add({catalogId: 1});
    other.add({catalogId: 2});
    wishes.add({catalogId: 3});
    assert.deepEqual(lines(wishes), [
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    assert.deepEqual(lines(other), lines(wishes));
    assert.equal(wishes.get()?.rev, 3);
  });

  it('that empties the storage empties this one', () => {
    const {wishes, items} = setup();
    wishes.add({catalogId: 1});
    items.clear();
    assert.equal(wishes.get(), undefined);
    wishes.add({catalogId: 2});
    assert.deepEqual(lines(wishes), [[2, 1]]);
  });
});

describe('a browser that', () => {
  const throwing = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };

  it('has no storage keeps the cart in memory', () => {
    const wishes = createWishes(name, undefined, () => 1);
    wishes.add({catalogId: 1});
    wishes.add({catalogId: 1});
    assert.deepEqual(lines(wishes), [[1, 2]]);
  });

  it('blocks the storage keeps the cart in memory, and never throws', () => {
    const {wishes} = setup({storage: createStorage({getItem: throwing, setItem: throwing, removeItem: throwing})});
    const id = wishes.add({catalogId: 1});
    wishes.setQuantity(id, 4);
    assert.deepEqual(lines(wishes), [[1, 4]]);
    wishes.put(() => undefined);
    assert.equal(wishes.get(), undefined);
  });

  it('has a full storage keeps the cart in memory', () => {
    const {wishes} = setup({
      storage: createStorage({
        setItem: () => {
          throw new DOMException('full', 'QuotaExceededError');
        },
      }),
    });
    wishes.add({catalogId: 1});
    wishes.add({catalogId: 2});
    assert.deepEqual(lines(wishes), [
      [1, 1],
      [2, 1],
    ]);
  });

  it('whose storage fills up later loses nothing that was wished', () => {
    const storage = createStorage();
    const {wishes} = setup({storage});
    wishes.add({catalogId: 1});
    storage.storage.setItem = throwing;
    wishes.add({catalogId: 2});
    assert.deepEqual(lines(wishes), [
      [1, 1],
      [2, 1],
    ]);
  });
});

describe('a stored record that', () => {
  const good = {
    v: 1,
    key: 'AAAAAAAAAAAAAAAAAAAAAA',
    rev: 1,
    synced: 0,
    at: Date.UTC(2025, 10, 20),
    lines: [{id: 'a', catalogId: 1, quantity: 1}],
  };
  const bad: Record<string, string> = {
    'is no JSON': '{"v":1',
    'is null': 'null',
    'is a list': '[]',
    'is a text': '"cart"',
    'is of another version': JSON.stringify({...good, v: 2}),
    'has no lines': JSON.stringify({...good, lines: undefined}),
    'has lines that are none': JSON.stringify({...good, lines: {length: 1}}),
    'has an empty line': JSON.stringify({...good, lines: [null]}),
    'has a line without a product': JSON.stringify({...good, lines: [{id: 'a', quantity: 1}]}),
    'has a quantity that is no number': JSON.stringify({...good, lines: [{id: 'a', catalogId: 1, quantity: 'x'}]}),
    'has options that are no list': JSON.stringify({...good, lines: [{...good.lines[0], options: 'x'}]}),
    'has no key': JSON.stringify({...good, key: undefined}),
    'has no age': JSON.stringify({...good, at: null}),
  };
  for (const [what, text] of Object.entries(bad)) {
    it(`${what} is dropped with a word on the console, and the cart works on`, () => {
      const storage = createStorage();
      storage.items.set(name, text);
      const {wishes} = setup({storage});
      assert.equal(wishes.get(), undefined);
      assert.equal(warned.length, 1);
      assert.match(warned[0] ?? '', /Pushcart/);
      assert.equal(storage.items.has(name), false);
      wishes.add({catalogId: 2});
      assert.deepEqual(lines(wishes), [[2, 1]]);
      assert.equal(stored(storage.items).rev, 1);
    });
  }

  it('is good is taken as it is', () => {
    const storage = createStorage();
    storage.items.set(name, JSON.stringify(good));
    assert.deepEqual(lines(setup({storage}).wishes), [[1, 1]]);
    assert.deepEqual(warned, []);
  });
});
