/** What every answer must be, whatever was asked: a sentence for each thing that is wrong with it. */
import {Problem} from '../../src/contract/problem.js';
import {CartAnswer, ProductsAnswer} from '../../src/contract/wire.js';
import {sealingSecret, storeKeys, storeUrl} from '../helpers/environment.js';
import {findLeaks} from '../helpers/leaks.js';
import {shopperCanary, type Shot} from './requests.js';
import {storeCanary} from './weather.js';

/** An answer, read to its end. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** How long it took, in ms. */
  readonly ms: number;
}

export interface Bounds {
  /** The store works: then nothing is its fault. */
  readonly isStoreWell: boolean;
  readonly maxMs: number;
  /** Names of carts in the store, as they are known by now. */
  readonly cartKeys: readonly string[];
}

const secrets = {...storeKeys, 'sealing key': sealingSecret, "shopper's address": shopperCanary};
const costs = [
  'Cost',
  'AdvancedOptionCost',
  'DistributorList',
  'PriceLevel',
  'Warehouse',
  'OrderKey',
  'CartItemID',
  'Stock',
];
/** Paths of files, frames of a stack, where the store's API is, and what it said. */
const inside =
  /node_modules|file:\/\/|\/src\/|\/work\/|\.[jt]s:\d+|\n\s+at |Error: |api\.example|3dCartWebAPI|Created successfully|Invalid [A-Z]/;

export function judge(
  shot: Shot,
  {status, headers, text, ms}: Answered,
  {isStoreWell, maxMs, cartKeys}: Bounds,
): string[] {
  const wrong: string[] = [];
  const expect = (isRight: boolean, sentence: string): void => {
    if (!isRight) wrong.push(sentence);
  };
  const path = shot.path.replace(/[?#].*$/s, '');

  expect(ms <= maxMs, `it took ${ms} ms`);
  expect(headers.get('access-control-allow-origin') === '*', 'a page cannot read it');
  expect(headers.get('set-cookie') === null, 'it sets a cookie');
  expect(status < 500 || !isStoreWell, `${status} though the store is well`);
  expect(status < 500 || [502, 503].includes(status), `${status} is a failure of our own`);

  const type = headers.get('content-type') ?? '';
  const isBare = shot.method === 'HEAD' || status === 204 || status === 304;
  const isHealth = /^\/readyz\/?$/.test(path);
  const isPage = type.startsWith('text/html') && /^\/buy\//.test(path);
  if (isBare) expect(text === '', 'it has a body where none can be');
  else if (status >= 400 && !isHealth && !isPage) {
    expect(type === 'application/problem+json', `it is ${type}`);
    const parsed = Problem.strict().safeParse(parseJson(text));
    expect(parsed.success, `it is no problem of ours: ${text.slice(0, 200)}`);
    expect(parsed.data?.status === status, 'its status is another one inside');
    expect(parsed.data?.code !== 'internal', 'it is a failure of our own');
    if (status === 429 || status === 503) {
      expect((parsed.data?.retryAfterMs ?? 0) > 0, 'it does not say when to come again');
      expect(Number(headers.get('retry-after')) >= 1, 'its header does not say when to come again');
    }
  }
  if (isPage) {
    expect(/default-src 'none'/.test(headers.get('content-security-policy') ?? ''), 'its page has no policy');
    expect(headers.get('cache-control') === 'no-store', 'its page is kept');
    expect(isBare || text.startsWith('<!doctype html>'), 'its page is cut');
    expect(!/<script(?! type="application\/ld\+json")|<img(?! src=")|\son\w+=/i.test(text), 'its page has a script');
  }
  if (status === 200 && !isBare && /^\/v1\/cart\/?$/.test(path) && shot.method === 'POST') {
    const parsed = CartAnswer.strict().safeParse(parseJson(text));
    expect(parsed.success, `it is no cart: ${parsed.error?.message ?? ''}`);
    const ids = parsed.data?.lines.map((line) => line.id) ?? [];
    expect(new Set(ids).size === ids.length, 'two of its lines have one id');
    expect(
      parsed.data?.status !== 'pending' || !parsed.data.checkoutUrl,
      'it leads to checkout with a cart that is not there',
    );
  }
  if (status === 200 && !isBare && /^\/v1\/products\/?$/.test(path))
    expect(ProductsAnswer.strict().safeParse(parseJson(text)).success, 'it is no list of products');

  // A form leads to checkout, and its address has the cart's name in it as "checkoutUrl" has.
  const isSentOn = status === 303 && /^\/buy\//.test(path);
  const location = headers.get('location') ?? '';
  expect(!location || (isSentOn && location.startsWith(`${storeUrl}/`)), `it leads to ${location}`);
  const said = `${text}\n${JSON.stringify([...headers].filter(([name]) => !isSentOn || name !== 'location'))}`;
  expect(!said.includes(storeCanary) && !said.includes('SecretTable'), 'it has the words of the store');
  const ours = said.replace(/"(?:value|detail|id|location)":"(?:[^"\\]|\\.)*"/g, '""');
  expect(!inside.test(ours), `it shows the inside: ${inside.exec(ours)?.[0] ?? ''}`);
  wrong.push(...search(said, cartKeys));
  return wrong;
}

/** Secrets in an answer or in a line of the log. A cart's name may stand in the checkout's address, and nowhere else. */
export function search(said: string, cartKeys: readonly string[]): string[] {
  const text = said.replace(/"checkoutUrl":"[^"]*"/g, '');
  const keys = Object.fromEntries(cartKeys.map((key) => [`name of the cart ${key}`, key]));
  return findLeaks([{where: 'it', text}], {...secrets, ...keys}, costs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
