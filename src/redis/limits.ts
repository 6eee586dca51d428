/** Limits that hold for all replicas together, and for each by itself while the server is away. */
import {createHash} from 'node:crypto';
import {RateLimiterMemory, RateLimiterRedis} from 'rate-limiter-flexible';
import {createLimiter, limitBy, type LimitName, type Limiter} from '../proxy/index.js';
import type {Connection} from './connection.js';

/** Names are addresses of clients, so only their hashes leave this process. */
export function createSharedLimiter(connection: Connection, name: LimitName, perMinute: number): Limiter {
  if (perMinute === 0) return createLimiter(0);
  const limiter = limitBy(
    new RateLimiterRedis({
      storeClient: connection.client,
      keyPrefix: connection.key('limit', name),
      points: perMinute,
      duration: 60,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory({points: perMinute, duration: 60}),
    }),
  );
  const hash = (address: string): string => createHash('sha256').update(address).digest('base64url');
  return {
    spend: (address) => limiter.spend(hash(address)),
    giveBack: (address) => limiter.giveBack(hash(address)),
  };
}
