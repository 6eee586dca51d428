/** A request's body, up to the limit. */
import type {MiddlewareHandler} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {limits} from '../contract/wire.js';
import {problem} from './respond.js';

const limitBody = bodyLimit({
  maxSize: limits.bodyBytes,
  onError: () => problem('too_large', {detail: `A request may have ${limits.bodyBytes} bytes.`}),
});

/** Reads the body up to the limit. One that breaks off is the sender's doing, and no failure of ours. */
export const wholeBody: MiddlewareHandler = async (c, next) => {
  try {
    return (await limitBody(c, next)) ?? undefined;
  } catch {
    return problem('invalid_request', {detail: 'The body broke off.'});
  }
};
