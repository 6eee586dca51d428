/** The studio's pages: served only where they are wanted, under a policy of their own, with nothing in them to steal. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createProxy, parseConfig, type Asset, type Environment} from '../../../src/proxy/index.js';
import {describeEnvironment, sealingSecret, storeKeys} from '../../helpers/environment.js';

const script: Asset = {type: 'text/javascript', etag: 'e1', body: new TextEncoder().encode('export {};')};

async function open(environment: Environment = {}) {
  const proxy = await createProxy(parseConfig(describeEnvironment({PUSHCART_STUDIO: '1', ...environment})), {
    fetch: () => Promise.reject(new Error('The store is away.')),
    assets: (path) => Promise.resolve(path === 'studio/studio.js' ? script : undefined),
  });
  return (path: string, headers: Record<string, string> = {}) =>
    proxy.fetch(new Request(`https://cart.example${path}`, {headers}));
}
const paths = ['/studio', '/studio/', '/studio/preview', '/studio/studio.js'];

describe('the studio', () => {
  it('is not there unless it was asked for', async () => {
    for (const off of [undefined, '0']) {
      const get = await open({PUSHCART_STUDIO: off});
      for (const path of paths) {
        const answer = await get(path);
        assert.equal(answer.status, 404, path);
        assert.equal(((await answer.json()) as {code: string}).code, 'not_found');
      }
    }
  });

  it('is two pages and a script, also while the store is away', async () => {
    const get = await open();
    for (const path of ['/studio', '/studio/preview']) {
      const answer = await get(path);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
      assert.ok((await answer.text()).includes('"https://cart.example"'), "it knows the proxy's address");
    }
    const answer = await get('/studio/studio.js');
    assert.equal(await answer.text(), 'export {};');
    assert.equal(answer.headers.get('cache-control'), 'no-cache');
    assert.equal((await get('/studio/studio.js', {'if-none-match': '"e1"'})).status, 304);
    assert.equal((await get('/studio/none.js')).status, 404);
  });

  it('has a policy without inline script or style, framed by nobody, and the preview by the studio alone', async () => {
    const get = await open();
    const policyOf = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? '';
    const studio = await policyOf('/studio');
    const preview = await policyOf('/studio/preview');
    for (const policy of [studio, preview]) {
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self' https:\/\/cart\.example;/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.doesNotMatch(policy, /unsafe|\*/);
    }
    assert.match(studio, /frame-ancestors 'none'/);
    assert.match(preview, /frame-ancestors 'self'/);
  });

  it('is no page for search engines', async () => {
    const get = await open();
    for (const path of ['/studio', '/studio/preview']) {
      assert.equal((await get(path)).headers.get('x-robots-tag'), 'noindex');
      assert.match(await (await get(path)).text(), /<meta name="robots" content="noindex"/);
    }
  });

  it('has one address, so that what is relative in it is found', async () => {
    const answer = await (await open())('/studio/');
    assert.equal(answer.status, 308);
    assert.equal(
      new URL(answer.headers.get('location') ?? '', 'https://cart.example/below/studio/').pathname,
      '/below/studio',
    );
  });

  it('holds no credential', async () => {
    const get = await open();
    for (const path of paths) {
      const answer = await get(path);
      const sent = JSON.stringify([...answer.headers]) + (await answer.text());
      for (const secret of [...Object.values(storeKeys), sealingSecret]) assert.ok(!sent.includes(secret), path);
    }
  });

  it('leaves the policy of everything else alone', async () => {
    const answer = await (await open())('/healthz');
    assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
  });
});
