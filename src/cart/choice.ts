/** What a shopper has chosen for one product: its price, what is still to be had with it, and what is missing. */
import type {ChosenOption, OptionSet, Product} from '../contract/wire.js';

export type Chosen = readonly ChosenOption[];
export type ChoiceProblem = 'required_option' | 'required_text' | 'soldOutChoice' | 'problem_text_invalid';

/** What the store does not take in a text: it would be markup where the merchant reads it. */
const unsafe = /[\p{Cc}\p{Cs}]|<[a-z/!?]/iu;

/** What is chosen before the shopper touches anything: what a link asked for, else what the store preselects. */
export function startingChoice(product: Product, preset: Chosen = []): Chosen {
  return product.sets.flatMap((set) => {
    const asked = preset.filter(
      ({setId, optionId}) => setId === set.setId && set.options.some((option) => option.optionId === optionId),
    );
    if (asked.length > 0) return set.type === 'check' ? asked : asked.slice(0, 1);
    if (set.type === 'text') return [];
    return set.options
      .filter(({selected}) => selected)
      .slice(0, set.type === 'check' ? undefined : 1)
      .map(({optionId}) => ({setId: set.setId, optionId}));
  });
}

/**
 * The choice with one answer changed. In a set of checkboxes every option is an answer of its own, in the others the
 * new one takes the place of the old. `answer` is whether the option is wanted, or the text for it.
 */
export function choose(chosen: Chosen, set: OptionSet, optionId: number, answer: boolean | string): Chosen {
  const rest = chosen.filter(
    (other) => other.setId !== set.setId || (set.type === 'check' && other.optionId !== optionId),
  );
  if (!answer) return rest;
  return [...rest, {setId: set.setId, optionId, ...(typeof answer === 'string' && {text: answer})}];
}

export function isChosen(chosen: Chosen, setId: number, optionId: number): boolean {
  return chosen.some((other) => other.setId === setId && other.optionId === optionId);
}

/** Whether no combination that can be ordered has this option together with what is chosen in the other sets. */
export function isSoldOut({combinations}: Product, chosen: Chosen, set: OptionSet, optionId: number): boolean {
  const combined = (id: number) => combinations.some(({optionIds}) => optionIds.includes(id));
  if (!set.options.some((option) => combined(option.optionId))) return false;
  const wanted = chosen.filter((other) => other.setId !== set.setId && combined(other.optionId));
  return !combinations.some(
    ({optionIds, orderable}) =>
      orderable && optionIds.includes(optionId) && wanted.every((other) => optionIds.includes(other.optionId)),
  );
}

/** What keeps a choice from being added, by set id, in the order of the sets. */
export function problemsOf(product: Product, chosen: Chosen): ReadonlyMap<number, ChoiceProblem> {
  const problems = new Map<number, ChoiceProblem>();
  for (const set of product.sets) {
    const answers = chosen.filter(({setId, text}) => setId === set.setId && text?.trim() !== '');
    if (set.required && answers.length === 0)
      problems.set(set.setId, set.type === 'text' ? 'required_text' : 'required_option');
    else if (answers.some(({optionId}) => isSoldOut(product, chosen, set, optionId)))
      problems.set(set.setId, 'soldOutChoice');
    else if (answers.some(({text = ''}) => unsafe.test(text))) problems.set(set.setId, 'problem_text_invalid');
  }
  return problems;
}
