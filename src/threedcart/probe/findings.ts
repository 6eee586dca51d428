/** What a store turned out to be like. */
import type {Failure, RawAnswer} from '../outcome.js';

/** What no documentation settles and calls can show, by the names and values that a sandbox store takes as switches. */
export interface StoreTraits {
  version: 'both' | 'v1' | 'v2';
  getCartShape: 'array' | 'object';
  getCartStatus: 200 | 201;
  storeSettingsShape: 'array' | 'object';
  dateStyle: 'iso' | 'us';
  throttle: {capacity: number; leakPerSecond: number};
  throttleStatus: 429 | 503;
  throttleBody: 'empty' | 'array';
  retryAfter: 'on' | 'off';
  errorBody400: 'array' | 'empty';
  errorWith200: 'on' | 'off';
  emptyList: 404 | 200;
  offsetPastEnd: 400 | 404 | 200;
  mergeLines: 'on' | 'off';
  quantityZero: 'reject400' | 'delete';
  quantityRules: 'reject400' | 'adjust' | 'allow';
  stockCheck: 'reject400' | 'cap' | 'allow';
  requiredOptions: 'reject400' | 'allow';
  restrictedProducts: 'reject400' | 'allow';
  descriptions: 'typed' | 'escaped' | 'priced';
  /** Template of a checkout address; empty for a store that sends none. */
  checkoutUrl: string;
  openCartOrders: 'on' | 'off';
  cors: 'header' | 'preflight' | 'off';
}
export type Trait = keyof StoreTraits;

/** A value with how it was seen, or why there is none. Neither text has a key, a credential or a shopper's word. */
export type Finding<T> =
  {readonly kind: 'known'; readonly value: T; readonly how: string} | {readonly kind: 'unknown'; readonly why: string};

export type Findings = {readonly [Name in Trait]?: Finding<StoreTraits[Name]>};

/** Collects what is seen. What was seen in two ways is not known. */
export class Notes {
  #findings: {[Name in Trait]?: Finding<StoreTraits[Name]>} = {};

  known<Name extends Trait>(name: Name, value: StoreTraits[Name], how: string): void {
    const before: Finding<StoreTraits[Trait]> | undefined = this.#findings[name];
    if (before?.kind === 'known' && JSON.stringify(before.value) !== JSON.stringify(value)) {
      this.#note(name, {kind: 'unknown', why: `seen in two ways: ${before.how}; then ${how}`});
      return;
    }
    // Once seen in two ways, no third sight settles it.
    if (before?.kind === 'unknown' && before.why.startsWith('seen in two ways')) return;
    if (before?.kind !== 'known') this.#note(name, {kind: 'known', value, how});
  }

  /** Only where nothing was noted before. */
  unknown(names: Trait | readonly Trait[], why: string): void {
    for (const name of [names].flat()) if (!this.#findings[name]) this.#note(name, {kind: 'unknown', why});
  }

  isKnown(name: Trait): boolean {
    return this.#findings[name]?.kind === 'known';
  }

  value<Name extends Trait>(name: Name): StoreTraits[Name] | undefined {
    const finding: Finding<StoreTraits[Name]> | undefined = this.#findings[name];
    return finding?.kind === 'known' ? finding.value : undefined;
  }

  get all(): Findings {
    return this.#findings;
  }

  #note<Name extends Trait>(name: Name, finding: Finding<StoreTraits[Name]>): void {
    this.#findings = {...this.#findings, [name]: finding};
  }
}

/** A body in words that quote nothing of it. */
export function describeBody({body, empty, html}: RawAnswer): string {
  if (empty) return 'no body';
  if (html) return 'an HTML page';
  if (body === undefined) return 'a body that is no JSON';
  if (Array.isArray(body)) return isErrorArray(body) ? 'an error array' : `an array of ${body.length}`;
  return typeof body === 'object' && body !== null ? 'an object' : `a ${typeof body}`;
}

export const describeAnswer = (answer: RawAnswer): string => `status ${answer.status} with ${describeBody(answer)}`;

/** What became of a call, in words. The store's own are left out: it likes to quote what it refuses. */
export function describeFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return `the store refused with ${failure.status}`;
    case 'not_found':
      return 'the store answered 404';
    case 'throttled':
      return 'the store took no more calls';
    case 'denied':
      return 'the application lacks the permission (401)';
    case 'unclear':
      return `the store did not answer so that it could be read (${failure.reason}${failure.status === undefined ? '' : `, ${failure.status}`})`;
    case 'not_sent':
      return 'its turn did not come';
  }
}

export function isErrorArray(body: unknown): boolean {
  return (
    Array.isArray(body) &&
    body.some(
      (element: unknown) =>
        typeof element === 'object' && element !== null && 'Key' in element && /^error$/i.test(String(element.Key)),
    )
  );
}

/** A text as its pattern: digits become 9 and letters a, so that nothing of it is told. */
export const toPattern = (text: string): string =>
  text
    .slice(0, 40)
    .replace(/\p{N}/gu, '9')
    .replace(/\p{L}/gu, (letter) => (letter === 'T' ? 'T' : 'a'));

/** Objects of an answer: one, or those of an array. */
export function toObjects(body: unknown): readonly Record<string, unknown>[] {
  return [body]
    .flat()
    .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one));
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;
const US = /^\d{1,2}\/\d{1,2}\/\d{4}(?: \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?)?$/i;

/** Looks at the dates among some fields of an answer. */
export function noteDates(notes: Notes, body: unknown, fields: readonly string[], where: string): void {
  for (const object of toObjects(body))
    for (const field of fields) {
      const text = object[field];
      if (typeof text !== 'string' || text === '') continue;
      const how = `${where} has a date like ${toPattern(text)}`;
      if (ISO.test(text)) notes.known('dateStyle', 'iso', how);
      else if (US.test(text)) notes.known('dateStyle', 'us', how);
      else notes.unknown('dateStyle', how);
    }
}

/** What a write's refusal shows of refusals. */
export function noteRefusal(notes: Notes, answer: RawAnswer): void {
  const how = `a refused write came as ${describeAnswer(answer)}`;
  if (answer.status < 300) {
    notes.known('errorWith200', 'on', how);
    notes.unknown('errorBody400', `${how}, so no 400 was seen`);
    return;
  }
  notes.known('errorWith200', 'off', how);
  if (answer.status === 400 && answer.empty) notes.known('errorBody400', 'empty', how);
  else if (answer.status === 400 && isErrorArray(answer.body)) notes.known('errorBody400', 'array', how);
  else notes.unknown('errorBody400', how);
}
