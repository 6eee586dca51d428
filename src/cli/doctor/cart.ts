/** A real cart: made, read, and removed whatever happens in between. Its key is a secret, and is never shown. */
import {checkedCheckoutUrl} from '../../proxy/checkout-address.js';
import type {Outcome, StoreProduct, StoreSettings} from '../../threedcart/index.js';
import {toLine} from '../store-access.js';
import {ok, fail, warn, skip, type Check} from './check.js';
import {explain, isDenied, type Context} from './context.js';

const SCOPE = "The application needs the right to write carts: the store's admin has it (Modules, REST API).";
const AGAIN = 'Run this again; if it stays so, look whether the store itself sells.';
const REMOVALS = 3;

export async function checkCart(context: Context): Promise<Check[]> {
  if (!context.withCart) return [skip('cart', 'It was not to be made (--no-cart).')];
  const settings = await context.settings();
  if (settings.kind !== 'done') return [skip('cart', 'The settings of the store could not be read.')];
  const products = await context.products();
  const product = products.kind === 'done' ? products.value.find(isPlain) : undefined;
  if (context.signal.aborted) return [];

  const made = await context.finish((client, claim) => client.createCart({}, claim));
  if (made.kind === 'unclear')
    return [
      fail(
        'make',
        `A cart could not be made: ${explain(made)}.`,
        `${AGAIN} An empty cart may have been left in the store.`,
      ),
    ];
  if (made.kind !== 'done')
    return [fail('make', `A cart could not be made: ${explain(made)}.`, isDenied(made) ? SCOPE : AGAIN)];
  const checks: Check[] = [ok('make', 'The store made a cart.')];
  try {
    checks.push(...(await useCart(made.value, product, settings.value, context)));
  } finally {
    checks.push(await removeCart(made.value, context));
  }
  return checks;
}

/** One that anybody can buy without choosing anything. */
const isPlain = ({orderable, hidden, sets, combinations}: StoreProduct): boolean =>
  orderable && !hidden && combinations.length === 0 && !sets.some(({required}) => required);

async function useCart(
  key: string,
  product: StoreProduct | undefined,
  settings: StoreSettings,
  {ask, config, signal, finish}: Context,
): Promise<Check[]> {
  const checks: Check[] = [];
  const isStopped = (): boolean => signal.aborted;
  if (isStopped()) return checks;
  if (product) {
    const {catalogId, quantity} = product;
    const line = {catalogId, quantity: quantity.choices?.[0] ?? quantity.min, options: []};
    const added = await finish((client, claim) => client.addLine(key, line, claim));
    const name = `product ${catalogId}`;
    checks.push(
      added.kind === 'done'
        ? ok('add', `The store took ${name} into the cart.`)
        : (isDenied(added) ? fail : warn)(
            'add',
            `The store did not take ${name} into the cart: ${explain(added)}.`,
            isDenied(added) ? SCOPE : `Can ${name} be bought in the store itself?`,
          ),
    );
  } else checks.push(skip('add', 'None of the first products can be bought without choosing options.'));
  if (isStopped()) return checks;
  const read = await ask((client, claim) => client.getCart(key, settings, claim));
  if (read.kind !== 'done')
    return [...checks, fail('checkout', `The cart could not be read: ${explain(read)}.`, AGAIN)];
  return [...checks, judgeAddress(read.value.checkoutUrl, settings, config)];
}

function judgeAddress(text: string, settings: StoreSettings, config: Context['config']): Check {
  if (checkedCheckoutUrl(text, settings, config) !== undefined)
    return ok('checkout', `The cart's checkout is at ${toLine(new URL(text).origin)}.`);
  if (!URL.canParse(text))
    return fail(
      'checkout',
      text === ''
        ? 'The store sent the cart without an address of its checkout.'
        : "The cart's checkout is no address.",
      'Shoppers could not pay. Ask the support of the store why CheckoutURL is not set.',
    );
  const {protocol, origin, host} = new URL(text);
  return protocol === 'https:'
    ? fail(
        'checkout',
        `The cart's checkout is at ${toLine(origin)}, which is none of the store's addresses.`,
        `If that is the store's checkout, add ${toLine(host)} to PUSHCART_CHECKOUT_HOSTS.`,
      )
    : fail(
        'checkout',
        `The cart's checkout is at ${toLine(origin)}, which is not https.`,
        'Shoppers are not sent there. Turn on SSL for the checkout in the store.',
      );
}

/** May be sent twice: what is gone stays gone. */
async function removeCart(key: string, {finish}: Context): Promise<Check> {
  let outcome: Outcome<true> = await finish((client, claim) => client.deleteCart(key, claim));
  for (let tries = 1; outcome.kind === 'unclear' && tries < REMOVALS; tries++)
    outcome = await finish((client, claim) => client.deleteCart(key, claim));
  if (outcome.kind === 'done' || outcome.kind === 'not_found') return ok('remove', 'The cart was removed again.');
  return fail(
    'remove',
    `The cart could not be removed: ${explain(outcome)}.`,
    `It is left in the store as a cart that nobody goes on with. ${isDenied(outcome) ? SCOPE : ''}`.trim(),
  );
}
