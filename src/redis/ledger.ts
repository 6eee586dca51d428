/** What was spent for whom, written down for all replicas. Each hears of what others spent when it spends itself. */
import {createHash} from 'node:crypto';
import {createLedger, type Clock, type Ledger} from '../threedcart/index.js';
import {script, type Connection} from './connection.js';

const SPEND = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local even = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', even), 'PX', math.ceil(even - now))
return math.ceil(even - now)`);

/** @param callMs In so long a call is made up for. */
export function createSharedLedger(connection: Connection, callMs: number, clock: Clock): Ledger {
  const local = createLedger(callMs, clock);
  /** Names hold a page's origin, a cart's key and a client's address: none of them leaves this process. */
  const keyOf = (who: string): string => connection.key('spent', createHash('sha256').update(who).digest('base64url'));
  return {
    owedMs: local.owedMs,
    spend(who) {
      local.spend(who);
      for (const one of who)
        connection.run(SPEND, [keyOf(one)], [callMs]).then(
          (ms) => local.correct(one, Number(ms)),
          () => {},
        );
    },
  };
}
