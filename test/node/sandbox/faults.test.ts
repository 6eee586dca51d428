import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ConnectionCut} from '../../../src/sandbox/index.js';
import {mug, setup, WakingClock} from './setup.js';

describe('a fault', () => {
  it('429, 5xx, html, errorArray and 206 answer so and do nothing', async () => {
    const {call, store} = setup();
    const seen: [number, string][] = [];
    for (const kind of ['429', '5xx', 'html', 'errorArray', '206'] as const) {
      store.addFault({match: 'POST /Cart', kind});
      const answer = await call('POST', '/Cart', {body: {}});
      seen.push([answer.status, (await answer.text()).slice(0, 15)]);
    }
    assert.deepEqual(seen, [
      [429, ''],
      [500, ''],
      [502, '<!DOCTYPE html>'],
      [200, '[{"Key":"Error"'],
      [206, '[{"Key":"Error"'],
    ]);
    assert.equal(store.snapshot().carts.length, 0);
  });

  it('cutBefore breaks the connection before the write', async () => {
    const {call, createCart, readCart, store} = setup();
    const key = await createCart();
    store.addFault({match: '/Item', kind: 'cutBefore'});
    await assert.rejects(call('POST', `/Cart/${key}/Item`, {body: mug()}), (error) => {
      assert.ok(error instanceof ConnectionCut && error instanceof TypeError);
      return error.message === 'fetch failed' && error.when === 'before';
    });
    assert.deepEqual((await readCart(key)).CartItemList, []);
  });

  it('dropAfterWrite breaks the connection after the write', async () => {
    const {call, createCart, readCart, store} = setup();
    const key = await createCart();
    store.addFault({match: '/Item', kind: 'dropAfterWrite'});
    await assert.rejects(call('POST', `/Cart/${key}/Item`, {body: mug()}), ConnectionCut);
    assert.equal((await readCart(key)).CartItemList.length, 1);
    const struck = store.snapshot().calls.find(({kind}) => kind === 'dropAfterWrite');
    assert.deepEqual([struck?.method, struck?.status], ['POST', null]);
  });

  it('slow lands the write late, after its caller gave up', async () => {
    const clock = new WakingClock();
    const {call, createCart, readCart, store} = setup({clock});
    const key = await createCart();
    store.addFault({match: '/Item', kind: 'slow', ms: 30_000});
    const patience = new AbortController();
    const posted = call('POST', `/Cart/${key}/Item`, {body: mug(), signal: patience.signal});
    patience.abort(new DOMException('too long', 'TimeoutError'));
    await assert.rejects(posted, {name: 'TimeoutError'});
    assert.equal((await readCart(key)).CartItemList.length, 0);
    clock.wake();
    // The late write settles within the microtasks of a few further calls.
    for (let calls = 0; calls < 5; calls += 1) await readCart(key);
    assert.equal((await readCart(key)).CartItemList.length, 1);
  });

  it('late breaks the connection at once and does the write later', async () => {
    const clock = new WakingClock();
    const {call, createCart, readCart, store} = setup({clock});
    const key = await createCart();
    store.addFault({match: '/Item', kind: 'late', ms: 45_000});
    await assert.rejects(call('POST', `/Cart/${key}/Item`, {body: mug(2)}), ConnectionCut);
    assert.deepEqual(clock.waits, [45_000]);
    for (let calls = 0; calls < 5; calls += 1) assert.deepEqual((await readCart(key)).CartItemList, []);
    clock.wake();
    for (let calls = 0; calls < 5; calls += 1) await readCart(key);
    assert.deepEqual(
      (await readCart(key)).CartItemList.map(({CatalogID, ItemQuantity}) => [CatalogID, ItemQuantity]),
      [[511, 2]],
    );
    const struck = store.snapshot().calls.filter(({kind}) => kind === 'late');
    assert.deepEqual(
      struck.map(({method, status}) => [method, status]),
      [['POST', null]],
    );
  });

  it('late cuts a read without more', async () => {
    const clock = new WakingClock();
    const {call, store} = setup({clock});
    store.addFault({match: '*', kind: 'late'});
    await assert.rejects(call('GET', '/StoreSettings'), ConnectionCut);
    assert.deepEqual(clock.waits, []);
  });

  it('late does not land in a store that was reset meanwhile', async () => {
    const clock = new WakingClock();
    const {call, store} = setup({clock});
    store.addFault({match: 'POST /Cart ', kind: 'late'});
    await assert.rejects(call('POST', '/Cart', {body: {}}), ConnectionCut);
    store.reset();
    clock.wake();
    for (let calls = 0; calls < 5; calls += 1) await call('GET', '/StoreSettings');
    assert.deepEqual(store.snapshot().carts, []);
  });

  it('slow waits as long as it says', async () => {
    const {call, clock, store} = setup();
    store.addFault({match: '*', kind: 'slow', ms: 750});
    assert.equal((await call('POST', '/Cart', {body: {}})).status, 201);
    assert.deepEqual(clock.waits, [750]);
  });

  it('strikes as often as it says, only what it matches, the oldest first', async () => {
    const {call, createCart, store} = setup();
    const key = await createCart();
    store.addFault({match: 'POST /Cart ', kind: '5xx', times: 2});
    store.addFault({match: '*', kind: '429'});
    const statuses: number[] = [];
    for (const path of ['/Cart', `/Cart/${key}/Item`, '/Cart', '/Cart']) {
      statuses.push((await call('POST', path, {body: mug()})).status);
    }
    assert.deepEqual(statuses, [500, 429, 500, 201]);
  });

  it('can be taken back', async () => {
    const {call, store} = setup();
    store.addFault({match: '*', kind: '5xx', times: 9});
    store.clearFaults();
    assert.equal((await call('POST', '/Cart', {body: {}})).status, 201);
  });

  it('does not strike a call that is refused at the door', async () => {
    const {call, store} = setup();
    store.addFault({match: '*', kind: '5xx'});
    assert.equal((await call('GET', '/StoreSettings', {headers: {Token: 'wrong'}})).status, 401);
    assert.equal((await call('GET', '/StoreSettings')).status, 500);
  });
});
