/** What the application may do in the store: one harmless read of each kind. */
import type {Outcome} from '../../threedcart/index.js';
import {ok, fail, warn, skip, type Check} from './check.js';
import {explain, isDenied, type Context} from './context.js';

const PERMISSIONS =
  "Check the application's permissions in the store's admin (Modules, REST API), and PUSHCART_SECURE_URL, PUSHCART_PRIVATE_KEY and PUSHCART_TOKEN.";
const REACH = 'Check PUSHCART_API_URL, and that this machine can reach it. Then run this again.';

interface Read {
  readonly name: string;
  /** What the permission is for. */
  readonly use: string;
  readonly isNeeded: boolean;
  readonly read: () => Promise<Outcome<unknown>>;
  /** Whether nothing there is an answer as good as any. */
  readonly mayBeMissing?: true;
}

export async function checkCredentials(context: Context): Promise<Check[]> {
  const hasHooks = context.config.hookSecrets.length > 0;
  const reads: readonly Read[] = [
    {name: 'store settings', use: 'currency and hosts', isNeeded: true, read: context.settings},
    {
      name: 'cart',
      use: 'the cart itself',
      isNeeded: true,
      mayBeMissing: true,
      read: () => context.ask((client, claim) => client.getCart(NO_CART, FRAME, claim)),
    },
    {name: 'products', use: 'names and prices', isNeeded: true, read: context.products},
    {name: 'frontend scripts', use: 'pushcart scripts', isNeeded: false, read: context.scripts},
    {
      name: 'webhooks',
      use: 'pushcart hooks',
      isNeeded: hasHooks,
      read: () => context.ask((client, claim) => client.listWebhooks({offset: 1, limit: 1}, claim)),
    },
    ...(hasHooks
      ? [
          {
            name: 'orders',
            use: 'knowing at once that a cart was bought',
            isNeeded: false,
            mayBeMissing: true,
            read: () => context.ask((client, claim) => client.getOrder(NO_ORDER, claim)),
          } as const,
        ]
      : []),
  ];
  const checks: Check[] = [];
  let denied = 0;
  for (const one of reads) {
    const outcome = await one.read();
    checks.push(judge(one, outcome));
    if (isDenied(outcome)) denied += 1;
    if (checks.length === 1 && (outcome.kind === 'unclear' || outcome.kind === 'throttled'))
      return [...checks, ...reads.slice(1).map(({name}) => skip(name, 'The store did not answer before.'))];
    if (context.signal.aborted) return checks;
  }
  if (denied < reads.length) return checks;
  return [
    fail('credentials', 'The store refuses the credentials for everything.', PERMISSIONS),
    ...reads.map(({name}) => skip(name, 'The store refuses the credentials.')),
  ];
}

/** A key that no cart has. */
const NO_CART = 'PUSHCARTDOCTOR0000000000';
const NO_ORDER = 2_147_483_647;
const FRAME = {url: 'https://store.invalid', decimals: 2};

function judge({name, use, isNeeded, mayBeMissing}: Read, outcome: Outcome<unknown>): Check {
  if (outcome.kind === 'done') return ok(name, `May be read, for ${use}.`);
  if (isDenied(outcome)) {
    const says = `May not be read, which is needed for ${use}.`;
    return isNeeded ? fail(name, says, PERMISSIONS) : warn(name, says, `${PERMISSIONS} Without it the rest works.`);
  }
  // A cart or an order that is not there may also be refused as none.
  if (mayBeMissing && (outcome.kind === 'not_found' || outcome.kind === 'refused'))
    return ok(name, `May be read, for ${use}.`);
  const advice = outcome.kind === 'throttled' ? 'Run this again in a minute.' : REACH;
  return (isNeeded ? fail : warn)(name, `Could not be read: ${explain(outcome)}.`, advice);
}
