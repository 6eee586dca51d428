/** The seven cart operations. There are no others: no list of carts or items, no coupons, shipping or payment. */
import {Hono, type Context} from 'hono';
import {z} from 'zod';
import type {ApiEnv} from '../api.js';
import type {Cart, Line} from '../entities.js';
import {answerEmpty, answerJson, confirmWrite, refuseWrite} from '../envelope.js';
import {addLine, changeQuantity, removeLine, type LineContext} from '../lines.js';
import {Refusal, toRefusal} from '../refusal.js';
import type {SandboxState} from '../state.js';
import {buyerFields, toWireCart} from '../wire.js';

/** A cart as it is sent. Nothing is required, unknown fields are ignored, `null` is an empty text. */
const CartReduced = z.object({
  CustomerId: z.int().nullish(),
  ...Object.fromEntries(Object.entries(buyerFields).map(([field, most]) => [field, z.string().max(most).nullish()])),
});

const quantity = z.number().max(1_000_000_000);

const CartItemPost = z.object({
  CatalogID: z.int(),
  ItemQuantity: quantity,
  ItemOptions: z
    .array(z.object({OptionSetID: z.int(), OptionID: z.int(), OptionValue: z.string().max(65_535).nullish()}))
    .nullish()
    .transform((options) => options ?? []),
});

const CartItemPut = z.object({ItemQuantity: quantity});

/** What a cart body changes. A field that is left out stays as it is, which is our reading. */
function readCartBody(body: unknown): Pick<Cart, 'buyer'> & {readonly customerId?: number} {
  const {CustomerId: customerId, ...buyer} = CartReduced.parse(body ?? {});
  const given = Object.entries(buyer).flatMap(([field, value]): [string, string][] =>
    value === undefined ? [] : [[field, typeof value === 'string' ? value : '']],
  );
  return {buyer: Object.fromEntries(given), ...(typeof customerId === 'number' && {customerId})};
}

/** Mounted at `/Cart`. */
export function createCartRoutes(state: SandboxState): Hono<ApiEnv> {
  const {store, clock} = state;
  const routes = new Hono<ApiEnv>();

  const findCart = (c: Context<ApiEnv>) =>
    store.findCart(c.req.param('orderKey') ?? '', clock.now(), state.switches.cartTtl);

  const findLine = (c: Context<ApiEnv>, cart: Cart | undefined): Line | undefined =>
    cart?.lines.find(({cartItemId}) => String(cartItemId) === c.req.param('cartItemId'));

  const lineContext = (): LineContext => ({
    switches: state.switches,
    now: clock.now(),
    findProduct: (catalogId) => store.findProduct(catalogId),
    nextCartItemId: () => store.nextCartItemId(),
  });

  routes.post('/', (c) => {
    const {customerId = 0, buyer} = readCartBody(c.var.body);
    const {orderKey} = store.createCart({customerId, buyer}, clock.now());
    return confirmWrite('OrderKey', orderKey, 201, 'Created successfully');
  });

  routes.get('/:orderKey', (c) => {
    const {getCartShape, getCartStatus, afterComplete} = state.switches;
    const completed = afterComplete === 200 ? store.findCompleted(c.req.param('orderKey'))?.cart : undefined;
    const cart = findCart(c) ?? completed;
    if (!cart) return answerEmpty(404);
    const answer = toWireCart(cart, state.credentials.secureUrl, state.switches);
    return answerJson(getCartShape === 'array' ? [answer] : answer, getCartStatus);
  });

  routes.put('/:orderKey', (c) => {
    const cart = findCart(c);
    if (!cart) return answerEmpty(404);
    const {customerId = cart.customerId, buyer} = readCartBody(c.var.body);
    store.putCart({...cart, customerId, buyer: {...cart.buyer, ...buyer}, updatedAt: clock.now()});
    return confirmWrite('OrderKey', cart.orderKey, 200, 'Updated successfully');
  });

  routes.delete('/:orderKey', (c) => {
    const cart = findCart(c);
    if (!cart) return answerEmpty(404);
    store.deleteCart(cart.orderKey);
    // The documented sample has 201 in the element, under HTTP 200.
    return confirmWrite('OrderKey', cart.orderKey, 200, 'Deleted successfully', 201);
  });

  routes.post('/:orderKey/Item', (c) => {
    const cart = findCart(c);
    if (!cart) return answerEmpty(404);
    const {CatalogID, ItemQuantity, ItemOptions} = CartItemPost.parse(c.var.body ?? {});
    const options = ItemOptions.map(({OptionSetID, OptionID, OptionValue}) => ({
      optionSetId: OptionSetID,
      optionId: OptionID,
      value: OptionValue ?? '',
    }));
    const added = addLine(cart, {catalogId: CatalogID, quantity: ItemQuantity, options}, lineContext());
    if (added instanceof Refusal) return refuseWrite(added, state.switches);
    store.putCart(added.cart);
    return confirmWrite('CartItemID', added.cartItemId, 201, 'Created successfully');
  });

  routes.put('/:orderKey/Item/:cartItemId', (c) => {
    const cart = findCart(c);
    const line = findLine(c, cart);
    if (!cart || !line) return answerEmpty(404);
    const {ItemQuantity} = CartItemPut.parse(c.var.body ?? {});
    const changed = changeQuantity(cart, line, ItemQuantity, lineContext());
    if (changed instanceof Refusal) return refuseWrite(changed, state.switches);
    store.putCart(changed);
    return confirmWrite('CartItemID', line.cartItemId, 200, 'Updated successfully');
  });

  routes.delete('/:orderKey/Item/:cartItemId', (c) => {
    const cart = findCart(c);
    const line = findLine(c, cart);
    if (!cart || !line) return answerEmpty(404);
    if (line.parent) {
      return refuseWrite(new Refusal('CartItemId', 'Bundle items follow their product'), state.switches);
    }
    store.putCart(removeLine(cart, line, clock.now()));
    // Spelled with a small d here and nowhere else (documented).
    return confirmWrite('CartItemId', line.cartItemId, 200, 'Deleted successfully');
  });

  routes.onError((error) => {
    if (error instanceof z.ZodError) return refuseWrite(toRefusal(error), state.switches);
    throw error;
  });
  return routes;
}
