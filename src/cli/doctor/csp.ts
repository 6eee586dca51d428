/**
 * Content security policies as browsers read them, as far as Pushcart needs: may this script run, may that address be
 * fetched or shown. https://www.w3.org/TR/CSP3/ has the rules.
 */

/** Directives of one policy, by name. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Every policy of a header, or of a meta element. All of them have to allow what is done. */
export const parsePolicies = (text: string): Policy[] =>
  text
    .split(',')
    .map(parsePolicy)
    .filter((policy) => policy.size > 0);

function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const directive of text.split(';')) {
    const [name = '', ...values] = directive.trim().split(/\s+/);
    // Of a directive that stands there twice, the first counts.
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), values);
  }
  return policy;
}

export interface ScriptRequest {
  readonly url: URL;
  readonly nonce: string;
  /** The hashes of the attribute `integrity`, such as `sha256-…`. */
  readonly integrity: readonly string[];
  /** Whether markup asked for it, and not a script that was allowed. */
  readonly isInMarkup: boolean;
}

const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
  img: ['img-src', 'default-src'],
};

/** The directive that decides, with its name; undefined where none does. */
function findSources(
  policy: Policy,
  kind: 'script' | 'connect' | 'img',
): {name: string; sources: readonly string[]} | undefined {
  for (const name of FALLBACKS[kind] ?? []) {
    const sources = policy.get(name);
    if (sources) return {name, sources};
  }
  return undefined;
}

/** The name of the directive that forbids a script; undefined where it may run. */
export function forbidsScript(
  policy: Policy,
  {url, nonce, integrity, isInMarkup}: ScriptRequest,
  page: URL,
): string | undefined {
  const found = findSources(policy, 'script');
  if (!found) return undefined;
  const {name, sources} = found;
  const quoted = new Set(sources.map(unquote).filter((source) => source !== undefined));
  if (nonce && quoted.has(`nonce-${nonce}`)) return undefined;
  // Hashes may be written in either alphabet.
  const hashes = new Set([...quoted].filter((source) => /^sha(256|384|512)-/i.test(source)).map(toHash));
  if (integrity.length > 0 && integrity.every((hash) => hashes.has(toHash(hash)))) return undefined;
  if ([...quoted].some((source) => source.toLowerCase() === 'strict-dynamic')) return isInMarkup ? name : undefined;
  return sources.some((source) => matchesSource(source, url, page)) ? undefined : name;
}

/** The name of the directive that forbids an address; undefined where it may be fetched or shown. */
export function forbidsAddress(policy: Policy, kind: 'connect' | 'img', url: URL, page: URL): string | undefined {
  const found = findSources(policy, kind);
  if (!found || found.sources.some((source) => matchesSource(source, url, page))) return undefined;
  return found.name;
}

/** Whether the policy keeps lit from making the one Trusted Types policy that it has. */
export function forbidsTrustedTypes(policy: Policy): boolean {
  const names = policy.get('trusted-types');
  if (!names) return false;
  // Without enforcement nothing needs that policy; making it fails all the same, and that ends the script.
  return !names.includes('*') && !names.includes('lit-html');
}

const unquote = (source: string): string | undefined => /^'(.*)'$/.exec(source)?.[1];
const toHash = (hash: string): string =>
  hash
    .replace(/^sha\d+/i, (name) => name.toLowerCase())
    .replace(/-(?=.*$)/, '\n')
    .replaceAll('-', '+')
    .replaceAll('_', '/');

const DEFAULT_PORTS: Readonly<Record<string, string>> = {'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443'};
const SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]+|\[[^\]]+\])(?::(\d+|\*))?(\/[^?#]*)?$/i;

/** Whether an address is one that a source stands for. */
export function matchesSource(source: string, url: URL, page: URL): boolean {
  if (source === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === page.protocol;
  if (source.toLowerCase() === "'self'")
    return (
      url.origin === page.origin ||
      // The same host by a safer scheme.
      (url.hostname === page.hostname &&
        allowsScheme(page.protocol, url.protocol) &&
        toPort(url) === (DEFAULT_PORTS[url.protocol] ?? '') &&
        toPort(page) === (DEFAULT_PORTS[page.protocol] ?? ''))
    );
  if (source.startsWith("'")) return false;
  const scheme = /^([a-z][a-z0-9+.-]*:)$/i.exec(source)?.[1];
  if (scheme) return allowsScheme(scheme.toLowerCase(), url.protocol);
  const [, itsScheme, host = '', port, path] = SOURCE.exec(source) ?? [];
  if (!host || !allowsScheme(itsScheme ? `${itsScheme.toLowerCase()}:` : page.protocol, url.protocol)) return false;
  return allowsHost(host.toLowerCase(), url.hostname) && allowsPort(port, url) && allowsPath(path, url);
}

/** A source of http also stands for https. */
const allowsScheme = (allowed: string, asked: string): boolean =>
  allowed === asked ||
  (allowed === 'http:' && asked === 'https:') ||
  (allowed === 'ws:' && ['wss:', 'http:', 'https:'].includes(asked)) ||
  (allowed === 'wss:' && asked === 'https:');

const allowsHost = (allowed: string, asked: string): boolean =>
  allowed.startsWith('*.') ? asked.endsWith(allowed.slice(1)) : allowed === '*' || allowed === asked;

const toPort = ({port, protocol}: URL): string => port || (DEFAULT_PORTS[protocol] ?? '');

const allowsPort = (allowed: string | undefined, url: URL): boolean => {
  const asked = toPort(url);
  if (allowed === undefined) return asked === DEFAULT_PORTS[url.protocol];
  return allowed === '*' || allowed === asked || (allowed === '80' && asked === '443' && url.protocol === 'https:');
};

/** A path that ends in a slash stands for all below it. */
function allowsPath(allowed: string | undefined, {pathname}: URL): boolean {
  if (allowed === undefined || allowed === '/') return true;
  const [want, asked] = [decode(allowed), decode(pathname)];
  return want.endsWith('/') ? asked.startsWith(want) : asked === want;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
