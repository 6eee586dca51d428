/** The package as others get it: packed, installed into an empty folder, and run. */
import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe, it} from 'node:test';
import {promisify} from 'node:util';
import {createSandbox} from '../../src/sandbox/index.js';
import {pickPort} from '../helpers/port.js';

const run = promisify(execFile);

describe('the packed tarball', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pushcart-'));
    const {stdout} = await run('npm', ['pack', '--json', '--pack-destination', folder]);
    const [packed] = JSON.parse(stdout) as {filename: string}[];
    assert.ok(packed);
    await run('npm', ['init', '--yes'], {cwd: folder});
    await run('npm', ['install', '--no-audit', '--no-fund', join(folder, packed.filename)], {cwd: folder});
  });
  after(() => rm(folder, {recursive: true, force: true}));

  it('runs `npx pushcart demo`: a blog, a proxy with the embed, and a store', async () => {
    const ports = ['--blog-port', '0', '--proxy-port', '0', '--sandbox-port', '0'];
    const demo = spawn(join(folder, 'node_modules', '.bin', 'pushcart'), ['demo', ...ports], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const addresses: Record<string, string> = {};
    for await (const line of createInterface(demo.stdout)) {
      const [, name, address] = /^\s*The (blog|proxy|store)\s+(http\S+)/.exec(line) ?? [];
      if (name && address) addresses[name] = address;
      if (line.includes('Ctrl-C')) break;
    }
    const blog = await (await fetch(`${addresses['blog']}/`)).text();
    assert.ok(blog.includes(`${addresses['proxy']}/pushcart.js`), 'the blog has the tag of this very proxy');
    const tag = await (await fetch(`${addresses['proxy']}/pushcart.js`)).text();
    const [chunk] = /assets\/cart-[\w-]+\.js/.exec(tag) ?? [];
    assert.equal(
      (await fetch(`${addresses['proxy']}/${chunk}`)).status,
      200,
      'and the tag the chunk of this very release',
    );
    assert.equal((await fetch(`${addresses['proxy']}/studio/studio.js`)).status, 200, 'and the studio its script');
    assert.equal((await fetch(`${addresses['store']}/`)).status, 200);
    const stopped = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill('SIGINT');
    assert.equal(await stopped, 0, 'Ctrl-C stops it cleanly');
  });

  it('exports what its types say', async () => {
    const code = `
      import {createCart} from 'pushcart/cart';
      import {createProxy, parseConfig} from 'pushcart/proxy';
      import {createSandbox} from 'pushcart/sandbox';
      import {serveProxy} from 'pushcart/server';
      console.log([createCart, createProxy, parseConfig, createSandbox, serveProxy].map((one) => typeof one).join());`;
    const {stdout} = await run(process.execPath, ['--input-type=module', '--eval', code], {cwd: folder});
    assert.equal(stdout.trim(), 'function,function,function,function,function');
  });

  describe('follows docs/install.md, command by command', () => {
    it('to a shop that sells, and to a store without a trace', async () => {
      const text = await readFile(new URL('../../docs/install.md', import.meta.url), 'utf8');
      const blocks = [...text.matchAll(/^```sh\n(.+?)^```/gms)].map(([, block = '']) => block.trim());
      const sandbox = await createSandbox({switches: {throttle: {capacity: 5000, leakPerSecond: 500}}});
      const port = await pickPort();
      const proxy = `http://127.0.0.1:${port}`;
      const blog = await serveHtml(
        `<!doctype html><title>A post</title><script type="module" src="${proxy}/pushcart.js"></script>`,
      );
      const {privateKey, token} = sandbox.credentials;
      const put = (block: string): string =>
        block
          .replaceAll('https://your-store.example', sandbox.url)
          .replaceAll('https://cart.example', proxy)
          .replaceAll('https://blog.example', blog.url)
          .replace('PUSHCART_PRIVATE_KEY=…', `PUSHCART_PRIVATE_KEY=${privateKey}`)
          .replace('PUSHCART_TOKEN=…', `PUSHCART_TOKEN=${token}`);
      const env = {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PUSHCART|NODE|npm)_/.test(name))),
        PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
        PUSHCART_API_CAPACITY: '5000',
        PUSHCART_API_RATE: '500',
        PUSHCART_PORT: String(port),
        PUSHCART_LOG_LEVEL: 'error',
      };
      const shell = async (block: string): Promise<string> => {
        const {stdout} = await run('bash', ['-euo', 'pipefail', '-c', put(block)], {cwd: folder, env}).catch(
          (error: unknown) => assert.fail(`${block}\n${String(error)}\n${JSON.stringify(error, ['stdout', 'stderr'])}`),
        );
        return stdout;
      };
      const ours = () => sandbox.snapshot().scripts.filter(({Code}) => Code.includes('data-pushcart='));
      /** What is true after each block of the text. */
      const then: [RegExp, (printed: string) => void | Promise<void>][] = [
        [/npm install pushcart/, () => {}],
        [/pushcart init/, (printed) => assert.match(printed, /^set PUSHCART_SECRETS=…/m)],
        [/pushcart serve/, () => {}],
        [/pushcart doctor [^-]*--env-file pushcart\.env$/, (printed) => assert.doesNotMatch(printed, /FAIL/)],
        [/--page/, (printed) => assert.match(printed, /ok/)],
        [
          /scripts install .*--dry-run/,
          () =>
            assert.deepEqual(
              ours().map(({Placement}) => Placement),
              ['HEAD'],
            ),
        ],
        [
          /scripts install .*BODY/,
          () =>
            assert.deepEqual(
              ours().map(({Placement}) => Placement),
              ['BODY'],
            ),
        ],
        [/hooks install/, () => assert.equal(sandbox.snapshot().webhooks.length, 5)],
        [/scripts remove/, () => assert.deepEqual([ours(), sandbox.snapshot().webhooks], [[], []])],
      ];
      assert.equal(blocks.length, then.length);
      let serving: ReturnType<typeof spawn> | undefined;
      try {
        for (const [index, block] of blocks.entries()) {
          const [command, check] = then[index] ?? [];
          assert.match(block, command ?? /^$/);
          if (block === 'npm install pushcart') continue;
          if (block.includes('pushcart serve')) {
            serving = spawn('bash', ['-c', `exec ${put(block)}`], {
              cwd: folder,
              env,
              stdio: ['ignore', 'ignore', 'inherit'],
              detached: true,
            });
            for (
              let tries = 0;
              !(await fetch(`${proxy}/readyz`).then(
                (answer) => answer.ok,
                () => false,
              ));
              tries++
            ) {
              assert.ok(tries < 100, 'the proxy is not ready');
              await new Promise((resolve) => setTimeout(resolve, 100));
            }
          } else await check?.(await shell(block));
        }
      } finally {
        if (serving?.pid !== undefined) process.kill(-serving.pid, 'SIGTERM');
        blog.server.close();
        blog.server.closeAllConnections();
        await sandbox.close();
      }
      assert.deepEqual([sandbox.snapshot().carts, sandbox.snapshot().orders], [[], []]);
    });
  });
});

async function serveHtml(html: string): Promise<{url: string; server: Server}> {
  const server = createServer((_request, response) => {
    response.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'}).end(html);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return {url: `http://localhost:${(server.address() as AddressInfo).port}`, server};
}
