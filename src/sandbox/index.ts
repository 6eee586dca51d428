/**
 * A stand-in for a 3dcart (Shift4Shop) store: its REST API for carts, products, settings,
 * frontend scripts, orders and webhooks, a storefront, a hosted
 * checkout, and controls for what its documentation leaves open and for everything that can go wrong.
 *
 * Built from the vendor's documentation and from what real client programs show. Nothing in this folder may import
 * from the rest of the project: a store that learned from our client would agree with its mistakes.
 */
import type {AddressInfo} from 'node:net';
import {createAdaptorServer, type HttpBindings} from '@hono/node-server';
import {RESPONSE_ALREADY_SENT} from '@hono/node-server/utils/response';
import {ConnectionCut} from './faults.js';
import {createSandboxStore, type SandboxStore, type SandboxStoreOptions} from './sandbox-store.js';

export {catalogue} from './catalogue.js';
export type {Call} from './calls.js';
export type {Credentials, Scope} from './credentials.js';
export type {Combination, Option, OptionSet, Product} from './entities.js';
export {ConnectionCut, type Fault, type FaultKind, type FaultRequest} from './faults.js';
export {createSandboxStore, type SandboxStore, type SandboxStoreOptions} from './sandbox-store.js';
export type {SandboxSnapshot, SnapshotCart, SnapshotOrder} from './snapshot.js';
export type {Clock} from './state.js';
export {defaultSwitches, SwitchError, type SwitchChanges, type Switches} from './switches.js';
export type {Delivery} from './webhooks.js';
export type {WireCart, WireOrder, WireProduct, WireScript, WireWebhook} from './wire.js';

export interface SandboxOptions extends SandboxStoreOptions {
  /** Default: 0, any free port. */
  readonly port?: number;
  /** A loopback address. Default: `127.0.0.1`. */
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
}

/** A store that listens. */
export interface Sandbox extends SandboxStore {
  /** Such as `http://127.0.0.1:8790`. The API is below it at `/3dCartWebAPI/v1`. */
  readonly url: string;
  /** Stops listening and breaks what is still open. */
  close(): Promise<void>;
}

const loopback = ['127.0.0.1', '::1', 'localhost'];

/**
 * Starts a store on this machine. It can be reached from nowhere else: it has made-up goods, but real controls.
 *
 * @throws Where the host is not loopback, a switch is wrong, or the port is taken (`EADDRINUSE`).
 * @example
 * const sandbox = await createSandbox({switches: {mergeLines: 'on'}});
 * // … run your integration against sandbox.url with sandbox.credentials …
 * await sandbox.close();
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {port = 0, host = '127.0.0.1', ...storeOptions} = options;
  if (!loopback.includes(host)) throw new RangeError(`A sandbox listens on loopback only, not on "${host}"`);

  let store: SandboxStore | undefined;
  const answer = async (request: Request, {incoming}: HttpBindings): Promise<Response> => {
    try {
      return store ? await store.fetch(request) : new Response(null, {status: 503});
    } catch (error) {
      if (!(error instanceof ConnectionCut) && !request.signal.aborted) throw error;
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
  };
  const server = createAdaptorServer({
    fetch: async (request, env) => answer(request, env as HttpBindings),
    overrideGlobalObjects: false,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

  const {port: boundPort} = server.address() as AddressInfo;
  const url = `http://${host === '::1' ? '[::1]' : host}:${String(boundPort)}`;
  try {
    store = createSandboxStore({...storeOptions, credentials: {secureUrl: url, ...storeOptions.credentials}});
  } catch (error) {
    server.close();
    throw error;
  }
  const close = async () => {
    await new Promise<void>((resolve, reject) => {
      server.close((error) => {
        if (error) reject(error);
        else resolve();
      });
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  };
  return {...store, url, close};
}
