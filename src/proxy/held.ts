/** Requests that are held until the store can be called for them. A proxy that stops lets them go all at once. */

export interface HeldRequests {
  /**
   * A request that may have to wait.
   *
   * @param gone Tells that whoever asked has gone.
   */
  hold<T>(gone: AbortSignal | undefined, run: (letGo: AbortSignal) => Promise<T>): Promise<T>;
  /** Whoever waits, now or from now on, is told to come back. */
  letGo(): void;
}

export function createHeldRequests(): HeldRequests {
  const held = new Set<AbortController>();
  let isOver = false;
  return {
    async hold(gone, run) {
      const one = new AbortController();
      const abort = (): void => one.abort();
      if (isOver || gone?.aborted) abort();
      gone?.addEventListener('abort', abort, {once: true});
      held.add(one);
      try {
        return await run(one.signal);
      } finally {
        held.delete(one);
        gone?.removeEventListener('abort', abort);
      }
    },
    letGo() {
      isOver = true;
      for (const one of held) one.abort();
    },
  };
}
