/** Time that runs faster, for what must run over real sockets and has long waits in it. */

export interface FastClock {
  readonly times: number;
  readonly start: number;
  now(): number;
  after(ms: number, run: () => void): () => void;
  sleep(ms: number): Promise<void>;
}

/**
 * Real time, `times` faster.
 *
 * @param start When it began. Another process with the same start has the same time.
 */
export function fastClock(times: number, start = Date.now()): FastClock {
  return {
    times,
    start,
    now: () => start + (Date.now() - start) * times,
    after(ms, run) {
      const timer = setTimeout(run, ms / times);
      return () => clearTimeout(timer);
    },
    sleep: (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms / times)),
  };
}
