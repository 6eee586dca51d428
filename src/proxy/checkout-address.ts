/** Where a shopper may be sent: only to the store's own checkout, whatever its API answers. */
import type {StoreSettings} from '../threedcart/index.js';
import {isLoopback, type ProxyConfig} from './config.js';

/**
 * The address if it is https and its host, with port, is one of the store's; http to a loopback host only where the
 * store's API is on loopback too. Undefined for everything else.
 */
export function checkedCheckoutUrl(
  text: string,
  settings: StoreSettings,
  config: Pick<ProxyConfig, 'store' | 'checkoutHosts'>,
): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username || url.password) return undefined;
  if (url.protocol === 'http:') {
    return isLoopback(url.hostname) && isLoopback(new URL(config.store.apiUrl).hostname) ? url.href : undefined;
  }
  if (url.protocol !== 'https:') return undefined;
  const hosts = [config.store.secureUrl, settings.secureUrl, settings.url].map((address) => new URL(address).host);
  return [...hosts, ...config.checkoutHosts].includes(url.host) ? url.href : undefined;
}
