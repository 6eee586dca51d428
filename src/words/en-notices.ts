/** English for what is said now and then: a wait, what the store has changed, and what is wrong with a line. */
import type {Phrase} from './words.js';

export const enNotices = {
  waiting: 'The store is busy. Your place is kept, and checkout opens by itself.',
  ahead: {one: '{count} cart is before yours.', other: '{count} carts are before yours.'},
  slow: 'This takes longer than usual. Your cart is kept.',
  cancel: 'Cancel',
  blocked: 'Checkout is ready.',
  adjusted: 'Quantity changed from {from} to {to}. {why}',
  problem_out_of_stock: 'Not enough in stock',
  problem_quantity_adjusted: 'This is what the store can send',
  problem_quantity_invalid: 'Not sold in this quantity',
  problem_option_required: 'An option is missing',
  problem_option_invalid: 'An option is no longer sold',
  problem_unavailable: 'No longer sold',
  problem_refused: 'The store did not accept this',
  changed: 'The store has changed your cart:',
  changed_price: '{name}: price changed from {from} to {to}',
  changed_quantity: '{name}: quantity changed from {from} to {to}',
  changed_removed: '{name}: removed, quantity changed from {from} to {to}',
  changed_added: '{name}: added, quantity {to}',
  discount: 'Discount',
} satisfies Record<string, Phrase>;
