/** Checks as a person reads them: each mark is a sign and a word, so that neither colour nor font is needed. */
import {styleText} from 'node:util';
import type {Check, Group, Mark} from './check.js';

const marks: Readonly<Record<Mark, {sign: string; word: string; colour: 'green' | 'yellow' | 'red' | 'gray'}>> = {
  ok: {sign: '✓', word: 'ok', colour: 'green'},
  warn: {sign: '!', word: 'warn', colour: 'yellow'},
  fail: {sign: '✗', word: 'FAIL', colour: 'red'},
  skip: {sign: '–', word: 'skip', colour: 'gray'},
};
const NAME_WIDTH = 22;

export function writeGroup(group: Group, checks: readonly Check[]): void {
  if (checks.length === 0) return;
  // Node asks NO_COLOR and TERM itself. The stream has the method on a terminal alone.
  const hasColours = process.stdout.isTTY && process.stdout.hasColors();
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    hasColours ? styleText(format, text) : text;
  console.log(paint('bold', group));
  for (const {name, mark, says, next} of checks) {
    const {sign, word, colour} = marks[mark];
    console.log(`  ${paint(colour, `${sign} ${word.padEnd(4)}`)}  ${name.padEnd(NAME_WIDTH)}  ${says}`);
    if (next !== undefined) console.log(`${' '.repeat(NAME_WIDTH + 12)}→ ${next}`);
  }
}
