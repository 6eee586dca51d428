import type {z} from 'zod';

/** Why the store does not do what a well-formed request asks. A value, not an exception: being refused is ordinary. */
export class Refusal {
  /**
   * @param field The wire's name of what is wrong, such as `CatalogID`.
   * @param message Free text. The vendor documents no wording; clients must not match on it.
   */
  constructor(
    readonly field: string,
    readonly message: string,
  ) {}
}

/** The first thing that is wrong with a body, named by the wire's field. */
export function toRefusal(error: z.ZodError): Refusal {
  const field = error.issues[0]?.path.findLast((part) => typeof part === 'string') ?? '';
  return new Refusal(field, field === '' ? 'Invalid request' : `Invalid ${field}`);
}
