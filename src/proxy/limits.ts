/** How much one client may ask for, per address and minute. An IPv6 client is its /64: it can pick any address in it. */
import {RateLimiterMemory, RateLimiterRes} from 'rate-limiter-flexible';

export interface Limiter {
  /** Undefined if the request may pass, else how long to wait. */
  spend(address: string): Promise<{readonly retryAfterMs: number} | undefined>;
  /** What was spent last came to nothing. */
  giveBack(address: string): Promise<void>;
}

/** @param perMinute 0 is no limit. */
export function createLimiter(perMinute: number): Limiter {
  if (perMinute === 0) return {spend: () => Promise.resolve(undefined), giveBack: () => Promise.resolve()};
  const limiter = new RateLimiterMemory({points: perMinute, duration: 60});
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

/**
 * The client behind a request.
 * @param peer The address that the connection came from.
 * @param forwardedFor The `X-Forwarded-For` header.
 * @param trusted How many reverse proxies stand in front: that many entries from the right are theirs to write.
 */
export function toClientAddress(peer: string | undefined, forwardedFor: string | null, trusted: number): string {
  const hops = forwardedFor?.split(',').map((hop) => hop.trim()) ?? [];
  const address = (trusted > 0 && hops.at(-Math.min(trusted, hops.length))) || peer || 'unknown';
  return toPrefix(address.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, ''));
}

function toPrefix(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const groups =
    tail === undefined
      ? front
      : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
