/** Runs the tests below some folders with Node's own runner: Node 20 expands no patterns by itself. */
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const reporter = fileURLToPath(new URL('count-reporter.js', import.meta.url));
const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'));
const files = process.argv
  .slice(2)
  .filter((arg) => !arg.startsWith('-'))
  .flatMap((folder) =>
    readdirSync(folder, {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.test.ts'))
      .sort()
      .map((file) => join(folder, file)),
  );
const {status} = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    '--test',
    // A file that hangs is a failure, and no end of the run.
    '--test-timeout=420000',
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    ...flags,
    ...files,
  ],
  {stdio: 'inherit'},
);
process.exitCode = status ?? 1;
