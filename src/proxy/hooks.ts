/**
 * Where the store tells what happened, at `/hooks/{secret}`. Its messages are unsigned: the secret keeps strangers
 * away, and what a message says is only a hint at what to ask the store. The answer comes before any of that work.
 */
import type {Env, Hono, MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {readEvent} from '../threedcart/index.js';
import type {Log} from './log.js';
import type {Mirror} from './mirror.js';
import {hearOfOrder, type Purchases} from './purchases.js';
import {json, problem} from './respond.js';

export interface HookDeps {
  /** Newest first; every one of them opens. None: there are no hooks. */
  readonly secrets: readonly string[];
  readonly mirror: Mirror;
  readonly purchases: Purchases;
  readonly log: Log;
}

/** A product with everything that a merchant can write about it has a fraction of this. */
const MAX_BYTES = 1024 * 1024;

/** Adds `/hooks/{secret}`. */
export function serveHooks<E extends Env>(app: Hono<E>, {secrets, mirror, purchases, log}: HookDeps): void {
  if (secrets.length === 0) return;
  const digests = Promise.all(secrets.map(digest));

  /** Takes as long for one as for another: all digests are compared, and each of them to its end. */
  async function isKnown(secret: string): Promise<boolean> {
    const given = await digest(secret);
    return (await digests)
      .map((known) => known.reduce((sum, byte, index) => sum | (byte ^ (given[index] ?? 0)), 0))
      .includes(0);
  }

  /**
   * The store is answered 200 whatever it sent. It does not say whether it tries again, or turns a webhook off after
   * failures, and the same message would be no better the next time.
   */
  const noted = (headers: Record<string, string> = {}): Response => json({status: 'ok'}, headers);

  /** Something has changed, and that is all that is known. */
  function hearSomething(reason: string): void {
    log.warn(
      {event: 'hook_unreadable', reason},
      'A webhook was sent something that is no product and no order in JSON. The store is asked for what changed.',
    );
    mirror.hear('something');
  }

  const limitBody = bodyLimit({
    maxSize: MAX_BYTES,
    onError: () => {
      hearSomething('too large');
      // The rest is not read, so nothing else can come on this connection.
      return noted({Connection: 'close'});
    },
  });

  const wholeBody: MiddlewareHandler<E> = async (c, next) => {
    try {
      return (await limitBody(c, next)) ?? undefined;
    } catch {
      return problem('invalid_request', {detail: 'The body broke off.'});
    }
  };

  app.use('/hooks/:secret', async function knownSecret(c, next) {
    if (!(await isKnown(c.req.param('secret')))) return problem('not_found');
    return next();
  });
  // Before it takes an address, the store visits it.
  app.get('/hooks/:secret', () => noted());
  app.post('/hooks/:secret', wholeBody, async (c) => {
    const text = await c.req.text();
    const event = readEvent(text);
    if (!event) hearSomething(text.trim() === '' ? 'empty' : /^\s*</.test(text) ? 'XML' : 'not understood');
    for (const catalogId of event?.products ?? []) mirror.hear(catalogId);
    await Promise.all((event?.orders ?? []).map((order) => hearOfOrder(purchases, order)));
    return noted();
  });
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
