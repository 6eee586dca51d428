/**
 * News of the catalogue: what somebody says has changed in the store. Nothing of it is believed, it only says where
 * to look. A few products are asked for one by one; many are one pass over what changed. Whoever invents news costs
 * the store a handful of calls a minute, and no shopper notices.
 */
import type {Clock} from '../threedcart/index.js';

/** A product, or something that nobody could name. */
export type Change = number | 'something';

export interface NewsDeps {
  readonly clock: Clock;
  /** Asks the store for one product. False if it could not say. */
  askOne(catalogId: number, signal: AbortSignal): Promise<boolean>;
  /** Asks for all that changed lately. The ids that it listed, or undefined if it could not say. */
  askChanges(signal: AbortSignal): Promise<ReadonlySet<number> | undefined>;
}

export interface News {
  tell(change: Change): void;
  /** Works on what was told, and on what is told from now on, until the signal. */
  follow(signal: AbortSignal): void;
}

/** One change is told twice as a rule, as a new price and as a new stock: they are waited for together. */
const GATHER_MS = 1000;
/** So many products are asked for one by one in so long. More are a pass. */
const MOST_ONES = 5;
const ONES_MS = 10_000;
/** The least between the beginnings of two passes. */
const PASS_PAUSE_MS = 30_000;
/** Products that a pass did not list: deleted, perhaps. Beyond that the daily pass over all finds out. */
const MOST_LEFT = 1000;
const RETRY_MS = 15_000;

export function createNews({clock, askOne, askChanges}: NewsDeps): News {
  /** Told, and not asked for yet. */
  let told = new Set<number>();
  let isVague = false;
  /** Told of, and not listed by the pass that followed: asked for one by one, without hurry. */
  const left = new Set<number>();
  /** When products were asked for one by one, lately. */
  let onesAt: number[] = [];
  let passedAt = -Infinity;
  let wake = (): void => {};

  /** Resolves after `ms`, or at once when it is over. */
  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      if (signal.aborted) end();
      signal.addEventListener('abort', end);
    });
  }

  /** Resolves when there is something to do. */
  function somethingTold(signal: AbortSignal): Promise<void> {
    if (told.size > 0 || left.size > 0 || isVague || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
    });
  }

  /** Does what may be done now; how long to wait before the next look. */
  async function work(signal: AbortSignal): Promise<number> {
    onesAt = onesAt.filter((at) => clock.now() - at < ONES_MS);
    const [oldest = -Infinity] = onesAt;
    const roomIn = oldest + ONES_MS - clock.now();
    if (isVague || told.size > MOST_ONES - onesAt.length) {
      const passIn = passedAt + PASS_PAUSE_MS - clock.now();
      return passIn <= 0 ? await pass(signal) : roomIn > 0 ? Math.min(passIn, roomIn) : passIn;
    }
    const [next] = told.size > 0 ? told : left;
    if (next === undefined) return 0;
    if (onesAt.length === MOST_ONES) return roomIn;
    told.delete(next);
    left.delete(next);
    onesAt.push(clock.now());
    if (await askOne(next, signal)) return 0;
    told.add(next);
    return RETRY_MS;
  }

  async function pass(signal: AbortSignal): Promise<number> {
    const asked = told;
    told = new Set();
    isVague = false;
    passedAt = clock.now();
    const listed = await askChanges(signal);
    if (!listed) {
      for (const id of asked) told.add(id);
      isVague = true;
      return RETRY_MS;
    }
    for (const id of asked) if (!listed.has(id) && left.size < MOST_LEFT) left.add(id);
    return 0;
  }

  async function followUp(signal: AbortSignal): Promise<void> {
    for (;;) {
      await somethingTold(signal);
      for (let wait = GATHER_MS; !signal.aborted; wait = await work(signal)) {
        await sleep(wait, signal);
        if (told.size === 0 && left.size === 0 && !isVague) break;
      }
      if (signal.aborted) return;
    }
  }

  return {
    tell(change) {
      if (change === 'something') isVague = true;
      else if (told.size < MOST_LEFT) told.add(change);
      else isVague = true;
      wake();
    },
    follow: (signal) => void followUp(signal),
  };
}
