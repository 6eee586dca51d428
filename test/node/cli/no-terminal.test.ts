/** Commands that change something, where nobody is there: in a pipeline, from cron, with no input at all. */
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import type {Environment} from '../../../src/proxy/index.js';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {runCommand} from '../../helpers/command.js';
import {ampleThrottle, describeShop} from '../../helpers/merchant.js';

describe('without anybody there', {timeout: 120_000}, () => {
  let store: Sandbox;
  let folder = '';
  let file = '';
  let environment: Environment = {};
  before(async () => {
    store = await createSandbox({switches: {throttle: ampleThrottle, webhookProbe: 'off'}});
    folder = mkdtempSync(join(tmpdir(), 'pushcart-alone-'));
    file = join(folder, 'pushcart.env');
    environment = describeShop(store, {PUSHCART_PUBLIC_URL: 'http://127.0.0.1:9', PUSHCART_SECRETS: undefined});
  });
  after(async () => {
    rmSync(folder, {recursive: true, force: true});
    await store.close();
  });

  /** In this order: each finds what the one before it left. */
  const commands = [
    ['init'],
    ['secrets', 'rotate'],
    ['scripts', 'install'],
    ['scripts', 'update', '--placement', 'BODY'],
    ['hooks', 'install'],
    ['hooks', 'remove'],
    ['scripts', 'remove'],
  ];
  for (const words of commands)
    it(`pushcart ${words.join(' ')} does nothing unasked, and all of it with --yes`, async () => {
      const {calls: _, ...before} = store.snapshot();
      const text = words[0] === 'init' ? undefined : readFileSync(file, 'utf8');
      for (const setting of [{closed: true}, {}]) {
        const ran = await runCommand([...words, '--env-file', file], environment, setting);
        assert.equal(ran.code, 2, ran.stderr);
        assert.match(ran.stderr, /there is no terminal to ask in\. Add --yes to go on, or --dry-run to only look\.$/m);
        const {calls: __, ...now} = store.snapshot();
        assert.deepEqual(now, before);
        if (text !== undefined) assert.equal(readFileSync(file, 'utf8'), text);
      }
      const ran = await runCommand([...words, '--yes', '--env-file', file], environment, {closed: true});
      assert.equal(ran.code, 0, ran.stderr);
      assert.notEqual(ran.stdout, '');
    });

  it('lists without an input', async () => {
    const ran = await runCommand(['scripts', 'list', '--json', '--env-file', file], environment, {closed: true});
    assert.deepEqual([ran.code, ran.stdout], [0, '[]\n']);
  });
});
