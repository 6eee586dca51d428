import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {shop, type Shop} from './shop.js';

/** Keeps an element up to date with one value of the shop: it renders again only when the selected value is another one. */
export class ShopController<Value> implements ReactiveController {
  /** The value as of now; there from the moment the element is connected. */
  declare value: Value;
  #undo: (() => void) | undefined;
  readonly #refresh: () => void;
  readonly #source: 'cart' | 'catalogue';

  constructor(host: ReactiveControllerHost, source: 'cart' | 'catalogue', select: (shop: Shop) => Value) {
    this.#source = source;
    this.#refresh = () => {
      const next = select(shop());
      if (next !== this.value) {
        this.value = next;
        host.requestUpdate();
      }
    };
    host.addController(this);
  }

  hostConnected(): void {
    this.#refresh();
    this.#undo = shop()[this.#source].subscribe(this.#refresh);
  }

  hostDisconnected(): void {
    this.#undo?.();
  }
}
