/** The form of a checkout address: what in it belongs to the store, and what to the cart. */

export interface CheckoutForm {
  /** With `{storeUrl}`, `{storeHost}`, `{OrderKey}` and `{OrderID}` in place of what they stand for. */
  readonly template: string;
  /** The host with its port, or undefined for an address that is not whole. */
  readonly host: string | undefined;
}

const withoutScheme = (url: string): string => url.replace(/^https?:\/\//i, '');

/**
 * @param storeUrls Addresses of the store, the one that we were configured with first.
 */
export function toCheckoutForm(address: string, key: string, storeUrls: readonly string[]): CheckoutForm {
  const host = URL.canParse(address) ? new URL(address).host : undefined;
  let template = address;
  for (const url of storeUrls) {
    const bare = withoutScheme(url);
    if (bare === '') continue;
    if (/^(?:[/?#]|$)/.test(template.slice(url.length)) && template.toLowerCase().startsWith(url.toLowerCase()))
      template = `{storeUrl}${template.slice(url.length)}`;
    template = replaceHost(template, bare);
  }
  for (const written of [key, encodeURIComponent(key)]) template = template.replaceAll(written, '{OrderKey}');
  // The number of the order that the cart is on its way to be stood behind the key in every recorded address.
  template = template
    .replace(/(\{OrderKey\})\d+/g, '$1{OrderID}')
    .replace(/([?&](?:orderid|oid)=)\d+/gi, '$1{OrderID}');
  return {template, host};
}

/** Only where it stands alone: a host ends in the names of others. */
const replaceHost = (text: string, host: string): string =>
  text
    .split(host)
    .reduce(
      (before, after) => `${before}${/[\w.-]$/.test(before) || /^[\w.:-]/.test(after) ? host : '{storeHost}'}${after}`,
    );

/** An address with its path and the names in its query, and nothing that could be a secret. */
export function describeAddress(address: string, key: string): string {
  if (!URL.canParse(address)) return 'a text that is no whole address';
  const url = new URL(address);
  const path = url.pathname
    .replaceAll(key, '…')
    .split('/')
    .map((part) => (/^[a-z_-]{0,40}(?:\.[a-z]{2,5})?$/i.test(part) ? part : '…'))
    .join('/');
  const names = [...url.searchParams.keys()].map((name) => `${/^[\w-]{1,20}$/.test(name) ? name : '…'}=…`);
  return `${url.origin}${path}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}
