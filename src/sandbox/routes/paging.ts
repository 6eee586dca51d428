/** Lists in pages, with the API's two surprises: nothing found is 404, and past the end is 400. */
import {z} from 'zod';
import {answerEmpty, answerError, answerJson} from '../envelope.js';
import type {Switches} from '../switches.js';

const whole = z.coerce.number().pipe(z.int().nonnegative());

/** A query by lower-case names: the vendor's samples write them so, and its platform very likely does not care. */
export function lowerCaseNames(query: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name.toLowerCase(), value]));
}

/** An id from a path: a whole number, or NaN, which belongs to nothing. */
export function readId(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : NaN;
}

/** What a list needs to know: its first row's number, and the greatest batch. Both are documented. */
export interface PageRules {
  readonly firstOffset: 0 | 1;
  readonly most: number;
}

/**
 * Answers the part of `rows` that the query asks for with `limit` (default 10), `offset` and `countonly`.
 * `offset=0` on a list that counts from 1 is its first row, as recorded.
 */
export function answerPage<Row>(
  rows: readonly Row[],
  query: Readonly<Record<string, string>>,
  {firstOffset, most}: PageRules,
  {emptyList, offsetPastEnd}: Switches,
  toWire: (row: Row) => unknown,
): Response {
  if (query.countonly === '1') return answerJson({TotalCount: rows.length});
  const limit = whole.safeParse(query.limit ?? 10);
  const offset = whole.safeParse(query.offset ?? firstOffset);
  if (!limit.success || limit.data === 0) return answerError(400, 'limit', 'Invalid limit');
  if (!offset.success) return answerError(400, 'offset', 'Invalid offset');
  if (rows.length === 0) return emptyList === 404 ? answerEmpty(404) : answerJson([]);
  const start = Math.max(0, offset.data - firstOffset);
  if (start >= rows.length) {
    if (offsetPastEnd === 400) return answerError(400, '', 'Offset amount exceeds the total number of records');
    return offsetPastEnd === 404 ? answerEmpty(404) : answerJson([]);
  }
  return answerJson(rows.slice(start, start + Math.min(limit.data, most)).map(toWire));
}
