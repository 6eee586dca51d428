import {createStoreClient, type Claim, type Credentials, type StoreCall} from '../../src/threedcart/index.js';
import {VirtualClock} from './clock.js';

export const demoStoreUrl = 'https://demo-store.3dcartstores.com';
export const demoKeys: Credentials = {
  kind: 'keys',
  secureUrl: demoStoreUrl,
  privateKey: 'private-key',
  token: 'merchant-token',
};

export interface AnsweredClientSetup {
  readonly credentials?: Credentials;
  readonly baseUrl?: string;
  readonly answer: (request: Request) => Response | Promise<Response>;
}

/** A client whose budget never refuses, on a clock of its own, that remembers what it sent. */
export function openAnsweredClient({
  credentials = demoKeys,
  baseUrl = 'https://api.example/3dCartWebAPI/v1/',
  answer,
}: AnsweredClientSetup) {
  const clock = new VirtualClock();
  const sent: Request[] = [];
  const calls: StoreCall[] = [];
  const slowed: (number | undefined)[] = [];
  const client = createStoreClient({
    baseUrl,
    credentials,
    clock,
    budget: {
      take: () => Promise.resolve('granted'),
      slowDown: (ms) => void slowed.push(ms),
      waitMs: () => 0,
      ahead: () => 0,
      level: () => ({used: 0, capacity: 45, queued: {checkout: 0, 'first-add': 0, edit: 0, catalogue: 0}}),
    },
    fetch: (request) => {
      sent.push(request);
      return Promise.resolve(answer(request));
    },
    onCall: (call) => void calls.push(call),
  });
  const claim: Claim = {for: 'edit', askedAt: clock.now(), deadline: clock.now() + 2000};
  return {client, claim, clock, sent, calls, slowed};
}
