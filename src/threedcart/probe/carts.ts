/** The carts that a probe makes: each with a name of its own, so that a lost one can be found, and all of them deleted. */
import {z} from 'zod';
import type {Clock} from '../clock.js';
import {toStoreOrder} from '../order.js';
import type {Failure} from '../outcome.js';
import {created, isId} from '../read.js';
import * as wire from '../schemas.js';
import {toCartPath, type Calls} from './calls.js';

export interface ProbeCarts {
  /** The last name of whom the carts are for; a number follows it. */
  readonly mark: string;
  /** How many were made, as far as is known. */
  readonly made: number;
  /** The names of those that may still be there. */
  readonly left: readonly string[];
  /** Makes one. Where the answer is lost, the store's list of open carts may still tell its key. */
  make(): Promise<{readonly key: string} | {readonly failure: Failure}>;
  /** Whether the store lists the open cart among its orders; a failure where it could not be looked at. */
  isListed(key: string): Promise<boolean | Failure>;
  /** Deletes all of them. Never gives up because the command was stopped. */
  clean(): Promise<void>;
}

const MOST_LOST = 2;
const DELETE_TRIES = 4;
/** A write whose connection broke may still land: the list is looked at so often, with so long between. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 1500;
const PAGE = 300;
const MOST_PAGES = 3;
/** The store's clock shows its own zone's time, which is no more than this behind UTC. */
const BEHIND_MS = 13 * 3_600_000;

const OrderRows = z.array(wire.Order.extend({BillingLastName: z.unknown()}));

export function createProbeCarts(calls: Calls, clock: Clock): ProbeCarts {
  const mark = `Probe-${crypto.randomUUID().slice(0, 8)}`;
  const startedAt = clock.now();
  /** Names by key. */
  const open = new Map<string, string>();
  /** Names of those whose key never came. */
  const lost = new Set<string>();
  let made = 0;
  let asked = 0;
  let listsOpen = false;

  /** Keys of our open carts by their names, as the store's orders have them. */
  async function list(
    always: boolean,
  ): Promise<{readonly found: ReadonlyMap<string, string>} | {readonly failure: Failure}> {
    const found = new Map<string, string>();
    const [date = '', time = ''] = new Date(startedAt - BEHIND_MS).toISOString().split('T');
    const [year, month, day] = date.split('-');
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({
        orderstatus: '7',
        datestart: `${month}/${day}/${year} ${time.slice(0, 8)}`,
        limit: String(PAGE),
        offset: String(1 + page * PAGE),
      });
      const reply = await calls.read({method: 'GET', path: `/Orders?${query}`, always});
      if (reply.failure?.kind === 'not_found' || (page > 0 && reply.failure?.kind === 'refused')) break;
      if (reply.failure) return {failure: reply.failure};
      const rows = OrderRows.safeParse(reply.answer.body);
      if (!rows.success) return {failure: {kind: 'unclear', reason: 'malformed', status: reply.answer.status}};
      for (const row of rows.data) {
        const name = row.BillingLastName;
        const {cartKey, isPlaced} = toStoreOrder(row);
        if (typeof name === 'string' && name.startsWith(mark) && cartKey !== undefined && isId(cartKey) && !isPlaced)
          found.set(name, cartKey);
      }
      if (rows.data.length < PAGE) break;
    }
    if (found.size > 0) listsOpen = true;
    return {found};
  }

  /** Takes over the keys of those whose answers were lost. */
  async function find(always: boolean): Promise<void> {
    const listed = await list(always);
    if ('failure' in listed) return;
    for (const name of lost) {
      const key = listed.found.get(name);
      if (key === undefined) continue;
      lost.delete(name);
      open.set(key, name);
      made += 1;
    }
  }

  async function remove(key: string): Promise<boolean> {
    for (let tries = 0; tries < DELETE_TRIES; tries++) {
      const {failure} = await calls.write({method: 'DELETE', path: toCartPath(key), always: true});
      if (failure?.kind === 'not_found') return true;
      // What says that it was done is looked at as well: a cart that stays would be the merchant's to find.
      const look = await calls.read({method: 'GET', path: toCartPath(key), always: true});
      if (look.failure?.kind === 'not_found') return true;
      if (!failure && look.failure) return true;
    }
    return false;
  }

  return {
    mark,
    get made() {
      return made;
    },
    get left() {
      return [...open.values(), ...lost];
    },
    async make() {
      for (let tries = 0; ; tries++) {
        const name = `${mark}-${++asked}`;
        lost.add(name);
        const reply = await calls.write({
          method: 'POST',
          path: '/Cart',
          body: {BillingFirstName: 'Pushcart', BillingLastName: name},
        });
        const key = reply.answer && !reply.failure ? created(['orderkey'])(reply.answer.body) : undefined;
        if (key !== undefined) {
          lost.delete(name);
          open.set(key, name);
          made += 1;
          return {key};
        }
        const failure: Failure = reply.failure ?? {kind: 'unclear', reason: 'malformed', status: reply.answer.status};
        if (failure.kind !== 'unclear') {
          lost.delete(name);
          return {failure};
        }
        await find(false);
        for (const [found, owner] of open) if (owner === name) return {key: found};
        if (tries + 1 >= MOST_LOST) return {failure};
      }
    },
    async isListed(key) {
      const listed = await list(false);
      return 'failure' in listed ? listed.failure : [...listed.found.values()].includes(key);
    },
    async clean() {
      for (let look = 0; lost.size > 0 && look < LOOKS; look++) {
        if (look > 0) await new Promise<void>((resolve) => clock.after(BETWEEN_LOOKS_MS, resolve));
        await find(true);
      }
      // A store that lists open carts, and does not list this one, never made it.
      if (listsOpen) lost.clear();
      for (const key of [...open.keys()]) if (await remove(key)) open.delete(key);
    },
  };
}
