/** What one look found out: a mark, a sentence, and what to do next. */

export const groups = ['environment', 'credentials', 'clock', 'settings', 'cart', 'proxy', 'script', 'page'] as const;
export type Group = (typeof groups)[number];

export type Mark = 'ok' | 'warn' | 'fail' | 'skip';

export interface Check {
  /** What was looked at, in a word or two: it stays the same from run to run. */
  readonly name: string;
  readonly mark: Mark;
  /** One sentence. */
  readonly says: string;
  /** The next step; nothing where all is well. */
  readonly next?: string;
}

export const ok = (name: string, says: string): Check => ({name, mark: 'ok', says});
export const warn = (name: string, says: string, next: string): Check => ({name, mark: 'warn', says, next});
export const fail = (name: string, says: string, next: string): Check => ({name, mark: 'fail', says, next});
export const skip = (name: string, says: string, next?: string): Check => ({
  name,
  mark: 'skip',
  says,
  ...(next !== undefined && {next}),
});
