/** `pushcart serve`: the proxy, configured by the environment. */
import {parseConfig} from '../proxy/index.js';
import {readEnvironment, serveProxy} from '../server.js';
import {orSayWhyNot} from './failure.js';
import {closeOnSignal} from './stop.js';

export async function serve({envFile}: {envFile?: string}): Promise<void> {
  const config = parseConfig(readEnvironment(envFile));
  const server = await orSayWhyNot(serveProxy(config), 'proxy', {port: 'PUSHCART_PORT', host: 'PUSHCART_HOST'});
  await closeOnSignal([(noticeMs) => server.close(noticeMs)]);
}
