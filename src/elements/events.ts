/**
 * What elements say to the page. A `-request` asks first and can be cancelled with `preventDefault()`; the others
 * tell what has happened. All bubble and cross shadow roots, so a listener on `document` hears every one.
 */
import type {Addition, CartError, CartState} from '../cart/state.js';

/** An addition that is in the cart now, as one line or as a part of an equal one. */
export interface Added extends Addition {
  readonly lineId: string;
}

/** A line of the cart, and so many of it. */
export interface LineQuantity {
  readonly lineId: string;
  readonly catalogId: number;
  readonly quantity: number;
}

declare global {
  interface GlobalEventHandlersEventMap {
    /** Before something is added, by a link, a card or the dialog. */
    'pushcart-add-request': CustomEvent<Addition>;
    /** Before a line's quantity changes. `quantity` is the one wanted. */
    'pushcart-quantity-request': CustomEvent<LineQuantity>;
    /** Before a line is removed. `quantity` is the one that would go. */
    'pushcart-remove-request': CustomEvent<LineQuantity>;
    /** Before the shopper leaves for the store's checkout. */
    'pushcart-checkout-request': CustomEvent<CartState>;
    /** Anything about the cart changed; once at the start, too. Told at `document`. */
    'pushcart-changed': CustomEvent<CartState>;
    /** Something was added: it is wished, and stored. The store may still have a word about it. */
    'pushcart-added': CustomEvent<Added>;
    /** A line was removed. `quantity` is the one that went. */
    'pushcart-removed': CustomEvent<LineQuantity>;
    /** The store's cart equals the wishes. Told at `document`. */
    'pushcart-synced': CustomEvent<CartState>;
    /** A failure is shown to the shopper. Told at `document`. */
    'pushcart-failed': CustomEvent<CartError>;
  }
}

type EventName = Extract<keyof GlobalEventHandlersEventMap, `pushcart-${string}`>;
export type RequestName = Extract<EventName, `${string}-request`>;
export type FactName = Exclude<EventName, RequestName>;
type Detail<Name extends EventName> = GlobalEventHandlersEventMap[Name]['detail'];

/** Asks the page whether something may be done; false if a listener cancelled it. */
export function ask<Name extends RequestName>(target: EventTarget, name: Name, detail: Detail<Name>): boolean {
  return target.dispatchEvent(new CustomEvent(name, {detail, bubbles: true, composed: true, cancelable: true}));
}

/** Tells the page what has happened. */
export function tell<Name extends FactName>(target: EventTarget, name: Name, detail: Detail<Name>): void {
  target.dispatchEvent(new CustomEvent(name, {detail, bubbles: true, composed: true}));
}
