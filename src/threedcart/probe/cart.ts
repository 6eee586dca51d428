/** A cart of a probe: written to, and looked at after each write. What it shows of carts in general is noted on the way. */
import * as wire from '../schemas.js';
import {toStoreCart, type StoreCart, type StoreFrame, type StoreLine} from '../store.js';
import {toCartPath, type Calls, type Reply} from './calls.js';
import {describeAnswer, describeFailure, noteDates, noteRefusal, type Notes} from './findings.js';

/** An option as it is sent. */
export interface Chosen {
  readonly setId: number;
  readonly optionId: number;
  readonly value: string;
}

/** What became of a write: what the store said, and the product's lines before it and after it. */
export interface Change {
  readonly reply: Reply;
  readonly before: readonly StoreLine[];
  readonly after: readonly StoreLine[];
}

export interface ProbeCart {
  /** As it was seen last. */
  readonly seen: StoreCart | undefined;
  /** The lines of the product, without what the store made of them. */
  readonly lines: readonly StoreLine[];
  /** Adds a line, and looks. Undefined where nobody can say what became of it, here and below. */
  add(quantity: number, options: readonly Chosen[]): Promise<Change | undefined>;
  setQuantity(line: StoreLine, quantity: number): Promise<Change | undefined>;
  remove(lines: readonly StoreLine[]): Promise<void>;
  /** Adds a line that cannot be, and does not look. */
  addImpossible(catalogId: number, quantity: number): Promise<Reply>;
}

export interface CartContext {
  readonly calls: Calls;
  readonly notes: Notes;
  readonly catalogId: number;
  readonly frame: StoreFrame;
}

/** @param key The cart's, which has nothing in it yet. */
export function openProbeCart(key: string, {calls, notes, catalogId, frame}: CartContext): ProbeCart {
  const items = toCartPath(key, 'Item');
  const linePath = ({lineId}: StoreLine): string => toCartPath(key, 'Item', lineId);
  let seen: StoreCart | undefined;

  const own = (): readonly StoreLine[] =>
    seen?.lines.filter((line) => line.catalogId === catalogId && line.madeAs === 'item') ?? [];

  /** False where the cart could not be read. */
  async function look(): Promise<boolean> {
    const unknown = (why: string): false => {
      notes.unknown(['getCartShape', 'getCartStatus'], why);
      return false;
    };
    const {answer, failure} = await calls.read({method: 'GET', path: toCartPath(key)});
    if (failure) return unknown(describeFailure(failure));
    const raw = wire.Cart.safeParse(answer.body);
    const how = `reading the cart: ${describeAnswer(answer)}`;
    if (!raw.success) return unknown(how);
    notes.known('getCartShape', Array.isArray(answer.body) ? 'array' : 'object', how);
    if (answer.status === 200 || answer.status === 201) notes.known('getCartStatus', answer.status, how);
    else notes.unknown('getCartStatus', how);
    noteDates(notes, answer.body, ['OrderDate', 'LastUpdate'], 'the cart');
    seen = toStoreCart(raw.data, frame);
    return true;
  }

  /** Writes, and looks. What was lost without a trace is written once more. */
  async function change(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Change | undefined> {
    const before = own();
    for (let tries = 0; ; tries++) {
      const reply = await calls.write({method, path, body});
      if (reply.failure?.kind === 'refused' && reply.answer) noteRefusal(notes, reply.answer);
      if (reply.failure?.kind === 'not_sent' || !(await look())) return undefined;
      const after = own();
      if (reply.failure?.kind !== 'unclear' || !isSame(before, after)) return {reply, before, after};
      if (tries > 0) return undefined;
    }
  }

  const toBody = (id: number, quantity: number, options: readonly Chosen[]) => ({
    CatalogID: id,
    ItemQuantity: quantity,
    ItemOptions: options.map(({setId, optionId, value}) => ({
      OptionSetID: setId,
      OptionID: optionId,
      OptionValue: value,
    })),
  });

  return {
    get seen() {
      return seen;
    },
    get lines() {
      return own();
    },
    add: (quantity, options) => change('POST', items, toBody(catalogId, quantity, options)),
    setQuantity: (line, quantity) => change('PUT', linePath(line), {ItemQuantity: quantity}),
    async remove(lines) {
      for (const line of lines) await calls.write({method: 'DELETE', path: linePath(line)});
      if (lines.length > 0) await look();
    },
    addImpossible: (id, quantity) => calls.write({method: 'POST', path: items, body: toBody(id, quantity, [])}),
  };
}

/** Whether lines are the same, with the same quantities. */
export const isSame = (some: readonly StoreLine[], others: readonly StoreLine[]): boolean =>
  some.length === others.length &&
  some.every(({lineId, quantity}, index) => others[index]?.lineId === lineId && others[index].quantity === quantity);
