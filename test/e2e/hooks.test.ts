/** The store tells the proxy what happens: on a page, in a browser, over real sockets. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {catalogue} from '../../src/sandbox/index.js';
import {runCommand} from '../helpers/command.js';
import {ready} from './open-page.js';
import {openScene, type Scene} from './setup.js';

const secret = 'hK7wQz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk0';
const post = '/demo/a-river-in-ten-miles.html';

describe('a store that tells what happens', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene(
      [],
      {PUSHCART_HOOK_SECRET: secret},
      // As a store may do: a cart that was bought can still be read, so that only the order says so.
      {sandbox: {switches: {afterComplete: 200}}},
    );
    const {url, credentials} = scene.sandbox;
    const {code, stderr} = await runCommand(['hooks', 'install', '--yes'], {
      PUSHCART_SECURE_URL: url,
      PUSHCART_API_URL: `${url}/3dCartWebAPI/v1`,
      PUSHCART_PRIVATE_KEY: credentials.privateKey,
      PUSHCART_TOKEN: credentials.token,
      PUSHCART_ORIGINS: scene.blog,
      PUSHCART_SECRETS: 'c2VhbGluZy1rZXktbnVtYmVyLW9uZS0zMi1ieXRlcyE',
      PUSHCART_PUBLIC_URL: scene.proxy.url,
      PUSHCART_HOOK_SECRET: secret,
      PUSHCART_API_CAPACITY: '5000',
      PUSHCART_API_RATE: '500',
    });
    assert.equal(code, 0, stderr);
  });
  after(() => scene.close());

  it('has a new price on the card within seconds, and a deleted product on none', async () => {
    const priceOf = async (catalogId: number) => {
      const answer = await fetch(`${scene.proxy.url}/v1/products?ids=${catalogId}`);
      return ((await answer.json()) as {products: {price: number}[]}).products[0]?.price;
    };
    const [sold] = catalogue.filter(({catalogId}) => catalogId === 513);
    assert.ok(sold);
    const old = await priceOf(513);
    scene.sandbox.putProduct({...sold, price: 3377});
    scene.sandbox.deleteProduct(517);
    await scene.sandbox.delivered();
    const end = Date.now() + 20_000;
    while ((await priceOf(513)) === old || (await priceOf(517)) !== undefined) {
      assert.ok(Date.now() < end, 'the old price is still shown after 20 seconds');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const {page} = await scene.visit(post);
    const card = page.locator('pushcart-product[catalog-id="513"]');
    await card.scrollIntoViewIfNeeded();
    await card.getByText('33.77').first().waitFor();
  });

  it('has the cart of a shopper who bought completed with the next read', async () => {
    const {page} = await scene.visit(post);
    await page.evaluate(() => {
      globalThis.Pushcart?.add({catalogId: 511});
      globalThis.Pushcart?.open();
    });
    await ready(page);
    await page.locator('pushcart-drawer dialog').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/**`);
    await page.fill('[name=name]', 'Ana Ruiz');
    await page.fill('[name=email]', 'ana@example.com');
    await page.locator('form button').last().click();
    await page.locator('[name=email]').waitFor({state: 'detached'});
    await scene.sandbox.delivered();
    await page.goto(scene.blog + post);
    await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'empty');
    assert.ok(scene.logged.some((line) => line.includes('"event":"cart_bought"')));
    for (const line of scene.logged) assert.ok(!line.includes(secret), line);
  });
});
