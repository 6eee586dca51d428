/**
 * What replicas share through Valkey or Redis, so that many processes are one proxy towards the store: one budget,
 * one turn for each cart, one catalogue. Loaded only where `PUSHCART_REDIS_URL` is set.
 */
import type {Log, ProxyDeps} from '../proxy/index.js';
import {callMsOf, createBudget, plannedOf, type Clock} from '../threedcart/index.js';
import {createSharedBucket} from './bucket.js';
import {connect} from './connection.js';
import {createSharedLedger} from './ledger.js';

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
  readonly deps: Pick<ProxyDeps, 'budget'>;
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
  return {deps: {budget}, close: () => connection.close()};
}
