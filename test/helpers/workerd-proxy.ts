/** The worker of docs/hosts.md as a proxy that listens. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Environment} from '../../src/proxy/index.js';
import type {ProxyServer} from '../../src/server.js';
import {bundle} from './bundle.js';
import type {FastClock} from './fast-clock.js';
import {pickPort} from './port.js';
import {startWorkerd} from './workerd.js';

const page = fileURLToPath(new URL('../../docs/hosts.md', import.meta.url));

/** The worker as the page shows it, whole. */
function readWorker(): string {
  const [, worker] = /```js\n(import[^]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
  if (worker === undefined) throw new Error(`${page} shows no worker.`);
  return worker;
}

/** What stands in for `pushcart/proxy`, where time runs faster. */
const inFastTime = ({times, start}: FastClock): string => `
  import {createProxy as create} from './src/proxy/index.js';
  import {fastClock} from './test/helpers/fast-clock.js';
  export {parseConfig} from './src/proxy/index.js';
  export const createProxy = (config, deps) => create(config, {...deps, clock: fastClock(${times}, ${start})});
`;

/** @param clock Default: real time. */
export async function serveInWorkerd(
  variables: Environment,
  onLine: (line: string) => void,
  clock?: FastClock,
): Promise<ProxyServer> {
  const script = await bundle(readWorker(), {
    modules: {'pushcart/proxy': clock ? inFastTime(clock) : "export * from './src/proxy/index.js';"},
  });
  // A worker does not know where it is reached.
  const port = Number(variables['PUSHCART_PORT']) || (await pickPort());
  const told = {PUSHCART_PUBLIC_URL: `http://127.0.0.1:${port}`, ...variables};
  return startWorkerd({script, port, variables: told, onLine, durableObject: {className: 'Shop', binding: 'SHOP'}});
}
