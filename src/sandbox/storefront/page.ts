import {html} from 'hono/html';

/** Markup that is safe to put into a page: everything from outside in it has been escaped. */
export type Markup = ReturnType<typeof html>;

const usd = new Intl.NumberFormat('en-US', {style: 'currency', currency: 'USD'});

/** Cents as a shopper reads them. */
export function formatMoney(cents: number): string {
  return usd.format(cents / 100);
}

/** No scripts, nothing from elsewhere, and not in a frame: what a checkout page should have. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

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
