/** Requests that are held until the store can be called for them. A proxy that stops lets them go all at once. */

export interface HeldRequests {
  /**
   * A request that may have to wait. Most need not, and then neither signal is made: each takes longer than a token.
   *
   * @param gone Tells that whoever asked has gone.
   */
  hold<T>(gone: () => AbortSignal | undefined, run: (letGo: () => AbortSignal) => Promise<T>): Promise<T>;
  /** Whoever waits, now or from now on, is told to come back. */
  letGo(): void;
}

export function createHeldRequests(): HeldRequests {
  const held = new Set<AbortController>();
  let isOver = false;
  return {
    async hold(gone, run) {
      let one: AbortController | undefined;
      const forget: (() => void)[] = [];
      const wait = (): AbortSignal => {
        if (one) return one.signal;
        const made = (one = new AbortController());
        const asked = gone();
        const abort = (): void => made.abort();
        if (isOver || asked?.aborted) abort();
        asked?.addEventListener('abort', abort, {once: true});
        held.add(made);
        forget.push(
          () => held.delete(made),
          () => asked?.removeEventListener('abort', abort),
        );
        return made.signal;
      };
      try {
        return await run(wait);
      } finally {
        for (const each of forget) each();
      }
    },
    letGo() {
      isOver = true;
      for (const one of held) one.abort();
    },
  };
}
