/**
 * The wire format between a page and the proxy: what `GET /v1/products` and `POST /v1/cart` take and answer.
 * The proxy validates with the schemas; the page imports the types alone, so that no validation code reaches a shopper.
 */
import {z} from 'zod';
import {isUnsafeText} from './text.js';

/** Limits that hold without a catalogue. A request past one of them is refused as a whole with `invalid_request`. */
export const limits = {
  bodyBytes: 64 * 1024,
  lines: 50,
  optionsPerLine: 20,
  /** In UTF-16 units, as the store's own limit and a browser's `maxlength` are. */
  textLength: 500,
  quantity: 99_999,
  productsPerRequest: 50,
} as const;

const id = z.string().min(1).max(64);
const positiveInt = z.int().positive();
const minor = z.int();
const quantity = z
  .number()
  .positive()
  .max(limits.quantity)
  .refine((value) => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6, 'has more than three decimals');

/** Up to so many UTF-16 units; a string's own `max` would count an emoji once, where the store counts two. */
const textOf = (length: number) =>
  z
    .string()
    .max(length)
    .refine((text) => text.length <= length, `is longer than ${length} UTF-16 units`);

/** One choice on a line: an option of a set, with the shopper's words where the set takes text. */
export const ChosenOption = z.object({
  setId: positiveInt,
  optionId: positiveInt,
  text: textOf(limits.textLength).optional(),
});
export type ChosenOption = z.infer<typeof ChosenOption>;

/** A line that the shopper wants. */
export const WishedLine = z.object({
  id,
  catalogId: positiveInt,
  quantity,
  options: z.array(ChosenOption).max(limits.optionsPerLine).optional(),
});
export type WishedLine = z.infer<typeof WishedLine>;

/** A line that the store made, named by the id that the proxy gave it. */
export const StoreMadeLine = z.object({id: id.startsWith('store-'), quantity});
export type StoreMadeLine = z.infer<typeof StoreMadeLine>;

/** A shopper's own words, which the merchant reads on pages that may not expect markup, and in mails with headers. */
const words = (length: number) =>
  textOf(length)
    .refine((text) => !isUnsafeText(text), 'has characters that the store cannot take')
    .optional();

const person = z.object({
  firstName: words(100),
  lastName: words(50),
  company: words(200),
  address: words(200),
  address2: words(50),
  city: words(50),
  state: words(50),
  zip: words(20),
  country: words(50),
  phone: words(30),
  email: words(100),
});

/** What a page asks of `POST /v1/cart`. `lines` is everything that the shopper wants, not a difference. */
export const CartRequest = z
  .object({
    /** 128 random bits, base64url, made with the first wish: names the cart before there is a token. */
    key: z
      .string()
      .regex(/^[A-Za-z0-9_-]{22}$/, 'must be 128 random bits in base64url: 22 characters')
      .optional(),
    /** Counts up with every wish; an older one than the proxy has seen writes nothing. */
    rev: z.int().nonnegative().optional(),
    /** The newest token held. */
    cart: z.string().optional(),
    intent: z.enum(['read', 'sync', 'checkout', 'discard']),
    lines: z
      .array(z.union([WishedLine, StoreMadeLine]))
      .max(limits.lines)
      .superRefine((lines, context) => {
        const seen = new Set<string>();
        lines.forEach((line, index) => {
          if (seen.has(line.id))
            context.addIssue({code: 'custom', path: [index, 'id'], message: 'is used by two lines'});
          seen.add(line.id);
        });
      })
      .optional(),
    /** Sent with the making of the store's cart; never answered, sealed or logged. */
    shopper: z.object({billing: person.optional(), shipment: person.optional()}).optional(),
  })
  .refine(({intent, lines}) => lines !== undefined || intent === 'read' || intent === 'discard', {
    path: ['lines'],
    message: 'is needed here: everything that the shopper wants, or [] for nothing',
  });
export type CartRequest = z.infer<typeof CartRequest>;

const option = z.object({
  optionId: positiveInt,
  name: z.string(),
  delta: minor.describe('price difference per unit; may be negative'),
  image: z.string().nullable(),
  selected: z.boolean(),
});

const optionSet = z.object({
  setId: positiveInt,
  name: z.string(),
  type: z.enum(['select', 'radio', 'swatch', 'check', 'text']),
  required: z.boolean(),
  maxLength: z.int().nullable(),
  options: z.array(option),
});
export type OptionSet = z.infer<typeof optionSet>;

/** A product as a page may know it: an allow-list. Cost, stock counts and price levels never leave the proxy. */
export const Product = z.object({
  catalogId: positiveInt,
  name: z.string(),
  url: z.string(),
  image: z.string().nullable(),
  price: minor.describe('unit price now, without options'),
  listPrice: minor.nullable().describe('struck-through price'),
  orderable: z.boolean(),
  reason: z.enum(['sold_out', 'in_store_only']).nullable(),
  quantity: z.object({
    min: z.number(),
    max: z.number().nullable(),
    step: z.number(),
    fractional: z.boolean(),
    choices: z.array(z.number()).nullable(),
  }),
  sets: z.array(optionSet),
  combinations: z.array(z.object({optionIds: z.array(positiveInt), price: minor, orderable: z.boolean()})),
});
export type Product = z.infer<typeof Product>;

export const StoreInfo = z.object({name: z.string(), url: z.string(), currency: z.string(), decimals: z.int()});
export type StoreInfo = z.infer<typeof StoreInfo>;

export const ProductsAnswer = z.object({
  store: StoreInfo,
  products: z.array(Product),
  missing: z.array(positiveInt),
});
export type ProductsAnswer = z.infer<typeof ProductsAnswer>;

export const lineProblemCodes = [
  'out_of_stock',
  'quantity_adjusted',
  'quantity_invalid',
  'option_required',
  'option_invalid',
  'text_invalid',
  'unavailable',
  'refused',
] as const;
export type LineProblemCode = (typeof lineProblemCodes)[number];

/** A line as the store's cart has it, or, while `pending`, as the mirror prices it. */
export const CartLine = z.object({
  id,
  kind: z.enum(['item', 'child', 'discount']),
  catalogId: z.int().nonnegative(),
  name: z.string(),
  quantity: z.number(),
  unitPrice: minor,
  lineTotal: minor,
  options: z.array(
    z.object({
      setId: positiveInt.optional(),
      optionId: positiveInt.optional(),
      name: z.string(),
      value: z.string(),
    }),
  ),
  image: z.string().nullable(),
  url: z.string(),
  editable: z.boolean(),
  problem: z.object({code: z.enum(lineProblemCodes), message: z.string()}).optional(),
});
export type CartLine = z.infer<typeof CartLine>;

export const CartChange = z.object({
  id,
  what: z.enum(['price', 'quantity', 'removed', 'added']),
  from: z.number(),
  to: z.number(),
});
export type CartChange = z.infer<typeof CartChange>;

/** What `POST /v1/cart` answers with status 200. */
export const CartAnswer = z.object({
  cart: z.string().optional(),
  status: z.enum(['synced', 'pending', 'gone', 'completed']),
  handedOver: z.literal(true).optional(),
  estimated: z.literal(true).optional(),
  retryAfterMs: z.int().optional(),
  ahead: z.int().nonnegative().optional().describe('while a checkout waits for the store: how many carts come before'),
  lines: z.array(CartLine),
  subtotal: minor,
  currency: z.string(),
  decimals: z.int(),
  changes: z.array(CartChange).optional(),
  checkoutUrl: z.string().optional(),
});
export type CartAnswer = z.infer<typeof CartAnswer>;
