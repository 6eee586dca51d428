/**
 * The proxy's configuration: read from the environment's variables, validated once, typed from then on. The table
 * below is also what `pushcart serve --help` prints.
 */
import {parseOriginPattern, type OriginPattern} from './origins.js';
import {withoutSlash, type Credentials} from '../threedcart/index.js';

export interface ProxyConfig {
  readonly store: {
    readonly apiUrl: string;
    readonly secureUrl: string;
    readonly credentials: Credentials;
    /** The store's bucket of calls, and how many leak out a second. */
    readonly capacity: number;
    readonly rate: number;
  };
  readonly host: string;
  readonly port: number;
  /** The proxy's address as shoppers see it, no trailing slash; undefined: from host and port. */
  readonly publicUrl: string | undefined;
  readonly origins: readonly OriginPattern[];
  /** Sealing keys of 32 bytes, newest first: the first seals, all open. */
  readonly secrets: readonly [Uint8Array, ...Uint8Array[]];
  /** Hosts, with port, that a checkout address may have besides the store's own. */
  readonly checkoutHosts: readonly string[];
  /** When the store's cart is made: with the first add, or not before the checkout button. */
  readonly create: 'add' | 'checkout';
  readonly trustProxy: number;
  /** Per minute: requests and new carts of one client address, carts' requests of one page origin; 0 is no limit. */
  readonly limits: {readonly requests: number; readonly carts: number; readonly origin: number};
  readonly mirrorSeconds: number;
  /** Whether search engines are told to leave the pages at `/buy/{id}` out. */
  readonly buyNoindex: boolean;
  /** Address of the server that replicas share, which may hold a password; undefined: this process is alone. */
  readonly redisUrl: string | undefined;
  /** Whether the snippet builder is served at `/studio`. */
  readonly studio: boolean;
  /** Bearer token for `/metrics`; without one it is for this machine alone. */
  readonly metricsToken: string | undefined;
  /** Secrets of `/hooks/{secret}`, newest first: the first is told to the store, all open. None: no hooks. */
  readonly hookSecrets: readonly string[];
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Names that begin like ours and are none of ours. */
  readonly unknown: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Variable {
  readonly name: string;
  readonly default: string;
  readonly meaning: string;
}

/** Every variable that the proxy knows, in the order of the help. */
export const variables: readonly Variable[] = [
  {name: 'PUSHCART_SECURE_URL', default: 'required', meaning: "the store's secure URL"},
  {name: 'PUSHCART_PRIVATE_KEY', default: 'required', meaning: "the application's private key; with PUSHCART_TOKEN"},
  {name: 'PUSHCART_TOKEN', default: 'required', meaning: "the merchant's token for the application"},
  {name: 'PUSHCART_ACCESS_TOKEN', default: 'none', meaning: 'a bearer token, in place of the two above'},
  {
    name: 'PUSHCART_API_URL',
    default: 'https://apirest.3dcart.com/3dCartWebAPI/v1',
    meaning: 'base of the store API; https, or loopback',
  },
  {name: 'PUSHCART_ORIGINS', default: 'required', meaning: 'allowed page origins, comma-separated'},
  {name: 'PUSHCART_SECRETS', default: 'required', meaning: 'sealing keys, newest first, 32 bytes base64url each'},
  {name: 'PUSHCART_HOST', default: '127.0.0.1', meaning: 'where it listens'},
  {name: 'PUSHCART_PORT', default: '8787', meaning: 'where it listens; 0 picks a free port'},
  {name: 'PUSHCART_PUBLIC_URL', default: 'from host and port', meaning: "the proxy's address as shoppers see it"},
  {name: 'PUSHCART_CHECKOUT_HOSTS', default: 'none', meaning: 'further hosts that a checkout address may have'},
  {name: 'PUSHCART_CREATE', default: 'add', meaning: 'checkout: no cart in the store before the button is pressed'},
  {name: 'PUSHCART_TRUST_PROXY', default: '0', meaning: 'how many reverse proxies stand in front'},
  {name: 'PUSHCART_LIMIT_REQUESTS', default: '240', meaning: 'requests per client address and minute; 0 turns it off'},
  {name: 'PUSHCART_LIMIT_CARTS', default: '20', meaning: 'new carts per client address and minute; 0 turns it off'},
  {
    name: 'PUSHCART_LIMIT_ORIGIN',
    default: '6000',
    meaning: 'cart requests per page origin and minute; 0 turns it off',
  },
  {name: 'PUSHCART_API_CAPACITY', default: '50', meaning: "the store's allowance: calls in its bucket"},
  {name: 'PUSHCART_API_RATE', default: '2', meaning: "the store's allowance: calls a second"},
  {name: 'PUSHCART_MIRROR_SECONDS', default: '300', meaning: 'age at which the mirror asks for changes'},
  {
    name: 'PUSHCART_REDIS_URL',
    default: 'none',
    meaning: 'Valkey or Redis shared by all replicas, such as rediss://cache.example:6379',
  },
  {name: 'PUSHCART_BUY_NOINDEX', default: '0', meaning: '1 keeps the pages at /buy/{id} out of search engines'},
  {name: 'PUSHCART_STUDIO', default: '0', meaning: '1 serves the snippet builder at /studio'},
  {
    name: 'PUSHCART_HOOK_SECRET',
    default: 'none',
    meaning: 'turns on /hooks/{secret}; newest first, 24 characters or more each',
  },
  {name: 'PUSHCART_METRICS_TOKEN', default: 'none', meaning: 'bearer token for /metrics; without it, loopback only'},
  {
    name: 'PUSHCART_LOG_LEVEL',
    default: 'info',
    meaning: 'trace, debug, info, warn, error or silent; JSON lines on stdout',
  },
];

/** Every variable that is missing or wrong, one sentence each, none with a secret in it. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** True for addresses that never leave this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** One line that can be printed: without line breaks, without end, and without a password that stood in an address. */
const toLine = (text: string): string =>
  text
    .replace(/(?<![^\s"/,])[^\s"/,]+@/g, '…@')
    .replace(/\s+/g, ' ')
    .replace(/\S{120,}/g, (word) => `${word.slice(0, 100)}…`);

/** @throws {ConfigError} naming each variable that is wrong. */
export function parseConfig(environment: Environment): ProxyConfig {
  const problems: string[] = [];
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined;

  /** Reads one variable; what `parse` throws becomes the sentence about it. */
  function read<T>(name: string, fallback: string | undefined, parse: (text: string) => T, placeholder: T): T {
    const text = given(name) ?? fallback;
    try {
      if (text === undefined) throw new Error('is required');
      return parse(text);
    } catch (error) {
      problems.push(toLine(`${name} ${error instanceof Error ? error.message : String(error)}`));
      return placeholder;
    }
  }
  const list = (text: string): string[] =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);

  const apiUrl = read(
    'PUSHCART_API_URL',
    'https://apirest.3dcart.com/3dCartWebAPI/v1',
    (text) => toAddress(text, {http: 'loopback'}),
    '',
  );
  const apiIsLoopback = URL.canParse(apiUrl) && isLoopback(new URL(apiUrl).hostname);
  const secureUrl = read(
    'PUSHCART_SECURE_URL',
    undefined,
    (text) => {
      const url = toAddress(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`, {
        http: apiIsLoopback ? 'loopback' : 'never',
      });
      return new URL(url).origin;
    },
    '',
  );

  const number = (minimum: number, maximum: number, whole: boolean) => (text: string) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(value) || value < minimum || value > maximum || (whole && !Number.isInteger(value))) {
      throw new Error(`must be a ${whole ? 'whole ' : ''}number from ${minimum} to ${maximum}, not "${text}"`);
    }
    return value;
  };
  const oneOf =
    <T extends string>(...values: readonly T[]) =>
    (text: string): T => {
      const value = values.find((one) => one === text);
      if (value === undefined) throw new Error(`must be one of ${values.join(', ')}, not "${text}"`);
      return value;
    };

  const config: ProxyConfig = {
    store: {
      apiUrl,
      secureUrl,
      credentials: readCredentials(given, secureUrl, problems),
      capacity: read('PUSHCART_API_CAPACITY', '50', number(1, 100_000, true), 50),
      rate: read('PUSHCART_API_RATE', '2', number(0.01, 100_000, false), 2),
    },
    host: read('PUSHCART_HOST', '127.0.0.1', toHost, ''),
    port: read('PUSHCART_PORT', '8787', number(0, 65_535, true), 0),
    publicUrl: given('PUSHCART_PUBLIC_URL')
      ? read('PUSHCART_PUBLIC_URL', undefined, (text) => toAddress(text, {http: 'always'}), '')
      : undefined,
    origins: read('PUSHCART_ORIGINS', undefined, toOrigins, []),
    secrets: read('PUSHCART_SECRETS', undefined, toSecrets, [new Uint8Array(32)]),
    checkoutHosts: read('PUSHCART_CHECKOUT_HOSTS', '', (text) => list(text).map(toHostWithPort), []),
    create: read('PUSHCART_CREATE', 'add', oneOf('add', 'checkout'), 'add'),
    trustProxy: read('PUSHCART_TRUST_PROXY', '0', number(0, 10, true), 0),
    limits: {
      requests: read('PUSHCART_LIMIT_REQUESTS', '240', number(0, 1_000_000, true), 240),
      carts: read('PUSHCART_LIMIT_CARTS', '20', number(0, 1_000_000, true), 20),
      origin: read('PUSHCART_LIMIT_ORIGIN', '6000', number(0, 1_000_000, true), 6000),
    },
    mirrorSeconds: read('PUSHCART_MIRROR_SECONDS', '300', number(1, 86_400, true), 300),
    buyNoindex: read('PUSHCART_BUY_NOINDEX', '0', oneOf('0', '1'), '0') === '1',
    studio: read('PUSHCART_STUDIO', '0', oneOf('0', '1'), '0') === '1',
    metricsToken: given('PUSHCART_METRICS_TOKEN') && read('PUSHCART_METRICS_TOKEN', undefined, toBearer, ''),
    hookSecrets: read('PUSHCART_HOOK_SECRET', '', toHookSecrets, []),
    logLevel: read('PUSHCART_LOG_LEVEL', 'info', oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent'), 'info'),
    redisUrl: given('PUSHCART_REDIS_URL') ? read('PUSHCART_REDIS_URL', undefined, toRedisUrl, '') : undefined,
    unknown: Object.keys(environment).filter(
      (name) => name.startsWith('PUSHCART_') && !variables.some((variable) => variable.name === name),
    ),
  };

  if (problems.length > 0) throw new ConfigError(problems);
  return config;

  function toOrigins(text: string): OriginPattern[] {
    const patterns = list(text).map(parseOriginPattern);
    if (patterns.length === 0) throw new Error('is required: name at least one origin, such as https://blog.example');
    return patterns;
  }

  function toHookSecrets(text: string): string[] {
    if (text && list(text).length === 0) throw new Error('must hold at least one secret');
    return list(text).map((secret, index) => {
      if (/^[\w-]{24,200}$/.test(secret)) return secret;
      throw new Error(
        `must hold 24 to 200 letters, digits, "-" or "_" each, such as openssl rand -hex 24 prints; number ${index + 1} does not`,
      );
    });
  }

  function toSecrets(text: string): [Uint8Array, ...Uint8Array[]] {
    const [newest, ...older] = list(text).map((secret, index) => {
      const bytes = /^[A-Za-z0-9_-]+={0,2}$/.test(secret) ? fromBase64Url(secret) : undefined;
      if (bytes?.length !== 32) {
        throw new Error(`must hold keys of 32 bytes in base64url (43 characters); number ${index + 1} is not one`);
      }
      return bytes;
    });
    if (!newest) throw new Error('is required');
    return [newest, ...older];
  }
}

function readCredentials(
  given: (name: string) => string | undefined,
  secureUrl: string,
  problems: string[],
): Credentials {
  const privateKey = given('PUSHCART_PRIVATE_KEY');
  const token = given('PUSHCART_TOKEN');
  const accessToken = given('PUSHCART_ACCESS_TOKEN');
  for (const name of ['PUSHCART_PRIVATE_KEY', 'PUSHCART_TOKEN', 'PUSHCART_ACCESS_TOKEN']) {
    if (/[^\x21-\x7e]/.test(given(name) ?? ''))
      problems.push(`${name} holds a character that no HTTP header can carry`);
  }
  if (accessToken) {
    if (privateKey || token) {
      problems.push(
        'PUSHCART_ACCESS_TOKEN replaces PUSHCART_PRIVATE_KEY and PUSHCART_TOKEN; set it or the two, not both',
      );
    }
    return {kind: 'bearer', secureUrl, accessToken};
  }
  if (!privateKey) problems.push('PUSHCART_PRIVATE_KEY is required (or PUSHCART_ACCESS_TOKEN in its place)');
  if (!token) problems.push('PUSHCART_TOKEN is required (or PUSHCART_ACCESS_TOKEN in its place)');
  return {kind: 'keys', secureUrl, privateKey: privateKey ?? '', token: token ?? ''};
}

function toAddress(text: string, allow: {http: 'always' | 'loopback' | 'never'}): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`must be an address such as https://store.example, not "${text}"`);
  if (url.username || url.password) throw new Error('must not carry a user name or a password');
  if (url.search || url.hash) throw new Error('must not have a query or a fragment');
  if (url.protocol === 'http:' && allow.http !== 'always' && !(allow.http === 'loopback' && isLoopback(url.hostname))) {
    throw new Error(
      `must be https, not "${url.origin}"${allow.http === 'loopback' ? '; http is for loopback only' : ''}`,
    );
  }
  return withoutSlash(url.href);
}

function toHost(text: string): string {
  if (!/^[A-Za-z0-9.:[\]_-]+$/.test(text))
    throw new Error(`must be a host name or an address to listen on, not "${text}"`);
  return text;
}

function toHostWithPort(text: string): string {
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : undefined;
  if (!url || url.pathname !== '/' || url.search || url.username || /[/*@]/.test(text)) {
    throw new Error(`must list hosts such as checkout.example or pay.example:8443, not "${text}"`);
  }
  return url.host;
}

function toBearer(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new Error('holds a character that no bearer token can have');
  return text;
}

function toRedisUrl(text: string): string {
  if (!URL.canParse(text) || !/^rediss?:$/.test(new URL(text).protocol))
    throw new Error('must be an address such as redis://127.0.0.1:6379');
  return text;
}

function fromBase64Url(text: string): Uint8Array | undefined {
  try {
    const binary = atob(
      text
        .replace(/-/g, '+')
        .replace(/_/g, '/')
        .replace(/={1,2}$/, ''),
    );
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
