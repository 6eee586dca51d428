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
