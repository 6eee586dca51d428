/**
 * The reconcile: makes the store's cart equal to what the shopper wants, with the fewest calls, whatever became of
 * the calls before. The same body sent twice, a lost answer, a late copy or another tab all end in the same cart.
 * Here: which cart a request is about, and one request at a time. What happens then is a visit.
 */
import {base64url} from 'jose';
import type {CartRequest, WishedLine} from '../contract/wire.js';
import type {Claim, Tally} from '../threedcart/index.js';
import {toAnswer} from './answer.js';
import {misconfigured, unavailable} from './leave.js';
import {fromSealed, makePlan} from './plan.js';
import type {Locks, Records, Turn} from './records.js';
import type {Token} from './seal.js';
import {isOutdated, visit, type CartAllowance, type Reconciled, type VisitDeps} from './visit.js';
import {createWaitingCarts} from './waiting.js';
import {normalise} from './wanted.js';

export type {Reconciled} from './visit.js';

export interface ReconcileDeps extends VisitDeps {
  readonly locks: Locks;
}

/** What comes with a request for a cart. */
export interface Asking {
  readonly origin: string;
  /** Who asked, as limits and fairness count them. */
  readonly address: string;
  readonly carts: CartAllowance;
  /** Ends the wait for the store; made when something has to wait. */
  readonly signal?: () => AbortSignal;
  /** Where its calls of the store are added up. */
  readonly tally: Tally;
}

export type Reconcile = (request: CartRequest, asking: Asking) => Promise<Reconciled>;

/** How long a request is held for its calls; after it the answer is `pending`. */
const HOLD_MS = {checkout: 20_000, sync: 2000, read: 2000, discard: 2000} as const;
/** When to ask again for a cart that is being worked on for somebody else. */
const TURN_MS = 1000;

export function createReconcile(deps: ReconcileDeps): Reconcile {
  const {clock, mirror, records, locks, seal, metrics} = deps;
  const waiting = createWaitingCarts(clock);
  metrics.read('pushcart_carts_pending', () => [[{}, waiting.size]]);

  return async (request, {origin, address, carts, signal, tally}) => {
    const token = await seal.open(request.cart, origin);
    const key = token?.key ?? request.key ?? base64url.encode(crypto.getRandomValues(new Uint8Array(16)));
    const id = `${origin} ${key}`;
    const now = clock.now();
    const deadline = now + HOLD_MS[request.intent];
    const toClaim = (of: Claim['for'], lost?: AbortSignal): Claim => ({
      for: request.intent === 'checkout' ? 'checkout' : of,
      askedAt: token?.askedAt ?? now,
      shopper: id,
      address,
      deadline,
      tally,
      signal() {
        const given = signal?.();
        return given && lost ? AbortSignal.any([given, lost]) : (given ?? lost);
      },
    });

    const held = await locks.hold(id, deadline, async (turn): Promise<Reconciled> => {
      const found = await records.get(id);
      // Without a newest token there is none that could be believed unread.
      const record = found && !turn.isClean ? {...found, token: undefined} : found;
      // A record without a cart says nothing of one that this token was sent to checkout with: that is looked at again.
      const {cartKey, handedOver} = (record?.cartKey || !token?.handedOver ? record : undefined) ?? token ?? {};
      const claim = toClaim(cartKey && !token?.firstAdd ? 'edit' : 'first-add', turn.lost);
      const settings = await mirror.settings(claim);
      if (!settings) return withoutSettings(request.cart);
      const newest = isOutdated(request, record) ? await seal.open(record?.token, origin) : undefined;
      const visited = await visit(
        {request, origin, key, id, token, newest, record, cartKey, handedOver, claim, settings, carts},
        {...deps, records: inTurn(records, turn)},
      );
      return turn.lost?.aborted ? withoutCheckout(visited) : visited;
    });
    const reconciled = held === 'late' ? await answerWaiting(request, token, toClaim('edit')) : held;
    const answered = 'answer' in reconciled ? reconciled.answer.status : reconciled.problem;
    metrics.count('pushcart_carts_total', {intent: request.intent, answer: answered});
    // Without a time to come back, wishes are held until checkout on purpose.
    waiting.note(
      id,
      'answer' in reconciled && reconciled.answer.status === 'pending' && reconciled.answer.retryAfterMs !== undefined,
    );
    return reconciled;
  };

  /** Somebody else has the cart for longer than a shopper should wait: what is wanted, as the mirror prices it. */
  async function answerWaiting(request: CartRequest, token: Token | undefined, claim: Claim): Promise<Reconciled> {
    const settings = await mirror.settings(claim);
    if (!settings) return withoutSettings(request.cart);
    const wishes = (request.lines ?? []).filter((line): line is WishedLine => 'catalogId' in line);
    const ids = wishes.map((wish) => wish.catalogId);
    const wanted = await normalise(wishes, await mirror.lookUp(ids, claim));
    const plan = makePlan(wanted, fromSealed(token?.lines ?? []));
    const standing = {
      wanted,
      plan,
      settings,
      real: false,
      showAll: false,
      nameOf: (lineId: string) => `store-${lineId}`,
    };
    const known = request.cart ? {cart: request.cart} : {};
    return {answer: toAnswer(standing, {...known, status: 'pending', estimated: true, retryAfterMs: TURN_MS})};
  }

  /** Nobody can be served before the store's settings are known. */
  function withoutSettings(cart: string | undefined): Reconciled {
    const known = cart ? {cart} : {};
    if (mirror.denied) return {...misconfigured, ...known};
    return {
      ...unavailable,
      retryAfterMs: Math.max(1000, deps.budget.waitMs({for: 'edit', askedAt: clock.now()})),
      ...known,
    };
  }
}

/** Whoever has lost the turn keeps to himself what he knows: the record is somebody else's. */
const inTurn = (records: Records, {lost}: Turn): Records =>
  lost
    ? {
        get: (id) => records.get(id),
        put: async (id, record) => (lost.aborted ? undefined : records.put(id, record)),
        delete: async (id) => (lost.aborted ? undefined : records.delete(id)),
      }
    : records;

/** A cart that somebody else may be writing is sent nowhere: the page asks again. */
function withoutCheckout(visited: Reconciled): Reconciled {
  if (!('answer' in visited) || visited.answer.checkoutUrl === undefined) return visited;
  const {checkoutUrl: _, ...answer} = visited.answer;
  return {answer: {...answer, status: 'pending', retryAfterMs: TURN_MS}};
}
