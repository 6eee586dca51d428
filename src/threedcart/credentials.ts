/** How the store's API knows us: three private headers of an application, or an OAuth bearer token. */
export type Credentials =
  | {readonly kind: 'keys'; readonly secureUrl: string; readonly privateKey: string; readonly token: string}
  | {readonly kind: 'bearer'; readonly secureUrl: string; readonly accessToken: string};

export function toHeaders(credentials: Credentials): Record<string, string> {
  return credentials.kind === 'keys'
    ? {SecureURL: credentials.secureUrl, PrivateKey: credentials.privateKey, Token: credentials.token}
    : {Authorization: `Bearer ${credentials.accessToken}`};
}
