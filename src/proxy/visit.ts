/**
 * One visit: a request alone with its cart. It plans, writes, reads back where only a read can tell, hands over, and
 * leaves with an answer and a token of what is known then.
 */
import type {ProblemCode} from '../contract/problem.js';
import type {CartAnswer, CartChange, CartRequest, WishedLine} from '../contract/wire.js';
import {
  redact,
  type Budget,
  type Claim,
  type Clock,
  type Failure,
  type StoreClient,
  type StoreSettings,
} from '../threedcart/index.js';
import {toAnswer, type Remarks, type Standing} from './answer.js';
import {CartInHand, type Handed} from './cart-in-hand.js';
import {changesSince} from './changes.js';
import {checkedCheckoutUrl} from './checkout-address.js';
import type {ProxyConfig} from './config.js';
import {concerns, msUntilLanded} from './doubts.js';
import {Leave, misconfigured, toLeave, unavailable} from './leave.js';
import {logAbout, type Log} from './log.js';
import type {Metrics} from './metrics.js';
import type {Mirror} from './mirror.js';
import {makePlan, type Action, type Plan} from './plan.js';
import {isBought, type Purchases} from './purchases.js';
import type {CartRecord, Doubt, HandedOver, Records} from './records.js';
import type {Seal, Token} from './seal.js';
import {normalise, sameQuantity, toProblem, type LineProblem, type Wanted} from './wanted.js';

export interface VisitDeps {
  readonly config: Pick<ProxyConfig, 'store' | 'checkoutHosts' | 'create'>;
  readonly client: StoreClient;
  readonly budget: Budget;
  readonly mirror: Mirror;
  readonly records: Records;
  readonly purchases: Purchases;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** An answer, or a failure that still carries the token: nothing is lost by it. */
export type Reconciled =
  | {readonly answer: CartAnswer}
  | {readonly problem: ProblemCode; readonly detail: string; readonly cart?: string; readonly retryAfterMs?: number};

/** How many carts whoever asks may still make. */
export interface CartAllowance {
  /** Asked before a cart is made; answers how long to wait where there were too many. */
  spend(): Promise<{readonly retryAfterMs: number} | undefined>;
  /** No cart was made. */
  giveBack(): Promise<void>;
}

/** How often the store is written and read again before a visit gives up. */
const ROUNDS = 4;

/** Whoever comes with a request, and what is known of the cart that it is about. */
export interface Visitor extends Pick<Handed, 'cartKey' | 'handedOver' | 'token' | 'record'> {
  readonly request: CartRequest;
  readonly origin: string;
  readonly key: string;
  /** What the newest token says, for a request that is older than it. */
  readonly newest: Token | undefined;
  readonly id: string;
  readonly claim: Claim;
  readonly settings: StoreSettings;
  readonly carts: CartAllowance;
}

/** A page that knows less than the record: nothing is written for it. */
export const isOutdated = (request: CartRequest, record: CartRecord | undefined): boolean =>
  request.intent !== 'discard' && request.rev !== undefined && record !== undefined && request.rev < record.rev;

/** One request's stay at a cart, alone with it. */
export async function visit(visitor: Visitor, deps: VisitDeps): Promise<Reconciled> {
  const {request, origin, key, id, token, newest, record, claim, settings} = visitor;
  const {client, clock, mirror, records, seal, metrics} = deps;
  const log = logAbout(deps.log, claim.tally ? {id: claim.tally.id} : {});
  const isBehind = isOutdated(request, record);
  const intent = isBehind ? 'read' : request.intent;

  const newestRev = Math.max(record?.rev ?? 0, request.rev ?? 0);
  const isNewest = record !== undefined && token !== undefined && record.token === request.cart;
  const cart = new CartInHand({...visitor, token: visitor.newest ?? token, isNewest, now: clock.now()});
  /** What was written by this visit, by hash: the store's word on these quantities is final. */
  const written = new Set<string>();

  const wishes = (request.lines ?? []).filter((line): line is WishedLine => 'catalogId' in line);
  const ids = wishes.map((wish) => wish.catalogId);
  const known = await mirror.lookUp(ids, {...claim, for: claim.for === 'checkout' ? 'checkout' : 'edit'});
  let wanted = await normalise(wishes, known);
  let {completed} = record ?? {};
  const currentPlan = (): Plan => makePlan(wanted, cart.lines);

  try {
    if (intent === 'discard') return await discard();
    const bought = !cart.key && completed && (request.rev ?? Infinity) <= completed.rev ? completed.lines : [];
    if (wanted.some((one) => isAmong(bought, one))) return await complete(bought);
    if (intent === 'read') return await look();
    const stillSent = cart.handedOver && cart.key ? await settleHandedOver(cart.handedOver) : undefined;
    if (stillSent) return stillSent;
    if (wanted.some((one) => one.unknown)) throw new Leave({pending: Math.max(1000, deps.budget.waitMs(claim))});
    if (!cart.key && wanted.every((one) => one.problem))
      return await answer('synced', intent === 'checkout' ? {changes: currentChanges()} : {});
    if (!cart.key && intent === 'sync' && deps.config.create === 'checkout') return await answer('pending');
    return await reconcile();
  } catch (error) {
    if (!(error instanceof Leave)) throw error;
    if ('pending' in error.how)
      return await answer('pending', {
        retryAfterMs: error.how.pending,
        ...(error.how.isQueued && intent === 'checkout' && {ahead: deps.budget.ahead(claim)}),
      });
    return {...error.how, cart: await closeToken(true)};
  }

  // What is asked of it.

  async function reconcile(): Promise<Reconciled> {
    if (cart.key && !cart.isKnown) await readCart(currentPlan().actions.length);
    let round = 0;
    try {
      while (round++ < ROUNDS) {
        if (!cart.key) await makeCart();
        const outcome = await carryOut(currentPlan().actions);
        const isDone = outcome === 'done' && currentPlan().actions.length === 0;
        if (isDone && (cart.read || intent !== 'checkout')) return await settled();
        const {doubts} = cart;
        if (outcome !== 'looked') await readCart();
        acceptStoreQuantities(doubts);
      }
    } finally {
      metrics.observe('pushcart_reconcile_rounds', Math.min(round, ROUNDS), {});
    }
    if (cart.key && currentPlan().actions.length === 0) return await settled();
    throw new Leave(unavailable);
  }

  /** The store's cart stands as planned. */
  function settled(): Promise<Reconciled> {
    return intent === 'checkout' ? checkOut() : answer('synced');
  }

  async function look(): Promise<Reconciled> {
    if (!cart.key) return await answer(wanted.length > 0 ? 'gone' : 'synced');
    // Where no wish names a line, the store is asked what it is.
    if (cart.isKnown && !isNameless() && !isBehind) return await answer('synced');
    const sent = cart.handedOver;
    await readCart();
    if (cart.key) return await answer('synced');
    return sent ? await complete(sent) : await answer('gone');
  }

  async function discard(): Promise<Reconciled> {
    await records.delete(id);
    const {currency, decimals} = settings;
    return {answer: {status: 'gone', lines: [], subtotal: 0, currency, decimals}};
  }

  async function checkOut(): Promise<Reconciled> {
    const {bound} = currentPlan();
    const changes = currentChanges();
    if (bound.size === 0 || changes.length > 0) return await answer('synced', {changes});
    const landing = msUntilLanded(cart.doubts, clock.now());
    if (landing > 0) throw new Leave({pending: landing});
    const checkoutUrl = cart.read && checkedCheckoutUrl(cart.read.checkoutUrl, settings, deps.config);
    if (!checkoutUrl) {
      log.error(
        {event: 'checkout_address_refused', host: redact(hostOf(cart.read?.checkoutUrl), [cart.key ?? ''])},
        'The store answered a checkout address that is not its own. If the host is right, add it to PUSHCART_CHECKOUT_HOSTS.',
      );
      throw new Leave(misconfigured);
    }
    cart.handedOver = [...bound].map(([hash, line]) => [hash, line.quantity] as const);
    return await answer('synced', {checkoutUrl});
  }

  /**
   * A cart that was sent to checkout is never written again. Answers what became of it, or nothing if the lines
   * have changed since and a new cart is to be made from the wishes.
   */
  async function settleHandedOver(sent: HandedOver): Promise<Reconciled | undefined> {
    await readCart();
    if (!cart.key) return await complete(sent);
    const isAsSent = sent.length === wanted.length && wanted.every((one) => isAmong(sent, one));
    // What the shopper changed in the store is wished as well: it is the same checkout, and no other cart is needed.
    if (isAsSent || currentPlan().actions.length === 0) return await settled();
    cart.gone();
    return undefined;
  }

  /** Gone after it had been handed over: only lines equal to the handed-over ones are cleared. */
  async function complete(sent: HandedOver): Promise<Reconciled> {
    wanted = wanted.filter((one) => !isAmong(sent, one));
    completed = {rev: newestRev, lines: sent};
    return await answer('completed');
  }

  // Calls of the store.

  /** A claim on so many calls, and on the read that ends a checkout. */
  function toClaim(calls: number): Claim {
    return {...claim, calls: calls + (intent === 'checkout' ? 1 : 0)};
  }

  async function makeCart(): Promise<void> {
    const limited = await visitor.carts.spend();
    if (limited)
      throw new Leave({problem: 'rate_limited', detail: 'Too many new carts from this address.', ...limited});
    // An earlier creation in doubt can leave one empty cart behind; nobody can find it again.
    const outcome = await client.createCart(request.shopper ?? {}, toClaim(1 + currentPlan().actions.length));
    if (outcome.kind !== 'done') {
      // Whoever waits for a turn has made none yet, however often he asks.
      if (outcome.kind === 'not_sent' || outcome.kind === 'throttled') await visitor.carts.giveBack();
      if (outcome.kind === 'unclear') {
        log.warn({event: 'cart_maybe_left_behind'}, 'A cart may have been made whose key was lost; it stays empty.');
        metrics.count('pushcart_empty_carts_total', {});
      }
      leave(outcome, 'make a cart');
    }
    cart.made(outcome.value, clock.now());
    await remember();
  }

  /** Reads the store's cart. One that is gone is made again by the caller: it then has no key. */
  async function readCart(writesAfter = 0): Promise<void> {
    if (!cart.key) return;
    if (cart.handedOver && (await isBought(cart.key, claim, deps))) return cart.gone();
    const outcome = await client.getCart(cart.key, settings, writesAfter > 0 ? toClaim(1 + writesAfter) : claim);
    if (outcome.kind === 'not_found') {
      log.info({event: 'cart_gone'}, 'The store no longer knows a cart; it is made again from the wishes.');
      cart.gone();
    } else if (outcome.kind === 'done') cart.adopt(outcome.value, wanted, clock.now());
    else leave(outcome, 'read the cart');
  }

  /** Carries the plan out call by call. `look`: something happened that only a read can settle; `looked`: it was read. */
  async function carryOut(actions: readonly Action[]): Promise<'done' | 'look' | 'looked'> {
    for (const [index, action] of actions.entries()) {
      if (!cart.key) return 'look';
      const claim = toClaim(actions.length - index);
      const outcome =
        action.write === 'set'
          ? await client.setQuantity(cart.key, action.line.lineId, action.wanted.quantity, claim)
          : action.write === 'remove'
            ? await client.deleteLine(cart.key, action.line.lineId, claim)
            : await client.addLine(cart.key, toNewLine(action.wanted), claim);
      if (outcome.kind === 'done') note(action, String(outcome.value));
      else if (outcome.kind === 'refused') refuse(action);
      else if (outcome.kind === 'unclear') cart.doubt(action, clock.now());
      else if (outcome.kind !== 'not_found') leave(outcome, 'change the cart');
      else if (action.write === 'remove') note(action, '');
      else {
        // What is not found may be the cart, the line, or the product.
        await readCart();
        if (cart.key && action.write === 'add') setProblem(action.wanted, toProblem('unavailable'));
        return 'looked';
      }
      await remember();
      if (outcome.kind === 'unclear') return 'look';
    }
    return 'done';
  }

  function note(action: Action, lineId: string): void {
    cart.wrote(action, lineId, clock.now());
    if (action.write !== 'remove') written.add(action.wanted.hash);
  }

  function refuse(action: Action): void {
    if (action.write === 'remove') {
      // Nothing that a shopper could do about it; the next visit tries again, and checkout shows the line.
      log.warn({event: 'remove_refused'}, 'The store refused to remove a line.');
      cart.keep(action.line);
      return;
    }
    const {wanted: one} = action;
    const stock = one.product?.stock ?? Infinity;
    setProblem(one, toProblem(one.quantity > stock ? 'out_of_stock' : 'refused'));
  }

  /** From now on the line is not sent: it keeps what the store has of it, which may be nothing. */
  function setProblem(one: Wanted, problem: LineProblem): void {
    wanted = wanted.map((other) => (other.hash === one.hash ? {...other, problem} : other));
  }

  /**
   * After a clear write, another quantity in the store is the store's decision, and becomes the wish; unless it may be
   * the work of a write in doubt.
   *
   * @param doubts As they were before the read.
   */
  function acceptStoreQuantities(doubts: readonly Doubt[]): void {
    const {bound} = currentPlan();
    for (const one of wanted) {
      const line = bound.get(one.hash);
      if (!written.has(one.hash) || one.problem || (line && sameQuantity(line.quantity, one.quantity))) continue;
      const landing = msUntilLanded(
        doubts.filter((doubt) => concerns(doubt, one.hash, line?.lineId)),
        clock.now(),
      );
      if (landing > 0) throw new Leave({pending: landing});
      setProblem(one, toProblem(line ? 'quantity_adjusted' : 'unavailable'));
    }
  }

  function leave(outcome: Failure, what: string): never {
    throw toLeave(outcome, what, {waitMs: deps.budget.waitMs(claim), log});
  }

  // What it leaves with.

  function currentChanges() {
    return changesSince(token, wanted, currentPlan(), cart.key);
  }

  /** A read by a page that names no line, and may have forgotten them. */
  function isNameless(): boolean {
    return intent === 'read' && wanted.length === 0;
  }

  /** A line that no wish explains: one of the store's, or what the page called it that does not name it now. */
  function nameOf(lineId: string): string {
    const lines = isNameless() || isBehind ? (newest ?? token)?.lines : undefined;
    const id = lines?.find((line) => line.lineId === lineId)?.id;
    return id !== undefined && !wanted.some((one) => one.id === id) ? id : `store-${lineId}`;
  }

  async function answer(
    status: CartAnswer['status'],
    remarks: Pick<Remarks, 'retryAfterMs' | 'ahead' | 'changes' | 'checkoutUrl'> = {},
  ): Promise<Reconciled> {
    const standing: Standing = {
      wanted,
      plan: currentPlan(),
      settings,
      real: status === 'synced',
      // After hand-over the shopper may have added lines in the store; and whose wishes are none, or old, is shown all.
      showAll: cart.handedOver !== undefined || isNameless() || isBehind,
      nameOf,
    };
    return {
      answer: toAnswer(standing, {
        cart: await closeToken(remarks.retryAfterMs !== undefined, remarks.changes),
        status,
        ...(cart.handedOver && {handedOver: true}),
        ...(!(cart.read && status === 'synced') && {estimated: true}),
        ...remarks,
      }),
    };
  }

  /** A token of what is known now, remembered as the newest. */
  async function closeToken(isWaiting: boolean, changes: readonly CartChange[] = []): Promise<string> {
    // An old request changes nothing: the newest token stays what it is.
    if (newest && cart.key && record?.token) return record.token;
    const sealed = await seal.close({
      key,
      origin,
      at: cart.at,
      lines: cart.toSealed(wanted, nameOf, !isWaiting, changes),
      ...(cart.key && {cartKey: cart.key}),
      ...(isWaiting && {askedAt: claim.askedAt}),
      ...(isWaiting && claim.for === 'first-add' && {firstAdd: true as const}),
      ...(cart.handedOver && {
        handedOver: cart.handedOver.map(([hash, quantity]): [string, number] => [hash, quantity]),
      }),
    });
    // A token that had to be closed before the store was read must not be believed by the next visit.
    await remember(cart.isKnown ? sealed : undefined);
    return sealed;
  }

  async function remember(newest?: string): Promise<void> {
    await records.put(id, {
      cartKey: cart.key,
      // Between a write and its token no token is the newest: a visit that breaks off here is followed by a read.
      token: newest,
      rev: newestRev,
      doubts: cart.doubts,
      handedOver: cart.handedOver,
      completed,
    });
  }
}

const isAmong = (sent: HandedOver, one: Wanted): boolean =>
  sent.some(([hash, quantity]) => hash === one.hash && sameQuantity(quantity, one.quantity));

const toNewLine = (one: Wanted) => ({
  catalogId: one.catalogId,
  quantity: one.quantity,
  options: one.options.map((option) => ({setId: option.setId, optionId: option.optionId, value: option.value})),
});

const hostOf = (address: string | undefined): string => (address && URL.canParse(address) ? new URL(address).host : '');
