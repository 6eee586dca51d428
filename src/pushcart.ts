/**
 * `pushcart.js`, the script that a page author pastes. Loading it twice, also under another query string, is
 * harmless: the second copy hands out the first one's cart. It imports nothing statically but its own first stage.
 */
import {CART_CHUNK, PRODUCT_CHUNK} from 'virtual:chunks';
import type {HandOver, Stage2} from './cart/hand-over.js';
import {createEmbed} from './embed/index.js';
import {loadStage2} from './embed/load.js';
import {findProxy, readSettings} from './embed/tag.js';

const proxy = findProxy(import.meta.url);

/** Loads the second stage of this release. */
export const load = (given: HandOver, isFresh?: boolean): Promise<Stage2> =>
  loadStage2(given, proxy, CART_CHUNK, PRODUCT_CHUNK, isFresh);

const api = (globalThis.Pushcart ??= createEmbed(proxy, readSettings(import.meta.url), load));

export const {add, setQuantity, remove, clear, checkout, subscribe, getState, open, consent} = api;
