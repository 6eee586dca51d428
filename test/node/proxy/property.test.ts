/**
 * Whatever shoppers wish in their tabs and whatever goes wrong meanwhile: after the faults and one checkout, the
 * store's own cart equals the wishes. Real proxy, real sandbox, virtual time.
 */
import assert from 'node:assert/strict';
import {after, describe, it} from 'node:test';
import fc from 'fast-check';
import {faultKinds, play, playCatalogue, playStores, steps, struck, type Stage} from '../../helpers/play.js';
import {openShop} from '../../helpers/shop.js';

/** More by `RUNS`, the same again by `SEED`. */
const RUNS = Number(process.env['RUNS'] ?? 500);
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

async function openStage(switches: (typeof playStores)[number]): Promise<Stage> {
  const shop = await openShop({switches, catalogue: playCatalogue});
  return {
    sandbox: shop.sandbox,
    async post(asked) {
      const response = await shop.start(asked);
      return (await response.json()) as object;
    },
    advance: (ms) => shop.clock.advance(ms),
    settle: (promise) => shop.clock.run(promise),
  };
}

describe('any wishes and any faults', () => {
  after(() => {
    const counts = faultKinds.map((kind) => `${kind} ${struck.get(kind) ?? 0}`);
    console.log(`seed ${SEED}; faults that struck: ${counts.join(', ')}`);
  });

  for (const switches of playStores) {
    it(`end with the store's cart equal to the wishes, in a store with ${JSON.stringify(switches)}`, async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (plot) => play(await openStage(switches), plot, switches.stockCheck)),
        {
          numRuns: Math.ceil(RUNS / playStores.length),
          seed: SEED,
          endOnFailure: process.env['SHRINK'] === '0',
          includeErrorInReport: true,
        },
      );
    });
  }

  // A few plays may miss one by chance.
  if (RUNS >= 500)
    it('and every fault has struck', () => {
      for (const kind of faultKinds) assert.ok((struck.get(kind) ?? 0) > 0, kind);
    });
});
