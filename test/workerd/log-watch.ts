/** The log of a shop in a worker: Node's own, which is watched for what it may not have, is for Node. */
import type {Log} from '../../src/proxy/index.js';

export function createWatchedLog(_config: unknown, write: (line: string) => void): Log {
  const at = (level: string) => (fields: object, msg: string) => write(`${JSON.stringify({level, ...fields, msg})}\n`);
  return {debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error')};
}

export const watchCall = (): void => undefined;
