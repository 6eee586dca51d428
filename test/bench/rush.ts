/**
 * `npm run bench:rush`: 500 shoppers, 150 checkouts, one store that takes 50 calls and then 2 a second. The page's own
 * cart, the real proxy and the real sandbox on virtual time, and beside them a client that does not plan. Fails on
 * counts and virtual seconds, which are the same on every machine; nothing is measured in real time.
 */
import {judge, planRushes, playRush, playUnplanned, type Figures} from '../helpers/rush.js';

const seconds = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(1)} s` : 'never');
const show = ({served, buyers, waits, storeCalls, throttled, wrongCarts}: Figures): string =>
  [
    `${served} of ${buyers} served`,
    `waits: median ${seconds(waits.median)}, p99 ${seconds(waits.p99)}, last ${seconds(waits.last)}`,
    `${storeCalls} store calls, ${throttled} of them turned away`,
    `${wrongCarts} wrong carts`,
  ].join('; ');
const showCounts = (counts: ReadonlyMap<number, number>): string =>
  [...counts].map(([calls, buyers]) => `${calls}: ${buyers}`).join(', ');

for (const plan of planRushes()) {
  const ours = await playRush(plan);
  console.log(`\n${plan.name}: ${plan.shoppers} shoppers, ${plan.buyers} check out`);
  console.log(`  Pushcart            ${show(ours)}`);
  console.log(`    calls of a cart   ${showCounts(ours.callsPerBuyer)} (calls: carts)`);
  console.log(`    after the press   ${showCounts(ours.callsAfterPress)}`);
  console.log(
    ours.queuedSeconds < 30
      ? `    checkouts waited for a call during ${seconds(ours.queuedSeconds)} in all`
      : `    used while queued ${(ours.usedWhileQueued * 100).toFixed(1)} % of 2 calls a second, over ${seconds(ours.queuedSeconds)}`,
  );
  console.log(`    products          ${ours.productRequests} page loads, ${ours.slowProducts} not answered at once`);
  console.log(`    requests for carts ${ours.cartRequests}, ${ours.unpriced} pending answers without prices`);
  console.log(`  a client that does not plan: ${show(await playUnplanned(plan))}`);
  for (const broken of judge(plan, ours)) {
    console.error(`  not as promised: ${broken}`);
    process.exitCode = 1;
  }
}
