import {connect, type Socket} from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** How long a server may take to say something, in ms; only a server that hangs is ever waited for so long. */
const PATIENCE_MS = 5000;

/**
 * Sends bytes as they are and reads what comes back until the server closes.
 *
 * @returns Undefined where the server closed without a word.
 * @throws Where it neither answers nor closes.
 */
export function sendRaw(url: string, request: string | Uint8Array): Promise<RawAnswer | undefined> {
  const {hostname, port} = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket: Socket = connect({host: hostname, port: Number(port)}, () => socket.write(request));
    const patience = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer in ${PATIENCE_MS} ms`));
    }, PATIENCE_MS);
    // A server may reset the connection after its answer, for what it did not read.
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(parse(Buffer.concat(chunks).toString('latin1')));
    });
  });
}

/** Sends bytes and goes away. Resolves when the connection is closed on this side. */
export function breakOff(url: string, request: string): Promise<void> {
  const {hostname, port} = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({host: hostname, port: Number(port)}, () => socket.write(request, () => socket.destroy()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

function parse(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
  if (end < 0 || !status) return undefined;
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = text.slice(end + 4);
  const body = headers.get('transfer-encoding') === 'chunked' ? unchunk(rest) : rest;
  return {status: Number(status), headers, body: Buffer.from(body, 'latin1').toString('utf8')};
}

function unchunk(text: string): string {
  const size = Number.parseInt(text, 16);
  if (!size) return '';
  const start = text.indexOf('\r\n') + 2;
  return text.slice(start, start + size) + unchunk(text.slice(start + size + 2));
}
