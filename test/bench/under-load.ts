/**
 * What `npm run bench:server` puts under load, in one process: the proxy, and two servers to compare it with, each on a
 * port of its own. One has routes with the same middleware as ours, the other routes with none; both answer what the
 * proxy answered when they were told.
 */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {getRequestListener, type HttpBindings} from '@hono/node-server';
import {Hono, type MiddlewareHandler} from 'hono';
import {compress} from 'hono/compress';
import {etag} from 'hono/etag';
import {routePath} from 'hono/route';
import {createMetrics} from '../../src/metrics.js';
import {createAddresses} from '../../src/proxy/addresses.js';
import {wholeBody} from '../../src/proxy/body.js';
import {isAllowedOrigin, parseConfig, systemClock} from '../../src/proxy/index.js';
import {createLimiter} from '../../src/proxy/limits.js';
import {createRequestLog} from '../../src/proxy/request-log.js';
import {createSeal} from '../../src/proxy/seal.js';
import {secured} from '../../src/proxy/secured.js';
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

interface Env {
  Bindings: HttpBindings;
  Variables: {address: string};
}

const config = parseConfig(process.env);
const log = createLog(config, () => undefined);
const seal = await createSeal(config.secrets, Date.now);
const limiter = createLimiter(config.limits.requests);
const pages = createLimiter(config.limits.origin);
let told: Told = {products: '', cart: ''};
const json = (body: string, cache = 'no-store'): Response =>
  new Response(body, {headers: {'Content-Type': 'application/json', 'Cache-Control': cache}});

function createLike() {
  const app = new Hono<Env>({strict: false});
  const requests = createRequestLog({clock: systemClock, log, metrics: createMetrics()});
  const addresses = createAddresses(config.trustProxy, log);
  app.use(async (c, next) => {
    const since = Date.now();
    const tally = requests.begin();
    c.set('address', addresses.clientOf(c.env.incoming.socket.remoteAddress, c.req.raw.headers));
    await next();
    c.header('Access-Control-Allow-Origin', '*');
    c.header('X-Request-Id', tally.id);
    const {method} = c.req;
    const traceparent = c.req.header('traceparent');
    requests.end({tally, since, method, route: routePath(c), status: c.res.status, traceparent});
  });
  app.use(secured('http://127.0.0.1'));
  const limited: MiddlewareHandler<Env> = async (c, next) => {
    addresses.check(c.req.raw.headers);
    await limiter.spend(c.var.address);
    await next();
  };
  app.get('/v1/products', limited, compress(), etag(), () =>
    json(told.products, 'public, max-age=60, stale-while-revalidate=600'),
  );
  const listed: MiddlewareHandler<Env> = async (c, next) => {
    if (isAllowedOrigin(c.req.header('origin') ?? '', config.origins)) await next();
  };
  const limitedOrigin: MiddlewareHandler<Env> = async (c, next) => {
    await pages.spend(c.req.header('origin') ?? '');
    await next();
  };
  app.post('/v1/cart', listed, limited, limitedOrigin, wholeBody, async (c) => {
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

async function serve(app: Hono<Env> | Hono): Promise<string> {
  const listener = getRequestListener(async (request, env) => await app.fetch(request, env), {
    overrideGlobalObjects: false,
  });
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
