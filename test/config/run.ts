/**
 * Runs everything that must be green, one after another, and sums it up in one line. Checks without tests of their
 * own count as one. All are run, so that one red does not hide another; a failed build ends it, since the rest needs it.
 */
import {spawn} from 'node:child_process';
import {chromePath} from '../helpers/chrome.js';

interface Step {
  readonly name: string;
  readonly script: string;
  /** It prints `N passed, N failed, N skipped`; otherwise its exit code is its word. */
  readonly counts?: true;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What stands in one line is run at once. */
const steps: readonly (readonly Step[])[] = [
  [
    {name: 'lint', script: 'lint'},
    {name: 'types', script: 'types'},
    {name: 'format', script: 'format'},
    {name: 'unused code', script: 'unused'},
  ],
  [{name: 'build', script: 'build'}],
  [
    {name: 'package', script: 'package'},
    {name: 'size', script: 'size'},
  ],
  [{name: 'node', script: 'test:node', counts: true, environment: {COMMAND: 'built'}}],
  [{name: 'workerd', script: 'test:workerd', counts: true}],
  [{name: 'browser', script: 'test:browser', counts: true}],
  [{name: 'e2e', script: 'test:e2e', counts: true, environment: {COMMAND: 'built'}}],
];

const LONGEST_MS = 10 * 60_000;

/**
 * Runs an npm script, shows what it says at once, or at its end beside others, and answers that as well. One that does
 * not end is ended, and is red.
 */
function run({script, environment}: Step, beside: boolean): Promise<{code: number; output: string}> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {...process.env, ...environment},
      shell: process.platform === 'win32',
      // A group of its own, so that browsers and servers end with it.
      detached: process.platform !== 'win32',
    });
    const timer = setTimeout(() => {
      console.error(`\n${script} did not end within ${LONGEST_MS / 60_000} minutes.`);
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    }, LONGEST_MS);
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (!beside) to.write(chunk);
      });
    }
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({code: code ?? 1, output});
    });
  });
}

try {
  chromePath();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const total = {passed: 0, failed: 0, skipped: 0};
const red: string[] = [];
for (const group of steps) {
  const beside = group.length > 1;
  if (beside) console.log(`\n== ${group.map(({name}) => name).join(', ')}`);
  const ends = await Promise.all(
    group.map(async (step) => {
      if (!beside) console.log(`\n== ${step.name}`);
      const end = await run(step, beside);
      if (beside) console.log(`\n== ${step.name}: ${end.code === 0 ? 'well' : 'red'}\n${end.output}`.trimEnd());
      return {...step, ...end};
    }),
  );
  for (const {name, counts, code, output} of ends) {
    const lines = [...output.matchAll(/(\d+) passed, (\d+) failed, (\d+) skipped/g)];
    const last = counts && lines.at(-1);
    const [passed, failed, skipped] = last ? last.slice(1).map(Number) : [code === 0 ? 1 : 0, code === 0 ? 0 : 1, 0];
    total.passed += passed ?? 0;
    // A suite that broke off before it could count is red all the same.
    total.failed += failed === 0 && code !== 0 ? 1 : (failed ?? 0);
    total.skipped += skipped ?? 0;
    if (code !== 0) red.push(name);
  }
  if (red.includes('build')) break;
}
if (red.length > 0) console.log(`\nred: ${red.join(', ')}`);
process.exitCode = red.length > 0 ? 1 : 0;
console.log(`\ntotal: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
