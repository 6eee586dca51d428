/**
 * The store's API: its wire format, a client, what can become of a call, and the budget of calls. The store's own
 * words stop in this folder; everything it exports speaks of carts, lines, sets and options as the rest of Pushcart
 * does. It imports nothing of ours.
 */
export {callMsOf, createBudget, plannedOf, type Budget} from './budget.js';
export * from './bucket.js';
export {createLedger, type Ledger} from './ledger.js';
export {budgetClasses, type BudgetClass, type Claim, type Tally} from './claim.js';
export {systemClock, type Clock} from './clock.js';
export {createStoreClient, type StoreCall, type StoreClient} from './client.js';
export type {Credentials} from './credentials.js';
export {expectedDescriptions, isDescribed} from './description.js';
export {readEvent} from './event.js';
export {parseJson} from './json.js';
export type {StoreOrder} from './order.js';
export type {Failure, Outcome} from './outcome.js';
export type {Findings, StoreTraits, Trait} from './probe/findings.js';
export {createStoreProbe, ProbeFailed, ProbeMisused, type StoreProbe} from './probe/probe.js';
export {redact} from './redact.js';
export {MOST_CODE, type Placement, type StoreScript} from './scripts.js';
export {
  withoutSlash,
  type StoreCart,
  type StoreLine,
  type StoreOptionSet,
  type StoreProduct,
  type StoreSettings,
} from './store.js';
export type {StoreEventType, StoreWebhook} from './webhooks.js';
