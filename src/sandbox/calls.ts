import type {FaultKind} from './faults.js';

/** One call of the store's API, as the sandbox saw it. */
export interface Call {
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Below the version, with its query, such as `/Cart/7A1B2C3DxkQ9mTe`. */
  readonly path: string;
  /** The status answered. `null` while it is being handled, and for a connection that was cut. */
  status: number | null;
  /** `answered`: as usual, which includes refusals. `throttled`: the bucket was full. Else what struck it. */
  kind: 'answered' | 'throttled' | FaultKind;
}

const mostCalls = 10_000;

/** The newest 10,000 calls, oldest first. */
export class CallLog {
  #calls: Call[] = [];

  /** Notes a call on arrival. Its outcome is written into the returned object later. */
  open(at: number, method: string, path: string): Call {
    const call: Call = {at, method, path, status: null, kind: 'answered'};
    this.#calls.push(call);
    if (this.#calls.length > mostCalls) this.#calls.shift();
    return call;
  }

  list(): readonly Call[] {
    return this.#calls.map((call) => ({...call}));
  }

  clear(): void {
    this.#calls = [];
  }
}
