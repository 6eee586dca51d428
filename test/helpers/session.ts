/** One shopper's session, of which the store calls are counted: add three, change two, remove one, load three pages, check out. */
import type {CartAnswer} from '../../src/contract/wire.js';
import type {Shop} from './shop.js';

export interface Session {
  /** The store's calls, for the cart and for products. */
  readonly calls: number;
  /** Lines that were sent to checkout. */
  readonly lines: number;
}

export async function playSession(shop: Shop): Promise<Session> {
  const before = shop.sandbox.snapshot().calls.length;
  let cart: string | undefined;
  let rev = 0;
  const lines = new Map<number, number>();
  const ask = async (intent: 'read' | 'sync' | 'checkout'): Promise<CartAnswer> => {
    const answer = await shop.ask({
      intent,
      ...(cart && {cart}),
      key: 'sessionsessionsessions',
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
  let answer = await ask('checkout');
  while (answer.status === 'pending') {
    await shop.clock.advance(answer.retryAfterMs ?? 0);
    answer = await ask('checkout');
  }
  if (!answer.checkoutUrl) throw new Error('The session did not end at a checkout.');
  return {calls: shop.sandbox.snapshot().calls.length - before, lines: lines.size};
}

/** Creates (1); each write is followed by a read (6 × 2); each page load reads (3); checkout reads (1). */
export const plainSessionCalls = 1 + 6 * 2 + 3 + 1;

/** Others who check out without end: what is left of the budget goes to whoever asked before them. */
export function fillBudget({clock, budget}: Pick<Shop, 'clock' | 'budget'>): () => void {
  const leaving = new AbortController();
  const asksAgain = async (): Promise<void> => {
    const claim = {for: 'checkout' as const, askedAt: clock.now() + 1e9, deadline: clock.now() + 1e9};
    while ((await budget.take({...claim, signal: () => leaving.signal})) === 'granted');
  };
  for (let others = 0; others < 5; others += 1) void asksAgain();
  return () => leaving.abort();
}
