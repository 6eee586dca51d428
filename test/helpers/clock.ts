import {untilIdle} from './idle.js';

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** Time that stands still until a test moves it on. Fits the proxy's, the budget's and the sandbox's clocks. */
export class VirtualClock {
  #now: number;
  #timers = new Set<Timer>();

  constructor(start = Date.UTC(2025, 10, 21, 14, 31, 5)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = {due: this.#now + Math.max(0, ms), run};
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves on by `ms`, running what falls due on the way, each at its own time. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await untilIdle();
    for (let timer = this.#next(); timer && timer.due <= target; timer = this.#next()) {
      this.#fire(timer);
      await untilIdle();
    }
    this.#now = target;
  }

  /** Moves on as far as a promise needs to settle, and no further. */
  async run<T>(promise: Promise<T>): Promise<T> {
    const state = {settled: false};
    const settle = () => void (state.settled = true);
    promise.then(settle, settle);
    for (;;) {
      await untilIdle();
      if (state.settled) return promise;
      const timer = this.#next();
      if (!timer) throw new Error('nothing is left to wait for, and the promise has not settled');
      this.#fire(timer);
    }
  }

  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (!next || timer.due < next.due) next = timer;
    return next;
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.due);
    timer.run();
  }
}
