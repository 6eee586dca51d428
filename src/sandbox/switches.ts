/**
 * The vendor's documentation leaves much open. Each doubt is a switch, so that a client can be run against every
 * reading of it. The defaults are the likeliest readings, not facts.
 */
import {z} from 'zod';

const onOff = z.preprocess((value) => (value === true ? 'on' : value === false ? 'off' : value), z.enum(['off', 'on']));

const Switches = z.strictObject({
  /** Both versions answer alike (documented), or the other one is not there. */
  version: z.enum(['both', 'v1', 'v2']),
  /** Reading a cart answers an array of one, or the bare object. The documentation shows both. */
  getCartShape: z.enum(['array', 'object']),
  /** Reading a cart succeeds with 200; one documented table says 201. */
  getCartStatus: z.literal([200, 201]),
  /** Reading the store's settings answers an array of one, or the bare object. */
  storeSettingsShape: z.enum(['array', 'object']),
  /** Dates as recorded answers have them, or as the documented samples do. */
  dateStyle: z.enum(['iso', 'us']),
  /** The leaky bucket. Depth and leak are documented. */
  throttle: z.strictObject({capacity: z.int().positive(), leakPerSecond: z.number().positive()}),
  /** What an overflowing bucket answers. */
  throttleStatus: z.literal([429, 503]),
  /** Body of that answer: none, or an error array. */
  throttleBody: z.enum(['empty', 'array']),
  /** Whether that answer has `Retry-After`, in seconds. */
  retryAfter: onOff,
  /** Body of a 400: an error array (seen in client code), or none (documented). */
  errorBody400: z.enum(['array', 'empty']),
  /** Refused writes come as an error array with HTTP 200. */
  errorWith200: onOff,
  /** A list without rows: 404 without a body (documented), or an empty array. */
  emptyList: z.literal([404, 200]),
  /** Reading past a list's last row: 400 with the known message (seen in client code), 404, or an empty array. */
  offsetPastEnd: z.literal([400, 404, 200]),
  /** Share of calls, 0 to 1, that a front layer answers with an HTML page, before anything is done. */
  htmlFailures: z.number().min(0).max(1),
  /** Time before every call is handled, in milliseconds. */
  latencyMs: z.number().nonnegative(),
  /** Every write is done and its answer lost. */
  dropAfterWrite: onOff,
  /** Adding the same product with the same options again enlarges the first line. */
  mergeLines: onOff,
  /** Setting a line's quantity to 0 is refused, or deletes the line. */
  quantityZero: z.enum(['reject400', 'delete']),
  /** Minimum, maximum, multiples, fractions: refused, silently moved to the nearest allowed quantity, or ignored. */
  quantityRules: z.enum(['reject400', 'adjust', 'allow']),
  /** More than there is: refused, silently lowered to what there is, or sold anyway. */
  stockCheck: z.enum(['reject400', 'cap', 'allow']),
  /** A required option set without a choice: refused, or sold without. */
  requiredOptions: z.enum(['reject400', 'allow']),
  /** What is hidden, not for sale, a gift certificate or for customers who are logged in: refused, or sold to anybody. */
  restrictedProducts: z.enum(['reject400', 'allow']),
  /**
   * How a line's description has its names: as the merchant typed them (recorded), escaped as HTML, or as typed and
   * with what an option costs at its end (seen in client code).
   */
  descriptions: z.enum(['typed', 'escaped', 'priced']),
  /**
   * A cart's `CheckoutURL`, which is documented to be there and no more than that. `{storeUrl}`, `{storeHost}`,
   * `{OrderKey}` and `{OrderID}` are filled in; empty for a store that sends none. The sandbox has a checkout at the
   * default alone.
   */
  checkoutUrl: z.string().max(2000),
  /** Seconds after the last change until a cart is gone. `null`: never. */
  cartTtl: z.number().positive().nullable(),
  /** Reading a cart that became an order: gone, or still readable. It cannot be written either way. */
  afterComplete: z.literal([404, 200]),
  /** Carts that are still open are listed among the orders, as not completed (seen in client code). */
  openCartOrders: onOff,
  /** An address that a webhook is to call is visited first, and refused if it does not answer 200, or taken all the same. */
  webhookProbe: z.enum(['refuse', 'ignore', 'off']),
  /** Frontend scripts are put into the checkout's pages, too. The documentation does not say. */
  scriptsOnCheckout: onOff,
  /** `header`: `*` on answers, preflight refused. `preflight`: that is granted too. `off`: nothing. */
  cors: z.enum(['header', 'preflight', 'off']),
});
export type Switches = z.infer<typeof Switches>;

/** What may be given to change switches: the throttle's two figures may also come alone. */
export type SwitchChanges = Partial<Omit<Switches, 'throttle'>> & {throttle?: Partial<Switches['throttle']>};

export const defaultSwitches: Switches = {
  version: 'both',
  getCartShape: 'array',
  getCartStatus: 200,
  storeSettingsShape: 'array',
  dateStyle: 'iso',
  throttle: {capacity: 50, leakPerSecond: 2},
  throttleStatus: 429,
  throttleBody: 'empty',
  retryAfter: 'off',
  errorBody400: 'array',
  errorWith200: 'off',
  emptyList: 404,
  offsetPastEnd: 400,
  htmlFailures: 0,
  latencyMs: 0,
  dropAfterWrite: 'off',
  mergeLines: 'off',
  quantityZero: 'reject400',
  quantityRules: 'reject400',
  stockCheck: 'reject400',
  requiredOptions: 'reject400',
  restrictedProducts: 'reject400',
  descriptions: 'typed',
  checkoutUrl: '{storeUrl}/continue_order.asp?orderkey={OrderKey}{OrderID}',
  cartTtl: null,
  afterComplete: 404,
  openCartOrders: 'on',
  webhookProbe: 'refuse',
  scriptsOnCheckout: 'off',
  cors: 'header',
};

/** Names what is wrong with a change of switches, in one sentence. */
export class SwitchError extends Error {
  override name = 'SwitchError';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The switches after a change, which may come from outside.
 *
 * @throws {SwitchError} Names an unknown switch, or the switch whose value is wrong. Nothing is changed then.
 */
export function changeSwitches(current: Switches, changes: unknown): Switches {
  if (!isRecord(changes)) throw new SwitchError('Expected an object of switches');
  const known = Object.keys(defaultSwitches);
  const unknown = Object.keys(changes).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new SwitchError(`Unknown switch "${unknown}". Known: ${known.join(', ')}`);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const throttle = isRecord(given.throttle) ? {throttle: {...current.throttle, ...given.throttle}} : {};
  const parsed = Switches.safeParse({...current, ...given, ...throttle});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SwitchError(`Switch ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong value'}`);
}
