/** A merchant with a sandbox store: what the command line is told of it, and what is done in the store by hand. */
import type {Environment} from '../../src/proxy/index.js';
import type {Sandbox} from '../../src/sandbox/index.js';
import {describeEnvironment} from './environment.js';

/** A throttle that no test waits for: a tenth of it is still plenty. */
export const ampleThrottle = {capacity: 5000, leakPerSecond: 500};

/** The variables of a shop before this store, with changes; `undefined` takes one out. */
export const describeShop = ({url, credentials}: Sandbox, changes: Environment = {}): Environment =>
  describeEnvironment({
    PUSHCART_SECURE_URL: url,
    PUSHCART_API_URL: `${url}/3dCartWebAPI/v1`,
    PUSHCART_PRIVATE_KEY: credentials.privateKey,
    PUSHCART_TOKEN: credentials.token,
    PUSHCART_API_CAPACITY: String(ampleThrottle.capacity),
    PUSHCART_API_RATE: String(ampleThrottle.leakPerSecond),
    ...changes,
  });

/** Makes something in the store, as its admin would. `path` is that of the API's collection. */
export async function putByHand({url, credentials}: Sandbox, path: string, body: object): Promise<void> {
  const {secureUrl, privateKey, token} = credentials;
  const answer = await fetch(`${url}/3dCartWebAPI/v1${path}`, {
    method: 'POST',
    headers: {SecureURL: secureUrl, PrivateKey: privateKey, Token: token, 'Content-Type': 'application/json'},
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
}
