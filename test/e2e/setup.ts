/** A blog, a proxy and a store on ports of their own, and a browser that looks at them. */
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type BrowserContextOptions, type Page} from 'playwright-core';
import {serveBlog} from '../../src/cli/blog.js';
import {chromeFlags, chromePath} from '../helpers/chrome.js';
import type {Environment} from '../../src/proxy/index.js';
import type {Spoken} from '../helpers/leaks.js';
import {serveShop, type ServedShop, type ServedShopOptions} from '../helpers/served-shop.js';
import {servePages, type Pages} from './pages.js';

export interface Scene extends ServedShop {
  /** Address of the blog, another site than the proxy's. */
  readonly blog: string;
  /** A site of the test's own, another one than the proxy's too. */
  readonly pages: Pages;
  readonly browser: Browser;
  /** Everything that the proxy has sent to a browser so far: headers and bodies. */
  heard(): Promise<Spoken[]>;
  /** A page with nothing remembered, and a record of what it asked for. */
  visit(path: string, options?: BrowserContextOptions): Promise<Visit>;
}

export interface Visit {
  readonly page: Page;
  /** Requests to the proxy since the visit began: `POST /v1/cart`. */
  readonly requests: string[];
  /** Origins besides the page's own that scripts, styles and data came from. Pictures are the store's. */
  readonly origins: ReadonlySet<string>;
  /** Errors on the console and exceptions. Must stay empty. */
  readonly complaints: readonly string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param names Further host names of the blog. Unlike `localhost` they are insecure contexts, as every page on plain http.
 * @param environment Changes to the proxy's environment.
 */
export async function openScene(
  names: readonly string[] = [],
  environment: Environment = {},
  options: ServedShopOptions = {},
): Promise<Scene> {
  let proxyUrl = '';
  let storeUrl = '';
  const blog = await serveBlog({port: 0, root, proxy: () => proxyUrl, store: () => storeUrl});
  const pages = await servePages();
  const sites = [blog, pages].map(({url}) => url);
  const named = names.flatMap((name) => sites.map((url) => url.replace('localhost', name)));
  const shop = await serveShop([...sites, ...named].join(), environment, options);
  proxyUrl = shop.proxy.url;
  storeUrl = shop.sandbox.url;
  const browser = await chromium.launch({
    executablePath: chromePath(),
    args: [...chromeFlags, `--host-resolver-rules=${names.map((name) => `MAP ${name} localhost`).join()}`],
  });
  const heard: Promise<Spoken>[] = [];
  return {
    ...shop,
    blog: blog.url,
    pages,
    browser,
    heard: () => Promise.all(heard),
    async visit(path, options) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const requests: string[] = [];
      const origins = new Set<string>();
      const complaints: string[] = [];
      page.on('request', (request) => {
        const url = new URL(request.url());
        const isOwn = request.isNavigationRequest() || url.origin === new URL(page.url()).origin;
        if (!isOwn && request.resourceType() !== 'image') origins.add(url.origin);
        if (url.origin === proxyUrl) requests.push(`${request.method()} ${url.pathname}`);
      });
      page.on('response', (response) => {
        if (!response.url().startsWith(proxyUrl)) return;
        const where = `${response.request().method()} ${response.url()}`;
        heard.push(
          response.allHeaders().then(
            (headers) => ({where, text: JSON.stringify(headers)}),
            () => ({where, text: ''}),
          ),
        );
        // A page that was left, or a redirect, has no body to read any more.
        heard.push(
          response.text().then(
            (text) => ({where, text}),
            () => ({where, text: ''}),
          ),
        );
      });
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(new URL(path, blog.url).href);
      return {page, requests, origins, complaints};
    },
    async close() {
      await browser.close();
      await blog.close();
      await pages.close();
      await shop.close();
    },
  };
}

/** How often something was asked for. */
export const count = (requests: readonly string[], wanted: string): number =>
  requests.filter((request) => request === wanted).length;
