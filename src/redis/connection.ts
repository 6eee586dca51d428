/**
 * The server that replicas share, and whether it is there. Nobody waits for it: without it every command is refused
 * at once, and whoever asked goes on with what this process has by itself.
 */
import {createHash, randomUUID} from 'node:crypto';
import {Redis} from 'ioredis';
import type {Log} from '../proxy/log.js';

/** The server is away, or did not answer in time. What was sent may have been done. */
export class Away extends Error {
  override name = 'Away';
}

export interface Connection {
  /** This process, among those that share the server. */
  readonly me: string;
  readonly isUp: boolean;
  /** How many processes share the server, this one included, as last known. */
  readonly replicas: number;
  /** The name of something of this store's: two stores may share a server. */
  key(...parts: readonly string[]): string;
  /**
   * Runs a script in one step.
   *
   * @throws {Away}
   */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /**
   * Runs a command.
   *
   * @throws {Away}
   */
  call(command: string, ...args: readonly (string | number)[]): Promise<unknown>;
  /** The client itself, for a library that wants one. */
  readonly client: Redis;
  /**
   * Tells of every loss, and of every healing before `isUp` says so: what must be put right comes first, by the `run`
   * that is handed over.
   */
  onChange(listener: Listener): void;
  close(): Promise<void>;
}

type Run = Connection['run'];
export type Listener = (change: {readonly isUp: true; readonly run: Run} | {readonly isUp: false}) => Promise<void>;

/** A script, and the digest by which the server knows it. */
export interface Script {
  readonly text: string;
  readonly digest: string;
}

export const script = (text: string): Script => ({text, digest: createHash('sha1').update(text).digest('hex')});

/** So long a command may take: shoppers wait for it. */
const COMMAND_MS = 500;
/** Between two signs of life of a replica, and how long after the last one it is counted. */
const HEARTBEAT_MS = 2000;
const LIFE_MS = 3 * HEARTBEAT_MS;

const BEAT = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 10)
return redis.call('ZCARD', KEYS[1])`);

const isMissingScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT');

/**
 * Connects, and goes on trying. Resolves when the server was reached, or was not at the first try.
 *
 * @param url Such as `redis://127.0.0.1:6379` or `rediss://:password@cache.example/0`. It is a secret.
 * @param store The store's secure URL.
 */
export async function connect(url: string, store: string, log: Log): Promise<Connection> {
  const prefix = `pushcart:${createHash('sha256').update(store).digest('hex').slice(0, 12)}`;
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    commandTimeout: COMMAND_MS,
    // A server that vanished without a word keeps the connection open for minutes.
    socketTimeout: 4 * HEARTBEAT_MS,
    // After a failover the old server may be there still, and take no writes.
    reconnectOnError: ({message}) => message.startsWith('READONLY'),
    retryStrategy: (tries) => Math.min(2000, 100 * tries) * (1 + Math.random() / 4),
  });
  const me = randomUUID();
  const listeners: Listener[] = [];
  let isUp = false;
  let healing: Promise<void> | undefined;
  let wasUp = false;
  let isClosed = false;
  let replicas = 1;
  let timer: NodeJS.Timeout | undefined;

  const key = (...parts: readonly string[]): string => [prefix, ...parts].join(':');

  async function use<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (isMissingScript(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      void lose(reason);
      throw new Away(reason);
    }
  }

  async function runScript(
    {text, digest}: Script,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    return use(async () => {
      try {
        return await client.evalsha(digest, keys.length, ...keys, ...args);
      } catch (error) {
        if (!isMissingScript(error)) throw error;
        return await client.eval(text, keys.length, ...keys, ...args);
      }
    });
  }

  async function beat(): Promise<void> {
    replicas = Math.max(1, Number(await runScript(BEAT, [key('replicas')], [me, LIFE_MS])));
  }

  async function lose(reason: string): Promise<void> {
    if (!isUp || isClosed) return;
    isUp = false;
    log.error(
      {event: 'redis_lost', reason, replicas},
      `Redis is lost. This process goes on by itself, with 1/${replicas} of the store's allowance, and tries again.`,
    );
    for (const listener of listeners) await listener({isUp: false});
  }

  function heal(): Promise<void> {
    healing ??= join().finally(() => (healing = undefined));
    return healing;
  }

  async function join(): Promise<void> {
    if (isUp || isClosed || client.status !== 'ready') return;
    try {
      await beat();
      for (const listener of listeners) await listener({isUp: true, run: runScript});
    } catch (error) {
      if (error instanceof Away) return;
      throw error;
    }
    isUp = true;
    if (wasUp)
      log.warn({event: 'redis_back', replicas}, 'Redis is back: budget, carts, limits and catalogue are shared.');
    else log.info({event: 'redis_joined', replicas}, 'Redis is there: budget, carts, limits and catalogue are shared.');
    wasUp = true;
  }

  /** Signs of life, and the way back where nothing else asks. */
  function keepBeating(): void {
    timer = setTimeout(() => {
      void (isUp ? beat() : heal()).catch(() => {}).finally(() => !isClosed && keepBeating());
    }, HEARTBEAT_MS);
    timer.unref();
  }

  client.on('error', (error: Error) => void lose(error.message));
  client.on('close', () => void lose('the connection was closed'));
  client.on('ready', () => void heal().catch(() => {}));
  await client.connect().catch((error: unknown) => {
    log.error(
      {event: 'redis_lost', reason: error instanceof Error ? error.message : String(error), replicas},
      'Redis cannot be reached. This process begins by itself, and tries again.',
    );
  });
  await heal();
  keepBeating();

  return {
    me,
    client,
    key,
    get isUp() {
      return isUp;
    },
    get replicas() {
      return replicas;
    },
    async run(...args) {
      if (!isUp) throw new Away('Redis is away.');
      return runScript(...args);
    },
    async call(command, ...args) {
      if (!isUp) throw new Away('Redis is away.');
      return use(() => client.call(command, ...args.map(String)));
    },
    onChange: (listener) => void listeners.push(listener),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      if (isUp) await client.zrem(key('replicas'), me).catch(() => {});
      client.disconnect();
    },
  };
}
