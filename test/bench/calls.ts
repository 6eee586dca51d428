/**
 * `npm run bench`: how many of the store's calls one shopper's session costs, beside a client that creates, writes and
 * re-reads each time. Real proxy, real sandbox, virtual time; counts, no clocks, so it is the same everywhere.
 */
import type {CartAnswer} from '../../src/contract/wire.js';
import {openShop} from '../helpers/shop.js';

/** Add three products, change two quantities, remove one, load three pages, check out. */
async function ours(): Promise<number> {
  const shop = await openShop();
  const before = shop.sandbox.snapshot().calls.length;
  let cart: string | undefined;
  let rev = 0;
  const lines = new Map<number, number>();
  const ask = async (intent: 'read' | 'sync' | 'checkout'): Promise<CartAnswer> => {
    const answer = await shop.ask({
      intent,
      ...(cart && {cart}),
      key: 'bench-bench-bench-benc',
      rev,
      lines: [...lines].map(([catalogId, quantity]) => ({id: `line-${catalogId}`, catalogId, quantity})),
    });
    cart = answer.cart;
    return answer;
  };
  const want = async (catalogId: number, quantity: number): Promise<void> => {
    rev += 1;
    if (quantity === 0) lines.delete(catalogId);
    else lines.set(catalogId, quantity);
    await ask('sync');
  };
  for (const catalogId of [511, 514, 515]) await want(catalogId, 1);
  await ask('read');
  await want(511, 2);
  await want(514, 3);
  await ask('read');
  await want(515, 0);
  await ask('read');
  const {checkoutUrl} = await ask('checkout');
  if (!checkoutUrl) throw new Error('The session did not end at a checkout.');
  return shop.sandbox.snapshot().calls.length - before;
}

/** Create (1); each write is followed by a read (6 × 2); each page load reads (3); checkout reads (1). */
const plain = 1 + 6 * 2 + 3 + 1;
const calls = await ours();
console.log(
  `store calls for one session: ${calls}, beside ${plain} of a client that creates, writes and re-reads each time`,
);
if (calls > 9) {
  console.error('That is more than the 9 that are promised.');
  process.exitCode = 1;
}
