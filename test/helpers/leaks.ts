/** Searches everything that was said for what must not be: secrets as they are, and in the coats that they travel in. */
import {Buffer} from 'node:buffer';

export interface Spoken {
  /** Where it was said: a body, a header, a log line. */
  readonly where: string;
  readonly text: string;
}

/** The forms in which a secret may appear. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Inside longer text base64 shifts by the bytes before it: three alignments, cut to what does not depend on them.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4)
      .replace(/.{0,3}=*$/, ''),
  );
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...shifted])];
}

/**
 * @param secrets What must not be said, by name.
 * @param fields Names of JSON fields that must not be there; a prefix is enough.
 * @returns A sentence for each leak.
 */
export function findLeaks(
  spoken: readonly Spoken[],
  secrets: Readonly<Record<string, string>>,
  fields: readonly string[],
): string[] {
  return spoken.flatMap(({where, text}) => {
    const secret = Object.entries(secrets).filter(([, value]) => formsOf(value).some((form) => text.includes(form)));
    const field = fields.filter((name) => new RegExp(`"${name}\\w*\\\\?"\\s*:`, 'i').test(text));
    return [...secret.map(([name]) => `${name} in ${where}`), ...field.map((name) => `field ${name} in ${where}`)];
  });
}
