/**
 * What replicas share through Valkey or Redis, so that many processes are one proxy towards the store: one budget,
 * one turn for each cart, one catalogue. Loaded only where `PUSHCART_REDIS_URL` is set.
 */
import {createLocks, createPurchases, createRecords, type Log, type ProxyDeps} from '../proxy/index.js';
import {callMsOf, createBudget, plannedOf, type Clock} from '../threedcart/index.js';
import {createSharedBucket} from './bucket.js';
import {connect} from './connection.js';
import {createSharedKeep} from './keep.js';
import {createSharedLedger} from './ledger.js';
import {createSharedLimiter} from './limits.js';
import {createSharedLocks} from './locks.js';
import {createSharedMirror} from './mirror-store.js';

/** As long as in a process's memory: see `createRecords` and `createPurchases`. */
const RECORD_MS = 60 * 60_000;
const PURCHASE_MS = 30 * 24 * 60 * 60_000;

export interface SharedOptions {
  /** Address of the server, which may hold a password. */
  readonly url: string;
  readonly store: {
    readonly secureUrl: string;
    /** The store's bucket of calls, and how many leak out a second. */
    readonly capacity: number;
    readonly rate: number;
  };
  readonly clock: Clock;
  readonly log: Log;
}

export interface Shared {
  readonly deps: Required<Pick<ProxyDeps, 'budget' | 'records' | 'purchases' | 'locks' | 'limiter' | 'mirrorStore'>>;
  close(): Promise<void>;
}

/** Resolves within about a second, also where the server is away: then this process goes on by itself. */
export async function share({url, store, clock, log}: SharedOptions): Promise<Shared> {
  const {secureUrl, capacity, rate} = store;
  const connection = await connect(url, secureUrl, log);
  const budget = createBudget({
    capacity,
    rate,
    clock,
    bucket: createSharedBucket({connection, capacity: plannedOf(capacity), rate, clock}),
    ledger: createSharedLedger(connection, callMsOf(rate), clock),
  });
  return {
    deps: {
      budget,
      records: createSharedKeep({
        connection,
        kind: 'record-1',
        ttlMs: RECORD_MS,
        local: createRecords(clock),
        // Another replica may have given out a newer token, so none is believed unread.
        doubtful: (record) => ({...record, token: undefined}),
      }),
      purchases: createSharedKeep({
        connection,
        kind: 'purchase-1',
        ttlMs: PURCHASE_MS,
        local: createPurchases(clock),
        doubtful: (purchase) => purchase,
      }),
      locks: createSharedLocks({connection, local: createLocks(clock), clock}),
      mirrorStore: createSharedMirror({connection, clock}),
      limiter: (name, perMinute) => createSharedLimiter(connection, name, perMinute),
    },
    close: () => connection.close(),
  };
}
