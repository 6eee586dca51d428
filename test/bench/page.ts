/**
 * `npm run bench:page`: what a page pays for selling something, on a slow phone with nothing cached: the same post
 * without a script, with a link and with a card of ours, and with Shopify's Buy Button. Real proxy, real sandbox, real
 * time; so the figures are this machine's, and nothing fails on them. It throws where an add did not lead to a line
 * and to the store's cart.
 *
 * The table has in brackets how many times as much ours is as without a script. `-- --rounds 3` plays fewer rounds,
 * `-- --write` puts the table into `docs/performance.md`.
 */
import {cpus, platform} from 'node:os';
import {parseArgs} from 'node:util';
import {chromium} from 'playwright-core';
import {format} from 'prettier';
import {writeSection} from '../helpers/bench-results.js';
import {chromeFlags, chromePath} from '../helpers/chrome.js';
import {checkLink, playRound, type Figures} from '../helpers/page-round.js';
import {serveVariants} from '../helpers/page-variants.js';

const {values} = parseArgs({
  options: {rounds: {type: 'string', default: '9'}, write: {type: 'boolean', default: false}},
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error(`--rounds is ${values.rounds}: give a number.`);

const rows: readonly (readonly [what: string, figure: keyof Figures])[] = [
  ['the page is painted first, ms', 'painted'],
  ['a press on the link is taken, ms', 'script'],
  ["the card's button can be pressed, ms", 'usable'],
  ['blocking time until the page rests, ms', 'blocking'],
  ['the same with one thing added, ms', 'blockingInAll'],
  ['from the press to the line in the cart, ms', 'line'],
  ['from the press to the cart in the store, ms', 'stored'],
  ['scripts, styles and data, bytes', 'bytes'],
  ['the same with one thing added, bytes', 'bytesInAll'],
  ['requests', 'requests'],
  ['requests with one thing added', 'requestsInAll'],
  ["hosts besides the page's own", 'hosts'],
];

interface Measured {
  /** In the order of the table's columns: without a script, our link, our card, Buy Button. */
  readonly played: readonly (readonly Figures[])[];
  readonly names: readonly string[];
  readonly browser: string;
}

async function measure(): Promise<Measured> {
  const {plain, link, card, buyButton, close} = await serveVariants();
  const variants = [plain, link, card, buyButton];
  const browser = await chromium.launch({executablePath: chromePath(), args: chromeFlags});
  try {
    await checkLink(browser, link);
    const played: Figures[][] = variants.map(() => []);
    // The first round does not count: the mirror fills, files are compressed, everything is there once.
    for (let round = 0; round <= rounds; round++) {
      // Whoever is first in a round may have it easier: it is another page each time.
      const order = variants.map((_, turn) => (round + turn) % variants.length);
      for (const index of order) {
        const figures = await playRound(browser, variants[index]!);
        if (round > 0) played[index]!.push(figures);
      }
      process.stderr.write(round > 0 ? ` ${round}` : 'round');
    }
    process.stderr.write('\n');
    return {played, names: variants.map(({name}) => name), browser: browser.version()};
  } finally {
    await browser.close();
    await close();
  }
}

type Value = number | null | undefined;
const show = (value: Value): string => (value == null ? '–' : Math.round(value).toLocaleString('en'));
/** How many times as much; nothing where there is nothing to compare with. */
const compare = (value: Value, base: Value): string => (value != null && base ? (value / base).toFixed(2) : '–');

const sorted = (all: readonly Figures[], figure: keyof Figures): number[] =>
  all.flatMap((one) => one[figure] ?? []).sort((a, b) => a - b);
function median(all: readonly Figures[], figure: keyof Figures): Value {
  const values = sorted(all, figure);
  const [low, high] = [values[Math.floor((values.length - 1) / 2)], values[Math.floor(values.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function describeRow({played}: Measured, [what, figure]: (typeof rows)[number]): string[] {
  const [plain, link, card, buyButton] = played.map((all) => median(all, figure));
  const ours = (value: Value): string => show(value) + (value != null && plain ? ` (${compare(value, plain)})` : '');
  return [
    what,
    show(plain),
    ours(link),
    ours(card),
    show(buyButton),
    compare(link, buyButton),
    compare(card, buyButton),
  ];
}

function printSpread({played, names}: Measured): void {
  console.log('\nlowest to highest of all rounds:');
  for (const [what, figure] of rows) {
    const spreads = played.flatMap((all, index) => {
      const values = sorted(all, figure);
      return values.length > 0 ? [`${names[index]} ${show(values[0])}–${show(values.at(-1))}`] : [];
    });
    console.log(`  ${what}: ${spreads.join('; ')}`);
  }
}

const measured = await measure();
const head = ['what', ...measured.names, 'link ÷ Buy Button', 'card ÷ Buy Button'];
const table = [head, head.map((_, index) => (index > 0 ? '-:' : '-')), ...rows.map((row) => describeRow(measured, row))]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n');
const [cpu] = cpus();
const machine = `Median of ${rounds} rounds, on ${cpus().length} × ${cpu?.model.trim()}, ${platform()}, Chromium ${measured.browser}, Node ${process.versions.node}.`;

console.log(await format(`${table}\n\n${machine}`, {parser: 'markdown'}));
printSpread(measured);

if (values.write) await writeSection('bench:page', `${table}\n\n${machine}`);
