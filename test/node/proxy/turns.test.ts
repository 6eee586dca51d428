/** Turns with a cart that were not ended, or are lost: what a host with locks of its own can tell the reconcile. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {CartRequest} from '../../../src/contract/wire.js';
import type {Locks, Turn} from '../../../src/proxy/index.js';
import {mug, notebook, openShop, visit} from '../../helpers/shop.js';

/** Locks that say what the test says. */
function openTurns() {
  let next: Turn = {isClean: true};
  const locks: Locks = {hold: (_id, _deadline, run) => run(next)};
  return {locks, say: (turn: Turn) => void (next = turn)};
}

/** The shopper changes what is wanted, and the page sends it. */
const wish = (page: ReturnType<typeof visit>, ...lines: NonNullable<CartRequest['lines']>) => {
  page.want(...lines);
  return page.send();
};

describe('a turn', () => {
  it('after one that was not ended reads the cart before it writes', async () => {
    const {locks, say} = openTurns();
    const shop = await openShop({deps: {locks}});
    const page = visit(shop);
    await wish(page, mug('a'));
    shop.cartCalls();
    await wish(page, mug('a', 2));
    assert.deepEqual(shop.cartCalls(), ['PUT /Cart/{cart}/Item/{line}'], 'a token that can be trusted is not read');
    say({isClean: false});
    await wish(page, mug('a', 3));
    assert.deepEqual(shop.cartCalls(), ['GET /Cart/{cart}', 'PUT /Cart/{cart}/Item/{line}']);
    say({isClean: true});
    await wish(page, mug('a', 4));
    assert.deepEqual(shop.cartCalls(), ['PUT /Cart/{cart}/Item/{line}']);
  });

  it('that is lost finishes its call, writes nothing more, keeps the record of others, and leads to no checkout', async () => {
    const {locks, say} = openTurns();
    const lost = new AbortController();
    let posts = 0;
    const shop = await openShop({
      deps: {locks},
      between(request, next) {
        if (request.method === 'POST' && request.url.includes('/Item') && ++posts === 2) lost.abort();
        return next(request);
      },
    });
    const page = visit(shop);
    await wish(page, mug('a'));
    shop.cartCalls();
    say({isClean: true, lost: lost.signal});
    const answer = await wish(page, mug('a', 2), notebook('b', 'For Ana'), notebook('c', 'For Bo'));
    assert.equal(answer.status, 'pending');
    assert.equal(shop.cartCalls().filter((call) => call.startsWith('POST')).length, 1, 'one of the two lines');
    const sent = await page.send('checkout');
    assert.deepEqual([sent.status, sent.checkoutUrl], ['pending', undefined]);
    // Whoever has the cart now makes it whole.
    say({isClean: false});
    const whole = await page.send('checkout');
    assert.equal(typeof whole.checkoutUrl, 'string', JSON.stringify(whole));
    assert.deepEqual(
      shop.storeCart().map(({catalogId, quantity}) => [catalogId, quantity]),
      [
        [511, 2],
        [512, 1],
        [512, 1],
      ],
    );
  });
});
