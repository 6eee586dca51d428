/** A shop that sells what no layout likes, to more pages at once than a real store would let in. */
import {openScene, type Scene} from '../e2e/setup.js';
import {goods} from './goods.js';

export async function openStatesScene(): Promise<Scene> {
  const scene = await openScene(
    [],
    {PUSHCART_API_CAPACITY: '1000', PUSHCART_API_RATE: '100'},
    {sandbox: {catalogue: goods, switches: {throttle: {capacity: 1000, leakPerSecond: 1000}}}},
  );
  return scene;
}
