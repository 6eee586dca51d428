/** The demo's blog: a folder of pages that know nothing of us but one script tag and some links. */
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join} from 'node:path';

export interface BlogOptions {
  readonly port: number;
  /** Folder with `index.html` and `demo/`. */
  readonly root: string;
  /** The proxy's address, put in place of the one that the pages are written with. Known once the proxy listens. */
  readonly proxy: () => string;
  /** The store's address: pictures come from there. */
  readonly store: () => string;
}

export interface Blog {
  readonly url: string;
  close(): Promise<void>;
}

/** The address in the pages' source. */
const WRITTEN_PROXY = 'http://127.0.0.1:8787';
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
};

/** Serves the blog at `http://localhost`, another site than the proxy's `http://127.0.0.1`. */
export async function serveBlog({port, root, proxy, store}: BlogOptions): Promise<Blog> {
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname === '/' ? 'index.html' : /^\/demo\/[\w-]+(\.[\w-]+)+$/.exec(pathname)?.[0].slice(1);
    const type = path && types[extname(path)];
    if (!path || !type) {
      response.writeHead(404, {'Content-Type': 'text/plain'}).end('There is no such page.\n');
      return;
    }
    readFile(join(root, path)).then(
      (file) => {
        const body = type.startsWith('text/html') ? file.toString('utf8').replaceAll(WRITTEN_PROXY, proxy()) : file;
        response
          .writeHead(200, {
            'Content-Type': type,
            'Content-Security-Policy': policyFor(proxy(), store()),
            'Cache-Control': 'no-cache',
          })
          .end(body);
      },
      () => response.writeHead(404, {'Content-Type': 'text/plain'}).end('There is no such page.\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As strict as a careful blog would be: the cart must work under it. */
const policyFor = (proxy: string, store: string): string =>
  [
    "default-src 'none'",
    `script-src ${proxy}`,
    `connect-src ${proxy}`,
    `img-src 'self' ${store}`,
    "style-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join('; ');
