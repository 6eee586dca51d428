/** Calls whose answers are looked at as they came: status, headers and body, before anybody reads a cart in them. */
import type {Budget} from '../budget.js';
import type {Clock} from '../clock.js';
import {toHeaders, type Credentials} from '../credentials.js';
import {createExchange, whyLost} from '../exchange.js';
import {classify, isTooMuch, readRetryAfter, type Failure, type RawAnswer} from '../outcome.js';
import {toPath} from '../read.js';
import {withoutSlash} from '../store.js';

export interface CallOptions {
  /** Base of the API, such as `https://apirest.3dcart.com/3dCartWebAPI/v1`. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Ends the wait for a call's turn. */
  readonly signal: AbortSignal;
}

/** An answer as it came. `failure` is what the ordinary client would make of it. */
export type Heard =
  | {readonly answer: RawAnswer; readonly headers: Headers; readonly failure?: undefined}
  | {readonly answer: RawAnswer; readonly headers: Headers; readonly failure: Failure};
/** Nothing came, or the call's turn never did. */
export interface Lost {
  readonly answer?: undefined;
  readonly headers?: undefined;
  readonly failure: Failure;
}
export type Reply = Heard | Lost;

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
  readonly path: string;
  readonly body?: unknown;
  /** In place of the configured base, for the other version of the API. */
  readonly baseUrl?: string;
  /** In place of those that an ordinary call has, the credentials with them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent also after the command was stopped: what cleans up. */
  readonly always?: boolean;
}

export interface Calls {
  /** Repeated until there is an answer, a few times: for what changes nothing. */
  read(ask: Ask): Promise<Reply>;
  /** Sent once, and again only where it was certainly not done. */
  write(ask: Ask): Promise<Reply>;
  /** Sent at once and past the budget: for nothing but filling the store's bucket. */
  rush(ask: Ask): Promise<Reply>;
  /** An answer that said that it was too much, if there was one. */
  readonly overflow: Heard | undefined;
  /** When calls were sent, in ms. */
  readonly sentAt: readonly number[];
}

const TRIES = 5;
const PATIENCE_MS = 10 * 60_000;

export function createCalls(options: CallOptions): Calls {
  const {budget, clock} = options;
  const ordinary = {
    ...toHeaders(options.credentials),
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  const exchange = createExchange(options);
  const times: number[] = [];
  let overflow: Heard | undefined;

  async function rush({method, path, body, baseUrl = options.baseUrl, headers = ordinary}: Ask): Promise<Reply> {
    const sentAt = clock.now();
    times.push(sentAt);
    try {
      const heard = await exchange(withoutSlash(baseUrl) + path, {method, headers, body});
      const failure = classify(heard.answer, clock.now());
      if (isTooMuch(failure)) budget.slowDown(readRetryAfter(heard.answer.retryAfter, clock.now()), sentAt);
      const reply: Heard = failure ? {...heard, failure} : heard;
      // 503 may be anything; 429 is meant for us.
      if (failure?.kind === 'throttled') overflow = reply;
      return reply;
    } catch (error) {
      return {failure: {kind: 'unclear', reason: whyLost(error)}};
    }
  }

  async function send(ask: Ask): Promise<Reply> {
    const now = clock.now();
    const grant = await budget.take({
      for: 'checkout',
      askedAt: now,
      deadline: now + PATIENCE_MS,
      ...(!ask.always && {signal: () => options.signal}),
    });
    return grant === 'granted' ? rush(ask) : {failure: {kind: 'not_sent', reason: grant}};
  }

  async function repeat(ask: Ask, kinds: readonly Failure['kind'][]): Promise<Reply> {
    let reply = await send(ask);
    for (let tries = 1; reply.failure && kinds.includes(reply.failure.kind) && tries < TRIES; tries++)
      reply = await send(ask);
    return reply;
  }

  return {
    rush,
    sentAt: times,
    read: (ask) => repeat(ask, ['throttled', 'unclear']),
    write: (ask) => repeat(ask, ['throttled']),
    get overflow() {
      return overflow;
    },
  };
}

/** The path of a cart or of something in it. Keys and ids are checked where they are read, so that none leads elsewhere. */
export function toCartPath(...parts: readonly string[]): string {
  const path = toPath('Cart', ...parts);
  if (path === undefined) throw new Error('a key or an id of the store is none');
  return path;
}
