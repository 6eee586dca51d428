/** What a shopper writes must not come alive on the merchant's pages, however carelessly these were made. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {couldBecomeMarkup, isUnsafeText} from '../../../src/contract/text.js';

const harmful = [
  ...['<b>', '</b', '<!--', '<?x', 'a<b', '<B', '<é', '<script>alert(1)</script>', '<<a', '< <a', '</', '<!', '<?'],
  // Spelled, for a page that decodes once more than it should.
  ...['&lt;b', '&LT;b', '&ltb', '&#60;b', '&#060b', '&#x3c;b', '&#X3C;b', '&amp;lt;b', '&amp;amp;lt;b', '&#38;lt;b'],
  ...['&lt;&#98;', '<&#115;cript', '&lt;&sol;b', '&lt;&excl;', '&lt;&quest;', '&#x26;#x3c;b'],
  // Wide, for a database that knows narrow letters alone; and around what it drops.
  ...['＜script', '﹤b', '<ｂ', '＜／b', '<\u200bb', '<\u0000b', '<\u00adb', '&\u200blt;b', '＆lt;b'],
];
const harmless = [
  ...['I <3 you', 'a < b', '<', 'a <', '1 <2> 3', '<-', '<=>', '10 > 9', 'a & b', 'R&D', 'AT&T;', '&lt;3', '&lt; b'],
  ...['é', '😀', 'עברית', '<😀', "it's", '"quoted"', '&#;', '&#x;', '&#x110000;b', '&#99999999999;b', '', '>b<', '≮b'],
];

describe('a text', () => {
  it('that could become markup is told from one that could not', () => {
    for (const text of harmful) assert.ok(couldBecomeMarkup(text), JSON.stringify(text));
    for (const text of harmless) assert.ok(!couldBecomeMarkup(text), JSON.stringify(text));
  });

  it('with control characters or halves of pairs is not safe either', () => {
    for (const text of ['a\nb', 'a\tb', '\u0000', '\u007f', '\u0085', '\u2028', '\u2029', '\ud800', 'a\udc00b'])
      assert.ok(isUnsafeText(text), JSON.stringify(text));
    for (const text of harmless) assert.ok(!isUnsafeText(text), JSON.stringify(text));
    for (const text of harmful) assert.ok(isUnsafeText(text), JSON.stringify(text));
  });

  it('of any length and kind is judged', () => {
    for (const piece of ['&', '&#', '&amp;', '&#38;', '&lt', '<', '＜', '&#x', 'ﷺ'])
      assert.equal(typeof couldBecomeMarkup(piece.repeat(500)), 'boolean');
  });

  it('that passes begins no tag, wherever it is put between markup, also decoded again', () => {
    const piece = fc.constantFrom(
      ...['<', '>', '&', ';', '#', 'lt', 'LT', 'amp', '60', 'x3c', '/', '!', '?', 'b', 'script', '3', ' ', '"', '='],
      ...['&lt;', '&#60;', '&amp;', '＜', '／', '\u200b', 'é', '😀', 'א', '\u0000', '\ud83d'],
    );
    const text = fc.oneof(
      fc.array(piece, {maxLength: 10}).map((pieces) => pieces.join('')),
      fc.string({unit: 'binary', maxLength: 30}),
    );
    // As HTML has it: a tag begins at `<` before an ASCII letter, `/`, `!` or `?`, and nowhere else.
    const tags = (html: string): number => html.match(/<[a-z/!?]/gi)?.length ?? 0;
    // A number goes on as far as there are digits.
    const decodeOnce = (html: string): string =>
      html.replace(/&(?:lt|#60(?!\d)|#x3c(?![\da-f]));?/gi, '<').replace(/&(?:amp|#38(?!\d));?/gi, '&');
    const place = (words: string): string => `<td>Engraving:</b>&nbsp;${words}<br><b>Size:</b>&nbsp;L</td>`;
    let passed = 0;
    fc.assert(
      fc.property(text, (words) => {
        if (isUnsafeText(words)) return;
        passed += 1;
        for (const shown of [words, words.normalize('NFKC'), decodeOnce(words), decodeOnce(decodeOnce(words))])
          assert.equal(tags(place(shown)), tags(place('')), JSON.stringify(words));
      }),
      {numRuns: 5000},
    );
    assert.ok(passed > 1000, `only ${passed} texts passed`);
  });
});
