/**
 * What the image would hold and do: the Dockerfile's steps, played in a folder with the same commands, and what comes
 * out of them started as its user, on a file system on which nothing can be written. It takes minutes and the npm
 * registry, so it is not part of `npm test`: `npm run test:image`.
 */
import assert from 'node:assert/strict';
import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {chmod, cp, mkdir, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe, it} from 'node:test';
import {promisify} from 'node:util';
import {readAllowed, readDockerfile, type CopyStep, type Stage, type Step} from '../helpers/dockerfile.js';
import {pickPort} from '../helpers/port.js';
import {findProgram} from '../helpers/programs.js';
import {createSandbox, type Sandbox} from '../../src/sandbox/index.js';

const run = promisify(execFile);
const unshare = findProgram('unshare');
const isRoot = process.getuid?.() === 0 && unshare && findProgram('setpriv');

describe(
  'the image',
  {skip: !isRoot && 'it takes root, unshare and setpriv to be another user on a read-only disk'},
  () => {
    let folder = '';
    let sandbox: Sandbox;
    const stages = readDockerfile();
    const steps = stages.at(-1)?.steps ?? [];

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pushcart-image-'));
      await chmod(folder, 0o755);
      sandbox = await createSandbox();
      const allowed = readAllowed(await readFile('.dockerignore', 'utf8'));
      for (const stage of stages) await play(stage, allowed);
    });
    after(async () => {
      await sandbox.close();
      await rm(folder, {recursive: true, force: true});
    });

    it('serves as its user, writes nothing, is found healthy, and stops when asked', async () => {
      const port = String(await pickPort());
      const environment = {
        PUSHCART_SECURE_URL: sandbox.url,
        PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
        PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
        PUSHCART_TOKEN: sandbox.credentials.token,
        PUSHCART_ORIGINS: 'https://blog.example',
        PUSHCART_SECRETS: randomBytes(32).toString('base64url'),
        PUSHCART_PORT: port,
      };
      assert.equal(await ended(start(wordsOf('healthcheck'), environment)), 1, 'not healthy before it runs');
      const proxy = start([...wordsOf('entrypoint'), ...wordsOf('command')], environment);
      try {
        assert.ok(proxy.stdout);
        for await (const line of createInterface(proxy.stdout)) if (line.includes('"listening"')) break;
        assert.equal(await ended(start(wordsOf('healthcheck'), environment)), 0, 'healthy');
        const status = await readFile(`/proc/${proxy.pid}/status`, 'utf8');
        assert.match(status, new RegExp(`^Uid:\\s+${userOf()[0]}\\s`, 'm'));
        const tag = await (await fetch(`http://127.0.0.1:${port}/pushcart.js`)).text();
        const [chunk = 'no chunk'] = /assets\/cart-[\w-]+\.js/.exec(tag) ?? [];
        assert.equal((await fetch(`http://127.0.0.1:${port}/${chunk}`)).status, 200);
        const products = await fetch(`http://127.0.0.1:${port}/v1/products?ids=511`);
        assert.equal(products.status, 200);
      } finally {
        proxy.kill('SIGTERM');
      }
      assert.equal(await ended(proxy), 0, 'ends cleanly');
    });

    it('cannot write, not even where it lives', async () => {
      const write = 'require("fs").writeFileSync("written", "")';
      const child = start(['node', '--eval', write], {});
      let said = '';
      child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
      assert.notEqual(await ended(child), 0);
      assert.match(said, /EROFS/);
    });

    it('has what runs, and nothing that builds', async () => {
      const app = inStage(stages.at(-1), '/app');
      const {stdout} = await run('ls', [`${app}/node_modules`]);
      assert.ok(stdout.includes('hono'));
      assert.doesNotMatch(stdout, /^(typescript|vite|playwright-core)$/m);
      const {stdout: kilobytes} = await run('du', ['-sk', app]);
      assert.ok(Number.parseInt(kilobytes) < 60_000, `${kilobytes.trim()} kB`);
    });

    /** Where a path of a stage is on this machine. */
    function inStage(stage: Stage | undefined, path: string): string {
      assert.ok(stage);
      return join(folder, String(stages.indexOf(stage)), path);
    }

    async function play(stage: Stage, allowed: readonly string[]): Promise<void> {
      let workdir = '/';
      for (const step of stage.steps) {
        if (step.kind === 'workdir') {
          workdir = step.folder;
          await mkdir(inStage(stage, workdir), {recursive: true});
        } else if (step.kind === 'run') {
          const env = {PATH: process.env['PATH'], HOME: process.env['HOME']};
          await run('sh', ['-c', step.command], {cwd: inStage(stage, workdir), env});
        } else if (step.kind === 'copy') await copy(step, stage, workdir, allowed);
      }
    }

    async function copy(step: CopyStep, stage: Stage, workdir: string, allowed: readonly string[]): Promise<void> {
      const isFolder = step.target.endsWith('/');
      const target = inStage(stage, step.target.startsWith('/') ? step.target : join(workdir, step.target));
      const origin = stages.find(({name}) => step.from !== undefined && name === step.from);
      for (const source of step.sources) {
        if (!origin) assert.ok(allowed.includes(source), `.dockerignore hides ${source}`);
        const from = origin ? inStage(origin, source) : source;
        await cp(from, isFolder ? join(target, basename(source)) : target, {recursive: true, verbatimSymlinks: true});
      }
    }

    function wordsOf(kind: 'entrypoint' | 'command' | 'healthcheck'): readonly string[] {
      const step = steps.find((one): one is Extract<Step, {words: readonly string[]}> => one.kind === kind);
      return step?.words ?? assert.fail(`The image has no ${kind}.`);
    }

    function userOf(): readonly string[] {
      const user = steps.find((step) => step.kind === 'user')?.user ?? '';
      return user.split(':');
    }

    /** Starts a program as the image's user, where no disk can be written. */
    function start(words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
      const [uid = '', gid = ''] = userOf();
      const variables = Object.assign(
        {},
        ...steps.map((step) => (step.kind === 'env' ? step.variables : {})),
      ) as object;
      const readOnly = 'mount -o remount,bind,ro / && cd "$0" && exec setpriv "$@"';
      const user = [
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        '--bounding-set=-all',
        '--no-new-privs',
        '--',
      ];
      assert.ok(unshare);
      return spawn(unshare, ['--mount', 'sh', '-c', readOnly, inStage(stages.at(-1), '/app'), ...user, ...words], {
        env: {PATH: process.env['PATH'], ...variables, ...environment},
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    }

    async function ended(child: ChildProcess): Promise<number | null> {
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    }
  },
);
