/** `docs/words.md`: its two tables, written from `src/words/`; the rest of it is written by hand. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {enNotices} from '../../../src/words/en-notices.js';
import {enQuestions} from '../../../src/words/en-questions.js';
import {enShare} from '../../../src/words/en-share.js';
import {enShared} from '../../../src/words/en-shared.js';
import {en} from '../../../src/words/en.js';
import {languageTags, type LanguageTag} from '../../../src/words/languages.js';
import type {English, Phrase} from '../../../src/words/words.js';
import {table} from './markdown.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const english: {readonly [Part in keyof English]: Readonly<Record<string, Phrase>>} = {
  core: en,
  notices: enNotices,
  questions: enQuestions,
  share: enShare,
  shared: enShared,
};
const code = (text: string): string => `\`${text}\``;

/** @param before The file as it is, with the marks between which the tables stand. */
export async function writeWordsMd(before: string): Promise<string> {
  const text = fill(fill(before, 'languages', languagesTable()), 'keys', keysTable());
  return format(text, {...(await resolveConfig(`${root}/docs/words.md`)), parser: 'markdown'});
}

function fill(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/words.md needs the lines "${start}" and "${end}": a table is written between them.`);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

function languagesTable(): string {
  const named = new Intl.DisplayNames('en', {type: 'language'});
  return table(
    ['tag', 'language', 'how it speaks'],
    languageTags.map((tag) => [code(tag), named.of(tag) ?? tag, mannerOf(tag)]),
  );
}

/** What the docblock at the top of a language's file says after its name. */
function mannerOf(tag: LanguageTag): string {
  if (tag === 'en') return 'Always there; the others are loaded when they are chosen.';
  const path = `src/words/${tag}.ts`;
  const [, manner] = /^\/\*\* [^,.:]*?[,.:] (.+) \*\/$/m.exec(readFileSync(`${root}/${path}`, 'utf8')) ?? [];
  if (!manner) throw new Error(`${path} begins with a docblock: the language's name, and how it speaks to a shopper.`);
  return manner.charAt(0).toUpperCase() + manner.slice(1);
}

function keysTable(): string {
  // The direction is no word, and the language's own.
  const rows = Object.values(english).flatMap((part) => Object.entries(part).filter(([key]) => key !== 'dir'));
  return table(
    ['key', 'English', 'placeholders'],
    rows.map(([key, phrase]) => {
      const forms =
        typeof phrase === 'string' ? [phrase] : Object.entries(phrase).map(([name, form]) => `${name}: ${form}`);
      const names = new Set(forms.join().match(/\{\w+\}/g));
      return [code(key), forms.join('<br>'), [...names].map(code).join(' ')];
    }),
  );
}
