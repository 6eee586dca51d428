/** The headers that tell a browser what an answer may not be used for: on every one, those that no route makes included. */
import {Hono, type MiddlewareHandler} from 'hono';
import {secureHeaders} from 'hono/secure-headers';
import type {ProblemCode} from '../contract/problem.js';
import {problem, type ProblemExtra} from './respond.js';

/** @param publicUrl The proxy's address as shoppers see it: only of an https one may browsers insist on https. */
export const sharedHeaders = (publicUrl: string) =>
  ({
    strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
    referrerPolicy: 'strict-origin-when-cross-origin',
    xFrameOptions: false,
    xXssProtection: false,
    originAgentCluster: false,
  }) as const;

/** For answers that are no pages, and that any page may load. */
export const secured = (publicUrl: string): MiddlewareHandler =>
  secureHeaders({
    ...sharedHeaders(publicUrl),
    crossOriginResourcePolicy: 'cross-origin',
    crossOriginOpenerPolicy: false,
    contentSecurityPolicy: {defaultSrc: ["'none'"], frameAncestors: ["'none'"]},
  });

/** Problems for a host whose request never got to a route: with the headers of all others. */
export function createRefusals(publicUrl: string): (code: ProblemCode, extra?: ProblemExtra) => Promise<Response> {
  const middleware = secured(publicUrl);
  return async (code, extra) => {
    const app = new Hono().use(middleware).all('*', () => problem(code, extra));
    const response = await app.request('/');
    response.headers.set('Access-Control-Allow-Origin', '*');
    return response;
  };
}
