/** The headers of every route and status: what may be kept and by whom, and what a browser may not do with it. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {limits} from '../../../src/contract/wire.js';
import {noMetrics} from '../../../src/proxy/metrics.js';
import {pageOrigin} from '../../helpers/environment.js';
import {sendRaw} from '../../helpers/raw-http.js';
import {serveShop, type ServedShop} from '../../helpers/served-shop.js';
import {mug, openShop, type Asked, type Shop, type ShopOverrides} from '../../helpers/shop.js';

interface Row {
  /** As the route is written in the source; `none` where there is none. */
  readonly route: string;
  readonly status: number;
  /** `Cache-Control`, whole. */
  readonly kept: string | null;
  /** `Vary`, whole. */
  readonly vary?: string;
  /** Default: for answers that are no pages. */
  readonly policy?: RegExp;
  readonly shop?: ShopOverrides;
  readonly ask: (shop: Shop) => Promise<Response>;
}

const no = 'no-store';
const minutes = 'public, max-age=60, stale-while-revalidate=600';
const noPage = /^default-src 'none'; frame-ancestors 'none'$/;
/** A page for a reader without a script: its one style by its hash, its pictures, its form. */
const buyPage = /^default-src 'none'; /;
const studioPage =
  /^default-src 'none'; script-src 'self' [^;]+; connect-src 'self' [^*]+; frame-ancestors '(none|self)'/;

const bytes = (text: string) => new TextEncoder().encode(text);
const files = ['pushcart.js', 'assets/cart-Bx3f.js', 'studio/studio.js'];
const assets = (path: string) =>
  Promise.resolve(files.includes(path) ? {type: 'text/javascript', etag: 'abc', body: bytes('plain')} : undefined);
const withFiles: ShopOverrides = {warm: false, deps: {assets}, environment: {PUSHCART_STUDIO: '1'}};
const answering = (status: number, path = ''): ShopOverrides => ({
  warm: path !== '',
  between: (request, next) =>
    request.url.includes(path || '/') ? Promise.resolve(new Response(null, {status})) : next(request),
});
const strict: ShopOverrides = {environment: {PUSHCART_LIMIT_REQUESTS: '1', PUSHCART_LIMIT_ORIGIN: '1'}};
const broken: ShopOverrides = {
  deps: {
    records: {
      get: () => Promise.reject(new Error('broken')),
      put: () => Promise.resolve(),
      delete: () => Promise.resolve(),
    },
  },
};
const get =
  (path: string, headers: Record<string, string> = {}) =>
  (shop: Shop) =>
    shop.get(path, headers);
const post =
  (asked: Asked | string, origin: string | null = pageOrigin) =>
  (shop: Shop) =>
    shop.post(asked, {origin});
const twice = (ask: Row['ask']) => async (shop: Shop) => {
  await ask(shop);
  return ask(shop);
};
const again = (path: string) => async (shop: Shop) =>
  shop.get(path, {'If-None-Match': (await shop.get(path)).headers.get('etag') ?? ''});
const wish: Asked = {lines: [mug('a')]};

const tag = {route: '/pushcart.js', shop: withFiles};
const chunk = {route: '/assets/*', shop: withFiles};
const products = {route: '/v1/products', vary: 'Accept-Encoding'};
const cart = {route: '/v1/cart', kept: no};
const buy = {route: '/buy/:catalogId', kept: no, policy: buyPage, vary: 'Accept-Language, Accept-Encoding'};
const form = 'application/x-www-form-urlencoded';
const send =
  (body: string, headers: Record<string, string> = {'Content-Type': form}) =>
  (shop: Shop) =>
    shop.send(new Request('https://cart.example/buy/511', {method: 'POST', headers, body}));
const hook = 'a-secret-of-webhooks-1234567890';
const hooks: ShopOverrides = {environment: {PUSHCART_HOOK_SECRET: hook}};

const rows: readonly Row[] = [
  {route: '/healthz', status: 200, kept: no, ask: get('/healthz')},
  {route: '/readyz', status: 200, kept: no, ask: get('/readyz')},
  {route: '/readyz', status: 503, kept: no, shop: answering(401), ask: get('/readyz')},

  {
    ...tag,
    status: 200,
    kept: 'public, max-age=300, stale-while-revalidate=86400',
    vary: 'Accept-Encoding',
    ask: get('/pushcart.js'),
  },
  {
    ...tag,
    status: 304,
    kept: 'public, max-age=300, stale-while-revalidate=86400',
    vary: 'Accept-Encoding',
    ask: again('/pushcart.js'),
  },
  {...tag, status: 404, kept: no, shop: {warm: false}, ask: get('/pushcart.js')},
  {
    ...chunk,
    status: 200,
    kept: 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
    ask: get('/assets/cart-Bx3f.js'),
  },
  {
    ...chunk,
    status: 304,
    kept: 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
    ask: again('/assets/cart-Bx3f.js'),
  },
  {...chunk, status: 404, kept: no, ask: get('/assets/gone-1234.js')},

  {route: '/v1/openapi.json', status: 200, kept: 'public, max-age=3600', ask: get('/v1/openapi.json')},

  {...products, status: 200, kept: minutes, ask: get('/v1/products?ids=510,511')},
  {...products, status: 200, kept: minutes, ask: get('/v1/products?ids=510,511', {'Accept-Encoding': 'gzip'})},
  {...products, status: 200, kept: minutes, ask: get('/v1/products?q=river')},
  {...products, status: 304, kept: minutes, ask: again('/v1/products?ids=511')},
  {
    ...products,
    status: 200,
    kept: no,
    shop: answering(500, '/Products'),
    ask: (shop) => shop.get('/v1/products?ids=999998'),
  },
  {...products, status: 400, kept: no, ask: get('/v1/products')},
  {route: '/v1/products', status: 429, kept: no, shop: strict, ask: twice(get('/v1/products?ids=511'))},
  {...products, status: 502, kept: no, shop: answering(401), ask: get('/v1/products?ids=511')},
  {...products, status: 503, kept: no, shop: answering(500), ask: get('/v1/products?ids=511')},

  {...cart, status: 200, ask: post(wish)},
  {...cart, status: 200, ask: post({intent: 'read'})},
  {...cart, status: 200, ask: post({...wish, intent: 'checkout'})},
  {...cart, status: 200, ask: post({intent: 'discard'})},
  {...cart, status: 400, ask: post('{')},
  {...cart, status: 403, ask: post(wish, 'https://evil.example')},
  {...cart, status: 403, ask: post(wish, null)},
  {...cart, status: 413, ask: post('x'.repeat(limits.bodyBytes + 1))},
  {...cart, status: 429, shop: strict, ask: twice(post(wish))},
  {...cart, status: 500, shop: broken, ask: post(wish)},
  {...cart, status: 502, shop: answering(400, '/Cart'), ask: post(wish)},
  {...cart, status: 503, shop: answering(500, '/Cart'), ask: post(wish)},
  {
    route: '/v1/*',
    status: 204,
    kept: null,
    ask: (shop) => shop.send(new Request('https://cart.example/v1/cart', {method: 'OPTIONS'})),
  },

  {...buy, status: 200, ask: get('/buy/511')},
  {...buy, status: 404, ask: get('/buy/999999')},
  {...buy, status: 404, ask: get('/buy/999999', {Accept: 'text/html'})},
  {...buy, status: 429, shop: strict, ask: twice(get('/buy/511'))},
  {...buy, status: 502, shop: answering(401), ask: get('/buy/511')},
  {...buy, status: 503, shop: answering(500), ask: get('/buy/511')},
  {...buy, status: 409, ask: send('key=none&qty=1')},
  {...buy, status: 403, ask: send('', {'Content-Type': form, Origin: 'https://evil.example'})},
  {...buy, vary: 'Accept-Encoding', status: 400, policy: noPage, ask: send('{}', {'Content-Type': 'application/json'})},

  {route: '/hooks/:secret', status: 200, kept: no, shop: hooks, ask: get(`/hooks/${hook}`)},
  {route: '/hooks/:secret', status: 404, kept: no, shop: hooks, ask: get('/hooks/another-secret-1234567890')},

  {
    route: '/metrics',
    status: 200,
    kept: no,
    shop: {
      environment: {PUSHCART_METRICS_TOKEN: 'a-token-1234567890'},
      deps: {metrics: {...noMetrics, expose: () => Promise.resolve({type: 'text/plain', text: ''})}},
    },
    ask: get('/metrics', {Authorization: 'Bearer a-token-1234567890'}),
  },
  {route: '/metrics', status: 404, kept: no, ask: get('/metrics')},

  {route: '/studio', status: 200, kept: 'no-cache', policy: studioPage, shop: withFiles, ask: get('/studio')},
  {route: '/studio', status: 308, kept: 'no-cache', policy: studioPage, shop: withFiles, ask: get('/studio/')},
  {
    route: '/studio/preview',
    status: 200,
    kept: 'no-cache',
    policy: studioPage,
    shop: withFiles,
    ask: get('/studio/preview'),
  },
  {
    route: '/studio/:file',
    status: 200,
    kept: 'no-cache',
    vary: 'Accept-Encoding',
    shop: withFiles,
    ask: get('/studio/studio.js'),
  },
  {route: '/studio/:file', status: 404, kept: no, shop: withFiles, ask: get('/studio/other.js')},

  {route: 'none', status: 404, kept: no, ask: get('/nothing')},
  {
    route: 'none',
    status: 404,
    kept: no,
    ask: (shop) => shop.send(new Request('https://cart.example/v1/cart', {method: 'PUT'})),
  },
];

/** What every answer has. */
function look(headers: Headers, policy: RegExp, isHttps: boolean): void {
  const expected: Record<string, string | null> = {
    'access-control-allow-origin': '*',
    'access-control-allow-credentials': null,
    'set-cookie': null,
    'x-powered-by': null,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'strict-transport-security': isHttps ? 'max-age=31536000' : null,
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(headers.get(name), value, name);
  assert.match(headers.get('content-security-policy') ?? '', policy);
  assert.match(
    headers.get('cross-origin-resource-policy') ?? '',
    policy === studioPage ? /^same-origin$/ : /^(cross|same)-origin$/,
  );
}

describe('an answer has its headers:', () => {
  for (const [number, {route, status, kept, vary, policy = noPage, shop: overrides, ask}] of rows.entries()) {
    it(`${route} ${status} (${number + 1})`, async () => {
      const shop = await openShop(overrides);
      const response = await ask(shop);
      assert.equal(response.status, status, await response.clone().text());
      assert.equal(response.headers.get('cache-control'), kept);
      assert.equal(response.headers.get('vary'), vary ?? null);
      assert.match(response.headers.get('x-request-id') ?? '', /^[\da-f-]{36}$/);
      look(response.headers, policy, true);
    });
  }

  it('and https is asked for only where the proxy is there', async () => {
    const shop = await openShop({
      ...withFiles,
      environment: {PUSHCART_STUDIO: '1', PUSHCART_PUBLIC_URL: 'http://cart.example'},
    });
    for (const path of ['/healthz', '/pushcart.js', '/nothing']) look((await shop.get(path)).headers, noPage, false);
    look((await shop.get('/studio')).headers, studioPage, false);
  });

  it('and no route is without a row here', () => {
    const routes = readdirSync('src/proxy', {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`src/proxy/${file}`, 'utf8'))
      .flatMap((source) => [...source.matchAll(/\bapp\.(?:get|post|put|delete|options|all)\(\s*'([^']+)'/g)])
      .map(([, path = '']) => path.replace(/\{.*\}/, ''));
    assert.ok(routes.length > 10);
    for (const route of routes)
      assert.ok(
        rows.some((row) => row.route === route),
        `${route} has no row in test/node/proxy/headers.test.ts`,
      );
  });
});

describe('an answer that no route has made', () => {
  let shop: ServedShop;
  before(async () => {
    shop = await serveShop(pageOrigin, {PUSHCART_PUBLIC_URL: 'https://cart.example'});
  });
  after(() => shop.close());

  const head = 'Host: cart.example\r\nConnection: close\r\n';
  const unreadable: Record<string, string> = {
    'no HTTP': 'hello\r\n\r\n',
    'no address': `GET http://[ HTTP/1.1\r\n${head}\r\n`,
    'too long a header': `GET / HTTP/1.1\r\n${head}X: ${'x'.repeat(20_000)}\r\n\r\n`,
  };
  for (const [what, text] of Object.entries(unreadable))
    it(`has the headers of all others: ${what}`, async () => {
      const answer = await sendRaw(shop.proxy.url, text);
      assert.ok(answer && answer.status >= 400);
      assert.equal(answer.headers.get('cache-control'), no);
      look(answer.headers, noPage, true);
    });
});

describe('what may be kept', () => {
  const hostile = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'gopher',
    'X-Forwarded-Prefix': '/evil',
    'X-Original-URL': '/evil',
    'X-Rewrite-URL': '/evil',
    'X-HTTP-Method-Override': 'DELETE',
    Forwarded: 'host=evil.example',
    Origin: 'https://evil.example',
    Referer: 'https://evil.example/',
    'User-Agent': 'evil.example',
    'Accept-Language': 'evil',
    Cookie: 'evil=1',
    'X-Request-Id': 'evil',
    Range: 'bytes=0-1',
  };
  const shared = [
    '/pushcart.js',
    '/assets/cart-Bx3f.js',
    '/v1/openapi.json',
    '/v1/products?ids=511',
    '/v1/products?q=river',
    '/studio',
    '/studio/preview',
    '/studio/studio.js',
  ];

  it('is the same for everybody, whatever else a request says, and repeats nothing of it', async () => {
    const shop = await openShop({...withFiles, warm: true});
    for (const path of shared) {
      const plain = await shop.get(path);
      const other = await shop.send(new Request(`https://evil.example${path}`, {headers: hostile}));
      assert.equal(plain.status, 200, path);
      assert.equal(other.status, 200, path);
      const told = await other.text();
      assert.equal(told, await plain.text(), path);
      const headersOf = ({headers}: Response) => [...headers].filter(([name]) => name !== 'x-request-id');
      assert.deepEqual(headersOf(other), headersOf(plain), path);
      assert.ok(!JSON.stringify([told, [...other.headers]]).includes('evil'), path);
    }
  });

  it('is nothing that an address alone could not name: a query that nobody reads changes nothing', async () => {
    const shop = await openShop({...withFiles, warm: true});
    const plain = await (await shop.get('/v1/products?ids=511')).text();
    for (const query of [
      '&callback=evil',
      '&__proto__=evil',
      '&constructor[prototype][ids]=1',
      '&ids=510',
      '&limit=evil',
    ])
      assert.equal(await (await shop.get(`/v1/products?ids=511${query}`)).text(), plain, query);
  });
});
