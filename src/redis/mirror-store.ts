/**
 * The catalogue that replicas share: products in a hash, and for each the number of its last change, so that whoever
 * looks again reads only what is new.
 */
import type {MirrorChanges, MirrorFrame, MirrorStore} from '../proxy/index.js';
import type {Clock, StoreProduct} from '../threedcart/index.js';
import {Away, script, type Connection} from './connection.js';

/** Without a sign of life of its holder the lead is free after this. */
const LEAD_MS = 15_000;
/** What nobody has put anything into for so long is forgotten: a pass over everything comes daily. */
const KEPT_MS = 2 * 24 * 3600 * 1000;
const MOST = 200;
const NOTHING: MirrorChanges = {};

const LEAD = script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`);
/** The frame, how many products, id and text of each, then the ids of those that are gone. */
const PUSH = script(`
local count = tonumber(ARGV[3])
local gone = 3 + 2 * count
local version = redis.call('INCRBY', KEYS[3], #ARGV - gone + count) - (#ARGV - gone + count)
for i = 1, count do
  local id = ARGV[2 + 2 * i]
  redis.call('HSET', KEYS[1], id, ARGV[3 + 2 * i])
  redis.call('ZADD', KEYS[2], version + i, id)
end
for i = gone + 1, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('ZADD', KEYS[2], version + count + i - gone, ARGV[i])
end
if ARGV[2] ~= '' then redis.call('SET', KEYS[4], ARGV[2]) end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[1]) end
return 1`);
/** Version, frame, then of each product that has changed since: id, number of the change, text or nothing. */
const PULL = script(`
local found = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local answer = {tonumber(redis.call('GET', KEYS[3]) or 0), redis.call('GET', KEYS[4]) or ''}
for i = 1, #found, 2 do
  answer[#answer + 1] = found[i]
  answer[#answer + 1] = found[i + 1]
  answer[#answer + 1] = redis.call('HGET', KEYS[1], found[i]) or ''
end
return answer`);

export interface SharedMirrorOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** How long the lead lasts without a sign of life, in ms. Default 15 s. */
  readonly leadMs?: number;
}

export function createSharedMirror({connection, clock, leadMs = LEAD_MS}: SharedMirrorOptions): MirrorStore {
  // The number is that of the format: another release's catalogue is never read.
  const keys = ['products', 'changes', 'version', 'frame'].map((name) => connection.key('mirror-1', name));
  let since = 0;
  let leads = false;
  let cancel = (): void => {};

  async function lead(run = connection.run): Promise<boolean> {
    cancel();
    leads = (await run(LEAD, [connection.key('mirror-1', 'lead')], [connection.me, leadMs])) === 1;
    // A pass over everything takes as long as it takes: the lead is kept meanwhile.
    if (leads) cancel = clock.after(leadMs / 3, () => void lead().catch(() => {}));
    return leads;
  }

  // Whoever led before the server was away has what it may have forgotten: it goes first.
  connection.onChange(async (change) => {
    if (change.isUp && leads) await lead(change.run);
  });

  async function read(): Promise<{readonly isAll: boolean; readonly changes: MirrorChanges}> {
    const answer = await connection.run(PULL, keys, [since, MOST]);
    const [version, frame, ...rest] = Array.isArray(answer) ? answer.map(String) : [];
    if (Number(version) < since) {
      // The server has forgotten everything, and begins anew.
      since = 0;
      return {isAll: false, changes: {}};
    }
    const products: StoreProduct[] = [];
    const gone: number[] = [];
    for (let index = 0; index < rest.length; index += 3) {
      const [id, change, text] = rest.slice(index, index + 3);
      since = Math.max(since, Number(change));
      if (text) products.push(JSON.parse(text) as StoreProduct);
      else gone.push(Number(id));
    }
    return {
      isAll: rest.length < 3 * MOST,
      changes: {products, gone, ...(frame && {frame: JSON.parse(frame) as MirrorFrame})},
    };
  }

  /** What the server cannot do now is done without it. */
  async function orElse<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Away) return otherwise;
      throw error;
    }
  }

  return {
    lead: () => orElse(() => lead(), true),
    pull: () =>
      orElse(async () => {
        const products: StoreProduct[] = [];
        const gone: number[] = [];
        for (;;) {
          const {isAll, changes} = await read();
          products.push(...(changes.products ?? []));
          gone.push(...(changes.gone ?? []));
          if (isAll) return {products, gone, ...(changes.frame && {frame: changes.frame})};
        }
      }, NOTHING),
    push: ({products = [], gone = [], frame}) =>
      orElse(async () => {
        for (let start = 0; start === 0 || start < products.length; start += MOST) {
          const some = products.slice(start, start + MOST);
          const isLast = start + MOST >= products.length;
          await connection.run(PUSH, keys, [
            KEPT_MS,
            isLast && frame ? JSON.stringify(frame) : '',
            some.length,
            ...some.flatMap((product) => [product.catalogId, JSON.stringify(product)]),
            ...(isLast ? gone : []),
          ]);
        }
      }, undefined),
  };
}
