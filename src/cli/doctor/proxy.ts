/** The proxy as pages meet it: at its public address, through whatever stands in front. */
import {isLoopback, originText, type ProxyConfig} from '../../proxy/index.js';
import {parseJson} from '../../threedcart/index.js';
import {version} from '../../server.js';
import {toLine} from '../store-access.js';
import {fail, ok, skip, warn, type Check} from './check.js';
import type {Context} from './context.js';
import {fetchOnce, isTrouble, redirectOf, toShown, type Answer} from './http.js';
import {checkCertificate} from './tls.js';

const FRONT = 'Look at the web server or CDN in front of the proxy (docs/deploy.md).';
/** Of a long list of origins, so many are tried: each is a request that the proxy counts. */
const MOST_ORIGINS = 20;
/** A page that nobody lists: the name can never be had. */
const FOREIGN = 'https://pushcart-doctor.invalid';

export async function checkProxy(context: Context): Promise<Check[]> {
  const {proxyUrl, signal, config} = context;
  const url = new URL(proxyUrl);
  const checks: Check[] = [checkAddress(url)];
  if (url.protocol === 'https:') checks.push(await checkCertificate(url, signal));
  const reach = await checkReach(context);
  checks.push(reach);
  if (reach.mark === 'fail')
    return [
      ...checks,
      ...['store', 'version', 'pushcart.js', 'origins'].map((name) => skip(name, 'The proxy has to be reached first.')),
    ];
  checks.push(await checkReady(context), await checkVersion(context), ...(await checkTag(context)));
  checks.push(...(await checkOrigins(context, listOrigins(config))));
  return checks;
}

const checkAddress = (url: URL): Check =>
  url.protocol === 'https:' || isLoopback(url.hostname)
    ? ok('address', `It is ${toShown(url)}.`)
    : fail(
        'address',
        `${toShown(url)} is not https: pages on https cannot load the script.`,
        'Put it behind https, and set PUSHCART_PUBLIC_URL to that address.',
      );

async function checkReach({proxyUrl, signal}: Context): Promise<Check> {
  const answer = await fetchOnce(`${proxyUrl}/healthz`, {signal});
  if (isTrouble(answer))
    return fail(
      'reached',
      `The proxy was not reached at ${proxyUrl}: ${answer.trouble}.`,
      'Is it running (pushcart serve), and is PUSHCART_PUBLIC_URL its address?',
    );
  const to = redirectOf(answer);
  if (to)
    return fail(
      'reached',
      `${proxyUrl} leads on to ${toLine(toShown(to))}, where browsers do not follow a cart.`,
      'Set PUSHCART_PUBLIC_URL to the address that answers itself, and use that in the tag.',
    );
  const body = parseJson(answer.text);
  const isOurs = typeof body === 'object' && body !== null && 'status' in body && body.status === 'ok';
  return answer.status === 200 && isOurs
    ? ok('reached', 'It answers.')
    : fail(
        'reached',
        `Something else answers at ${proxyUrl}, with ${answer.status}.`,
        `Is PUSHCART_PUBLIC_URL right? ${FRONT}`,
      );
}

async function checkReady({proxyUrl, signal}: Context): Promise<Check> {
  const answer = await fetchOnce(`${proxyUrl}/readyz`, {signal});
  if (isTrouble(answer)) return fail('store', `It did not say whether it is ready: ${answer.trouble}.`, FRONT);
  const body = parseJson(answer.text);
  const reason =
    typeof body === 'object' && body !== null && 'store' in body && typeof body.store === 'string'
      ? toLine(body.store)
      : `status ${answer.status}`;
  return answer.status === 200
    ? ok('store', `It is ready: ${reason}.`)
    : fail(
        'store',
        `It is not ready: ${reason}.`,
        'Does it run with these variables? Its log says more (docs/operations.md).',
      );
}

async function checkVersion({proxyUrl, signal}: Context): Promise<Check> {
  const answer = await fetchOnce(`${proxyUrl}/v1/openapi.json`, {signal});
  const body = isTrouble(answer) ? undefined : parseJson(answer.text);
  const info = typeof body === 'object' && body !== null && 'info' in body ? body.info : undefined;
  const theirs = typeof info === 'object' && info !== null && 'version' in info ? info.version : undefined;
  if (typeof theirs !== 'string') return skip('version', 'It does not say which release it is.');
  return theirs === version
    ? ok('version', `It is ${version}, as this command is.`)
    : warn(
        'version',
        `It is ${toLine(theirs)}, and this command is ${version}.`,
        'Bring both to one release, then run this again.',
      );
}

async function checkTag({proxyUrl, signal}: Context): Promise<Check[]> {
  const answer = await fetchOnce(`${proxyUrl}/pushcart.js`, {signal, headers: {'Accept-Encoding': 'br, gzip'}});
  if (isTrouble(answer)) return [fail('pushcart.js', `It did not come: ${answer.trouble}.`, FRONT)];
  if (answer.status !== 200)
    return [
      fail('pushcart.js', `It is answered with ${answer.status}.`, `Is the embed built (npm run build)? ${FRONT}`),
    ];
  const value = (name: string): string => toLine(answer.headers.get(name) ?? '');
  const type = value('content-type');
  if (!/^(text|application)\/javascript\b/i.test(type))
    return [fail('pushcart.js', `Its type is ${type || 'missing'}: browsers do not run that.`, FRONT)];
  if (value('access-control-allow-origin') !== '*')
    return [fail('pushcart.js', 'Pages elsewhere may not load it: Access-Control-Allow-Origin is not *.', FRONT)];
  const found: Check[] = [];
  if (value('cross-origin-resource-policy') !== 'cross-origin')
    found.push(
      warn('pushcart.js', 'Isolated pages may not load it: Cross-Origin-Resource-Policy is not cross-origin.', FRONT),
    );
  if (!/\bmax-age=[1-9]/.test(value('cache-control')) || /\b(no-store|private)\b/.test(value('cache-control')))
    found.push(warn('pushcart.js', 'Browsers may not keep it: Cache-Control does not say for how long.', FRONT));
  if (!/\b(br|gzip|zstd)\b/.test(value('content-encoding')))
    found.push(warn('pushcart.js', 'It comes uncompressed, which takes a phone three times as long.', FRONT));
  return found.length > 0 ? found : [ok('pushcart.js', 'Pages everywhere can load it, compressed, and keep it.')];
}

/** One for each pattern; a pattern for many is tried with one of them. */
const listOrigins = ({origins}: ProxyConfig): string[] =>
  origins.map((pattern) => originText(pattern).replace('//*.', '//www.'));

async function checkOrigins({proxyUrl, signal}: Context, origins: readonly string[]): Promise<Check[]> {
  const checks: Check[] = [];
  for (const origin of origins.slice(0, MOST_ORIGINS)) {
    const trouble = await findOriginTrouble(proxyUrl, origin, signal);
    if (trouble !== undefined) checks.push(fail('origins', `Pages of ${origin} cannot sell: ${trouble}.`, REOPEN));
  }
  const tried = Math.min(origins.length, MOST_ORIGINS);
  const left = origins.length - tried;
  if (checks.length === 0)
    checks.push(
      ok(
        'origins',
        `Pages of ${tried === 1 ? (origins[0] ?? '') : `${tried} origins`} may use it${left > 0 ? `; ${left} more were not tried` : ''}.`,
      ),
    );
  const foreign = await postNothing(proxyUrl, FOREIGN, signal);
  if (isTrouble(foreign)) return [...checks, skip('other origins', `It did not answer: ${foreign.trouble}.`)];
  const {code} = readProblem(foreign);
  if (foreign.status === 403 && code === 'origin_not_allowed')
    return [...checks, ok('other origins', 'Pages of others may not use it.')];
  if (foreign.status === 429) return [...checks, skip('other origins', 'It takes no more requests now.')];
  return [
    ...checks,
    fail(
      'other origins',
      `Pages of others are not refused: it answers ${foreign.status}.`,
      'Whatever is in front must pass on the header Origin as it is, and not answer for the proxy.',
    ),
  ];
}

const REOPEN = `Start the proxy again with these variables, and have whatever is in front pass on Origin and the answers' headers.`;

/** Asks as a page of that origin does: a preflight, a product, a cart. No cart is made. */
async function findOriginTrouble(proxyUrl: string, origin: string, signal: AbortSignal): Promise<string | undefined> {
  const asPage = {Origin: origin};
  const preflight = await fetchOnce(`${proxyUrl}/v1/cart`, {
    method: 'OPTIONS',
    headers: {...asPage, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type'},
    signal,
  });
  const isOpen = ({headers}: Answer): boolean =>
    ['*', origin].includes(headers.get('access-control-allow-origin') ?? '');
  if (isTrouble(preflight)) return preflight.trouble;
  const methods = preflight.headers.get('access-control-allow-methods') ?? '';
  const names = preflight.headers.get('access-control-allow-headers') ?? '';
  if (preflight.status < 200 || preflight.status > 299 || !isOpen(preflight) || !/\bPOST\b|\*/.test(methods))
    return `a browser's question beforehand (OPTIONS) is answered ${preflight.status}, without leave`;
  if (!/\bcontent-type\b|\*/i.test(names)) return 'the header Content-Type is not allowed';
  const products = await fetchOnce(`${proxyUrl}/v1/products?ids=1`, {headers: asPage, signal});
  if (isTrouble(products)) return products.trouble;
  if (!isOpen(products)) return 'answers about products have no Access-Control-Allow-Origin';
  const cart = await postNothing(proxyUrl, origin, signal);
  if (isTrouble(cart)) return cart.trouble;
  if (!isOpen(cart)) return 'answers about carts have no Access-Control-Allow-Origin';
  const {code} = readProblem(cart);
  if (code === 'origin_not_allowed') return 'the proxy that runs there does not list that origin';
  // The right answer to what is no cart; too many requests are none of the origin's fault.
  return code === 'invalid_request' || code === 'rate_limited' ? undefined : `a cart is answered ${cart.status}`;
}

/** A request about a cart in which there is none: an allowed page hears that it is invalid, any other that it may not. */
const postNothing = (proxyUrl: string, origin: string, signal: AbortSignal) =>
  fetchOnce(`${proxyUrl}/v1/cart`, {
    method: 'POST',
    headers: {Origin: origin, 'Content-Type': 'text/plain'},
    body: '"pushcart doctor"',
    signal,
  });

function readProblem({text}: Answer): {readonly code: string} {
  const body = parseJson(text);
  return {
    code: typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : '',
  };
}
