/**
 * The property is worth something only if it notices: each thing that keeps a cart right is taken out of a copy of the
 * proxy, and the plays must then fail.
 */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What is taken out, and how: a text that a file of the proxy has exactly once, and what stands there instead. */
const mutations: readonly {
  readonly what: string;
  readonly changes: readonly [file: string, from: string, to: string][];
}[] = [
  {
    what: 'reading before a lost post is sent again',
    changes: [
      [
        'visit.ts',
        "outcome.kind === 'unclear') cart.doubt(action, clock.now());",
        "outcome.kind === 'unclear') leave(outcome, '');",
      ],
    ],
  },
  {
    what: 'the revision of the wishes',
    changes: [['visit.ts', 'request.rev < record.rev;', 'false;']],
  },
  {
    what: 'the lock of a cart',
    changes: [['records.ts', "if ((await Promise.race([turn, late])) === 'late') return 'late';", '']],
  },
  {
    what: 'the doubt about whether the token is the newest',
    changes: [['visit.ts', 'token !== undefined && record.token === request.cart', 'token !== undefined']],
  },
  {
    what: 'waiting for writes that may still land',
    changes: [['doubts.ts', 'const LANDING_MS = 30_000;', 'const LANDING_MS = 0;']],
  },
  {
    what: 'the memory of which lines a lost post did not make',
    changes: [['doubts.ts', 'return {...doubt, others: [...doubt.others, lineId]};', 'return doubt;']],
  },
  {
    what: 'the rule that a cart that was sent to checkout is not written',
    changes: [
      [
        'visit.ts',
        'cart.handedOver && cart.key ? await settleHandedOver(cart.handedOver)',
        'false ? await settleHandedOver([])',
      ],
    ],
  },
];

describe('the property', () => {
  let copy = '';

  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'pushcart-mutations-'));
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    await cp(join(root, 'package.json'), join(copy, 'package.json'));
    for (const folder of ['src', 'test/helpers', 'test/node/proxy']) {
      await mkdir(join(copy, folder), {recursive: true});
      await cp(join(root, folder), join(copy, folder), {recursive: true});
    }
  });
  after(() => rm(copy, {recursive: true, force: true}));

  it('holds for the copy as it is', async () => {
    assert.deepEqual(await runPlays(copy, 160), {failed: false});
  });

  for (const {what, changes} of mutations) {
    it(`notices when ${what} is gone`, async () => {
      const originals = new Map<string, string>();
      for (const [name, from, to] of changes) {
        const file = join(copy, 'src/proxy', name);
        const text = await readFile(file, 'utf8');
        assert.equal(text.split(from).length, 2, `${name} has once: ${from}`);
        originals.set(file, text);
        await writeFile(
          file,
          text.replace(from, () => to),
        );
      }
      try {
        assert.deepEqual(await runPlays(copy, 8000), {failed: true});
      } finally {
        for (const [file, text] of originals) await writeFile(file, text);
      }
    });
  }
});

/** Gives plays until one fails. It must fail for what the store's cart holds, not for want of a compiler. */
async function runPlays(folder: string, runs: number): Promise<{failed: boolean}> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/node/proxy/property.test.ts'], {
    cwd: folder,
    env: {...process.env, RUNS: String(runs), SHRINK: '0', NODE_TEST_CONTEXT: ''},
  });
  let output = '';
  const isCaught = (): boolean => /Property failed after \d+ tests/.test(output);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
      if (isCaught()) child.kill();
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  assert.ok(code === 0 || isCaught(), output.slice(-2000));
  return {failed: isCaught()};
}
