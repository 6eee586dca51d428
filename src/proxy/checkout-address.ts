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
  return checkoutHosts(settings, config).includes(url.host) ? url.href : undefined;
}

/** The hosts, with port, that a checkout address may have. */
const checkoutHosts = (
  settings: StoreSettings | undefined,
  config: Pick<ProxyConfig, 'store' | 'checkoutHosts'>,
): string[] => [
  ...[config.store.secureUrl, ...(settings ? [settings.secureUrl, settings.url] : [])].map(
    (address) => new URL(address).host,
  ),
  ...config.checkoutHosts,
];

/** The same list as sources of a content security policy: browsers also check where a form is redirected to. */
export function checkoutSources(
  settings: StoreSettings | undefined,
  config: Pick<ProxyConfig, 'store' | 'checkoutHosts'>,
): string[] {
  const isLocal = isLoopback(new URL(config.store.apiUrl).hostname);
  return [
    ...new Set(checkoutHosts(settings, config).map((host) => `https://${host}`)),
    ...(isLocal ? ['http://127.0.0.1:*', 'http://localhost:*'] : []),
  ].filter(isSource);
}

/** Whether an origin can stand in a policy: a host may have signs in it that would end the list. */
export const isSource = (origin: string): boolean => /^https?:\/\/[\w.-]+(:(\d+|\*))?$/.test(origin);
