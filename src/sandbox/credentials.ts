/** Who may call, and with which rights. */

/** A right of an application: `Cart:write` allows reading as well. */
export type Scope =
  `${'Cart' | 'FrontendScripts' | 'Orders' | 'OrderStatus' | 'Products' | 'StoreSettings' | 'Webhooks'}:${'read' | 'write'}`;

export interface Credentials {
  /** The merchant's secure store URL: says which store is meant. Compared by host and port only. */
  readonly secureUrl: string;
  readonly privateKey: string;
  readonly token: string;
  /** For `Authorization: Bearer`, instead of the three headers. */
  readonly accessToken: string;
  /** Default: every right. */
  readonly scopes?: readonly Scope[];
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random characters of an alphabet from the platform's cryptographic source, without bias. */
export function drawCharacters(length: number, alphabet = letters): string {
  const fair = 256 - (256 % alphabet.length);
  let drawn = '';
  while (drawn.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < fair && drawn.length < length) drawn += alphabet.charAt(byte % alphabet.length);
    }
  }
  return drawn;
}

/** Clients send the secure URL with and without scheme, `www.` and slash (seen in client code); all mean one store. */
function toHost(secureUrl: string): string {
  return secureUrl
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/.*$/, '');
}

/** Whether a call's headers name this store and its keys. */
export function isAuthentic(headers: Headers, credentials: Credentials): boolean {
  const authorization = headers.get('authorization');
  if (authorization !== null) return authorization === `Bearer ${credentials.accessToken}`;
  return (
    toHost(headers.get('secureurl') ?? '') === toHost(credentials.secureUrl) &&
    headers.get('privatekey') === credentials.privateKey &&
    headers.get('token') === credentials.token
  );
}

/** Whether the scopes cover a call. A missing right is 401 like a wrong key (documented). */
export function isAllowed(method: string, service: string, scopes: readonly string[] | undefined): boolean {
  if (!scopes) return true;
  return scopes.includes(`${service}:write`) || (method === 'GET' && scopes.includes(`${service}:read`));
}
