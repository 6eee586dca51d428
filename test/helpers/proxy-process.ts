/** The real proxy in a process of its own. */
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {Environment} from '../../src/proxy/index.js';

/** Bytes. */
export interface Sample {
  /** In use after a collection. */
  readonly heap: number;
  readonly rss: number;
}

export interface ProxyProcess {
  readonly url: string;
  /** Collects what is not needed, and looks. */
  sample(): Promise<Sample>;
  close(): Promise<void>;
  /** Ends it without a word. */
  kill(): Promise<void>;
}

const script = fileURLToPath(new URL('../bench/proxy.ts', import.meta.url));

export async function startProxyProcess(environment: Environment): Promise<ProxyProcess> {
  const child = fork(script, {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: {...process.env, ...environment},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const told = async (): Promise<unknown> => {
    const answer = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    if (!answer) throw new Error('The proxy ended.');
    return answer[0];
  };
  const {url} = (await told()) as {url: string};
  return {
    url,
    async sample() {
      child.send('sample');
      return (await told()) as Sample;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async close() {
      if (child.connected) child.send('close');
      await ended;
    },
  };
}
