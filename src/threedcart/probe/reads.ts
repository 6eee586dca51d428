/** What reading alone shows of a store: nothing is made or changed. */
import {z} from 'zod';
import type {Failure} from '../outcome.js';
import * as wire from '../schemas.js';
import {toStoreProduct, toStoreSettings, withoutSlash, type StoreFrame, type StoreProduct} from '../store.js';
import type {Ask, Calls, Heard} from './calls.js';
import {describeAnswer, describeFailure, noteDates, type Notes} from './findings.js';

/** What is known of the store before a cart is made. */
export interface Shop {
  readonly frame: StoreFrame;
  /** Addresses of the store, the one that we were configured with first. */
  readonly urls: readonly string[];
}

/** A product in our words, and what only the store's say of its stock. */
export interface Article {
  readonly product: StoreProduct;
  /** `counted`: the product itself says so. `hidden`: it is the store's own default, which cannot be read. */
  readonly stockIs: 'counted' | 'hidden' | 'ignored';
  readonly stock: number;
  readonly combinations: readonly {readonly optionIds: readonly number[]; readonly stock: number}[];
  /** A set without whose choice the store should refuse, also one that takes a file. */
  readonly requires: boolean;
  /** Not everybody may order it: hidden, not for sale, a gift certificate, or for customers who are logged in. */
  readonly isRestricted: boolean;
}

const withScheme = (url: string): string => (/^https?:\/\//i.test(url) ? url : `https://${url}`);

export async function readSettings(calls: Calls, notes: Notes, secureUrl: string): Promise<Shop> {
  const configured = withoutSlash(withScheme(secureUrl));
  const {answer, failure} = await calls.read({method: 'GET', path: '/StoreSettings'});
  const unknown = (why: string): Shop => {
    notes.unknown('storeSettingsShape', why);
    return {frame: {url: configured, decimals: 2}, urls: [configured]};
  };
  if (failure) return unknown(describeFailure(failure));
  const parsed = wire.StoreSettings.safeParse(answer.body);
  if (!parsed.success) return unknown(describeAnswer(answer));
  notes.known('storeSettingsShape', Array.isArray(answer.body) ? 'array' : 'object', describeAnswer(answer));
  const settings = toStoreSettings(parsed.data, secureUrl);
  return {
    frame: {url: settings.url, decimals: settings.decimals},
    urls: [configured, settings.secureUrl, settings.url],
  };
}

const productPath = (catalogId: number): string => `/Products/${catalogId}`;
const COUNTED = [1, 3];
const STORE_DEFAULT = -1;

export async function readArticle(
  calls: Calls,
  notes: Notes,
  catalogId: number,
  {frame}: Shop,
): Promise<{readonly article: Article; readonly heard: Heard} | {readonly failure: Failure}> {
  const reply = await calls.read({method: 'GET', path: productPath(catalogId)});
  if (reply.failure) return {failure: reply.failure};
  const raw = wire.OneProduct.safeParse(reply.answer.body);
  if (!raw.success) return {failure: {kind: 'unclear', reason: 'malformed', status: reply.answer.status}};
  noteDates(notes, reply.answer.body, ['LastUpdate', 'DateCreated'], 'the product');
  const {InventoryControl: control, OptionSetList: sets} = raw.data;
  const product = toStoreProduct(raw.data, frame);
  return {
    heard: reply,
    article: {
      product,
      stockIs: COUNTED.includes(control) ? 'counted' : control === STORE_DEFAULT ? 'hidden' : 'ignored',
      stock: raw.data.SKUInfo.Stock,
      combinations: raw.data.AdvancedOptionList.map((one) => ({
        optionIds: one.AdvancedOptionCode.split('-').map(Number),
        stock: one.AdvancedOptionStock,
      })),
      requires: sets.some(({OptionRequired}) => OptionRequired),
      isRestricted:
        raw.data.Hide || raw.data.NotForSale || raw.data.GiftCertificate || raw.data.LoginRequiredOptionID > 0,
    },
  };
}

const FAR_OFFSET = 1_000_000;

export async function readLists(calls: Calls, notes: Notes): Promise<void> {
  const past = await calls.read({method: 'GET', path: `/Products?limit=1&offset=${FAR_OFFSET}`});
  if (!past.answer) notes.unknown('offsetPastEnd', describeFailure(past.failure));
  else {
    const {status} = past.answer;
    const how = `row ${FAR_OFFSET} of the products: ${describeAnswer(past.answer)}`;
    const isEmpty = z.array(z.unknown()).length(0).safeParse(past.answer.body).success;
    if (status === 400 || status === 404) notes.known('offsetPastEnd', status, how);
    else if (status === 200 && isEmpty) notes.known('offsetPastEnd', 200, how);
    else notes.unknown('offsetPastEnd', how);
  }
  // Nothing has changed yet in the far future.
  const query = new URLSearchParams({limit: '1', offset: '1', lastupdatestart: '01/01/2999 00:00:00'});
  const none = await calls.read({method: 'GET', path: `/Products?${query}`});
  if (!none.answer) return notes.unknown('emptyList', describeFailure(none.failure));
  const {status, body} = none.answer;
  const how = `products changed after the year 2999: ${describeAnswer(none.answer)}`;
  if (status === 404) notes.known('emptyList', 404, how);
  else if (status === 200 && Array.isArray(body) && body.length === 0) notes.known('emptyList', 200, how);
  else notes.unknown('emptyList', how);
}

/** Whether the version of the API that is not configured answers as well. */
export async function readVersion(calls: Calls, notes: Notes, baseUrl: string, catalogId: number): Promise<void> {
  const [, before = '', own = ''] = /^(.*\/)(v[12])$/i.exec(withoutSlash(baseUrl)) ?? [];
  if (own === '') return notes.unknown('version', 'the address of the API does not end in v1 or v2');
  const ours = own.toLowerCase() === 'v1' ? 'v1' : 'v2';
  const other = ours === 'v1' ? 'v2' : 'v1';
  const {answer, failure} = await calls.read({
    method: 'GET',
    path: productPath(catalogId),
    baseUrl: `${before}${other}`,
  });
  const how = `the product from ${other}: ${answer ? describeAnswer(answer) : describeFailure(failure)}`;
  if (failure?.kind === 'not_found') notes.known('version', ours, how);
  else if (!failure && wire.OneProduct.safeParse(answer.body).success) notes.known('version', 'both', how);
  else notes.unknown('version', how);
}

const PRIVATE_HEADERS = ['secureurl', 'privatekey', 'token'];

/** Whether a page of anywhere could read answers, and whether a browser would let it send credentials. */
export async function readCors(calls: Calls, notes: Notes, catalogId: number, product: Heard): Promise<void> {
  const origin = product.headers.get('access-control-allow-origin');
  const preflight: Ask = {
    method: 'OPTIONS',
    path: productPath(catalogId),
    // A preflight never has credentials.
    headers: {
      Origin: 'https://page.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': PRIVATE_HEADERS.join(','),
    },
  };
  const {answer, headers} = await calls.read(preflight);
  if (!answer) return notes.unknown('cors', 'the store did not answer the preflight');
  const allowed = (headers.get('access-control-allow-headers') ?? '').toLowerCase();
  const named = allowed.split(',').map((name) => name.trim());
  const isGranted =
    answer.status >= 200 &&
    answer.status < 300 &&
    isOpen(headers.get('access-control-allow-origin')) &&
    (allowed.trim() === '*' || PRIVATE_HEADERS.every((name) => named.includes(name)));
  const how = `answers ${origin === '*' ? 'have `*`' : origin === null ? 'have no header' : 'have a header of another value'}, and the preflight was ${isGranted ? 'granted' : 'not granted'} (${answer.status})`;
  if (origin === '*') notes.known('cors', isGranted ? 'preflight' : 'header', how);
  else if (origin === null && !isGranted) notes.known('cors', 'off', how);
  else notes.unknown('cors', how);
}

const isOpen = (origin: string | null): boolean => origin === '*' || origin === 'https://page.example';
