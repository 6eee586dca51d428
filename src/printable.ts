/** Lines of a log, as somebody reads them in a terminal. */

/**
 * A line of JSON in which nothing moves the cursor, ends the line, turns the direction of reading or cannot be seen:
 * such characters stand in texts of others, and become escapes, which mean the same.
 */
export const toPrintable = (line: string): string =>
  line.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
