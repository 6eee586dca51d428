/**
 * What is remembered for a while by a name, for all replicas: records of carts, and what was bought. In the server
 * names are hashes; a record holds the store's key of its cart, so the server must be as private as the proxy is.
 */
import {createHash} from 'node:crypto';
import {Away, type Connection} from './connection.js';

export interface Keep<T> {
  get(name: string): Promise<T | undefined>;
  put(name: string, value: T): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface SharedKeepOptions<T> {
  readonly connection: Connection;
  /** What is kept, with the number of its format: another release's is never read. */
  readonly kind: string;
  readonly ttlMs: number;
  /** In this process, for the time without the server. */
  readonly local: Keep<T>;
  /** What a value of this process's own is worth while others may know better. */
  readonly doubtful: (value: T) => T;
}

export function createSharedKeep<T extends object>({
  connection,
  kind,
  ttlMs,
  local,
  doubtful,
}: SharedKeepOptions<T>): Keep<T> {
  const keyOf = (name: string): string => connection.key(kind, createHash('sha256').update(name).digest('base64url'));
  /** What was put or deleted while the server was away: what it says of these is older. */
  const touched = new Set<string>();
  connection.onChange(async (change) => {
    if (!change.isUp) return;
    for (const name of touched) await connection.client.del(keyOf(name));
    touched.clear();
  });

  async function tell(name: string, ...command: readonly (string | number)[]): Promise<void> {
    const [verb = '', ...rest] = command.map(String);
    try {
      await connection.call(verb, keyOf(name), ...rest);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      touched.add(name);
    }
  }

  return {
    async get(name) {
      try {
        const text = await connection.call('GET', keyOf(name));
        return typeof text === 'string' ? (JSON.parse(text) as T) : undefined;
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        const value = await local.get(name);
        return value && connection.replicas > 1 ? doubtful(value) : value;
      }
    },
    async put(name, value) {
      await local.put(name, value);
      await tell(name, 'SET', JSON.stringify(value), 'PX', ttlMs);
    },
    async delete(name) {
      await local.delete(name);
      await tell(name, 'DEL');
    },
  };
}
