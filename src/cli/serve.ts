/** `pushcart serve`: the proxy, configured by the environment. */
import {parseConfig} from '../proxy/index.js';
import {readEnvironment, serveProxy} from '../server.js';
import {orSayPortTaken} from './failure.js';
import {closeOnSignal} from './stop.js';

export async function serve({envFile}: {envFile?: string}): Promise<void> {
  const config = parseConfig(readEnvironment(envFile));
  const server = await orSayPortTaken(serveProxy(config), 'proxy', 'PUSHCART_PORT');
  await closeOnSignal([() => server.close()]);
}
