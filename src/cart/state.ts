/**
 * What a page shows: one frozen value, computed anew whenever wishes or answers change.
 * Everything that renders (count, drawer, inline cart, an integrator's own code) reads this and nothing else.
 */
import type {CartChange, CartLine, ChosenOption, Product, StoreInfo} from '../contract/wire.js';

/** What the store says about a line, and the quantity that it had been asked for. It stays until the line is touched. */
export type LineNote = Pick<NonNullable<CartLine['problem']>, 'code'> & {readonly asked?: number};

/** A line that the shopper wants, as the page stores it. */
export interface Wish {
  readonly id: string;
  readonly catalogId: number;
  readonly quantity: number;
  readonly options?: readonly ChosenOption[];
  /** What the page called the product when it was added; shown until the product itself is known. */
  readonly label?: string;
  /** Why the store took another quantity. With 0 of it the line is shown, and not sent until it is touched. */
  readonly problem?: LineNote | undefined;
}

/** A line as it is shown. Prices are undefined until the product is known. */
export interface ShownLine {
  readonly id: string;
  readonly catalogId: number;
  readonly kind: CartLine['kind'];
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice?: number | undefined;
  readonly lineTotal?: number | undefined;
  readonly options: readonly {readonly name: string; readonly value: string}[];
  /** The same, by their numbers, where the shopper chose them. */
  readonly chosen?: readonly ChosenOption[] | undefined;
  readonly image: string | null;
  /** The product's own page in the store. */
  readonly url?: string | undefined;
  readonly editable: boolean;
  /** What the store sells it in, once the product is known. */
  readonly rules?: Product['quantity'] | undefined;
  /** The store has not confirmed this quantity yet. */
  readonly saving: boolean;
  readonly problem?: LineNote | undefined;
}

/** Why the last request did not work: `offline` and `unreachable` are the page's own words, the rest are the proxy's codes. */
export interface CartError {
  readonly code: string;
  /** Of the proxy's answer, where there was one. */
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cart?: string | undefined;
}

/** Lines that were taken out together on this page, and can be put back. */
export interface Removed {
  /** Where they stood among what is shown: the lines, and what was removed before. */
  readonly at: number;
  /** Each with the name that it was shown under as its label. */
  readonly lines: readonly Wish[];
}

interface Shown {
  /** Units in the cart, for a badge: whole quantities summed, a fractional one counts as 1. */
  readonly count: number;
  readonly lines: readonly ShownLine[];
  /** Minor units; undefined until every line's price is known. */
  readonly subtotal?: number | undefined;
  /** Undefined until the first answer of the proxy. */
  readonly store?: StoreInfo | undefined;
  /** What was taken out on this page, in the order of its places. */
  readonly removed?: readonly Removed[];
  /** These lines were sent to checkout, and nobody knows what became of them: the shopper is asked. */
  readonly sent?: boolean;
  /** What is no longer in the cart because it was sent to checkout; the shopper can bring it back. */
  readonly past?: readonly Wish[];
}

/**
 * - `empty`: nothing wanted.
 * - `saving`: wishes that the store has not confirmed; a request is on its way or waits its turn.
 * - `ready`: the store's cart equals the wishes, except lines with a `problem`.
 * - `failed`: the last request did not work; the wishes are kept and retries go on.
 * - `leaving`: checkout was asked for; the answer, or a place in the queue, is awaited. `ahead` carts come before, if
 *   that is known.
 * - `blocked`: checkout is open, but the page could not go there by itself: the shopper follows `checkoutUrl`.
 * - `changed`: checkout found other prices or quantities; the shopper confirms by asking again.
 */
export type CartState = Readonly<
  Shown &
    (
      | {readonly status: 'empty' | 'ready'}
      | {readonly status: 'saving'; readonly slow?: boolean}
      | {readonly status: 'failed'; readonly error: CartError; readonly during: 'sync' | 'checkout'}
      | {
          readonly status: 'leaving';
          readonly waiting: boolean;
          readonly ahead?: number | undefined;
          readonly slow: boolean;
        }
      | {readonly status: 'blocked'; readonly checkoutUrl: string}
      | {readonly status: 'changed'; readonly changes: readonly CartChange[]}
    )
>;

/** What to add. Quantity defaults to the product's least quantity, 1 for most. */
export interface Addition {
  catalogId: number;
  quantity?: number;
  options?: readonly ChosenOption[];
  label?: string;
}

/** The cart as elements and integrators use it. Every change is stored at once and survives a reload. */
export interface Cart {
  /** Adds to the cart; the same product with the same options becomes one line. Returns the line's id. */
  add(addition: Addition): string;
  /** Sets a line's quantity; 0 removes it. */
  setQuantity(lineId: string, quantity: number): void;
  /** Takes a line out of the cart. */
  remove(lineId: string): void;
  /** Takes every line out of the cart. */
  clear(): void;
  /** Makes the store's cart equal to the wishes and leaves for the store's checkout. */
  checkout(): Promise<void>;
  /** Tries what failed again now, instead of when its wait is over. Does nothing unless the status is `failed`. */
  retry(): void;
  /** Calls back with every new state, and once at once. Returns its undo. */
  subscribe(listener: (state: CartState) => void): () => void;
  /** What the cart shows now. */
  getState(): CartState;
}

/** Everything that can be done with a cart: what elements use, and pages that draw their own. */
export interface FullCart extends Cart {
  /** Puts back what was removed together with this line; one of `getState().removed`. */
  undo(lineId: string): void;
  /** Goes on shopping while checkout is still awaited. */
  cancelCheckout(): void;
  /** What was sent to checkout is done with: an empty cart, whose `past` it is. */
  startNew(): void;
  /** Puts the lines of `past` into the cart. */
  bringBack(): void;
  /** Forgets the `past`. */
  forgetPast(): void;
}

/** What is known of a product on the page. `missing`: the store does not sell it; `failed`: not known now, retries go on. */
export type ProductState =
  | {readonly status: 'loading'}
  | {readonly status: 'ready'; readonly product: Product}
  | {readonly status: 'missing'}
  | {readonly status: 'failed'};

/** The products of a page, fetched in one batch and kept for its life. */
export interface Catalogue {
  /** What is known now; asking for an unknown product puts it into the next batch. */
  get(catalogId: number): ProductState;
  readonly store: StoreInfo | undefined;
  /** Calls back whenever a product becomes known or fails. Returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Asks again for the products that failed. */
  retry(): void;
}
