/** How much may be asked for in a minute: by one address, or by the pages of one origin. */
import {RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract} from 'rate-limiter-flexible';

export interface Limiter {
  /** Undefined if the request may pass, else how long to wait. */
  spend(address: string): Promise<{readonly retryAfterMs: number} | undefined>;
  /** What was spent last came to nothing. */
  giveBack(address: string): Promise<void>;
}

/** Requests of one address, new carts of one address, requests for carts from the pages of one origin. */
export type LimitName = 'requests' | 'carts' | 'origin';

/** @param perMinute 0 is no limit. */
export function createLimiter(perMinute: number): Limiter {
  if (perMinute === 0) return {spend: () => Promise.resolve(undefined), giveBack: () => Promise.resolve()};
  return limitBy(new RateLimiterMemory({points: perMinute, duration: 60}));
}

/** A limiter of the library, in memory or wherever it keeps its numbers. */
export function limitBy(limiter: RateLimiterAbstract): Limiter {
  return {
    async spend(address) {
      try {
        await limiter.consume(address);
        return undefined;
      } catch (error) {
        if (error instanceof RateLimiterRes) return {retryAfterMs: Math.max(1, error.msBeforeNext)};
        throw error;
      }
    },
    async giveBack(address) {
      await limiter.reward(address);
    },
  };
}
