/** The store writes dates in its own local time without saying which (seen in client code). This one keeps Eastern time. */
const storeUtcOffsetHours = -5;

/** `iso`: `YYYY-MM-DDTHH:mm:ss`, as recorded answers have it. `us`: `MM/DD/YYYY HH:mm`, as the documented samples do. */
export type DateStyle = 'iso' | 'us';

const hour = 3_600_000;

/** "No date", as recorded answers spell it. */
export const noDate = Date.parse('0001-01-01T00:00:00Z') - storeUtcOffsetHours * hour;

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** A moment as the store writes it. */
export function formatDate(at: number, style: DateStyle): string {
  const local = new Date(at + storeUtcOffsetHours * hour);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  const fullYear = String(year).padStart(4, '0');
  const minutes = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`;
  if (style === 'us') return `${pad(month)}/${pad(day)}/${fullYear} ${minutes}`;
  return `${fullYear}-${pad(month)}-${pad(day)}T${minutes}:${pad(local.getUTCSeconds())}`;
}

/** A query filter's date, documented as `mm/dd/yyyy` or `mm/dd/yyyy hh:mm:ss`, in store-local time. */
export function parseFilterDate(text: string): number | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [month = 0, day = 0, year = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const local = new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds));
  const real = local.getUTCMonth() === month - 1 && local.getUTCDate() === day && hours < 24;
  return real ? local.getTime() - storeUtcOffsetHours * hour : undefined;
}

/** A date in a body, in either style of the store. */
export function parseDate(text: string): number | undefined {
  const [, year = '', month = '', day = '', time = ''] = /^(\d{4})-(\d{2})-(\d{2})T([\d:]+)$/.exec(text.trim()) ?? [];
  return parseFilterDate(year === '' ? text : `${month}/${day}/${year} ${time}`);
}
