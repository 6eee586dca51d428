/** Whether the store can be reached and takes our credentials, as of the last real call. */
import type {Clock, StoreCall, StoreClient} from '../threedcart/index.js';

export interface Health {
  /** Told of every call to the store. */
  note(call: StoreCall): void;
  /** The last call's word; without a good one the store is asked, at most once a minute. */
  check(client: StoreClient): Promise<{readonly ready: boolean; readonly reason: string}>;
  /** True once the proxy is about to stop: whatever the store says, nobody new should come. */
  stopping: boolean;
}

const OWN_CALL_MS = 60_000;

export function createHealth(clock: Clock): Health {
  let last: {ready: boolean; reason: string} | undefined;
  let askedAt = -Infinity;
  return {
    stopping: false,
    note(call) {
      // A refusal or "not found" is a good answer: the store is there, and it knows us.
      if (call.outcome === 'denied') last = {ready: false, reason: 'the store refuses our credentials'};
      else if (call.outcome === 'unclear')
        last = {ready: false, reason: `the store does not answer (${call.reason ?? 'no reason'})`};
      else last = {ready: true, reason: 'the store answers'};
    },
    async check(client) {
      if (!last?.ready && clock.now() - askedAt >= OWN_CALL_MS) {
        askedAt = clock.now();
        await client.getSettings({for: 'edit', askedAt, deadline: askedAt + 2000});
      }
      return last ?? {ready: false, reason: 'the store was not reached yet'};
    },
  };
}
