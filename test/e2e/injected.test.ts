/** The script in the store's own pages: put there and taken out by the command line, and bought with in between. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Environment} from '../../src/proxy/index.js';
import {runCommand} from '../helpers/command.js';
import {describeShop, putByHand} from '../helpers/merchant.js';
import {pickPort} from '../helpers/port.js';
import {bought, ready} from './open-page.js';
import {count, openScene, type Scene} from './setup.js';

describe("the store's own pages", {timeout: 120_000}, () => {
  let scene: Scene;
  let environment: Environment = {};

  before(async () => {
    const port = await pickPort();
    const store = `http://127.0.0.1:${port}`;
    scene = await openScene([], {PUSHCART_ORIGINS: store}, {sandbox: {port}});
    environment = describeShop(scene.sandbox, {PUSHCART_ORIGINS: store, PUSHCART_PUBLIC_URL: scene.proxy.url});
    // The merchant's own markup: a link in the pages' foot, as an editor makes it.
    const code = `<p><a href="${scene.proxy.url}/buy/511">Add the mug</a></p>`;
    await putByHand(scene.sandbox, '/FrontendScripts', {Placement: 'BODY', Code: code});
  });
  after(() => scene.close());

  const paths = ['/', '/river-tee_p_510.html', '/nowhere.html'];
  const served = () => Promise.all(paths.map(async (path) => (await fetch(scene.sandbox.url + path)).text()));
  async function scripts(...args: string[]): Promise<void> {
    const {code, stdout, stderr} = await runCommand(['scripts', ...args, '--yes'], environment);
    assert.equal(code, 0, stdout + stderr);
  }

  it('sell with it in HEAD and in BODY, leave checkout alone, and are as they were when it is gone', async () => {
    const untouched = await served();
    for (const placement of ['HEAD', 'BODY']) {
      await scripts('install', '--placement', placement, '--attr', 'data-open=add');
      for (const [index, page] of (await served()).entries()) {
        const [head = '', body = ''] = page.split('<body');
        assert.equal((placement === 'HEAD' ? head : body).split('data-pushcart=').length, 2, placement);
        assert.notEqual(page, untouched[index]);
      }

      const {page, requests, complaints} = await scene.visit(`${scene.sandbox.url}/river-tee_p_510.html`);
      // Nobody has bought yet: nothing is shown, and nothing is asked for but the script.
      await page.waitForFunction(() => globalThis.Pushcart?.getState().count === 0);
      assert.deepEqual([...new Set(requests)], ['GET /pushcart.js']);
      assert.equal(await page.getByRole('button').count(), 0);
      await page.getByRole('link', {name: 'Add the mug'}).focus();
      await page.keyboard.press('Enter');
      const drawer = page.locator('pushcart-drawer dialog');
      await drawer.getByText('Harbor Mug').first().waitFor();
      await ready(page);
      // What is in the cart is there on the store's other pages, too.
      await page.goto(scene.sandbox.url);
      const button = page.locator('pushcart-button').getByRole('button');
      await button.click();
      const before = requests.length;
      await drawer.getByRole('button', {name: 'Checkout', exact: true}).click();
      await page.waitForURL(`${scene.sandbox.url}/continue_order.asp**`);
      assert.deepEqual(await bought(page), [['511', '1']]);
      assert.equal(count(requests.slice(before), 'GET /pushcart.js'), 0, 'at checkout it is not even there');
      await page.getByLabel('Name').fill('Ana Ruiz');
      await page.getByLabel('E-mail').fill('ana@example.com');
      await page.getByRole('button', {name: 'Place order'}).click();
      await page.getByRole('heading', {name: /Thank you/}).waitFor();
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
    assert.equal(scene.sandbox.snapshot().orders.length, 2);
    await scripts('remove');
    assert.deepEqual(await served(), untouched);
  });

  it('do nothing at checkout in a store that has its scripts there, too', async () => {
    await scripts('install');
    scene.sandbox.change({scriptsOnCheckout: 'on'});
    const {page, requests} = await scene.visit(scene.sandbox.url);
    await page.getByRole('link', {name: 'Add the mug'}).click();
    await ready(page);
    await page.locator('pushcart-drawer').getByRole('button', {name: 'Checkout', exact: true}).click();
    await page.waitForURL(`${scene.sandbox.url}/continue_order.asp**`);
    await page.waitForLoadState('networkidle');
    const before = requests.length;
    await page.reload();
    await page.waitForLoadState('networkidle');
    assert.ok(await page.evaluate(() => globalThis.Pushcart !== undefined), 'it is loaded');
    assert.deepEqual([requests.length - before, count(requests.slice(before), 'GET /pushcart.js')], [1, 1]);
    assert.equal(await page.locator('pushcart-host').count(), 0);
    await scripts('remove');
    await page.context().close();
  });

  it('have one cart, however often the script stands there', async () => {
    await scripts('install');
    const code = `<script type="module" src="${scene.proxy.url}/pushcart.js?again"></script>`;
    await putByHand(scene.sandbox, '/FrontendScripts', {Placement: 'BODY', Code: code});
    const {page, complaints} = await scene.visit(scene.sandbox.url);
    await page.getByRole('link', {name: 'Add the mug'}).click();
    await ready(page);
    assert.equal(await page.evaluate(() => globalThis.Pushcart?.getState().count), 1);
    assert.equal(await page.locator('pushcart-drawer').count(), 1);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
