/** Ctrl-C, a service that stops, a terminal that is closed: what was begun in the store is not left half done. */

const EXIT = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;
type Signal = keyof typeof EXIT;
const signals = Object.keys(EXIT) as Signal[];

export interface Interruption {
  /** Aborted by the first signal. */
  readonly stop: AbortController;
  /** What happens now, for the first signal. */
  readonly stopping: string;
  /** What may be left, for the second, which ends the process at once. */
  readonly left?: () => string;
}

/** Does something that a signal stops in an orderly way; whoever does it looks at the signal of `stop`. */
export async function interruptible<T>({stop, stopping, left}: Interruption, work: () => Promise<T>): Promise<T> {
  function onSignal(signal: Signal): void {
    if (stop.signal.aborted) {
      console.error(`Ended at once.${left ? ` ${left()}` : ''}`);
      process.exit(EXIT[signal]);
    }
    // A terminal that is gone takes no words any more, and that must not end the cleaning up.
    if (signal === 'SIGHUP') for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    console.error(`${stopping} Once more ends at once.`);
    stop.abort();
  }
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}
