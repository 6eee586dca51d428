/**
 * Tells whoever asked for it what happens in the store. Deliveries are neither signed nor tried again (seen in client
 * code, and not documented), and whatever becomes of one, the store goes on.
 */
import type {Order, Product, Webhook} from './entities.js';
import {isLoopback} from './loopback.js';
import type {SandboxState} from './state.js';
import {toWireOrder, toWireProduct} from './wire.js';

/** The names are documented, the numbers are not: a caller must look them up. One receiver knows 2. */
export const webhookEvents = {
  'Order New': 1,
  'Order Status Change': 2,
  'Customer New': 3,
  'Product New': 4,
  'Product Changed': 5,
  'Product Deleted': 6,
  'Product Stock Changed': 7,
} as const;
type WebhookEvent = keyof typeof webhookEvents;

/** How long the store waits for an answer, in milliseconds. */
const patience = 3000;

/** What became of telling one webhook. */
export interface Delivery {
  readonly at: number;
  /** The webhook's `Id`. */
  readonly webhook: number;
  readonly event: WebhookEvent;
  readonly url: string;
  /** The status answered; `null` where there was none. */
  readonly status: number | null;
  /** Why it failed; `null` where it was answered with a 2xx. */
  readonly error: string | null;
}

const mostDeliveries = 1000;

/** The newest deliveries, oldest first, and those that are under way. */
export class DeliveryLog {
  #done: Delivery[] = [];
  #under = new Set<Promise<void>>();

  add(delivery: Delivery): void {
    this.#done.push(delivery);
    if (this.#done.length > mostDeliveries) this.#done.shift();
  }

  watch(work: Promise<void>): void {
    this.#under.add(work);
    void work.finally(() => this.#under.delete(work));
  }

  list(): readonly Delivery[] {
    return [...this.#done];
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    while (this.#under.size > 0) await Promise.all(this.#under);
  }

  clear(): void {
    this.#done = [];
  }
}

/** Why the store will not call an address at all, or undefined. A sandbox must not call strangers. */
export function findAddressProblem(
  url: string,
  {callsAnywhere}: Pick<SandboxState, 'callsAnywhere'>,
): string | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return 'Invalid Url';
  if (callsAnywhere || isLoopback(url)) return undefined;
  return 'A sandbox calls addresses on this machine only';
}

/** Sends a request out, and gives up on an answer that does not come. A redirect is not followed. */
export async function callOut(state: SandboxState, url: string, init: RequestInit): Promise<Response> {
  const late = new AbortController();
  const request = new Request(url, {...init, redirect: 'manual', signal: late.signal});
  const giveUp = state.clock.sleepLightly(patience).then(() => {
    late.abort();
    throw new Error(`No answer within ${String(patience / 1000)} seconds`);
  });
  giveUp.catch(() => undefined);
  const answer = state.fetch(request);
  answer.catch(() => undefined);
  return Promise.race([answer, giveUp]);
}

async function deliver(
  state: SandboxState,
  {id, url}: Webhook & {readonly id: number},
  event: WebhookEvent,
  body: string,
): Promise<void> {
  const {resets} = state;
  const note = (status: number | null, error: string | null) => {
    if (state.resets === resets) state.deliveries.add({at: state.clock.now(), webhook: id, event, url, status, error});
  };
  try {
    const answer = await callOut(state, url, {
      method: 'POST',
      headers: {'content-type': 'application/json', 'user-agent': 'sandbox-store'},
      body,
    });
    await answer.body?.cancel();
    note(answer.status, answer.ok ? null : `Answered ${String(answer.status)}`);
  } catch (error) {
    note(null, error instanceof Error ? error.message : String(error));
  }
}

/** Tells every webhook of an event, without waiting for any. `body` is what reading the object answers (documented). */
function announce(state: SandboxState, event: WebhookEvent, body: unknown): void {
  const told = state.store.webhooks
    .list()
    .filter(({enabled, eventType}) => enabled && eventType === webhookEvents[event]);
  for (const webhook of told) state.deliveries.watch(deliver(state, webhook, event, JSON.stringify(body)));
}

function announceProduct(state: SandboxState, event: WebhookEvent, product: Product): void {
  announce(state, event, [toWireProduct(product, state.credentials.secureUrl, state.switches.dateStyle)]);
}

/** A cart became an order, which took its goods out of stock. */
export function announceSale(state: SandboxState, order: Order): void {
  announce(state, 'Order New', [toWireOrder(order, state.credentials.secureUrl, state.switches.dateStyle)]);
  for (const catalogId of new Set(order.lines.map((line) => line.catalogId))) {
    const product = state.store.findProduct(catalogId);
    if (product) announceProduct(state, 'Product Stock Changed', product);
  }
}

function countStock({stock, combinations}: Product): string {
  return JSON.stringify([stock, ...combinations.map((each) => each.stock)]);
}

/** A product came, changed or went. */
export function announceChange(state: SandboxState, before: Product | undefined, after: Product | undefined): void {
  if (!after) {
    if (before) announceProduct(state, 'Product Deleted', before);
    return;
  }
  announceProduct(state, before ? 'Product Changed' : 'Product New', after);
  if (before && countStock(before) !== countStock(after)) announceProduct(state, 'Product Stock Changed', after);
}
