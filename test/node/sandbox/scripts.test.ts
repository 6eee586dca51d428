import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {credentials, mug, setup} from './setup.js';

interface Row {
  FrontendScriptID: number;
  Placement: string;
  Code: string;
  DateCreated: string;
  LastUpdate: string;
}

const body = (code = '<script src="https://cart.example/pushcart.js"></script>', placement = 'BODY') => ({
  Placement: placement,
  Code: code,
});

async function setupScripts(...bodies: object[]) {
  const shop = setup();
  const ids: string[] = [];
  for (const each of bodies) ids.push((await shop.write('POST', '/FrontendScripts', each)).Value);
  const read = async (id: string): Promise<Row | undefined> =>
    ((await (await shop.call('GET', `/FrontendScripts/${id}`)).json()) as Row[])[0];
  return {...shop, ids, read};
}

describe('a frontend script', () => {
  it('has a growing number, and the dates that were sent, or now', async () => {
    const {ids, read} = await setupScripts(body(), {...body(), DateCreated: '2025-01-02T03:04:05', LastUpdate: 'soon'});
    assert.deepEqual(ids, ['12', '13']);
    const rows = [await read('12'), await read('13')];
    assert.deepEqual(
      rows.map((row) => [row?.DateCreated, row?.LastUpdate]),
      [
        ['2025-11-21T09:31:05', '2025-11-21T09:31:05'],
        ['2025-01-02T03:04:05', '2025-11-21T09:31:05'],
      ],
    );
  });

  it('can be the same twice: nothing prevents it', async () => {
    const {call} = await setupScripts(body(), body());
    assert.deepEqual(await (await call('GET', '/FrontendScripts?countonly=1')).json(), {TotalCount: 2});
  });

  it('is listed in pages, counted from 1, at most 500', async () => {
    const {call} = await setupScripts(...Array.from({length: 12}, () => body()));
    const list = async (query: string) => {
      const answer = await call('GET', `/FrontendScripts?${query}`);
      if (answer.status !== 200) return answer.status;
      return ((await answer.json()) as Row[]).map((row) => row.FrontendScriptID);
    };
    assert.deepEqual(await list(''), [12, 13, 14, 15, 16, 17, 18, 19, 20, 21]);
    assert.deepEqual(await list('limit=100&offset=11'), [22, 23]);
    assert.equal(await list('limit=100&offset=13'), 400);
  });

  it('is refused without code or with a placement of no meaning, and names what is wrong', async () => {
    const {write} = setup();
    for (const [wrong, field] of [
      [{Placement: 'HEAD'}, 'Code'],
      [{...body(), Placement: 'body'}, 'Placement'],
      [{...body(), Code: 'x'.repeat(65_536)}, 'Code'],
      [[body()], ''],
    ] as const) {
      const {httpStatus, Key, Value} = await write('POST', '/FrontendScripts', wrong);
      assert.deepEqual([httpStatus, Key, Value], [400, 'Error', field]);
    }
  });

  it('changes in what is sent alone', async () => {
    const {write, read, clock} = await setupScripts(body());
    clock.pass(60_000);
    await write('PUT', '/FrontendScripts/12', {Placement: 'HEAD'});
    assert.deepEqual(await read('12'), {
      FrontendScriptID: 12,
      ...body(undefined, 'HEAD'),
      DateCreated: '2025-11-21T09:31:05',
      LastUpdate: '2025-11-21T09:32:05',
    });
  });

  it('changes with others: each on its own, and 206 where one failed', async () => {
    const {call, read} = await setupScripts(body(), body());
    const put = async (changes: unknown) => {
      const answer = await call('PUT', '/FrontendScripts', {body: changes});
      const results = (await answer.json()) as {Key: string; Value: string; Status: string}[];
      return [answer.status, ...results.map(({Key, Value, Status}) => `${Key} ${Value} ${Status}`)];
    };
    assert.deepEqual(
      await put([
        {FrontendScriptID: '12', Code: 'one'},
        {FrontendScriptID: 13, Placement: 'FOOT', Code: 'two'},
        {Code: 'three'},
        {FrontendScriptID: 99, Code: 'four'},
      ]),
      [206, 'FrontendScriptID 12 200', 'Error 13 400', 'Error  400', 'Error 99 404'],
    );
    assert.deepEqual([(await read('12'))?.Code, (await read('13'))?.Code], ['one', body().Code]);
    assert.deepEqual(await put([{FrontendScriptID: 13, Code: 'two'}]), [200, 'FrontendScriptID 13 200']);
    assert.equal((await put({FrontendScriptID: 13}))[0], 400);
  });

  it('is gone after it was deleted', async () => {
    const {call, store} = await setupScripts(body());
    assert.equal((await call('DELETE', '/FrontendScripts/12')).status, 200);
    for (const [method, path] of [
      ['GET', '/12'],
      ['PUT', '/12'],
      ['DELETE', '/12'],
      ['GET', '/twelve'],
      ['GET', ''],
    ] as const) {
      assert.equal((await call(method, `/FrontendScripts${path}`)).status, 404, `${method} ${path}`);
    }
    assert.deepEqual(store.snapshot().scripts, []);
  });

  it('needs a right of its own', async () => {
    const {call} = setup({credentials: {...credentials, scopes: ['FrontendScripts:read', 'Cart:write']}});
    assert.equal((await call('GET', '/FrontendScripts')).status, 404);
    assert.equal((await call('POST', '/FrontendScripts', {body: body()})).status, 401);
  });

  it('is shown by the control, and forgotten by a reset', async () => {
    const {store} = await setupScripts(body());
    assert.deepEqual(
      store.snapshot().scripts.map(({FrontendScriptID, Placement, Code}) => ({FrontendScriptID, Placement, Code})),
      [{FrontendScriptID: 12, ...body()}],
    );
    store.reset();
    assert.deepEqual(store.snapshot().scripts, []);
  });
});

describe('the pages of the store', () => {
  it('have the scripts just before the ends of head and body, in their order, as they are', async () => {
    const [first, second, head] = ['<script>"$&</head>"</script>', '<!-- second </body> -->', '<meta name="x">'];
    const {browse} = await setupScripts(body(first), body(second), body(head, 'HEAD'));
    for (const path of ['/', '/Harbor-Mug_p_511.html', '/nothing']) {
      const answer = await browse(path);
      const page = await answer.text();
      assert.ok(page.includes(`${head}</head>`), path);
      assert.ok(page.includes(`${first}\n${second}</body>`), path);
      assert.ok(!/default-src|script-src/.test(answer.headers.get('content-security-policy') ?? ''), path);
    }
  });

  it('allow no scripts where there are none', async () => {
    const {browse} = setup();
    assert.match((await browse('/')).headers.get('content-security-policy') ?? '', /default-src 'none'/);
  });

  it('have none of them in the checkout, unless the switch says so', async () => {
    const shop = await setupScripts(body());
    const key = await shop.createCart();
    await shop.write('POST', `/Cart/${key}/Item`, mug());
    const {CheckoutURL} = await shop.readCart(key);
    const read = async () => {
      const answer = await shop.browse(CheckoutURL);
      const policy = answer.headers.get('content-security-policy') ?? '';
      return [(await answer.text()).includes(body().Code), policy.includes("default-src 'none'")];
    };
    assert.deepEqual(await read(), [false, true]);
    shop.store.change({scriptsOnCheckout: 'on'});
    assert.deepEqual(await read(), [true, false]);
    await shop.browse(CheckoutURL, {name: 'Ana', email: 'ana@example.com'});
    assert.deepEqual(await read(), [true, false]);
  });
});
