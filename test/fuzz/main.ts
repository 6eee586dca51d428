/** `npm run fuzz`: more of it than every test run can wait for. `SEED=… npm run fuzz` plays the same again. */
import {fuzz, report} from './fuzz.js';

const requests = Number(process.env['REQUESTS'] ?? 20_000);
const seed = process.env['SEED'] === undefined ? undefined : Number(process.env['SEED']);

for (const isStoreFailing of [false, true]) {
  console.log(isStoreFailing ? '\nThe store fails at random:' : 'The store is well:');
  console.log(report(await fuzz({requests, seed, isStoreFailing})));
}
