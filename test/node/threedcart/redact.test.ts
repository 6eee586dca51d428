/** What the store says when it refuses, as the log may have it. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {redact} from '../../../src/threedcart/redact.js';

const text = 'Für Zoë & "Max" at 12 River Lane';
const html = 'F&#252;r Zo&#xEB; &amp; &quot;Max&quot; at 12 River Lane';

describe('a reason of the store', () => {
  const quotes: Record<string, string> = {
    'as it was sent': text,
    'in capitals': text.toUpperCase(),
    'in small letters': text.toLowerCase(),
    'as JSON': JSON.stringify({OptionValue: text}),
    'as JSON in JSON': JSON.stringify(JSON.stringify({OptionValue: text})),
    'as JSON in ASCII': text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'as a URL': encodeURIComponent(text),
    'as a form': encodeURIComponent(text).replaceAll('%20', '+'),
    'as HTML': html,
    'cut in the middle': text.slice(0, -3),
    'word by word': text.split(' ').join(' | '),
    'with its accents apart': text.normalize('NFD'),
  };
  for (const [how, quote] of Object.entries(quotes))
    it(`has nothing of what was sent, quoted ${how}`, () => {
      const reason = redact(`Option text <${quote}> is refused.`, [text]);
      assert.match(reason, /^Option text .+ is refused\.$/);
      assert.doesNotMatch(reason, /für|fur|zo|max|12|river|lan/i, reason);
    });

  it('keeps the words that were not sent', () => {
    assert.equal(
      redact('The ODBC driver is locked (80040e14).', ['Ana Ruiz']),
      'The ODBC driver is locked (80040e14).',
    );
    assert.equal(redact('Cart 7A1B2C3D is locked.', ['7A1B2C3D']), 'Cart {…} is locked.');
  });

  it('has no short word of a shopper, and keeps words that merely contain one', () => {
    assert.equal(redact('State CA of cart is not valid.', ['CA']), 'State {…} of cart is not valid.');
  });

  it("has no address of a mailbox and no key of another cart, whoever's they are", () => {
    assert.equal(redact('Cart 9Z8Y7X6WmmQ1aBc of <bob.o+x@mail.example> is open.'), 'Cart {…} of <{…}> is open.');
  });

  it('ends after a sentence, not in the middle of something that was sent', () => {
    const long = `${'x'.repeat(1990)} ${text.repeat(200)}`;
    assert.doesNotMatch(redact(long, [text]), /river|für/i);
    assert.ok(redact('no '.repeat(1000)).length <= 500);
  });

  it('takes no time over a text that is made to take it', () => {
    for (const evil of ['%', '\\u', '&#x', 'a@', '{…} ', '&amp'])
      assert.ok(redact(evil.repeat(1_000_000), [evil.repeat(200)]).length <= 500);
  });
});
