/** A store that fails at random: what becomes of each call, in the order of the calls. */
import fc from 'fast-check';
import type {ShopOverrides} from '../helpers/shop.js';

/** Words of the store that nobody but a log may read. */
export const storeCanary = 'ODBC SecretTable 0x80040e14 at D:\\web\\orders.asp:117';

type Next = (request: Request) => Promise<Response>;
type Strike = (request: Request, next: Next) => Promise<Response>;

const answer =
  (body: BodyInit | null, status: number, headers: Record<string, string> = {}): Strike =>
  () =>
    Promise.resolve(new Response(body, {status, headers: {'content-type': 'application/json', ...headers}}));
const error = (status: string) =>
  JSON.stringify([{Key: 'Error', Value: storeCanary, Status: status, Message: storeCanary}]);

export const strikes = {
  none: (request, next) => next(request),
  cut: () => Promise.reject(new TypeError(`fetch failed: ${storeCanary}`)),
  silent: () => new Promise(() => undefined),
  lost: async (request, next) => {
    await next(request);
    throw new TypeError('fetch failed');
  },
  page: answer(`<!doctype html><h1>${storeCanary}</h1>`, 502, {'content-type': 'text/html'}),
  'page as success': answer(`<html>${storeCanary}</html>`, 200),
  empty: answer(null, 200),
  nonsense: answer(JSON.stringify([{Name: storeCanary, Key: {toString: null}}]), 200),
  'error with 200': answer(error('500'), 200),
  refusal: answer(error('400'), 400),
  denial: answer(error('401'), 401),
  absence: answer(null, 404),
  failure: answer(storeCanary, 500),
  busy: answer(null, 429),
  'busy, later': answer(null, 503, {'retry-after': '3'}),
  elsewhere: answer(storeCanary, 302, {location: 'https://evil.example/'}),
  deep: answer('['.repeat(50_000), 200),
} satisfies Record<string, Strike>;
export type StrikeName = keyof typeof strikes;

/** Mostly fair. */
export const weather: fc.Arbitrary<readonly StrikeName[]> = fc.array(
  fc.oneof(
    {weight: 2, arbitrary: fc.constant<StrikeName>('none')},
    fc.constantFrom(...(Object.keys(strikes) as StrikeName[])),
  ),
  {minLength: 5, maxLength: 60},
);

/** Puts the weather between proxy and store; over and over, if there are more calls. */
export function toBetween(
  course: readonly StrikeName[],
  struck: (name: StrikeName) => void,
): NonNullable<ShopOverrides['between']> {
  let call = 0;
  return (request, next) => {
    const name = course[call++ % course.length] ?? 'none';
    struck(name);
    return strikes[name](request, next);
  };
}
