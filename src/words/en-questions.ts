/** English for the questions after checkout. Nobody knows whether an order was placed, so no sentence says so. */
import type {Phrase} from './words.js';

export const enQuestions = {
  finish: 'This cart was sent to checkout. Did you finish?',
  finishYes: 'Yes, start a new cart',
  finishNo: 'No, back to checkout',
  past: {
    one: '{count} product was sent to checkout and is no longer in this cart.',
    other: '{count} products were sent to checkout and are no longer in this cart.',
  },
  pastBack: 'Bring back',
  pastForget: 'Dismiss',
} satisfies Record<string, Phrase>;
