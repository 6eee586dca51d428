/** English for a product's page at the proxy, which needs no script. No shopper with the embed loads these words. */
import type {Phrase} from './words.js';

export const enBuy = {
  quantity: 'Quantity',
  atLeast: 'at least {number}',
  atMost: 'at most {number}',
  inSteps: 'in steps of {number}',
  pricesByChoice: 'Prices by choice',
  payAtStore: 'You pay on the secure checkout page of {store}.',
  toCheck: 'Please check what you have entered',
  stale:
    'This has changed in the store since you opened the page. Please look at it once more and press the button again.',
  expired: 'This page was open for a long time. Please press the button again.',
  busy: 'The store is busy right now. Your choice is kept: please press the button again in a moment.',
  unreachable: 'The store does not answer right now. Please try again in a moment.',
  closed: 'Buying does not work here right now. You can buy in the store itself.',
  tooMany: 'Too many requests came from here. Please try again in a minute.',
  elsewhere: 'This came from another website, and nothing was bought. You can choose it here.',
  alreadySent: 'You were sent to checkout with this before. Press the button only if you want it once more.',
  notHere: 'This is not in the shop',
  notHereHint: 'It may have been there once, or there is a mistake in the link.',
} satisfies Record<string, Phrase>;
