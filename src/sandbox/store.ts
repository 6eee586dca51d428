/** Everything that the emulated store remembers. */
import {Collection} from './collection.js';
import {drawCharacters} from './credentials.js';
import type {Cart, Order, Product, Script, Webhook} from './entities.js';
import {sumLines} from './lines.js';

const firstOrderId = 1042;
const firstCartItemId = 90211;
const firstScriptId = 12;
const firstWebhookId = 7;

/** Documented samples: eight characters that look hexadecimal, then seven of both cases. */
function drawOrderKey(): string {
  return drawCharacters(8, '0123456789ABCDEF') + drawCharacters(7);
}

/** A cart as the order that it is on its way to be. */
function toOrder({createdAt, ...cart}: Cart, statusId: number): Order {
  return {...cart, statusId, amount: sumLines(cart.lines), orderedAt: createdAt};
}

/** Products, carts, orders, scripts and webhooks, by their ids. */
export class Store {
  readonly scripts = new Collection<Script>(firstScriptId);
  readonly webhooks = new Collection<Webhook>(firstWebhookId);
  #products = new Map<number, Product>();
  #carts = new Map<string, Cart>();
  #completed = new Map<string, {readonly cart: Cart; readonly order: Order}>();
  #nextOrderId = firstOrderId;
  #nextCartItemId = firstCartItemId;

  constructor(private readonly catalogue: readonly Product[]) {
    this.reset();
  }

  /** Back to the catalogue as it was given, without anything else. */
  reset(): void {
    this.#products = new Map(this.catalogue.map((product) => [product.catalogId, product]));
    this.#carts.clear();
    this.#completed.clear();
    this.scripts.clear();
    this.webhooks.clear();
    this.#nextOrderId = firstOrderId;
    this.#nextCartItemId = firstCartItemId;
  }

  listProducts(): readonly Product[] {
    return [...this.#products.values()];
  }

  findProduct(catalogId: number): Product | undefined {
    return this.#products.get(catalogId);
  }

  /** Puts a product in, or in place of the one with its id. */
  putProduct(product: Product): void {
    this.#products.set(product.catalogId, product);
  }

  deleteProduct(catalogId: number): void {
    this.#products.delete(catalogId);
  }

  createCart(start: Pick<Cart, 'customerId' | 'buyer'>, now: number): Cart {
    const orderKey = drawOrderKey();
    const cart: Cart = {orderKey, orderId: this.#nextOrderId++, ...start, lines: [], createdAt: now, updatedAt: now};
    this.#carts.set(orderKey, cart);
    return cart;
  }

  nextCartItemId(): number {
    return this.#nextCartItemId++;
  }

  /** An open cart. One that was left alone for longer than `ttlSeconds` is gone for good. */
  findCart(orderKey: string, now: number, ttlSeconds: number | null): Cart | undefined {
    const cart = this.#carts.get(orderKey);
    if (!cart || ttlSeconds === null || now - cart.updatedAt <= ttlSeconds * 1000) return cart;
    this.#carts.delete(orderKey);
    return undefined;
  }

  putCart(cart: Cart): void {
    this.#carts.set(cart.orderKey, cart);
  }

  deleteCart(orderKey: string): void {
    this.#carts.delete(orderKey);
  }

  listCarts(): readonly Cart[] {
    return [...this.#carts.values()];
  }

  /** A cart that became an order, with the order. */
  findCompleted(orderKey: string): {readonly cart: Cart; readonly order: Order} | undefined {
    return this.#completed.get(orderKey);
  }

  listOrders(): readonly Order[] {
    return [...this.#completed.values()].map(({order}) => order);
  }

  /** Orders, and carts that are still open as orders that are not completed, by their numbers. */
  listOrdersAndCarts(): readonly Order[] {
    const open = this.listCarts().map((cart) => toOrder(cart, 7));
    return [...this.listOrders(), ...open].sort((a, b) => a.orderId - b.orderId);
  }

  /** Turns a cart into an order with status New and takes its goods out of stock, which may fall below zero. */
  completeCart(cart: Cart, buyer: Cart['buyer'], now: number): Order {
    const {orderKey, lines} = cart;
    const order: Order = {...toOrder(cart, 1), buyer: {...cart.buyer, ...buyer}, orderedAt: now, updatedAt: now};
    this.#carts.delete(orderKey);
    this.#completed.set(orderKey, {cart, order});
    for (const line of lines) {
      const product = this.#products.get(line.catalogId);
      if (product) this.putProduct(takeFromStock(product, line.combinationCode, line.quantity, now));
    }
    return order;
  }
}

function takeFromStock(product: Product, combinationCode: string, quantity: number, now: number): Product {
  if (combinationCode === '') return {...product, stock: product.stock - quantity, updatedAt: now};
  const combinations = product.combinations.map((each) =>
    each.optionIds.join('-') === combinationCode ? {...each, stock: each.stock - quantity} : each,
  );
  return {...product, combinations, updatedAt: now};
}
