/** How the bodies of answers are read: a new id, a bare success, or an object of a schema. */
import type {z} from 'zod';
import type {RawAnswer} from './outcome.js';
import * as wire from './schemas.js';

/** An id that can be put into a path: short, printable, and no step upwards. */
export const isId = (text: string): boolean => /^(?!\.+$)[!-~]{1,64}$/.test(text);

/** A path that leads to what it names and nowhere else, or undefined where a part of it is no id. */
export const toPath = (...parts: readonly string[]): string | undefined =>
  parts.every(isId) ? parts.map((part) => `/${encodeURIComponent(part)}`).join('') : undefined;

/** A write that creates must tell the new id, or nobody can say what it made. */
export const created =
  (keys: readonly string[]) =>
  (body: unknown): string | undefined => {
    const results = wire.WriteResults.safeParse(body);
    if (!results.success) return undefined;
    const result = results.data.find((one) => keys.includes(one.Key.toLowerCase()));
    return result && isId(result.Value) ? result.Value : undefined;
  };

/** A 2xx is a success, with or without a body; one whose body is cut or is something else says nothing. */
export const succeeded = (body: unknown, {empty}: RawAnswer): true | undefined =>
  empty || body !== undefined ? true : undefined;

export const parsed =
  <S extends z.ZodType, T>(schema: S, map: (value: z.infer<S>) => T) =>
  (body: unknown): T | undefined => {
    const result = schema.safeParse(body);
    return result.success ? map(result.data) : undefined;
  };
