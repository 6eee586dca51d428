import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {catalogue} from '../../../src/sandbox/index.js';
import {setup} from './setup.js';

interface Row {
  SKUInfo: {CatalogID: number; Cost: number};
  DistributorList: unknown[];
  AdvancedOptionList: {AdvancedOptionCost: number}[];
}

async function readIds(call: ReturnType<typeof setup>['call'], query: string): Promise<number[] | number> {
  const answer = await call('GET', `/Products?${query}`);
  if (answer.status !== 200) return answer.status;
  return ((await answer.json()) as Row[]).map((row) => row.SKUInfo.CatalogID);
}

describe('the products', () => {
  it('come ten at a time, counted from 1, without gap or repeat', async () => {
    const {call} = setup();
    const ids = catalogue.map(({catalogId}) => catalogId);
    assert.deepEqual(await readIds(call, ''), ids.slice(0, 10));
    assert.deepEqual(await readIds(call, 'limit=5&offset=1'), ids.slice(0, 5));
    assert.deepEqual(await readIds(call, 'limit=5&offset=0'), ids.slice(0, 5));
    assert.deepEqual(await readIds(call, 'limit=5&offset=6'), ids.slice(5, 10));
    assert.deepEqual(await readIds(call, 'limit=5&offset=28'), ids.slice(27));
    assert.equal(await readIds(call, 'offset=31'), 400);
  });

  it('can be asked for by SKU, name, flags and amounts', async () => {
    const {call} = setup();
    assert.deepEqual(await readIds(call, 'sku=mug-harbor'), [511]);
    assert.deepEqual(await readIds(call, 'name=towel'), [521]);
    assert.deepEqual(await readIds(call, 'onsale=1'), [514]);
    assert.deepEqual(await readIds(call, 'pricefrom=80&hide=0&notforsale=-1'), [528, 530, 531, 534]);
    assert.deepEqual(await readIds(call, 'stockto=0&stockfrom=-123456789'), [520, 527, 528]);
    assert.deepEqual(await readIds(call, 'hide=1'), [529]);
    assert.deepEqual(await readIds(call, 'notforsale=1'), [530]);
    assert.deepEqual(await readIds(call, 'giftcertificate=1'), [532]);
    assert.deepEqual(await readIds(call, 'sku=glass-sea'), [537, 538]);
    assert.equal(await readIds(call, 'freeshipping=1'), 404);
  });

  it('can be asked for by the day of their last change, in the store’s own time', async () => {
    const {call} = setup();
    assert.deepEqual(await readIds(call, 'lastupdatestart=11/20/2025%2016:02:11'), [510]);
    assert.equal(await readIds(call, 'lastupdatestart=11/20/2025%2016:02:12'), 404);
    assert.equal(await readIds(call, 'lastupdateend=10/01/2025'), 404);
  });

  it('refuse a parameter that makes no sense and name it', async () => {
    const {call} = setup();
    for (const query of [
      'lastupdatestart=yesterday',
      'lastupdatestart=13/40/2025',
      'limit=0',
      'limit=x',
      'offset=-1',
    ]) {
      assert.equal(await readIds(call, query), 400, query);
    }
    assert.equal(await readIds(call, 'pricefrom=cheap'), 400);
  });

  it('count without rows', async () => {
    const {call} = setup();
    assert.deepEqual(await (await call('GET', '/Products?countonly=1&onsale=1')).json(), {TotalCount: 1});
  });

  it('have price and stock apart, for all and for one', async () => {
    const {call} = setup();
    const all = (await (await call('GET', '/Products/skuinfo?limit=200')).json()) as {CatalogID: number}[];
    assert.equal(all.length, catalogue.length);
    const [one] = (await (await call('GET', '/Products/519/skuinfo')).json()) as {SKU: string}[];
    assert.equal(one?.SKU, 'BEANS');
  });

  it('answer 404 for options where there are none', async () => {
    const {call} = setup();
    assert.equal((await call('GET', '/Products/511/Options')).status, 404);
    assert.equal((await call('GET', '/Products/511/AdvancedOptions')).status, 404);
    assert.equal((await call('GET', '/Products/512/Options')).status, 200);
  });

  it('carry what a merchant keeps to himself, so that a leak can be seen', async () => {
    const {call} = setup();
    const rows = (await (await call('GET', '/Products?limit=200')).json()) as Row[];
    for (const row of rows) {
      assert.ok(row.SKUInfo.Cost > 0);
      assert.equal(row.DistributorList.length, 1);
      for (const field of ['WarehouseBin', 'PriceLevel1', 'ExtraField1', 'MinimumAcceptableOffer']) {
        assert.ok(Reflect.get(row, field), field);
      }
      for (const option of row.AdvancedOptionList) assert.ok(option.AdvancedOptionCost > 0);
    }
  });

  it('are all listed in the documentation, with what they are for', () => {
    const page = readFileSync(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| (\d+) +\|.*\| (\S.*?) +\|$/gm)].map(([, id, why]) => [Number(id), why]);
    assert.deepEqual(
      rows,
      catalogue.map(({catalogId, why}) => [catalogId, why]),
    );
  });

  it('have a picture and a page each, and say why they are there', async () => {
    const {browse} = setup();
    const home = await (await browse('/')).text();
    const unescape = (text: string) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    for (const {image, name, catalogId, hidden, why, optionSets} of catalogue) {
      for (const path of [
        image,
        ...optionSets.flatMap(({options}) => options.flatMap((option) => option.image || [])),
      ]) {
        const picture = await browse(`/${path}`);
        assert.equal(picture.status, 200, path);
        assert.match(picture.headers.get('content-type') ?? '', /^image\/svg\+xml/);
      }
      const path = new RegExp(`/[A-Za-z0-9-]+_p_${String(catalogId)}\\.html`).exec(home)?.[0];
      assert.equal(path === undefined, hidden, name);
      if (!path) continue;
      const page = await browse(path);
      assert.equal(page.status, 200, path);
      const text = unescape(await page.text());
      assert.ok(text.includes(name), name);
      assert.ok(text.includes('the store’s own page'));
      assert.ok(why && text.includes(why), name);
    }
    assert.equal((await browse('/assets/images/nothing.svg')).status, 404);
    assert.equal((await browse('/Nothing_p_9.html')).status, 404);
  });
});
