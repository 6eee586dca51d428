/**
 * What the store sends to a webhook: an object as a read would answer it, alone or in an array, without a word of what
 * happened to it. It is unsigned, so it is only a hint at what to read.
 */
import {parseJson} from './json.js';
import {toStoreOrder, type StoreOrder} from './order.js';
import * as wire from './schemas.js';

export interface StoreEvent {
  /** Products that something happened to: they may have come, changed or gone. */
  readonly products: readonly number[];
  readonly orders: readonly StoreOrder[];
}

/** What a webhook's body names; undefined where nothing can be found in it. */
export function readEvent(text: string): StoreEvent | undefined {
  const body = parseJson(text);
  const rows = Array.isArray(body) ? (body as unknown[]) : [body];
  const orders = rows.flatMap((row) => {
    const order = wire.Order.safeParse(row);
    return order.success ? [toStoreOrder(order.data)] : [];
  });
  const products = rows.flatMap((row) => {
    const product = wire.ProductEvent.safeParse(row);
    return product.success ? [product.data.SKUInfo.CatalogID] : [];
  });
  return orders.length + products.length > 0 ? {orders, products: [...new Set(products)]} : undefined;
}
