/** What a merchant who sets the proxy up is told: one line for each variable that is wrong, and never a secret. */
import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {describe, it} from 'node:test';
import {ConfigError, parseConfig, variables, type Environment} from '../../../src/proxy/index.js';
import {describeEnvironment, olderSecret, sealingSecret, storeKeys} from '../../helpers/environment.js';

function problemsOf(changes: Environment): readonly string[] {
  try {
    parseConfig(describeEnvironment(changes));
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

const long = 'x'.repeat(5000);

/** Values that no variable of the name may have. */
const badValues: Record<string, readonly (string | undefined)[]> = {
  PUSHCART_METRICS_TOKEN: ['two words', 'schlüssel'],
  PUSHCART_SECURE_URL: [
    undefined,
    '',
    '  ',
    'http://store.example',
    'ftp://store.example',
    'https://',
    'https://u:p@store.example',
    'https://store.example/?a=1',
    'store example',
  ],
  PUSHCART_API_URL: [
    'http://api.example',
    'api.example',
    'file:///etc/passwd',
    'https://u:p@api.example',
    'https://api.example/#x',
    'http://127.0.0.1.evil.example',
    'not\nan address',
  ],
  PUSHCART_ORIGINS: [
    undefined,
    '',
    ' , ',
    'blog.example',
    '*',
    'https://*',
    'https://blog.example/',
    'https://blog.example/posts',
    'https://a.example,nonsense',
    'null',
    'https://a*.example',
    'https://*.*.example',
    'https://u@blog.example',
    'https://:p@blog.example',
    'ftp://blog.example',
    'https://blog.example?x',
    'file://',
  ],
  PUSHCART_HOOK_SECRET: [
    'short',
    'twenty-three-characters',
    'twenty-four-characters/x',
    'twenty four characters x',
    'vierundzwanzig-zeichen-ä',
    'x'.repeat(201),
    ',',
    'h'.repeat(24) + ',short',
  ],
  PUSHCART_SECRETS: [
    undefined,
    '',
    ',',
    'short',
    sealingSecret.slice(1),
    `${sealingSecret}A`,
    `${sealingSecret},short`,
    '!'.repeat(43),
    `${sealingSecret} ${olderSecret}`,
  ],
  PUSHCART_PRIVATE_KEY: [undefined, '', '   ', 'with space', 'line\nbreak', 'ümlaut'],
  PUSHCART_TOKEN: [undefined, '', 'with space', 'tab\there'],
  PUSHCART_ACCESS_TOKEN: [storeKeys.accessToken],
  PUSHCART_HOST: ['http://x', 'a b', 'x/y'],
  PUSHCART_PORT: ['-1', '65536', '80.5', 'http', '1e9', 'NaN', 'Infinity'],
  PUSHCART_PUBLIC_URL: ['cart.example', 'ftp://cart.example', 'https://u:p@cart.example', 'https://cart.example/?x'],
  PUSHCART_CHECKOUT_HOSTS: [
    'https://pay.example',
    'pay.example/x',
    '*.pay.example',
    'pay.example,a b',
    'u@pay.example',
    'pay.example:99999',
  ],
  PUSHCART_CREATE: ['always', 'ADD', 'a\nb'],
  PUSHCART_TRUST_PROXY: ['-1', 'true', '1.5', '11'],
  PUSHCART_LIMIT_REQUESTS: ['-1', 'many', '0.5'],
  PUSHCART_LIMIT_CARTS: ['-1', 'many'],
  PUSHCART_LIMIT_ORIGIN: ['-1', 'many'],
  PUSHCART_API_CAPACITY: ['0', '-5', 'x', '2.5'],
  PUSHCART_API_RATE: ['0', '-1', 'x'],
  PUSHCART_MIRROR_SECONDS: ['0', '-1', 'x', '86401'],
  PUSHCART_REDIS_URL: ['localhost', 'http://u:redisPassw0rd@x', 'redis'],
  PUSHCART_BUY_NOINDEX: ['2', 'yes'],
  PUSHCART_STUDIO: ['2', 'yes'],
  PUSHCART_LOG_LEVEL: ['verbose', 'INFO', long],
};

describe('a bad value in the environment', () => {
  for (const [name, values] of Object.entries(badValues)) {
    it(`is one line that names ${name}`, () => {
      for (const value of values) {
        const problems = problemsOf({[name]: value});
        assert.equal(problems.length, 1, `${String(value).slice(0, 80)}: ${problems.join(' | ')}`);
        const [line = ''] = problems;
        assert.ok(line.startsWith(`${name} `), line);
        assert.ok(!/[\r\n]/.test(line), line);
        assert.ok(line.length < 300, `${line.length} characters`);
      }
    });
  }

  it('has a case here for every variable that can be wrong', () => {
    assert.deepEqual(variables.map(({name}) => name).sort(), Object.keys(badValues).sort());
  });

  it('never repeats a secret', () => {
    const canary = 'S3cretC4nary9Qx';
    const plants: Environment[] = [
      {PUSHCART_PRIVATE_KEY: `${canary} x`},
      {PUSHCART_HOOK_SECRET: canary},
      {PUSHCART_TOKEN: `${canary}\n`, PUSHCART_PRIVATE_KEY: undefined},
      {PUSHCART_TOKEN: `${canary}ü`},
      {PUSHCART_ACCESS_TOKEN: canary},
      {PUSHCART_ACCESS_TOKEN: `${canary} ${canary}`, PUSHCART_PRIVATE_KEY: undefined, PUSHCART_TOKEN: undefined},
      {PUSHCART_SECRETS: canary},
      {PUSHCART_SECRETS: `${sealingSecret},${canary}`},
      {PUSHCART_REDIS_URL: `http://u:${canary}@redis`},
      {PUSHCART_API_URL: `https://u:${canary}@api.example`},
      {PUSHCART_API_URL: `ftp://u:${canary}@api.example`},
      {PUSHCART_SECURE_URL: `ftp://u:${canary}@store.example`},
      {PUSHCART_PUBLIC_URL: `ftp://u:${canary}@cart.example`},
      {PUSHCART_ORIGINS: `https://u:${canary}@blog.example`},
      {PUSHCART_CHECKOUT_HOSTS: `u:${canary}@pay.example`},
    ];
    for (const plant of plants) {
      const problems = problemsOf(plant);
      assert.ok(problems.length > 0, JSON.stringify(plant));
      assert.ok(!problems.join('\n').includes(canary), problems.join('\n'));
      for (const key of [storeKeys.privateKey, storeKeys.token, sealingSecret])
        assert.ok(!problems.join('\n').includes(key));
    }
  });

  it('does not hide another: all are told at once', () => {
    const problems = problemsOf({
      PUSHCART_ORIGINS: undefined,
      PUSHCART_PORT: 'x',
      PUSHCART_SECRETS: 'y',
      PUSHCART_TOKEN: undefined,
    });
    assert.deepEqual(problems.map((line) => line.split(' ')[0]).sort(), [
      'PUSHCART_ORIGINS',
      'PUSHCART_PORT',
      'PUSHCART_SECRETS',
      'PUSHCART_TOKEN',
    ]);
  });

  it('includes http to a host that only looks like this machine', () => {
    for (const host of ['127.0.0.1.evil.example', 'localhost.evil.example', '128.0.0.1', '0.0.0.0'])
      assert.equal(problemsOf({PUSHCART_API_URL: `http://${host}`}).length, 1, host);
    for (const host of ['127.0.0.1:8790', 'localhost', '[::1]:80', '127.9.9.9'])
      assert.equal(problemsOf({PUSHCART_API_URL: `http://${host}`}).length, 0, host);
  });
});

describe('an environment that is complete', () => {
  it('has the documented defaults', () => {
    const config = parseConfig({
      PUSHCART_SECURE_URL: 'store.example',
      PUSHCART_PRIVATE_KEY: 'k',
      PUSHCART_TOKEN: 't',
      PUSHCART_ORIGINS: 'https://blog.example',
      PUSHCART_SECRETS: sealingSecret,
    });
    assert.deepEqual(
      {...config, secrets: config.secrets.length, origins: config.origins.length},
      {
        store: {
          apiUrl: 'https://apirest.3dcart.com/3dCartWebAPI/v1',
          secureUrl: 'https://store.example',
          credentials: {kind: 'keys', secureUrl: 'https://store.example', privateKey: 'k', token: 't'},
          capacity: 50,
          rate: 2,
        },
        host: '127.0.0.1',
        port: 8787,
        publicUrl: undefined,
        origins: 1,
        secrets: 1,
        checkoutHosts: [],
        create: 'add',
        trustProxy: 0,
        limits: {requests: 240, carts: 20, origin: 6000},
        mirrorSeconds: 300,
        buyNoindex: false,
        studio: false,
        metricsToken: undefined,
        hookSecrets: [],
        logLevel: 'info',
        unknown: [],
        redisUrl: undefined,
      },
    );
  });

  it('may have a bearer token in place of the two keys', () => {
    const {store} = parseConfig(
      describeEnvironment({
        PUSHCART_PRIVATE_KEY: undefined,
        PUSHCART_TOKEN: undefined,
        PUSHCART_ACCESS_TOKEN: ' bearer ',
      }),
    );
    assert.deepEqual(store.credentials, {kind: 'bearer', secureUrl: 'https://store.example', accessToken: 'bearer'});
  });

  it('may have keys with padding, and older ones behind the newest', () => {
    const {secrets} = parseConfig(describeEnvironment({PUSHCART_SECRETS: `${sealingSecret}=, ${olderSecret}`}));
    assert.deepEqual(
      secrets.map((secret) => Buffer.from(secret).toString('base64url')),
      [sealingSecret, olderSecret],
    );
  });

  it('may have http for a store and an API on this machine', () => {
    const api = 'http://127.0.0.1:8790/3dCartWebAPI/v1';
    const {store} = parseConfig(
      describeEnvironment({PUSHCART_API_URL: `${api}/`, PUSHCART_SECURE_URL: 'http://127.0.0.1:8790'}),
    );
    assert.deepEqual([store.apiUrl, store.secureUrl], [api, 'http://127.0.0.1:8790']);
  });

  it('may have secrets for webhooks, older ones behind the newest', () => {
    const [newest, older] = ['Ab-_'.repeat(6), 'o'.repeat(40)];
    const {hookSecrets} = parseConfig(describeEnvironment({PUSHCART_HOOK_SECRET: ` ${newest} , ${older},`}));
    assert.deepEqual(hookSecrets, [newest, older]);
  });

  it('may have hosts for checkout, with ports', () => {
    const {checkoutHosts} = parseConfig(
      describeEnvironment({PUSHCART_CHECKOUT_HOSTS: ' Pay.example , pay.example:8443'}),
    );
    assert.deepEqual(checkoutHosts, ['pay.example', 'pay.example:8443']);
  });
});
