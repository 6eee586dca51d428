/**
 * Gives browser tests a shop: a sandbox store with a proxy before it, on other origins than the tests'. Tests talk
 * to it through the runner's commands (test/browser/setup.ts), and load the embed from the proxy, as a blog does.
 */
import type {TestRunnerPlugin} from '@web/test-runner';
import type {FaultRequest, SwitchChanges} from '../../src/sandbox/index.js';
import {serveShop, type ServedShop} from './served-shop.js';

/** What a test may ask for, by the name of the command. */
export interface ShopCommands {
  /** A new shop for this page. */
  'shop:open': {payload: undefined; answer: {proxy: string; store: string}};
  'shop:switches': {payload: SwitchChanges; answer: true};
  'shop:fault': {payload: FaultRequest; answer: true};
  /** Removes all faults. */
  'shop:heal': {payload: undefined; answer: true};
  /** The carts in the store, as the store itself has them. */
  'shop:carts': {payload: undefined; answer: {lines: {catalogId: number; quantity: number}[]}[]};
}

/** Tests are in more of a hurry than shoppers; the budget has tests of its own. */
const unhurried = {PUSHCART_API_CAPACITY: '1000', PUSHCART_API_RATE: '100'};

export function shopsPlugin(): TestRunnerPlugin {
  const shops = new Map<string, ServedShop>();
  let origin = '';
  return {
    name: 'pushcart-shops',
    serverStart({config}) {
      origin = `http://${config.hostname ?? 'localhost'}:${config.port ?? 8000}`;
    },
    async serverStop() {
      await Promise.all([...shops.values()].map((shop) => shop.close()));
    },
    serve(context) {
      // The page that tests open in a frame: nothing of its own, and the tests' origin.
      return context.path === '/__page'
        ? {body: '<!doctype html><html lang="en"><head><title>A page</title></head></html>', type: 'html'}
        : undefined;
    },
    async executeCommand({command, payload, session}) {
      if (!command.startsWith('shop:')) return undefined;
      if (command === 'shop:open') {
        await shops.get(session.id)?.close();
        const shop = await serveShop(origin, unhurried);
        shop.sandbox.change({throttle: {capacity: 1000, leakPerSecond: 1000}});
        shops.set(session.id, shop);
        return {proxy: shop.proxy.url, store: shop.sandbox.url};
      }
      const shop = shops.get(session.id);
      if (!shop) throw new Error('This page has no shop yet: call openShop() first.');
      const {sandbox} = shop;
      switch (command as keyof ShopCommands) {
        case 'shop:switches':
          sandbox.change(payload as SwitchChanges);
          return true;
        case 'shop:fault':
          sandbox.addFault(payload as FaultRequest);
          return true;
        case 'shop:heal':
          sandbox.clearFaults();
          return true;
        case 'shop:carts':
          return sandbox.snapshot().carts.map((cart) => ({
            lines: cart.CartItemList.map((line) => ({catalogId: line.CatalogID, quantity: line.ItemQuantity})),
          }));
        default:
          throw new Error(`There is no command "${command}".`);
      }
    },
  };
}
