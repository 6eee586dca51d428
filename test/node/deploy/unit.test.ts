/** The systemd units, as systemd itself reads them. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {findProgram} from '../../helpers/programs.js';
import {recipe, recipeFolder} from '../../helpers/recipes.js';

const analyze = findProgram('systemd-analyze');
const units = ['pushcart.service', 'pushcart.socket'];
/** Out of 10: 0 is a process that can do nothing. systemd calls everything below 2 "OK". */
const MOST_EXPOSED = 2;

function run(...args: readonly string[]): {status: number | null; output: string} {
  assert.ok(analyze);
  const {status, stdout, stderr} = spawnSync(analyze, args, {cwd: recipeFolder, encoding: 'utf8'});
  return {status, output: stdout + stderr};
}

describe('the systemd units', {skip: !analyze && 'systemd-analyze is not installed'}, () => {
  it('are right to `systemd-analyze verify`', () => {
    const {status, output} = run('verify', '--man=no', ...units.map((unit) => `./${unit}`));
    assert.equal(status, 0, output);
    const ours = output.split('\n').filter((line) => line.includes('pushcart'));
    assert.deepEqual(ours, [], 'without a warning');
  });

  it('leave little to whoever takes over the process', (context) => {
    const {status, output} = run(
      'security',
      '--offline=true',
      '--no-pager',
      `--threshold=${MOST_EXPOSED * 10}`,
      './pushcart.service',
    );
    const [verdict = output] = /Overall exposure level.*/.exec(output) ?? [];
    context.diagnostic(verdict);
    assert.equal(status, 0, output);
  });
});

it('the service is killed later than the proxy has ended what is in flight', () => {
  const [, seconds] = /^TimeoutStopSec=(\d+)$/m.exec(recipe('pushcart.service')) ?? [];
  assert.ok(Number(seconds) > 9, `TimeoutStopSec=${seconds}`);
});
