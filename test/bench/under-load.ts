/**
 * What `npm run bench:server` puts under load, in one process: the proxy, and two servers to compare it with, each on a
 * port of its own. One has routes with the same middleware as ours, the other routes with none; both answer what the
 * proxy answered when they were told.
 */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {getRequestListener} from '@hono/node-server';
import {Hono, type MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {compress} from 'hono/compress';
import {etag} from 'hono/etag';
import {secureHeaders} from 'hono/secure-headers';
import {parseConfig} from '../../src/proxy/index.js';
import {createLimiter} from '../../src/proxy/limits.js';
import {createSeal} from '../../src/proxy/seal.js';
import {createLog, serveProxy} from '../../src/server.js';
import {pageOrigin} from '../helpers/environment.js';

/** What the routes answer, as the parent saw it. */
export interface Told {
  readonly products: string;
  readonly cart: string;
}
export interface Addresses {
  readonly proxy: string;
  readonly like: string;
  readonly bare: string;
}

const config = parseConfig(process.env);
const log = createLog(config, () => undefined);
const seal = await createSeal(config.secrets, Date.now);
const limiter = createLimiter(config.limits.requests);
let told: Told = {products: '', cart: ''};
const json = (body: string, cache = 'no-store'): Response =>
  new Response(body, {headers: {'Content-Type': 'application/json', 'Cache-Control': cache}});

function createLike(): Hono {
  const app = new Hono({strict: false});
  app.use(async (c, next) => {
    const started = Date.now();
    const id = crypto.randomUUID();
    await next();
    c.header('Access-Control-Allow-Origin', '*');
    c.header('X-Request-Id', id);
    const {method, path} = c.req;
    log.info({event: 'request', id, method, route: path, status: c.res.status, ms: Date.now() - started}, 'request');
  });
  app.use(
    secureHeaders({
      strictTransportSecurity: false,
      referrerPolicy: 'strict-origin-when-cross-origin',
      crossOriginResourcePolicy: 'cross-origin',
      crossOriginOpenerPolicy: false,
      xFrameOptions: false,
      xXssProtection: false,
      originAgentCluster: false,
      contentSecurityPolicy: {defaultSrc: ["'none'"], frameAncestors: ["'none'"]},
    }),
  );
  const limited: MiddlewareHandler = async (_, next) => {
    await limiter.spend('127.0.0.1');
    await next();
  };
  app.get('/v1/products', limited, compress(), etag(), () =>
    json(told.products, 'public, max-age=60, stale-while-revalidate=600'),
  );
  app.post('/v1/cart', limited, bodyLimit({maxSize: 65_536}), async (c) => {
    const {cart} = JSON.parse(new TextDecoder().decode(await c.req.arrayBuffer())) as {cart: string};
    const token = await seal.open(cart, pageOrigin);
    if (!token) return c.text('This is no token of ours.', 500);
    return json(told.cart.replace('TOKEN', await seal.close(token)));
  });
  return app;
}

function createBare(): Hono {
  const app = new Hono();
  app.get('/v1/products', () => json(told.products));
  app.post('/v1/cart', () => json(told.cart));
  return app;
}

async function serve(app: Hono): Promise<string> {
  const listener = getRequestListener(async (request) => await app.fetch(request), {overrideGlobalObjects: false});
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

process.on('message', (message) => {
  told = message as Told;
  process.send?.('heard');
});
process.on('disconnect', () => process.exit());
const {url} = await serveProxy(config, {log});
const addresses: Addresses = {proxy: url, like: await serve(createLike()), bare: await serve(createBare())};
process.send?.(addresses);
