/** The package as others get it: packed, installed into an empty folder, and run. */
import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe, it} from 'node:test';
import {promisify} from 'node:util';

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
});
