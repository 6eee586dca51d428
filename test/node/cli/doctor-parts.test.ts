/** What `pushcart doctor` decides by itself: policies as browsers read them, secrets that can be guessed. */
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {describe, it} from 'node:test';
import {forbidsAddress, forbidsScript, forbidsTrustedTypes, parsePolicies} from '../../../src/cli/doctor/csp.js';
import {describeProblems, findWeakness} from '../../../src/cli/doctor/environment.js';
import {readPage} from '../../../src/cli/doctor/html.js';

const page = new URL('https://blog.example/post');

describe('a policy', () => {
  const url = new URL('https://cart.example/pushcart.js');
  const one = (text: string) => parsePolicies(text)[0] ?? new Map<string, string[]>();
  const script = (text: string, more = {}) =>
    forbidsScript(one(text), {url, nonce: '', integrity: [], isInMarkup: true, ...more}, page);

  for (const [text, forbidden] of [
    ['img-src *', undefined],
    ['script-src https://cart.example', undefined],
    ['script-src cart.example', undefined],
    ['script-src http://cart.example', undefined],
    ['script-src HTTPS://CART.EXAMPLE', undefined],
    ['SCRIPT-SRC https:', undefined],
    ['default-src *', undefined],
    ['script-src *.example', undefined],
    ['script-src https://cart.example:443/', undefined],
    ['script-src https://cart.example:*', undefined],
    ['script-src https://cart.example/pushcart.js', undefined],
    ['default-src https://cart.example; script-src-elem https://cart.example; script-src none.example', undefined],
    ["default-src 'none'", 'default-src'],
    ['script-src', 'script-src'],
    ["script-src 'self'", 'script-src'],
    ["script-src 'unsafe-inline'", 'script-src'],
    ['script-src https://evil.example; script-src https://cart.example', 'script-src'],
    ['script-src https://cart.example; script-src-elem https://evil.example', 'script-src-elem'],
    ['script-src *.cart.example', 'script-src'],
    ['script-src https://cart.example:8443', 'script-src'],
    ['script-src https://cart.example/other/', 'script-src'],
    ['script-src https://cart.example/pushcart.js/', 'script-src'],
    ["script-src 'nonce-abc'", 'script-src'],
    ["script-src https://cart.example 'strict-dynamic'", 'script-src'],
    ['script-src wss://cart.example http:', undefined],
  ] as const)
    it(`${forbidden ? 'keeps the script away' : 'lets the script in'}: ${text}`, () => {
      assert.equal(script(text), forbidden);
    });

  it('lets in by nonce, by hash, and what an allowed script loads', () => {
    assert.equal(script("script-src 'nonce-abc'", {nonce: 'abc'}), undefined);
    assert.equal(script("script-src 'nonce-abc'", {nonce: 'ABC'}), 'script-src');
    assert.equal(script("script-src 'nonce-abc' 'strict-dynamic'", {nonce: 'abc'}), undefined);
    assert.equal(script("script-src 'nonce-abc' 'strict-dynamic'", {isInMarkup: false}), undefined);
    assert.equal(script("script-src 'sha256-a_b-c='", {integrity: ['sha256-a/b+c=']}), undefined);
    assert.equal(script("script-src 'sha256-abc='", {integrity: ['sha256-abc=', 'sha256-def=']}), 'script-src');
    assert.equal(script("script-src 'sha256-abc='", {isInMarkup: false}), 'script-src');
  });

  it('has sources for what is fetched and shown', () => {
    const api = new URL('https://cart.example/v1/cart');
    assert.equal(
      forbidsAddress(one("default-src 'none'; connect-src https://cart.example"), 'connect', api, page),
      undefined,
    );
    assert.equal(
      forbidsAddress(one("default-src 'none'; img-src https://cart.example"), 'connect', api, page),
      'default-src',
    );
    assert.equal(forbidsAddress(one("img-src data: 'self'"), 'img', api, page), 'img-src');
    assert.equal(forbidsAddress(one("img-src 'self'"), 'img', new URL('https://blog.example/a.png'), page), undefined);
    assert.equal(
      forbidsAddress(
        one("img-src 'self'"),
        'img',
        new URL('https://blog.example/a.png'),
        new URL('http://blog.example'),
      ),
      undefined,
    );
  });

  it('may keep Trusted Types to some names, and may be several', () => {
    assert.equal(forbidsTrustedTypes(one("require-trusted-types-for 'script'; trusted-types lit-html")), false);
    assert.equal(forbidsTrustedTypes(one("require-trusted-types-for 'script'")), false);
    assert.equal(forbidsTrustedTypes(one('trusted-types other')), true);
    assert.equal(parsePolicies("default-src 'none', script-src *, ;").length, 2);
  });
});

describe('a page', () => {
  const read = (html: string) => readPage(html, page);
  it('has the scripts that a browser would run, and no others', () => {
    const {scripts} =
      read(`<!doctype html><script src=a.js type=MODULE nonce=n></script><!-- <script src=b.js></script> -->
      <noscript><script src=c.js></script></noscript><template><script src=d.js></script></template>
      <textarea><script src=e.js></script></textarea><p title="<script src=f.js></script>">&lt;script src=g.js></p>
      <svg><a href="/"></a></svg><script>"<script src=h.js>"</script><script src="i.js" integrity="sha256-a  sha384-b"></script>`);
    assert.deepEqual(scripts, [
      {src: 'a.js', isModule: true, nonce: 'n', integrity: []},
      {src: 'i.js', isModule: false, nonce: '', integrity: ['sha256-a', 'sha384-b']},
    ]);
  });
  it('has a base and policies in its head, and a tag that is only shown', () => {
    const {base, policies, hasTagAsText} = read(`<head><base href="/a/"><base href="/b/">
      <meta http-equiv="content-security-policy" content="default-src 'none'"></head><body>
      <meta http-equiv="content-security-policy" content="script-src *">
      <p>&lt;script type="module" src="https://cart.example/pushcart.js">&lt;/script></p>`);
    assert.deepEqual([base.href, policies, hasTagAsText], ['https://blog.example/a/', ["default-src 'none'"], true]);
  });
});

describe('a secret', () => {
  it('is not called weak if it is random', () => {
    for (let count = 0; count < 500; count += 1) {
      assert.equal(findWeakness(randomBytes(32), 'bytes'), undefined);
      for (const text of [
        randomBytes(24).toString('hex'),
        randomBytes(18).toString('base64url'),
        randomBytes(32).toString('base64url'),
      ])
        assert.equal(findWeakness(Buffer.from(text), 'text'), undefined, text);
    }
  });
  for (const [what, bytes, kind, why] of [
    ['zeros', Buffer.alloc(32), 'bytes', /one sign/],
    ['a pattern', Buffer.from('abcd1234'.repeat(4)), 'bytes', /pattern/],
    ['a pattern that is cut', Buffer.from('0123456789'.repeat(4).slice(0, 32)), 'bytes', /pattern/],
    ['numbers in their order', Buffer.from(Array.from({length: 32}, (_, index) => index)), 'bytes', /counts/],
    ['a sentence', Buffer.from('my very secret sealing key no. 1'), 'bytes', /words/],
    ['few bytes', Buffer.from([...Array(16).keys(), ...Array(15).keys(), 7]), 'bytes', /few/],
    ['words', Buffer.from('pushcart-hook-secret-of-my-shop'), 'text', /words/],
    ['a pattern in a text', Buffer.from('deadbeefdeadbeefdeadbeef'), 'text', /pattern/],
  ] as const)
    it(`is called weak if it is ${what}`, () => assert.match(findWeakness(bytes, kind) ?? '', why));
});

describe('what is wrong in the environment', () => {
  it('is told without what stands in it', () => {
    const told = describeProblems([
      'PUSHCART_SECURE_URL must be https, not "http://s3cret"; http is for loopback only',
      'PUSHCART_API_URL must be an address such as https://store.example, not "s3"cret"',
      'PUSHCART_PUBLIC_URL must be an address such as https://store.example, not "s3cret…',
      'PUSHCART_ORIGINS "s3"cret" is no origin; write scheme and host, such as https://blog.example',
      'PUSHCART_HOOK_SECRET must hold 24 to 200 letters, digits, "-" or "_" each; number 1 does not',
    ]);
    assert.ok(!JSON.stringify(told).includes('cret"'), JSON.stringify(told));
    assert.deepEqual(
      told.map(({name, mark, says}) => [name, mark, says]),
      [
        ['PUSHCART_SECURE_URL', 'fail', 'It must be https; http is for loopback only.'],
        ['PUSHCART_API_URL', 'fail', 'It must be an address such as https://store.example.'],
        ['PUSHCART_PUBLIC_URL', 'fail', 'It must be an address such as https://store.example.'],
        [
          'PUSHCART_ORIGINS',
          'fail',
          'It has an entry that is no origin; write scheme and host, such as https://blog.example.',
        ],
        ['PUSHCART_HOOK_SECRET', 'fail', 'It must hold 24 to 200 letters, digits, "-" or "_" each; number 1 does not.'],
      ],
    );
  });
});
