import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {expectedDescriptions, isDescribed} from '../../../src/threedcart/index.js';

const sized = (value: string) => expectedDescriptions('River Tee', [{name: 'Size', value}]);

describe('a line of the store is recognised by its whole description', () => {
  it('as the store writes it', () => {
    assert.ok(isDescribed('River Tee<br><b>Size:</b>&nbsp;Medium', sized('Medium')));
    assert.ok(isDescribed('River  Tee <br /><b>Size:</b> Medium ', sized('Medium')));
  });

  it('whether or not the store escapes names', () => {
    const expected = expectedDescriptions('Salt & <Pepper>', [{name: 'Text', value: 'A "B" <3 & C'}]);
    assert.ok(isDescribed('Salt & <Pepper><br><b>Text:</b>&nbsp;A "B" <3 & C', expected));
    assert.ok(isDescribed('Salt &amp; &lt;Pepper&gt;<br><b>Text:</b>&nbsp;A &quot;B&quot; &lt;3 &amp; C', expected));
    assert.ok(isDescribed('Salt &#38; &#x3c;Pepper&#62;<br><b>Text:</b>&#160;A "B" &lt;3 &amp; C', expected));
  });

  it('with the price of an option at its end', () => {
    assert.ok(isDescribed('River Tee<br><b>Size:</b>&nbsp;Large - $5.00', sized('Large')));
    assert.ok(isDescribed('River Tee<br><b>Size:</b>&nbsp;Large + €1,250.00', sized('Large')));
    assert.ok(isDescribed('River Tee<br><b>Size:</b>&nbsp;Large - $5.00', sized('Large - $5.00')));
  });

  it('and by nothing less', () => {
    for (const other of [
      'River Tee',
      'River Tee<br><b>Size:</b>&nbsp;Medium Tall',
      'River Tee<br><b>Size:</b>&nbsp;medium',
      'Big River Tee<br><b>Size:</b>&nbsp;Medium',
      'River Tee<br><b>Size:</b>&nbsp;Medium<br><b>Color:</b>&nbsp;Slate',
      'River Tee<br><b>Length:</b>&nbsp;Medium',
      '',
    ])
      assert.ok(!isDescribed(other, sized('Medium')), other);
  });

  it('whatever a shopper may have engraved', () => {
    const text = fc
      .string({unit: 'grapheme', maxLength: 60})
      .filter((value) => !/\p{Cc}|\p{Cs}|<[a-z/!?]/iu.test(value));
    fc.assert(
      fc.property(text, fc.boolean(), (value, escaped) => {
        const shown = escaped ? value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') : value;
        const expected = expectedDescriptions('Field Notebook', [{name: 'Engraving', value}]);
        return isDescribed(`Field Notebook<br><b>Engraving:</b>&nbsp;${shown}`, expected);
      }),
    );
  });

  it('and tells apart what only looks like a tag', () => {
    const engraved = (value: string) => `Field Notebook<br><b>Engraving:</b>&nbsp;${value}`;
    const expected = (value: string) => expectedDescriptions('Field Notebook', [{name: 'Engraving', value}]);
    assert.ok(isDescribed(engraved('1 <2> 3'), expected('1 <2> 3')));
    assert.ok(!isDescribed(engraved('1 <4> 3'), expected('1 <2> 3')), 'the quantities of the two would be exchanged');
    const piece = fc.constantFrom('<', '>', '<3', '1', 'a', ' ', '"', "'", '=', '/', '!', 'א', '\u202e');
    const text = fc
      .array(piece, {maxLength: 8})
      .map((pieces) => pieces.join('').replace(/\s+/g, ' ').trim())
      .filter((value) => !/<[a-z/!?]/i.test(value));
    fc.assert(
      fc.property(text, text, (one, other) => isDescribed(engraved(one), expected(other)) === (one === other)),
      {numRuns: 2000},
    );
  });

  it('also where names look like descriptions', () => {
    const names = [
      'Cap <b>bold</b>',
      'A<br><b>Size:</b>&nbsp;Large',
      '"Quoted" & \'more\'',
      '&lt;script&gt;',
      'חולצה <b>',
      '<script>alert(1)</script>',
    ];
    const quote = (name: string) => name.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    for (const name of names) {
      for (const value of names) {
        const expected = expectedDescriptions(name, [{name: value, value: name}]);
        assert.ok(isDescribed(`${name}<br><b>${value}:</b>&nbsp;${name}`, expected));
        assert.ok(isDescribed(`${quote(name)}<br><b>${quote(value)}:</b>&nbsp;${quote(name)}`, expected));
        assert.ok(!isDescribed(`${name}<br><b>${value}:</b>&nbsp;${name} XL`, expected));
      }
    }
  });

  // One that takes the square of the length would be noticed here by never coming back.
  it('in no time, whatever its length', () => {
    for (const piece of ['x', '<', '<b', '<b>', '&', '&#', '<br>', '- ', ' ', '\u00a0', '-$1', '-$', '1,', '-$1 ']) {
      assert.ok(!isDescribed(piece.repeat((1 << 20) / piece.length), sized('Medium')));
    }
  });
});
