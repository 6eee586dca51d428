/** Which pages may use the proxy: exact origins, or whole labels under a domain, parsed and never matched as text. */

/** An origin, or every origin exactly one or more labels below a host. */
export type OriginPattern =
  | {readonly kind: 'exact'; readonly origin: string}
  | {readonly kind: 'below'; readonly protocol: string; readonly host: string; readonly port: string};

/** A pattern as it was written, in the spelling that browsers use. */
export const originText = (pattern: OriginPattern): string =>
  pattern.kind === 'exact'
    ? pattern.origin
    : `${pattern.protocol}//*.${pattern.host}${pattern.port && `:${pattern.port}`}`;

/** Reads `https://blog.example` or `https://*.example.com`. Throws with a sentence on anything else. */
export function parseOriginPattern(text: string): OriginPattern {
  const wildcard = /^(https?:\/\/)\*\.(.+)$/i.exec(text);
  const url = URL.canParse(wildcard ? `${wildcard[1]}${wildcard[2]}` : text)
    ? new URL(wildcard ? `${wildcard[1]}${wildcard[2]}` : text)
    : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.hash ||
    url.username ||
    url.password ||
    text.endsWith('/')
  ) {
    throw new Error(
      `"${text}" is no origin; write scheme and host, such as https://blog.example or https://*.example.com`,
    );
  }
  if (url.hostname.includes('*'))
    throw new Error(`"${text}" may have * only as its whole first label, as in https://*.example.com`);
  return wildcard
    ? {kind: 'below', protocol: url.protocol, host: url.hostname, port: url.port}
    : {kind: 'exact', origin: url.origin};
}

export function isAllowedOrigin(origin: string, patterns: readonly OriginPattern[]): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  // An empty label, or one that is no name, is no host that a browser could be on.
  if (url.origin !== origin || !/^(\[[\da-f:.]+\]|[\w-]+(\.[\w-]+)*)$/i.test(url.hostname)) return false;
  return patterns.some((pattern) =>
    pattern.kind === 'exact'
      ? pattern.origin === origin
      : url.protocol === pattern.protocol && url.port === pattern.port && url.hostname.endsWith(`.${pattern.host}`),
  );
}
