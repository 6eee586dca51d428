import type {Switches} from './switches.js';

/** The leaky bucket (documented): every call adds one, and it drains evenly. A call that does not fit is turned away. */
export class Bucket {
  #level = 0;
  #at = 0;

  /**
   * @param now Milliseconds.
   * @returns Whole seconds until a call would fit, or 0 if this one did.
   */
  take(now: number, {capacity, leakPerSecond}: Switches['throttle']): number {
    const leaked = (Math.max(0, now - this.#at) / 1000) * leakPerSecond;
    this.#level = Math.max(0, this.#level - leaked);
    this.#at = now;
    if (this.#level + 1 > capacity + 1e-9) return Math.max(1, Math.ceil((this.#level + 1 - capacity) / leakPerSecond));
    this.#level += 1;
    return 0;
  }

  empty(): void {
    this.#level = 0;
  }
}
