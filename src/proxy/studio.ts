/** The snippet builder for page authors: two static pages and their scripts, which use nothing but the public API. */
import type {Env, Hono} from 'hono';
import {html} from 'hono/html';
import {secureHeaders} from 'hono/secure-headers';
import {answerAsset, type Assets} from './assets.js';
import {sharedHeaders} from './secured.js';

export interface StudioDeps {
  /** The proxy's address as shoppers see it: what snippets are made with. */
  readonly publicUrl: string;
  /** The store's address: pictures come from there, over plain http if it is a sandbox on this machine. */
  readonly store: string;
  readonly assets: Assets;
}

/** Adds `/studio` and what is below it. */
export function serveStudio<E extends Env>(app: Hono<E>, {publicUrl, store, assets}: StudioDeps): void {
  const own = new URL(publicUrl).origin;
  const policy = {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", own],
    connectSrc: ["'self'", own],
    imgSrc: ['data:', 'https:', store],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  };
  const headers = {
    ...sharedHeaders(publicUrl),
    crossOriginResourcePolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
  } as const;
  const unlisted = {'X-Robots-Tag': 'noindex', 'Cache-Control': 'no-cache'};

  app.use(
    '/studio',
    secureHeaders({
      ...headers,
      contentSecurityPolicy: {
        ...policy,
        frameSrc: ["'self'"],
        frameAncestors: ["'none'"],
        trustedTypes: ['lit-html'],
      },
    }),
  );
  app.get('/studio', (c) =>
    // Addresses in the page are relative, so that it works below any path; with a slash at its end they would not.
    new URL(c.req.url).pathname.endsWith('/')
      ? new Response(null, {status: 308, headers: {Location: '../studio', ...unlisted}})
      : c.html(studioPage(publicUrl), 200, unlisted),
  );

  app.use(
    '/studio/preview',
    secureHeaders({
      ...headers,
      // It has a Lit of the embed's, and shows a snippet that is made of text.
      contentSecurityPolicy: {...policy, frameAncestors: ["'self'"], trustedTypes: ['lit-html', 'pushcart-preview']},
    }),
  );
  app.get('/studio/preview', (c) => c.html(previewPage(publicUrl), 200, unlisted));

  app.use(
    '/studio/:file{[\\w-]+\\.js}',
    secureHeaders({...headers, contentSecurityPolicy: {defaultSrc: ["'none'"], frameAncestors: ["'none'"]}}),
  );
  app.get('/studio/:file{[\\w-]+\\.js}', (c) => answerAsset(c.req.raw, `studio/${c.req.param('file')}`, assets));
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='none' stroke='%231c7c74' stroke-width='1.6' stroke-linecap='round' stroke-linejoin='round' d='M1 2h2l2 8h7.5L14.5 5H4'/%3E%3Ccircle cx='6' cy='13.2' r='1.4' fill='%231c7c74'/%3E%3Ccircle cx='12' cy='13.2' r='1.4' fill='%231c7c74'/%3E%3C/svg%3E";

const studioPage = (publicUrl: string) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>Pushcart studio</title>
        <link rel="icon" href="${icon}" />
        <script type="module" src="studio/studio.js"></script>
      </head>
      <body>
        <pushcart-studio proxy="${publicUrl}"></pushcart-studio>
        <noscript><p>The studio needs JavaScript. What it makes for your page does not.</p></noscript>
      </body>
    </html>`;

const previewPage = (publicUrl: string) =>
  html`<!doctype html>
    <html lang="en" data-proxy="${publicUrl}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>Preview</title>
        <script type="module" src="preview.js"></script>
      </head>
      <body></body>
    </html>`;
