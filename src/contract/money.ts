/**
 * Money on our own wire: an integer count of the currency's minor unit (cents for USD, whole yen for JPY).
 * How many decimals the unit has travels beside it as `decimals`.
 */
export type Minor = number;

/** Price of a line: unit price times a quantity of up to three decimals, rounded to a whole minor unit. */
export function lineTotal(unitPrice: Minor, quantity: number): Minor {
  return Math.round((unitPrice * Math.round(quantity * 1000)) / 1000);
}
