/** Requests a second of the proxy, of a server with the same middleware, and of a bare one. */
import {median} from './bench-results.js';
import {describeBench, putUnderLoad, startStore, startUnderLoad, type UnderLoad} from './bench-processes.js';
import {pageOrigin} from './environment.js';
import {mug, notebook, tee} from './shop.js';

/** In requests a second, medians; ratios are medians of each round's own. */
export interface LoadFigures {
  readonly what: string;
  readonly proxy: number;
  readonly like: number;
  readonly bare: number;
  readonly toLike: number;
  readonly toBare: number;
}

const CONNECTIONS = 16;
const SECONDS = 1;
const targets = ['proxy', 'like', 'bare'] as const;

interface Case {
  readonly what: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
}

/** Eight products, as a page with a row of cards asks for. */
const products = '/v1/products?ids=510,511,512,513,514,515,516,517';
const noBodies = Array.from({length: CONNECTIONS}, () => '');

async function openCarts({proxy}: UnderLoad): Promise<{bodies: string[]; answer: string}> {
  const post = (body: string): Promise<Response> =>
    fetch(`${proxy}/v1/cart`, {method: 'POST', headers: {Origin: pageOrigin, 'Content-Type': 'text/plain'}, body});
  let answer = '';
  const bodies: string[] = [];
  for (let index = 0; index < CONNECTIONS; index += 1) {
    const asked = {
      key: `bench-${String(index).padStart(16, '0')}`,
      rev: 3,
      intent: 'sync',
      lines: [mug('a', 2), tee('b'), notebook('c', 'For Ana')],
    };
    const got = (await (await post(JSON.stringify(asked))).json()) as {cart: string; status: string};
    if (got.status !== 'pending') throw new Error(`The cart is ${got.status}, and not pending.`);
    bodies.push(JSON.stringify({...asked, cart: got.cart}));
    answer = JSON.stringify({...got, cart: 'TOKEN'});
  }
  return {bodies, answer};
}

export async function measureLoads(rounds: number): Promise<LoadFigures[]> {
  const store = await startStore({});
  // No cart is made before checkout: every sync ends pending, and no store is waited for.
  const server = await startUnderLoad({...describeBench(store.url), PUSHCART_CREATE: 'checkout'});
  try {
    const body = await (await fetch(server.proxy + products)).text();
    const carts = await openCarts(server);
    await server.tell({products: body, cart: carts.answer});
    const zipped = {'Accept-Encoding': 'gzip, deflate, br'};
    const get = {path: products, method: 'GET', bodies: noBodies} as const;
    const cases: readonly Case[] = [
      {what: '`GET /v1/products`, 8 products, gzip', ...get, headers: zipped},
      {what: 'the same, not compressed', ...get, headers: {}},
      {
        what: '`POST /v1/cart`, 3 lines, ends `pending`',
        path: '/v1/cart',
        method: 'POST',
        headers: {Origin: pageOrigin, 'Content-Type': 'text/plain'},
        bodies: carts.bodies,
      },
    ];
    const all: LoadFigures[] = [];
    for (const one of cases) all.push(await measure(one, server, rounds));
    return all;
  } finally {
    server.close();
    store.close();
  }
}

async function measure({what, path, ...load}: Case, server: UnderLoad, rounds: number): Promise<LoadFigures> {
  const seen = {proxy: [] as number[], like: [] as number[], bare: [] as number[]};
  process.stderr.write(`${what}:`);
  // The first round does not count: code is compiled, and buffers grow.
  for (let round = 0; round <= rounds; round += 1) {
    const turns = targets.map((_, turn) => targets[(round + turn) % targets.length]!);
    for (const target of turns) {
      const {perSecond} = await putUnderLoad({url: server[target] + path, ...load, seconds: SECONDS});
      if (round > 0) seen[target].push(perSecond);
    }
    process.stderr.write(` ${round}`);
  }
  process.stderr.write('\n');
  const ratios = (to: readonly number[]): number => median(seen.proxy.map((value, round) => value / to[round]!));
  return {
    what,
    proxy: median(seen.proxy),
    like: median(seen.like),
    bare: median(seen.bare),
    toLike: ratios(seen.like),
    toBare: ratios(seen.bare),
  };
}
