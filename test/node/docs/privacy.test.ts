/** `docs/privacy.md` names all that is stored, as the code has it; and whoever looks for it finds it. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';

const read = (path: string): string => readFileSync(path, 'utf8');
const notice = read('docs/privacy.md');
const section = (title: string): string =>
  notice.split('\n## ').find((text) => text.startsWith(title)) ?? assert.fail(title);

/** The names between the braces that follow some text in a source. */
function fieldsOf(path: string, start: string): string[] {
  const source = read(path);
  const from = source.indexOf(start);
  assert.ok(from >= 0, `${path} has no ${start}`);
  const body = source.slice(from, source.indexOf('\n}', from));
  const names = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, name = '']) => name);
  assert.ok(names.length > 3);
  return names;
}

describe('docs/privacy.md', () => {
  const places = [
    ['In the browser', 'src/cart/wishes.ts', 'export interface StoredCart'],
    ['In the browser', 'src/cart/state.ts', 'export interface Wish '],
    ['The token', 'src/proxy/seal.ts', 'const Token = '],
    ['The token', 'src/proxy/seal.ts', 'const SealedLine = '],
  ] as const;
  for (const [title, path, start] of places)
    it(`names every field of "${start.trim()}" under "${title}"`, () => {
      for (const name of fieldsOf(path, start))
        assert.ok(section(title).includes(`\`${name}\``), `docs/privacy.md says nothing about \`${name}\`.`);
    });

  it('says how long, as the code has it', () => {
    for (const path of ['src/cart/wishes.ts', 'src/proxy/seal.ts'])
      assert.match(read(path), /LIFETIME_MS = 30 \* 24 \* 3600 \* 1000/);
    assert.match(read('src/proxy/records.ts'), /RECORD_MS = 60 \* 60 \* 1000/);
    assert.match(read('src/proxy/records.ts'), /max: 20_000/);
    assert.match(read('src/proxy/limits.ts'), /duration: 60\b/);
    assert.match(read('src/threedcart/redact.ts'), /MAX_DETAIL = 500/);
    for (const figure of ['30 days', 'an hour after', '20,000', 'a minute', '500 characters'])
      assert.ok(notice.includes(figure), figure);
  });

  it('is linked from the README and from docs/llms.txt', () => {
    assert.ok(read('README.md').includes('](docs/privacy.md)'));
    assert.ok(read('docs/llms.txt').includes('](privacy.md)'));
  });
});
