/**
 * What elements say to the page. A `-request` asks first and can be cancelled with `preventDefault()`; the others
 * tell what has happened. All bubble and cross shadow roots, so a listener on `document` hears every one.
 */
import type {Addition, CartError, CartState} from '../cart/state.js';

/** An addition that is in the cart now, as one line or as a part of an equal one. */
export interface Added extends Addition {
  readonly lineId: string;
}

export interface LineQuantity {
  readonly lineId: string;
  readonly catalogId: number;
  readonly quantity: number;
}

declare global {
  interface GlobalEventHandlersEventMap {
    'pushcart-add-request': CustomEvent<Addition>;
    /** `quantity` is the one wanted. */
    'pushcart-quantity-request': CustomEvent<LineQuantity>;
    /** `quantity` is the one that would go. */
    'pushcart-remove-request': CustomEvent<LineQuantity>;
    'pushcart-checkout-request': CustomEvent<CartState>;
    'pushcart-changed': CustomEvent<CartState>;
    'pushcart-added': CustomEvent<Added>;
    'pushcart-removed': CustomEvent<LineQuantity>;
    'pushcart-synced': CustomEvent<CartState>;
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
