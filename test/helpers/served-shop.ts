/** A shop over real HTTP: a sandbox store with a proxy before it, each on a free port of its own. */
import {randomBytes} from 'node:crypto';
import {parseConfig, type Environment} from '../../src/proxy/index.js';
import {createSandbox, type Sandbox, type SandboxOptions} from '../../src/sandbox/index.js';
import {serveProxy, type ProxyServer} from '../../src/server.js';
import {createWatchedLog, watchCall} from './log-watch.js';
import type {FastClock} from './fast-clock.js';
import {serveInWorkerd} from './workerd-proxy.js';

export interface ServedShop {
  readonly sandbox: Sandbox;
  readonly proxy: ProxyServer;
  /** Every line that the proxy logged, at its most talkative. */
  readonly logged: readonly string[];
  /** Ends the proxy; what it answers starts one at the same address, which remembers nothing. */
  stopProxy(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface ServedShopOptions {
  readonly sandbox?: SandboxOptions;
  readonly clock?: FastClock;
}

/**
 * Opens a shop for pages of some origins, comma-separated. With `PROXY_HOST=workerd` its proxy runs there, and not in Node.
 *
 * @param environment Changes to the proxy's environment.
 */
export async function serveShop(
  origins: string,
  environment: Environment = {},
  options: ServedShopOptions = {},
): Promise<ServedShop> {
  const sandbox = await createSandbox(options.sandbox);
  const logged: string[] = [];
  const variables: Environment = {
    PUSHCART_SECURE_URL: sandbox.url,
    PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
    PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
    PUSHCART_TOKEN: sandbox.credentials.token,
    PUSHCART_ORIGINS: origins,
    PUSHCART_SECRETS: randomBytes(32).toString('base64url'),
    PUSHCART_PORT: '0',
    PUSHCART_LOG_LEVEL: 'trace',
    PUSHCART_LIMIT_REQUESTS: '0',
    PUSHCART_LIMIT_CARTS: '0',
    ...environment,
  };
  const serve = (changes: Environment = {}): Promise<ProxyServer> => {
    if (process.env['PROXY_HOST'] === 'workerd')
      return serveInWorkerd({...variables, ...changes}, (line) => logged.push(line), options.clock);
    const config = parseConfig({...variables, ...changes});
    return serveProxy(config, {
      log: createWatchedLog(config, (line) => logged.push(line)),
      fetch(request) {
        watchCall(request);
        return fetch(request);
      },
      ...(options.clock && {clock: options.clock}),
    });
  };
  let proxy = await serve();
  const {url} = proxy;
  return {
    sandbox,
    proxy: {url, close: () => proxy.close()},
    logged,
    async stopProxy() {
      await proxy.close();
      return async () => void (proxy = await serve({PUSHCART_PORT: new URL(url).port}));
    },
    async close() {
      await proxy.close();
      await sandbox.close();
    },
  };
}
