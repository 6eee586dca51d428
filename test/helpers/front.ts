/** A small web server on a free port: a page, or something in front of another server that changes its answers. */
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveFront(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Front> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes on what is asked, uncompressed; `change` has the last word on the headers of the answer. */
export const serveBefore = (target: string, change: (headers: Headers, path: string) => void): Promise<Front> =>
  serveFront((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const {host: _, connection: __, 'content-length': ___, ...headers} = request.headers;
      void fetch(`${target}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(chunks.length > 0 && {body: Buffer.concat(chunks)}),
        redirect: 'manual',
      }).then(async (answer) => {
        const changed = new Headers(answer.headers);
        for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection'])
          changed.delete(name);
        change(changed, request.url ?? '');
        response.writeHead(answer.status, Object.fromEntries(changed));
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
