/** The proxy on a socket that somebody else has opened. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {findInheritedSocket} from '../../../src/inherited-socket.js';
import {describeEnvironment} from '../../helpers/environment.js';
import {pickPort} from '../../helpers/port.js';
import {findProgram} from '../../helpers/programs.js';

describe('a socket from outside', () => {
  it('is for the process that is named, and for no child of it', () => {
    assert.deepEqual(findInheritedSocket({LISTEN_PID: '7', LISTEN_FDS: '1'}, 7), {fd: 3});
    assert.equal(findInheritedSocket({LISTEN_PID: '7', LISTEN_FDS: '1'}, 8), undefined);
    assert.equal(findInheritedSocket({}, 7), undefined);
  });

  it('is one', () => {
    assert.throws(() => findInheritedSocket({LISTEN_PID: '7', LISTEN_FDS: '2'}, 7), /handed 2/);
  });

  const activate = findProgram('systemd-socket-activate');
  it(
    'is answered on, whatever host and port say',
    {skip: !activate && 'systemd-socket-activate is not installed'},
    async () => {
      assert.ok(activate);
      const port = await pickPort();
      const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
      const variables = describeEnvironment({
        PUSHCART_HOST: '127.0.0.2',
        PUSHCART_PORT: '1',
        PUSHCART_LOG_LEVEL: 'info',
      });
      const proxy = spawn(
        activate,
        [
          `--listen=127.0.0.1:${port}`,
          ...Object.entries(variables).map(([name, value]) => `--setenv=${name}=${value}`),
          process.execPath,
          '--import',
          'tsx',
          '--',
          main,
          'serve',
        ],
        {stdio: ['ignore', 'pipe', 'pipe']},
      );
      try {
        // It listens before the proxy runs, and runs it for whoever comes first.
        for await (const line of createInterface(proxy.stderr)) if (line.includes('Listening')) break;
        const [answer, line] = await Promise.all([
          fetch(`http://127.0.0.1:${port}/healthz`),
          listeningLine(proxy.stdout),
        ]);
        assert.equal(answer.status, 200);
        assert.equal((JSON.parse(line) as {url: string}).url, `http://127.0.0.1:${port}`, 'and the log says where');
      } finally {
        proxy.kill();
        await once(proxy, 'exit');
      }
    },
  );
});

async function listeningLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stream)) if (line.includes('"listening"')) return line;
  throw new Error('It ended without a word.');
}
