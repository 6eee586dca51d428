/**
 * What one visit knows of the store's cart: told by a token, read, or written and answered. It makes no calls; it
 * takes in what became of them.
 */
import type {CartChange} from '../contract/wire.js';
import type {StoreCart} from '../threedcart/index.js';
import {doubtsAfterRead, doubtsAfterWrite, freshDoubts, toDoubt} from './doubts.js';
import {fromSealed, makePlan, toHeld, type Action, type HeldLine} from './plan.js';
import type {CartRecord, Doubt, HandedOver} from './records.js';
import type {SealedLine, Token} from './seal.js';
import type {Wanted} from './wanted.js';

/** How long what a token says of the store's cart is believed without a read. */
const TRUST_MS = 2 * 60_000;

/** What is known of a cart before anybody looks. */
export interface Handed {
  readonly cartKey: string | undefined;
  readonly handedOver: HandedOver | undefined;
  readonly token: Token | undefined;
  readonly record: CartRecord | undefined;
  /** The token is the newest that was given out for this cart. */
  readonly isNewest: boolean;
  readonly now: number;
}

export class CartInHand {
  /** The store's key of the cart; undefined while there is none. */
  key: string | undefined;
  lines: readonly HeldLine[];
  /** The store's own words, while nothing was written since. */
  read: StoreCart | undefined;
  /** When `lines` was true. */
  at: number;
  doubts: readonly Doubt[];
  handedOver: HandedOver | undefined;
  /** Whether `lines` is what the store has: read, written, or told by a token that can be trusted. */
  isKnown: boolean;
  /** What the shopper saw last, by hash. */
  readonly #shownPrices: ReadonlyMap<string, number>;
  /** What the shopper saw last of the store's own lines. */
  #shownOwn: readonly SealedLine[];
  readonly #kept = new Set<string>();

  constructor({cartKey, handedOver, token, record, isNewest, now}: Handed) {
    this.key = cartKey;
    this.handedOver = handedOver;
    this.lines = token && token.cartKey === cartKey ? fromSealed(token.lines) : [];
    this.at = token?.at ?? now;
    this.#shownPrices = new Map(token?.lines.map(({hash, unitPrice}) => [hash, unitPrice]));
    this.#shownOwn = token && token.cartKey === cartKey ? token.lines.filter(({hash}) => hash === '') : [];
    this.doubts = freshDoubts(record?.doubts ?? [], now);
    // A token with lines that no wish explains says too little of them: they are the store's own, or were made by a
    // newer request.
    const isTrusted =
      isNewest &&
      now - this.at < TRUST_MS &&
      this.lines.every((line) => line.hash !== undefined) &&
      this.doubts.length === 0 &&
      !handedOver;
    this.isKnown = !cartKey || isTrusted;
  }

  /** The store made a cart. */
  made(key: string, now: number): void {
    this.gone();
    this.key = key;
    this.at = now;
  }

  /** There is no cart in the store any more, or none that may be written. */
  gone(): void {
    this.key = undefined;
    this.handedOver = undefined;
    this.lines = [];
    this.#shownOwn = [];
    this.read = undefined;
    this.doubts = [];
    this.isKnown = true;
  }

  /** The store was read. */
  adopt(cart: StoreCart, wanted: readonly Wanted[], now: number): void {
    const hashes = new Map(this.lines.flatMap((line) => (line.hash ? [[line.lineId, line.hash] as const] : [])));
    const lines = toHeld(cart.lines, hashes);
    const {bound} = makePlan(wanted, lines);
    // A line found by its description now carries the wish's name.
    const names = new Map([...bound].map(([hash, line]) => [line.lineId, hash]));
    this.lines = lines.map((line) => this.#asKept({...line, hash: names.get(line.lineId) ?? line.hash}));
    this.read = cart;
    this.at = now;
    this.isKnown = true;
    this.doubts = doubtsAfterRead(this.doubts, this.lines, bound, now);
  }

  /** The store did what was asked. `lineId` is what it calls a line that was added. */
  wrote(action: Action, lineId: string, now: number): void {
    this.at = now;
    this.read = undefined;
    if (action.write === 'remove') {
      this.lines = this.lines.filter((line) => line.lineId !== action.line.lineId);
      return;
    }
    const {quantity, unitPrice, hash} = action.wanted;
    if (action.write === 'set') {
      const {lineId: id} = action.line;
      this.lines = this.lines.map((line) => (line.lineId === id ? {...line, quantity} : line));
      this.doubts = doubtsAfterWrite(this.doubts, action, id);
      return;
    }
    // A store that merges equal lines answers the line that was there.
    const others = this.lines.filter((line) => line.lineId !== lineId);
    this.lines = [...others, {lineId, quantity, unitPrice, hash, read: undefined}];
    this.doubts = doubtsAfterWrite(this.doubts, action, lineId);
  }

  /** Nobody knows whether the store did what was asked. */
  doubt(action: Action, now: number): void {
    this.doubts = [...this.doubts, toDoubt(action, this.lines, now)];
  }

  /** The store will not give a line up: it is treated as the store's own from then on. */
  keep(line: HeldLine): void {
    this.#kept.add(line.lineId);
    this.lines = this.lines.map((one) => this.#asKept(one));
  }

  #asKept(line: HeldLine): HeldLine {
    return this.#kept.has(line.lineId) ? {...line, hash: undefined, isKept: true} : line;
  }

  /**
   * What a token says of these lines, and of wishes that the store did not take.
   *
   * @param isFinal Whether the shopper is answered so that they can decide. A page that is told to wait goes on by
   * itself: what has changed meanwhile must not count as seen.
   * @param changes What the shopper is told of, and confirms by asking for the same again.
   */
  toSealed(
    wanted: readonly Wanted[],
    nameOf: (lineId: string) => string,
    isFinal: boolean,
    changes: readonly CartChange[],
  ): SealedLine[] {
    const isTold = ({id, problem}: Wanted) =>
      isFinal && (problem !== undefined || changes.some((change) => change.id === id && change.what !== 'price'));
    const askedOf = (one: Wanted) => (isTold(one) ? {asked: one.quantity} : {});
    const isWished = (lineId: string) => this.lines.some((line) => line.lineId === lineId && line.hash !== undefined);
    const own = isFinal ? [] : this.#shownOwn.filter(({lineId}) => !isWished(lineId));
    const others = this.lines.filter(({lineId}) => !own.some((line) => line.lineId === lineId));
    const held = others.map(({lineId, quantity, unitPrice, hash}): SealedLine => {
      const one = wanted.find((other) => other.hash === hash);
      return {
        id: one?.id ?? nameOf(lineId),
        lineId,
        quantity,
        unitPrice: one && !isFinal ? (this.#shownPrices.get(one.hash) ?? one.unitPrice) : unitPrice,
        hash: hash ?? '',
        ...(one && askedOf(one)),
      };
    });
    const refused = wanted.filter(
      (one) => (one.problem ?? isTold(one)) && !this.lines.some(({hash}) => hash === one.hash),
    );
    return [
      ...held,
      ...own,
      ...refused.map((one): SealedLine => {
        const {id, hash, unitPrice} = one;
        return {id, lineId: '', quantity: 0, unitPrice, hash, ...askedOf(one)};
      }),
    ];
  }
}
