/** What a shopper of another language loads on top: one small file, of that language alone. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {brotliCompressSync} from 'node:zlib';
import {languageTags} from '../../src/words/languages.js';

const LIMIT_BYTES = 1200;
const built = readdirSync('dist/embed/assets');

describe('the built languages', () => {
  for (const tag of languageTags.filter((one) => one !== 'en'))
    it(`${tag} is one file of at most 1.2 kB, and imports nothing`, () => {
      const files = built.filter((file) => new RegExp(`^${tag}-[\\w-]{8}\\.js$`).test(file));
      assert.equal(files.length, 1, files.join());
      const code = readFileSync(`dist/embed/assets/${files[0]}`);
      assert.ok(!/\bimport\b/.test(code.toString()));
      const {length} = brotliCompressSync(code);
      assert.ok(length <= LIMIT_BYTES, `${tag} is ${length} bytes: shorten a phrase`);
    });
});
