import type {Bucket} from './bucket.js';
import type {CallLog} from './calls.js';
import type {Credentials} from './credentials.js';
import type {FaultQueue} from './faults.js';
import type {Store} from './store.js';
import type {Switches} from './switches.js';
import type {DeliveryLog} from './webhooks.js';

/** Time as the sandbox knows it. Tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits: for latency, slow calls, late writes, and for whoever does not answer a webhook. Default: real time. */
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
  readonly clock: Required<Clock> & {
    /** As `sleep`, but nothing that a process must stay alive for. */
    sleepLightly(ms: number): Promise<void>;
  };
  /** How webhooks are called. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Whether that may be any address, rather than one on this machine. */
  readonly callsAnywhere: boolean;
  readonly deliveries: DeliveryLog;
  /** Between 0 and 1; decides about `htmlFailures`. */
  readonly random: () => number;
  /** How often the store went back to its start. */
  resets: number;
}
