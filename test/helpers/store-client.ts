import {createStoreClient, type Claim, type StoreCall} from '../../src/threedcart/index.js';
import {createSandboxStore, type SandboxStoreOptions} from '../../src/sandbox/index.js';
import {VirtualClock} from './clock.js';
import {apiUrl, storeKeys, storeUrl} from './environment.js';

/** The real client before a sandbox, on one virtual clock, with a budget that lets everything through at once. */
export function openClient({
  baseUrl = apiUrl,
  ...options
}: Pick<SandboxStoreOptions, 'switches' | 'catalogue' | 'random'> & {readonly baseUrl?: string} = {}) {
  const clock = new VirtualClock();
  const sandbox = createSandboxStore({clock, credentials: {secureUrl: storeUrl, ...storeKeys}, ...options});
  const calls: StoreCall[] = [];
  const client = createStoreClient({
    baseUrl,
    credentials: {kind: 'keys', secureUrl: storeUrl, privateKey: storeKeys.privateKey, token: storeKeys.token},
    clock,
    budget: {
      take: () => Promise.resolve('granted'),
      slowDown: () => undefined,
      waitMs: () => 0,
      ahead: () => 0,
      level: () => ({used: 0, capacity: 45, queued: {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0}}),
    },
    fetch: (request) => sandbox.fetch(request),
    onCall: (call) => void calls.push(call),
  });
  const claim = (): Claim => ({for: 'edit', askedAt: clock.now(), deadline: clock.now() + 2000});
  return {client, sandbox, clock, calls, claim, frame: {url: storeUrl, decimals: 2}};
}
