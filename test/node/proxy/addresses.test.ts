/** Who a request came from, and what the operator is told where that cannot be known. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAddresses, toPrefix} from '../../../src/proxy/addresses.js';
import {openShop} from '../../helpers/shop.js';

const silent = {debug() {}, info() {}, warn() {}, error() {}};
const clientOf = (trusted: number, peer: string | undefined, forwarded?: string): string =>
  createAddresses(trusted, silent).clientOf(
    peer,
    new Headers(forwarded === undefined ? {} : {'X-Forwarded-For': forwarded}),
  );

describe('a client', () => {
  it('of IPv6 is its prefix of 64 bits, however it is written', () => {
    for (const text of [
      '2001:db8:1:2::1',
      '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff',
      '[2001:db8:1:2::9]',
      '[2001:db8:1:2::9]:443',
      '2001:db8:1:2:3:4:192.0.2.1',
    ])
      assert.equal(toPrefix(text), '2001:db8:1:2::/64', text);
    assert.equal(toPrefix('fe80::1%eth0'), 'fe80:0:0:0::/64');
    assert.equal(toPrefix('::1'), '0:0:0:0::/64');
    assert.notEqual(toPrefix('2001:db8:1:3::1'), '2001:db8:1:2::/64');
  });

  it('of IPv4 is its address, without the port that some reverse proxies add', () => {
    for (const text of ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:192.0.2.1', '192.0.2.1:50123'])
      assert.equal(toPrefix(text), '192.0.2.1', text);
  });

  it('is no text that is no address', () => {
    for (const text of [
      '',
      'unknown',
      '_hidden',
      'a:b',
      '1.2.3',
      ':',
      '::g',
      '1:2:3',
      'x'.repeat(9000),
      ':'.repeat(9000),
    ])
      assert.equal(toPrefix(text), undefined, text.slice(0, 20));
    assert.equal(clientOf(1, '10.0.0.1', 'unknown'), '10.0.0.1');
    assert.equal(clientOf(1, undefined, 'unknown'), 'unknown');
  });

  it('is who the outermost trusted proxy saw, and nothing that was written before it', () => {
    assert.equal(clientOf(0, '198.51.100.1', '203.0.113.1'), '198.51.100.1');
    assert.equal(clientOf(1, '10.0.0.1', '198.51.100.9, 203.0.113.1'), '203.0.113.1');
    assert.equal(clientOf(2, '10.0.0.1', '198.51.100.9, 203.0.113.1, 10.0.0.2'), '203.0.113.1');
    assert.equal(clientOf(2, '10.0.0.1', '203.0.113.1'), '203.0.113.1');
    assert.equal(clientOf(1, '10.0.0.1'), '10.0.0.1');
  });
});

describe('the operator is told once', () => {
  const warned = async (trusted: string, headers: Record<string, string>, path = '/v1/products?ids=511') => {
    const shop = await openShop({environment: {PUSHCART_TRUST_PROXY: trusted}});
    for (let requests = 0; requests < 3; requests += 1) await shop.get(path, headers);
    return shop.logged.filter((line) => line.includes('"forwarded_'));
  };

  it('that a reverse proxy seems to stand in front, which was not said', async () => {
    for (const name of ['X-Forwarded-For', 'Forwarded']) {
      const lines = await warned('0', {[name]: 'for=203.0.113.77'});
      assert.equal(lines.length, 1, name);
      assert.match(lines[0] ?? '', /"forwarded_untrusted".*PUSHCART_TRUST_PROXY/);
      assert.ok(!lines[0]?.includes('203.0.113.77'), 'an address is nothing for a log');
    }
    assert.deepEqual(await warned('0', {}), []);
  });

  it('that a request passed fewer reverse proxies than were said', async () => {
    for (const headers of [{}, {'X-Forwarded-For': '203.0.113.1'}, {Forwarded: 'for=203.0.113.1'}]) {
      const lines = await warned('2', headers);
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /"forwarded_missing".*PUSHCART_TRUST_PROXY/);
    }
    assert.deepEqual(await warned('2', {'X-Forwarded-For': '203.0.113.1, 10.0.0.2'}), []);
  });

  it('and not for a monitor beside it', async () => {
    assert.deepEqual(await warned('1', {}, '/healthz'), []);
    assert.deepEqual(await warned('1', {}, '/readyz'), []);
  });
});
