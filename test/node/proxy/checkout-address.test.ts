import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {checkedCheckoutUrl} from '../../../src/proxy/checkout-address.js';
import {parseConfig, type Environment} from '../../../src/proxy/index.js';
import {describeEnvironment} from '../../helpers/environment.js';

const settings = {
  name: 'Store',
  url: 'https://www.store.example',
  secureUrl: 'https://secure.store.example',
  currency: 'USD',
  decimals: 2,
};
const check = (address: string, environment: Environment = {}) =>
  checkedCheckoutUrl(address, settings, parseConfig(describeEnvironment(environment)));

describe('a shopper is sent to', () => {
  for (const address of [
    'https://store.example/continue_order.asp?orderkey=K1',
    'https://secure.store.example/x',
    'https://www.store.example:443/x',
  ])
    it(address, () => assert.equal(check(address), new URL(address).href));

  it('a further host that the merchant has named, with its port', () => {
    const more = {PUSHCART_CHECKOUT_HOSTS: 'pay.example,pay2.example:8443'};
    assert.ok(check('https://pay.example/x', more));
    assert.ok(check('https://pay2.example:8443/x', more));
    assert.equal(check('https://pay2.example/x', more), undefined);
    assert.equal(check('https://pay.example:8443/x', more), undefined);
  });

  it('http on this machine only if the API is there too', () => {
    const local = {PUSHCART_API_URL: 'http://127.0.0.1:8790/3dCartWebAPI/v1'};
    assert.ok(check('http://127.0.0.1:8790/x', local));
    assert.ok(check('http://localhost:1/x', local));
    assert.equal(check('http://127.0.0.1:8790/x'), undefined);
    assert.equal(check('http://store.example/x', local), undefined);
  });
});

describe('a shopper is never sent to', () => {
  for (const address of [
    '',
    'continue_order.asp',
    '//store.example/x',
    'http://store.example/x',
    'https://store.example:8443/x',
    'https://store.example.evil.example/x',
    'https://evil.example/store.example',
    'https://evil.example#https://store.example',
    'https://store.example@evil.example/x',
    'https://user@store.example/x',
    'https://user:pass@store.example/x',
    'javascript:alert(1)//https://store.example',
    'data:text/html,x',
    'ftp://store.example/x',
    'https://.store.example/x',
    'https://store.example./x',
    'https://store.example%2eevil.example/x',
    'https://store.example%00.evil.example/x',
    'https://store.example\n.evil.example/x',
    'https://store.example\t@evil.example/x',
    'https:\\\\evil.example\\store.example',
    'https://ѕtore.example/x',
    'https://störe.example/x',
    'https://store。example.evil.example/x',
    'https://store.example:80/x',
    'https://store.example:65536/x',
    'https://%73tore.example@evil.example/x',
    'https://[::ffff:127.0.0.1]/x',
    'http://127.0.0.1.evil.example/x',
    'http://localhost.evil.example/x',
    'http://localhost./x',
    'blob:https://store.example/x',
    'view-source:https://store.example/x',
    'filesystem:https://store.example/x',
    'JaVaScRiPt:alert(1)',
    'vbscript:x',
    'intent://store.example/#Intent;scheme=https;end',
    `https://${'store.example.'.repeat(9000)}/x`,
  ]) {
    it(JSON.stringify(address).slice(0, 80), () => {
      assert.equal(check(address), undefined);
      assert.equal(check(address, {PUSHCART_API_URL: 'http://127.0.0.1:8790/v1'}), undefined);
    });
  }

  it('an address that a browser reads otherwise than we did', () => {
    assert.equal(check('https://store.example\\.evil.example/'), 'https://store.example/.evil.example/');
    assert.equal(check(' https://store.example/\n x'), 'https://store.example/%20x');
    assert.equal(check('https://store.example\\@evil.example/'), 'https://store.example/@evil.example/');
    assert.equal(check('https:store.example/x'), 'https://store.example/x');
    assert.equal(check('https://ｓtore。example/x'), 'https://store.example/x');
    assert.equal(check('https://@store.example/x'), 'https://store.example/x');
    assert.equal(check('https://store.example/x\r\nSet-Cookie: a=b'), 'https://store.example/xSet-Cookie:%20a=b');
  });
});
