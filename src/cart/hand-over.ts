/**
 * What stage 1 hands to stage 2. Its version lets a chunk and a tag of different releases, met on one page during a
 * deployment, notice that they do not fit.
 */
import type {Addition, FullCart} from './state.js';
import type {Wishes} from './wishes.js';

/** What a link asks for. */
export interface BuyLink {
  readonly addition: Addition;
  /** To checkout, not to the cart. */
  readonly checkout: boolean;
}

/** Products that were asked for before anybody could read the answer. */
export interface EarlyBatch {
  readonly ids: readonly number[];
  readonly response: Promise<Response>;
}

/** A click that came before stage 2: stored and counted already. */
export interface KeptClick {
  readonly lineId: string;
  readonly addition: Addition;
  readonly link: HTMLAnchorElement;
  /** The link asked for checkout, not for the cart. */
  readonly checkout: boolean;
}

export interface HandOver {
  readonly version: number;
  /** The proxy's address, ending in a slash. */
  readonly proxy: string;
  /** The attributes of the script tag: `cart`, `open`, `locale`, `currencyDisplay` and so on. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly wishes: Wishes;
  readonly clicks: readonly KeptClick[];
  /** What an address asks for, if it is that of a product at this proxy, which ends in a slash. */
  readLink(href: string, proxy: string): BuyLink | undefined;
  /** Whether the page's visitor may be followed, as the page has said last. */
  mayTrack(): boolean;
  /** The answer to a request for these products, which was sent while stage 2 was loading. */
  readonly batch: EarlyBatch | undefined;
  /** Ids of the products of the cart, and of every link and element on the page, for one batch. */
  productIds(): number[];
}

/** What stage 2 gives back. */
export interface Stage2 extends FullCart {
  open(opener?: HTMLElement): void;
  /** A click on a link from now on: asks for options where the product needs them, and adds. */
  follow(click: Omit<KeptClick, 'lineId'>): void;
  /** An element of ours came into view. */
  saw(element: Element): void;
}

/** What a chunk of stage 2 exports. Undefined: it does not understand this hand-over. */
export type StartStage2 = (given: HandOver) => Promise<Stage2 | undefined>;
