/** Ending a Node server: what is in flight is answered, and whoever merely keeps a connection open is let go. */
import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Clock} from './proxy/index.js';

/** When the last answer must be out. Docker, for one, kills ten seconds after it asked to stop. */
export const STOP_MS = 9000;
/** So long before that nobody is held any more: the time for an answer, and for a call of the store under way. */
export const LET_GO_MS = 3000;

export interface Drain {
  /** To be told of every request, before it is answered. */
  note(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Takes no new connection, and resolves when the last one is closed.
   *
   * @param withinMs How long an answer under way may still take; then its connection is cut.
   * @returns How many answers were cut.
   */
  close(withinMs?: number): Promise<number>;
}

/**
 * Node's own `close` waits for every connection, and `closeIdleConnections` does not know those on which nothing was
 * ever asked. Browsers open such ones in advance, and keep them.
 */
export function drainOnClose(server: Server, clock: Clock): Drain {
  const inFlight = new Map<Socket, Set<ServerResponse>>();
  let closed: Promise<number> | undefined;

  function remember(socket: Socket): Set<ServerResponse> {
    const known = inFlight.get(socket);
    if (known) return known;
    const responses = new Set<ServerResponse>();
    inFlight.set(socket, responses);
    socket.once('close', () => inFlight.delete(socket));
    return responses;
  }
  server.on('connection', remember);

  return {
    note({socket}, response) {
      const responses = remember(socket);
      responses.add(response);
      if (closed) response.shouldKeepAlive = false;
      response.once('close', () => {
        responses.delete(response);
        if (closed && responses.size === 0) socket.destroySoon();
      });
    },
    close(withinMs = STOP_MS) {
      closed ??= new Promise((resolve) => {
        let cut = 0;
        const cancel = clock.after(withinMs, () => {
          for (const responses of inFlight.values()) cut += responses.size;
          server.closeAllConnections();
        });
        server.close(() => {
          cancel();
          resolve(cut);
        });
        for (const [socket, responses] of inFlight) {
          if (responses.size === 0) socket.destroy();
          // Says so to a client that would ask again on the same connection.
          for (const response of responses) response.shouldKeepAlive = false;
        }
      });
      return closed;
    },
  };
}
