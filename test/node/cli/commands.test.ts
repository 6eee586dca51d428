/** The command line as a person meets it: words, exit codes, signals. */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {variables} from '../../../src/proxy/index.js';
import {runCommand, startCommand} from '../../helpers/command.js';
import {describeEnvironment, storeKeys} from '../../helpers/environment.js';

async function takePort(): Promise<{port: number; server: Server}> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {port: (server.address() as AddressInfo).port, server};
}

describe('pushcart', {concurrency: 4}, () => {
  it('says with --help what it can do', async () => {
    const {code, stdout, stderr} = await runCommand(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    for (const command of ['serve', 'sandbox', 'demo']) assert.match(stdout, new RegExp(`^ +${command}\\b`, 'm'));
  });

  it('says its version', async () => {
    const {code, stdout} = await runCommand(['--version']);
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('says how it is used when no command is given', async () => {
    const {code, stderr} = await runCommand([]);
    assert.equal(code, 2);
    assert.match(stderr, /serve/);
  });

  it('asks back for a command that it does not know', async () => {
    const {code, stdout, stderr} = await runCommand(['serv']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /serv'/);
    assert.match(stderr, /Did you mean serve\?/);
  });

  it('refuses an option or an argument that it does not know', async () => {
    for (const args of [
      ['serve', '--prot', '1'],
      ['sandbox', '--port', '70000'],
      ['sandbox', '--port', 'x'],
      ['sandbox', '--port'],
      ['demo', 'now'],
    ]) {
      const {code, stderr} = await runCommand(args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, /error: /);
      assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/);
    }
  });
});

describe('pushcart serve', {concurrency: 4}, () => {
  it('lists with --help every variable', async () => {
    const {code, stdout} = await runCommand(['serve', '--help']);
    assert.equal(code, 0);
    for (const {name} of variables) assert.match(stdout, new RegExp(`^ +${name} `, 'm'));
  });

  it('ends with 2 and one line for each variable that is missing or wrong', async () => {
    const {code, stdout, stderr} = await runCommand(
      ['serve'],
      describeEnvironment({PUSHCART_PORT: 'eighty', PUSHCART_ORIGINS: undefined, PUSHCART_SECRETS: 'too-short'}),
    );
    assert.deepEqual([code, stdout], [2, '']);
    const lines = stderr.trim().split('\n');
    assert.deepEqual(lines.map((line) => line.split(' ')[0]).sort(), [
      'PUSHCART_ORIGINS',
      'PUSHCART_PORT',
      'PUSHCART_SECRETS',
    ]);
    assert.ok(!stderr.includes('too-short'));
  });

  it('ends with 2 where there is no environment at all', async () => {
    const {code, stderr} = await runCommand(['serve']);
    assert.equal(code, 2);
    assert.deepEqual(
      stderr
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0])
        .sort(),
      ['PUSHCART_ORIGINS', 'PUSHCART_PRIVATE_KEY', 'PUSHCART_SECRETS', 'PUSHCART_SECURE_URL', 'PUSHCART_TOKEN'],
    );
  });

  it('ends with 2 for a file of variables that is not there', async () => {
    const {code, stderr} = await runCommand(['serve', '--env-file', '/does/not/exist']);
    assert.equal(code, 2);
    assert.equal(stderr.trim().split('\n').length, 1);
    assert.match(stderr, /\/does\/not\/exist/);
  });

  it('ends with 1 and a sentence when its port is taken', async () => {
    const {port, server} = await takePort();
    const {code, stderr} = await runCommand(['serve'], describeEnvironment({PUSHCART_PORT: String(port)}));
    server.close();
    assert.equal(code, 1);
    assert.equal(
      stderr.trim(),
      `Port ${port} is taken, so the proxy cannot start there. Choose another with PUSHCART_PORT.`,
    );
  });

  it('ends with 2 and a sentence where it is to listen on what is no address of this machine', async () => {
    const {code, stderr} = await runCommand(['serve'], describeEnvironment({PUSHCART_HOST: 'nowhere.invalid'}));
    assert.equal(code, 2);
    assert.match(stderr, /^nowhere\.invalid is not a host name.+PUSHCART_HOST\.$/m);
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
  });

  it('reads a file of variables, answers, and stops cleanly when asked, with nothing secret printed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pushcart-cli-'));
    const file = join(folder, 'shop.env');
    const {PUSHCART_PORT, ...rest} = describeEnvironment({PUSHCART_PORT: '1', PUSHCART_API_URL: 'http://127.0.0.1:9/'});
    assert.equal(PUSHCART_PORT, '1');
    writeFileSync(
      file,
      Object.entries({...rest, PUSHCART_PORT: '1'})
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    const command = startCommand(['serve', '--env-file', file], {PUSHCART_PORT: '0'});
    try {
      const [, url = ''] = await command.printed(/"url":"([^"]+)"/);
      assert.equal((await fetch(`${url}/healthz`)).status, 200);
      command.stop('SIGTERM');
      const {code, stdout, stderr} = await command.ended;
      assert.equal(code, 0);
      for (const key of Object.values(storeKeys)) assert.ok(!(stdout + stderr).includes(key));
      for (const line of stdout.trim().split('\n')) assert.doesNotThrow(() => void JSON.parse(line));
    } finally {
      command.stop('SIGKILL');
      rmSync(folder, {recursive: true});
    }
  });
});

describe('pushcart sandbox', {concurrency: 4}, () => {
  it('prints the variables that point a proxy at it, and stops on Ctrl-C', async () => {
    const command = startCommand(['sandbox', '--port', '0']);
    try {
      const [, url = ''] = await command.printed(/^PUSHCART_SECURE_URL=(\S+)$/m);
      await command.printed(/^PUSHCART_TOKEN=\S{32}$/m);
      assert.equal((await fetch(`${url}/_sandbox`)).status, 200);
      command.stop('SIGINT');
      const {code, stdout} = await command.ended;
      assert.equal(code, 0);
      assert.deepEqual(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split('=')[0]),
        [
          'PUSHCART_SECURE_URL',
          'PUSHCART_API_URL',
          'PUSHCART_PRIVATE_KEY',
          'PUSHCART_TOKEN',
          'PUSHCART_ORIGINS',
          'PUSHCART_SECRETS',
        ],
      );
    } finally {
      command.stop('SIGKILL');
    }
  });

  it('ends with 1 and a sentence when its port is taken', async () => {
    const {port, server} = await takePort();
    const {code, stderr} = await runCommand(['sandbox', '--port', String(port)]);
    server.close();
    assert.equal(code, 1);
    assert.equal(
      stderr.trim(),
      `Port ${port} is taken, so the sandbox store cannot start there. Choose another with --port.`,
    );
  });
});

describe('pushcart demo', () => {
  it('runs a store, a proxy and a blog that know of each other', async () => {
    const command = startCommand(['demo', '--blog-port', '0', '--proxy-port', '0', '--sandbox-port', '0']);
    try {
      const [, blog = '', proxy = ''] = await command.printed(/The blog +(\S+)[\s\S]*The proxy +(\S+)/);
      const page = await (await fetch(blog)).text();
      assert.ok(page.includes(`${proxy}/pushcart.js`));
      const answer = await fetch(`${proxy}/v1/cart`, {
        method: 'POST',
        headers: {Origin: blog, 'Content-Type': 'text/plain'},
        body: JSON.stringify({intent: 'sync', lines: [{id: 'a', catalogId: 511, quantity: 1}]}),
      });
      assert.equal(answer.status, 200);
      assert.equal((await fetch(`${blog}/demo/..%2f..%2fpackage.json`)).status, 404);
      command.stop('SIGINT');
      assert.equal((await command.ended).code, 0);
    } finally {
      command.stop('SIGKILL');
    }
  });

  it('names the flag for a port that is taken, and leaves nothing running', async () => {
    const {port, server} = await takePort();
    const {code, stderr} = await runCommand([
      'demo',
      '--blog-port',
      '0',
      '--sandbox-port',
      '0',
      '--proxy-port',
      String(port),
    ]);
    server.close();
    assert.equal(code, 1);
    assert.equal(
      stderr.trim(),
      `Port ${port} is taken, so the proxy cannot start there. Choose another with --proxy-port.`,
    );
  });
});
