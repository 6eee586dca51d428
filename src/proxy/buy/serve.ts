/**
 * `/buy/{id}`: a product's page for readers without a script. Looking at it makes nothing and asks the store nothing;
 * its form makes a cart, as a page with the embed would, and leads to the store's checkout.
 */
import {base64url} from 'jose';
import type {Context, Hono} from 'hono';
import {compress} from 'hono/compress';
import {secureHeaders} from 'hono/secure-headers';
import {startingChoice} from '../../cart/choice.js';
import {fitQuantity} from '../../cart/fit-quantity.js';
import {problemStatus} from '../../contract/problem.js';
import {CartRequest} from '../../contract/wire.js';
import {readLink} from '../../embed/links.js';
import type {Claim, Clock, StoreSettings} from '../../threedcart/index.js';
import type {Env} from '../app.js';
import {wholeBody} from '../body.js';
import {heldFields, names, readForm, sealPrices, toOptions, type Filled} from './form.js';
import {explain, judge, lament, LINE, type Said, type Shown} from './outcome.js';
import {insteadPage, productPage, type Frame} from './page.js';
import {toCheckout, toResponse} from './response.js';
import {chooseVoice, readQuantity, writeQuantity} from './voice.js';
import {checkoutSources} from '../checkout-address.js';
import type {ProxyConfig} from '../config.js';
import type {HeldRequests} from '../held.js';
import type {Limiter} from '../limits.js';
import type {Log} from '../log.js';
import type {Mirror} from '../mirror.js';
import {toProduct} from '../product.js';
import type {Reconcile, Reconciled} from '../reconcile.js';
import {problem} from '../respond.js';
import type {Seal} from '../seal.js';
import {sharedHeaders} from '../secured.js';

export interface BuyDeps {
  readonly config: ProxyConfig;
  readonly publicUrl: string;
  readonly mirror: Mirror;
  readonly held: HeldRequests;
  readonly reconcile: Reconcile;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
  readonly requests: Limiter;
  readonly carts: Limiter;
}

/** How long a form can be sent after it was made. */
const FORM_MS = 24 * 3600 * 1000;
const PRODUCT_WAIT_MS = 2000;

/** Adds `/buy/{id}`. Its pages have a policy of their own, so it comes before the headers of all others. */
export function serveBuy(app: Hono<Env>, deps: BuyDeps): void {
  const {config, mirror, seal, clock, log, requests, carts} = deps;
  let hasWarned = false;
  const own = new URL(deps.publicUrl).origin;
  const path = '/buy/:catalogId{[1-9][0-9]{0,8}}';

  app.use(
    path,
    compress(),
    secureHeaders({
      // A stricter `Referrer-Policy` would make the form's own origin "null".
      ...sharedHeaders(deps.publicUrl),
      crossOriginResourcePolicy: 'cross-origin',
      crossOriginOpenerPolicy: false,
      xFrameOptions: 'DENY',
    }),
  );

  app.use(path, async function guarded(c, next) {
    await next();
    // What is no page may load nothing at all.
    if (!c.res.headers.has('content-security-policy'))
      c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  });

  app.get(path, async (c) => {
    const shown = await look(c, await requests.spend(c.var.address));
    if (shown instanceof Response) return shown;
    const {product, voice} = shown;
    const asked = readLink(shown.url + shown.search, `${deps.publicUrl}/`)?.addition;
    const filled = {
      chosen: startingChoice(product, asked?.options),
      quantity: writeQuantity(fitQuantity(product.quantity, asked?.quantity ?? 1), voice.language),
    };
    return showProduct(shown, filled, await newKey(), {status: 200});
  });

  app.post(path, ownForm, wholeBody, async (c) => {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/x-www-form-urlencoded')
      return problem('invalid_request', {detail: 'Send a form, as application/x-www-form-urlencoded.'});
    const isOurs = senderOf(c) === 'own';
    const form = new URLSearchParams(await c.req.text());
    // Whoever does not say where they come from may be no browser: what they may do is what making carts is.
    const over = (await requests.spend(c.var.address)) ?? (isOurs ? undefined : await carts.spend(c.var.address));
    const shown = await look(c, over, form);
    if (shown instanceof Response) return shown;
    const filled = readForm(shown.product, form);
    const sent = form.get(names.key) ?? '';
    const key = (await seal.open(sent, own)) ? sent : undefined;
    const held = judge(shown, filled, key !== undefined, form.get(names.seen));
    if (held || key === undefined) return showProduct(shown, filled, key ?? (await newKey()), held ?? {status: 409});
    const result = await order(c, shown, filled, key, isOurs);
    const {checkoutUrl} = 'answer' in result ? result.answer : {};
    if (checkoutUrl) return toCheckout(checkoutUrl);
    const said = 'answer' in result ? explain(shown, result.answer) : lament(shown, result);
    const cart = 'answer' in result ? result.answer.cart : result.cart;
    return showProduct(shown, filled, (said.isOver ? undefined : cart) ?? (await newKey()), said);
  });

  // Who asks, and for what.

  /** Refuses a form of another site, before anything of it is read. */
  async function ownForm(c: Context<Env>, next: () => Promise<void>): Promise<Response | undefined> {
    if (senderOf(c) !== 'stranger') {
      await next();
      return undefined;
    }
    const over = await requests.spend(c.var.address);
    if (over) return problem('rate_limited', over);
    // Browsers alone write this header, and a page cannot: it is our own page, under a name that we do not know.
    if (c.req.header('sec-fetch-site') === 'same-origin' && !hasWarned) {
      hasWarned = true;
      log.warn(
        {event: 'buy_origin', publicUrl: deps.publicUrl},
        'A purchase was refused: its page was not opened at PUSHCART_PUBLIC_URL. Shoppers must come by that address.',
      );
    }
    const frame = await frameOf(c);
    const {say} = frame.voice;
    const again = addressOf(c) + frame.search;
    const refusal = {title: say('notLoaded'), text: say('elsewhere'), again};
    return showInstead(frame, refusal, problemStatus.origin_not_allowed);
  }

  /** `unknown`: as a browser without these headers, or no browser at all. */
  function senderOf(c: Context<Env>): 'own' | 'unknown' | 'stranger' {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    if (origin !== undefined) return origin === own && site !== 'cross-site' ? 'own' : 'stranger';
    if (site === undefined) return 'unknown';
    return site === 'same-origin' || site === 'none' ? 'own' : 'stranger';
  }

  const addressOf = (c: Context<Env>): string => `${deps.publicUrl}/buy/${Number(c.req.param('catalogId'))}`;

  const frameOf = async (c: Context<Env>, settings?: StoreSettings): Promise<Frame> => ({
    voice: await chooseVoice(c.req.query('lang'), c.req.header('accept-language')),
    settings,
    store: settings ?? {name: new URL(config.store.secureUrl).hostname, url: config.store.secureUrl},
    search: new URL(c.req.url).search || '?',
  });

  /** The product that a page is about, or the page that stands in for it, which keeps what was typed. */
  async function look(
    c: Context<Env>,
    over: {readonly retryAfterMs: number} | undefined,
    form?: URLSearchParams,
  ): Promise<Shown | Response> {
    const {tally} = c.var;
    const claim: Claim = {for: 'catalogue', askedAt: clock.now(), deadline: clock.now() + PRODUCT_WAIT_MS, tally};
    const settings = await mirror.settings(claim);
    const frame = await frameOf(c, settings);
    const {say} = frame.voice;
    const again = {again: frame.search, held: form ? heldFields(form) : []};
    if (over)
      return showInstead(frame, {title: say('notLoaded'), text: say('tooMany'), ...again}, 429, over.retryAfterMs);
    if (!settings) {
      if (mirror.denied) {
        const closed = {title: say('notLoaded'), text: say('closed')};
        return showInstead(frame, closed, problemStatus.store_misconfigured);
      }
      return showInstead(frame, {title: say('notLoaded'), text: say('unreachable'), ...again}, 503, 5000);
    }
    const id = Number(c.req.param('catalogId'));
    const known = (await mirror.lookUp([id], claim)).get(id);
    if (known === 'unknown' || known === undefined)
      return showInstead(frame, {title: say('notLoaded'), text: say('unreachable'), ...again}, 503, 5000);
    if (known === 'missing' || known.hidden)
      return showInstead(frame, {title: say('notHere'), text: say('notHereHint')}, 404);
    const product = toProduct(known);
    return {
      ...frame,
      settings,
      product,
      url: addressOf(c),
      storeLink: isStoreAddress(product.url, settings) ? product.url : settings.url,
      seen: await sealPrices(product),
    };
  }

  function isStoreAddress(address: string, settings: StoreSettings): boolean {
    const hosts = [config.store.secureUrl, settings.url, settings.secureUrl].filter((url) => URL.canParse(url));
    return hosts.some((url) => new URL(url).host === new URL(address).host);
  }

  /** A name for a purchase, which opens as long as a form may be sent. */
  const newKey = (): Promise<string> =>
    seal.close(
      {
        key: base64url.encode(crypto.getRandomValues(new Uint8Array(16))),
        origin: own,
        at: clock.now(),
        lines: [],
      },
      FORM_MS,
    );

  // What becomes of a form.

  async function order(
    c: Context<Env>,
    {product, voice}: Shown,
    filled: Filled,
    key: string,
    isOurs: boolean,
  ): Promise<Reconciled> {
    const request = CartRequest.safeParse({
      cart: key,
      // Every press is the same wish: one that was bought is not wished again by a late copy.
      rev: 1,
      intent: 'checkout',
      lines: [
        {
          id: LINE,
          catalogId: product.catalogId,
          quantity: readQuantity(filled.quantity, voice.language),
          options: toOptions(filled),
        },
      ],
    });
    if (!request.success) return {problem: 'invalid_request', detail: 'More options than a line can have.', cart: key};
    return deps.held.hold(
      () => c.req.raw.signal,
      (signal) =>
        deps.reconcile(request.data, {
          origin: own,
          address: c.var.address,
          tally: c.var.tally,
          signal,
          carts: isOurs
            ? {spend: () => carts.spend(c.var.address), giveBack: () => carts.giveBack(c.var.address)}
            : {spend: () => Promise.resolve(undefined), giveBack: () => Promise.resolve()},
        }),
    );
  }

  // Answers.

  async function showProduct(
    shown: Shown,
    filled: Filled,
    key: string,
    {status, problems = new Map(), notice, button = 'goCheckout', retryAfterMs}: Said,
  ): Promise<Response> {
    const {product, settings} = shown;
    const isIndexed = status === 200 && !config.buyNoindex;
    const page = productPage({...shown, filled, key, problems, notice, button, isIndexed});
    return toResponse(page, {status, isIndexed, retryAfterMs, product, actions: checkoutSources(settings, config)});
  }

  function showInstead(
    frame: Frame,
    what: Parameters<typeof insteadPage>[1],
    status: number,
    retryAfterMs?: number,
  ): Promise<Response> {
    // Its form may lead to checkout as well.
    const actions = checkoutSources(frame.settings, config);
    return toResponse(insteadPage(frame, what), {status, isIndexed: false, retryAfterMs, product: undefined, actions});
  }
}
