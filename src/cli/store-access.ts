/**
 * The store's API for commands. They run beside a shop that sells: they take a tenth of its calls, and never hurry.
 * Reads are repeated until they are answered; a write is sent once, and whoever does not know what became of it looks.
 */
import {parseConfig, type ProxyConfig} from '../proxy/index.js';
import {readEnvironment} from '../server.js';
import {
  createBudget,
  createStoreClient,
  systemClock,
  type Budget,
  type Claim,
  type Outcome,
  type StoreClient,
} from '../threedcart/index.js';
import {CommandFailed} from './failure.js';

/** How much of the store's allowance a command takes. */
const PART = 0.1;
const TRIES = 5;
const PAGE = 100;
/** A page has no fewer rows than this unless it is the last: so many are a page where nobody asks for more (documented). */
const LEAST_PAGE = 10;
/** A store that goes on for longer than this does not page. */
const MOST_ROWS = 20_000;
/** What takes longer is told of while it goes on. */
const PROGRESS_MS = {first: 1000, next: 10_000};
const PATIENCE_MS = 10 * 60_000;

/** Rows from `offset` on; the first is 1. */
interface Page {
  readonly offset: number;
  readonly limit: number;
}
type PageCall<T> = (client: StoreClient, page: Page, claim: Claim) => Promise<Outcome<T[]>>;

export interface StoreAccess {
  readonly config: ProxyConfig;
  /** A tenth of the store's allowance, for calls that the client has no words for. */
  readonly budget: Budget;
  /** Makes a call that may be repeated: a read. What it could not find out ends the command. */
  read<T>(what: string, call: (client: StoreClient, claim: Claim) => Promise<Outcome<T>>): Promise<T>;
  /** Reads a list to its end, as {@link listAll}. */
  readAll<T>(what: string, idOf: (row: T) => string, call: PageCall<T>): Promise<T[]>;
  /** Makes a call that must not be: a write. One that was certainly not done is sent again. */
  write<T>(call: (client: StoreClient, claim: Claim) => Promise<Outcome<T>>): Promise<Outcome<T>>;
}

/**
 * @param signal Ends the wait for a call's turn.
 * @throws {ConfigError} where the environment is not complete.
 */
export const openStore = ({envFile, signal}: {envFile?: string | undefined; signal?: AbortSignal}): StoreAccess =>
  openStoreOf(parseConfig(readEnvironment(envFile)), signal);

/** As {@link openStore}, where the configuration is known already. */
export function openStoreOf(config: ProxyConfig, signal?: AbortSignal): StoreAccess {
  const {apiUrl, credentials, capacity, rate} = config.store;
  const budget = createBudget({capacity, rate, part: PART, clock: systemClock});
  const client = createStoreClient({
    baseUrl: apiUrl,
    credentials,
    budget,
    clock: systemClock,
    fetch: (request) => fetch(request),
  });
  const claim = (): Claim => {
    const now = systemClock.now();
    // A budget of its own: nobody else waits in its queue.
    return {for: 'checkout', askedAt: now, deadline: now + PATIENCE_MS, signal: () => signal};
  };

  async function write<T>(call: (client: StoreClient, claim: Claim) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    let outcome = await call(client, claim());
    for (let tries = 1; outcome.kind === 'throttled' && tries < TRIES; tries++) outcome = await call(client, claim());
    return outcome;
  }

  const read: StoreAccess['read'] = (what, call) =>
    withProgress(`reading ${what}`, async () => {
      let outcome = await write(call);
      for (let tries = 1; outcome.kind === 'unclear' && tries < TRIES; tries++) outcome = await write(call);
      if (outcome.kind === 'done') return outcome.value;
      throw explainFailure(outcome, `read ${what}`);
    });

  return {
    config,
    budget,
    write,
    read,
    async readAll(what, idOf, call) {
      const listed = await listAll(idOf, async (page) => ({
        kind: 'done',
        value: await read(what, (client, claim) => call(client, page, claim)),
      }));
      if (listed.kind === 'done') return listed.value;
      throw explainFailure(listed, `read ${what}`);
    },
  };
}

/**
 * A list to its end, or the first outcome that was none. How many rows a store gives at once is its own affair, so the
 * end is a page that is shorter than any store's, or has no row that is new.
 */
export async function listAll<T>(
  idOf: (row: T) => string,
  ask: (page: Page) => Promise<Outcome<T[]>>,
): Promise<Outcome<T[]>> {
  const rows = new Map<string, T>();
  for (let count = 0; count < MOST_ROWS;) {
    const page = await ask({offset: 1 + count, limit: PAGE});
    if (page.kind !== 'done') return page;
    const known = rows.size;
    for (const row of page.value) rows.set(idOf(row), row);
    if (rows.size === known || page.value.length < LEAST_PAGE) return {kind: 'done', value: [...rows.values()]};
    count += page.value.length;
  }
  throw new CommandFailed(`The store lists more than ${MOST_ROWS} rows, or does not page: that is more than we read.`);
}

/** Says on stderr what goes on, once it takes longer than a second. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  let timer = setTimeout(tell, PROGRESS_MS.first);
  function tell(): void {
    console.error(`… ${what} (${Math.round((Date.now() - began) / 1000)} s)`);
    timer = setTimeout(tell, PROGRESS_MS.next);
  }
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The sentence for a call that came to nothing.
 *
 * @param what What it was for, to follow "could not".
 * @param advice What to look at where the store refused.
 */
export function explainFailure(
  outcome: Exclude<Outcome<never>, {kind: 'done'}>,
  what: string,
  advice = '',
): CommandFailed {
  switch (outcome.kind) {
    case 'denied':
      return new CommandFailed(
        `We could not ${what}: the store refused the credentials, or they lack a permission for this. Check the application's permissions in the store.`,
      );
    case 'refused':
      return new CommandFailed(
        `We could not ${what}: the store refused with ${outcome.status}${outcome.detail ? ` (${toLine(outcome.detail)})` : ''}.${advice}`,
      );
    case 'not_found':
      return new CommandFailed(`We could not ${what}: the store knows no such thing. Check PUSHCART_API_URL.`);
    case 'throttled':
      return new CommandFailed(`We could not ${what}: the store takes no more calls now. Try again in a minute.`);
    case 'not_sent':
      return new CommandFailed(
        `We did not ${what}: ${outcome.reason === 'aborted' ? 'it was stopped' : 'its turn did not come'}.`,
      );
    case 'unclear':
      return new CommandFailed(
        `We do not know whether we could ${what}: the store did not answer (${outcome.reason}). Run the command again: it looks before it does anything.`,
      );
  }
}

/** A text of the store's or of a stranger's, as one line that a terminal only prints. */
export const toLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
