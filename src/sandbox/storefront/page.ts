import {html} from 'hono/html';
import type {Script} from '../entities.js';

/** Markup that is safe to put into a page: everything from outside in it has been escaped. */
export type Markup = ReturnType<typeof html>;

const usd = new Intl.NumberFormat('en-US', {style: 'currency', currency: 'USD'});

/** Cents as a shopper reads them. */
export function formatMoney(cents: number): string {
  return usd.format(cents / 100);
}

const headers: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** No scripts, nothing from elsewhere, and not in a frame: what a checkout page should have. */
const strictHeaders: Readonly<Record<string, string>> = {
  ...headers,
  'content-security-policy':
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** A page with scripts of others says nothing of what they may load: neither does the platform. */
const openHeaders: Readonly<Record<string, string>> = {
  ...headers,
  'content-security-policy': "frame-ancestors 'none'",
};

function insertAt(page: string, at: number, code: string): string {
  return page.slice(0, at) + code + page.slice(at);
}

/** A page as it is served: with the merchant's scripts, as they are, just before the ends of head and body. */
export function servePage(
  page: string,
  scripts: readonly Script[],
): {readonly body: string; readonly headers: Readonly<Record<string, string>>} {
  if (scripts.length === 0) return {body: page, headers: strictHeaders};
  const codeOf = (placement: Script['placement']) =>
    scripts.flatMap((script) => (script.placement === placement ? script.code : [])).join('\n');
  // The body first: a script in the head may itself speak of the end of a body.
  const withBody = insertAt(page, page.lastIndexOf('</body>'), codeOf('BODY'));
  return {body: insertAt(withBody, withBody.indexOf('</head>'), codeOf('HEAD')), headers: openHeaders};
}

/** The frame of every page of the store. */
export function renderPage(storeName: string, title: string, main: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${storeName}</title>
        <link rel="stylesheet" href="/assets/store.css" />
      </head>
      <body>
        <header class="bar"><a class="store" href="/">${storeName}</a></header>
        <main>${main}</main>
        <footer><p>A sandbox store. Nothing here is for sale and no payment is taken.</p></footer>
      </body>
    </html>`;
}
