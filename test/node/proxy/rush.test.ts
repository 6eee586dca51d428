/** A rush, a third of the size that `npm run bench:rush` plays, with the same promises in proportion. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {judge, planRushes, playRush} from '../../helpers/rush.js';
import {fillBudget, playSession} from '../../helpers/session.js';
import {openShop} from '../../helpers/shop.js';

describe("one shopper's session", () => {
  it('costs nine store calls at most in calm', async () => {
    const {calls} = await playSession(await openShop());
    assert.ok(calls <= 9, `${calls} calls`);
  });

  it('costs one call for the cart, one a line and one to read it in a rush, however much was changed before', async () => {
    const shop = await openShop();
    const stop = fillBudget(shop);
    const {calls, lines} = await playSession(shop);
    stop();
    assert.deepEqual([calls, lines], [1 + 2 + 1, 2]);
  });

  it('costs as much where no cart is made before the button is pressed', async () => {
    const shop = await openShop({environment: {PUSHCART_CREATE: 'checkout'}});
    const {calls, lines} = await playSession(shop);
    assert.deepEqual([calls, lines], [1 + 2 + 1, 2]);
  });
});

describe('a rush', () => {
  for (const plan of planRushes(1 / 3)) {
    it(`keeps its promises when ${plan.buyers} of ${plan.shoppers} check out: ${plan.name}`, async () => {
      assert.deepEqual(judge(plan, await playRush(plan)), []);
    });
  }
});
