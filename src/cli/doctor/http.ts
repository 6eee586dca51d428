/** One HTTP exchange as a check needs it: bounded in time and size, without redirects, failures as a sentence. */

export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** When it came, in ms, by this machine's clock: the middle between question and answer. */
  readonly at: number;
}

export interface Trouble {
  /** To follow "because": what kept the answer from coming. */
  readonly trouble: string;
}

export interface Question {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 2 * 1024 * 1024;

export async function fetchOnce(
  url: string | URL,
  {signal, maxBytes = MAX_BYTES, ...init}: Question,
): Promise<Answer | Trouble> {
  const asked = Date.now();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {...init, redirect: 'manual', signal: AbortSignal.any([signal, timeout])});
    const at = (asked + Date.now()) / 2;
    const text = await readText(response, maxBytes);
    if (text === undefined) return {trouble: `the answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`};
    return {url: new URL(url), status: response.status, headers: response.headers, text, at};
  } catch (error) {
    if (signal.aborted) return {trouble: 'it was stopped'};
    return {trouble: timeout.aborted ? `no answer came within ${TIMEOUT_MS / 1000} s` : nameTrouble(error)};
  }
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, {stream: true});
  }
  return text + decoder.decode();
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host name is known',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  EHOSTUNREACH: 'there is no way to that machine',
  ENETUNREACH: 'there is no way to that machine',
  ETIMEDOUT: 'the machine does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the machine does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody else',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody who is known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes without the ones between it and a known signer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by nobody who is known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

/** What a connection failed with, in words. */
export function nameTrouble(error: unknown): string {
  const codes: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause) {
    const inner = one instanceof AggregateError ? (one.errors as unknown[])[0] : undefined;
    for (const each of [one, inner])
      if (each instanceof Error && 'code' in each && typeof each.code === 'string') codes.push(each.code);
  }
  for (const code of codes) if (reasons[code]) return reasons[code];
  if (error instanceof TypeError && error.cause instanceof Error && error.cause.message === 'bad port')
    return 'browsers do not go to that port';
  return codes[0] ? `the connection failed (${codes[0]})` : 'the connection failed';
}

export const isTrouble = (answer: Answer | Trouble): answer is Trouble => 'trouble' in answer;

/** Where an answer leads elsewhere, or undefined. */
export function redirectOf({url, status, headers}: Answer): URL | undefined {
  const location = headers.get('location');
  if (status < 300 || status >= 400 || location === null || !URL.canParse(location, url)) return undefined;
  return new URL(location, url);
}

/** An address to show: without query, fragment and whoever is logged in. */
export const toShown = ({origin, pathname}: URL): string => `${origin}${pathname === '/' ? '' : pathname}`;
