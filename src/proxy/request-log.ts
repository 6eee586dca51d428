/** One line and a few numbers for every request, with what it has cost. */
import type {Clock, Tally} from '../threedcart/index.js';
import type {Log} from './log.js';
import type {Metrics} from './metrics.js';

export interface RequestLog {
  /** A request begins. */
  begin(): Tally;
  /** It was answered. */
  end(answered: Answered): void;
}

export interface Answered {
  readonly tally: Tally;
  /** When it began. */
  readonly since: number;
  readonly method: string;
  /** The pattern, never the path. */
  readonly route: string;
  readonly status: number;
  /** The W3C header, as it came. */
  readonly traceparent: string | undefined;
}

export function createRequestLog({clock, log, metrics}: {clock: Clock; log: Log; metrics: Metrics}): RequestLog {
  return {
    begin: () => ({id: crypto.randomUUID(), calls: 0, waitedMs: 0}),
    end({tally, since, method, route, status, traceparent}) {
      const ms = clock.now() - since;
      const {id, calls, waitedMs} = tally;
      const trace = toTraceId(traceparent) ?? newTraceId();
      log.info({event: 'request', id, trace, method, route, status, ms, calls, waitedMs}, 'request');
      const verb = ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method) ? method : 'other';
      metrics.count('pushcart_requests_total', {method: verb, route, status: String(status)});
      metrics.observe('pushcart_request_seconds', ms / 1000, {route});
    },
  };
}

/** The trace that a request belongs to: the second part of a W3C `traceparent`, if the whole is one. */
export function toTraceId(header: string | undefined): string | undefined {
  const [, version, trace, parent, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(header ?? '') ?? [];
  // Later versions may say more; this one must not, and all zeros is no id.
  const isValid =
    version !== 'ff' && !(version === '00' && more) && !/^0+$/.test(trace ?? '') && !/^0+$/.test(parent ?? '');
  return isValid ? trace : undefined;
}

const newTraceId = (): string => crypto.randomUUID().replaceAll('-', '');
