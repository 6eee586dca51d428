/** A Redis of a test's own, which can be killed and started again. */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pickPort} from './port.js';
import {findProgram} from './programs.js';

export interface RedisServer {
  /** `redis://127.0.0.1:…` */
  readonly url: string;
  /** Ends it at once, and everything that it knew. */
  stop(): Promise<void>;
  /** At the same address, knowing nothing. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const program = findProgram('redis-server', 'valkey-server');
/** For a test's `skip`: why it cannot run here, or false. */
export const withoutRedis: string | false = program
  ? false
  : 'there is no redis-server: "apt install redis-server" on Debian';

/** Resolves when it takes connections. */
async function untilThere(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isThere = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function startRedis(): Promise<RedisServer> {
  const port = await pickPort();
  const folder = mkdtempSync(join(tmpdir(), 'pushcart-redis-'));
  let child: ChildProcess | undefined;
  async function start(): Promise<void> {
    child = spawn(
      program ?? 'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
      {stdio: 'ignore'},
    );
    await untilThere(port, child);
  }
  async function stop(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    async close() {
      await stop();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
