/** Knows when this process has nothing left to do but wait, so that tests can move a clock on without a sleep. */
import {setImmediate} from 'node:timers';

let busy = 0;

/** Counts a piece of work that takes real time: while it lasts, the process is not idle. */
export async function whileBusy<T>(work: Promise<T>): Promise<T> {
  busy += 1;
  try {
    return await work;
  } finally {
    busy -= 1;
  }
}

const counted = ['digest', 'encrypt', 'decrypt', 'importKey'] as const;

// Web Crypto is the one thing below the handler that works on another thread.
for (const name of counted) {
  const original = SubtleCrypto.prototype[name] as (...given: unknown[]) => Promise<unknown>;
  Object.defineProperty(SubtleCrypto.prototype, name, {
    configurable: true,
    writable: true,
    value(this: SubtleCrypto, ...given: unknown[]) {
      return whileBusy(original.apply(this, given));
    },
  });
}

const QUIET_TURNS = 6;

/** Resolves when several turns of the event loop in a row had nothing to do. */
export async function untilIdle(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (busy > 0) quiet = -1;
  }
}
