/** What the checks share: the configuration, and answers of the store that more than one of them needs. */
import type {ProxyConfig} from '../../proxy/index.js';
import type {Claim, Outcome, StoreClient, StoreProduct, StoreScript, StoreSettings} from '../../threedcart/index.js';
import {listAll, type StoreAccess} from '../store-access.js';

export interface Context {
  readonly config: ProxyConfig;
  /** The proxy's address, no trailing slash. */
  readonly proxyUrl: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly page: URL | undefined;
  readonly withCart: boolean;
  /** Makes a read, and once more where it was not answered. */
  ask<T>(call: (client: StoreClient, claim: Claim) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Makes a call that goes through although the command is being stopped. */
  finish<T>(call: (client: StoreClient, claim: Claim) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Each of them is read once. */
  settings(): Promise<Outcome<StoreSettings>>;
  /** The first of the catalogue. */
  products(): Promise<Outcome<readonly StoreProduct[]>>;
  /** All frontend scripts. */
  scripts(): Promise<Outcome<readonly StoreScript[]>>;
}

/** Enough to find one that anybody can buy. */
const PRODUCTS = 25;

export interface ContextOptions {
  readonly access: StoreAccess;
  /** Of calls that Ctrl-C does not stop. */
  readonly finishing: StoreAccess;
  readonly signal: AbortSignal;
  readonly page: URL | undefined;
  readonly withCart: boolean;
}

export function createContext({access, finishing, signal, page, withCart}: ContextOptions): Context {
  const {config} = access;
  const ask: Context['ask'] = async (call) => {
    const outcome = await access.write(call);
    return outcome.kind === 'unclear' ? access.write(call) : outcome;
  };
  const settings = once(() => ask((client, claim) => client.getSettings(claim)));
  return {
    config,
    proxyUrl: config.publicUrl ?? listeningUrl(config),
    signal,
    page,
    withCart,
    ask,
    finish: finishing.write,
    settings,
    products: once(async () => {
      const known = await settings();
      const frame = known.kind === 'done' ? known.value : {url: config.store.secureUrl, decimals: 2};
      const outcome = await ask((client, claim) => client.listProducts({offset: 1, limit: PRODUCTS}, frame, claim));
      return outcome.kind === 'done' ? {kind: 'done', value: outcome.value.products} : outcome;
    }),
    scripts: once(() =>
      listAll(
        (script: StoreScript) => script.scriptId,
        (page) => ask((client, claim) => client.listScripts(page, claim)),
      ),
    ),
  };
}

/** Where a proxy with this configuration listens. */
export const listeningUrl = ({host, port}: ProxyConfig): string =>
  `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => (begun ??= work());
}

/** The store let us know that we may not. Some front layers say 403. */
export const isDenied = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === 'denied' || (outcome.kind === 'refused' && outcome.status === 403);

/** What became of a call, to follow a name and a colon. */
export function explain(outcome: Exclude<Outcome<never>, {kind: 'done'}>): string {
  switch (outcome.kind) {
    case 'denied':
      return 'the store refuses the credentials, or they lack the permission';
    case 'refused':
      return `the store refuses with ${outcome.status}`;
    case 'not_found':
      return 'the store knows no such thing';
    case 'throttled':
      return 'the store takes no more calls now';
    case 'not_sent':
      return outcome.reason === 'aborted' ? 'it was stopped' : 'its turn did not come';
    case 'unclear':
      return `the store did not answer (${outcome.reason}${outcome.status === undefined ? '' : `, ${outcome.status}`})`;
  }
}
