/** Trouble on order: what to do to the next calls that match. */
import {z} from 'zod';

const faultKinds = ['slow', '429', '5xx', 'html', 'errorArray', '206', 'cutBefore', 'dropAfterWrite', 'late'] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * - `slow`: waits `ms`, then goes on as usual, also when the caller has given up meanwhile: the write lands late.
 * - `429`, `5xx`, `html`, `errorArray`, `206`: answers so instead of handling the call. `5xx` is 500 without a body, `html` a
 *   502 page, `errorArray` an error element of status 500 under HTTP 200, `206` the same under HTTP 206, as
 *   the API answers a bulk change that was done in part.
 * - `cutBefore`: the connection breaks and nothing was done.
 * - `dropAfterWrite`: all is done and the connection breaks instead of an answer.
 * - `late`: the connection breaks at once, and the write is done `ms` later, when its caller has long drawn
 *   conclusions. Reading has nothing to do later: for a GET it is `cutBefore`. A reset forgets what has not landed.
 */
export const Fault = z.strictObject({
  /**
   * Part of `METHOD /path ` as in `POST /Cart`, or `*` for any call. The path is without the version, and a space
   * follows it: `POST /Cart ` with a space at the end means creating a cart and not adding an item.
   */
  match: z.string().min(1),
  kind: z.enum(faultKinds),
  /** How many calls it strikes. */
  times: z.int().positive().default(1),
  /** For `slow` and `late`, in milliseconds. */
  ms: z.number().nonnegative().default(2000),
});
export type Fault = z.infer<typeof Fault>;
/** A fault as it is asked for; `times` defaults to 1, `ms` to 2000. */
export type FaultRequest = z.input<typeof Fault>;

/** The faults that have not struck yet. The oldest that matches a call strikes it. */
export class FaultQueue {
  #waiting: Fault[] = [];

  add(request: FaultRequest): Fault {
    const fault = Fault.parse(request);
    this.#waiting.push(fault);
    return fault;
  }

  /** Takes one strike of the first fault that matches the call. */
  takeFor(method: string, path: string): Fault | undefined {
    const call = `${method} ${path} `;
    const fault = this.#waiting.find(({match}) => match === '*' || call.includes(match));
    if (!fault) return undefined;
    this.#waiting = this.#waiting.flatMap((each) => {
      if (each !== fault) return [each];
      return each.times > 1 ? [{...each, times: each.times - 1}] : [];
    });
    return fault;
  }

  list(): readonly Fault[] {
    return this.#waiting;
  }

  clear(): void {
    this.#waiting = [];
  }
}

/** The connection breaks without an answer. Looks to a caller in the same process like a failed `fetch`. */
export class ConnectionCut extends TypeError {
  override name = 'ConnectionCut';

  /** @param when Whether the call was done when the connection broke. A `late` one was not yet. */
  constructor(readonly when: 'before' | 'afterWrite') {
    super('fetch failed');
  }
}
