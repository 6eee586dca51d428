/** A browser's own word on the texts that pass: written raw into a page of the merchant's, none of them becomes markup. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import fc from 'fast-check';
import {chromium, type Browser} from 'playwright-core';
import {isUnsafeText} from '../../src/contract/text.js';
import {chromeFlags, chromePath} from '../helpers/chrome.js';

const piece = fc.constantFrom(
  ...[
    '<',
    '<',
    '>',
    '&',
    ';',
    '#',
    'lt',
    'LT',
    'amp',
    'quest',
    '60',
    'x3c',
    '/',
    '!',
    '?',
    '--',
    'b',
    'img',
    'script',
    '3',
  ],
  ...[
    ' ',
    '"',
    "'",
    '=',
    '&lt;',
    '&#60;',
    '&amp;',
    '&NewLine;',
    '＜',
    '\u200b',
    '\u00ad',
    'é',
    '😀',
    'א',
    '\u0000',
    '\ud83d',
  ],
);
const text = fc.oneof(
  fc.array(piece, {maxLength: 10}).map((pieces) => pieces.join('')),
  fc.string({unit: 'binary', maxLength: 20}),
);

describe('a text that is not refused', () => {
  let browser: Browser;
  before(async () => {
    browser = await chromium.launch({executablePath: chromePath(), args: chromeFlags});
  });
  after(() => browser.close());

  /** Those of some texts that make an element or a comment, written raw, and read and written once more, twice. */
  async function findMarkup(texts: readonly string[]): Promise<string[]> {
    const page = await browser.newPage();
    const found = await page.evaluate((all) => {
      const box = document.createElement('div');
      return all.filter((words) => {
        let html = words;
        for (let times = 0; times < 3; times += 1) {
          box.innerHTML = `&nbsp;${html}<br>`;
          if (box.childNodes.length !== 2 || box.lastChild?.nodeName !== 'BR') return true;
          html = box.textContent.replace(/^\u00a0/, '');
        }
        return false;
      });
    }, texts);
    await page.close();
    return found;
  }

  it('never becomes an element or a comment, also where the page decodes once more than it should', async () => {
    const texts = fc.sample(text, 20_000);
    const passed = texts.filter((words) => !isUnsafeText(words));
    assert.ok(passed.length > 2000, `only ${passed.length} texts passed`);
    assert.deepEqual(await findMarkup(passed), []);
  });

  it('is told from others by this search', async () => {
    const harmful = ['<b>', 'a</b', '<!--', '<?x', '&lt;b>', '&amp;lt;img src=x>'];
    assert.deepEqual(await findMarkup([...harmful, 'I <3 you', 'a < b']), harmful);
  });
});
