/** The proxy under requests that nobody should send, with the store well, and with it failing at random. */
import assert from 'node:assert/strict';
import {randomInt} from 'node:crypto';
import fc from 'fast-check';
import {openShop, type Shop} from '../helpers/shop.js';
import {judge, search, type Answered} from './judge.js';
import {aim, type Aim, type Shot} from './requests.js';
import {toBetween, weather, type StrikeName} from './weather.js';

export interface FuzzOptions {
  readonly requests: number;
  /** Plays the same requests again. Default: another one each time. */
  readonly seed?: number | undefined;
  /** The store fails at random. */
  readonly isStoreFailing?: boolean;
  /** False: stops at the first session that shows something wrong, without looking for the smallest. */
  readonly isShrinking?: boolean;
  /** For the test of this test: what to make worse about an answer. */
  readonly spoil?: (shot: Shot, answered: Answered) => Answered;
  readonly deps?: NonNullable<Parameters<typeof openShop>[0]>['deps'];
}

export interface Tally {
  readonly seed: number;
  readonly requests: number;
  /** How many were answered with each status, by route. */
  readonly answers: ReadonlyMap<string, number>;
  readonly strikes: ReadonlyMap<StrikeName, number>;
  /** How many were taken for what they ask, and not refused for their form or address; of all, and of those for a cart. */
  readonly taken: {readonly all: number; readonly carts: number};
}

const SESSION = 20;
const embed = {
  type: 'text/javascript; charset=utf-8',
  etag: 'abc',
  body: new TextEncoder().encode('export {};'),
  br: new Uint8Array([1]),
  gzip: new Uint8Array([2]),
};
/** Nobody waits for a call here: how long an answer takes is then the proxy's own doing. */
export const amply = {PUSHCART_API_CAPACITY: '100000', PUSHCART_API_RATE: '100000', PUSHCART_LIMIT_CARTS: '0'};

/** @throws With the seed and the smallest session that shows it, if an answer is not what every answer must be. */
export async function fuzz({
  requests,
  seed = randomInt(2 ** 31),
  isStoreFailing = false,
  isShrinking = true,
  spoil,
  deps,
}: FuzzOptions): Promise<Tally> {
  const answers = new Map<string, number>();
  const struck = new Map<StrikeName, number>();
  const count = {all: 0, taken: 0, carts: 0, takenCarts: 0};

  async function play(aims: readonly Aim[], course: readonly StrikeName[]): Promise<void> {
    const shop = await openShop({
      environment: amply,
      switches: {throttle: {capacity: 100_000, leakPerSecond: 100_000}},
      deps: {
        assets: (path) => Promise.resolve(['pushcart.js', 'assets/cart-Bx3f.js'].includes(path) ? embed : undefined),
        ...deps,
      },
      ...(isStoreFailing
        ? {
            between: toBetween(course, (name) => struck.set(name, (struck.get(name) ?? 0) + 1)),
            warm: course.length % 2 === 0,
          }
        : {}),
    });
    const tokens: string[] = [];
    const forms: {path: string; fields: string}[] = [];
    const story: string[] = [];
    for (const next of aims) {
      const shot = next({tokens, forms});
      const real = await fire(shop, shot);
      const answered = spoil?.(shot, real) ?? real;
      const bounds = {isStoreWell: !isStoreFailing, maxMs: isStoreFailing ? 60_000 : 5000, cartKeys: cartKeys(shop)};
      const wrong = judge(shot, answered, bounds);
      story.push(describeShot(shot, answered));
      assert.ok(wrong.length === 0, `${wrong.join('; ')}\nafter:\n${story.join('\n\n')}\nThe store: ${course.join()}`);
      tally(shot, answered);
      const token = /"cart":"([\w.-]+)"/.exec(answered.text)?.[1];
      if (token) tokens.push(token);
      const [, key, seen] =
        /name="key" value="([\w.-]+)" \/>\s*<input type="hidden" name="seen" value="([\w-]+)"/.exec(answered.text) ??
        [];
      if (key && seen) {
        tokens.push(key);
        forms.push({path: shot.path.replace(/[/?#]*(\?.*)?$/s, ''), fields: `key=${key}&seen=${seen}`});
      }
    }
    const log = shop.logged.join('\n');
    assert.deepEqual(search(log, cartKeys(shop)), [], 'the log');
    for (const token of tokens) assert.ok(!log.includes(token), 'a token is in the log');
  }

  function tally({method, path}: Shot, {status, text}: Answered): void {
    const route = routeOf(path);
    answers.set(`${method} ${route} ${status}`, (answers.get(`${method} ${route} ${status}`) ?? 0) + 1);
    const isTaken = status < 400 || status >= 500 || (status === 404 && text.includes('The store has no product'));
    count.all += 1;
    count.taken += Number(isTaken);
    if (method === 'POST' && route === '/v1/cart') {
      count.carts += 1;
      count.takenCarts += Number(isTaken);
    }
  }

  const sessions = fc.asyncProperty(fc.array(aim, {minLength: SESSION, maxLength: SESSION}), weather, play);
  const played = await fc.check(sessions, {
    seed,
    numRuns: Math.ceil(requests / SESSION),
    endOnFailure: !isShrinking,
  });
  if (played.failed) {
    const cause = played.errorInstance;
    throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
  }
  return {
    seed,
    requests: count.all,
    answers,
    strikes: struck,
    taken: {all: count.taken / count.all, carts: count.takenCarts / count.carts},
  };
}

const cartKeys = (shop: Shop): string[] => shop.carts().map((cart) => cart.OrderKey);

async function fire(shop: Shop, {method, path, headers, body, address}: Shot): Promise<Answered> {
  const request = new Request(`https://cart.example${path}`, {method, headers: {...headers}, ...(body ? {body} : {})});
  const began = shop.clock.now();
  const response = await shop.send(request, address);
  const ms = shop.clock.now() - began;
  return {status: response.status, headers: response.headers, text: await readText(response), ms};
}

/** The body as a browser would show it. Files are as they are: those of the test are zipped by name alone. */
function readText(response: Response): Promise<string> {
  const encoding = response.headers.get('content-encoding');
  const isZipped = response.body && /json|html/.test(response.headers.get('content-type') ?? '');
  if (!isZipped || (encoding !== 'gzip' && encoding !== 'deflate')) return response.text();
  return new Response(response.body.pipeThrough(new DecompressionStream(encoding))).text();
}

const routes = ['/v1/products', '/v1/cart', '/v1/openapi.json', '/pushcart.js', '/healthz', '/readyz', '/metrics'];
const routeOf = (path: string): string => {
  const bare = path.replace(/[?#].*$/s, '').replace(/(.)\/$/, '$1');
  if (routes.includes(bare)) return bare;
  return /^\/(buy|assets)\//.exec(path)?.[0].concat('…') ?? 'unknown';
};

function describeShot({method, path, headers, body}: Shot, {status, text}: Answered): string {
  const sent = body ? new TextDecoder().decode(body).slice(0, 2000) : '';
  return `${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 500)}\n${sent}\n-> ${status} ${text.slice(0, 1000)}`;
}

/** The tally, for people. */
export function report({seed, requests, answers, strikes, taken}: Tally): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const rows = [...answers]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([what, times]) => `${String(times).padStart(7)}  ${what}`);
  const faults = [...strikes].map(([name, times]) => `${name} ${times}`).join(', ');
  return [
    `${requests} requests, seed ${seed}; ${percent(taken.all)} were taken for what they ask, ${percent(taken.carts)} of those for a cart`,
    ...(faults ? [`the store's answers: ${faults}`] : []),
    ...rows,
  ].join('\n');
}
