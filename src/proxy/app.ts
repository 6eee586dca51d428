/** The routes: each validates, asks, and answers. What needs a paragraph is a function of its own elsewhere. */
import {Hono, type Context} from 'hono';
import {compress} from 'hono/compress';
import {etag} from 'hono/etag';
import {routePath} from 'hono/route';
import {CartRequest, limits as wireLimits} from '../contract/wire.js';
import type {Claim, Clock, StoreClient, Tally} from '../threedcart/index.js';
import {createAddresses} from './addresses.js';
import {answerAsset, type Assets} from './assets.js';
import {wholeBody} from './body.js';
import {serveBuy} from './buy/serve.js';
import type {ProxyConfig} from './config.js';
import type {Health} from './health.js';
import type {HeldRequests} from './held.js';
import {serveHooks} from './hooks.js';
import type {LimitName, Limiter} from './limits.js';
import type {Log} from './log.js';
import type {Metrics} from './metrics.js';
import type {Mirror} from './mirror.js';
import {describeApi} from './openapi.js';
import {isAllowedOrigin} from './origins.js';
import {toProductsText} from './product.js';
import type {Reconcile} from './reconcile.js';
import type {Purchases} from './purchases.js';
import {createRequestLog} from './request-log.js';
import {json, jsonText, problem} from './respond.js';
import type {Seal} from './seal.js';
import {secured} from './secured.js';
import {serveMetrics} from './serve-metrics.js';
import {serveStudio} from './studio.js';

/** What a host knows of a request besides the request itself. */
export interface RequestInfo {
  /** The address that the connection came from. */
  readonly address?: string | undefined;
}

export interface AppDeps {
  readonly config: ProxyConfig;
  readonly publicUrl: string;
  readonly version: string;
  readonly mirror: Mirror;
  readonly purchases: Purchases;
  readonly client: StoreClient;
  readonly health: Health;
  readonly held: HeldRequests;
  readonly limiter: (name: LimitName, perMinute: number) => Limiter;
  readonly reconcile: Reconcile;
  readonly seal: Seal;
  readonly assets: Assets;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Env {
  Bindings: RequestInfo;
  Variables: {requestId: string; address: string; tally: Tally};
}

const PRODUCT_WAIT_MS = 2000;
/** For a minute pages may reuse products; for ten more while they fetch them anew. */
const PRODUCTS_CACHE = {
  'Cache-Control': 'public, max-age=60, stale-while-revalidate=600',
  Vary: 'Accept-Encoding',
};

export function createApp(deps: AppDeps): Hono<Env> {
  const {config, mirror, clock, log} = deps;
  const requests = deps.limiter('requests', config.limits.requests);
  const carts = deps.limiter('carts', config.limits.carts);
  const pages = deps.limiter('origin', config.limits.origin);
  const addresses = createAddresses(config.trustProxy, log);
  let hotPageAgainAt = -Infinity;
  const requestLog = createRequestLog(deps);
  const ownOrigin = new URL(deps.publicUrl).origin;
  const app = new Hono<Env>({strict: false});

  app.use(async function observed(c, next) {
    const since = clock.now();
    const tally = requestLog.begin();
    c.set('tally', tally);
    c.set('requestId', tally.id);
    c.set('address', addresses.clientOf(c.env.address, c.req.raw.headers));
    await next();
    // Refusals too: a page must be able to read why. There are no cookies, so every origin may.
    c.header('Access-Control-Allow-Origin', '*');
    c.header('X-Request-Id', c.var.requestId);
    const path = routePath(c);
    requestLog.end({
      tally,
      since,
      method: c.req.method,
      route: path === '/*' ? 'none' : path,
      status: c.res.status,
      traceparent: c.req.header('traceparent'),
    });
  });
  // Before the headers of all others: these pages have policies of their own.
  serveBuy(app, {...deps, requests, carts});
  if (config.studio) serveStudio(app, {publicUrl: deps.publicUrl, store: config.store.secureUrl, assets: deps.assets});
  app.use(secured(deps.publicUrl));
  app.onError((error, c) => {
    log.error({event: 'internal', id: c.var.requestId, err: error}, 'A request failed for a reason of our own.');
    return problem('internal', {detail: `Request ${c.var.requestId}.`});
  });
  app.notFound(() => problem('not_found'));

  app.get('/healthz', () => json({status: 'ok'}));
  app.get('/readyz', async () => {
    if (deps.health.stopping) return json({status: 'stopping'}, {}, 503);
    const {ready, reason} = await deps.health.check(deps.client);
    const body = {
      status: ready ? 'ready' : 'not ready',
      store: reason,
      products: mirror.size,
      catalogueComplete: mirror.full,
    };
    return json(body, {}, ready ? 200 : 503);
  });

  serveMetrics(app, {metrics: deps.metrics, token: config.metricsToken, log});

  serveHooks(app, {secrets: config.hookSecrets, mirror, purchases: deps.purchases, log});
  app.get('/pushcart.js', (c) => answerAsset(c.req.raw, 'pushcart.js', deps.assets));
  app.get('/assets/*', (c) => answerAsset(c.req.raw, c.req.path.slice(1), deps.assets));

  app.options('/v1/*', () => new Response(null, {status: 204, headers: preflight}));
  app.use('/v1/products', limitTo(requests));
  app.get('/v1/openapi.json', () =>
    json(describeApi(deps.publicUrl, deps.version), {'Cache-Control': 'public, max-age=3600'}),
  );

  app.get('/v1/products', compress(), etag(), async (c) => {
    const query = parseProductQuery(c.req.query());
    if (typeof query === 'string') return problem('invalid_request', {detail: query});
    const claim = productClaim(c.var.tally);
    const settings = await mirror.settings(claim);
    if (!settings) return withoutSettings();
    if ('words' in query)
      return jsonText(toProductsText(settings, mirror.search(query.words, query.limit), []), PRODUCTS_CACHE);
    const known = await mirror.lookUp(query.ids, claim);
    const products = [...known.values()].flatMap((one) => (typeof one === 'string' || one.hidden ? [] : [one]));
    const missing = [...known].flatMap(([id, one]) =>
      one === 'missing' || (typeof one !== 'string' && one.hidden) ? [id] : [],
    );
    // An id in neither list is not known now; whoever asked should soon ask again.
    const complete = products.length + missing.length === known.size;
    return jsonText(toProductsText(settings, products, missing), complete ? PRODUCTS_CACHE : {});
  });

  app.post(
    '/v1/cart',
    async function listedOrigin(c, next) {
      const origin = c.req.header('origin') ?? '';
      if (origin === ownOrigin || isAllowedOrigin(origin, config.origins)) return next();
      const named = origin && origin !== 'null' ? origin.slice(0, 200) : 'A page without an origin';
      return problem('origin_not_allowed', {detail: `${named} is not listed in PUSHCART_ORIGINS.`});
    },
    limitTo(requests),
    // After the address: what is refused to one hand is not counted against the page that it names.
    async function limitedOrigin(c, next) {
      const origin = c.req.header('origin') ?? '';
      const over = await pages.spend(origin);
      if (!over) return next();
      noteHotPage(origin);
      return problem('rate_limited', {detail: `Too many requests from pages at ${origin}.`, ...over});
    },
    wholeBody,
    async (c) => {
      const request = await parseCartRequest(c);
      if (request instanceof Response) return request;
      const result = await deps.held.hold(
        () => c.req.raw.signal,
        (signal) =>
          deps.reconcile(request, {
            origin: c.req.header('origin') ?? '',
            address: c.var.address,
            carts: {spend: () => carts.spend(c.var.address), giveBack: () => carts.giveBack(c.var.address)},
            signal,
            tally: c.var.tally,
          }),
      );
      if ('answer' in result) return json(result.answer);
      const {problem: code, ...extra} = result;
      return problem(code, extra);
    },
  );

  return app;

  function limitTo(limiter: Limiter) {
    return async function limited(c: Context<Env>, next: () => Promise<void>): Promise<Response | undefined> {
      addresses.check(c.req.raw.headers);
      const over = await limiter.spend(c.var.address);
      if (over) return problem('rate_limited', over);
      await next();
      return undefined;
    };
  }

  /** Once a minute: the operator should know, and not drown in it. */
  function noteHotPage(origin: string): void {
    if (clock.now() < hotPageAgainAt) return;
    hotPageAgainAt = clock.now() + 60_000;
    log.warn({event: 'origin_limited', origin}, 'Pages of one origin ask more than PUSHCART_LIMIT_ORIGIN allows.');
  }

  function withoutSettings(): Response {
    return mirror.denied ? problem('store_misconfigured') : problem('store_unavailable', {retryAfterMs: 5000});
  }

  function productClaim(tally: Tally): Claim {
    const now = clock.now();
    return {for: 'catalogue', askedAt: now, deadline: now + PRODUCT_WAIT_MS, tally};
  }
}

const preflight = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'content-type',
  'Access-Control-Max-Age': '86400',
};

type ProductQuery = {readonly ids: readonly number[]} | {readonly words: string; readonly limit: number};

/** The query, or a sentence that says what is wrong with it. */
function parseProductQuery(query: Readonly<Record<string, string>>): ProductQuery | string {
  const {ids, q, limit = '20'} = query;
  if (ids !== undefined) {
    const list = ids.split(',');
    if (!list.every((id) => /^[1-9]\d{0,8}$/.test(id))) return '"ids" must be product ids such as 510,511.';
    if (list.length > wireLimits.productsPerRequest) return `"ids" may name ${wireLimits.productsPerRequest} products.`;
    return {ids: list.map(Number)};
  }
  if (q === undefined) return 'Give "ids" or "q".';
  if (q.length > 200) return '"q" may have 200 characters.';
  if (!/^([1-9]|[1-4]\d|50)$/.test(limit)) return '"limit" must be a number from 1 to 50.';
  return {words: q, limit: Number(limit)};
}

/** A text in another encoding is refused rather than engraved with question marks. */
const utf8 = new TextDecoder('utf-8', {fatal: true});

/** The body as a request, or the refusal of it. */
async function parseCartRequest(c: Context): Promise<CartRequest | Response> {
  const type = (c.req.header('content-type') ?? 'text/plain').split(';')[0]?.trim().toLowerCase();
  if (type !== 'text/plain' && type !== 'application/json') {
    return problem('invalid_request', {detail: 'Send JSON, as text/plain or application/json.'});
  }
  let body: unknown;
  try {
    body = JSON.parse(utf8.decode(await c.req.arrayBuffer()));
  } catch {
    return problem('invalid_request', {detail: 'The body is not JSON in UTF-8.'});
  }
  const parsed = CartRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? issue.path.map(String).join('.') : 'The request';
  return problem('invalid_request', {detail: `${where}: ${issue?.message ?? 'is not valid'}`.slice(0, 300)});
}
