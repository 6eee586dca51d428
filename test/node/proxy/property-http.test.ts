/** The same plays over real sockets, in time that runs a hundred times faster. */
import assert from 'node:assert/strict';
import {after, describe, it} from 'node:test';
import fc from 'fast-check';
import {fastClock} from '../../helpers/fast-clock.js';
import {play, playCatalogue, playStores, steps, type Stage} from '../../helpers/play.js';
import {serveShop} from '../../helpers/served-shop.js';

const RUNS = Number(process.env['RUNS'] ?? 20);
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const page = 'https://blog.example';

async function playServed(plot: Parameters<typeof play>[1], switches: (typeof playStores)[number]): Promise<void> {
  const clock = fastClock(100);
  const shop = await serveShop(page, {}, {sandbox: {catalogue: playCatalogue, switches, clock}, clock});
  const stage: Stage = {
    sandbox: {...shop.sandbox, fetch: (request) => fetch(request, {redirect: 'manual'})},
    async post(asked) {
      const response = await fetch(`${shop.proxy.url}/v1/cart`, {
        method: 'POST',
        headers: {'Content-Type': 'text/plain', Origin: page},
        body: JSON.stringify(asked),
      });
      return (await response.json()) as object;
    },
    advance: (ms) => clock.sleep(ms),
    settle: (promise) => promise,
  };
  try {
    await play(stage, plot, switches.stockCheck);
  } finally {
    await shop.close();
  }
}

describe('any wishes and any faults, over HTTP', () => {
  after(() => console.log(`seed ${SEED}`));

  it(`end with the store's cart equal to the wishes, ${RUNS} times`, async () => {
    let played = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(...playStores), async (plot, switches) => {
        await playServed(plot, switches);
        played += 1;
      }),
      {numRuns: RUNS, seed: SEED, endOnFailure: true, includeErrorInReport: true},
    );
    assert.equal(played, RUNS);
  });
});
