/** Everything that the emulated store remembers. */
import {Collection} from './collection.js';
import {drawCharacters} from './credentials.js';
import type {Cart, Order, Product, Script} from './entities.js';

const firstOrderId = 1042;
const firstCartItemId = 90211;
const firstScriptId = 12;

/** Documented samples: eight characters that look hexadecimal, then seven of both cases. */
function drawOrderKey(): string {
  return drawCharacters(8, '0123456789ABCDEF') + drawCharacters(7);
}

/** The buyer as the checkout page's form has them. */
export interface CheckoutForm {
  readonly name: string;
  readonly email: string;
}

/** Products, carts, orders and scripts, by their ids. */
export class Store {
  readonly scripts = new Collection<Script>(firstScriptId);
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

  /** Turns a cart into an order with status New and takes its goods out of stock, which may fall below zero. */
  completeCart(cart: Cart, {name, email}: CheckoutForm, amount: number, now: number): Order {
    const {orderId, orderKey, lines} = cart;
    const order: Order = {orderId, orderKey, statusId: 1, name, email, amount, lines, completedAt: now};
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
