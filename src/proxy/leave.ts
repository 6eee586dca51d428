/** The ways to leave a visit before its end: what the shopper is told, what the operator reads, and when to come again. */
import type {ProblemCode} from '../contract/problem.js';
import type {Failure} from '../threedcart/index.js';
import type {Log} from './log.js';

/** A problem, in words for the shopper. */
interface Trouble {
  readonly problem: ProblemCode;
  readonly detail: string;
  readonly retryAfterMs?: number;
}

/** Thrown to leave a visit at once with an answer; never leaves the visit. */
export class Leave extends Error {
  /** @param how Try again after so long, in ms, because of the queue for the store's calls or not; or a problem. */
  constructor(readonly how: {readonly pending: number; readonly isQueued?: true} | Trouble) {
    super('leave');
  }
}

export const unavailable: Trouble = {
  problem: 'store_unavailable',
  detail: 'The store does not answer now. Nothing is lost: try again.',
  retryAfterMs: 5000,
};

export const misconfigured: Trouble = {
  problem: 'store_misconfigured',
  detail: 'The shop is not set up correctly. Please tell its owner.',
};

/**
 * What a failed call means for the visit that made it.
 *
 * @param what What the call was for, to follow "could not" in the log.
 * @param waitMs When the budget may have a call for it again.
 */
export function toLeave(outcome: Failure, what: string, {waitMs, log}: {waitMs: number; log: Log}): Leave {
  switch (outcome.kind) {
    case 'throttled':
    case 'not_sent':
      return new Leave({pending: Math.max(500, waitMs), isQueued: true});
    case 'denied':
      log.error(
        {event: 'store_denied'},
        `The store refused our credentials or a scope is missing; we could not ${what}.`,
      );
      return new Leave(misconfigured);
    case 'refused':
      log.error(
        {event: 'store_refused', status: outcome.status, reason: outcome.detail},
        `The store refused; we could not ${what}.`,
      );
      return new Leave({problem: 'store_refused', detail: 'The store refused this cart.'});
    case 'not_found':
      return new Leave({problem: 'store_refused', detail: 'The store does not know this cart.'});
    case 'unclear':
      return new Leave(unavailable);
  }
}
