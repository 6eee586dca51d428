/**
 * Stage 2 of the cart: makes the proxy's cart follow the wishes. One request at a time, later wishes wait and go
 * together; what is shown is the proxy's last answer with the wishes over it, so a click never waits for an answer.
 */
import type {CartAnswer, CartLine, CartRequest} from '../contract/wire.js';
import type {Problem} from '../contract/problem.js';
import {fitQuantity} from './fit-quantity.js';
import {priceOf} from './price.js';
import type {PageCatalogue} from './catalogue.js';
import {createBin} from './bin.js';
import type {Addition, CartError, CartState, FullCart, LineNote, ShownLine, Wish} from './state.js';
import {isValid, isWish} from './valid.js';
import {countUnits, emptyCart, isBehind, type StoredCart, type Wishes} from './wishes.js';

export interface ClientOptions {
  /** Address of the proxy, ending in a slash. */
  readonly proxy: string;
  readonly wishes: Wishes;
  readonly catalogue: PageCatalogue;
  /** Leaves the page for the store's checkout; `false` if only the shopper can, by following a link. */
  readonly go: (url: string) => unknown;
  /** Told whenever the store's cart equals the wishes, and of a failure when it is shown. */
  readonly report: (failure?: CartError) => void;
}

export interface CartClient extends FullCart {
  /** Someone is looking at the cart: asks for its current lines, unless they are known already. */
  look(): void;
  /** Calls back everybody who listens: there is more to show the same state with. */
  refresh(): void;
  /** The wishes were changed by somebody else on this page; `lineId` was added to. */
  changed(lineId?: string): void;
  /** Lines whose product must be known before they are sent. Settles the hold when the promise does. */
  hold(until: Promise<unknown>): void;
}

type Intent = CartRequest['intent'];

/** What a browser has and may lack: no locks on plain http, nothing of it outside of browsers. */
const host = globalThis as {
  navigator?: {onLine?: boolean; locks?: LockManager};
  addEventListener?: typeof addEventListener;
};

/** Quantities are often clicked several times in a row; they go together. */
const GATHER_MS = 250;
const SILENT_RETRY_MS = 500;
const RETRIES_MS = [2000, 5000, 10_000];
const MOST_RETRY_MS = 30_000;
const TIMEOUT_MS = 8000;
const CHECKOUT_TIMEOUT_MS = 25_000;
const LOCK_MS = 3000;
/** After so long without an answer it is said that this takes long. */
const SLOW_MS = 4000;
/** After so long the page should have been left; if it was not, the shopper gets a link. */
const LEAVE_MS = 4000;
/** What became of a cart at checkout is asked once a minute at most, however many pages are opened meanwhile. */
const ASK_AGAIN_MS = 60_000;
/** How long the tab that wished something has for sending it, before another one does. */
const OTHER_TAB_MS = 5000;
/** As many lines as the proxy takes. */
const MOST_LINES = 50;
const TOO_MANY: LineNote = {code: 'refused'};

/** A refusal that asking again does not change; it is said once and not retried by itself. */
const isFinal = ({status = 0}: CartError): boolean =>
  (status >= 400 && status < 500 && status !== 429) || status === 502;

export function createClient({proxy, wishes, catalogue, go, report}: ClientOptions): CartClient {
  let answer: CartAnswer | undefined;
  /** The revision that `answer` answers. */
  let answered = -1;
  let error: CartError | undefined;
  /** What failed, when `error` is set. */
  let during: 'sync' | 'checkout' = 'sync';
  let failures = 0;
  let changes: CartAnswer['changes'];
  let checkingOut: 'asked' | 'waiting' | undefined;
  let ahead: number | undefined;
  let slow = false;
  /** The page is being left for this address. */
  let leavingFor: string | undefined;
  /** It was not left in time. */
  let isBlocked = false;
  let leaveTimer: ReturnType<typeof setTimeout> | undefined;
  /** Ends a request for checkout that is under way. */
  let giveUp = (): void => {};
  /** The page was loaded, or came back, after the shopper had been sent to checkout. */
  let isBack = true;
  let reading = false;
  let busy = false;
  let holds = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: CartState | undefined;
  const listeners = new Set<(state: CartState) => void>();
  const bin = createBin();

  // What was added to a bad record since the page was loaded is not dropped with it.
  if (wishes.get()?.lines.some((wish) => !isWish(wish))) {
    wishes.put((cart) => ({...cart, lines: cart.lines.filter(isWish)}));
  }
  wishes.insist(isValid);

  // What is shown.

  function showWish(wish: Wish, line: CartLine | undefined, {rev, synced}: StoredCart): ShownLine {
    const known = catalogue.get(wish.catalogId);
    const product = known.status === 'ready' ? known.product : undefined;
    // A product that the proxy does not know either has no name there, and no price.
    const best = line?.name ? line : product;
    const unitPrice = best === line ? line?.unitPrice : product && priceOf(product, wish.options ?? []);
    const {id, catalogId, quantity} = wish;
    return Object.freeze({
      id,
      catalogId,
      quantity,
      kind: 'item',
      editable: true,
      name: best?.name || wish.label || '',
      unitPrice,
      chosen: wish.options,
      lineTotal: quantity && unitPrice && Math.round(unitPrice * quantity),
      options:
        line?.options ??
        (wish.options ?? []).flatMap(({setId, optionId, text}) => {
          const set = product?.sets.find((one) => one.setId === setId);
          const option = set?.options.find((one) => one.optionId === optionId);
          return set && option ? [{name: set.name, value: text ?? option.name}] : [];
        }),
      image: best?.image ?? null,
      url: best?.url,
      rules: product?.quantity,
      saving: rev > synced && line?.quantity !== quantity,
      problem: wish.problem ?? (answered === rev ? line?.problem : undefined),
    });
  }

  function compute(): CartState {
    const cart = wishes.get();
    const wanted = cart?.lines ?? [];
    const heard = answer?.lines ?? [];
    const lines = wanted.map((wish) =>
      showWish(
        wish,
        heard.find(({id}) => id === wish.id),
        cart!,
      ),
    );
    if (wanted[0]) for (const line of heard) if (line.id.startsWith('store-')) lines.push({...line, saving: false});
    const subtotal = lines.reduce((sum, {lineTotal = NaN}) => sum + lineTotal, 0);
    const base = {
      count: countUnits(wanted),
      lines: Object.freeze(lines),
      subtotal: isNaN(subtotal) ? undefined : subtotal,
      store: catalogue.store,
      removed: bin.removed,
      past: cart?.past ?? [],
      sent: isBack && cart?.sent !== undefined && !checkingOut,
    };
    if (!lines[0]) return {...base, status: 'empty', sent: false};
    if (error) return {...base, status: 'failed', error, during};
    if (leavingFor && isBlocked) return {...base, status: 'blocked', checkoutUrl: leavingFor};
    if (checkingOut || leavingFor)
      return {...base, status: 'leaving', waiting: checkingOut === 'waiting', ahead, slow: slow && !leavingFor};
    if (changes?.[0]) return {...base, status: 'changed', changes};
    return cart && isBehind(cart) && !heldUntilCheckout()
      ? {...base, status: 'saving', slow}
      : {...base, status: 'ready'};
  }

  /** The proxy makes no cart before checkout: nothing is late. */
  const heldUntilCheckout = (): boolean =>
    answer?.status === 'pending' && answer.retryAfterMs === undefined && answered === wishes.get()?.rev;

  function update(): void {
    shown = undefined;
    const state = getState();
    for (const listener of listeners) listener(state);
  }

  const getState = (): CartState => (shown ??= Object.freeze(compute()));

  // What is sent.

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void pump(), ms);
  }

  /** Sends what is due, one request at a time, until nothing is. */
  async function pump(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (busy || holds) return;
    const cart = wishes.get();
    const intent: Intent | undefined = !cart
      ? undefined
      : checkingOut
        ? 'checkout'
        : isBehind(cart) && !heldUntilCheckout()
          ? 'sync'
          : reading
            ? 'read'
            : undefined;
    if (!intent || !cart) {
      // What this tab failed at, another one has done.
      if (during === 'sync' && error && !isFinal(error)) {
        error = undefined;
        failures = 0;
        update();
      }
      return;
    }
    busy = true;
    const slowTimer = setTimeout(() => {
      slow = true;
      update();
    }, SLOW_MS);
    const got = await alone(() => send(intent, cart));
    clearTimeout(slowTimer);
    slow = false;
    if (got.cart) wishes.put((now) => (now.key === cart.key ? {...now, cart: got.cart!} : now));
    let next: number | undefined;
    if ('lines' in got) {
      error = undefined;
      failures = 0;
      next = take(intent, got, cart);
    } else if (intent === 'checkout' && !checkingOut) {
      // Cancelled, or left, by the shopper: no failure.
      next = 0;
    } else next = fail(got);
    busy = false;
    update();
    if (next !== undefined) schedule(next);
  }

  async function send(intent: Intent, {key, rev, cart, lines}: StoredCart): Promise<CartAnswer | CartError> {
    const request: CartRequest = {
      key,
      rev,
      intent,
      ...(cart && {cart}),
      lines: toSend(lines).map(({id, catalogId, quantity, options}) => ({
        id,
        catalogId,
        quantity,
        ...(options && {options: [...options]}),
      })),
    };
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    const timeout = setTimeout(abort, intent === 'checkout' ? CHECKOUT_TIMEOUT_MS : TIMEOUT_MS);
    if (intent === 'checkout') giveUp = abort;
    try {
      const response = await fetch(`${proxy}v1/cart`, {
        method: 'POST',
        // Text needs no preflight; the proxy reads it as JSON.
        headers: {'Content-Type': 'text/plain'},
        body: JSON.stringify(request),
        signal: stop.signal,
      });
      const got = (await response.json()) as CartAnswer | Problem | null;
      if (got && ('code' in got || Array.isArray(got.lines))) return got;
    } catch {
      // No answer, none in time, or none that can be read.
    } finally {
      clearTimeout(timeout);
    }
    return {code: host.navigator?.onLine === false ? 'offline' : 'unreachable'};
  }

  /** A line of quantity 0 is one that the store refused: shown, and not sent until it is touched. */
  const toSend = (lines: readonly Wish[]): readonly Wish[] =>
    lines.filter(({quantity}) => quantity > 0).slice(0, MOST_LINES);

  /** Alone among the tabs for one request. A tab that does not get its turn goes on: `key` and `rev` keep it correct. */
  const alone = <T>(run: () => Promise<T>): Promise<T> =>
    host.navigator?.locks?.request(`pushcart:${proxy}`, {signal: AbortSignal.timeout(LOCK_MS)}, run).catch(run) ??
    run();

  /** Takes an answer in. Answers when to go on, undefined for not by itself. */
  function take(intent: Intent, got: CartAnswer, asked: StoredCart): number | undefined {
    const now = wishes.get();
    changes = undefined;
    if (now?.key !== asked.key) return 0;
    const isCurrent = now.rev === asked.rev;
    reading &&= !isCurrent;
    if (got.status === 'completed') {
      finish(got, asked);
      return 0;
    }
    if (got.status === 'gone') {
      wishes.put((cart) => ({...cart, synced: -1}));
      return 0;
    }
    // Another tab has been faster: this tells of a cart as it was.
    if (asked.rev < now.synced) reading = true;
    // Whoever names no line is told of all of them, by names that no wish has.
    answer = asked.lines[0] ? got : {...got, lines: []};
    answered = asked.rev;
    if (now.sent !== undefined)
      wishes.put(({sent: _, ...cart}) => (got.handedOver ? {...cart, sent: Date.now()} : cart));
    const isSynced = got.status === 'synced';
    if (isCurrent && intent !== 'read' && (isSynced || heldUntilCheckout())) adopt(got, isSynced);
    if (isSynced) report();
    else if (checkingOut) checkingOut = 'waiting';
    ({ahead} = got);
    // Whoever has left the page meanwhile, and came back, is not taken away from it.
    if (checkingOut && intent === 'checkout' && isCurrent && isSynced) {
      checkingOut = undefined;
      changes = got.changes;
      if (got.checkoutUrl) leave(got.checkoutUrl);
    }
    // Checkout was asked for while something else was under way.
    return checkingOut && intent !== 'checkout' ? 0 : (got.retryAfterMs ?? (isCurrent ? undefined : 0));
  }

  function leave(url: string): void {
    wishes.put((cart) => ({...cart, sent: 0}));
    bin.empty();
    leavingFor = url;
    isBack = false;
    isBlocked = go(url) === false;
    leaveTimer = setTimeout(() => {
      isBlocked = true;
      update();
    }, LEAVE_MS);
  }

  function stay(): void {
    clearTimeout(leaveTimer);
    leavingFor = undefined;
  }

  /** The store's quantities become the wishes: sums of equal lines, and what the store adjusted or refused. */
  function adopt(got: CartAnswer, isSynced: boolean): void {
    wishes.put((cart) => {
      const sent = toSend(cart.lines);
      const lines = cart.lines.flatMap((wish): Wish[] => {
        const line = got.lines.find(({id}) => id === wish.id);
        // Not in the answer: summed into another line, unless it was one that is not sent.
        if (!line && sent.includes(wish)) return [];
        const {quantity, problem} = line ?? (wish.quantity ? {quantity: 0, problem: TOO_MANY} : wish);
        if (!problem || problem === wish.problem) return [{...wish, quantity}];
        const asked = quantity === wish.quantity ? wish.problem?.asked : wish.quantity;
        return [{...wish, quantity, problem: {code: problem.code, ...(asked && {asked})}}];
      });
      return {...cart, lines, ...(isSynced && {synced: cart.rev})};
    });
  }

  /** Bought, as far as anybody can tell: the lines that went to checkout are done, and can be brought back. */
  function finish(got: CartAnswer, asked: StoredCart): void {
    answer = undefined;
    checkingOut = undefined;
    bin.empty();
    wishes.put((cart) => {
      const isLeft = (wish: Wish): boolean =>
        !asked.lines.some(({id}) => id === wish.id) || got.lines.some(({id}) => id === wish.id);
      const lines = cart.lines.filter(isLeft);
      const done = toSend(cart.lines.filter((wish) => !isLeft(wish)));
      const {sent: _, past = [], ...rest} = cart;
      const rev = cart.rev + 1;
      const toBringBack = done[0] ? named(done) : past;
      if (lines[0]) return {...rest, lines, rev, past: toBringBack};
      return toBringBack[0] && {...rest, lines, rev, synced: rev, past: toBringBack};
    });
  }

  /** Each wish with what it was shown as, for when nothing else is known of it. */
  const named = (lines: readonly Wish[]): Wish[] =>
    lines.map((wish) => ({...wish, label: getState().lines.find(({id}) => id === wish.id)?.name || wish.label || ''}));

  /** The first failure is retried in silence; then it is said, and retries go on. Answers when, undefined for never. */
  function fail(failure: CartError): number | undefined {
    const {code, retryAfterMs = 0} = failure;
    const final = isFinal(failure);
    if (!failures++ && !final) return Math.max(SILENT_RETRY_MS, Math.min(retryAfterMs, 5000));
    if (!error) report(failure);
    if (code === 'origin_not_allowed') {
      // A sandboxed frame has none, whatever its address is: that is `null`.
      console.error(`Pushcart: ${origin} may not use this shop. Add it to PUSHCART_ORIGINS of ${proxy}`);
    }
    error = failure;
    // Nobody wants to be taken to checkout minutes after giving up on it: from here on only the wishes are sent.
    during = checkingOut ? 'checkout' : 'sync';
    checkingOut = undefined;
    return final ? undefined : Math.max(RETRIES_MS[failures - 2] ?? MOST_RETRY_MS, retryAfterMs);
  }

  /** A new wish ends an old complaint, unless that is only about the way to the proxy. */
  function changed(ms: number): void {
    changes = undefined;
    stay();
    if (error && (during === 'checkout' || isFinal(error))) {
      error = undefined;
      failures = 0;
    }
    update();
    schedule(ms);
  }

  wishes.subscribe((foreign) => {
    if (!foreign) return;
    const cart = wishes.get();
    if (answer && cart?.cart && cart.rev !== answered) reading = true;
    update();
    // The tab that wished it sends it, and this one looks once that is done; unless that tab is gone, or frozen.
    if (cart && isBehind(cart)) timer ??= setTimeout(() => void pump(), OTHER_TAB_MS);
    else schedule(0);
  });
  catalogue.subscribe(update);
  host.addEventListener?.('online', () => error && void pump());
  host.addEventListener?.('pagehide', () => {
    checkingOut = undefined;
    stay();
  });
  // Back from the store's checkout, as the page was left: what became of the cart?
  host.addEventListener?.('pageshow', ({persisted}) => {
    if (!persisted || wishes.get()?.sent === undefined) return;
    isBack = true;
    reading = true;
    void pump();
  });

  const stored = wishes.get();
  if (stored) {
    reading = Math.abs(Date.now() - (stored.sent ?? NaN)) > ASK_AGAIN_MS;
    if (isBehind(stored) || reading) schedule(0);
  }

  /** What was added comes to a quantity that the store sells: its least, or the most that it can be. */
  function added(lineId?: string): void {
    const wish = wishes.get()?.lines.find(({id}) => id === lineId);
    const known = wish && catalogue.get(wish.catalogId);
    if (known?.status === 'ready') {
      const {quantity: asked} = wish!;
      const quantity = fitQuantity(known.product.quantity, asked);
      if (quantity !== asked)
        wishes.setQuantity(wish!.id, quantity, quantity < asked ? {code: 'quantity_invalid', asked} : undefined);
    }
    changed(0);
  }

  /** Takes lines out of the cart and keeps them, to be put back. */
  function discard(lines: readonly Wish[], ms: number): void {
    bin.put(named(lines), wishes.get()?.lines ?? []);
    wishes.wish((all) => all.filter((wish) => !lines.some(({id}) => id === wish.id)));
    changed(ms);
  }

  const remove = (lineId: string): void =>
    discard(wishes.get()?.lines.filter(({id}) => id === lineId) ?? [], GATHER_MS);

  function look(): void {
    if (answer || !wishes.get()?.cart) return;
    reading = true;
    void pump();
  }

  function forgetPast(): void {
    wishes.put(({past: _, ...cart}) => (cart.lines[0] || isBehind(cart) ? cart : undefined));
    update();
  }

  return {
    getState,
    remove,
    look,
    add(addition: Addition) {
      const id = wishes.add(addition);
      added(id);
      return id;
    },
    setQuantity(lineId, quantity) {
      if (quantity <= 0) return remove(lineId);
      wishes.setQuantity(lineId, quantity);
      changed(GATHER_MS);
    },
    clear: () => discard(wishes.get()?.lines ?? [], 0),
    undo(lineId) {
      wishes.wish((lines) => bin.takeOut(lineId, lines));
      changed(GATHER_MS);
    },
    startNew() {
      answer = undefined;
      bin.empty();
      wishes.put(({lines}) => ({...emptyCart(Date.now()), past: named(toSend(lines))}));
      changed(0);
    },
    forgetPast,
    bringBack() {
      wishes.wish((lines) => [...lines, ...(wishes.get()?.past ?? [])]);
      forgetPast();
      changed(0);
    },
    cancelCheckout() {
      checkingOut = undefined;
      stay();
      giveUp();
      update();
      schedule(0);
    },
    async checkout() {
      if (!wishes.get()?.lines.some(({quantity}) => quantity)) return;
      stay();
      error = undefined;
      failures = 0;
      checkingOut = 'asked';
      update();
      await pump();
    },
    retry() {
      error = undefined;
      update();
      void pump();
    },
    refresh: update,
    changed: added,
    hold(until) {
      holds += 1;
      const release = (): void => {
        holds -= 1;
        void pump();
      };
      until.then(release, release);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(getState());
      return () => listeners.delete(listener);
    },
  };
}
