import type {Bucket} from './bucket.js';
import type {CallLog} from './calls.js';
import type {Credentials} from './credentials.js';
import type {FaultQueue} from './faults.js';
import type {Store} from './store.js';
import type {Switches} from './switches.js';

/** Time as the sandbox knows it. Tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits; used for latency, slow calls and late writes alone. Default: real time. */
  sleep?(ms: number): Promise<void>;
}

/** What the parts of one sandbox share. */
export interface SandboxState {
  switches: Switches;
  readonly store: Store;
  readonly faults: FaultQueue;
  readonly calls: CallLog;
  readonly bucket: Bucket;
  readonly credentials: Credentials;
  readonly storeName: string;
  readonly clock: Required<Clock>;
  /** Between 0 and 1; decides about `htmlFailures`. */
  readonly random: () => number;
  /** How often the store went back to its start. */
  resets: number;
}
