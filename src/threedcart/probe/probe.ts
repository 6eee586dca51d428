/**
 * Finds out how a store reads the points that its documentation leaves open: by reading, and by carts that it makes
 * and deletes. It places no order, and touches nothing else.
 */
import type {Failure} from '../outcome.js';
import {createCalls, type CallOptions} from './calls.js';
import type {Chosen} from './cart.js';
import {createProbeCarts} from './carts.js';
import {describeAddress, toCheckoutForm} from './checkout.js';
import {describeFailure, Notes, type Findings} from './findings.js';
import {createLineQuestions} from './lines.js';
import {fillBucket, noteOverflow} from './overflow.js';
import {readArticle, readCors, readLists, readSettings, readVersion, type Article, type Shop} from './reads.js';

export interface ProbeOptions extends CallOptions {
  /** The product to put into carts. */
  readonly catalogId: number;
  /** Options to choose. Of a required set without one, the first that fits is chosen. */
  readonly options: readonly {readonly setId: number; readonly optionId: number}[];
  /** Fill the store's bucket at the end, which goes at the cost of everybody who calls it. The bucket as it is configured. */
  readonly fill?: {readonly capacity: number; readonly rate: number} | undefined;
  /** Told what is being looked at. */
  readonly onStep: (what: string) => void;
}

export interface StoreProbe {
  /**
   * Asks everything. What it cannot find out is a finding, too.
   *
   * @throws {ProbeFailed} Where the store lets nothing be asked, or the signal ended it. Carts may be there even so.
   */
  ask(): Promise<void>;
  /** Deletes the carts. Is to be called whatever became of {@link ask}. */
  clean(): Promise<void>;
  /** Fills the bucket, if that was asked for. */
  fill(): Promise<void>;
  readonly findings: Findings;
  /** Hosts, with port, that checkout addresses had. */
  readonly checkoutHosts: readonly string[];
  readonly carts: {
    /** The last name on all of them begins so. */
    readonly mark: string;
    readonly made: number;
    /** Names on those that may still be there. */
    readonly left: readonly string[];
  };
}

/** The store let nothing be asked. */
export class ProbeFailed extends Error {
  override name = 'ProbeFailed';
  constructor(
    readonly failure: Failure,
    /** What for, to follow "could not". */
    readonly what: string,
  ) {
    super(`could not ${what}`);
  }
}

/** The product, or a choice, is none. */
export class ProbeMisused extends Error {
  override name = 'ProbeMisused';
}

export function createStoreProbe(options: ProbeOptions): StoreProbe {
  const {catalogId, signal, onStep} = options;
  const notes = new Notes();
  const calls = createCalls(options);
  const carts = createProbeCarts(calls, options.clock);
  const hosts = new Set<string>();

  function step(what: string): void {
    if (signal.aborted) throw new ProbeFailed({kind: 'not_sent', reason: 'aborted'}, what);
    onStep(what);
  }

  async function makeCart(): Promise<string> {
    step('make a cart');
    const made = await carts.make();
    if ('failure' in made) throw new ProbeFailed(made.failure, 'make a cart');
    return made.key;
  }

  async function askListed(key: string): Promise<void> {
    step('see whether open carts are listed among the orders');
    const listed = await carts.isListed(key);
    if (typeof listed !== 'boolean') return notes.unknown('openCartOrders', `the orders: ${describeFailure(listed)}`);
    notes.known(
      'openCartOrders',
      listed ? 'on' : 'off',
      `the open cart was ${listed ? '' : 'not '}among the orders that are not completed`,
    );
  }

  /** The form of the address is what two carts have in common. */
  async function askCheckout(first: string, address: string, shop: Shop, again: () => Promise<[string, string]>) {
    if (address === '') return notes.known('checkoutUrl', '', 'a cart with a line had no checkout address');
    const form = toCheckoutForm(address, first, shop.urls);
    if (form.host !== undefined) hosts.add(form.host);
    const [second, other] = await again();
    const otherForm = toCheckoutForm(other, second, shop.urls);
    const seen = `checkout addresses like ${describeAddress(address, first)}`;
    if (form.template === otherForm.template && form.template.length <= 2000)
      notes.known('checkoutUrl', form.template, seen);
    else notes.unknown('checkoutUrl', `${seen}, with a part that neither key nor number of the cart explains`);
  }

  return {
    async ask() {
      step("read the store's settings");
      const shop = await readSettings(calls, notes, options.credentials.secureUrl);
      step('read the product');
      const read = await readArticle(calls, notes, catalogId, shop);
      if ('failure' in read) {
        if (read.failure.kind === 'not_found') throw new ProbeMisused(`The store has no product ${catalogId}.`);
        throw new ProbeFailed(read.failure, `read product ${catalogId}`);
      }
      const {article, heard} = read;
      const chosen = choose(article, options.options);
      step('read lists that are empty or have an end');
      await readLists(calls, notes);
      step('read the product from the other version of the API');
      await readVersion(calls, notes, options.baseUrl, catalogId);
      step('see what a browser would be allowed');
      await readCors(calls, notes, catalogId, heard);

      const key = await makeCart();
      const context = {calls, notes, article, chosen, frame: shop.frame, step};
      const lines = createLineQuestions(key, context);
      step('put the product into the cart');
      const isIn = await lines.begin();
      const address = lines.seen?.checkoutUrl;
      await askListed(key);
      if (isIn) await lines.askAll();
      step('have the store refuse a line that cannot be');
      await lines.askForRefusal();
      if (address === undefined || !isIn) notes.unknown('checkoutUrl', 'no cart with a line in it could be read');
      else
        await askCheckout(key, address, shop, async () => {
          const second = await makeCart();
          const others = createLineQuestions(second, context);
          await others.begin();
          return [second, others.seen?.checkoutUrl ?? ''];
        });
      if (signal.aborted) throw new ProbeFailed({kind: 'not_sent', reason: 'aborted'}, 'ask everything');
    },
    clean: () => carts.clean(),
    async fill() {
      if (options.fill) {
        step("fill the store's bucket");
        const ask = {method: 'GET', path: `/Products/${catalogId}`} as const;
        await fillBucket({...options.fill, calls, notes, clock: options.clock, ask, signal});
      } else if (calls.overflow) noteOverflow(notes, calls.overflow);
    },
    get findings() {
      return notes.all;
    },
    get checkoutHosts() {
      return [...hosts];
    },
    get carts() {
      const {mark, made, left} = carts;
      return {mark, made, left};
    },
  };
}

/** What is chosen, with what stands for it; a required set without a choice is given its first. */
function choose({product, combinations}: Article, options: ProbeOptions['options']): readonly Chosen[] {
  const wanted = new Set(options.map(({optionId}) => optionId));
  for (const {setId, optionId} of options) {
    const set = product.sets.find((one) => one.setId === setId);
    if (!set?.options.some((option) => option.optionId === optionId))
      throw new ProbeMisused(
        `The product has no option ${setId}:${optionId}. It has ${
          product.sets.flatMap((one) => one.options.map((option) => `${one.setId}:${option.optionId}`)).join(', ') ||
          'none'
        }.`,
      );
  }
  // Of those that have a stock of their own, the fullest that has what is wanted.
  const setOf = (optionId: number) =>
    product.sets.find((one) => one.options.some((each) => each.optionId === optionId));
  const [fullest] = combinations
    .filter(({optionIds}) =>
      [...wanted].every(
        (optionId) =>
          optionIds.includes(optionId) || !optionIds.some((other) => setOf(other)?.setId === setOf(optionId)?.setId),
      ),
    )
    .sort((a, b) => b.stock - a.stock);
  return product.sets.flatMap((set) => {
    const picks = set.options.filter(({optionId}) => wanted.has(optionId));
    const own = set.options.find(({optionId}) => fullest?.optionIds.includes(optionId));
    const first = set.required || own ? (own ?? set.options[0]) : undefined;
    return (picks.length > 0 ? picks : first ? [first] : []).map(({optionId, name}) => ({
      setId: set.setId,
      optionId,
      value: set.type === 'text' ? 'Pushcart' : name,
    }));
  });
}
