import {Hono} from 'hono';
import type {ApiEnv} from '../api.js';
import {answerJson} from '../envelope.js';
import type {SandboxState} from '../state.js';
import {toWireSettings} from '../wire.js';

/** Mounted at `/StoreSettings`: the store's name, addresses, currency and time zone. */
export function createSettingsRoutes(state: SandboxState): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.get('/', () => {
    const settings = toWireSettings(state.storeName, state.credentials.secureUrl);
    return answerJson(state.switches.storeSettingsShape === 'array' ? [settings] : settings);
  });
  return routes;
}
