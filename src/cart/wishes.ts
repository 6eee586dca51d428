/**
 * Stage 1 of the cart: what the shopper wants, stored before anything else happens. A wish survives a reload, a lost
 * connection and a closed tab; other tabs see it at once. It makes no request and no identifier before the first add.
 */
import type {Addition, CartState, LineNote, ShownLine, Wish} from './state.js';

/** The one stored record of a cart. */
export interface StoredCart {
  readonly v: 1;
  /** 128 random bits, base64url: names the cart before the proxy has given a token. */
  readonly key: string;
  /** Counts up with every wish. */
  readonly rev: number;
  /** The revision that the store's cart was last equal to. */
  readonly synced: number;
  /** The newest token. */
  readonly cart?: string;
  /** The shopper was sent to checkout with this cart; when the store was last asked what became of it, 0 for never. */
  readonly sent?: number;
  readonly lines: readonly Wish[];
  /** What was sent to checkout before, and is no longer in this cart. */
  readonly past?: readonly Wish[];
  /** When the wishes last changed, in ms since the epoch. */
  readonly at: number;
}

export interface Wishes {
  /** Undefined while nothing is wanted. */
  get(): StoredCart | undefined;
  /** Adds, or adds to a line that wants the same. Answers the line's id. */
  add(addition: Addition): string;
  /** A line's new quantity, with a word on it if need be; 0 and below remove it. */
  setQuantity(lineId: string, quantity: number, problem?: LineNote): void;
  remove(lineId: string): void;
  clear(): void;
  /** One step of the shopper's: other lines. */
  wish(change: (lines: readonly Wish[]) => readonly Wish[]): void;
  /** Changes what is remembered beside the wishes: the token, what is synced. `undefined` forgets the cart. */
  put(change: (cart: StoredCart) => StoredCart | undefined): void;
  /** From now on a cart that does not pass is no cart: a stored one is dropped, a change that makes one left out. */
  insist(check: (cart: StoredCart) => boolean): void;
  /** Calls back after every change, `foreign` if another tab made it. Returns its undo. */
  subscribe(listener: (foreign: boolean) => void): () => void;
}

/** The part of `Storage` that is used, so that a page without one brings none. */
export type WishStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/** A cart in which nothing is yet. */
export const emptyCart = (at: number): StoredCart => ({v: 1, key: random(22), rev: 0, synced: 0, lines: [], at});

/** True if the store's cart is not yet equal to the wishes. */
export const isBehind = (cart: StoredCart): boolean => cart.rev > cart.synced;

/** Up to 24 random characters of base64url. */
const random = (length: number): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
    .replace(/\W/g, '-')
    .slice(0, length);

/** A quantity as the wire takes it: above zero, three decimals, up to 99,999. */
export const fit = (quantity: number): number =>
  quantity > 0 ? Math.max(Math.min(Math.round(quantity * 1000) / 1000, 99_999), 0.001) : NaN;

const isWish = (wish: Partial<Wish> | null): boolean =>
  !!wish?.id && wish.catalogId! > 0 && wish.quantity! >= 0 && Array.isArray(wish.options ?? []);

/** Enough to count, and to add to. What is shown and sent is looked at more closely, see `valid.ts`. */
const isCountable = (cart: Partial<StoredCart> | null | undefined): cart is StoredCart =>
  cart?.v === 1 && !!cart.key && cart.rev! >= 0 && Array.isArray(cart.lines) && cart.lines.every(isWish);

/** Units for a badge: a fraction counts as one. */
export const countUnits = (lines: readonly {readonly quantity: number}[]): number =>
  lines.reduce((sum, {quantity}) => sum + (Number.isInteger(quantity) ? quantity : 1), 0);

/** What can be shown of a wish before its product is known. */
const toShownLine = ({id, catalogId, quantity, label = ''}: Wish): ShownLine => ({
  id,
  catalogId,
  quantity,
  kind: 'item',
  name: label,
  options: [],
  image: null,
  editable: true,
  saving: true,
});

/** The state while only the wishes are known. */
export function toWishState(cart: StoredCart | undefined): CartState {
  const lines = (cart?.lines ?? []).map(toShownLine);
  return Object.freeze({status: lines[0] ? 'saving' : 'empty', count: countUnits(lines), lines});
}

/**
 * @param name The storage key: one cart a proxy.
 * @param storage Undefined, or throwing, where the browser blocks it: the cart then lives in memory.
 */
export function createWishes(name: string, storage: WishStorage | undefined, now: () => number = Date.now): Wishes {
  let memory: StoredCart | undefined;
  let isGood: (cart: StoredCart) => boolean = () => true;
  const listeners = new Set<(foreign: boolean) => void>();

  /** Storage is the truth where there is one: another tab may have written since. */
  function get(): StoredCart | undefined {
    let text: string | null;
    try {
      if (!storage) return memory;
      text = storage.getItem(name);
    } catch {
      // Blocked from here on: what is known lives in memory.
      storage = undefined;
      return memory;
    }
    memory = undefined;
    if (!text) return;
    try {
      const cart = JSON.parse(text) as StoredCart;
      if (isCountable(cart) && isGood(cart) && Math.abs(now() - cart.at) < LIFETIME_MS) return (memory = cart);
    } catch {
      // No JSON, or an object where a number belongs, that throws when it is compared with one.
    }
    console.warn('Pushcart: dropped a cart that is too old, or none.');
    store();
    return;
  }

  function store(): void {
    try {
      if (memory) storage?.setItem(name, JSON.stringify(memory));
      else storage?.removeItem(name);
    } catch {
      // Full, or blocked.
      storage = undefined;
    }
  }

  function put(change: (cart: StoredCart) => StoredCart | undefined, fresh?: StoredCart): void {
    const cart = get() ?? fresh;
    if (!cart) return;
    const changed = change(cart);
    if (changed && !(isCountable(changed) && isGood(changed)))
      return console.warn('Pushcart: left out what no cart can hold.');
    memory = changed;
    store();
    notify(false);
  }

  const notify = (foreign: boolean): void => listeners.forEach((listener) => listener(foreign));

  /** One step of the shopper's: a new revision of the lines. */
  const wish = (change: (lines: readonly Wish[]) => readonly Wish[], fresh?: StoredCart): void =>
    put((cart) => ({...cart, rev: cart.rev + 1, at: now(), lines: change(cart.lines)}), fresh);

  const {addEventListener} = globalThis as Partial<typeof globalThis>;
  // The other tab's write is already in storage when the event arrives. A cleared storage has no key.
  addEventListener?.('storage', ({key}) => (key === name || key === null) && notify(true));
  // A page that comes back as it was left has heard no such event meanwhile.
  addEventListener?.('pageshow', ({persisted}) => persisted && notify(true));

  function setQuantity(lineId: string, quantity: number, problem?: LineNote): void {
    wish((lines) =>
      lines.flatMap((line) =>
        line.id !== lineId ? [line] : quantity <= 0 ? [] : [{...line, quantity: fit(quantity), problem}],
      ),
    );
  }

  return {
    get,
    put,
    wish: (change) => wish(change),
    insist: (check) => (isGood = check),
    setQuantity,
    remove: (lineId) => setQuantity(lineId, 0),
    add({catalogId, quantity = 1, options = [], label}) {
      const wanted = JSON.stringify(options);
      let id = random(8);
      wish((lines) => {
        const same = lines.find(
          (line) => line.catalogId === catalogId && JSON.stringify(line.options ?? []) === wanted,
        );
        if (!same)
          return [
            ...lines,
            {
              id,
              catalogId,
              quantity: fit(quantity),
              ...(options[0] && {options}),
              ...(label && {label}),
            },
          ];
        id = same.id;
        return lines.map((line) =>
          line === same ? {...line, quantity: fit(line.quantity + quantity), problem: undefined} : line,
        );
      }, emptyCart(now()));
      return id;
    },
    clear: () => wish(() => []),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The wishes of this page's origin for one proxy. Reading `localStorage` alone throws where it is blocked. */
export function openWishes(proxy: string): Wishes {
  let storage: WishStorage | undefined;
  try {
    storage = globalThis.localStorage;
  } catch {
    // In memory then.
  }
  return createWishes(`pushcart:1:${proxy}`, storage);
}
