import type {Environment} from '../../src/proxy/index.js';

/** Keys that would be noticed anywhere: 32 random-looking characters each. */
export const storeKeys = {
  privateKey: 'pK7wQz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk0',
  token: 'tO3kEn8Zq6Wx1Cv5Bn7Ml2Pa4Sd9Gh0J',
  accessToken: 'aC9cEs5sTo2kEn7Uy4Ir6Wq1Zx8Vb3Nm',
} as const;

/** 32 bytes, base64url. */
export const sealingSecret = 'c2VhbGluZy1rZXktbnVtYmVyLW9uZS0zMi1ieXRlcyE';
export const olderSecret = 'b2xkZXItc2VhbGluZy1rZXktb2YtMzItYnl0ZXMhISE';

export const storeUrl = 'https://store.example';
export const apiUrl = 'https://api.example/3dCartWebAPI/v1';
export const pageOrigin = 'https://blog.example';

/** A complete environment, with changes; `undefined` takes a variable out. */
export function describeEnvironment(changes: Environment = {}): Environment {
  const all: Record<string, string | undefined> = {
    PUSHCART_SECURE_URL: storeUrl,
    PUSHCART_API_URL: apiUrl,
    PUSHCART_PRIVATE_KEY: storeKeys.privateKey,
    PUSHCART_TOKEN: storeKeys.token,
    PUSHCART_ORIGINS: pageOrigin,
    PUSHCART_SECRETS: sealingSecret,
    PUSHCART_PUBLIC_URL: 'https://cart.example',
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
