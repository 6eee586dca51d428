import type {Call} from './calls.js';
import type {Fault} from './faults.js';
import type {Cart} from './entities.js';
import type {SandboxState} from './state.js';
import type {Switches} from './switches.js';
import type {Delivery} from './webhooks.js';
import {
  toWireCart,
  toWireOrder,
  toWireScript,
  toWireWebhook,
  type WireCart,
  type WireOrder,
  type WireScript,
  type WireWebhook,
} from './wire.js';

/** A cart in the wire's words, plus what no call answers: the order's number and the chosen option ids of each line. */
export type SnapshotCart = Omit<WireCart, 'CartItemList'> & {
  readonly OrderID: number;
  readonly CartItemList: readonly (WireCart['CartItemList'][number] & {
    readonly ItemOptions: readonly {
      readonly OptionSetID: number;
      readonly OptionID: number;
      readonly OptionValue: string;
    }[];
  })[];
};

/** An order in the wire's words, and the key of the cart that it was. */
export type SnapshotOrder = WireOrder & {readonly OrderKey: string};

/** Everything that a sandbox holds, as `GET /_sandbox` shows it. */
export interface SandboxSnapshot {
  readonly switches: Switches;
  /** Faults that have not struck yet. */
  readonly faults: readonly Fault[];
  /** Open carts; those past `cartTtl` are gone. */
  readonly carts: readonly SnapshotCart[];
  readonly orders: readonly SnapshotOrder[];
  /** Frontend scripts installed in the store. */
  readonly scripts: readonly WireScript[];
  /** The newest 10,000 calls of the API, oldest first. */
  readonly calls: readonly Call[];
  readonly webhooks: readonly WireWebhook[];
  /** What became of telling them: the newest 1,000, oldest first. */
  readonly deliveries: readonly Delivery[];
}

function toSnapshotCart(cart: Cart, state: SandboxState): SnapshotCart {
  const {CartItemList, ...rest} = toWireCart(cart, state.credentials.secureUrl, state.switches);
  return {
    ...rest,
    OrderID: cart.orderId,
    CartItemList: CartItemList.map((item, index) => ({
      ...item,
      ItemOptions: (cart.lines[index]?.chosen ?? []).map(({optionSetId, optionId, value}) => ({
        OptionSetID: optionSetId,
        OptionID: optionId,
        OptionValue: value,
      })),
    })),
  };
}

export function takeSnapshot(state: SandboxState): SandboxSnapshot {
  const {store, switches, clock} = state;
  const carts = store
    .listCarts()
    .filter(({orderKey}) => store.findCart(orderKey, clock.now(), switches.cartTtl) !== undefined);
  return {
    switches,
    faults: state.faults.list(),
    carts: carts.map((cart) => toSnapshotCart(cart, state)),
    orders: store.listOrders().map((order) => ({
      ...toWireOrder(order, state.credentials.secureUrl, switches.dateStyle),
      OrderKey: order.orderKey,
    })),
    scripts: store.scripts.list().map((script) => toWireScript(script, switches.dateStyle)),
    calls: state.calls.list(),
    webhooks: store.webhooks.list().map((webhook) => toWireWebhook(webhook, switches.dateStyle)),
    deliveries: state.deliveries.list(),
  };
}
