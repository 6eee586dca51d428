import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {defaultSwitches, type SandboxSnapshot} from '../../../src/sandbox/index.js';
import {mug, setup, tee} from './setup.js';

async function readError(answer: Response): Promise<string> {
  return ((await answer.json()) as {error: string}).error;
}

describe('the control', () => {
  it('shows switches, faults, carts with their lines, orders, scripts and calls', async () => {
    const {control, createCart, write, store} = setup();
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, tee(2));
    store.addFault({match: '*', kind: 'slow', ms: 5});
    const answer = await control('GET');
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    const shown = (await answer.json()) as SandboxSnapshot;
    const fixed = ['switches', 'faults', 'carts', 'orders', 'scripts', 'calls'];
    assert.deepEqual(Object.keys(shown), [...fixed, 'webhooks', 'deliveries']);
    assert.deepEqual(shown.switches, defaultSwitches);
    assert.deepEqual(shown.faults, [{match: '*', kind: 'slow', times: 1, ms: 5}]);
    const [cart] = shown.carts;
    assert.deepEqual([cart?.OrderKey, cart?.OrderID, cart?.CartItemList[0]?.ItemQuantity], [key, 1042, 2]);
    assert.deepEqual(
      cart?.CartItemList[0]?.ItemOptions.map(({OptionSetID, OptionID}) => [OptionSetID, OptionID]),
      [
        [81, 402],
        [82, 412],
      ],
    );
    assert.deepEqual(
      shown.calls.map(({method, path, status, kind}) => [method, path, status, kind]),
      [
        ['POST', '/Cart', 201, 'answered'],
        ['POST', `/Cart/${key}/Item`, 201, 'answered'],
      ],
    );
  });

  it('does not count itself or the pages as calls', async () => {
    const {control, browse, store} = setup();
    await control('GET');
    await browse('/');
    assert.deepEqual(store.snapshot().calls, []);
  });

  it('changes switches, and the throttle by halves', async () => {
    const {control, store} = setup();
    const answer = await control('PATCH', '', {mergeLines: 'on', throttle: {capacity: 5}, dropAfterWrite: true});
    assert.equal(answer.status, 200);
    const {mergeLines, throttle, dropAfterWrite} = store.snapshot().switches;
    assert.deepEqual([mergeLines, throttle, dropAfterWrite], ['on', {capacity: 5, leakPerSecond: 2}, 'on']);
  });

  it('names an unknown switch or a wrong value and changes nothing', async () => {
    const {control, store} = setup();
    const unknown = await control('PATCH', '', {mergeLines: 'on', nonsense: 1});
    assert.equal(unknown.status, 400);
    assert.match(await readError(unknown), /nonsense/);
    const wrong = await control('PATCH', '', {getCartShape: 'tuple'});
    assert.equal(wrong.status, 400);
    assert.match(await readError(wrong), /getCartShape/);
    assert.deepEqual(store.snapshot().switches, defaultSwitches);
  });

  it('orders faults and says what is wrong with one', async () => {
    const {control, store} = setup();
    assert.equal((await control('POST', '/faults', {match: 'POST /Cart', kind: '5xx', times: 2})).status, 201);
    assert.equal(store.snapshot().faults[0]?.times, 2);
    const wrong = await control('POST', '/faults', {match: '*', kind: 'sulk'});
    assert.equal(wrong.status, 400);
    assert.match(await readError(wrong), /kind/);
  });

  it('resets everything to the start, which may have its own switches', async () => {
    const {control, createCart, write, browse, readCart, store} = setup({switches: {mergeLines: 'on'}});
    const key = await createCart();
    await write('POST', `/Cart/${key}/Item`, mug());
    await browse((await readCart(key)).CheckoutURL, {name: 'Ana', email: 'ana@example.com'});
    await createCart();
    store.addFault({match: '*', kind: '5xx'});
    store.change({mergeLines: 'off'});
    assert.equal((await control('POST', '/reset')).status, 200);
    const {switches, faults, carts, orders, calls} = store.snapshot();
    assert.deepEqual([switches.mergeLines, faults, carts, orders, calls], ['on', [], [], [], []]);
  });

  it('answers under names of this machine alone, whatever else points to it', async () => {
    const {store} = setup();
    const ask = async (url: string, headers: Record<string, string> = {}) =>
      (await store.fetch(new Request(url, {headers}))).status;
    for (const host of ['127.0.0.1:8790', 'localhost:8790', '[::1]:8790', 'LOCALHOST'])
      assert.equal(await ask(`http://${host}/_sandbox`), 200, host);
    for (const host of ['evil.example:8790', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.0.7'])
      assert.equal(await ask(`http://${host}/_sandbox`, {Origin: `http://${host}`}), 403, host);
    assert.equal(await ask('http://127.0.0.1/_sandbox', {Host: 'evil.example'}), 403);
  });

  it('is not for pages of another origin', async () => {
    const {control, store} = setup();
    const foreign = {Origin: 'https://evil.example'};
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['POST', '/reset'],
    ] as const) {
      assert.equal((await control(method, path, method === 'GET' ? undefined : {}, foreign)).status, 403);
    }
    assert.equal((await control('POST', '/reset', undefined, {'Sec-Fetch-Site': 'cross-site'})).status, 403);
    assert.equal((await control('POST', '/reset', undefined, {'Content-Type': 'text/plain'})).status, 415);
    assert.equal((await control('PATCH', '', {}, {Origin: 'http://127.0.0.1:8790'})).status, 200);
    assert.deepEqual(store.snapshot().switches, defaultSwitches);
  });
});
