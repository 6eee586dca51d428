/** The products of a page, where they were asked for before anybody could read the answer. */
import assert from 'node:assert/strict';
import {afterEach, describe, it, mock} from 'node:test';
import {createCatalogue} from '../../../src/cart/catalogue.js';

const mug = {catalogId: 511, name: 'Harbor Mug'};
const answer = () => Response.json({store: {name: 'A shop'}, products: [mug], missing: []});
afterEach(() => mock.restoreAll());

describe('products that were asked for early', () => {
  /** What is asked for from here on, and how to let time limits run out. */
  function setup() {
    const {mock: fetched} = mock.method(globalThis, 'fetch', () => Promise.resolve(answer()));
    const limits: AbortController[] = [];
    mock.method(AbortSignal, 'timeout', () => {
      const limit = new AbortController();
      limits.push(limit);
      return limit.signal;
    });
    return {asked: () => fetched.callCount(), giveUp: () => limits.forEach((limit) => limit.abort())};
  }

  it('are not asked for again', async () => {
    const {asked} = setup();
    const catalogue = createCatalogue('https://cart.example/', () => [511], {
      ids: [511],
      response: Promise.resolve(answer()),
    });
    assert.equal((await catalogue.settled(511)).status, 'ready');
    assert.equal(asked(), 0);
  });

  it('are asked for again where the answer does not come, or breaks off', async () => {
    const answers = [new Promise<Response>(() => {}), () => Promise.reject<Response>(new TypeError('network'))];
    for (const given of answers) {
      const response = typeof given === 'function' ? given() : given;
      const {asked, giveUp} = setup();
      const catalogue = createCatalogue('https://cart.example/', () => [511], {ids: [511], response});
      const settled = catalogue.settled(511);
      giveUp();
      assert.equal((await settled).status, 'ready');
      assert.equal(asked(), 1);
      mock.restoreAll();
    }
  });
});
