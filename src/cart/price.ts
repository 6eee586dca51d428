/** What a choice costs before the store has said so: the same sum that the proxy's mirror makes. */
import type {ChosenOption, Product} from '../contract/wire.js';

/** Unit price in minor units: the combination's, or else the product's, plus each option's difference. */
export function priceOf({price, combinations, sets}: Product, chosen: readonly ChosenOption[]): number {
  const ids = chosen.map(({optionId}) => optionId);
  const base = combinations.find(({optionIds}) => optionIds.every((id) => ids.includes(id)))?.price ?? price;
  return sets
    .flatMap(({setId, options}) =>
      options.filter(({optionId}) => chosen.some((one) => one.setId === setId && one.optionId === optionId)),
    )
    .reduce((sum, {delta}) => sum + delta, base);
}

/** True if the product cannot be added with these options alone: a required set has none. */
export const needsOptions = ({sets}: Product, chosen: readonly ChosenOption[] = []): boolean =>
  sets.some(({setId, required}) => required && !chosen.some((one) => one.setId === setId));
