/** The proxy as a page, a monitor or an attacker meets it over HTTP. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {problemStatus, type ProblemCode} from '../../../src/contract/problem.js';
import {limits} from '../../../src/contract/wire.js';
import {pageOrigin, storeKeys} from '../../helpers/environment.js';
import {mug, openShop, readProblem, visit, type Asked, type Shop} from '../../helpers/shop.js';

/** Words of the store that nobody but a log may read. */
const storeWords = 'ODBC SecretTable 0x80040e14';
const failing = (status: number, body: BodyInit | null = storeWords) => ({
  between: (request: Request, next: (request: Request) => Promise<Response>) =>
    request.url.includes('/Cart') ? Promise.resolve(new Response(body, {status})) : next(request),
});
const refusal = JSON.stringify([{Key: 'Error', Value: '', Status: '400', Message: storeWords}]);

describe('every problem code', () => {
  const provoked: Record<ProblemCode, () => Promise<Response>> = {
    invalid_request: async () => (await openShop()).post({intent: 'buy' as 'sync'}),
    origin_not_allowed: async () => (await openShop()).post({}, {origin: 'https://evil.example'}),
    not_found: async () => (await openShop()).get('/nothing/here'),
    too_large: async () => (await openShop()).post('x'.repeat(limits.bodyBytes + 1)),
    rate_limited: async () => {
      const shop = await openShop({environment: {PUSHCART_LIMIT_CARTS: '1'}});
      await shop.ask({lines: [mug('a')]});
      return shop.post({lines: [mug('a')]});
    },
    internal: async () => {
      const records = {
        get: () => Promise.reject(new Error(`broken ${storeWords}`)),
        put: () => Promise.resolve(),
        delete: () => Promise.resolve(),
      };
      return (await openShop({deps: {records}})).post({lines: [mug('a')]});
    },
    store_refused: async () => (await openShop(failing(400, refusal))).post({lines: [mug('a')]}),
    store_misconfigured: async () => (await openShop(failing(401))).post({lines: [mug('a')]}),
    store_unavailable: async () => (await openShop(failing(500))).post({lines: [mug('a')]}),
  };

  for (const [code, provoke] of Object.entries(provoked)) {
    it(`can be read by the page: ${code}`, async () => {
      const response = await provoke();
      const text = await response.clone().text();
      const body = await readProblem(response);
      assert.equal(body.code, code);
      assert.equal(response.status, problemStatus[body.code]);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.ok(response.headers.get('x-request-id'));
      for (const word of [
        'ODBC',
        'SecretTable',
        'api.example',
        '.ts:',
        'node_modules',
        storeKeys.token,
        storeKeys.privateKey,
      ])
        assert.ok(!text.includes(word), word);
      if (response.status === 429 || response.status === 503) {
        assert.ok((body.retryAfterMs ?? 0) > 0);
        assert.ok(Number(response.headers.get('retry-after')) >= 1);
      }
      if (code.startsWith('store_')) assert.ok(body.cart, 'whoever asked keeps the cart');
    });
  }
});

describe('a request for a cart', () => {
  const refused = async (shop: Shop, asked: unknown): Promise<string> => {
    const body = await shop.fail(JSON.stringify(asked));
    assert.equal(body.code, 'invalid_request', JSON.stringify(asked).slice(0, 200));
    return body.detail ?? '';
  };
  const line = {id: 'a', catalogId: 511, quantity: 1};

  it('is refused for what is wrong without a catalogue, and says where', async () => {
    const shop = await openShop();
    const wrong: [unknown, RegExp][] = [
      [{intent: 'buy', lines: []}, /intent/],
      [{intent: 'sync'}, /lines/],
      [{intent: 'sync', lines: {}}, /lines/],
      [{intent: 'sync', lines: [], rev: -1}, /rev/],
      [{intent: 'sync', lines: [], rev: 1.5}, /rev/],
      [{intent: 'sync', lines: [], key: 'short'}, /key/],
      [{intent: 'sync', lines: [], key: `${'A'.repeat(21)}=`}, /key/],
      [{intent: 'sync'}, /lines/],
      [{intent: 'checkout'}, /lines/],
      [{intent: 'sync', lines: [line, {...line, catalogId: 512}]}, /lines\.1\.id/],
      [{intent: 'sync', lines: [], shopper: {billing: {email: 7}}}, /shopper/],
      [{intent: 'sync', lines: [], shopper: {billing: {email: 'x'.repeat(101)}}}, /shopper/],
      [[], /The request/],
      [null, /The request/],
      ['text', /The request/],
      [7, /The request/],
    ];
    for (const [asked, where] of wrong) assert.match(await refused(shop, asked), where);
    for (const change of [
      {id: ''},
      {id: 'x'.repeat(65)},
      {id: 7},
      {catalogId: 0},
      {catalogId: -1},
      {catalogId: 1.5},
      {catalogId: '511'},
      {quantity: 0},
      {quantity: -1},
      {quantity: 100_000},
      {quantity: 1.0005},
      {quantity: '1'},
      {quantity: null},
      {options: {}},
      {options: [{setId: 1}]},
      {options: [{setId: 0, optionId: 1}]},
      {options: [{setId: 1, optionId: 1, text: 'x'.repeat(501)}]},
      {options: Array.from({length: 21}, () => ({setId: 1, optionId: 1}))},
    ]) {
      await refused(shop, {intent: 'sync', lines: [{...line, ...change}]});
    }
    await refused(shop, {
      intent: 'sync',
      lines: Array.from({length: 51}, (_, index) => ({...line, id: String(index)})),
    });
    assert.deepEqual(shop.cartCalls(), []);
  });

  it('is taken up to each limit', async () => {
    const shop = await openShop({environment: {PUSHCART_CREATE: 'checkout'}});
    const lines = Array.from({length: 50}, (_, index) => ({id: String(index), catalogId: 511, quantity: 0.001}));
    assert.equal((await shop.ask({lines})).status, 'synced');
    assert.equal((await shop.ask({lines: [{...line, quantity: 99_999}]})).status, 'pending');
    const many = Array.from({length: 20}, (_, index) => ({setId: 90, optionId: index + 1, text: 'x'.repeat(500)}));
    assert.equal((await shop.ask({lines: [{...line, options: many}]})).lines[0]?.problem?.code, 'option_invalid');
  });

  it('is JSON, whatever else was sent', async () => {
    const shop = await openShop();
    for (const text of ['', '{', 'a=b', '<xml/>', '\u0000', '[1,', 'undefined', '{"lines":[}'])
      assert.equal((await shop.fail(text)).code, 'invalid_request', JSON.stringify(text));
    const nested = `{"intent":"sync","lines":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    assert.equal((await shop.fail(nested)).code, 'invalid_request');
    const proto = '{"intent":"sync","lines":[],"__proto__":{"admin":true}}';
    assert.equal((await shop.post(proto)).status, 200);
    assert.equal(({} as {admin?: true}).admin, undefined);
  });

  it('is in UTF-8: another encoding is refused, and nothing is engraved with question marks', async () => {
    const shop = await openShop();
    const send = (body: Uint8Array<ArrayBuffer>) =>
      shop.send(new Request('https://cart.example/v1/cart', {method: 'POST', body, headers: {Origin: pageOrigin}}));
    const json = '{"intent":"sync","lines":[{"id":"é","catalogId":511,"quantity":1}]}';
    assert.equal((await send(new TextEncoder().encode(json))).status, 200);
    assert.equal((await send(new TextEncoder().encode(`\ufeff${json}`))).status, 200);
    const latin = Uint8Array.from(json, (letter) => letter.charCodeAt(0));
    const problem = await readProblem(await send(latin));
    assert.equal(problem.code, 'invalid_request');
    assert.match(problem.detail ?? '', /UTF-8/);
  });

  it('comes as text, which needs no preflight, or as JSON, and as nothing else', async () => {
    const shop = await openShop();
    const typed = (type: string) => shop.post({}, {headers: {'Content-Type': type}});
    for (const type of [
      'text/plain',
      'text/plain;charset=UTF-8',
      'application/json',
      'Application/JSON; charset=utf-8',
    ])
      assert.equal((await typed(type)).status, 200, type);
    for (const type of [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/html',
      'application/jsonp',
    ])
      assert.equal((await readProblem(await typed(type))).code, 'invalid_request', type);
  });

  it('has 64 KiB, counted in bytes, and may have exactly that', async () => {
    const shop = await openShop();
    const fill = (bytes: number): string => {
      const empty = JSON.stringify({intent: 'sync', lines: [], pad: ''});
      return empty.replace('"pad":""', `"pad":"${'x'.repeat(bytes - empty.length)}"`);
    };
    assert.equal(new TextEncoder().encode(fill(limits.bodyBytes)).length, 65_536);
    assert.equal((await shop.post(fill(limits.bodyBytes))).status, 200);
    assert.equal((await shop.post(fill(limits.bodyBytes + 1))).status, 413);
    assert.equal((await shop.post(JSON.stringify({intent: 'sync', lines: [], pad: 'é'.repeat(33_000)}))).status, 413);
  });

  it('without a length is counted as it comes', async () => {
    const shop = await openShop();
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(0x20)),
    });
    const init = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: {Origin: pageOrigin, 'Content-Type': 'text/plain'},
    };
    const response = await shop.send(new Request('https://cart.example/v1/cart', init));
    assert.equal((await readProblem(response)).code, 'too_large');
  });

  it("is heard from listed pages and from the proxy's own, before anything is read", async () => {
    const shop = await openShop({environment: {PUSHCART_ORIGINS: 'https://blog.example,https://*.shop.example'}});
    for (const origin of ['https://blog.example', 'https://a.shop.example', 'https://cart.example'])
      assert.equal((await shop.post({}, {origin})).status, 200, origin);
    for (const origin of [
      'https://evil.example',
      'https://evil-shop.example',
      'https://shop.example',
      'http://blog.example',
      'null',
      '',
      null,
    ]) {
      const body = await shop.fail('not even JSON', {origin});
      assert.equal(body.code, 'origin_not_allowed', String(origin));
      assert.match(body.detail ?? '', /PUSHCART_ORIGINS/);
    }
  });

  it('hears its own origin back in a sentence, not in pages', async () => {
    const shop = await openShop();
    const problem = await shop.fail({}, {origin: `https://${'x'.repeat(9000)}.example`});
    assert.equal(problem.code, 'origin_not_allowed');
    assert.ok((problem.detail ?? '').length < 300);
  });

  it('is asked for by its preflight, from anywhere', async () => {
    const shop = await openShop();
    const response = await shop.send(
      new Request('https://cart.example/v1/cart', {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://any.example',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      }),
    );
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.match(response.headers.get('access-control-allow-methods') ?? '', /POST/);
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /content-type/);
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
  });

  it('is never answered from a cache, and sets no cookie', async () => {
    const shop = await openShop();
    const response = await shop.post({lines: [mug('a')]});
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('set-cookie'), null);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
  });

  it("answers nothing that is the store's secret, in any intent", async () => {
    const shop = await openShop();
    const page = visit(shop);
    page.want(mug('a'), {id: 'b', catalogId: 517, quantity: 50});
    let sent = '';
    for (const intent of ['sync', 'read', 'checkout', 'checkout', 'read', 'discard'] as const) {
      const response = await shop.post(page.request(intent));
      const body = (await response.json()) as {cart?: string; checkoutUrl?: string};
      page.cart = body.cart ?? page.cart;
      sent += JSON.stringify({...body, checkoutUrl: undefined}) + JSON.stringify([...response.headers]);
    }
    const [cart] = shop.carts();
    assert.ok(cart);
    for (const secret of [cart.OrderKey, storeKeys.privateKey, storeKeys.token, '"Cost', 'Warehouse', 'OrderKey'])
      assert.ok(!sent.includes(secret), secret);
    assert.ok(!shop.logged.join('').includes(cart.OrderKey));
    assert.ok(sent.includes('Harbor Mug'));
  });
});

describe('how much one client may ask for', () => {
  it('is limited for each address and not for others', async () => {
    const shop = await openShop({environment: {PUSHCART_LIMIT_REQUESTS: '3'}});
    const statuses = async (address: string) => {
      const all: number[] = [];
      for (let requests = 0; requests < 4; requests += 1) all.push((await shop.post({}, {address})).status);
      return all;
    };
    assert.deepEqual(await statuses('192.0.2.1'), [200, 200, 200, 429]);
    assert.deepEqual(await statuses('192.0.2.2'), [200, 200, 200, 429]);
    assert.deepEqual(await statuses('2001:db8::1'), [200, 200, 200, 429]);
    assert.equal((await shop.post({}, {address: '2001:db8::ffff:2'})).status, 429);
    assert.equal((await shop.post({}, {address: '2001:db8:0:1::1'})).status, 200);
  });

  it('counts new carts apart, also where a made-up token is sent along', async () => {
    const shop = await openShop({environment: {PUSHCART_LIMIT_CARTS: '2'}});
    const fresh = (cart?: string): Asked => ({lines: [mug('a')], ...(cart && {cart})});
    const first = await shop.ask(fresh());
    await shop.ask(fresh('made-up'));
    const problem = await shop.fail(fresh('made-up'));
    assert.equal(problem.code, 'rate_limited');
    assert.equal(shop.carts().length, 2);
    // A shopper who has a cart goes on.
    assert.equal((await shop.ask({lines: [mug('a', 2)], ...(first.cart && {cart: first.cart})})).status, 'synced');
  });

  it('does not count a cart that is waited for, however often it is asked for', async () => {
    const shop = await openShop({
      environment: {PUSHCART_LIMIT_CARTS: '2', PUSHCART_API_CAPACITY: '4', PUSHCART_API_RATE: '0.05'},
      warm: false,
    });
    await shop.clock.advance(400_000);
    assert.equal((await shop.get('/v1/products?ids=511')).status, 200);
    const page = visit(shop);
    page.want(mug('a'));
    let answer = await page.send();
    for (let asks = 0; asks < 8; asks += 1, answer = await page.send()) assert.equal(answer.status, 'pending');
    for (; answer.status === 'pending'; answer = await page.send()) await shop.clock.advance(answer.retryAfterMs ?? 0);
    assert.equal(answer.status, 'synced');
  });

  it('goes by the address that the trusted proxy in front wrote', async () => {
    const shop = await openShop({environment: {PUSHCART_LIMIT_REQUESTS: '1', PUSHCART_TRUST_PROXY: '1'}});
    const from = async (forwarded: string) =>
      (await shop.post({}, {headers: {'X-Forwarded-For': forwarded}, address: '10.0.0.1'})).status;
    assert.equal(await from('203.0.113.1'), 200);
    assert.equal(await from('198.51.100.9, 203.0.113.1'), 429, 'what a client writes itself counts for nothing');
    assert.equal(await from('203.0.113.2'), 200);
    const direct = await openShop({environment: {PUSHCART_LIMIT_REQUESTS: '1'}});
    assert.equal((await direct.post({}, {headers: {'X-Forwarded-For': '203.0.113.1'}})).status, 200);
    assert.equal((await direct.post({}, {headers: {'X-Forwarded-For': '203.0.113.2'}})).status, 429);
  });

  it('is limited for the pages of each origin, and not for those of others', async () => {
    const shop = await openShop({
      environment: {
        PUSHCART_ORIGINS: 'https://*.example',
        PUSHCART_LIMIT_ORIGIN: '3',
        PUSHCART_LIMIT_REQUESTS: '2',
      },
    });
    const from = (origin: string, address: string) => shop.post({}, {origin, address});
    for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2'])
      assert.equal((await from('https://hot.example', address)).status, 200);
    for (const address of ['192.0.2.3', '192.0.2.4']) {
      const problem = await readProblem(await from('https://hot.example', address));
      assert.equal(problem.code, 'rate_limited');
      assert.match(problem.detail ?? '', /hot\.example/);
      assert.ok((problem.retryAfterMs ?? 0) > 0);
    }
    assert.equal((await from('https://calm.example', '192.0.2.4')).status, 200);
    const said = shop.logged.filter((line) => line.includes('origin_limited'));
    assert.equal(said.length, 1, 'said once a minute, however often it happens');
    // What is refused to one address does not count against the page that it names.
    for (let requests = 0; requests < 9; requests += 1) await from('https://named.example', '192.0.2.9');
    assert.equal((await from('https://named.example', '192.0.2.10')).status, 200);
  });

  it('can be turned off', async () => {
    const shop = await openShop({
      environment: {PUSHCART_LIMIT_REQUESTS: '0', PUSHCART_LIMIT_CARTS: '0', PUSHCART_LIMIT_ORIGIN: '0'},
    });
    for (let requests = 0; requests < 30; requests += 1)
      assert.equal((await shop.post({lines: [mug('a')]})).status === 429, false);
  });
});

describe('the products of a page', () => {
  it('are answered in one request, with those that the store does not have', async () => {
    const shop = await openShop();
    const answer = await shop.products('/v1/products?ids=511,510,999999,511');
    assert.deepEqual(answer.products.map(({catalogId}) => catalogId).sort(), [510, 511]);
    assert.deepEqual(answer.missing, [999999]);
    assert.deepEqual(answer.store, {
      name: 'Port Haven Supply',
      url: 'https://store.example',
      currency: 'USD',
      decimals: 2,
    });
    const tee = answer.products.find(({catalogId}) => catalogId === 510);
    assert.deepEqual(
      tee?.sets.map(({setId, options}) => [setId, options.map(({optionId}) => optionId)]),
      [
        [81, [401, 402, 403]],
        [82, [412, 413]],
      ],
    );
  });

  it('cost the store no call once the catalogue is mirrored, nor an unknown one again and again', async () => {
    const shop = await openShop();
    const calls = () => shop.sandbox.snapshot().calls.length;
    await shop.products('/v1/products?ids=999999');
    const before = calls();
    await shop.products('/v1/products?ids=510,511,512,513,514,515,516,517,518,519,520,521,999999');
    assert.equal(calls(), before);
  });

  it('are cached, and answered with 304 as long as nothing has changed', async () => {
    const shop = await openShop();
    const first = await shop.get('/v1/products?ids=511');
    assert.match(first.headers.get('cache-control') ?? '', /max-age=\d+.*stale-while-revalidate/);
    const tag = first.headers.get('etag') ?? '';
    assert.ok(tag);
    const again = await shop.get('/v1/products?ids=511', {'If-None-Match': tag});
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
    for (const name of ['access-control-allow-origin', 'cache-control', 'vary', 'etag'])
      assert.equal(again.headers.get(name), first.headers.get(name), name);
    assert.equal(again.headers.get('vary'), 'Accept-Encoding');
    for (const one of [`W/${tag}`, `"other", ${tag}`])
      assert.equal((await shop.get('/v1/products?ids=511', {'If-None-Match': one})).status, 304, one);
    assert.equal((await shop.get('/v1/products?ids=510', {'If-None-Match': tag})).status, 200);
    const zipped = await shop.get('/v1/products?ids=510,511,512', {'Accept-Encoding': 'gzip'});
    assert.equal(zipped.headers.get('content-encoding'), 'gzip');
    assert.equal(
      (
        await shop.get('/v1/products?ids=510,511,512', {
          'Accept-Encoding': 'gzip',
          'If-None-Match': zipped.headers.get('etag') ?? '',
        })
      ).status,
      304,
    );
  });

  it('that are not known yet are in neither list, and that answer is not kept', async () => {
    const shop = await openShop({
      warm: false,
      between: (request, next) =>
        request.url.includes('/Products') ? Promise.reject(new TypeError('cut')) : next(request),
    });
    const response = await shop.get('/v1/products?ids=511');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(((await response.json()) as {products: []; missing: []}).missing, []);
  });

  it('hold nothing that the merchant keeps to himself, in any byte', async () => {
    const shop = await openShop();
    const {privateKey, token} = shop.sandbox.credentials;
    const answer = await shop.sandbox.fetch(
      new Request('https://api.example/3dCartWebAPI/v1/Products?limit=100', {
        headers: {SecureURL: 'https://store.example', PrivateKey: privateKey, Token: token},
      }),
    );
    const raw = await answer.text();
    const told = await (await shop.get('/v1/products?ids=510,511,512,513,514,515,516,517,518,519,520,521')).text();
    const secrets = [
      '"Cost"',
      'AdvancedOptionCost',
      'Millrace Wholesale',
      'Warehouse',
      'B-01-02',
      'PriceLevel',
      'MinimumAcceptableOffer',
      'ExtraField',
      'buyer note',
      '6.37',
      '12.14',
      'MUG-HARBOR',
      '"Stock"',
    ];
    for (const secret of secrets) {
      assert.ok(raw.includes(secret), `${secret} is not in what the store answers: the search would find nothing`);
      assert.ok(!told.includes(secret), secret);
    }
    for (const cost of [637, 418, 764, 1127, 1691, 1214])
      assert.ok(!new RegExp(`\\b${cost}\\b`).test(told), String(cost));
    for (const name of ['stock', 'cost', 'sku', 'hidden', 'bundle'])
      assert.ok(!told.toLowerCase().includes(`"${name}`), name);
  });

  it('that are hidden are missing', async () => {
    const shop = await openShop({warm: false});
    await shop.clock.advance(60_000);
    const mugProduct = (await shop.products('/v1/products?ids=511')).products[0];
    assert.ok(mugProduct);
    const {catalogue} = await import('../../../src/sandbox/index.js');
    const [first] = catalogue;
    assert.ok(first);
    shop.sandbox.putProduct({...first, catalogId: 700, hidden: true});
    const answer = await shop.products('/v1/products?ids=700');
    assert.deepEqual([answer.products, answer.missing], [[], [700]]);
  });

  it('are found by words of name and SKU', async () => {
    const shop = await openShop();
    const found = async (q: string) =>
      (await shop.products(`/v1/products?q=${encodeURIComponent(q)}`)).products.map(({catalogId}) => catalogId);
    assert.deepEqual(await found('river'), [510]);
    assert.deepEqual(await found('TEE river'), [510]);
    assert.deepEqual(await found('mug-harb'), [511]);
    assert.deepEqual(await found('nothing'), []);
    assert.equal((await shop.products('/v1/products?q=&limit=3')).products.length, 3);
  });

  it('are asked for in a proper way', async () => {
    const shop = await openShop();
    for (const path of [
      '',
      '?ids=',
      '?ids=a',
      '?ids=510,',
      '?ids=-1',
      '?ids=0',
      '?ids=1.5',
      '?ids=510;511',
      `?ids=${'9'.repeat(20)}`,
      `?q=${'x'.repeat(201)}`,
      '?q=a&limit=0',
      '?q=a&limit=51',
      '?q=a&limit=x',
      `?ids=${Array.from({length: 51}, (_, index) => index + 1).join()}`,
    ])
      assert.equal((await readProblem(await shop.get(`/v1/products${path}`))).code, 'invalid_request', path);
    assert.equal((await shop.get('/v1/products?ids=%ff%fe')).status, 400);
  });

  it('cannot be had while the store is busy, which says for how many whole milliseconds', async () => {
    const shop = await openShop({warm: false, between: () => Promise.resolve(new Response(null, {status: 503}))});
    await shop.clock.advance(60_000);
    for (let times = 0; times < 3; times += 1) {
      const problem = await shop.fail({lines: [mug('a')]});
      assert.equal(problem.code, 'store_unavailable');
      assert.ok(Number.isInteger(problem.retryAfterMs), String(problem.retryAfterMs));
    }
  });

  it('cannot be had while the store does not answer at all', async () => {
    const shop = await openShop({warm: false, between: () => Promise.reject(new TypeError('cut'))});
    const problem = await readProblem(await shop.get('/v1/products?ids=511'));
    assert.equal(problem.code, 'store_unavailable');
    assert.ok(problem.retryAfterMs);
  });
});

describe('the files of the embed', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const assets = (path: string) =>
    Promise.resolve(
      ['pushcart.js', 'assets/cart-Bx3f.js'].includes(path)
        ? {
            type: 'text/javascript; charset=utf-8',
            etag: 'abc',
            body: bytes('plain'),
            br: bytes('brotli'),
            gzip: bytes('gzip'),
          }
        : undefined,
    );
  const open = () => openShop({deps: {assets}, warm: false});

  it('can be loaded by any page, isolated ones too', async () => {
    const shop = await open();
    for (const path of ['/pushcart.js', '/assets/cart-Bx3f.js']) {
      const {headers, status} = await shop.get(path);
      assert.equal(status, 200);
      assert.equal(headers.get('access-control-allow-origin'), '*');
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
      assert.equal(headers.get('timing-allow-origin'), '*');
      assert.match(headers.get('content-type') ?? '', /^text\/javascript/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
  });

  it('come as small as the browser can take them', async () => {
    const shop = await open();
    const get = async (accepted: string) => {
      const response = await shop.get('/pushcart.js', accepted ? {'Accept-Encoding': accepted} : {});
      assert.match(response.headers.get('vary') ?? '', /accept-encoding/i);
      return [response.headers.get('content-encoding'), await response.text(), response.headers.get('etag')];
    };
    assert.deepEqual(await get('gzip, deflate, br'), ['br', 'brotli', '"abc-br"']);
    assert.deepEqual(await get('gzip'), ['gzip', 'gzip', '"abc-gzip"']);
    assert.deepEqual(await get(''), [null, 'plain', '"abc"']);
  });

  it('are not encoded in a way that the browser has refused', async () => {
    const shop = await open();
    const response = await shop.get('/pushcart.js', {'Accept-Encoding': 'br;q=0, gzip;q=0'});
    assert.equal(response.headers.get('content-encoding'), null);
    assert.equal(await response.text(), 'plain');
  });

  it('are kept: chunks for ever, the tag for minutes', async () => {
    const shop = await open();
    assert.equal(
      (await shop.get('/assets/cart-Bx3f.js')).headers.get('cache-control'),
      'public, max-age=31536000, immutable',
    );
    assert.equal(
      (await shop.get('/pushcart.js')).headers.get('cache-control'),
      'public, max-age=300, stale-while-revalidate=86400',
    );
    assert.equal((await shop.get('/pushcart.js?t=123')).status, 200);
  });

  it('are 304 while they are the same', async () => {
    const shop = await open();
    for (const tag of ['"abc"', 'W/"abc"', '"other", "abc"']) {
      const response = await shop.get('/pushcart.js', {'If-None-Match': tag});
      assert.equal(response.status, 304, tag);
      assert.equal(response.headers.get('etag'), '"abc"');
    }
    assert.equal((await shop.get('/pushcart.js', {'If-None-Match': '"old"'})).status, 200);
  });

  it('that do not exist are 404, and nobody remembers that', async () => {
    const shop = await open();
    for (const path of [
      '/assets/gone-1234.js',
      '/assets/',
      '/assets/../package.json',
      '/assets/%2e%2e/secrets',
      '/pushcart.js.map',
    ]) {
      const response = await shop.get(path);
      assert.equal(response.status, 404, path);
      assert.equal(response.headers.get('cache-control'), 'no-store');
    }
  });
});

describe('the health of the proxy', () => {
  it('is up while the process is', async () => {
    const shop = await openShop({warm: false, between: () => Promise.reject(new TypeError('cut'))});
    assert.equal((await shop.get('/healthz')).status, 200);
  });

  it('is ready while the store answers and knows us', async () => {
    const shop = await openShop();
    const response = await shop.get('/readyz');
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      status: 'ready',
      store: 'the store answers',
      products: 30,
      catalogueComplete: true,
    });
  });

  it('asks the store itself at most once a minute', async () => {
    let down = true;
    const shop = await openShop({
      warm: false,
      between: (request, next) => (down ? Promise.reject(new TypeError('cut')) : next(request)),
    });
    await shop.clock.advance(60_000);
    let asked = 0;
    const fetched = () => shop.logged.filter((line) => line.includes('store_call')).length;
    for (let checks = 0; checks < 5; checks += 1) assert.equal((await shop.get('/readyz')).status, 503);
    asked = fetched();
    assert.equal(asked, 1);
    down = false;
    await shop.clock.advance(60_000);
    assert.equal((await shop.get('/readyz')).status, 200);
    for (let checks = 0; checks < 5; checks += 1) assert.equal((await shop.get('/readyz')).status, 200);
    assert.equal(fetched(), asked + 1);
  });

  it('is not ready when the store refuses our credentials, and says so', async () => {
    const shop = await openShop({credentials: {scopes: []}, warm: false});
    const response = await shop.get('/readyz');
    assert.equal(response.status, 503);
    assert.match(((await response.json()) as {store: string}).store, /credentials/);
  });
});

describe('a store that refuses our credentials from the start', () => {
  it('is a shop that is not set up, and no outage to wait for', async () => {
    const shop = await openShop({credentials: {scopes: []}, warm: false});
    assert.equal((await readProblem(await shop.get('/v1/products?ids=510'))).code, 'store_misconfigured');
    assert.equal((await shop.fail({intent: 'read'})).code, 'store_misconfigured');
  });
});

describe('the description of the API', () => {
  it('names every route, schema and problem', async () => {
    const shop = await openShop();
    const response = await shop.get('/v1/openapi.json');
    const text = await response.text();
    const described = JSON.parse(text) as {openapi: string; paths: object; components: {schemas: object}};
    assert.match(described.openapi, /^3\.1/);
    assert.deepEqual(Object.keys(described.paths), ['/v1/products', '/v1/cart', '/buy/{catalogId}']);
    assert.deepEqual(Object.keys(described.components.schemas), [
      'CartRequest',
      'CartAnswer',
      'ProductsAnswer',
      'Problem',
    ]);
    for (const code of Object.keys(problemStatus)) assert.ok(text.includes(code), code);
  });
});

describe('an unknown route or method', () => {
  it('is a problem that a page can read, never a failure of the server', async () => {
    const shop = await openShop();
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/v1/cart'],
      ['PUT', '/v1/cart'],
      ['DELETE', '/v1/products'],
      ['POST', '/v1/products'],
      ['PUT', '/buy/511'],
      ['POST', '/buy/0'],
      ['GET', '/v1/%zz'],
      ['GET', '/%'],
      ['GET', '//evil.example/'],
      ['GET', '/buy/%00'],
      ['PATCH', '/'],
    ] as const) {
      const response = await shop.send(new Request(`https://cart.example${path}`, {method}));
      assert.equal(response.status, 404, `${method} ${path}`);
      assert.equal((await readProblem(response)).code, 'not_found');
    }
  });
});
