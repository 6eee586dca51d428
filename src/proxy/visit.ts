/**
 * One visit: a request alone with its cart. It plans, writes, reads back where only a read can tell, hands over, and
 * leaves with an answer and a token of what is known then.
 */
import type {ProblemCode} from '../contract/problem.js';
import type {CartAnswer, CartChange, CartRequest, WishedLine} from '../contract/wire.js';
import type {
  Budget,
  Claim,
  Clock,
  Failure,
  StoreCart,
  StoreClient,
  StoreLine,
  StoreSettings,
} from '../threedcart/index.js';
import {cartLines, subtotalOf, type Standing} from './answer.js';
import {changesSince} from './changes.js';
import {checkedCheckoutUrl} from './checkout-address.js';
import type {ProxyConfig} from './config.js';
import {Leave, misconfigured, toLeave, unavailable} from './leave.js';
import {hasLanded, isFresh, msUntilLanded, toDoubt} from './doubts.js';
import type {Log} from './log.js';
import type {Mirror} from './mirror.js';
import {fromSealed, makePlan, toHeld, type Action, type HeldLine, type Plan} from './plan.js';
import type {CartRecord, Doubt, Records} from './records.js';
import type {Seal, SealedLine, Token} from './seal.js';
import {normalise, sameQuantity, toProblem, type LineProblem, type Wanted} from './wanted.js';

export interface VisitDeps {
  readonly config: Pick<ProxyConfig, 'store' | 'checkoutHosts' | 'create'>;
  readonly client: StoreClient;
  readonly budget: Budget;
  readonly mirror: Mirror;
  readonly records: Records;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

/** An answer, or a failure that still carries the token: nothing is lost by it. */
export type Reconciled =
  | {readonly answer: CartAnswer}
  | {readonly problem: ProblemCode; readonly detail: string; readonly cart?: string; readonly retryAfterMs?: number};

export type SpendCart = () => Promise<{readonly retryAfterMs: number} | undefined>;

/** How long what a token says of the store's cart is believed without a read. */
const TRUST_MS = 2 * 60_000;
const ROUNDS = 4;

/** Whoever comes with a request, and what is known of the cart that it is about. */
export interface Visitor {
  readonly request: CartRequest;
  readonly origin: string;
  readonly key: string;
  readonly id: string;
  readonly token: Token | undefined;
  readonly record: CartRecord | undefined;
  readonly cartKey: string | undefined;
  readonly handedOver: CartRecord['handedOver'];
  readonly claim: Claim;
  readonly settings: StoreSettings;
  /** Asked before a cart is made; answers how long to wait where there were too many. */
  readonly spendCart: SpendCart;
}

/** One request's stay at a cart, alone with it. */
export async function visit(visitor: Visitor, deps: VisitDeps): Promise<Reconciled> {
  const {request, origin, key, id, token, record, claim, settings} = visitor;
  const {client, clock, mirror, records, seal, log} = deps;
  const startedAt = clock.now();
  const intent =
    request.rev !== undefined && record && request.rev < record.rev && request.intent !== 'discard'
      ? 'read'
      : request.intent;

  let cartKey = visitor.cartKey;
  let {handedOver} = visitor;
  let doubts: readonly Doubt[] = (record?.doubts ?? []).filter((doubt) => isFresh(doubt, startedAt));
  let held: HeldLine[] = token && token.cartKey === cartKey ? fromSealed(token.lines) : [];
  let read: StoreCart | undefined;
  /** The time at which `held` was true. */
  let heldAt = token?.at ?? startedAt;
  /** Whether `held` is what the store has: read, made here, or told by a token that can be trusted. */
  let isHeldKnown = !cartKey || isTrusted();
  const problems = new Map<string, LineProblem>();
  /** Quantities written by this visit: the store's word on them is final. */
  const written = new Set<string>();
  const knownIds = new Set(held.map((line) => line.lineId));

  const wishes = (request.lines ?? []).filter((line): line is WishedLine => 'catalogId' in line);
  const known = await mirror.lookUp(
    wishes.map((wish) => wish.catalogId),
    {...claim, for: claim.for === 'checkout' ? 'checkout' : 'edit'},
  );
  let wanted = await normalise(wishes, known);
  const currentPlan = (): Plan => makePlan(wanted, held);

  try {
    if (intent === 'discard') {
      await records.delete(id);
      return {answer: {...emptyAnswer(), status: 'gone'}};
    }
    if (intent === 'read') return await answerRead();
    if (handedOver && cartKey) {
      const settled = await settleHandedOver(handedOver);
      if (settled) return settled;
    }
    if (wanted.some((one) => one.unknown)) throw new Leave({pending: Math.max(1000, deps.budget.waitMs(claim.for))});
    if (!cartKey && wanted.every((one) => one.problem)) {
      return await answer('synced', intent === 'checkout' ? {changes: changesSince(token, wanted, currentPlan())} : {});
    }
    if (!cartKey && intent === 'sync' && deps.config.create === 'checkout') return await answer('pending');
    return await reconcile();
  } catch (error) {
    if (!(error instanceof Leave)) throw error;
    if ('pending' in error.how) return await answer('pending', {retryAfterMs: error.how.pending});
    return {...error.how, cart: await closeToken(true)};
  }

  async function reconcile(): Promise<Reconciled> {
    if (cartKey && !isTrusted()) await readCart();
    for (let round = 0; round <= ROUNDS; round++) {
      if (!cartKey) await makeCart();
      const outcome = await apply(currentPlan().actions);
      const isPlanned = outcome === 'done' && currentPlan().actions.length === 0;
      if (isPlanned && (read || intent !== 'checkout'))
        return intent === 'checkout' ? await checkout() : await answer('synced');
      await readCart();
      acceptStoreQuantities();
    }
    throw new Leave(unavailable);
  }

  /**
   * What the record calls the newest token is believed while it is fresh, and nothing is in doubt. A token with lines
   * that no wish explains says too little of them: they are the store's own, or were made by a newer request.
   */
  function isTrusted(): boolean {
    return (
      record !== undefined &&
      token !== undefined &&
      record.token === request.cart &&
      startedAt - heldAt < TRUST_MS &&
      held.every((line) => line.hash !== undefined) &&
      doubts.length === 0 &&
      !handedOver
    );
  }

  async function makeCart(): Promise<void> {
    const limited = await visitor.spendCart();
    if (limited)
      throw new Leave({problem: 'rate_limited', detail: 'Too many new carts from this address.', ...limited});
    // An earlier creation in doubt can leave one empty cart behind; nobody can find it again.
    const outcome = await client.createCart(request.shopper ?? {}, claim);
    if (outcome.kind !== 'done') {
      if (outcome.kind === 'unclear')
        log.warn({event: 'cart_maybe_left_behind'}, 'A cart may have been made whose key was lost; it stays empty.');
      leave(outcome, 'make a cart');
    }
    cartKey = outcome.value;
    held = [];
    read = undefined;
    doubts = [];
    heldAt = clock.now();
    isHeldKnown = true;
    await remember();
  }

  /** Reads the store's cart. One that is gone is made again by the caller: `cartKey` is then undefined. */
  async function readCart(): Promise<void> {
    if (!cartKey) return;
    const outcome = await client.getCart(cartKey, settings, claim);
    if (outcome.kind === 'not_found') {
      log.info({event: 'cart_gone'}, 'The store no longer knows a cart; it is made again from the wishes.');
      cartKey = undefined;
      held = [];
      read = undefined;
      doubts = [];
      isHeldKnown = true;
      return;
    }
    if (outcome.kind !== 'done') leave(outcome, 'read the cart');
    adopt(outcome.value);
  }

  function adopt(cart: StoreCart): void {
    read = cart;
    isHeldKnown = true;
    const hashes = new Map(held.flatMap((line) => (line.hash ? [[line.lineId, line.hash] as const] : [])));
    held = toHeld(cart.lines, hashes);
    heldAt = clock.now();
    const {bound} = currentPlan();
    // A line found by its description now carries the wish's name.
    for (const [hash, line] of bound) held = held.map((one) => (one.lineId === line.lineId ? {...one, hash} : one));
    doubts = doubts.filter((doubt) => isFresh(doubt, heldAt) && !hasLanded(doubt, held, bound, knownIds));
    for (const line of held) knownIds.add(line.lineId);
  }

  /** Carries the plan out call by call. `look`: something happened that only a read can settle. */
  async function apply(actions: readonly Action[]): Promise<'done' | 'look'> {
    if (!cartKey) return 'done';
    for (const action of actions) {
      const outcome =
        action.write === 'set'
          ? await client.setQuantity(cartKey, action.line.lineId, action.wanted.quantity, claim)
          : action.write === 'remove'
            ? await client.deleteLine(cartKey, action.line.lineId, claim)
            : await client.addLine(cartKey, toNewLine(action.wanted), claim);
      switch (outcome.kind) {
        case 'done':
          note(action, String(outcome.value));
          break;
        case 'refused':
          refuse(action);
          break;
        case 'not_found':
          if (action.write === 'remove') note(action, '');
          else return await lookAfterNotFound(action);
          break;
        case 'unclear':
          doubts = [...doubts, toDoubt(action, clock.now())];
          await remember();
          return 'look';
        default:
          leave(outcome, 'change the cart');
      }
      await remember();
    }
    return 'done';
  }

  /** A post that is not found while the cart can be read is about the product; otherwise the line or the cart is gone. */
  async function lookAfterNotFound(action: Action): Promise<'done' | 'look'> {
    await readCart();
    if (cartKey && action.write === 'add') setProblem(action.wanted, toProblem('unavailable'));
    return 'look';
  }

  function note(action: Action, lineId: string): void {
    heldAt = clock.now();
    read = undefined;
    if (action.write === 'remove') held = held.filter((line) => line.lineId !== action.line.lineId);
    else {
      const {wanted: one} = action;
      written.add(one.hash);
      held =
        action.write === 'set'
          ? held.map((line) => (line.lineId === action.line.lineId ? {...line, quantity: one.quantity} : line))
          : [
              // A store that merges equal lines answers the line that was there.
              ...held.filter((line) => line.lineId !== lineId),
              {lineId, quantity: one.quantity, unitPrice: one.unitPrice, hash: one.hash, read: undefined},
            ];
      knownIds.add(lineId);
    }
  }

  function refuse(action: Action): void {
    if (action.write === 'remove') {
      // Nothing that a shopper could do about it; the next visit tries again, and checkout shows the line.
      log.warn({event: 'remove_refused'}, 'The store refused to remove a line.');
      held = held.map((line) =>
        line === action.line ? {...line, hash: undefined, read: line.read ?? toOwn(line)} : line,
      );
      return;
    }
    const {wanted: one} = action;
    const short = one.product?.stock !== null && one.product?.stock !== undefined && one.quantity > one.product.stock;
    setProblem(one, toProblem(short ? 'out_of_stock' : 'refused'));
  }

  /** From now on the line is not sent: it keeps what the store has of it, which may be nothing. */
  function setProblem(one: Wanted, problem: LineProblem): void {
    problems.set(one.hash, problem);
    wanted = wanted.map((other) => (other.hash === one.hash ? {...other, problem} : other));
  }

  /** After a clear write, another quantity in the store is the store's decision, and becomes the wish. */
  function acceptStoreQuantities(): void {
    if (doubts.length > 0) return;
    const {bound} = currentPlan();
    for (const one of wanted) {
      if (!written.has(one.hash) || one.problem) continue;
      const line = bound.get(one.hash);
      if (!line) setProblem(one, toProblem('unavailable'));
      else if (!sameQuantity(line.quantity, one.quantity)) setProblem(one, toProblem('quantity_adjusted'));
    }
  }

  function leave(outcome: Failure, what: string): never {
    throw toLeave(outcome, what, {waitMs: deps.budget.waitMs(claim.for), log});
  }

  /**
   * A cart that was sent to checkout is never written again. Answers what became of it, or nothing if the lines
   * have changed since and a new cart is to be made from the wishes.
   */
  async function settleHandedOver(sent: NonNullable<typeof handedOver>): Promise<Reconciled | undefined> {
    await readCart();
    if (!cartKey) return await complete(sent);
    const same =
      sent.length === wanted.length &&
      sent.every(([hash, quantity]) => wanted.some((one) => one.hash === hash && sameQuantity(one.quantity, quantity)));
    if (same) return intent === 'checkout' ? await checkout() : await answer('synced');
    cartKey = undefined;
    handedOver = undefined;
    held = [];
    read = undefined;
    doubts = [];
    return undefined;
  }

  /** Gone after it had been handed over: only lines equal to the handed-over ones are cleared. */
  async function complete(sent: NonNullable<typeof handedOver>): Promise<Reconciled> {
    wanted = wanted.filter(
      (one) => !sent.some(([hash, quantity]) => one.hash === hash && sameQuantity(one.quantity, quantity)),
    );
    handedOver = undefined;
    return await answer('completed');
  }

  async function answerRead(): Promise<Reconciled> {
    if (!cartKey) return await answer(wanted.length > 0 ? 'gone' : 'synced');
    // Without wishes there is nothing to name the lines by: the store is asked what they are.
    if (isTrusted() && !isNameless()) return await answer('synced');
    const sent = handedOver;
    await readCart();
    if (cartKey) return await answer('synced');
    return sent ? await complete(sent) : await answer('gone');
  }

  async function checkout(): Promise<Reconciled> {
    const landing = msUntilLanded(doubts, clock.now());
    if (landing > 0) throw new Leave({pending: landing});
    const plan = currentPlan();
    if (plan.bound.size === 0) return await answer('synced', {changes: changesSince(token, wanted, plan)});
    const changes = changesSince(token, wanted, plan);
    if (changes.length > 0) return await answer('synced', {changes});
    const checkoutUrl = read && checkedCheckoutUrl(read.checkoutUrl, settings, deps.config);
    if (!checkoutUrl) {
      log.error(
        {event: 'checkout_address_refused', host: hostOf(read?.checkoutUrl)},
        'The store answered a checkout address that is not its own. If the host is right, add it to PUSHCART_CHECKOUT_HOSTS.',
      );
      throw new Leave(misconfigured);
    }
    handedOver = [...plan.bound].map(([hash, line]) => [hash, line.quantity] as const);
    return await answer('synced', {checkoutUrl});
  }

  /** A read by a page that names no line, and may have forgotten them. */
  function isNameless(): boolean {
    return intent === 'read' && wanted.length === 0;
  }

  /** A line that no wish explains: one of the store's, or, for a page that names none, what it once called it. */
  function nameOf(lineId: string): string {
    const known = isNameless() ? token?.lines.find((line) => line.lineId === lineId) : undefined;
    return known?.id ?? `store-${lineId}`;
  }

  function emptyAnswer(): CartAnswer {
    return {status: 'synced', lines: [], subtotal: 0, currency: settings.currency, decimals: settings.decimals};
  }

  async function answer(
    status: CartAnswer['status'],
    extra: {retryAfterMs?: number; changes?: CartChange[]; checkoutUrl?: string} = {},
  ): Promise<Reconciled> {
    const standing: Standing = {
      wanted,
      problems,
      plan: currentPlan(),
      settings,
      real: status === 'synced',
      // After hand-over the shopper may have added lines in the store; and whoever reads without wishes wants to see all.
      showAll: handedOver !== undefined || isNameless(),
      nameOf,
    };
    const lines = cartLines(standing);
    return {
      answer: {
        cart: await closeToken(extra.retryAfterMs !== undefined),
        status,
        ...(handedOver ? {handedOver: true as const} : {}),
        ...(read && status === 'synced' ? {} : lines.length > 0 ? {estimated: true as const} : {}),
        ...(extra.retryAfterMs === undefined ? {} : {retryAfterMs: Math.ceil(extra.retryAfterMs)}),
        lines,
        subtotal: subtotalOf(lines),
        currency: settings.currency,
        decimals: settings.decimals,
        ...(extra.changes && extra.changes.length > 0 ? {changes: extra.changes} : {}),
        ...(extra.checkoutUrl ? {checkoutUrl: extra.checkoutUrl} : {}),
      },
    };
  }

  /** A token of what is known now, remembered as the newest. */
  async function closeToken(waiting: boolean): Promise<string> {
    const lines: SealedLine[] = held.map((line) => {
      const one = wanted.find(({hash}) => hash === line.hash);
      return {
        id: one?.id ?? nameOf(line.lineId),
        lineId: line.lineId,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        hash: line.hash ?? '',
        ...(one?.problem ? {asked: one.quantity} : {}),
      };
    });
    for (const {id, hash, problem, quantity, unitPrice} of wanted) {
      if (problem && !held.some((line) => line.hash === hash))
        lines.push({id, lineId: '', quantity: 0, unitPrice, hash, asked: quantity});
    }
    const sealed = await seal.close({
      key,
      origin,
      at: heldAt,
      lines,
      ...(cartKey ? {cartKey} : {}),
      ...(waiting ? {askedAt: claim.askedAt} : {}),
      ...(handedOver ? {handedOver: handedOver.map(([hash, quantity]): [string, number] => [hash, quantity])} : {}),
    });
    // A token that had to be closed before the store was read must not be believed by the next visit.
    await remember(isHeldKnown ? sealed : undefined);
    return sealed;
  }

  async function remember(newest?: string): Promise<void> {
    await records.put(id, {
      cartKey,
      // Between a write and its token no token is the newest: a visit that breaks off here is followed by a read.
      token: newest,
      rev: Math.max(record?.rev ?? 0, request.rev ?? 0),
      doubts,
      handedOver,
    });
  }
}

const toNewLine = (one: Wanted) => ({
  catalogId: one.catalogId,
  quantity: one.quantity,
  options: one.options.map((option) => ({setId: option.setId, optionId: option.optionId, value: option.value})),
});

/** A line that the store will not give up is treated as its own from then on. */
const toOwn = (line: HeldLine): StoreLine => ({
  lineId: line.lineId,
  catalogId: 0,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  description: '',
  name: '',
  options: [],
  image: null,
  madeAs: 'discount',
});

const hostOf = (address: string | undefined): string | undefined =>
  address && URL.canParse(address) ? new URL(address).host : undefined;
