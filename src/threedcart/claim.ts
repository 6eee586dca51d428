/** What whoever wants a call of the store says of it, and what becomes of that. */

/** What calls are for, the most urgent first. */
export const budgetClasses = ['checkout', 'first-add', 'edit', 'catalogue'] as const;
export type BudgetClass = (typeof budgetClasses)[number];

/** One call's claim on the budget. */
export interface Claim {
  readonly for: BudgetClass;
  /** When this cart first asked, in ms: the place in the queue, so that asking again gains nothing. */
  readonly askedAt: number;
  /** Who it is for, by any name. Calls spent for one shopper cost that shopper places, requests cost nothing. */
  readonly shopper?: string;
  /** Where the request came from. Calls spent for one address cost places as well: one hand can have many carts. */
  readonly address?: string;
  /** How many calls the shopper's change is sure to take, this one included. Default 1. */
  readonly calls?: number;
  /** Latest time, in ms, at which the call is still of use. */
  readonly deadline: number;
  /** Ends the wait. Asked for only where there is one: most calls are granted at once. */
  readonly signal?: (() => AbortSignal | undefined) | undefined;
  /** The request that it is made for: what is spent for it is added up there. */
  readonly tally?: Tally;
}

/** What one request has cost so far. */
export interface Tally {
  /** The request's id, as the log has it. */
  readonly id: string;
  /** Calls of the store that were sent. */
  calls: number;
  /** For how long, in ms, they waited for the budget, all together. */
  waitedMs: number;
}

export type Grant = 'granted' | 'late' | 'aborted';
