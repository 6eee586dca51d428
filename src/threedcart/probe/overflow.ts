/** Fills the store's bucket on purpose: how deep it is, how fast it leaks, and what it says when it is full. */
import type {Clock} from '../clock.js';
import type {Ask, Calls, Heard, Reply} from './calls.js';
import {describeAnswer, isErrorArray, type Notes, type Trait} from './findings.js';

export interface OverflowOptions {
  readonly calls: Calls;
  readonly notes: Notes;
  readonly clock: Clock;
  /** The bucket as it is configured: where ours ends is looked for up to twice of it. */
  readonly capacity: number;
  readonly rate: number;
  /** What is read again and again. */
  readonly ask: Ask;
  readonly signal: AbortSignal;
}

const traits: readonly Trait[] = ['throttle', 'throttleStatus', 'throttleBody', 'retryAfter'];
/** So many calls are under way at once, so that a slow answer does not leak more than it fills. */
const AT_ONCE = 8;
/** So many calls' worth is waited for before the leak is measured, within these bounds. */
const LEAKED = 20;
const [LEAST_MS, MOST_MS] = [1000, 10_000];

const isFull = ({answer}: Reply): boolean => answer?.status === 429 || answer?.status === 503;

/** What a full bucket's answer says. */
export function noteOverflow(notes: Notes, {answer}: Heard): void {
  const how = `a call too many: ${describeAnswer(answer)}`;
  if (answer.status === 429 || answer.status === 503) notes.known('throttleStatus', answer.status, how);
  if (answer.empty) notes.known('throttleBody', 'empty', how);
  else if (isErrorArray(answer.body)) notes.known('throttleBody', 'array', how);
  else notes.unknown('throttleBody', how);
  notes.known('retryAfter', answer.retryAfter === null ? 'off' : 'on', how);
}

export async function fillBucket(options: OverflowOptions): Promise<void> {
  const {calls, notes, clock, ask, signal} = options;
  const most = Math.ceil(options.capacity * 2 + 20);

  /** Reads until the store says that it is too much: how many it took, and when it said so. */
  async function fill(atOnce: number): Promise<{taken: number; full: Heard; at: number} | undefined> {
    let sent = 0;
    let taken = 0;
    const ends: {readonly full: Heard; readonly at: number}[] = [];
    await Promise.all(
      Array.from({length: atOnce}, async () => {
        while (ends.length === 0 && sent < most && !signal.aborted) {
          sent += 1;
          const reply = await calls.rush(ask);
          if (reply.answer && isFull(reply)) ends.push({full: reply, at: clock.now()});
          else if (reply.answer) taken += 1;
        }
      }),
    );
    const [end] = ends;
    return end && {taken, ...end};
  }

  const startedAt = clock.now();
  const before = [...calls.sentAt];
  const first = await fill(AT_ONCE);
  if (!first)
    return notes.unknown(traits, signal.aborted ? 'stopped before' : `the store took ${most} calls without a word`);
  noteOverflow(notes, first.full);

  const waitMs = Math.min(MOST_MS, Math.max(LEAST_MS, (LEAKED / options.rate) * 1000));
  await new Promise<void>((resolve) => clock.after(waitMs, resolve));
  const second = await fill(1);
  if (!second) return notes.unknown('throttle', 'the bucket did not fill a second time');
  const leak = second.taken / ((second.at - first.at) / 1000);
  const level = levelOf(before, leak, startedAt);
  const capacity = Math.round(level + first.taken - leak * ((first.at - startedAt) / 1000));
  if (second.taken === 0 || capacity < 1)
    return notes.unknown('throttle', 'the bucket was full, and nothing leaked from it while it was watched');
  const leakPerSecond = Number(leak.toPrecision(2));
  notes.known(
    'throttle',
    {capacity, leakPerSecond},
    `about, by ${first.taken} calls until it was full, and ${second.taken} more ${Math.round((second.at - first.at) / 100) / 10} s later`,
  );
}

/** What our own calls have left in the bucket. */
function levelOf(sentAt: readonly number[], leakPerSecond: number, now: number): number {
  let level = 0;
  let last = 0;
  for (const at of [...sentAt, now]) {
    level = Math.max(0, level - ((at - last) / 1000) * leakPerSecond) + 1;
    last = at;
  }
  return Math.max(0, level - 1);
}
