/**
 * `npm run bench:server`: how much the proxy itself costs, as ratios to servers that do less, measured side by side.
 * Prints what it finds and judges nothing: times are a machine's. `--write` puts it into docs/performance.md.
 */
import {cpus, platform} from 'node:os';
import {parseArgs} from 'node:util';
import {format} from 'prettier';
import {writeSection} from '../helpers/bench-results.js';
import {measureLoads} from '../helpers/bench-loads.js';
import {measureMirror, measureStart, measureSyncs} from '../helpers/bench-store.js';

const {values} = parseArgs({
  options: {rounds: {type: 'string', default: '9'}, write: {type: 'boolean', default: false}},
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error(`--rounds is ${values.rounds}: give a number.`);

const toTable = (rows: readonly (readonly string[])[]): string =>
  [rows[0]!, rows[0]!.map((_, index) => (index > 0 ? '-:' : '-')), ...rows.slice(1)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ratio = (value: number): string => value.toFixed(2);
const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

const loads = await measureLoads(rounds);
const syncs = await measureSyncs(rounds);
const starts = await measureStart(rounds);
const mirror = await measureMirror(20_000);

const loadTable = toTable([
  ['requests a second', 'the proxy', 'same middleware', 'bare route', '÷ same middleware', '÷ bare'],
  ...loads.map(({what, proxy, like, bare, toLike, toBare}) => [
    what,
    whole(proxy),
    whole(like),
    whole(bare),
    ratio(toLike),
    ratio(toBare),
  ]),
]);
const syncTable = toTable([
  ['store calls of a sync', ...syncs.map(({calls}) => String(calls))],
  ['median, ms', ...syncs.map(({ms}) => whole(ms))],
  ['÷ as many bare calls', ...syncs.map(({toBare}) => ratio(toBare))],
  ['÷ calls × 50 ms', ...syncs.map(({ms, calls}) => ratio(ms / (calls * 50)))],
]);
const [cpu] = cpus();
const text = `${loadTable}

${syncTable}

- A mirror of ${whole(mirror.products)} products: ${mb(mirror.heap)} of heap more than one of ${mirror.before}, after each product was asked for; ${whole(mirror.calls)} calls for ${whole(mirror.pages)} pages; its first products were served when it held ${whole(mirror.sizeAtFirst)}.
- From starting \`pushcart serve\` until \`/readyz\` answers 200: ${whole(starts)} ms.

Medians of ${rounds} rounds, on ${cpus().length} × ${cpu?.model.trim()}, ${platform()}, Node ${process.versions.node}. Ratios are medians of the rounds' own.`;

console.log(await format(text, {parser: 'markdown', printWidth: 160}));
if (values.write) await writeSection('bench:server', text);
process.exit();
