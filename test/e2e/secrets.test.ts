/** No credential, no order key and no store-internal field leaves the proxy, except inside the checkout address. */
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {after, before, describe, it} from 'node:test';
import {findLeaks, type Spoken} from '../helpers/leaks.js';
import {openScene, type Scene} from './setup.js';

describe('what is sent and logged', () => {
  let scene: Scene;
  const spoken: Spoken[] = [];
  let secrets: Record<string, string> = {};
  let orderKeys: string[] = [];

  before(async () => {
    scene = await openScene();
    secrets = {
      'private key': scene.sandbox.credentials.privateKey,
      token: scene.sandbox.credentials.token,
      'access token': scene.sandbox.credentials.accessToken,
    };
    const {page} = await scene.visit('/demo/a-river-in-ten-miles.html');
    await page.route(`${scene.proxy.url}/**`, async (route) => {
      const response = await route.fetch();
      const where = `of ${response.url()}`;
      spoken.push({where: `header ${where}`, text: JSON.stringify(response.headersArray())});
      spoken.push({where: `body ${where}`, text: await response.text()});
      await route.fulfill({response});
    });
    await page.reload();
    await page.locator('main a[href*="/buy/511"]').first().click();
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
    // A failure of every kind that the store can produce, so that its words pass through the log.
    scene.sandbox.addFault({match: '/Item', kind: 'dropAfterWrite'});
    for (const kind of ['html', 'errorArray', '5xx'] as const) scene.sandbox.addFault({match: 'GET /Cart', kind});
    await page.evaluate(() => globalThis.Pushcart?.add({catalogId: 517}));
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready', undefined, {timeout: 30_000});
    orderKeys = scene.sandbox.snapshot().carts.map((cart) => cart.OrderKey);
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Checkout'}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    for (const line of scene.logged) spoken.push({where: 'log', text: line});
  });
  after(() => scene.close());

  const costs = [
    'Cost',
    'AdvancedOptionCost',
    'DistributorList',
    'PriceLevel',
    'Warehouse',
    'SerialList',
    'ExtraField',
  ];

  it('would be found by this search: a canary in a body, a header and a log line is', () => {
    const canary = randomBytes(24).toString('base64url');
    for (const text of [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64'),
      JSON.stringify({a: canary}),
    ]) {
      for (const where of ['body of /x', 'header of /x', 'log']) {
        assert.equal(
          findLeaks([...spoken, {where, text: `before ${text} after`}], {canary}, []).length,
          1,
          `${where}: ${text}`,
        );
      }
    }
    assert.equal(findLeaks([{where: 'body of /x', text: '{"Cost":8.1}'}], {}, costs).length, 1);
  });

  it('holds enough to search in', () => {
    assert.ok(spoken.some(({where}) => where === 'log'));
    assert.ok(spoken.some(({where}) => where.includes('/v1/cart')));
    assert.ok(spoken.some(({where}) => where.includes('/v1/products')));
    assert.ok(orderKeys.length > 0);
  });

  it("has no credential and no field that is the store's own business", () => {
    assert.deepEqual(findLeaks(spoken, secrets, costs), []);
  });

  it('has the order key inside the checkout address alone', () => {
    const elsewhere = spoken.map(({where, text}) => ({
      where,
      text: text.replace(/"checkoutUrl":"[^"]*"/g, ''),
    }));
    const keys = Object.fromEntries(orderKeys.map((key) => [`order key ${key}`, key]));
    assert.deepEqual(findLeaks(elsewhere, keys, []), []);
    assert.ok(
      spoken.some(({text}) => orderKeys.some((key) => text.includes(key))),
      'it does travel there',
    );
  });
});
