/**
 * The store's API as one typed client: the seven cart calls, products, settings, orders, webhooks and
 * frontend scripts. Every call asks the budget first, is sent once, never follows a redirect, and ends in an {@link Outcome}; none throws for what a store does.
 */
import type {Budget} from './budget.js';
import type {Claim, Grant} from './claim.js';
import type {Clock} from './clock.js';
import {toHeaders, type Credentials} from './credentials.js';
import {createExchange, whyLost} from './exchange.js';
import {attempt} from './json.js';
import {created, parsed, succeeded, toPath} from './read.js';
import {classify, isTooMuch, readRetryAfter, type Outcome, type RawAnswer} from './outcome.js';
import {redact} from './redact.js';
import * as wire from './schemas.js';
import {toStoreOrder, type StoreOrder} from './order.js';
import {
  toStoreCart,
  toStoreProduct,
  toStoreSettings,
  withoutSlash,
  type StoreCart,
  type StoreFrame,
  type StoreProduct,
  type StoreSettings,
} from './store.js';
import {createScriptCalls, type ScriptCalls} from './scripts.js';
import {createWebhookCalls, type WebhookCalls} from './webhooks.js';

/** A shopper's address, as far as it is known when the cart is made. */
export interface Contact {
  firstName?: string | undefined;
  lastName?: string | undefined;
  company?: string | undefined;
  address?: string | undefined;
  address2?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  zip?: string | undefined;
  country?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
}

/** A line to add. `value` is the option's name, or the shopper's own words where the option takes text. */
export interface NewLine {
  readonly catalogId: number;
  readonly quantity: number;
  readonly options: readonly {readonly setId: number; readonly optionId: number; readonly value: string}[];
}

/** A call that was made, for logs and metrics. Paths carry `{cart}` and `{line}` in place of keys. */
export interface StoreCall {
  readonly call: string;
  readonly outcome: Outcome<unknown>['kind'];
  readonly reason?: string;
  readonly status?: number;
  readonly ms: number;
  readonly for: Claim['for'];
  /** The request that it was made for, if it was made for one. */
  readonly id?: string;
}

/** A call's wait for the budget, and how it ended. */
export interface StoreWait {
  readonly for: Claim['for'];
  readonly grant: Grant;
  readonly ms: number;
}

export interface StoreClientOptions {
  /** Base of the API, such as `https://apirest.3dcart.com/3dCartWebAPI/v1`. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Told of every call that was sent. */
  readonly onCall?: (call: StoreCall) => void;
  /** Told of every wait for the budget, also of those that came to nothing. */
  readonly onWait?: (wait: StoreWait) => void;
  /** How long to wait for an answer; after it, nobody knows whether a write happened. Default 30 s. */
  readonly timeoutMs?: number;
}

export interface StoreClient extends WebhookCalls, ScriptCalls {
  createCart(
    contact: {billing?: Contact | undefined; shipment?: Contact | undefined},
    claim: Claim,
  ): Promise<Outcome<string>>;
  getCart(key: string, frame: StoreFrame, claim: Claim): Promise<Outcome<StoreCart>>;
  updateCart(
    key: string,
    contact: {billing?: Contact | undefined; shipment?: Contact | undefined},
    claim: Claim,
  ): Promise<Outcome<true>>;
  deleteCart(key: string, claim: Claim): Promise<Outcome<true>>;
  /** Answers the new line's id. */
  addLine(key: string, line: NewLine, claim: Claim): Promise<Outcome<string>>;
  /** Sets the line's whole quantity, not a difference. */
  setQuantity(key: string, lineId: string, quantity: number, claim: Claim): Promise<Outcome<true>>;
  deleteLine(key: string, lineId: string, claim: Claim): Promise<Outcome<true>>;
  getProduct(catalogId: number, frame: StoreFrame, claim: Claim): Promise<Outcome<StoreProduct>>;
  /** One page, from row `offset` (the first is 1), of all products or of those changed since. Past the end: none. */
  listProducts(
    page: {offset: number; limit: number; changedSince?: Date | undefined},
    frame: StoreFrame,
    claim: Claim,
  ): Promise<Outcome<{products: StoreProduct[]; rows: number}>>;
  getSettings(claim: Claim): Promise<Outcome<StoreSettings>>;
  getOrder(orderId: number, claim: Claim): Promise<Outcome<StoreOrder>>;
}

/** Far above any honest page of products with long descriptions, which is a few megabytes. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
/** The store's ids of products are 32-bit numbers: beyond that there is none to ask for. */
const MAX_PRODUCT_ID = 2 ** 31 - 1;

/** One call as it is sent. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** For logs: the path with placeholders. */
  readonly name: string;
  /** Undefined where an id is none: such a thing the store does not have. */
  readonly path: string | undefined;
  readonly body?: unknown;
  readonly maxBytes?: number;
  /** A cart's key, a shopper's words: what the store may repeat when it says what is wrong, and no log may have. */
  readonly secrets?: readonly string[];
}

/** Sends a call and reads what came back; what it cannot read says nothing. */
export type Send = <T>(
  call: Call,
  claim: Claim,
  read: (body: unknown, answer: RawAnswer) => T | undefined,
) => Promise<Outcome<T>>;

export function createStoreClient(options: StoreClientOptions): StoreClient {
  const {budget, clock} = options;
  const base = withoutSlash(options.baseUrl);
  const headers = {...toHeaders(options.credentials), Accept: 'application/json', 'Content-Type': 'application/json'};
  const exchange = createExchange(options);

  async function send<T>(
    call: Call,
    claim: Claim,
    read: (body: unknown, answer: RawAnswer) => T | undefined,
  ): Promise<Outcome<T>> {
    if (call.path === undefined) return {kind: 'not_found'};
    const url = base + call.path;
    const asked = clock.now();
    const grant = await budget.take(claim);
    const started = clock.now();
    options.onWait?.({for: claim.for, grant, ms: started - asked});
    if (claim.tally) claim.tally.waitedMs += started - asked;
    if (grant !== 'granted') return {kind: 'not_sent', reason: grant};
    if (claim.tally) claim.tally.calls += 1;
    let status: number | undefined;
    const outcome = await exchange(url, {...call, headers}).then(
      ({answer}): Outcome<T> => {
        status = answer.status;
        const failure = classify(answer, clock.now());
        if (isTooMuch(failure)) budget.slowDown(readRetryAfter(answer.retryAfter, clock.now()), started);
        if (failure?.kind === 'refused') return {...failure, detail: redact(failure.detail, call.secrets)};
        if (failure) return failure;
        const value = attempt(() => read(answer.body, answer));
        return value === undefined
          ? {kind: 'unclear', reason: 'malformed', status: answer.status}
          : {kind: 'done', value};
      },
      (error: unknown): Outcome<T> => ({
        kind: 'unclear',
        reason: whyLost(error),
      }),
    );
    options.onCall?.({
      call: call.name,
      outcome: outcome.kind,
      ...(outcome.kind === 'unclear'
        ? {reason: outcome.reason}
        : outcome.kind === 'refused'
          ? {reason: outcome.detail}
          : {}),
      ...(status === undefined ? {} : {status}),
      ms: clock.now() - started,
      for: claim.for,
      ...(claim.tally ? {id: claim.tally.id} : {}),
    });
    return outcome;
  }

  const cartPath = (key: string) => toPath('Cart', key);
  const itemsPath = (key: string) => toPath('Cart', key, 'Item');
  const linePath = (key: string, lineId: string) => toPath('Cart', key, 'Item', lineId);

  return {
    createCart: (contact, claim) =>
      send(
        {
          method: 'POST',
          name: 'POST /Cart',
          path: '/Cart',
          body: toContactFields(contact),
          secrets: wordsOf(contact),
        },
        claim,
        created(['orderkey']),
      ),
    getCart: (key, frame, claim) =>
      send(
        {method: 'GET', name: 'GET /Cart/{cart}', path: cartPath(key), secrets: [key]},
        claim,
        parsed(wire.Cart, (cart) => toStoreCart(cart, frame)),
      ),
    updateCart: (key, contact, claim) =>
      send(
        {
          method: 'PUT',
          name: 'PUT /Cart/{cart}',
          path: cartPath(key),
          body: toContactFields(contact),
          secrets: [key, ...wordsOf(contact)],
        },
        claim,
        succeeded,
      ),
    deleteCart: (key, claim) =>
      send({method: 'DELETE', name: 'DELETE /Cart/{cart}', path: cartPath(key), secrets: [key]}, claim, succeeded),
    addLine: (key, line, claim) =>
      send(
        {
          method: 'POST',
          name: 'POST /Cart/{cart}/Item',
          path: itemsPath(key),
          secrets: [key, ...line.options.map(({value}) => value)],
          body: {
            CatalogID: line.catalogId,
            ItemQuantity: line.quantity,
            ItemOptions: line.options.map((option) => ({
              OptionSetID: option.setId,
              OptionID: option.optionId,
              OptionValue: option.value,
            })),
          },
        },
        claim,
        created(['cartitemid']),
      ),
    setQuantity: (key, lineId, quantity, claim) =>
      send(
        {
          method: 'PUT',
          name: 'PUT /Cart/{cart}/Item/{line}',
          path: linePath(key, lineId),
          secrets: [key, lineId],
          body: {ItemQuantity: quantity},
        },
        claim,
        succeeded,
      ),
    deleteLine: (key, lineId, claim) =>
      send(
        {
          method: 'DELETE',
          name: 'DELETE /Cart/{cart}/Item/{line}',
          path: linePath(key, lineId),
          secrets: [key, lineId],
        },
        claim,
        succeeded,
      ),
    getProduct: async (catalogId, frame, claim) =>
      catalogId > MAX_PRODUCT_ID
        ? {kind: 'not_found'}
        : send(
            {method: 'GET', name: 'GET /Products/{id}', path: `/Products/${catalogId}`},
            claim,
            parsed(wire.OneProduct, (product) => toStoreProduct(product, frame)),
          ),
    async listProducts(page, frame, claim) {
      const query = new URLSearchParams({limit: String(page.limit), offset: String(page.offset)});
      if (page.changedSince) query.set('lastupdatestart', toStoreDate(page.changedSince));
      const call: Call = {
        method: 'GET',
        name: 'GET /Products',
        path: `/Products?${query}`,
        maxBytes: MAX_PAGE_BYTES,
      };
      const outcome = await send(call, claim, (body) => {
        const products = wire.ProductPage.safeParse(body);
        if (!products.success || !Array.isArray(body)) return undefined;
        return {products: products.data.map((product) => toStoreProduct(product, frame)), rows: body.length};
      });
      // An empty list is 404, and a page past the end is 400: both mean that there is nothing more.
      const isEnd = outcome.kind === 'not_found' || (outcome.kind === 'refused' && page.offset > 1);
      return isEnd ? {kind: 'done', value: {products: [], rows: 0}} : outcome;
    },
    getSettings: (claim) =>
      send(
        {method: 'GET', name: 'GET /StoreSettings', path: '/StoreSettings'},
        claim,
        parsed(wire.StoreSettings, (settings) => toStoreSettings(settings, options.credentials.secureUrl)),
      ),
    getOrder: async (orderId, claim) =>
      send(
        {method: 'GET', name: 'GET /Orders/{id}', path: `/Orders/${orderId}`},
        claim,
        parsed(wire.OneOrder, toStoreOrder),
      ),
    ...createWebhookCalls(send),
    ...createScriptCalls(send, () => clock.now(), toStoreDate),
  };
}

/** `mm/dd/yyyy hh:mm:ss`, in UTC: the store's zone is its own, so callers ask for more than they need. */
function toStoreDate(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  const [year = '', month = '', dayOfMonth = ''] = day.split('-');
  return `${month}/${dayOfMonth}/${year} ${time.slice(0, 8)}`;
}

const contactFields = [
  ['firstName', 'BillingFirstName', 'ShipmentFirstName'],
  ['lastName', 'BillingLastName', 'ShipmentLastName'],
  ['company', 'BillingCompany', 'ShipmentCompany'],
  ['address', 'BillingAddress', 'ShipmentAddress'],
  ['address2', 'BillingAddress2', 'ShipmentAddress2'],
  ['city', 'BillingCity', 'ShipmentCity'],
  ['state', 'BillingState', 'ShipmentState'],
  ['zip', 'BillingZipCode', 'ShipmentZipCode'],
  ['country', 'BillingCountry', 'ShipmentCountry'],
  ['phone', 'BillingPhoneNumber', 'ShipmentPhone'],
  ['email', 'BillingEmail', 'ShipmentEmail'],
] as const;

/** Only what is known is sent: whether an empty field clears one is not documented. */
function toContactFields(contact: {
  billing?: Contact | undefined;
  shipment?: Contact | undefined;
}): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, billing, shipment] of contactFields) {
    if (contact.billing?.[name]) fields[billing] = contact.billing[name];
    if (contact.shipment?.[name]) fields[shipment] = contact.shipment[name];
  }
  return fields;
}

/** What a shopper wrote. */
const wordsOf = (contact: {billing?: Contact | undefined; shipment?: Contact | undefined}): string[] =>
  Object.values(toContactFields(contact));
