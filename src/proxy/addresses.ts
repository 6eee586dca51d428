/**
 * Who a request came from, for limits and fairness. Behind reverse proxies that is what the outermost of ours wrote
 * into `X-Forwarded-For`; how many there are must be said, since anybody can send the header.
 */
import type {Log} from './log.js';

/** How clients' addresses are found, and a word in the log, once, where that cannot be right. */
export interface Addresses {
  /**
   * @param peer The address that the connection came from.
   * @param headers The request's.
   */
  clientOf(peer: string | undefined, headers: Headers): string;
  /** To be told of requests that a shopper's page makes; those of a monitor may well come past the reverse proxy. */
  check(headers: Headers): void;
}

/** @param trusted How many reverse proxies stand in front: that many entries from the right are theirs to write. */
export function createAddresses(trusted: number, log: Log): Addresses {
  let isSaid = false;
  return {
    clientOf: (peer, headers) => toClientAddress(peer, headers.get('x-forwarded-for'), trusted),
    check(headers) {
      if (isSaid) return;
      const hops = headers.get('x-forwarded-for')?.split(',').length ?? 0;
      if (trusted === 0 && (hops > 0 || headers.has('forwarded'))) {
        isSaid = true;
        log.warn(
          {event: 'forwarded_untrusted'},
          'A request came with X-Forwarded-For or Forwarded, which is not believed. If a reverse proxy stands in front, all shoppers count as one: say how many there are with PUSHCART_TRUST_PROXY.',
        );
      } else if (hops < trusted) {
        isSaid = true;
        log.warn(
          {event: 'forwarded_missing', trusted, hops},
          `A request came with ${hops} addresses in X-Forwarded-For where PUSHCART_TRUST_PROXY expects ${trusted}. Either it came past a reverse proxy, which the network should not allow, or there are fewer of them: then shoppers can write their own address.`,
        );
      }
    },
  };
}

function toClientAddress(peer: string | undefined, forwardedFor: string | null, trusted: number): string {
  const hops = forwardedFor?.split(',').map((hop) => hop.trim()) ?? [];
  const hop = trusted > 0 ? hops.at(-Math.min(trusted, hops.length)) : undefined;
  return toPrefix(hop ?? '') ?? toPrefix(peer ?? '') ?? 'unknown';
}

/**
 * An IPv4 address as it is, of an IPv6 address its /64: whoever has one can pick any in it. Undefined for what is no
 * address. Some reverse proxies add a port.
 */
export function toPrefix(text: string): string | undefined {
  const [, v4] = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/i.exec(text) ?? [];
  if (v4) return v4;
  const [plain = ''] = text.replace(/^\[/, '').split(/[\]%]/);
  if (!/^[\da-f:.]{2,45}$/i.test(plain) || !URL.canParse(`http://[${plain}]`)) return undefined;
  // As a host of an address it is written in one way only.
  const [front = '', back] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const groups = front ? front.split(':') : [];
  if (back !== undefined) {
    const rest = back ? back.split(':') : [];
    groups.push(...Array<string>(8 - groups.length - rest.length).fill('0'), ...rest);
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
