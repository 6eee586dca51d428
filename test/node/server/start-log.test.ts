/** What the proxy says when it starts, so that an operator sees at once what is wrong. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {parseConfig, type Environment} from '../../../src/proxy/index.js';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {serveProxy} from '../../../src/server.js';
import {adviceOn} from '../../../src/start-log.js';
import {createWatchedLog} from '../../helpers/log-watch.js';
import {describeEnvironment, sealingSecret, storeKeys} from '../../helpers/environment.js';

const metricsToken = 'm3tr1cs-t0ken-for-the-scraper';

interface Line {
  readonly event: string;
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Starts a proxy, waits for a line, stops it; answers all that it said. */
async function start(environment: Environment, until: string): Promise<Line[]> {
  const lines: Line[] = [];
  let seen = (): void => undefined;
  const said = new Promise<void>((resolve) => (seen = resolve));
  const config = parseConfig(describeEnvironment({PUSHCART_PORT: '0', PUSHCART_PUBLIC_URL: undefined, ...environment}));
  const proxy = await serveProxy(config, {
    log: createWatchedLog(config, (text) => {
      const line = JSON.parse(text) as Line;
      lines.push(line);
      if (line.event === until) seen();
    }),
  });
  await said;
  await proxy.close();
  return lines;
}

describe('a proxy that starts', () => {
  let sandbox: Sandbox;
  before(async () => void (sandbox = await createSandbox({credentials: storeKeys})));
  after(() => sandbox.close());
  const ofSandbox = () => ({PUSHCART_SECURE_URL: sandbox.url, PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`});

  it('says what it is connected to and what is turned on, and nothing secret', async () => {
    const lines = await start(
      {
        ...ofSandbox(),
        PUSHCART_METRICS_TOKEN: metricsToken,
        PUSHCART_STUDIO: '1',
        PUSHCART_ORIGINS: 'https://blog.example,https://*.shop.example:8443',
      },
      'mirror_full',
    );
    const order = lines.map(({event}) => event);
    assert.ok(order.indexOf('listening') < order.indexOf('store_connected'), order.join());
    const listening = lines.find(({event}) => event === 'listening');
    assert.equal(listening?.store, sandbox.url);
    assert.equal(listening.api, `${sandbox.url}/3dCartWebAPI/v1`);
    assert.deepEqual(listening.origins, ['https://blog.example', 'https://*.shop.example:8443']);
    assert.deepEqual([listening.metrics, listening.studio, listening.create], ['token', true, 'add']);
    assert.deepEqual([listening.credentials, listening.sealingKeys], ['private key and token', 1]);
    const connected = lines.find(({event}) => event === 'store_connected');
    assert.deepEqual([connected?.currency, connected?.storefront], ['USD', sandbox.url]);
    assert.ok(String(connected?.msg).includes(String(connected?.name)));
    const said = JSON.stringify(lines);
    for (const secret of [...Object.values(storeKeys), sealingSecret, metricsToken]) assert.ok(!said.includes(secret));
  });

  it('says that the store refuses it, and where to look', async () => {
    const lines = await start({...ofSandbox(), PUSHCART_TOKEN: 'x'.repeat(32)}, 'mirror_failed');
    const failed = lines.find(({event}) => event === 'mirror_failed');
    assert.deepEqual([failed?.level, failed?.kind], ['warn', 'denied']);
    assert.match(String(failed?.msg), /refused our credentials.*PUSHCART_SECURE_URL/);
    assert.ok(!lines.some(({event}) => event === 'store_connected'));
  });

  it('says that the store does not answer, and where to look', async () => {
    const lines = await start({PUSHCART_API_URL: 'http://127.0.0.1:9/v1'}, 'mirror_failed');
    const failed = lines.find(({event}) => event === 'mirror_failed');
    assert.deepEqual([failed?.kind, failed?.reason], ['unclear', 'connection']);
    assert.match(String(failed?.msg), /Until it can.*PUSHCART_API_URL/);
  });
});

describe('advice at the start', () => {
  const url = 'http://127.0.0.1:8787';
  const adviceFor = (changes: Environment, at = url): string[] => {
    const config = parseConfig(
      describeEnvironment({PUSHCART_PUBLIC_URL: 'https://cart.example', PUSHCART_TRUST_PROXY: '1', ...changes}),
    );
    return adviceOn(config, config.publicUrl ?? at, at).map(({variable}) => variable);
  };

  it('is none for a proxy behind a web server, or on a developer’s machine', () => {
    assert.deepEqual(adviceFor({}), []);
    assert.deepEqual(adviceFor({PUSHCART_PUBLIC_URL: undefined, PUSHCART_TRUST_PROXY: '0'}), []);
    assert.deepEqual(
      adviceFor({PUSHCART_PUBLIC_URL: 'http://localhost:8080', PUSHCART_TRUST_PROXY: '0', PUSHCART_LIMIT_CARTS: '0'}),
      [],
    );
  });

  it('names what looks like a mistake', () => {
    assert.deepEqual(adviceFor({PUSHCART_PUBLIC_URL: 'http://cart.example'}), ['PUSHCART_PUBLIC_URL']);
    assert.deepEqual(adviceFor({PUSHCART_PUBLIC_URL: undefined}, 'http://0.0.0.0:8787'), ['PUSHCART_PUBLIC_URL']);
    assert.deepEqual(adviceFor({PUSHCART_TRUST_PROXY: '0'}), ['PUSHCART_TRUST_PROXY']);
    assert.deepEqual(adviceFor({PUSHCART_LIMIT_CARTS: '0'}), ['PUSHCART_LIMIT_CARTS']);
    assert.deepEqual(adviceFor({PUSHCART_LIMIT_REQUESTS: '0', PUSHCART_LIMIT_CARTS: '0'}), ['PUSHCART_LIMIT_REQUESTS']);
    assert.deepEqual(adviceFor({PUSHCART_METRICS_TOKEN: 'short'}), ['PUSHCART_METRICS_TOKEN']);
  });
});
