/** Every language says everything, and says it in its own words. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {phrases} from '../../../src/studio/phrases.js';
import {enBuy} from '../../../src/words/en-buy.js';
import {enNotices} from '../../../src/words/en-notices.js';
import {enQuestions} from '../../../src/words/en-questions.js';
import {enShare} from '../../../src/words/en-share.js';
import {enShared} from '../../../src/words/en-shared.js';
import {en} from '../../../src/words/en.js';
import {languageTags, type LanguageTag} from '../../../src/words/languages.js';
import type {BuyKey, Language, Phrase, WordKey} from '../../../src/words/words.js';

const english: Language = {...en, ...enNotices, ...enQuestions, ...enShare, ...enShared, ...enBuy};
const keys = Object.keys(english) as (WordKey | BuyKey)[];
const translated = languageTags.filter((tag) => tag !== 'en');

/** What a language says just as English does, and why that is right. */
const sameAsEnglish: Readonly<Partial<Record<LanguageTag, readonly (WordKey | BuyKey)[]>>> = {
  es: ['subtotal'],
  'pt-BR': ['subtotal'],
  de: ['optional'],
  nl: ['nameless'],
};

/** Buttons that can be on the screen together, and so must not be called alike. */
const together: readonly (readonly (WordKey | BuyKey)[])[] = [
  ['cancel', 'undo', 'remove', 'clear', 'close', 'keepShopping', 'checkout', 'share'],
  ['undo', 'pastBack', 'pastForget', 'finishYes', 'finishNo', 'retry'],
  ['sharedReplace', 'sharedAdd', 'sharedKeep', 'addToCart', 'shareCopy', 'shareSend'],
];
/** What fits on a button of a narrow phone, in two lines at most. */
const LONGEST_BUTTON = 40;

const load = async (tag: LanguageTag): Promise<Language> =>
  ((await import(`../../../src/words/${tag}.js`)) as {words: Language}).words;

const formsOf = (phrase: Phrase): string[] => (typeof phrase === 'string' ? [phrase] : Object.values(phrase));
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

/** What is wrong with a language, a sentence each. */
function faultsOf(tag: LanguageTag, words: Language): string[] {
  const faults: string[] = [];
  const unknown = Object.keys(words).filter((key) => !(key in english));
  if (unknown.length > 0) faults.push(`${tag}: English has no ${unknown.join()}`);
  const {pluralCategories} = new Intl.PluralRules(tag).resolvedOptions();
  for (const key of keys) {
    const phrase = words[key] as Phrase | undefined;
    const model = english[key];
    if (phrase === undefined) {
      faults.push(`${tag}: ${key} is missing`);
      continue;
    }
    if (typeof phrase !== typeof model) faults.push(`${tag}: ${key} has forms in one language and not in the other`);
    else if (typeof phrase === 'object') {
      const forms = Object.keys(phrase).sort();
      if (forms.join() !== [...pluralCategories].sort().join())
        faults.push(`${tag}: ${key} has the forms ${forms.join()}, and the language needs ${pluralCategories.join()}`);
    }
    const wanted = placeholders(formsOf(model).at(-1) ?? '');
    for (const form of formsOf(phrase)) {
      if (!form.trim()) faults.push(`${tag}: ${key} says nothing`);
      // A form for exactly one, or two, may say the number in a word.
      const given = placeholders(form);
      const left = wanted.filter(
        (name) => !given.includes(name) && !(name === '{count}' && formsOf(phrase).length > 1),
      );
      const invented = given.filter((name) => !wanted.includes(name));
      if (left.length + invented.length > 0) faults.push(`${tag}: ${key} has other placeholders: "${form}"`);
    }
    if (together.flat().includes(key) && formsOf(phrase).some((form) => form.length > LONGEST_BUTTON))
      faults.push(`${tag}: ${key} is too long for a button`);
    const isSame = JSON.stringify(phrase) === JSON.stringify(model);
    const mayBe = key === 'dir' || (sameAsEnglish[tag] ?? []).includes(key);
    if (isSame && !mayBe) faults.push(`${tag}: ${key} is English`);
    if (!isSame && mayBe && key !== 'dir') faults.push(`${tag}: ${key} is listed as the same as English, and is not`);
  }
  for (const buttons of together) {
    const twins = buttons.filter((key) => buttons.some((other) => other !== key && words[other] === words[key]));
    if (twins.length > 0) faults.push(`${tag}: ${twins.join(' and ')} are called alike`);
  }
  return faults;
}

describe('the languages', () => {
  for (const tag of translated)
    it(`${tag} says everything, with the same placeholders, in every form that it has, and not in English`, async () => {
      assert.deepEqual(faultsOf(tag, await load(tag)), []);
    });

  it('are written in their own direction', async () => {
    const rtl = await Promise.all(translated.map(async (tag) => [tag, (await load(tag)).dir] as const));
    assert.deepEqual(
      rtl.filter(([, dir]) => dir === 'rtl').map(([tag]) => tag),
      ['ar', 'he'],
    );
  });

  it('are spoken alike in the cart and in what the studio makes', async () => {
    for (const tag of languageTags) {
      const words = tag === 'en' ? english : await load(tag);
      const {add, seeInStore} = phrases[tag];
      assert.match(add, new RegExp(`^${formsOf(words.addToCart).join()}\\s?[:：]\\s?\\{name\\}$`), tag);
      assert.equal(seeInStore, words.seeInStore, tag);
    }
  });

  it('would be found wanting: each kind of fault is noticed', async () => {
    const polish = await load('pl');
    const {close: _, ...without} = polish;
    const faults = [
      faultsOf('pl', without as Language),
      faultsOf('pl', {...polish, retry: en.retry}),
      faultsOf('pl', {...polish, summary: {one: '{count} {total}', other: '{count} {total}'}}),
      faultsOf('pl', {...polish, soldBy: 'Sprzedaje {shop}'}),
      faultsOf('pl', {...polish, cart: ' '}),
      faultsOf('pl', {...polish, undo: polish.cancel}),
      faultsOf('pl', {...polish, share: 'Udostępnij ten koszyk każdemu, kto go może potrzebować'}),
    ];
    assert.deepEqual(
      faults.map((list) => list.length),
      [1, 1, 1, 1, 1, 1, 1],
      faults.join('\n'),
    );
  });
});
