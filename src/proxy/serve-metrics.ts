/** `/metrics`, for whoever has the token; without one, for this machine alone. To everybody else it is not there. */
import type {Env, Hono} from 'hono';
import {isLoopback} from './config.js';
import type {Log} from './log.js';
import type {Metrics} from './metrics.js';
import {problem} from './respond.js';

export interface MetricsDeps {
  readonly metrics: Metrics;
  /** What a scraper must send as its bearer token. */
  readonly token: string | undefined;
  readonly log: Log;
}

/** Adds `/metrics`, where the host keeps any. */
export function serveMetrics<E extends Env & {Bindings: {readonly address?: string | undefined}}>(
  app: Hono<E>,
  {metrics, token, log}: MetricsDeps,
): void {
  let isTold = false;
  app.get('/metrics', async (c) => {
    const isAllowed =
      token === undefined
        ? isFromHere(c.env.address, c.req.raw.headers)
        : await isSame(bearerOf(c.req.header('authorization')), token);
    if (isAllowed && metrics.expose) {
      const {type, text} = await metrics.expose();
      return new Response(text, {headers: {'Content-Type': type, 'Cache-Control': 'no-store'}});
    }
    if (!isTold) {
      const why =
        token === undefined
          ? 'without PUSHCART_METRICS_TOKEN only programs on this machine get it that ask directly'
          : 'its token is not ours';
      log.warn({event: 'metrics_refused'}, `Somebody asked for /metrics and got a 404, because ${why}. Said once.`);
    }
    isTold = true;
    return problem('not_found');
  });
}

/** A program on this machine that asks directly: no reverse proxy has passed it on, and no page in a browser asks. */
function isFromHere(peer: string | undefined, headers: Headers): boolean {
  const address = peer?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
  const isPeer = isLoopback(address.includes(':') ? `[${address}]` : address);
  const isPassedOn = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'origin', 'sec-fetch-site'].some((name) =>
    headers.has(name),
  );
  return isPeer && !isPassedOn;
}

const bearerOf = (header = ''): string => /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? '';

/** In a time that depends on neither text: their digests are compared, every byte of them. */
async function isSame(given: string, expected: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [a, b] = await Promise.all([digest(given), digest(expected)]);
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}
