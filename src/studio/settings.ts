/** What an author decides about a snippet. */
import type {ChosenOption, Product, StoreInfo} from '../contract/wire.js';
import type {LanguageTag} from '../words/languages.js';

/** `email` is a table for mail programs; the others are for pages. */
export type Look = 'link' | 'button' | 'card' | 'email';

export interface Settings {
  readonly look: Look;
  /** Text of the link; undefined: made from the product's name. */
  readonly label: string | undefined;
  /** Of cart and snippet; undefined: the cart takes the page's own, the snippet English. */
  readonly language: LanguageTag | undefined;
  readonly quantity: number;
  readonly options: readonly ChosenOption[];
  /** Goes to checkout right after adding. */
  readonly checkout: boolean;
  /** `#rrggbb`; undefined: colours of the page. */
  readonly accent: string | undefined;
  /** Of a card; undefined: as the reader's device has it. */
  readonly scheme: 'light' | 'dark' | undefined;
}

/** What a snippet sells, and for whom. */
export interface Offer {
  readonly product: Product;
  readonly store: StoreInfo;
  /** The proxy's address, without a slash at its end. */
  readonly proxy: string;
  readonly settings: Settings;
}

/** What is settled before the author touches anything: what the store itself preselects, as few as it sells. */
export function firstSettings({sets, quantity}: Product, kept: Partial<Settings> = {}): Settings {
  return {
    look: 'button',
    language: undefined,
    checkout: false,
    accent: undefined,
    scheme: undefined,
    ...kept,
    label: undefined,
    quantity: quantity.choices?.[0] ?? quantity.min,
    options: sets.flatMap(({setId, type, options}) =>
      type === 'text'
        ? []
        : options
            .filter(({selected}) => selected)
            .slice(0, type === 'check' ? undefined : 1)
            .map(({optionId}) => ({setId, optionId})),
    ),
  };
}

/** Whether the store has run out of exactly these options. */
export const isSoldOutChoice = ({combinations}: Product, options: readonly ChosenOption[]): boolean =>
  combinations.some(
    ({optionIds, orderable}) =>
      !orderable && optionIds.length > 0 && optionIds.every((id) => options.some(({optionId}) => optionId === id)),
  );
