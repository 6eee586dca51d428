/**
 * Runs the handler's tests in `workerd`: those on virtual time whole inside a worker, with the sandbox beside the proxy;
 * then those over HTTP, with the worker of docs/hosts.md as the proxy. Names or parts of them choose some of the files.
 */
import {spawn} from 'node:child_process';
import {randomInt} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {Readable} from 'node:stream';
import type {ReadableStream} from 'node:stream/web';
import {fileURLToPath} from 'node:url';
import {bundle} from '../helpers/bundle.js';
import {startWorkerd, type Workerd} from '../helpers/workerd.js';
import type {Outcome} from './node-test.js';

const overHttp = [
  'test/node/proxy/buy/purchase.test.ts',
  'test/node/proxy/property-http.test.ts',
  'test/workerd/hosts.test.ts',
];
/** About Node's server and its process, or, as the first, about a copy of the source that is changed. */
const elsewhere = ['mutations', 'headers', 'metrics', 'log-canaries'].map((name) => `test/node/proxy/${name}.test.ts`);
const inside = [
  ...readdirSync('test/node/proxy', {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => `test/node/proxy/${file}`)
    .filter((file) => !elsewhere.includes(file) && !overHttp.includes(file)),
  'test/fuzz/fuzz.test.ts',
];
const chosen = process.argv.slice(2);
const isChosen = (file: string): boolean => chosen.length === 0 || chosen.some((part) => file.includes(part));
const count = {passed: 0, failed: 0};
// A worker has no time before its first request, so the seed is given.
const SEED = process.env['SEED'] ?? String(randomInt(2 ** 31));

async function runInside(file: string): Promise<void> {
  const said: string[] = [];
  const failed: string[] = [];
  let passed = 0;
  let worker: Workerd | undefined;
  try {
    const script = await bundle(`import './${file}';\nexport {default} from './test/workerd/suite.js';`, {
      environment: {RUNS: '60', SEED},
    });
    // `node:assert` and its like for the tests; none of Node's globals, so that the handler cannot lean on one.
    const flags = ['nodejs_compat', 'no_nodejs_compat_v2'];
    worker = await startWorkerd({script, flags, onLine: (line) => said.push(line)});
    const {body} = await fetch(worker.url);
    if (!body) throw new Error('it answered nothing');
    for await (const line of createInterface({input: Readable.fromWeb(body as ReadableStream)})) {
      const {name, failure} = JSON.parse(line) as Outcome;
      if (failure === undefined) passed += 1;
      else failed.push(`✗ ${name} (${file})\n${failure}`);
    }
    if (passed + failed.length === 0) throw new Error('it has no tests');
  } catch (error) {
    failed.push(`✗ ${file} broke off: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await worker?.close();
  }
  count.passed += passed;
  count.failed += failed.length;
  console.log(failed.length > 0 ? `${said.join('\n')}\n${failed.join('\n\n')}\n` : `✓ ${file}: ${passed}`);
}

/** Node's own runner, with the proxy in a worker. */
async function runOverHttp(files: readonly string[]): Promise<void> {
  const reporter = fileURLToPath(new URL('../config/count-reporter.js', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--test',
      '--test-timeout=120000',
      `--test-reporter=${reporter}`,
      '--test-reporter-destination=stdout',
      ...files,
    ],
    {env: {...process.env, PROXY_HOST: 'workerd', RUNS: '8', SEED}, stdio: ['ignore', 'pipe', 'inherit']},
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let isCounted = false;
  for await (const line of createInterface({input: child.stdout})) {
    const [, passed, failed] = /^(\d+) passed, (\d+) failed, \d+ skipped$/.exec(line) ?? [];
    if (passed === undefined) {
      console.log(line);
      continue;
    }
    isCounted = true;
    count.passed += Number(passed);
    count.failed += Number(failed);
  }
  if ((await ended) !== 0 && (!isCounted || count.failed === 0)) count.failed += 1;
}

const http = overHttp.filter(isChosen);
const queue = inside.filter(isChosen);
console.log(`seed ${SEED}`);
await Promise.all([
  // It waits more than it works.
  http.length > 0 && runOverHttp(http),
  ...[1, 2].map(async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runInside(file);
  }),
]);
console.log(`\n${count.passed} passed, ${count.failed} failed, 0 skipped`);
process.exitCode = count.failed > 0 ? 1 : 0;
