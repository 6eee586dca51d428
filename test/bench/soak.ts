/**
 * `npm run soak`: ten minutes at the store's full allowance, with faults all the time, over real HTTP. Fails if a wish
 * was lost or anything is there twice. How the proxy's memory went is printed and not judged: a machine is what it is.
 *
 * `npm run soak -- --minutes 2` is shorter; `--crowd` is how many shop at a time.
 */
import {randomBytes} from 'node:crypto';
import {parseArgs} from 'node:util';
import {createSandbox} from '../../src/sandbox/index.js';
import {pageOrigin} from '../helpers/environment.js';
import {startProxyProcess, type Sample} from '../helpers/proxy-process.js';
import {soak, soakCatalogue} from '../helpers/soak.js';

const {values} = parseArgs({
  options: {minutes: {type: 'string', default: '10'}, crowd: {type: 'string', default: '60'}},
});
const [minutes, crowd] = [Number(values.minutes), Number(values.crowd)];
if (!(minutes > 0)) throw new Error(`--minutes is ${values.minutes}: give a number above 0.`);
if (!(Number.isInteger(crowd) && crowd > 0))
  throw new Error(`--crowd is ${values.crowd}: give a whole number above 0.`);
const ms = minutes * 60_000;

const sandbox = await createSandbox({catalogue: soakCatalogue, switches: {latencyMs: 50}});
const proxy = await startProxyProcess({
  PUSHCART_SECURE_URL: sandbox.url,
  PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
  PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
  PUSHCART_TOKEN: sandbox.credentials.token,
  PUSHCART_ORIGINS: pageOrigin,
  PUSHCART_SECRETS: randomBytes(32).toString('base64url'),
  PUSHCART_PORT: '0',
  PUSHCART_TRUST_PROXY: '1',
});

const began = Date.now();
const samples: (Sample & {readonly at: number})[] = [];
const every = Math.min(10_000, ms / 20);
let looking = Promise.resolve();
const timer = setInterval(() => {
  looking = proxy.sample().then((sample) => void samples.push({...sample, at: Date.now() - began}));
}, every);
let figures;
try {
  figures = await soak({proxyUrl: proxy.url, sandbox, ms, crowd, faultEveryMs: 3000});
} finally {
  clearInterval(timer);
  await looking;
  await proxy.close();
  await sandbox.close();
}

/** Least squares, in bytes a minute. */
function slopeOf(points: readonly (Sample & {readonly at: number})[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, heap] = [mean(points.map((point) => point.at)), mean(points.map((point) => point.heap))];
  const covariance = points.reduce((sum, point) => sum + (point.at - at) * (point.heap - heap), 0);
  return (covariance / points.reduce((sum, point) => sum + (point.at - at) ** 2, 0)) * 60_000;
}

// The first third fills the mirror, compiles the code, and meets the first of everything.
const warm = samples.filter(({at}) => at > ms / 3 && at <= ms);
const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, times]) => `${name} ${times}`).join(', ') || 'none';
const {shoppers, requests, problems, struck, storeCalls, throttled, lost, doubled} = figures;
console.log(
  `
${minutes} minutes and ${((Date.now() - began - ms) / 60_000).toFixed(1)} to finish: ${shoppers} shoppers, ${requests} requests, ${storeCalls} store calls (${(storeCalls / ((Date.now() - began) / 1000)).toFixed(2)} a second)
what struck: ${list(struck)}
problems answered: ${list(problems)}
turned away by the store's own bucket: ${throttled}
heap after collection: ${mb(warm[0]?.heap ?? 0)} to ${mb(warm.at(-1)?.heap ?? 0)}, ${(slopeOf(warm) / 1024).toFixed(0)} kB a minute over ${warm.length} samples; RSS at most ${mb(Math.max(...samples.map(({rss}) => rss)))}
lost: ${lost.length}; doubled: ${doubled.length}
`.trim(),
);
for (const sentence of [...lost, ...doubled]) console.error(`  ${sentence}`);
process.exit(lost.length + doubled.length > 0 ? 1 : 0);
