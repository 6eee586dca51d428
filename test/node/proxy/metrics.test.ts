/** `/metrics` and the line of each request: what they say, and who may read them. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createMetrics} from '../../../src/metrics.js';
import {metricTable} from '../../../src/proxy/index.js';
import {mug, openShop, tee, type Shop, type ShopOverrides} from '../../helpers/shop.js';

const openMeasured = (overrides: ShopOverrides = {}): Promise<Shop> =>
  openShop({...overrides, deps: {...overrides.deps, metrics: createMetrics()}});

/** Scrapes as Prometheus on the same machine would. */
const scrape = (shop: Shop, headers: Record<string, string> = {}, address = '127.0.0.1'): Promise<Response> =>
  shop.send(new Request('http://127.0.0.1:8787/metrics', {headers}), address);

/** The value of one sample, such as `pushcart_requests_total{route="/healthz"}`: labels in any order, others allowed. */
async function read(
  shop: Shop,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number | undefined> {
  const text = await (await scrape(shop)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const found = lines.filter((line) =>
    Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)),
  );
  assert.ok(found.length <= 1, `${name} is not one sample: ${found.join(' ')}`);
  return found[0] === undefined ? undefined : Number(found[0].split(' ').at(-1));
}

interface RequestLine {
  readonly event: string;
  readonly id: string;
  readonly trace: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly calls: number;
  readonly waitedMs: number;
}
const linesOf = (shop: Shop): RequestLine[] =>
  shop.logged.map((line) => JSON.parse(line) as RequestLine).filter(({event}) => event === 'request');

describe('the metrics', () => {
  it('count requests by route and status, never by path', async () => {
    const shop = await openMeasured();
    await shop.get('/buy/511');
    await shop.get('/buy/512');
    await shop.get('/no/such/thing');
    await shop.get('/healthz');
    const route = '/buy/:catalogId{[1-9][0-9]{0,8}}';
    assert.equal(await read(shop, 'pushcart_requests_total', {method: 'GET', route, status: '200'}), 2);
    assert.equal(await read(shop, 'pushcart_requests_total', {route: 'none', status: '404'}), 1);
    assert.equal(await read(shop, 'pushcart_request_seconds_count', {route: '/healthz'}), 1);
    const text = await (await scrape(shop)).text();
    assert.doesNotMatch(text, /\/buy\/5|such/, 'a path is in them');
  });

  it('count calls of the store by kind and outcome, and how long they took', async () => {
    const shop = await openMeasured();
    await shop.ask({lines: [tee('a'), mug('b')]});
    shop.sandbox.addFault({match: '/Item', kind: 'errorArray'});
    await shop.ask({lines: [mug('b')]});
    const call = 'POST /Cart/{cart}/Item';
    assert.equal(await read(shop, 'pushcart_store_calls_total', {call, outcome: 'done'}), 3);
    assert.equal(await read(shop, 'pushcart_store_calls_total', {call, outcome: 'unclear'}), 1);
    assert.equal(await read(shop, 'pushcart_store_call_seconds_count', {call}), 4);
  });

  it('show the budget, its queue, and what calls wait for it', async () => {
    const shop = await openMeasured({
      environment: {PUSHCART_API_CAPACITY: '10', PUSHCART_API_RATE: '0.1'},
      warm: false,
    });
    assert.equal(await read(shop, 'pushcart_budget_capacity_calls'), 9);
    const waiting = shop.start({lines: [mug('b')], intent: 'checkout'});
    await shop.clock.advance(0);
    for (let rest = 0; rest < 4; rest++) shop.budget.slowDown(60_000, shop.clock.now());
    assert.equal(await read(shop, 'pushcart_budget_used_calls'), 9);
    const second = shop.start({lines: [mug('b')], intent: 'checkout'});
    await shop.clock.advance(0);
    assert.ok(((await read(shop, 'pushcart_budget_queue', {class: 'checkout'})) ?? 0) >= 1);
    await Promise.all([shop.clock.run(waiting), shop.clock.run(second)]);
    const wait = {class: 'checkout', grant: 'late'};
    assert.ok(((await read(shop, 'pushcart_budget_wait_seconds_sum', wait)) ?? 0) >= 10);
  });

  it('show how old and how large the mirror is, and no age before it is full', async () => {
    const cold = await openMeasured({warm: false});
    assert.equal(await read(cold, 'pushcart_mirror_age_seconds'), undefined);
    assert.equal(await read(cold, 'pushcart_mirror_full'), 0);
    const shop = await openMeasured();
    assert.equal(await read(shop, 'pushcart_mirror_full'), 1);
    const products = (await read(shop, 'pushcart_mirror_products')) ?? 0;
    assert.ok(products > 5);
    const age = (await read(shop, 'pushcart_mirror_age_seconds')) ?? -1;
    assert.ok(age >= 0 && age <= 60);
    await shop.clock.advance(3_600_000);
    assert.ok(((await read(shop, 'pushcart_mirror_age_seconds')) ?? 0) >= 3600, 'nobody refreshes it: it ages');
  });

  it('count rounds, and a cart that may have been left behind empty', async () => {
    const shop = await openMeasured();
    await shop.ask({lines: [mug('b')]});
    assert.equal(await read(shop, 'pushcart_reconcile_rounds_count'), 1);
    assert.equal(await read(shop, 'pushcart_reconcile_rounds_sum'), 1);
    assert.equal(await read(shop, 'pushcart_empty_carts_total'), 0);
    shop.sandbox.addFault({match: 'POST /Cart', kind: 'dropAfterWrite'});
    await shop.fail({key: 'BAAAAAAAAAAAAAAAAAAAAA', lines: [mug('b')]});
    assert.equal(await read(shop, 'pushcart_empty_carts_total'), 1);
    const {id, event} = JSON.parse(
      shop.logged.find((line) => line.includes('cart_maybe_left_behind')) ?? '{}',
    ) as RequestLine;
    assert.deepEqual(
      [event, id],
      ['cart_maybe_left_behind', linesOf(shop).findLast(({route}) => route === '/v1/cart')?.id],
      'its line names the request',
    );
  });

  it('show how many carts wait for the store, until they are answered otherwise', async () => {
    const shop = await openMeasured();
    assert.equal(await read(shop, 'pushcart_carts_pending'), 0);
    shop.budget.slowDown(30_000, shop.clock.now());
    const key = 'BAAAAAAAAAAAAAAAAAAAAA';
    const {status, cart = ''} = await shop.ask({key, rev: 1, lines: [mug('b')]});
    assert.equal(status, 'pending');
    assert.equal(await read(shop, 'pushcart_carts_pending'), 1);
    assert.equal(await read(shop, 'pushcart_carts_total', {intent: 'sync', answer: 'pending'}), 1);
    await shop.clock.advance(60_000);
    assert.equal((await shop.ask({key, rev: 1, cart, lines: [mug('b')]})).status, 'synced');
    assert.equal(await read(shop, 'pushcart_carts_pending'), 0);
  });

  it('forget a shopper who was told to wait and never came back', async () => {
    const shop = await openMeasured();
    shop.budget.slowDown(30_000, shop.clock.now());
    await shop.ask({lines: [mug('b')]});
    await shop.clock.advance(5 * 60_000);
    assert.equal(await read(shop, 'pushcart_carts_pending'), 0);
  });

  it('say the memory of the process and the lag of its event loop', async () => {
    const shop = await openMeasured();
    assert.ok(((await read(shop, 'process_resident_memory_bytes')) ?? 0) > 1e7);
    assert.notEqual(await read(shop, 'nodejs_eventloop_lag_p99_seconds'), undefined);
  });

  it('have something to say of every line of the table, and are kept for each proxy alone', async () => {
    const shop = await openMeasured();
    await shop.ask({lines: [mug('b')]});
    const response = await scrape(shop);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const text = await response.text();
    for (const name of Object.keys(metricTable)) assert.match(text, new RegExp(`^${name}(_count)?[{ ]`, 'm'), name);
    const other = await openMeasured();
    assert.equal(await read(other, 'pushcart_carts_total'), undefined);
  });
});

describe('who may read the metrics', () => {
  const token = 'm3tr1cs-t0ken-for-the-scraper';

  it('is, with a token, whoever has it, from anywhere', async () => {
    const shop = await openMeasured({environment: {PUSHCART_METRICS_TOKEN: token}});
    assert.equal((await scrape(shop, {Authorization: `Bearer ${token}`}, '192.0.2.9')).status, 200);
    assert.equal((await scrape(shop, {Authorization: `bearer ${token}`, 'X-Forwarded-For': '192.0.2.9'})).status, 200);
    for (const given of [
      undefined,
      '',
      'Bearer',
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer ${token.slice(0, -1)}`,
      token,
    ]) {
      const response = await scrape(shop, given === undefined ? {} : {Authorization: given});
      assert.equal(response.status, 404, given);
      assert.ok(!(await response.text()).includes('pushcart_'));
    }
  });

  it('is, without one, this machine and nobody behind a reverse proxy on it', async () => {
    const shop = await openMeasured();
    for (const address of ['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1'])
      assert.equal((await scrape(shop, {}, address)).status, 200, address);
    for (const address of ['192.0.2.9', '::ffff:192.0.2.9', '2001:db8::1', '10.0.0.1', 'unknown', '127.0.0.1.example'])
      assert.equal((await scrape(shop, {}, address)).status, 404, address);
    for (const header of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via', 'Origin', 'Sec-Fetch-Site'])
      assert.equal((await scrape(shop, {[header]: '127.0.0.1'})).status, 404, header);
  });

  it('is nobody where the host keeps none', async () => {
    const shop = await openShop();
    assert.equal((await scrape(shop)).status, 404);
  });

  it('is said in the log, once, when somebody was refused', async () => {
    const shop = await openMeasured({environment: {PUSHCART_METRICS_TOKEN: token}});
    await scrape(shop);
    await scrape(shop, {Authorization: 'Bearer guessed'});
    const refused = shop.logged.filter((line) => line.includes('metrics_refused'));
    assert.equal(refused.length, 1);
    assert.ok(!refused.join().includes(token));
  });
});

describe('the line of a request', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

  it('says what it cost: calls of the store, and the wait for them', async () => {
    const shop = await openShop();
    await shop.ask({lines: [tee('a'), mug('b')]});
    const [line] = linesOf(shop).slice(-1);
    assert.deepEqual(
      [line?.route, line?.method, line?.status, line?.calls, line?.waitedMs],
      ['/v1/cart', 'POST', 200, 3, 0],
    );
    const calls = shop.logged.filter((text) => text.includes('"store_call"') && text.includes(line?.id ?? '-'));
    assert.equal(calls.length, 3, 'each call names the request that it was made for');
    shop.budget.slowDown(1500, shop.clock.now());
    await shop.ask({key: 'BAAAAAAAAAAAAAAAAAAAAA', lines: [mug('b')]});
    assert.ok((linesOf(shop).at(-1)?.waitedMs ?? 0) >= 1500);
    await shop.get('/healthz');
    assert.deepEqual([linesOf(shop).at(-1)?.calls, linesOf(shop).at(-1)?.waitedMs], [0, 0]);
  });

  it('has the id that the answer has', async () => {
    const shop = await openShop();
    const response = await shop.get('/healthz');
    assert.equal(linesOf(shop).at(-1)?.id, response.headers.get('x-request-id'));
  });

  it('goes on with a trace that came with the request', async () => {
    const shop = await openShop();
    for (const header of [
      `00-${trace}-00f067aa0ba902b7-01`,
      `cc-${trace}-00f067aa0ba902b7-01-what-the-future-will-be`,
    ]) {
      await shop.get('/healthz', {traceparent: header});
      assert.equal(linesOf(shop).at(-1)?.trace, trace, header);
    }
  });

  it('begins a trace where none came, or one that is none', async () => {
    const shop = await openShop();
    for (const header of [
      undefined,
      '',
      trace,
      `00-${trace}-00f067aa0ba902b7`,
      `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `00-${trace}-${'0'.repeat(16)}-01`,
      `ff-${trace}-00f067aa0ba902b7-01`,
      `00-${trace}-00f067aa0ba902b7-01-more`,
      `00-ana@example.com-00f067aa0ba902b7-01`,
    ]) {
      await shop.get('/healthz', header === undefined ? {} : {traceparent: header});
      const begun = linesOf(shop).at(-1)?.trace ?? '';
      assert.match(begun, /^(?!0+$)[0-9a-f]{32}$/, header);
      assert.notEqual(begun, trace, header);
    }
  });
});
