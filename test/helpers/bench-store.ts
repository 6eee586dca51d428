/** What the proxy does with a store behind it: syncs, its start, and a large catalogue. */
import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {ProductsAnswer} from '../../src/contract/wire.js';
import {median} from './bench-results.js';
import {describeBench, startStore} from './bench-processes.js';
import {pageOrigin, storeKeys} from './environment.js';
import {startProxyProcess} from './proxy-process.js';
import {notebook} from './shop.js';

/** What a call takes, for whoever makes it with nothing around it. */
const CALL_MS = 50;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Ready {
  readonly status: string;
  readonly products: number;
  readonly catalogueComplete: boolean;
}
async function askReady(url: string): Promise<Ready | undefined> {
  const response = await fetch(`${url}/readyz`).catch(() => undefined);
  return response && ((await response.json()) as Ready);
}
async function untilFull(url: string): Promise<void> {
  while (!(await askReady(url))?.catalogueComplete) await sleep(20);
}
async function countCalls(url: string, part: string): Promise<number> {
  const {calls} = (await (await fetch(`${url}/_sandbox`)).json()) as {calls: {method: string; path: string}[]};
  return calls.filter(({method, path}) => `${method} ${path}`.includes(part)).length;
}

export interface SyncFigures {
  readonly calls: number;
  /** Median of a sync that makes so many calls of the store. */
  readonly ms: number;
  /** Median of what it took compared with as many bare calls of the same store, one after another, right after it. */
  readonly toBare: number;
}

/** Notebooks that differ in what is engraved: each is a line of its own. */
const MOST_LINES = 8;
const linesOf = (count: number) => Array.from({length: count}, (_, index) => notebook(`line-${index}`, `No. ${index}`));

/** So many calls with nothing around them, in ms. */
async function callBare(storeUrl: string, calls: number): Promise<number> {
  const headers = {SecureURL: storeUrl, PrivateKey: storeKeys.privateKey, Token: storeKeys.token};
  const began = performance.now();
  for (let call = 0; call < calls; call += 1)
    await (await fetch(`${storeUrl}/3dCartWebAPI/v1/Products/510`, {headers})).text();
  return performance.now() - began;
}

/** Has the store wait as long as makes a call {@link CALL_MS} all in all: HTTP itself takes some of it. */
async function settle(url: string): Promise<void> {
  let latencyMs = CALL_MS;
  for (let look = 0; look < 3; look += 1) {
    const times: number[] = [];
    for (let call = 0; call < 20; call += 1) times.push(await callBare(url, 1));
    latencyMs += CALL_MS - median(times);
    const answer = await fetch(`${url}/_sandbox`, {
      method: 'PATCH',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({latencyMs}),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}

/** Carts that exist get one line more, or several: each is a call of 50 ms. */
export async function measureSyncs(rounds: number): Promise<SyncFigures[]> {
  const store = await startStore({latencyMs: CALL_MS});
  const proxy = await startProxyProcess(describeBench(store.url));
  const seen = new Map<number, {ms: number[]; ratios: number[]}>();
  let carts = 0;
  async function sync(key: string, rev: number, lines: number, cart?: string): Promise<string> {
    const response = await fetch(`${proxy.url}/v1/cart`, {
      method: 'POST',
      headers: {Origin: pageOrigin, 'Content-Type': 'text/plain'},
      body: JSON.stringify({key, rev, intent: 'sync', ...(cart && {cart}), lines: linesOf(lines)}),
    });
    const answer = (await response.json()) as {status: string; cart: string};
    if (answer.status !== 'synced') throw new Error(`A sync ended ${JSON.stringify(answer)}.`);
    return answer.cart;
  }
  try {
    await untilFull(proxy.url);
    await settle(store.url);
    // The first round does not count.
    for (let round = 0; round <= rounds; round += 1)
      for (let lines = 1; lines <= MOST_LINES; lines += 1) {
        const key = `bench-${String((carts += 1)).padStart(16, '0')}`;
        const cart = await sync(key, 1, 1);
        const before = await countCalls(store.url, '/Cart');
        const began = performance.now();
        await sync(key, 2, 1 + lines, cart);
        const ms = performance.now() - began;
        const calls = (await countCalls(store.url, '/Cart')) - before;
        const bare = await callBare(store.url, calls);
        const {ms: all, ratios} = seen.get(calls) ?? {ms: [], ratios: []};
        if (round > 0) seen.set(calls, {ms: [...all, ms], ratios: [...ratios, ms / bare]});
      }
  } finally {
    await proxy.close();
    store.close();
  }
  return [...seen]
    .sort(([a], [b]) => a - b)
    .map(([calls, {ms, ratios}]) => ({
      calls,
      ms: median(ms),
      toBare: median(ratios),
    }));
}

/** @returns Median ms from starting the built command until it is ready. */
export async function measureStart(rounds: number): Promise<number> {
  const store = await startStore({});
  const command = fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url));
  const seen: number[] = [];
  const port = '18787';
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const child = spawn(process.execPath, [command, 'serve'], {
      env: {...process.env, ...describeBench(store.url), PUSHCART_PORT: port},
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while ((await askReady(`http://127.0.0.1:${port}`))?.status !== 'ready') await sleep(5);
    seen.push(performance.now() - began);
    child.kill();
    await ended;
  }
  store.close();
  return median(seen);
}

export interface MirrorFigures {
  readonly products: number;
  /** How many the catalogue has that it is compared with. */
  readonly before: number;
  /** Bytes, after every product was asked for once and what is not needed was collected. */
  readonly heap: number;
  readonly calls: number;
  readonly pages: number;
  /** How many products the mirror held when the first of them were served. */
  readonly sizeAtFirst: number;
}

export async function measureMirror(products: number): Promise<MirrorFigures> {
  const few = await fill();
  const many = await fill(products);
  return {
    products,
    before: few.size,
    heap: many.heap - few.heap,
    calls: many.calls,
    pages: Math.ceil(products / 100),
    sizeAtFirst: many.sizeAtFirst,
  };
}

async function fill(products?: number): Promise<{size: number; heap: number; calls: number; sizeAtFirst: number}> {
  const store = await startStore(products === undefined ? {} : {products});
  const proxy = await startProxyProcess(describeBench(store.url));
  try {
    const first = products === undefined ? 510 : 1000;
    const response = await fetch(`${proxy.url}/v1/products?ids=${first}`);
    const answer = ProductsAnswer.parse(await response.json());
    if (answer.products.length !== 1) throw new Error('The first page was not served.');
    const {products: sizeAtFirst = 0} = (await askReady(proxy.url)) ?? {};
    await untilFull(proxy.url);
    const {products: size = 0} = (await askReady(proxy.url)) ?? {};
    // What a product is as text is kept from the first time on that it is asked for.
    for (let from = first; from < first + (products ?? 0); from += 50) {
      const ids = Array.from({length: 50}, (_, index) => from + index);
      await (await fetch(`${proxy.url}/v1/products?ids=${ids.join()}`)).arrayBuffer();
    }
    const {heap} = await proxy.sample();
    return {size, heap, calls: await countCalls(store.url, 'GET /Products?'), sizeAtFirst};
  } finally {
    await proxy.close();
    store.close();
  }
}
