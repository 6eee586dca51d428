/**
 * Stage 2, put together: the client of `/v1`, the words, the drawer and its button, and the elements on the page.
 * `start` is what the tag calls; the product's elements are a chunk of their own, loaded where a page has any.
 */
import {createCatalogue} from '../cart/catalogue.js';
import {createClient} from '../cart/client.js';
import {needsOptions} from '../cart/price.js';
import type {HandOver, KeptClick, Stage2} from '../cart/hand-over.js';
import type {Addition} from '../cart/state.js';
import {en} from '../words/en.js';
import {createWords, type CurrencyDisplay} from '../words/words.js';
import {defineCart} from './define-cart.js';
import {ask, tell} from './events.js';
import {createHost} from './host.js';
import {provideShop} from './shop.js';

/** A cart of the page's own, which makes the floating button needless. */
const OWN_CART = 'pushcart-count,pushcart-cart[display=inline]';

export function start({version, proxy, settings, wishes, clicks, productIds}: HandOver): Stage2 | undefined {
  // A tag from another release: it loads its own chunk instead.
  if (version !== 1) return undefined;

  const catalogue = createCatalogue(proxy, productIds);
  const client = createClient({
    proxy,
    wishes,
    catalogue,
    go: leaveFor,
    report: (failure) =>
      failure ? tell(document, 'pushcart-failed', failure) : tell(document, 'pushcart-synced', client.getState()),
  });

  const open = (opener?: HTMLElement): void => {
    client.look();
    host.drawer.open(opener);
  };
  const openProduct = (preset: Addition, opener?: HTMLElement): void => {
    loadDialog().then(
      () => {
        let dialog = host.element.querySelector('pushcart-product-dialog');
        if (!dialog) host.element.append((dialog = document.createElement('pushcart-product-dialog')));
        dialog.open(preset, opener);
      },
      // The click does what the link says where it cannot do better.
      () => location.assign(`${proxy}buy/${preset.catalogId}`),
    );
  };

  provideShop({
    cart: client,
    catalogue,
    words: createWords('en', en, settings['currencyDisplay'] as CurrencyDisplay | undefined),
    proxy,
    openCart: open,
    openProduct,
  });
  defineCart();
  const host = createHost();
  if (settings['cart'] !== 'none' && !document.querySelector(OWN_CART)) {
    host.element.append(document.createElement('pushcart-button'));
    void loadPage();
  }

  client.subscribe((state) => tell(document, 'pushcart-changed', state));
  if (settings['open'] !== 'never') {
    document.addEventListener('pushcart-added', (event) => open(event.composedPath()[0] as HTMLElement));
  }
  // Back from the store's checkout, by link or from the back-forward cache: what became of the cart?
  addEventListener('pageshow', ({persisted}) => persisted && wishes.get()?.sent && client.look(true));

  /** True if the product is known, and cannot be added like this: the dialog asks, or says why not. */
  function mustAsk({catalogId, options}: Addition): boolean {
    const known = catalogue.get(catalogId);
    return known.status === 'ready' && (!known.product.orderable || needsOptions(known.product, options));
  }

  function follow(click: Omit<KeptClick, 'lineId'>): void {
    const {addition, link} = click;
    if (mustAsk(addition)) return openProduct(addition, link);
    if (!ask(link, 'pushcart-add-request', addition)) return;
    const isKnown = catalogue.get(addition.catalogId).status !== 'loading';
    const kept = {...click, lineId: wishes.add(addition)};
    if (!isKnown) return keep([kept]);
    confirm(kept);
  }

  function confirm({lineId, addition, link, checkout}: KeptClick): void {
    client.changed(lineId);
    if (checkout) void client.checkout();
    tell(link, 'pushcart-added', {...addition, lineId});
  }

  /** Clicks whose product is not known yet: they stand, but are not sent before it is clear that they can be. */
  function keep(kept: readonly KeptClick[]): void {
    client.hold(Promise.all(kept.map(({addition}) => catalogue.settled(addition.catalogId))));
    client.changed();
    for (const click of kept) void settle(click);
  }

  async function settle(click: KeptClick): Promise<void> {
    const {lineId, addition, link} = click;
    await catalogue.settled(addition.catalogId);
    if (!mustAsk(addition)) return confirm(click);
    const {quantity = 0} = client.getState().lines.find(({id}) => id === lineId) ?? {};
    client.setQuantity(lineId, quantity - (addition.quantity ?? 1));
    return openProduct(addition, link);
  }

  if (clicks[0]) keep(clicks);

  return {
    ...client,
    open,
    follow,
    saw(name) {
      if (name === 'pushcart-product') void loadProduct();
      else {
        void loadPage();
        client.look();
      }
    },
  };
}

/** Loads a chunk once; one that failed is asked for again when it is next needed. */
function once(load: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}

const loadProduct = once(async () => (await import('./define-product.js')).defineProduct());
const loadDialog = once(async () => (await import('./define-dialog.js')).defineDialog());
const loadPage = once(async () => (await import('./define-page.js')).definePage());

/** Leaves the page, or the page around it: a store's checkout does not run in a frame. */
function leaveFor(href: string): void {
  Object.assign(document.createElement('a'), {href, target: '_top'}).click();
}
