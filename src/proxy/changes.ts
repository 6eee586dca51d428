/** What a shopper must be told before being sent to checkout: what the store's cart has otherwise than was shown. */
import type {CartChange} from '../contract/wire.js';
import type {Plan} from './plan.js';
import type {Token} from './seal.js';
import {sameQuantity, type Wanted} from './wanted.js';

/**
 * @param plan The plan for the store's cart as just read.
 * @param token What the shopper last saw; the mirror's word counts for a line that it does not know.
 */
export function changesSince(token: Token | undefined, wanted: readonly Wanted[], plan: Plan): CartChange[] {
  const changes: CartChange[] = [];
  for (const one of wanted) {
    const line = plan.bound.get(one.hash);
    const seen = token?.lines.find((sealed) => sealed.hash === one.hash);
    const quantity = line?.quantity ?? 0;
    // The store gave another quantity, the shopper was told so, and asks for the same again: that confirms it.
    const isConfirmed =
      seen?.asked !== undefined && sameQuantity(seen.asked, one.quantity) && sameQuantity(seen.quantity, quantity);
    const price = seen?.unitPrice ?? one.unitPrice;
    if (line && price !== line.unitPrice) changes.push({id: one.id, what: 'price', from: price, to: line.unitPrice});
    if (!isConfirmed && !sameQuantity(one.quantity, quantity))
      changes.push({id: one.id, what: line ? 'quantity' : 'removed', from: one.quantity, to: quantity});
  }
  for (const line of plan.own) {
    if (line.unitPrice > 0 && !token?.lines.some((sealed) => sealed.lineId === line.lineId)) {
      changes.push({id: `store-${line.lineId}`, what: 'added', from: 0, to: line.quantity});
    }
  }
  return changes;
}
