/** The load of `npm run bench:server`, in a process of its own: as many requests as connections can make, for a time. */
import {createRequire} from 'node:module';

/** What is asked of it, as JSON in its only argument. */
export interface Load {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** One for each connection. */
  readonly bodies: readonly string[];
  readonly seconds: number;
}

/** What it says at its end, as JSON. */
export interface Loaded {
  readonly perSecond: number;
  /** Answers that were none, or not of status 200. */
  readonly failed: number;
  /** Bytes of an answer, head included. */
  readonly bytes: number;
}

// The package has no types: this is the part of it that is used.
type Autocannon = (options: {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly duration: number;
  readonly setupClient: (client: {setBody: (body: string) => void}) => void;
}) => PromiseLike<{
  readonly duration: number;
  readonly errors: number;
  readonly non2xx: number;
  readonly requests: {readonly total: number};
  readonly throughput: {readonly total: number};
}>;

const require = createRequire(import.meta.url);
const autocannon = require('autocannon') as Autocannon;

const {url, method, headers, bodies, seconds} = JSON.parse(process.argv[2] ?? '') as Load;
let client = 0;
const result = await autocannon({
  url,
  method,
  headers,
  connections: bodies.length,
  duration: seconds,
  setupClient(one) {
    const body = bodies[client++ % bodies.length];
    if (body) one.setBody(body);
  },
});
const loaded: Loaded = {
  perSecond: result.requests.total / result.duration,
  failed: result.errors + result.non2xx,
  bytes: result.throughput.total / result.requests.total,
};
console.log(JSON.stringify(loaded));
