/** What a cart shows of a store: lines are added, changed and refused, and the cart is looked at after each. */
import type {StoreCart, StoreLine} from '../store.js';
import type {Reply} from './calls.js';
import {isSame, openProbeCart, type CartContext, type Change, type Chosen} from './cart.js';
import {describeAnswer, describeFailure, noteRefusal, type Trait} from './findings.js';
import type {Article} from './reads.js';

export interface LineQuestions {
  /** Puts the article in. False where the store would not take it. */
  begin(): Promise<boolean>;
  /** The cart as it was seen last. */
  readonly seen: StoreCart | undefined;
  /** All questions to which lines are the answer. */
  askAll(): Promise<void>;
  /** Has the store refuse a write, to see how it does that. */
  askForRefusal(): Promise<void>;
}

export interface LineContext extends Omit<CartContext, 'catalogId'> {
  readonly article: Article;
  readonly chosen: readonly Chosen[];
  /** Told of what comes next; throws where it was stopped. */
  readonly step: (what: string) => void;
}

const NO_PRODUCT = 2 ** 31 - 1;
const lineTraits = ['mergeLines', 'quantityZero', 'quantityRules', 'stockCheck', 'requiredOptions'] as const;

/** @param key The cart's, which has nothing in it yet. */
export function createLineQuestions(key: string, context: LineContext): LineQuestions {
  const {notes, article, chosen} = context;
  const {product} = article;
  const cart = openProbeCart(key, {...context, catalogId: product.catalogId});
  const {choices, min, max, step} = product.quantity;
  const quantity = choices?.[0] ?? (min < 0.01 ? 1 : min);

  const describe = ({reply, after}: Change): string =>
    `${reply.failure ? describeFailure(reply.failure) : 'the store accepted it'}, and then the cart had ${
      after.length === 0
        ? 'no such line'
        : after.length === 1
          ? `one line of ${after[0]?.quantity ?? 0}`
          : `${after.length} lines`
    }`;
  const isRefused = ({reply}: Change): boolean => reply.failure?.kind === 'refused';
  const NOBODY = 'no answer came, and the cart did not show what became of it';

  /** The line to try things with, alone and of the first quantity. */
  async function single(): Promise<StoreLine | undefined> {
    const [first, ...others] = cart.lines;
    await cart.remove(others);
    if (!first) return (await begin()) ? cart.lines[0] : undefined;
    if (first.quantity !== quantity) await cart.setQuantity(first, quantity);
    const [line] = cart.lines;
    return line?.quantity === quantity && cart.lines.length === 1 ? line : undefined;
  }

  async function begin(): Promise<boolean> {
    const added = await cart.add(quantity, chosen);
    const isIn = added !== undefined && cart.lines.length > 0;
    noteRestricted(added, isIn);
    if (isIn) return true;
    const why = `the product did not get into the cart: ${added ? describe(added) : NOBODY}`;
    notes.unknown([...lineTraits, 'descriptions'], why);
    return false;
  }

  function noteRestricted(added: Change | undefined, isIn: boolean): void {
    if (!article.isRestricted)
      return notes.unknown('restrictedProducts', 'everybody may order the product: probe one that is not for sale');
    if (!added) return notes.unknown('restrictedProducts', NOBODY);
    const how = `a product that not everybody may order was added; ${describe(added)}`;
    if (isIn) notes.known('restrictedProducts', 'allow', how);
    else if (isRefused(added)) notes.known('restrictedProducts', 'reject400', how);
    else notes.unknown('restrictedProducts', how);
  }

  async function askMerge(): Promise<void> {
    const added = await cart.add(quantity, chosen);
    if (!added) return notes.unknown('mergeLines', NOBODY);
    const how = `the same product was added twice; ${describe(added)}`;
    const [line] = added.after;
    if (added.after.length === added.before.length + 1) notes.known('mergeLines', 'off', how);
    else if (added.after.length === 1 && line && Math.abs(line.quantity - 2 * quantity) < 1e-6)
      notes.known('mergeLines', 'on', how);
    else notes.unknown('mergeLines', how);
  }

  /** Sets the one line to a quantity. */
  async function setTo(to: number): Promise<Change | undefined> {
    const line = await single();
    return line && cart.setQuantity(line, to);
  }

  async function askZero(): Promise<void> {
    const changed = await setTo(0);
    if (!changed) return notes.unknown('quantityZero', NOBODY);
    const how = `a line was set to 0; ${describe(changed)}`;
    if (changed.after.length === 0) notes.known('quantityZero', 'delete', how);
    else if (isRefused(changed)) notes.known('quantityZero', 'reject400', how);
    else notes.unknown('quantityZero', how);
  }

  /** A quantity that the product's own rules forbid, and the rule. */
  function findForbidden(): {readonly to: number; readonly rule: string} | undefined {
    if (choices) return {to: Math.max(...choices) + step, rule: 'none of those offered'};
    if (min >= 2) return {to: min - 1, rule: `less than the minimum of ${min}`};
    if (max !== null) return {to: max + step, rule: `more than the maximum of ${max}`};
    if (!product.quantity.fractional) return {to: min + 0.5, rule: 'a fraction'};
    return undefined;
  }

  async function askRules(): Promise<void> {
    const forbidden = findForbidden();
    if (!forbidden) return notes.unknown('quantityRules', 'the product has no rule that could be broken');
    const stock = stockOf();
    if (article.stockIs !== 'ignored' && Math.ceil(forbidden.to) > stock)
      return notes.unknown('quantityRules', 'there is too little in stock to tell a rule from a lack');
    const changed = await setTo(forbidden.to);
    if (!changed) return notes.unknown('quantityRules', NOBODY);
    const how = `a line was set to ${forbidden.to}, ${forbidden.rule}; ${describe(changed)}`;
    const [line] = changed.after;
    if (isRefused(changed)) notes.known('quantityRules', 'reject400', how);
    else if (changed.after.length !== 1 || !line) notes.unknown('quantityRules', how);
    else if (line.quantity === forbidden.to) notes.known('quantityRules', 'allow', how);
    else if (!changed.reply.failure) notes.known('quantityRules', 'adjust', how);
    else notes.unknown('quantityRules', how);
  }

  /** How many there are of what is chosen. */
  function stockOf(): number {
    const optionIds = new Set(chosen.map(({optionId}) => optionId));
    const combination = article.combinations.find((one) => one.optionIds.every((optionId) => optionIds.has(optionId)));
    return combination?.stock ?? article.stock;
  }

  async function askStock(): Promise<void> {
    const stock = stockOf();
    if (article.stockIs === 'ignored')
      return notes.unknown('stockCheck', 'the product is sold whatever its stock: probe one whose stock is tracked');
    if (choices) return notes.unknown('stockCheck', 'the product is sold in fixed quantities: probe one that is not');
    if (stock < quantity) return notes.unknown('stockCheck', 'there is none in stock: probe a product that there is');
    const most = Math.floor(stock / step + 1e-6) * step;
    const to = Number((most + step).toFixed(3));
    if (max !== null && to > max)
      return notes.unknown('stockCheck', 'the maximum of the product is below its stock: probe one without');
    const changed = await setTo(to);
    if (!changed) return notes.unknown('stockCheck', NOBODY);
    const how = `one more was asked for than there is; ${describe(changed)}`;
    const [line] = changed.after;
    if (isRefused(changed)) notes.known('stockCheck', 'reject400', how);
    else if (changed.after.length !== 1 || !line) notes.unknown('stockCheck', how);
    else if (line.quantity === to && article.stockIs === 'hidden')
      notes.unknown('stockCheck', `${how}; but whether the store counts this product's stock is its own default`);
    else if (line.quantity === to) notes.known('stockCheck', 'allow', how);
    else if (Math.abs(line.quantity - most) < 1e-6 && line.quantity !== quantity) notes.known('stockCheck', 'cap', how);
    else notes.unknown('stockCheck', how);
  }

  async function askRequired(): Promise<void> {
    if (!article.requires)
      return notes.unknown('requiredOptions', 'the product has no required option: probe one that has');
    // The line goes back to its first quantity, so that no want of stock looks like the want of an option.
    const line = await single();
    const added = line && (await cart.add(quantity, []));
    if (!added) return notes.unknown('requiredOptions', NOBODY);
    const how = `it was added without its required option; ${describe(added)}`;
    const isRicher = !isSame(added.after, added.before);
    const isFew = article.combinations.length > 0 || (article.stockIs !== 'ignored' && stockOf() < 2 * quantity);
    const isForStock = isFew && notes.value('stockCheck') !== 'allow';
    if (isRicher) notes.known('requiredOptions', 'allow', how);
    else if (!isRefused(added)) notes.unknown('requiredOptions', how);
    else if (isForStock)
      notes.unknown(
        'requiredOptions',
        `${how}; but it may be for want of stock: probe one of which there are many, and whose options have no stock of their own`,
      );
    else notes.known('requiredOptions', 'reject400', how);
  }

  /** How the line has its names, if they have anything in them by which that could be seen. */
  function noteDescription(): void {
    const [line] = cart.lines;
    if (!line) return;
    const sets = product.sets.flatMap((one) => {
      const pick = chosen.find(({setId}) => setId === one.setId);
      const option = one.options.find(({optionId}) => optionId === pick?.optionId);
      return option ? [{set: one, option}] : [];
    });
    // What a shopper would have written is no name.
    const names = [
      product.name,
      ...sets.flatMap(({set: {name, type}, option}) => (type === 'text' ? [name] : [name, option.name])),
    ].filter((name) => /[&<>]/.test(name));
    const costs = sets.some(({option}) => option.delta > 0);
    const isEscaped = names.some((name) => line.description.includes(toEscaped(name)));
    const isTyped = names.length > 0 && names.every((name) => line.description.includes(name));
    const isPriced = line.description.split(/<br\s*\/?>/i).some((piece) => /-\s*\p{Sc}\s?\d[\d.,]*\s*$/u.test(piece));
    if (isEscaped && !isPriced) notes.known('descriptions', 'escaped', 'a name with a sign of HTML came escaped');
    else if (costs && isPriced && !isEscaped)
      notes.known('descriptions', 'priced', 'what an option costs stood behind it');
    else if (isTyped && costs && !isEscaped && !isPriced)
      notes.known('descriptions', 'typed', 'names came as they are, and options without what they cost');
    else
      notes.unknown(
        'descriptions',
        'it shows only where a name has &, < or > in it and a chosen option costs more: probe such a product',
      );
  }

  return {
    begin,
    get seen() {
      return cart.seen;
    },
    async askAll() {
      const {step} = context;
      noteDescription();
      step('add the same line again');
      await askMerge();
      step('set a line to 0');
      await askZero();
      step("break the product's own rules of quantity");
      await askRules();
      step('ask for more than there is');
      await askStock();
      step('leave out a required option');
      await askRequired();
    },
    async askForRefusal() {
      if (notes.isKnown('errorWith200')) return;
      const impossible = [
        [NO_PRODUCT, 1],
        [product.catalogId, -1],
      ] as const;
      let reply: Reply | undefined;
      for (const [catalogId, count] of impossible) {
        reply = await cart.addImpossible(catalogId, count);
        if (reply.failure?.kind === 'refused' && reply.answer) return noteRefusal(notes, reply.answer);
      }
      const traits: readonly Trait[] = ['errorBody400', 'errorWith200'];
      notes.unknown(
        traits,
        `an impossible line was not refused: ${reply?.answer ? describeAnswer(reply.answer) : 'no answer came'}`,
      );
    },
  };
}

const toEscaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
