/** How a page without a script is sent: never stored, and under a policy that allows what it has and nothing else. */
import type {Product} from '../../contract/wire.js';
import {pictureSources} from './head.js';
import type {Markup} from './page.js';
import {stylesSource} from './page.styles.js';

export interface Sending {
  readonly status: number;
  readonly isIndexed: boolean;
  readonly retryAfterMs: number | undefined;
  /** Its pictures are shown. */
  readonly product: Product | undefined;
  /** Where its form may lead, besides to the page itself. */
  readonly actions: readonly string[];
}

const headers = {'Cache-Control': 'no-store', Vary: 'Accept-Language'};

export async function toResponse(page: Markup, {status, isIndexed, retryAfterMs, product, actions}: Sending) {
  const policy = [
    "default-src 'none'",
    `style-src ${await stylesSource()}`,
    `img-src ${['data:', ...pictureSources(product)].join(' ')}`,
    `form-action ${["'self'", ...actions].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return new Response(String(await page), {
    status,
    headers: {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      ...(!isIndexed && {'X-Robots-Tag': 'noindex'}),
      ...(retryAfterMs !== undefined && {'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000)))}),
    },
  });
}

export const toCheckout = (checkoutUrl: string): Response =>
  new Response(null, {status: 303, headers: {...headers, Location: checkoutUrl}});
