/** The store's own settings: what prices are shown in, and where shoppers are sent. */
import {isLoopback} from '../../proxy/index.js';
import {checkoutSources} from '../../proxy/checkout-address.js';
import {toLine} from '../store-access.js';
import {ok, warn, skip, type Check} from './check.js';
import type {Context} from './context.js';

const ADMIN = "the store's admin (Settings, General)";

export async function checkSettings({config, settings}: Context): Promise<Check[]> {
  const outcome = await settings();
  if (outcome.kind !== 'done') return [skip('settings', 'The settings of the store could not be read.')];
  const {currency, decimals, url, secureUrl} = outcome.value;
  return [
    checkCurrency(currency, decimals),
    ...checkHosts(new URL(config.store.secureUrl), new URL(secureUrl), new URL(url)),
    ok('checkout hosts', `A checkout may lead to ${checkoutSources(outcome.value, config).map(toLine).join(', ')}.`),
  ];
}

function checkCurrency(currency: string, decimals: number): Check {
  if (!Intl.supportedValuesOf('currency').includes(currency))
    return warn(
      'currency',
      `The store's currency is ${toLine(currency)}, which nobody knows.`,
      `Set a code of three letters, such as USD, in ${ADMIN}.`,
    );
  const {maximumFractionDigits} = new Intl.NumberFormat('en', {style: 'currency', currency}).resolvedOptions();
  if (maximumFractionDigits !== decimals)
    return warn(
      'currency',
      `The store's prices have ${decimals} decimals, and ${currency} has ${maximumFractionDigits ?? 0}.`,
      `If that is not meant so, set the decimals of prices in ${ADMIN}.`,
    );
  return ok('currency', `Prices are in ${currency}, with ${decimals} decimals.`);
}

const bare = ({host}: URL): string => host.replace(/^www\./, '');

function checkHosts(configured: URL, secure: URL, storefront: URL): Check[] {
  return [
    bare(configured) === bare(secure)
      ? ok('secure address', `PUSHCART_SECURE_URL is the store's own: ${secure.host}.`)
      : warn(
          'secure address',
          `PUSHCART_SECURE_URL is ${configured.host}, and the store calls its secure address ${toLine(secure.host)}.`,
          `Set PUSHCART_SECURE_URL to https://${toLine(secure.host)}, or correct it in ${ADMIN}.`,
        ),
    storefront.protocol === 'https:' || isLoopback(storefront.hostname)
      ? ok('storefront', `The storefront is ${toLine(storefront.origin)}.`)
      : warn(
          'storefront',
          `The storefront is ${toLine(storefront.origin)}, which is not https: pages on https do not show its pictures.`,
          `Set the store's address to https in ${ADMIN}.`,
        ),
  ];
}
