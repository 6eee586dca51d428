/**
 * Lets the page's own cart run on a clock of a test: timers, time-outs and `fetch` are the page's globals, so they are
 * replaced while it runs, and put back at the end.
 */
import type {VirtualClock} from './clock.js';

export async function onVirtualTime<T>(
  clock: VirtualClock,
  fetch: (request: Request) => Promise<Response>,
  run: () => Promise<T>,
): Promise<T> {
  const {setTimeout, clearTimeout, fetch: ownFetch} = globalThis;
  const {timeout} = AbortSignal;
  const cancels = new Map<number, () => void>();
  let made = 0;
  const pageTimeout = (callback: () => void, ms = 0): number => {
    const timer = ++made;
    const fire = (): void => {
      cancels.delete(timer);
      callback();
    };
    cancels.set(timer, clock.after(ms, fire));
    return timer;
  };
  const clearPageTimeout = (timer: number | undefined): void => {
    if (timer === undefined) return;
    cancels.get(timer)?.();
    cancels.delete(timer);
  };
  Object.assign(globalThis, {
    setTimeout: pageTimeout,
    clearTimeout: clearPageTimeout,
    fetch: (address: string, {signal, ...init}: RequestInit = {}) => {
      const request = new Request(address, init);
      return signal ? beforeAbort(fetch(new Request(request, {signal})), signal) : fetch(request);
    },
  });
  AbortSignal.timeout = (ms) => {
    const giveUp = new AbortController();
    clock.after(ms, () => giveUp.abort(new DOMException('The page waited too long.', 'TimeoutError')));
    return giveUp.signal;
  };
  try {
    return await run();
  } finally {
    Object.assign(globalThis, {setTimeout, clearTimeout, fetch: ownFetch});
    AbortSignal.timeout = timeout;
  }
}

/** A page that gives up hears nothing any more, whatever is answered. */
function beforeAbort(answer: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true});
    answer.then(resolve, reject);
  });
}
