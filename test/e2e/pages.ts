/** A site for pages of a test's own: any markup, under any headers, with any files beside it. */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface File {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Pages {
  readonly url: string;
  /** Puts a file at a path; its type is that of the path's ending, and HTML without one. */
  put(path: string, file: File): void;
  close(): Promise<void>;
}

export async function servePages(): Promise<Pages> {
  const files = new Map<string, File>();
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname);
    // An icon is asked for by the browser alone: that it is not there is no complaint.
    if (!file) return response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
    return response.writeHead(200, {'Content-Type': type, ...file.headers}).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    put: (path, file) => void files.set(path, file),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
