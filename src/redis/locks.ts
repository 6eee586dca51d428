/**
 * One at a time per cart, among all replicas. A lock lives for seconds and is renewed while it is held; who lets it go
 * says so, and whoever finds that it was not let go knows that the record may be outdated.
 */
import {createHash, randomUUID} from 'node:crypto';
import type {Locks, Turn} from '../proxy/index.js';
import type {Clock} from '../threedcart/index.js';
import {Away, script, type Connection} from './connection.js';

/** Without a sign of life of its holder a lock is free after this. */
const LOCK_MS = 10_000;
/** So long it is remembered that a lock was not let go. */
const MARK_MS = 60 * 60_000;
/** Between two looks at a lock that somebody else has. */
const LOOK_MS = 60;

/** 0: somebody has it. 1: it is ours. 2: it is ours, and the last one never let it go. */
const TAKE = script(`
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local wasHeld = redis.call('EXISTS', KEYS[2])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
return 1 + wasHeld`);
const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);
const LET_GO = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1], KEYS[2])`);

export interface SharedLocksOptions {
  readonly connection: Connection;
  /** The turns within this process. */
  readonly local: Locks;
  readonly clock: Clock;
  /** How long a lock lives without a sign of life, in ms. Default 10 s. */
  readonly lifeMs?: number;
}

export function createSharedLocks({connection, local, clock, lifeMs = LOCK_MS}: SharedLocksOptions): Locks {
  /** Turns under way. When the server comes or goes nobody knows any more who else has one. */
  const turns = new Set<AbortController>();
  connection.onChange(() => {
    if (connection.replicas > 1) for (const turn of turns) turn.abort();
    return Promise.resolve();
  });

  async function within<T>(
    isClean: boolean,
    run: (turn: Turn) => Promise<T>,
    renew?: () => Promise<boolean>,
  ): Promise<T> {
    const lost = new AbortController();
    turns.add(lost);
    let cancel = (): void => {};
    function keep(check: () => Promise<boolean>): void {
      cancel = clock.after(lifeMs / 3, () => {
        check().then(
          (isOurs) => (isOurs ? turns.has(lost) && keep(check) : lost.abort()),
          () => lost.abort(),
        );
      });
    }
    if (renew) keep(renew);
    try {
      return await run({isClean, lost: lost.signal});
    } finally {
      cancel();
      turns.delete(lost);
    }
  }

  /** Without the server: alone in this process, and where there are others, without knowing what they do. */
  const alone = <T>(run: (turn: Turn) => Promise<T>): Promise<T> => within(connection.replicas <= 1, run);

  return {
    hold: (id, deadline, run) =>
      local.hold(id, deadline, async () => {
        const hash = createHash('sha256').update(id).digest('base64url');
        const keys = [connection.key('lock', hash), connection.key('held', hash)];
        const value = randomUUID();
        for (;;) {
          let taken: unknown;
          try {
            taken = await connection.run(TAKE, keys, [value, lifeMs, MARK_MS]);
          } catch (error) {
            if (!(error instanceof Away)) throw error;
            return alone(run);
          }
          if (taken !== 0) {
            const renew = async () => (await connection.run(RENEW, keys, [value, lifeMs])) === 1;
            try {
              return await within(taken === 1, run, renew);
            } finally {
              await connection.run(LET_GO, keys, [value]).catch(() => {});
            }
          }
          const ms = LOOK_MS * (0.5 + Math.random());
          if (clock.now() + ms >= deadline) return 'late';
          await new Promise<void>((resolve) => clock.after(ms, resolve));
        }
      }),
  };
}
