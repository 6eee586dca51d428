/** What was spent for whom: whoever had many calls waits until others had theirs. */
import type {Clock} from './clock.js';

export interface Ledger {
  /** Milliseconds until what was spent for somebody is made up for, at the pace of one. */
  owedMs(who: string): number;
  /** A call was made for each of them. */
  spend(who: readonly string[]): void;
}

export interface MemoryLedger extends Ledger {
  /** Others know better what was spent. */
  correct(who: string, owedMs: number): void;
}

/** @param callMs In so long a call is made up for. */
export function createLedger(callMs: number, clock: Clock): MemoryLedger {
  /** When what was spent is made up for; the longest silent first. */
  const evenAt = new Map<string, number>();

  function put(who: string, even: number): void {
    evenAt.delete(who);
    evenAt.set(who, even);
  }

  return {
    owedMs: (who) => Math.max(0, (evenAt.get(who) ?? 0) - clock.now()),
    spend(who) {
      const now = clock.now();
      for (const one of who) put(one, Math.max(evenAt.get(one) ?? 0, now) + callMs);
      for (const [other, time] of evenAt) {
        if (time > now) break;
        evenAt.delete(other);
      }
    },
    correct(who, owedMs) {
      const even = clock.now() + owedMs;
      if (even > (evenAt.get(who) ?? 0)) put(who, even);
    },
  };
}
