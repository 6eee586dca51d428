/** What is scarce is the store's allowance of calls: whoever takes much of it comes after those who take little. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {CartAnswer} from '../../../src/contract/wire.js';
import {candle, mug, openShop, tote, type Shop} from '../../helpers/shop.js';

/** A small allowance, so that few carts are a crowd: 27 calls at once, then one a second. */
const openSmallShop = () =>
  openShop({
    environment: {PUSHCART_API_CAPACITY: '30', PUSHCART_API_RATE: '1', PUSHCART_LIMIT_CARTS: '0'},
    switches: {throttle: {capacity: 30, leakPerSecond: 1}},
  });
const cartNumber = (number: number): string => String(number).padStart(22, '0');

/** Asks for a checkout until it is given, and answers when that was. */
async function checkOut(shop: Shop, key: string, address: string): Promise<{at: number}> {
  const request = {key, rev: 1, intent: 'checkout' as const, lines: [mug('a'), tote('b'), candle('c')]};
  let cart: string | undefined;
  for (;;) {
    const response = await shop.proxy.fetch(shop.toRequest({...request, ...(cart && {cart})}), {address});
    const answer = CartAnswer.parse(await response.json());
    if (answer.checkoutUrl) return {at: shop.clock.now()};
    cart = answer.cart;
    await new Promise<void>((resolve) => shop.clock.after(answer.retryAfterMs ?? 1000, resolve));
  }
}

describe('one shopper', () => {
  it('who has many carts does not keep another waiting, though they all came before', async () => {
    const shop = await openSmallShop();
    const crowd = Array.from({length: 40}, (_, cart) => checkOut(shop, cartNumber(cart), '192.0.2.1'));
    // Until the crowd has spent what everybody may.
    await shop.clock.advance(60_000);
    const asked = shop.clock.now();
    const other = await shop.clock.run(checkOut(shop, cartNumber(999), '192.0.2.2'));
    const done = await shop.clock.run(Promise.all(crowd));

    const isBefore = done.filter(({at}) => at < other.at).length;
    assert.ok(other.at - asked < 20_000, `the other waited ${other.at - asked} ms`);
    assert.ok(isBefore < 30, `${isBefore} of 40 carts of one hand were served before`);
  });

  it('who names products that do not exist, in carts that are never made, does not either', async () => {
    const shop = await openSmallShop();
    let isOver = false;
    /** Five products that nobody knows, which a cart's lines are always asked of the store for. */
    const pester = async (number: number): Promise<void> => {
      for (let times = 0; !isOver; times += 1) {
        const lines = Array.from({length: 5}, (_, line) => ({
          id: String(line),
          catalogId: 100_000 + number * 10_000 + times * 5 + line,
          quantity: 1,
        }));
        const request = {key: cartNumber(number * 10_000 + times), rev: 1, intent: 'checkout', lines};
        await (await shop.proxy.fetch(shop.toRequest(request), {address: '192.0.2.1'})).json();
      }
    };
    const pests = Array.from({length: 20}, (_, number) => pester(number));
    await shop.clock.advance(90_000);
    const asked = shop.clock.now();
    const other = await shop.clock.run(checkOut(shop, cartNumber(999_999), '192.0.2.2'));
    isOver = true;
    await shop.clock.run(Promise.all(pests));
    assert.ok(other.at - asked < 20_000, `the other waited ${other.at - asked} ms`);
  });
});
