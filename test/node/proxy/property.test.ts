/**
 * Whatever a shopper wishes and whatever goes wrong meanwhile: after the faults and one checkout, the store's own cart
 * equals the wishes. Real proxy, real sandbox, virtual time.
 */
import assert from 'node:assert/strict';
import {after, describe, it} from 'node:test';
import fc from 'fast-check';
import type {WishedLine} from '../../../src/contract/wire.js';
import type {FaultKind} from '../../../src/sandbox/index.js';
import {mug, notebook, openShop, tee, tote, visit, type Asked, type Shop} from '../../helpers/shop.js';

/** More by `RUNS`. */
const RUNS = Number(process.env['RUNS'] ?? 250);

/** What can be wanted, by a number: no two of them are the same line to the store. */
const goods: readonly ((quantity: number) => WishedLine)[] = [
  (quantity: number) => mug('a', quantity),
  (quantity: number) => tee('b', quantity, 402, 412),
  (quantity: number) => tee('c', quantity, 401, 412),
  (quantity: number) => tote('d', quantity),
  (quantity: number) => notebook('e', 'For Ana', quantity),
];

const faults = [
  'slow',
  '429',
  '5xx',
  'html',
  'errorArray',
  'cutBefore',
  'dropAfterWrite',
] as const satisfies readonly FaultKind[];
const struck = new Map<string, number>();

type Step =
  | {readonly do: 'want'; readonly which: number; readonly quantity: number}
  /** `heard`: the page got the answer. `twice`: two copies at once. */
  | {readonly do: 'send'; readonly heard: boolean; readonly twice: boolean}
  /** An older request arrives once more. */
  | {readonly do: 'stale'; readonly which: number}
  | {readonly do: 'fault'; readonly kind: (typeof faults)[number]; readonly at: string; readonly times: number}
  | {readonly do: 'wait'; readonly ms: number};

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({do: fc.constant('want' as const), which: fc.nat(goods.length - 1), quantity: fc.nat(4)}),
  },
  {
    weight: 4,
    arbitrary: fc.record({do: fc.constant('send' as const), heard: fc.boolean(), twice: fc.boolean()}),
  },
  {weight: 1, arbitrary: fc.record({do: fc.constant('stale' as const), which: fc.nat(20)})},
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      kind: fc.constantFrom(...faults),
      at: fc.constantFrom('POST /Cart ', '/Item', 'GET /Cart', '/Cart'),
      times: fc.integer({min: 1, max: 2}),
    }),
  },
  {weight: 1, arbitrary: fc.record({do: fc.constant('wait' as const), ms: fc.constantFrom(500, 20_000, 150_000)})},
);

/** Presses the button until the store's checkout opens, confirming what changed, as a patient shopper would. */
async function checkOut(shop: Shop, page: ReturnType<typeof visit>): Promise<void> {
  for (let press = 0; press < 12; press++) {
    const response = await shop.post(page.request('checkout'));
    const answer = (await response.json()) as {cart?: string; checkoutUrl?: string; retryAfterMs?: number};
    page.cart = answer.cart ?? page.cart;
    if (answer.checkoutUrl) return;
    await shop.clock.advance(answer.retryAfterMs ?? 100);
  }
  assert.fail('the checkout never opened');
}

async function play(steps: readonly Step[], mergeLines: 'on' | 'off'): Promise<void> {
  const shop = await openShop({switches: {mergeLines}});
  const page = visit(shop);
  const wishes = new Map<number, WishedLine>();
  const sent: Asked[] = [];
  /** The proxy has said that the store's cart equals the wishes, and nothing was wished since. */
  let isSynced = false;

  const want = (which: number, quantity: number): void => {
    const make = goods[which];
    if (make && quantity > 0) wishes.set(which, make(quantity));
    else wishes.delete(which);
    page.want(...wishes.values());
    isSynced = false;
  };
  const send = async (asked: Asked, copies: number): Promise<{cart?: string; status?: unknown}> => {
    const answers = Array.from({length: copies}, () => shop.start(asked));
    const [response] = await shop.clock.run(Promise.all(answers));
    return (await response?.json()) as {cart?: string; status?: unknown};
  };
  const assertEqual = (): void => assert.deepEqual(held(shop), [...wishes.values()].map(toName).sort());

  for (const one of steps) {
    if (one.do === 'want') want(one.which, one.quantity);
    else if (one.do === 'wait') await shop.clock.advance(one.ms);
    else if (one.do === 'fault') shop.sandbox.addFault({match: one.at, kind: one.kind, times: one.times, ms: 1500});
    else if (one.do === 'stale') {
      const asked = sent[one.which % Math.max(1, sent.length)];
      if (asked) await send(asked, 1);
    } else {
      const asked = page.request();
      sent.push(asked);
      const answer = await send(asked, one.twice ? 2 : 1);
      if (one.heard) page.cart = answer.cart ?? page.cart;
      isSynced = answer.status === 'synced';
    }
    if (isSynced) assertEqual();
  }
  for (const {kind} of shop.sandbox.snapshot().calls) struck.set(kind, (struck.get(kind) ?? 0) + 1);
  shop.sandbox.clearFaults();
  if (wishes.size === 0) want(0, 1);
  await checkOut(shop, page);
  assertEqual();
}

const nameOf = (catalogId: number, optionIds: readonly number[], quantity: number): string =>
  `${quantity} of ${catalogId} (${optionIds.join()})`;
const toName = ({catalogId, quantity, options = []}: WishedLine): string =>
  nameOf(
    catalogId,
    options.map(({optionId}) => optionId),
    quantity,
  );

/** What the store holds. A lost answer to the making of a cart leaves an empty one behind, which does not count. */
function held(shop: Shop): string[] {
  return shop.sandbox
    .snapshot()
    .carts.flatMap(({CartItemList}) => CartItemList)
    .map((item) =>
      nameOf(
        item.CatalogID,
        item.ItemOptions.map(({OptionID}) => OptionID),
        item.ItemQuantity,
      ),
    )
    .sort();
}

describe('any wishes and any faults', () => {
  after(() =>
    console.log(`faults that struck: ${faults.map((kind) => `${kind} ${struck.get(kind) ?? 0}`).join(', ')}`),
  );

  for (const mergeLines of ['off', 'on'] as const) {
    it(`end with the store's cart equal to the wishes, where the store ${mergeLines === 'on' ? 'merges' : 'does not merge'} equal lines`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, {minLength: 4, maxLength: 18}), (steps) => play(steps, mergeLines)),
        {numRuns: RUNS},
      );
    });
  }

  it('and every fault has struck', () => {
    for (const kind of faults) assert.ok((struck.get(kind) ?? 0) > 0, kind);
  });
});
