/** How long a client may take over its request, and how many may be connected: slow ones do not keep others out. */
import type {Server, ServerOptions} from 'node:http';
import {toPrefix} from './proxy/addresses.js';
import type {Log} from './proxy/index.js';

/** All of it in ms and in numbers of connections. */
export interface ConnectionLimits {
  /** Until the headers are there, counted from the first byte, or from the connection where none comes. */
  readonly headersMs: number;
  /** Until the whole request is there. */
  readonly requestMs: number;
  /** Between two requests on one connection. */
  readonly idleMs: number;
  /** In the middle of an answer that the client does not take; longer than the store may take to give one. */
  readonly stalledMs: number;
  /** Of all clients together. */
  readonly connections: number;
  /** Of one address, of IPv6 one /64. Not counted behind a reverse proxy, which is one address for everybody. */
  readonly perAddress: number;
}

export const connectionLimits: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  // Longer than load balancers keep theirs, which must not send a request into a connection that closes.
  idleMs: 65_000,
  stalledMs: 90_000,
  // At some 12 kB each, on a machine of 512 MB.
  connections: 5000,
  // An office behind one address, each browser with a few.
  perAddress: 250,
};

/** What a server is to be made with. */
export const toServerOptions = (limits: ConnectionLimits): ServerOptions => ({
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  keepAliveTimeout: limits.idleMs,
  // How often the first two are looked at; Node's own is half a minute.
  connectionsCheckingInterval: Math.ceil(limits.headersMs / 4),
  maxHeaderSize: 16 * 1024,
});

const SAID_AGAIN_MS = 60_000;

/** Closes what is too many, and what does not move. */
export function limitConnections(server: Server, limits: ConnectionLimits, behindProxy: boolean, log: Log): void {
  // Node would drop headers beyond a number, such as the one in which a reverse proxy says who asked. Their size has a
  // limit already.
  server.maxHeadersCount = 0;
  server.timeout = limits.stalledMs;
  server.maxConnections = limits.connections;
  server.on('drop', () => noteRefused());
  if (!behindProxy) server.on('connection', countAddress);

  const open = new Map<string, number>();
  let refused = 0;
  let saidAt = -Infinity;

  function countAddress(socket: {remoteAddress?: string; destroy(): void; once(name: 'close', run: () => void): void}) {
    const address = toPrefix(socket.remoteAddress ?? '') ?? 'unknown';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count <= limits.perAddress) return;
    socket.destroy();
    noteRefused();
  }

  function noteRefused(): void {
    refused += 1;
    if (performance.now() - saidAt < SAID_AGAIN_MS) return;
    log.warn(
      {event: 'connections_refused', refused},
      'Connections were closed unread: too many are open, in all or from one address.',
    );
    saidAt = performance.now();
    refused = 0;
  }
}
