/**
 * English: the language that is always there. What only some shoppers read comes with the code that says it
 * (`en-notices.ts`, `en-questions.ts` and so on); every other language is one file with all of the keys.
 */
import type {Phrase} from './words.js';

export const en = {
  dir: 'ltr',

  cart: 'Your cart',
  empty: 'Your cart is empty',
  emptyHint: 'Add something you like and it shows up here.',
  close: 'Close',
  keepShopping: 'Keep shopping',
  openCart: {one: 'Open cart, {count} item', other: 'Open cart, {count} items'},
  summary: {one: '{count} item in cart, total {total}', other: '{count} items in cart, total {total}'},
  subtotal: 'Subtotal',
  subtotalNote: 'Shipping and tax at checkout',
  coupon: 'Have a coupon? Enter it at checkout.',
  checkout: 'Checkout',
  confirm: 'Confirm and check out',
  leaving: 'Opening checkout…',
  goCheckout: 'Go to checkout',
  soldBy: 'Sold by {store}',
  visit: 'Visit {store}',
  share: 'Share this cart',
  clear: 'Remove all',
  undo: 'Undo',

  nameless: 'Product {id}',
  each: '{price} each',
  quantityOf: 'Quantity of {name}',
  less: 'One less of {name}',
  more: 'One more of {name}',
  remove: 'Remove',
  removeNamed: 'Remove {name}',
  removed: '{name} removed',
  removedAll: {one: '{count} product removed', other: '{count} products removed'},
  problem_text_invalid: 'The store does not take this text',

  offline: 'You are offline. Your cart is kept.',
  failed: 'This did not work. Your cart is kept.',
  failedCheckout: 'Checkout did not open. Your cart is kept.',
  retry: 'Try again',

  addToCart: 'Add to cart',
  added: 'Added to cart',
  chooseOptions: 'Choose options',
  choose: 'Choose…',
  optional: 'optional',
  listPrice: 'Regular price',
  upTo: {one: 'up to {count} character', other: 'up to {count} characters'},
  none: 'None',
  soldOut: 'Sold out',
  reason_sold_out: 'Sold out',
  reason_in_store_only: 'Sold only in the store itself',
  seeInStore: 'See it in the store',
  required_option: 'Please choose one',
  required_text: 'Please fill this in',
  soldOutChoice: 'Sold out in this combination',
  missing: 'This is no longer sold',
  notLoaded: 'This could not be loaded',
} satisfies Record<string, Phrase>;
