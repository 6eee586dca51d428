/**
 * `npm run bench`: how many of the store's calls one shopper's session costs, beside a client that creates, writes and
 * re-reads each time. Real proxy, real sandbox, virtual time; counts, no clocks, so it is the same everywhere.
 */
import {fillBudget, plainSessionCalls, playSession} from '../helpers/session.js';
import {openShop} from '../helpers/shop.js';

const calm = await playSession(await openShop());
const busy = await openShop();
const stop = fillBudget(busy);
const rush = await playSession(busy);
stop();

console.log('store calls for one session: three adds, two changes, one removal, three page loads, checkout');
console.log(`  a client that creates, writes and re-reads each time: ${plainSessionCalls}`);
console.log(`  Pushcart in calm: ${calm.calls}`);
console.log(`  Pushcart in a rush: ${rush.calls} (1 + ${rush.lines} lines + 1)`);
if (calm.calls > 9) {
  console.error('That is more than the 9 that are promised in calm.');
  process.exitCode = 1;
}
if (rush.calls > 1 + rush.lines + 1) {
  console.error('That is more than 1 + lines + 1, which is promised in a rush.');
  process.exitCode = 1;
}
