import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {describe, it} from 'node:test';
import {base64url, CompactEncrypt, decodeProtectedHeader} from 'jose';
import {createSeal} from '../../../src/proxy/seal.js';

const secretOf = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const blog = 'https://blog.example';
const day = 24 * 3600 * 1000;
const content = {
  key: 'AAAAAAAAAAAAAAAAAAAAAA',
  origin: blog,
  at: 1000,
  cartKey: '7A1B2C3DxkQ9mTe',
  lines: [{id: 'a', lineId: '90211', quantity: 2, unitPrice: 2400, hash: 'h'}],
};

async function setup(secrets: readonly [Uint8Array, ...Uint8Array[]] = [secretOf(1)]) {
  const clock = {time: 5 * day};
  const seal = await createSeal(secrets, () => clock.time);
  return {clock, seal, token: await seal.close(content)};
}

/** A token as somebody else would make it. */
const forge = (
  header: object,
  secret: Uint8Array,
  payload: object = {...content, exp: 99_999_999_999},
): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({alg: 'dir', enc: 'A256GCM', ...header})
    .encrypt(secret);

describe('a token', () => {
  it('opens for the page that it was made for', async () => {
    const {seal, token} = await setup();
    const opened = await seal.open(token, blog);
    assert.equal(opened?.cartKey, content.cartKey);
    assert.deepEqual(opened.lines, content.lines);
  });

  it('shows nobody what is in it', async () => {
    const {token} = await setup();
    const readable = token
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join('');
    for (const secret of [content.cartKey, content.key, blog, '90211'])
      assert.ok(!`${token}${readable}`.includes(secret));
    const {alg, enc, kid, zip} = decodeProtectedHeader(token) as Record<string, unknown>;
    assert.deepEqual([alg, enc, typeof kid, zip], ['dir', 'A256GCM', 'string', undefined]);
  });

  it('is different each time, though its content is the same', async () => {
    const {seal, token} = await setup();
    assert.notEqual(await seal.close(content), token);
  });

  it('does not open for a page of another origin', async () => {
    const {seal, token} = await setup();
    for (const origin of ['https://evil.example', 'http://blog.example', 'https://blog.example:8443', '']) {
      assert.equal(await seal.open(token, origin), undefined);
    }
  });

  it('opens with an older secret after a rotation, and not once that is gone', async () => {
    const {token} = await setup([secretOf(1)]);
    assert.ok(await (await setup([secretOf(2), secretOf(1)])).seal.open(token, blog));
    assert.equal(await (await setup([secretOf(2)])).seal.open(token, blog), undefined);
    const rotated = await setup([secretOf(2), secretOf(1)]);
    assert.ok(await (await setup([secretOf(2)])).seal.open(rotated.token, blog));
  });

  it('lasts thirty days from the last answer', async () => {
    const {seal, token, clock} = await setup();
    clock.time += 30 * day - 1000;
    assert.ok(await seal.open(token, blog));
    const renewed = await seal.close(content);
    clock.time += 1000;
    assert.equal(await seal.open(token, blog), undefined);
    assert.ok(await seal.open(renewed, blog));
  });

  it('does not open when a single character was changed', async () => {
    const {seal, token} = await setup();
    for (let at = 0; at < token.length; at += 7) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const opened = await seal.open(token.slice(0, at) + other + token.slice(at + 1), blog);
      // The last character of a part may hold bits that mean nothing.
      if (opened) assert.deepEqual(opened.lines, content.lines);
      else assert.equal(opened, undefined);
    }
    assert.equal(await seal.open(token.slice(0, -8), blog), undefined);
    assert.equal(await seal.open(`${token}AAAA`, blog), undefined);
  });

  it('is never an exception, whatever was sent in its place', async () => {
    const {seal, token} = await setup();
    const [header] = token.split('.');
    for (const text of [
      undefined,
      '',
      'x',
      '....',
      'a.b.c.d.e',
      `${header}....`,
      '{"alg":"none"}',
      '\u0000',
      'é'.repeat(9999),
    ]) {
      assert.equal(await seal.open(text, blog), undefined);
    }
  });

  it('made with a key that is not ours does not open, whatever key it names', async () => {
    const {seal, token} = await setup();
    const {kid} = decodeProtectedHeader(token) as {kid: string};
    for (const header of [{}, {kid: 'unknown'}, {kid: ''}, {kid}, {kid: '__proto__'}, {kid: 'constructor'}]) {
      for (const fill of [0, 9]) assert.equal(await seal.open(await forge(header, secretOf(fill)), blog), undefined);
    }
    // The same forgery with our own key opens: it was not refused for another reason.
    assert.ok(await seal.open(await forge({kid}, secretOf(1)), blog));
  });

  it('is opened by one algorithm alone, whatever it says of itself, and costs no work to refuse', async () => {
    const {seal, token} = await setup();
    const {kid} = decodeProtectedHeader(token) as {kid: string};
    const [, ...rest] = token.split('.');
    for (const header of [
      {alg: 'none', kid},
      {alg: 'dir', enc: 'none', kid},
      {alg: 'dir', enc: 'A256CBC-HS512', kid},
      {alg: 'A256KW', enc: 'A256GCM', kid},
      {alg: 'RSA-OAEP', enc: 'A256GCM', kid},
      // A billion rounds of hashing, were it believed.
      {alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', kid, p2c: 1_000_000_000, p2s: 'AAAAAAAAAAAAAAAAAAAAAA'},
      {alg: 'ECDH-ES', enc: 'A256GCM', kid, epk: {kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA'}},
      // What it unpacks to could be anything.
      {alg: 'dir', enc: 'A256GCM', kid, zip: 'DEF'},
      {alg: 'dir', enc: 'A256GCM', kid, crit: ['exp'], exp: 1},
      {alg: 'dir', enc: 'A256GCM', kid, jku: 'https://evil.example/keys', jwk: {kty: 'oct', k: 'AA'}},
    ])
      assert.equal(await seal.open([base64url.encode(JSON.stringify(header)), ...rest].join('.'), blog), undefined);
    // Nor does one that our own key has sealed, of a kind that we do not make.
    const zipped = forge({kid, zip: 'DEF'}, secretOf(1)).catch(() => 'this library seals none');
    assert.equal(await seal.open(await zipped, blog), undefined);
    assert.equal(await seal.open(await forge({kid, enc: 'A128CBC-HS256'}, secretOf(1)), blog), undefined);
  });

  it('of a megabyte is refused as any other', async () => {
    const {seal, token} = await setup();
    for (const text of ['.'.repeat(1 << 20), 'A'.repeat(1 << 20), `${token}${'A'.repeat(1 << 20)}`, token.repeat(5000)])
      assert.equal(await seal.open(text, blog), undefined);
  });

  it('of another kind does not open', async () => {
    const {seal, token} = await setup();
    const {kid} = decodeProtectedHeader(token) as {kid: string};
    const noneHeader = base64url.encode(JSON.stringify({alg: 'none', kid}));
    assert.equal(await seal.open(`${noneHeader}.${base64url.encode(JSON.stringify(content))}.`, blog), undefined);
    assert.equal(await seal.open(await forge({kid}, secretOf(1), {hello: 'world'}), blog), undefined);
    assert.equal(await seal.open(await forge({kid}, secretOf(1), {...content, exp: '99999999999'}), blog), undefined);
  });
});
