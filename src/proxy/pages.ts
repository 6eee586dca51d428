/** Pages for readers who follow a link without a script. */
import {html} from 'hono/html';
import type {StoreSettings} from '../threedcart/index.js';

/** A link to a product that the store does not have, or has no more: says so, and leads to the store. */
export const noSuchProductPage = ({name, url}: StoreSettings) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Not in the shop</title>
      </head>
      <body>
        <main>
          <h1>This is not in the shop</h1>
          <p>It may have been there once. <a href="${url}">See what ${name} sells now</a>.</p>
        </main>
      </body>
    </html>`;
