/** Query parameters that choose rows of a list. */
import {parseFilterDate} from '../dates.js';

export type Query = Readonly<Record<string, string>>;

/** Whether a row is asked for. */
export type Filter<Row> = (row: Row) => boolean;

/** A parameter that makes no sense. */
export class FilterError extends Error {
  constructor(readonly parameter: string) {
    super(`Invalid ${parameter}`);
  }
}

export function readNumber(parameter: string, value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new FilterError(parameter);
  return number;
}

/** A filter from one moment or up to it, by the end of the parameter's name. */
export function byDate<Row>(parameter: string, value: string, momentOf: (row: Row) => number): Filter<Row> {
  const limit = parseFilterDate(value);
  if (limit === undefined) throw new FilterError(parameter);
  return parameter.endsWith('start') ? (row) => momentOf(row) >= limit : (row) => momentOf(row) <= limit;
}

/** The rows that every parameter asks for. One that is empty, or that `read` does not know, asks nothing. */
export function filterRows<Row>(
  rows: readonly Row[],
  query: Query,
  read: (parameter: string, value: string) => Filter<Row> | undefined,
): readonly Row[] {
  const filters = Object.entries(query).flatMap(([parameter, value]) =>
    value === '' ? [] : (read(parameter, value) ?? []),
  );
  return rows.filter((row) => filters.every((filter) => filter(row)));
}
