import {redact} from './redact.js';

/**
 * What became of a call to the store. Shoppers and the reconcile are told different things by each, so they stay
 * apart: a refusal is an answer, `unclear` is the absence of one, and after it nobody knows whether a write happened.
 */
export type Outcome<T> =
  | {readonly kind: 'done'; readonly value: T}
  /** HTTP or element status 400–499 except 401, 404, 408, 429. The text is for the log, never for a shopper. */
  | {readonly kind: 'refused'; readonly status: number; readonly detail: string}
  | {readonly kind: 'not_found'}
  /** 429: certainly not done. */
  | {readonly kind: 'throttled'; readonly retryAfterMs?: number}
  /** 401: keys, token, store address or a scope is wrong. */
  | {readonly kind: 'denied'}
  | {readonly kind: 'unclear'; readonly reason: UnclearReason; readonly status?: number}
  /** The budget had no call for it in time, or the request was given up: nothing was sent. */
  | {readonly kind: 'not_sent'; readonly reason: 'late' | 'aborted'};

export type UnclearReason = 'timeout' | 'connection' | 'too_large' | 'html' | 'status' | 'redirect' | 'malformed';

export type Failure = Exclude<Outcome<never>, {kind: 'done'}>;

/** A response read as far as it goes, before anybody looks for a cart in it. */
export interface RawAnswer {
  readonly status: number;
  readonly html: boolean;
  readonly retryAfter: string | null;
  /** Parsed JSON; undefined for an empty body or one that is no JSON. */
  readonly body: unknown;
  readonly empty: boolean;
}

/** `Retry-After` in seconds or as a date, in ms from now. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

interface ErrorElement {
  readonly status: number;
  readonly detail: string;
}

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** An error element, which may come with any HTTP status, a 2xx included. */
function findErrorElement(body: unknown): ErrorElement | undefined {
  const elements = (Array.isArray(body) ? body : [body]).flatMap((element: unknown) =>
    typeof element === 'object' && element !== null && 'Key' in element ? [element as Record<string, unknown>] : [],
  );
  const isError = ({Key: key}: Record<string, unknown>): boolean =>
    isPlain(key) && String(key).toLowerCase() === 'error';
  for (const element of elements) {
    const {Status: status, Value: value, Message: message} = element;
    const code = isPlain(status) ? Number(status) : NaN;
    if (!isError(element) && !(code >= 400)) continue;
    // Beside any other key the value is an id, and a cart's is a secret.
    const ids = elements.flatMap((one) => (isError(one) || !isPlain(one.Value) ? [] : [String(one.Value)]));
    const detail = [isError(element) ? value : undefined, message].filter(isPlain).join(' ').trim();
    return {status: code >= 400 ? code : 400, detail: redact(detail, ids)};
  }
  return undefined;
}

/** Puts an answer into its class; `undefined` means a success whose body the caller must read. */
export function classify(answer: RawAnswer, now: number): Failure | undefined {
  const {status} = answer;
  const throttled = (): Failure => {
    const retryAfterMs = readRetryAfter(answer.retryAfter, now);
    return {kind: 'throttled', ...(retryAfterMs === undefined ? {} : {retryAfterMs})};
  };
  if (status === 429) return throttled();
  if (status >= 300 && status < 400) return {kind: 'unclear', reason: 'redirect', status};
  if (answer.html) return {kind: 'unclear', reason: 'html', status};
  if (status >= 500 || status === 408 || status < 200) return {kind: 'unclear', reason: 'status', status};
  const byStatus = (code: number, detail: string): Failure => {
    if (code === 429) return throttled();
    if (code === 401) return {kind: 'denied'};
    if (code === 404) return {kind: 'not_found'};
    if (code >= 500 || code === 408) return {kind: 'unclear', reason: 'status', status: code};
    return {kind: 'refused', status: code, detail};
  };
  const error = findErrorElement(answer.body);
  if (status >= 400) return byStatus(status, error?.detail ?? '');
  return error && byStatus(error.status, error.detail);
}

/** Whether the store said that it was too much. 503 may be anything, and is taken as that. */
export const isTooMuch = (failure: Failure | undefined): boolean =>
  failure?.kind === 'throttled' || (failure?.kind === 'unclear' && failure.status === 503);
