import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createSandboxStore} from '../../../src/sandbox/index.js';
import {credentials, mug, setup} from './setup.js';

describe('a call', () => {
  it('needs all three keys, each right', async () => {
    const {call} = setup();
    for (const header of ['SecureURL', 'PrivateKey', 'Token']) {
      const answer = await call('GET', '/StoreSettings', {headers: {[header]: 'wrong'}});
      assert.equal(answer.status, 401, header);
      assert.equal(await answer.text(), '');
    }
  });

  it('may write the secure URL with or without scheme, www and slash', async () => {
    const {call} = setup();
    for (const secureUrl of ['demo-store.3dcartstores.com', 'HTTPS://www.Demo-Store.3dcartstores.com/']) {
      assert.equal((await call('GET', '/StoreSettings', {headers: {SecureURL: secureUrl}})).status, 200);
    }
  });

  it('may carry a bearer token instead, and then that counts', async () => {
    const {call, store} = setup();
    const url = 'https://apirest.example/3dCartWebAPI/v1/StoreSettings';
    const bearer = (token: string) => ({headers: {authorization: `Bearer ${token}`}});
    assert.equal((await store.fetch(new Request(url, bearer(credentials.accessToken)))).status, 200);
    assert.equal((await store.fetch(new Request(url, bearer('wrong')))).status, 401);
    assert.equal((await call('GET', '/StoreSettings', bearer('wrong'))).status, 401);
  });

  it('is 401 outside of its scopes', async () => {
    const {call} = setup({credentials: {...credentials, scopes: ['Cart:write', 'Products:read']}});
    assert.equal((await call('POST', '/Cart', {body: {}})).status, 201);
    assert.equal((await call('GET', '/Products')).status, 200);
    assert.equal((await call('POST', '/Products', {body: {}})).status, 401);
    assert.equal((await call('GET', '/StoreSettings')).status, 401);
  });

  it('finds fresh keys of 32 characters where none were given', () => {
    const [one, other] = [createSandboxStore().credentials, createSandboxStore().credentials];
    for (const key of [one.privateKey, one.token, one.accessToken]) assert.match(key, /^[0-9A-Za-z]{32}$/);
    assert.notEqual(one.token, other.token);
  });

  it('says 415 to a body that is not JSON, and does not mind where there is none', async () => {
    const {call, createCart} = setup();
    const key = await createCart();
    const headers = {'Content-Type': 'text/plain'};
    assert.equal((await call('POST', `/Cart/${key}/Item`, {body: mug(), headers})).status, 415);
    assert.equal((await call('POST', '/Cart', {headers})).status, 201);
    assert.equal((await call('POST', '/Cart', {body: {}, headers: {'Content-Type': 'text/json'}})).status, 201);
  });

  it('overflows the bucket after 50 and fits again at 2 a second', async () => {
    const {call, clock, store} = setup();
    const drain = async () => {
      let served = 0;
      while ((await call('GET', '/StoreSettings')).status === 200) served += 1;
      return served;
    };
    assert.equal(await drain(), 50);
    clock.pass(1000);
    assert.equal(await drain(), 2);
    clock.pass(10_250);
    assert.equal(await drain(), 20);
    const {calls} = store.snapshot();
    assert.equal(calls.filter(({kind}) => kind === 'throttled').length, 3);
  });

  it('does not fill the bucket with a wrong key', async () => {
    const {call} = setup({switches: {throttle: {capacity: 1}}});
    for (let calls = 0; calls < 3; calls += 1) await call('GET', '/StoreSettings', {headers: {Token: 'wrong'}});
    assert.equal((await call('GET', '/StoreSettings')).status, 200);
    assert.equal((await call('GET', '/StoreSettings')).status, 429);
  });

  it('is 404 without a body where there is no such service', async () => {
    const {call} = setup();
    const answer = await call('GET', '/Nothing');
    assert.equal(answer.status, 404);
    assert.equal(await answer.text(), '');
  });

  it('gets the headers of recorded answers', async () => {
    const {call} = setup();
    const {headers} = await call('GET', '/StoreSettings');
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'no-cache');
    assert.equal(headers.get('access-control-allow-origin'), '*');
  });
});
