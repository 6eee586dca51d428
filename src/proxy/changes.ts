/** What a shopper must be told before being sent to checkout: what the store's cart has otherwise than was shown. */
import type {CartChange} from '../contract/wire.js';
import type {Plan} from './plan.js';
import type {Token} from './seal.js';
import {sameQuantity, type Wanted} from './wanted.js';

/**
 * @param plan The plan for the store's cart as just read.
 * @param token What the shopper last saw; the mirror's word counts for a line that it does not know.
 * @param cartKey The store's cart: what the token says of the store's own lines in another one counts for nothing.
 */
export function changesSince(
  token: Token | undefined,
  wanted: readonly Wanted[],
  plan: Plan,
  cartKey: string | undefined,
): CartChange[] {
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
  // The store's own lines. The parts of a bundle follow from the wishes and cost nothing: nobody confirms those.
  const told = (token?.cartKey === cartKey ? token?.lines : undefined)?.filter(({hash}) => hash === '') ?? [];
  for (const line of plan.own) {
    const {quantity, unitPrice} = line;
    const id = `store-${line.lineId}`;
    const seen = told.find(({lineId}) => lineId === line.lineId);
    if (!seen) {
      if (unitPrice > 0) changes.push({id, what: 'added', from: 0, to: quantity});
      continue;
    }
    if (seen.unitPrice !== unitPrice) changes.push({id, what: 'price', from: seen.unitPrice, to: unitPrice});
    if (unitPrice !== 0 && !sameQuantity(seen.quantity, quantity))
      changes.push({id, what: 'quantity', from: seen.quantity, to: quantity});
  }
  for (const {lineId, quantity, unitPrice} of told) {
    if (unitPrice < 0 && !plan.own.some((line) => line.lineId === lineId))
      changes.push({id: `store-${lineId}`, what: 'removed', from: quantity, to: 0});
  }
  return changes;
}
