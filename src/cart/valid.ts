/**
 * Whether a stored cart is one, to the last field. Anybody may have written it: an older release, another script of the
 * page, a curious shopper. What passes is shown and sent as it is, and the proxy takes it.
 */
import type {ChosenOption} from '../contract/wire.js';
import type {Wish} from './state.js';
import {fit, type StoredCart} from './wishes.js';

const isId = (id: unknown): boolean => Number.isSafeInteger(id) && (id as number) > 0;
const isText = (text: unknown, most = Infinity): boolean =>
  text === undefined || (typeof text === 'string' && text.length <= most);

const isOption = (option: Partial<ChosenOption> | null): boolean =>
  isId(option?.setId) && isId(option!.optionId) && isText(option!.text, 500);

/** Whether a stored line is one. */
export const isWish = ({id, catalogId, quantity, label, problem, options}: Wish): boolean =>
  isText(id, 64) &&
  isId(catalogId) &&
  (quantity === 0 || fit(quantity) === quantity) &&
  isText(label) &&
  isText(problem?.code) &&
  Number.isFinite(problem?.asked ?? 0) &&
  !options?.[20] &&
  !options?.some((option) => !isOption(option));

const areWishes = (lines: readonly Wish[]): boolean =>
  lines.every(isWish) && new Set(lines.map(({id}) => id)).size === lines.length;

export const isValid = ({key, rev, synced, cart, sent = 0, lines, past = []}: StoredCart): boolean =>
  isText(key) &&
  /^[\w-]{22}$/.test(key) &&
  Number.isSafeInteger(rev) &&
  Number.isSafeInteger(synced) &&
  synced <= rev &&
  isText(cart) &&
  Number.isFinite(sent) &&
  areWishes(lines) &&
  areWishes(past);
