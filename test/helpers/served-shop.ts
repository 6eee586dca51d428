/** A shop over real HTTP: a sandbox store with a proxy before it, each on a free port of its own. */
import {randomBytes} from 'node:crypto';
import {parseConfig, type Environment} from '../../src/proxy/index.js';
import {createSandbox, type Sandbox, type SandboxOptions} from '../../src/sandbox/index.js';
import {createLog, serveProxy, type ProxyServer, type ServeOptions} from '../../src/server.js';

export interface ServedShop {
  readonly sandbox: Sandbox;
  readonly proxy: ProxyServer;
  /** Every line that the proxy logged, at its most talkative. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

export interface ServedShopOptions {
  readonly sandbox?: SandboxOptions;
  readonly clock?: ServeOptions['clock'];
}

/**
 * Opens a shop for pages of some origins, comma-separated.
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
  const config = parseConfig({
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
  });
  const proxy = await serveProxy(config, {
    log: createLog(config, (line) => logged.push(line)),
    ...(options.clock && {clock: options.clock}),
  });
  return {
    sandbox,
    proxy,
    logged,
    async close() {
      await proxy.close();
      await sandbox.close();
    },
  };
}
