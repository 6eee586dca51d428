/**
 * A play: what shoppers do in their tabs and what goes wrong meanwhile, step by step, against a real proxy and a real
 * sandbox store. After the faults and one checkout, the store's own cart must equal what was wished.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {CartAnswer, CartRequest, WishedLine} from '../../src/contract/wire.js';
import {
  catalogue,
  type FaultKind,
  type Product,
  type SandboxStore,
  type SwitchChanges,
} from '../../src/sandbox/index.js';
import {mug, notebook, tee, tote} from './shop.js';

/** Where a play is given. */
export interface Stage {
  readonly sandbox: Pick<SandboxStore, 'addFault' | 'clearFaults' | 'snapshot' | 'fetch'>;
  /** Sends a request on its way at once. Rejects where the connection breaks. */
  post(asked: CartRequest): Promise<Partial<CartAnswer>>;
  /** Lets time pass, and whatever is under way go on. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until something is there. */
  settle<T>(promise: Promise<T>): Promise<T>;
}

export const faultKinds = [
  'slow',
  '429',
  '5xx',
  'html',
  'errorArray',
  'cutBefore',
  'dropAfterWrite',
  'late',
] as const satisfies readonly FaultKind[];

/** What can be wanted, by a number: no two of them are the same line to the store. */
const goods: readonly ((id: string, quantity: number) => WishedLine)[] = [
  mug,
  (id, quantity) => tee(id, quantity, 402, 412),
  (id, quantity) => tee(id, quantity, 401, 412),
  (id, quantity) => notebook(id, 'For Ana', quantity),
  tote,
];
/** The store has but three totes, and enough of everything else. */
const scarce = 4;
const scarceStock = 3;
export const playCatalogue: readonly Product[] = catalogue.map((product) => ({
  ...product,
  stock: product.catalogId === 514 ? scarceStock : 10_000,
  combinations: product.combinations.map((combination) => ({...combination, stock: 10_000})),
}));

/** The stores that plays are given in. */
export const playStores: readonly SwitchChanges[] = [
  {mergeLines: 'off', stockCheck: 'cap'},
  {mergeLines: 'on', stockCheck: 'cap'},
  {mergeLines: 'off', stockCheck: 'reject400', getCartShape: 'object', afterComplete: 200},
  {mergeLines: 'on', stockCheck: 'reject400', errorWith200: 'on'},
];

export type Step =
  | {readonly do: 'want'; readonly which: number; readonly quantity: number}
  /** `heard`: the page gets the answer. `twice`: two copies at once. `waits`: nothing else happens before the answer. */
  | {
      readonly do: 'send';
      readonly intent: 'sync' | 'checkout' | 'read';
      readonly heard: boolean;
      readonly twice: boolean;
      readonly waits: boolean;
    }
  /** An older request arrives once more. */
  | {readonly do: 'stale'; readonly which: number}
  /** The shopper pays at the store for what was last sent there. */
  | {readonly do: 'pay'}
  | {
      readonly do: 'fault';
      readonly kind: (typeof faultKinds)[number];
      readonly at: string;
      readonly times: number;
      readonly ms: number;
    }
  | {readonly do: 'wait'; readonly ms: number};

const always = <T>(value: T) => fc.constant(value);
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({do: always('want' as const), which: fc.nat(goods.length - 1), quantity: fc.nat(5)}),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: always('send' as const),
        intent: fc.constantFrom('sync', 'sync', 'sync', 'sync', 'checkout', 'read'),
        heard: fc.boolean(),
        twice: fc.boolean(),
        waits: fc.boolean(),
      }),
    },
    {weight: 3, arbitrary: fc.record({do: always('stale' as const), which: fc.nat(20)})},
    {weight: 1, arbitrary: fc.record({do: always('pay' as const)})},
    {
      weight: 4,
      arbitrary: fc.record({
        do: always('fault' as const),
        kind: fc.constantFrom(...faultKinds),
        at: fc.constantFrom('POST /Cart ', '/Item', '/Item', 'PUT', 'GET /Cart', '/Cart'),
        times: fc.integer({min: 1, max: 2}),
        // A write lands within 30 s of its connection's end, or slowly, after it was given up at 30 s.
        ms: fc.constantFrom(200, 1500, 9000, 25_000, 28_000),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: always('fault' as const),
        kind: always('slow' as const),
        at: fc.constantFrom('/Item', 'PUT'),
        times: always(1),
        ms: fc.constantFrom(35_000, 50_000),
      }),
    },
    {weight: 2, arbitrary: fc.record({do: always('wait' as const), ms: fc.constantFrom(500, 5000, 20_000, 150_000)})},
  ),
  {minLength: 4, maxLength: 20},
);

/** What the tabs of one browser share: the stored cart, as the embed keeps it. */
class Browser {
  #keys = 0;
  #ids = 0;
  key = this.#nextKey();
  rev = 0;
  cart: string | undefined;
  wishes = new Map<number, WishedLine>();

  #nextKey(): string {
    return `play-${String(this.#keys++).padStart(17, '0')}`;
  }

  want(which: number, quantity: number): void {
    const known = this.wishes.get(which)?.id;
    const line = goods[which]?.(known ?? `w${this.#ids++}`, quantity);
    if (line && quantity > 0) this.wishes.set(which, line);
    else this.wishes.delete(which);
    this.rev += 1;
  }

  request(intent: CartRequest['intent']): CartRequest {
    const lines = [...this.wishes.values()].filter(({quantity}) => quantity > 0);
    return {key: this.key, rev: this.rev, intent, lines, ...(this.cart !== undefined && {cart: this.cart})};
  }

  /** Takes an answer in. True if it says that the store's cart equals the wishes of now. */
  hear(asked: CartRequest, answer: Partial<CartAnswer>): boolean {
    if (asked.key !== this.key) return false;
    this.cart = answer.cart ?? this.cart;
    const lines = answer.lines ?? [];
    if (answer.status === 'completed') {
      const bought = (asked.lines ?? []).filter(({id}) => !lines.some((line) => line.id === id)).map(({id}) => id);
      for (const [which, {id}] of this.wishes) if (bought.includes(id)) this.wishes.delete(which);
      this.rev += 1;
      if (this.wishes.size > 0) return false;
      this.key = this.#nextKey();
      this.rev = 0;
      this.cart = undefined;
      return false;
    }
    if (answer.status !== 'synced' || asked.rev !== this.rev || asked.intent === 'read') return false;
    for (const [which, wish] of this.wishes) {
      const line = lines.find(({id}) => id === wish.id);
      const told = JSON.stringify(answer);
      if (which !== scarce) assert.equal(line?.quantity, wish.quantity, `nobody but the shopper changes this: ${told}`);
      else if (line) this.wishes.set(which, {...wish, quantity: line.quantity});
      else assert.equal(wish.quantity, 0, `a line that was asked for is answered: ${told}`);
    }
    return true;
  }
}

/** Goods in a few words, so that carts can be compared. */
type Goods = readonly string[];
const nameOf = (catalogId: number, options: readonly {optionId: number}[], quantity: number): string =>
  `${quantity} of ${catalogId} (${options.map(({optionId}) => optionId).join()})`;
const toGoods = (lines: readonly WishedLine[]): Goods =>
  lines
    .filter(({quantity}) => quantity > 0)
    .map(({catalogId, quantity, options = []}) => nameOf(catalogId, options, quantity))
    .sort();

/** How often each kind of fault struck, in all plays so far. */
export const struck = new Map<string, number>();

/** Gives a play and checks its end, and on the way what must hold at any time. */
export async function play(
  stage: Stage,
  plot: readonly Step[],
  stockCheck: SwitchChanges['stockCheck'],
): Promise<void> {
  const {sandbox} = stage;
  const browser = new Browser();
  const sent: CartRequest[] = [];
  /** Those of them of which the proxy has said what became. */
  const looked = new Set<CartRequest>();
  const underWay = new Set<Promise<unknown>>();
  /** What a cart held when it was sent to checkout, by its address. */
  const handedOver = new Map<string, Goods>();
  let newest: string | undefined;

  const carts = (): Map<string, Goods> =>
    new Map(
      sandbox.snapshot().carts.map(({CheckoutURL, CartItemList}) => [
        CheckoutURL,
        CartItemList.map(({CatalogID, ItemOptions, ItemQuantity}) =>
          nameOf(
            CatalogID,
            ItemOptions.map(({OptionID}) => ({optionId: OptionID})),
            ItemQuantity,
          ),
        ).sort(),
      ]),
    );
  /** What the store holds and nobody was sent to pay for. A lost answer to the making of a cart leaves an empty one. */
  const open = (): Goods => [...carts()].filter(([url]) => !handedOver.has(url)).flatMap(([, lines]) => lines);

  /** Writes that were lost may land at any time. */
  const mayLandLate = (): boolean => sandbox.snapshot().calls.some(({kind}) => kind === 'late' || kind === 'slow');
  /** What a store says of its own accord only when it is read. */
  const isPlenty = (line: string): boolean => !line.includes('of 514');

  async function send(
    asked: CartRequest,
    heard: boolean,
    alone = underWay.size === 0,
  ): Promise<Partial<CartAnswer> | undefined> {
    const answer = await stage.post(asked);
    const {checkoutUrl} = answer;
    if (answer.status === 'synced') looked.add(asked);
    if (checkoutUrl !== undefined) {
      newest = checkoutUrl;
      const held = carts().get(checkoutUrl);
      // One that is paid for is no cart any more.
      if (held)
        assert.deepEqual(
          held,
          handedOver.get(checkoutUrl) ?? held,
          'a cart that was sent to checkout is never written',
        );
      if (held) handedOver.set(checkoutUrl, held);
    }
    const isSynced = heard && browser.hear(asked, answer);
    if (isSynced && alone && underWay.size <= 1 && !answer.handedOver && !mayLandLate())
      assert.deepEqual(
        open().filter(isPlenty),
        toGoods([...browser.wishes.values()]).filter(isPlenty),
        'synced means equal',
      );
    return answer;
  }
  /** Requests under way may overtake each other. */
  function start(asked: CartRequest, heard: boolean): Promise<unknown> {
    const flight: Promise<unknown> = send(asked, heard).finally(() => underWay.delete(flight));
    underWay.add(flight);
    flight.catch(() => undefined);
    return flight;
  }

  for (const step of plot) {
    if (step.do === 'want') browser.want(step.which, step.quantity);
    else if (step.do === 'wait') await stage.advance(step.ms);
    else if (step.do === 'fault') sandbox.addFault({match: step.at, kind: step.kind, times: step.times, ms: step.ms});
    else if (step.do === 'pay') await pay();
    else if (step.do === 'stale') {
      const ofThisCart = sent.filter(({key}) => key === browser.key);
      // A request that did not get its turn was answered, and has not been looked at.
      const newest = Math.max(...ofThisCart.filter((one) => looked.has(one)).map(({rev = 0}) => rev));
      const older = ofThisCart.filter(({rev = 0}) => rev < newest);
      const asked = older[step.which % Math.max(1, older.length)];
      const held = carts();
      const alone = underWay.size === 0;
      if (asked) await stage.settle(start(asked, false));
      if (alone && !mayLandLate()) assert.deepEqual(carts(), held, 'an older copy writes nothing');
    } else {
      const asked = browser.request(step.intent);
      sent.push(asked);
      const flights = [start(asked, step.heard), ...(step.twice ? [start(asked, step.heard)] : [])];
      if (step.waits) await stage.settle(Promise.all(flights));
      else await stage.advance(100);
    }
  }
  await stage.settle(Promise.all(underWay));
  for (const {kind} of sandbox.snapshot().calls) struck.set(kind, (struck.get(kind) ?? 0) + 1);
  sandbox.clearFaults();

  const url = await checkOut();
  await stage.advance(60_000);
  const end = carts();
  assert.deepEqual(
    end.get(url) ?? handedOver.get(url),
    toGoods([...browser.wishes.values()]),
    'the cart at checkout equals the wishes',
  );
  for (const [address, lines] of handedOver)
    assert.deepEqual(end.get(address) ?? lines, lines, 'a cart that was sent to checkout stays as it was');
  assert.deepEqual(open(), [], 'nothing is left in a cart that nobody pays for');
  const totes = browser.wishes.get(scarce);
  if (stockCheck === 'cap' && totes) assert.ok(totes.quantity <= scarceStock, 'the store has no more of it');

  async function pay(): Promise<void> {
    if (newest === undefined || !carts().has(newest)) return;
    const form = new URLSearchParams({name: 'Ana Ruiz', email: 'ana@example.com'});
    await stage.settle(sandbox.fetch(new Request(newest, {method: 'POST', body: form})));
  }

  /** Presses the button until the store's checkout opens, confirming what changed, as a patient shopper would. */
  async function checkOut(): Promise<string> {
    for (let press = 0; press < 16; press++) {
      // Bought already, or not to be had, as it turns out: the shopper goes on with something else.
      if (![...browser.wishes.values()].some(({quantity}) => quantity > 0)) browser.want(0, 1);
      const answer = await stage.settle(send(browser.request('checkout'), true));
      if (answer?.checkoutUrl !== undefined) return answer.checkoutUrl;
      await stage.advance(answer?.retryAfterMs ?? 100);
    }
    return assert.fail('the checkout never opened');
  }
}
