/** The processes of `npm run bench:server`. */
import {execFile, fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {Load, Loaded} from '../bench/load.js';
import type {StoreAsked} from '../bench/store.js';
import type {Addresses, Told} from '../bench/under-load.js';
import type {Environment} from '../../src/proxy/index.js';
import {pageOrigin, sealingSecret, storeKeys} from './environment.js';

const script = (name: string): string => fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url));
const byTsx = ['--import', 'tsx'];

async function firstMessage(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('A process of the bench ended before it was asked to.');
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  return message;
}

export async function startStore(asked: StoreAsked): Promise<{readonly url: string; close(): void}> {
  const child = fork(script('store'), [JSON.stringify(asked)], {execArgv: byTsx});
  return {url: (await firstMessage(child)) as string, close: () => child.disconnect()};
}

/** A proxy's environment before a store, with an allowance that nobody waits for. */
export const describeBench = (storeUrl: string): Environment => ({
  PUSHCART_SECURE_URL: storeUrl,
  PUSHCART_API_URL: `${storeUrl}/3dCartWebAPI/v1`,
  PUSHCART_PRIVATE_KEY: storeKeys.privateKey,
  PUSHCART_TOKEN: storeKeys.token,
  PUSHCART_ORIGINS: pageOrigin,
  PUSHCART_SECRETS: sealingSecret,
  PUSHCART_PORT: '0',
  PUSHCART_API_CAPACITY: '100000',
  PUSHCART_API_RATE: '100000',
  // The limits count, and let everything pass.
  PUSHCART_LIMIT_REQUESTS: '1000000',
  PUSHCART_LIMIT_CARTS: '1000000',
  PUSHCART_LIMIT_ORIGIN: '1000000',
});

export interface UnderLoad extends Addresses {
  tell(told: Told): Promise<void>;
  close(): void;
}

export async function startUnderLoad(environment: Environment): Promise<UnderLoad> {
  const child = fork(script('under-load'), {execArgv: byTsx, env: {...process.env, ...environment}});
  const addresses = (await firstMessage(child)) as Addresses;
  return {
    ...addresses,
    async tell(told) {
      child.send(told);
      await firstMessage(child);
    },
    close: () => child.disconnect(),
  };
}

export async function putUnderLoad(load: Load): Promise<Loaded> {
  const {stdout} = await promisify(execFile)(process.execPath, [...byTsx, script('load'), JSON.stringify(load)]);
  const loaded = JSON.parse(stdout) as Loaded;
  if (loaded.failed > 0) throw new Error(`${loaded.failed} answers of ${load.url} were not 200.`);
  return loaded;
}
