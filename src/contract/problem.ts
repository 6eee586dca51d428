/** The failures that the proxy answers: RFC 9457 `application/problem+json` with a stable `code`. */
import {z} from 'zod';

/** HTTP status of each code. A code never changes its meaning; new ones may be added. */
export const problemStatus = {
  invalid_request: 400,
  origin_not_allowed: 403,
  not_found: 404,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  store_refused: 502,
  store_misconfigured: 502,
  store_unavailable: 503,
} as const;
export type ProblemCode = keyof typeof problemStatus;

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string().optional(),
  retryAfterMs: z.int().optional(),
  /** The newest token, where the proxy knows a cart: a failure loses nothing. */
  cart: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
