/** `docs/words.md`: its tables are what the source says, and what it promises of `data-words` goes for npm as well. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {readInterfaces} from '../../config/manifest/interfaces.js';
import {writeWordsMd} from '../../config/manifest/words.js';
import {loadWords} from '../../../src/words/choose.js';
import {en} from '../../../src/words/en.js';

const text = readFileSync('docs/words.md', 'utf8');

describe('docs/words.md', () => {
  it('has the words of the source', async () => {
    assert.equal(text, await writeWordsMd(text), 'run "npm run manifest" and commit docs/words.md');
  });

  it('would be found to be old', async () => {
    assert.notEqual(
      await writeWordsMd(text.replaceAll(en.coupon, 'Got a voucher?')),
      text.replaceAll(en.coupon, 'Got a voucher?'),
    );
    await assert.rejects(writeWordsMd(text.replace('<!-- keys -->', '')), /<!-- keys -->/);
  });

  it('shows own words that do what is said of them', async () => {
    const [, json = ''] = /data-words='(.*?)'/s.exec(text) ?? [];
    const say = async (tag: string, key: 'cart' | 'coupon' | 'checkout'): Promise<string> =>
      (await loadWords([tag], json)).say(key);
    assert.deepEqual(
      [
        await say('en-US', 'cart'),
        await say('en-GB', 'cart'),
        await say('de-AT', 'checkout'),
        await say('fr', 'coupon'),
      ],
      ['Your bag', 'Your basket', 'Weiter zur Kasse', ''],
    );
  });
});

describe('definePushcart', () => {
  it('takes everything that the script tag takes', () => {
    const {tag, options} = readInterfaces();
    const [, body = ''] = /interface PushcartOptions \{(.*)\}/s.exec(options.map(({code}) => code).join('\n')) ?? [];
    for (const {name} of tag) {
      const option = name.replace('data-', '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      assert.match(body, new RegExp(`readonly ${option}\\?:`), `PushcartOptions in src/index.ts has no ${option}.`);
    }
  });
});
