/**
 * Stage 1: what `pushcart.js` does by itself. It stores and counts a click at once, keeps the count, and loads the
 * rest when a hand approaches, an element comes into view, or the cart is not empty. No Lit, no words; its one request
 * is for the products of the page, while the rest is on its way.
 */
import type {EarlyBatch, HandOver, KeptClick, Stage2} from '../cart/hand-over.js';
import type {Addition, Cart, CartState} from '../cart/state.js';
import {isBehind, openWishes, toWishState} from '../cart/wishes.js';
import {defineCount} from './count.js';
import {isPlainClick, linkUnder, readLink} from './links.js';

/** `globalThis.Pushcart`: the cart of the page for its own scripts. */
export interface PushcartApi extends Cart {
  /** Opens the cart. The focus goes back to `opener` when it closes. */
  open(opener?: HTMLElement): void;
  /**
   * Whether this visitor may be followed: `false` stops `data-analytics` and `data-carry`, until `true`. It is not
   * stored: a page says so again when it is loaded.
   */
  consent(given: boolean): void;
}

declare global {
  var Pushcart: PushcartApi | undefined;
}

/** Elements that need stage 2 as soon as they are seen. */
const ELEMENTS = 'pushcart-product,pushcart-cart';
/** Pages of the store on which a cart is paid for, by their names in every 3dcart store. */
const CHECKOUT = /\/(checkout|continue_order)[^/]*\.asp$/i;

/**
 * @param proxy The proxy's address, ending in a slash.
 * @param load Loads stage 2; asked again after a failure.
 */
export function createEmbed(
  proxy: string,
  settings: HandOver['settings'],
  load: (given: HandOver) => Promise<Stage2>,
): PushcartApi {
  const wishes = openWishes(proxy);
  const listeners = new Set<(state: CartState) => void>();
  const clicks: KeptClick[] = [];
  let stage2: Stage2 | undefined;
  let loading: Promise<Stage2> | undefined;
  let isAllowed = true;

  const getState = (): CartState => stage2?.getState() ?? toWishState(wishes.get());
  const notify = (): void => {
    const state = getState();
    listeners.forEach((listener) => listener(state));
  };

  const ready = (): Promise<Stage2> =>
    (loading ??= load({
      version: 2,
      proxy,
      settings,
      wishes,
      clicks,
      productIds,
      batch: askEarly(),
      readLink,
      mayTrack: () => isAllowed,
    }).then(
      (loaded) => {
        stage2 = loaded;
        undo();
        loaded.subscribe(notify);
        return loaded;
      },
      (error: unknown) => {
        loading = undefined;
        // The kept click does what the link says; its wish is not left behind to be bought twice.
        const [first] = clicks.splice(0);
        if (first) {
          wishes.remove(first.lineId);
          location.assign(first.link.href);
        }
        throw error;
      },
    ));
  /** Loads ahead of need: a failure is met again, and dealt with, when it is needed. */
  const prepare = (): void => void ready().catch(() => {});

  function productIds(): number[] {
    const links = [...document.links].map(({href}) => readLink(href, proxy)?.addition.catalogId);
    const cards = [...document.querySelectorAll('pushcart-product')].map((card) => +card.getAttribute('catalog-id')!);
    const lines = wishes.get()?.lines.map(({catalogId}) => catalogId) ?? [];
    return [...new Set([...links, ...cards, ...lines])].filter((id) => id! > 0) as number[];
  }

  /** The products of the page come while stage 2 does; as many as the proxy takes at once. */
  function askEarly(): EarlyBatch | undefined {
    const ids = productIds()
      .sort((a, b) => a - b)
      .slice(0, 50);
    if (!ids[0]) return;
    const response = fetch(`${proxy}v1/products?ids=${ids.join()}`);
    // Whoever reads it deals with it.
    response.catch(() => {});
    return {ids, response};
  }

  const open = (opener?: HTMLElement): void => void ready().then((loaded) => loaded.open(opener));
  /** Stage 2, or the wishes alone until it is there. */
  const cart = (): Pick<Cart, 'add' | 'setQuantity' | 'remove' | 'clear'> => stage2 ?? (prepare(), wishes);

  const api: PushcartApi = {
    add: (addition) => cart().add(addition),
    setQuantity: (lineId, quantity) => cart().setQuantity(lineId, quantity),
    remove: (lineId) => cart().remove(lineId),
    clear: () => cart().clear(),
    checkout: () => ready().then((loaded) => loaded.checkout()),
    retry: () => stage2?.retry(),
    subscribe(listener) {
      listeners.add(listener);
      listener(getState());
      return () => listeners.delete(listener);
    },
    getState,
    open,
    consent: (given) => void (isAllowed = given),
  };

  const undo = wishes.subscribe(notify);
  // The store's own checkout is nobody's to sell on.
  if (CHECKOUT.test(location.pathname)) return api;

  document.addEventListener('click', (event) => {
    const link = linkUnder(event);
    const buy = link && isPlainClick(event, link) ? readLink(link.href, proxy) : undefined;
    if (!link || !buy) return;
    event.preventDefault();
    // The second half of a double click is no second wish.
    if (event.detail > 1) return;
    const {checkout} = buy;
    const addition: Addition = {...buy.addition, label: link.textContent.trim()};
    if (stage2) return stage2.follow({addition, link, checkout});
    const asked = new CustomEvent('pushcart-add-request', {
      detail: addition,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    if (!link.dispatchEvent(asked)) return;
    clicks.push({lineId: wishes.add(addition), addition, link, checkout});
    prepare();
  });

  for (const type of ['pointerover', 'focusin', 'touchstart']) {
    document.addEventListener(
      type,
      (event) => {
        const link = linkUnder(event);
        if (link && readLink(link.href, proxy)) prepare();
      },
      {passive: true},
    );
  }

  const seen = new IntersectionObserver(
    (entries) => {
      for (const {isIntersecting, target} of entries) {
        if (isIntersecting)
          ready().then(
            (loaded) => loaded.saw(target),
            () => {},
          );
      }
    },
    {rootMargin: '25%'},
  );
  const watch = (): void => document.querySelectorAll(ELEMENTS).forEach((element) => seen.observe(element));
  watch();
  // Pages that build themselves, or replace their parts, bring elements later.
  new MutationObserver(watch).observe(document, {childList: true, subtree: true});

  defineCount(wishes, open);
  const stored = wishes.get();
  // Or somebody has shared one.
  if ((stored && (stored.lines[0] || isBehind(stored))) || location.hash.startsWith('#pushcart=')) prepare();

  return api;
}
