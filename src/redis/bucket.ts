/**
 * The store's bucket, shared by all replicas: one script leaks, looks for room and takes, by the server's own clock.
 * While the server is away each replica has a bucket of its own with its part of the allowance.
 */
import {
  createBucket,
  FORGET_MS,
  MOST_CLOSED_MS,
  MOST_GUESSED_MS,
  unevenness,
  type Bucket,
  type Clock,
} from '../threedcart/index.js';
import {script, type Connection} from './connection.js';

/** At least one call in five seconds, however many replicas there were. */
const LEAST_RATE = 0.2;
/** What is not known for so long is empty again, but a bucket that is not known counts as half full. */
const FORGET_BUCKET_MS = 10 * 60_000;

/** Every script begins with what leaked: `now`, `used`, `closed` are there, and are written back by `done()`. */
const LEAK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local capacity, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local state = redis.call('HMGET', KEYS[1], 'used', 'at', 'closed', 'slowdowns', 'slowedAt')
local isNew = not state[1]
local used = tonumber(state[1] or capacity / 2)
used = math.max(0, used - (now - tonumber(state[2] or now)) / 1000 * rate)
local closed = tonumber(state[3] or 0)
local function done(answer)
  redis.call('HSET', KEYS[1], 'used', string.format('%.6f', used), 'at', string.format('%.3f', now), 'closed', string.format('%.3f', closed))
  redis.call('PEXPIRE', KEYS[1], ${FORGET_BUCKET_MS})
  return {math.ceil(answer), string.format('%.6f', used), math.ceil(math.max(0, closed - now))}
end`;
const TAKE = script(`${LEAK}
local calls, limit = tonumber(ARGV[3]), tonumber(ARGV[4])
local over = used + calls - limit
local ms = closed - now
if over > 1e-6 then ms = math.max(ms, over / rate * 1000) end
if ms <= 0 then used = used + calls end
return done(math.max(0, ms))`);
const GIVE_BACK = script(`${LEAK}
used = math.max(0, used - tonumber(ARGV[3]))
return done(0)`);
const SLOW_DOWN = script(`${LEAK}
local retryAfter, sentAgo, uneven = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local slowdowns, slowedAt = tonumber(state[4] or 0), tonumber(state[5] or 0)
if now - slowedAt > ${FORGET_MS} then slowdowns = 0 end
local guess = 0
if now - sentAgo > slowedAt then
  guess = math.min(${MOST_GUESSED_MS}, 1000 * 2 ^ slowdowns) * uneven
  slowdowns = slowdowns + 1
  slowedAt = now
  used = math.max(used, capacity)
end
local ms = retryAfter >= 0 and retryAfter or guess
closed = math.max(closed, now + math.min(ms, ${MOST_CLOSED_MS}))
redis.call('HSET', KEYS[1], 'slowdowns', slowdowns, 'slowedAt', string.format('%.3f', slowedAt))
return done(0)`);
/** What a replica put in by itself while the server was away. */
const ADD = script(`${LEAK}
used = math.min(capacity, used + tonumber(ARGV[3]))
closed = math.max(closed, now + tonumber(ARGV[4]))
return done(0)`);

export interface SharedBucketOptions {
  readonly connection: Connection;
  /** See {@link Bucket.capacity}: of all replicas together. */
  readonly capacity: number;
  /** Calls a second that leak out, for all together. */
  readonly rate: number;
  readonly clock: Clock;
}

export function createSharedBucket({connection, capacity, rate, clock}: SharedBucketOptions): Bucket {
  const key = connection.key('bucket');
  /** What was last heard of the shared one. */
  let view = createBucket({capacity, rate, clock});
  /** While the server is away: a bucket of this replica's own, and how small it is. */
  let alone: {readonly bucket: Bucket; readonly part: number} | undefined;
  let closedUntil = 0;

  function see(answer: unknown): number {
    const [ms = 0, used = 0, closedMs = 0] = Array.isArray(answer) ? answer.map(Number) : [];
    closedUntil = clock.now() + closedMs;
    view = createBucket({capacity, rate, clock, used, closedMs});
    return ms;
  }

  /** The bucket of this replica alone: what was in the shared one, and what leaks from it, are divided by all. */
  function beAlone(): {readonly bucket: Bucket; readonly part: number} {
    const part = 1 / connection.replicas;
    alone ??= {
      part,
      bucket: createBucket({
        capacity: Math.max(1, capacity * part),
        rate: Math.max(rate * part, Math.min(rate, LEAST_RATE)),
        clock,
        used: Math.min(capacity, view.level()) * part,
        closedMs: Math.max(0, closedUntil - clock.now()),
      }),
    };
    return alone;
  }
  const takeAlone = (calls: number, limit: number): number => {
    const {bucket, part} = beAlone();
    // A change of a cart that is larger than this part would never have its turn.
    const own = Math.max(limit * part, Math.min(calls, bucket.capacity));
    return bucket.take(Math.min(calls, own), own) as number;
  };

  connection.onChange(async (change) => {
    if (!change.isUp) return void beAlone();
    const used = alone?.bucket.level() ?? 0;
    const closedMs = alone?.bucket.msUntilRoom(0, Infinity) ?? 0;
    see(await change.run(ADD, [key], [capacity, rate, used, closedMs]));
    alone = undefined;
  });
  if (!connection.isUp) beAlone();

  /** Tells the others, and does not wait. Where that fails the bucket is this replica's own by then. */
  function tell(what: ReturnType<typeof script>, ...args: readonly number[]): void {
    connection.run(what, [key], [capacity, rate, ...args]).then(see, () => {});
  }

  return {
    capacity,
    get rate() {
      return alone ? alone.bucket.rate : rate / connection.replicas;
    },
    take(calls, limit) {
      if (alone) return takeAlone(calls, limit);
      return (
        connection
          .run(TAKE, [key], [capacity, rate, calls, limit])
          .then(see, () => takeAlone(calls, limit))
          // Others wait for the same room: not all of them should ask at the same moment.
          .then((ms) => (ms === 0 ? 0 : ms + Math.random() * 50))
      );
    },
    giveBack(calls) {
      if (calls === 0) return;
      if (alone) alone.bucket.giveBack(calls);
      else tell(GIVE_BACK, calls);
    },
    msUntilRoom(calls, limit) {
      if (!alone) return view.msUntilRoom(calls, limit);
      const own = Math.max(limit * alone.part, Math.min(calls, alone.bucket.capacity));
      return alone.bucket.msUntilRoom(Math.min(calls, own), own);
    },
    slowDown(retryAfterMs, sentAt) {
      const bucket = alone?.bucket ?? view;
      bucket.slowDown(retryAfterMs, sentAt);
      closedUntil = clock.now() + bucket.msUntilRoom(0, Infinity);
      if (!alone) tell(SLOW_DOWN, retryAfterMs ?? -1, clock.now() - sentAt, unevenness());
    },
    level: () => alone?.bucket.level() ?? view.level(),
  };
}
