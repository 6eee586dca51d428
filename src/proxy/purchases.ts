/**
 * Carts that were bought, as far as the store has said so. An event names an order and its cart, and is believed only
 * when the store is asked about that order: once, and only when the shopper of that very cart is here again. So an
 * event that somebody made up, or one of an order that is none of ours, costs no call at all.
 */
import {LRUCache} from 'lru-cache';
import type {Claim, Clock, StoreClient, StoreOrder} from '../threedcart/index.js';
import type {Log} from './log.js';

/** What is known of the order that a cart became. */
export interface Purchase {
  readonly orderId: number;
  /** The store said so itself; without it, an event did. */
  readonly isConfirmed: boolean;
}

/** Purchases by their cart's key. Losing one costs a sentence: the shopper is asked whether they have finished. */
export interface Purchases {
  get(cartKey: string): Promise<Purchase | undefined>;
  put(cartKey: string, purchase: Purchase): Promise<void>;
  delete(cartKey: string): Promise<void>;
}

/** As long as a page's token: after it nobody asks any more. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

export function createPurchases(clock: Clock): Purchases {
  const purchases = new LRUCache<string, Purchase>({max: 20_000, ttl: KEPT_MS, perf: {now: () => clock.now()}});
  return {
    get: (cartKey) => Promise.resolve(purchases.get(cartKey)),
    put: (cartKey, purchase) => Promise.resolve(void purchases.set(cartKey, purchase)),
    delete: (cartKey) => Promise.resolve(void purchases.delete(cartKey)),
  };
}

/** An event tells of an order. */
export async function hearOfOrder(purchases: Purchases, {cartKey, orderId, isPlaced}: StoreOrder): Promise<void> {
  if (cartKey === undefined || !isPlaced || (await purchases.get(cartKey))?.isConfirmed) return;
  await purchases.put(cartKey, {orderId, isConfirmed: false});
}

export interface PurchaseDeps {
  readonly purchases: Purchases;
  readonly client: StoreClient;
  readonly log: Log;
}

/** Whether a cart was bought. Asks the store where an event said so, and no one else. */
export async function isBought(
  cartKey: string,
  claim: Claim,
  {purchases, client, log}: PurchaseDeps,
): Promise<boolean> {
  const purchase = await purchases.get(cartKey);
  if (!purchase || purchase.isConfirmed) return purchase?.isConfirmed === true;
  const {orderId} = purchase;
  const outcome = await client.getOrder(orderId, claim);
  if (outcome.kind === 'done' && outcome.value.cartKey === cartKey && outcome.value.isPlaced) {
    await purchases.put(cartKey, {orderId, isConfirmed: true});
    log.info({event: 'cart_bought', order: orderId}, 'A cart was bought, the store says.');
    return true;
  }
  // Whoever could not say is asked again, once there is a call for it.
  if (outcome.kind === 'not_sent' || outcome.kind === 'throttled' || outcome.kind === 'unclear') return false;
  await purchases.delete(cartKey);
  if (outcome.kind === 'denied')
    log.warn(
      {event: 'orders_denied'},
      'The store does not let us read orders, so what a webhook says of one is not believed. Give the application read access to orders.',
    );
  else
    log.warn(
      {event: 'order_not_confirmed', order: orderId},
      'A webhook told of an order that the store does not know for this cart. It is forgotten.',
    );
  return false;
}
