/** The two shapes that every answer has: JSON, and RFC 9457 problems with a stable `code`. */
import {problemStatus, type Problem, type ProblemCode} from '../contract/problem.js';

const titles: Record<ProblemCode, string> = {
  invalid_request: 'The request is not valid.',
  origin_not_allowed: 'This page may not use this shop.',
  not_found: 'There is nothing at this address.',
  too_large: 'The request is too large.',
  rate_limited: 'Too many requests.',
  internal: 'Something went wrong here.',
  store_refused: 'The store refused.',
  store_misconfigured: 'The shop is not set up correctly.',
  store_unavailable: 'The store does not answer now.',
};

export interface ProblemExtra {
  readonly detail?: string;
  readonly retryAfterMs?: number;
  /** The newest token: whoever asked keeps the cart. */
  readonly cart?: string;
}

export function problem(code: ProblemCode, extra: ProblemExtra = {}): Response {
  const status = problemStatus[code];
  const retryAfterMs = extra.retryAfterMs === undefined ? undefined : Math.ceil(extra.retryAfterMs);
  const body: Problem = {
    type: 'about:blank',
    title: titles[code],
    status,
    code,
    ...extra,
    ...(retryAfterMs === undefined ? {} : {retryAfterMs}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      // The rest of the body is not read, so nothing else can come on this connection.
      ...(code === 'too_large' ? {Connection: 'close'} : {}),
      ...(retryAfterMs === undefined ? {} : {'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000)))}),
    },
  });
}

export function json(body: unknown, headers: Record<string, string> = {}, status = 200): Response {
  return jsonText(JSON.stringify(body), headers, status);
}

/** What is JSON already. */
export function jsonText(text: string, headers: Record<string, string> = {}, status = 200): Response {
  return new Response(text, {
    status,
    headers: {'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers},
  });
}
