/** JSON from outside, whose size in memory is bounded as well as its text. */

const MAX_DEPTH = 64;
/** Objects and lists in one text. Small ones weigh a hundred times their text once they are parsed. */
const MAX_OBJECTS = 250_000;

/** A value, or undefined for whatever could not even be looked at. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** JSON, or undefined for what is none, or is deeper or more than any answer: that could exhaust stack and memory. */
export function parseJson(text: string): unknown {
  let depth = 0;
  let objects = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (quoted) {
      if (char === 0x5c) index++;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH || ++objects > MAX_OBJECTS) return undefined;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return attempt((): unknown => JSON.parse(text));
}
