/**
 * The store's REST API: what happens to every call before its route sees it.
 * Recording, CORS, credentials, the bucket, latency, faults, then content type and JSON.
 */
import {Hono, type MiddlewareHandler} from 'hono';
import type {Call} from './calls.js';
import {isAllowed, isAuthentic} from './credentials.js';
import {answerEmpty, answerError, answerHtmlFailure, refuseWrite} from './envelope.js';
import {ConnectionCut, type Fault} from './faults.js';
import {Refusal} from './refusal.js';
import {createCartRoutes} from './routes/cart.js';
import {createScriptRoutes} from './routes/frontend-scripts.js';
import {createOrderRoutes, createOrderStatusRoutes} from './routes/orders.js';
import {createProductRoutes} from './routes/products.js';
import {createSettingsRoutes} from './routes/store-settings.js';
import {createWebhookRoutes} from './routes/webhooks.js';
import type {SandboxState} from './state.js';
import type {Switches} from './switches.js';

/** What a route may rely on. `body` is the parsed JSON, or undefined where none was sent. */
export interface ApiEnv {
  Variables: {call: Call; text: string; body: unknown};
}

const knownWords = new Map(
  [
    'Cart',
    'Item',
    'Products',
    'skuinfo',
    'Options',
    'AdvancedOptions',
    'FrontendScripts',
    'Orders',
    'OrderStatus',
    'StoreSettings',
    'Webhooks',
    'Events',
  ].map((word) => [word.toLowerCase(), word]),
);

/**
 * The path below the version with its words in the documented case, or undefined outside the API. The platform's own
 * routing very likely ignores case, so this does too; ids keep theirs.
 */
export function toApiPath(url: string): string | undefined {
  const below = /^\/3dcartwebapi\/v[12](\/.*)?$/i.exec(new URL(url).pathname)?.[1];
  if (below === undefined) return undefined;
  const words = below.replace(/\/+$/, '').split('/');
  return words.map((word) => knownWords.get(word.toLowerCase()) ?? word).join('/') || '/';
}

function recordCalls({calls, clock}: SandboxState): MiddlewareHandler<ApiEnv> {
  return async function recordCall(c, next) {
    const call = calls.open(clock.now(), c.req.method, c.req.path + new URL(c.req.url).search);
    c.set('call', call);
    await next();
    call.status = c.res.status;
  };
}

/** Headers that every recorded answer had, and the preflight, which was never recorded. */
function addAnswerHeaders(state: SandboxState): MiddlewareHandler<ApiEnv> {
  return async function addHeaders(c, next) {
    const {cors} = state.switches;
    if (c.req.method !== 'OPTIONS') await next();
    else c.res = answerEmpty(cors === 'preflight' ? 204 : 405);
    const {headers} = c.res;
    headers.set('cache-control', 'no-cache');
    headers.set('pragma', 'no-cache');
    headers.set('expires', '-1');
    if (cors !== 'off') headers.set('access-control-allow-origin', '*');
    if (cors !== 'preflight' || c.req.method !== 'OPTIONS') return;
    headers.set('access-control-allow-methods', 'GET, POST, PUT, DELETE');
    headers.set('access-control-allow-headers', 'Accept, Authorization, Content-Type, PrivateKey, SecureURL, Token');
  };
}

/** Whether the store knows the version of the API that a call names. */
function knowsVersion(url: string, {version}: Switches): boolean {
  return version === 'both' || new URL(url).pathname.toLowerCase().startsWith(`/3dcartwebapi/${version}`);
}

function checkCredentials(state: SandboxState): MiddlewareHandler<ApiEnv> {
  const {credentials} = state;
  return async function checkCaller(c, next) {
    const service = c.req.path.split('/')[1] ?? '';
    if (!knowsVersion(c.req.url, state.switches)) return answerEmpty(404);
    if (!isAuthentic(c.req.raw.headers, credentials)) return answerEmpty(401);
    if (!isAllowed(c.req.method, service, credentials.scopes)) return answerEmpty(401);
    return next();
  };
}

function answerOverflow({switches}: SandboxState, status: number, waitSeconds: number): Response {
  const answer = switches.throttleBody === 'array' ? answerError(status, '', 'Too many requests') : answerEmpty(status);
  if (switches.retryAfter === 'on') answer.headers.set('retry-after', String(waitSeconds));
  return answer;
}

function limitRate(state: SandboxState): MiddlewareHandler<ApiEnv> {
  return async function fillBucket(c, next) {
    const waitSeconds = state.bucket.take(state.clock.now(), state.switches.throttle);
    if (waitSeconds === 0) return next();
    c.var.call.kind = 'throttled';
    return answerOverflow(state, state.switches.throttleStatus, waitSeconds);
  };
}

/** The answer of a fault that keeps the call from its route, or undefined for one that does not. */
function answerFault(fault: Fault, state: SandboxState): Response | undefined {
  switch (fault.kind) {
    case '429':
      return answerOverflow(state, 429, 1);
    case '5xx':
      return answerEmpty(500);
    case 'html':
      return answerHtmlFailure();
    case 'errorArray':
      return answerError(200, '', 'An error has occurred', 500);
    case '206':
      return answerError(206, '', 'An error has occurred', 500);
    case 'cutBefore':
      throw new ConnectionCut('before');
    default:
      return undefined;
  }
}

/** Does the rest of a call whose caller is gone. Nobody hears what becomes of it, and a reset forgets it. */
async function landLater(next: () => Promise<void>, ms: number, state: SandboxState): Promise<void> {
  const {resets} = state;
  await state.clock.sleepLightly(ms);
  if (state.resets === resets) await next();
}

/** Latency, faults on order and the random ones. The body is read first: a slow write lands after its caller left. */
function strikeFaults(state: SandboxState): MiddlewareHandler<ApiEnv> {
  return async function strike(c, next) {
    const {switches, clock, faults} = state;
    const {method, path} = c.req;
    const {call} = c.var;
    c.set('text', method === 'GET' ? '' : await c.req.text());
    if (switches.latencyMs > 0) await clock.sleep(switches.latencyMs);

    const fault = faults.takeFor(method, path);
    if (fault) {
      call.kind = fault.kind;
      const answer = answerFault(fault, state);
      if (answer) return answer;
      if (fault.kind === 'slow') await clock.sleep(fault.ms);
      if (fault.kind === 'late') {
        if (method !== 'GET') void landLater(next, fault.ms, state);
        throw new ConnectionCut('before');
      }
    } else if (switches.htmlFailures > 0 && state.random() < switches.htmlFailures) {
      call.kind = 'html';
      return answerHtmlFailure();
    }

    const isLost = fault?.kind === 'dropAfterWrite' || (switches.dropAfterWrite === 'on' && method !== 'GET');
    await next();
    if (!isLost) return;
    call.kind = 'dropAfterWrite';
    throw new ConnectionCut('afterWrite');
  };
}

/** JSON alone; XML, which the vendor takes as well, is 415 here. */
function parseBodies(state: SandboxState): MiddlewareHandler<ApiEnv> {
  return async function parseBody(c, next) {
    const text = c.var.text.trim();
    if (text === '') return next();
    const type = c.req.header('content-type') ?? '';
    if (!/^(application|text)\/json\s*(;|$)/i.test(type)) return answerEmpty(415);
    try {
      c.set('body', JSON.parse(text));
    } catch {
      return refuseWrite(new Refusal('', 'The request is not valid JSON'), state.switches);
    }
    return next();
  };
}

/** The API of a sandbox, for requests whose URL `toApiPath` knows. */
export function createApi(state: SandboxState): {fetch(request: Request): Promise<Response>} {
  const api = new Hono<ApiEnv>({getPath: (request) => toApiPath(request.url) ?? '/'});
  api.use(recordCalls(state));
  api.use(addAnswerHeaders(state));
  api.use(checkCredentials(state));
  api.use(limitRate(state));
  api.use(strikeFaults(state));
  api.use(parseBodies(state));
  api.route('/Cart', createCartRoutes(state));
  api.route('/Products', createProductRoutes(state));
  api.route('/FrontendScripts', createScriptRoutes(state));
  api.route('/Orders', createOrderRoutes(state));
  api.route('/OrderStatus', createOrderStatusRoutes(state));
  api.route('/StoreSettings', createSettingsRoutes(state));
  api.route('/Webhooks', createWebhookRoutes(state));
  api.notFound(() => answerEmpty(404));
  api.onError((error) => {
    throw error;
  });
  return {fetch: async (request) => api.fetch(request)};
}
