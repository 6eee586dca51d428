/** "Where do I paste this?": the page and the documentation say the same. `UPDATE_DOCS=1` writes the latter anew. */
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, it} from 'node:test';
import {format} from 'prettier';
import {places, toMarkdown} from '../../../src/studio/places.js';

const file = fileURLToPath(new URL('../../../docs/paste.md', import.meta.url));

describe('the table of editors', () => {
  it('is the one in docs/paste.md', async () => {
    const markdown = await format(toMarkdown(), {parser: 'markdown', printWidth: 120});
    if (process.env['UPDATE_DOCS']) writeFileSync(file, markdown);
    assert.equal(readFileSync(file, 'utf8'), markdown, 'Run this test with UPDATE_DOCS=1.');
  });

  it('says where the script tag goes wherever it may go, and nowhere else', () => {
    for (const {editor, who, takes, script} of places) {
      assert.equal(script !== undefined, takes !== 'link', `${editor}, ${who}`);
    }
  });
});
