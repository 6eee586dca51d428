/** An order in our words: no more of it than says which cart it was. */
import type * as wire from './schemas.js';

export interface StoreOrder {
  readonly orderId: number;
  /** The cart that became this order, or undefined where the order does not tell. */
  readonly cartKey: string | undefined;
  /** False for a cart that was never paid: the store lists those among its orders, too. */
  readonly isPlaced: boolean;
}

/** "Not Completed". Every other status, a merchant's own included, is one of an order. */
const NOT_COMPLETED = 7;

export function toStoreOrder(raw: wire.Order): StoreOrder {
  return {
    orderId: raw.OrderID,
    cartKey: findCartKey(raw.ContinueURL, raw.OrderID),
    isPlaced: raw.OrderStatusID > 0 && raw.OrderStatusID !== NOT_COMPLETED,
  };
}

/** No field of an order is its cart's key. Its address to continue at ends in the key with the order's number behind. */
function findCartKey(address: string, orderId: number): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const [, joined] = [...new URL(address).searchParams].find(([name]) => name.toLowerCase() === 'orderkey') ?? [];
  const number = String(orderId);
  return joined?.endsWith(number) && joined.length > number.length ? joined.slice(0, -number.length) : undefined;
}
