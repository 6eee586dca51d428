/** One call over HTTP: sent once, read to its end or given up, and never redirected. */
import type {Clock} from './clock.js';
import {parseJson} from './json.js';
import type {RawAnswer, UnclearReason} from './outcome.js';

/** A call as it goes over the wire. */
export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** More than this is no answer. Default 4 MiB. */
  readonly maxBytes?: number | undefined;
}

export interface ExchangeOptions {
  readonly clock: Clock;
  readonly fetch: (request: Request) => Promise<Response>;
  /** How long to wait for an answer; after it, nobody knows whether a write happened. Default 30 s. */
  readonly timeoutMs?: number | undefined;
}

/** Rejects where there was no whole answer; {@link whyLost} says why. */
export type Exchange = (url: string, sent: Sent) => Promise<{readonly answer: RawAnswer; readonly headers: Headers}>;

const DEFAULT_TIMEOUT_MS = 30_000;
/** Far above any honest answer but that of a page of products. */
const MAX_BYTES = 4 * 1024 * 1024;

class TimedOut extends Error {}
class TooLarge extends Error {}

/** Why an exchange was rejected. */
export const whyLost = (error: unknown): UnclearReason =>
  error instanceof TimedOut ? 'timeout' : error instanceof TooLarge ? 'too_large' : 'connection';

export function createExchange({clock, fetch, timeoutMs = DEFAULT_TIMEOUT_MS}: ExchangeOptions): Exchange {
  async function fetchAnswer(url: string, sent: Sent, signal: AbortSignal) {
    const response = await fetch(
      new Request(url, {
        method: sent.method,
        headers: sent.headers,
        redirect: 'manual',
        signal,
        ...(sent.body === undefined ? {} : {body: JSON.stringify(sent.body)}),
      }),
    );
    const text = await readText(response, sent.maxBytes ?? MAX_BYTES, signal);
    const {headers} = response;
    // A front layer's page may call itself anything; no answer of the API begins with markup.
    const html = /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);
    // A redirect under `manual` is an opaque answer of status 0 in some runtimes.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    const retryAfter = headers.get('retry-after');
    return {answer: {status, html, retryAfter, body: parseJson(text), empty: text.trim() === ''}, headers};
  }

  return async function exchange(url, sent) {
    const abort = new AbortController();
    let giveUp: (error: Error) => void = () => {};
    const timedOut = new Promise<never>((_, reject) => (giveUp = reject));
    const cancel = clock.after(timeoutMs, () => {
      giveUp(new TimedOut());
      abort.abort();
    });
    try {
      return await Promise.race([timedOut, fetchAnswer(url, sent, abort.signal)]);
    } finally {
      cancel();
    }
  };
}

async function readText(response: Response, maxBytes: number, signal: AbortSignal): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new TooLarge();
      text += decoder.decode(chunk, {stream: true});
    },
  });
  // Node may forget that a request is bound to its signal once the head is there, and keep the connection for minutes.
  await response.body.pipeTo(sink, {signal});
  return text + decoder.decode();
}
