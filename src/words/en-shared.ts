/** English for a cart that somebody has shared. */
import type {Phrase} from './words.js';

export const enShared = {
  shared: {
    one: 'Someone has shared {count} product with you. There is a cart here already.',
    other: 'Someone has shared {count} products with you. There is a cart here already.',
  },
  sharedReplace: 'Replace my cart',
  sharedAdd: 'Add to my cart',
  sharedKeep: 'Keep my cart',
} satisfies Record<string, Phrase>;
