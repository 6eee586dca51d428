/**
 * Stage 2, put together: the client of `/v1`, the words, the drawer and its button, and the elements on the page.
 * `start` is what the tag calls; the product's elements are a chunk of their own, loaded where a page has any.
 */
import {createCatalogue} from '../cart/catalogue.js';
import {createClient} from '../cart/client.js';
import {needsOptions} from '../cart/price.js';
import type {HandOver, KeptClick, Stage2} from '../cart/hand-over.js';
import type {Addition} from '../cart/state.js';
import {loadWords} from '../words/choose.js';
import type {Analytics} from './analytics.js';
import {defineCart} from './define-cart.js';
import {ask, tell} from './events.js';
import {createExtras, once} from './extras.js';
import {createHost} from './host.js';
import {provideShop} from './shop.js';

/** A cart of the page's own, which makes the floating button needless. */
const OWN_CART = 'pushcart-count,pushcart-cart[display=inline]';

export async function start(given: HandOver): Promise<Stage2 | undefined> {
  // A tag from another release: it loads its own chunk instead.
  if (given.version !== 2) return undefined;
  const {proxy, settings, wishes, clicks, productIds, batch, readLink, mayTrack} = given;

  const catalogue = createCatalogue(proxy, productIds, batch);
  const words = await loadWords(
    [settings['locale'], document.documentElement.lang, ...navigator.languages],
    settings['words'],
    settings['currencyDisplay'],
  );
  const client = createClient({
    proxy,
    wishes,
    catalogue,
    go(url) {
      track((analytics) => analytics.tell('begin_checkout'));
      return leaveFor(settings['carry'] === 'utm' && mayTrack() ? carry(url, location.search) : url);
    },
    report: (failure) =>
      failure ? tell(document, 'pushcart-failed', failure) : tell(document, 'pushcart-synced', client.getState()),
  });
  const kept = [...clicks];
  const analytics =
    settings['analytics'] === 'ga4'
      ? import('./analytics.js').then(({createAnalytics}) => createAnalytics(client, catalogue, kept, mayTrack))
      : undefined;
  const track = (what: (analytics: Analytics) => unknown): void => void analytics?.then(what, () => {});

  const open = (opener?: HTMLElement): void => {
    client.look();
    host.stay();
    host.drawer.open(opener);
    track((analytics) => analytics.tell('view_cart'));
  };
  const openProduct = (preset: Addition, opener?: HTMLElement): void => {
    loadDialog().then(
      () => {
        host.stay();
        let dialog = host.element.querySelector('pushcart-product-dialog');
        if (!dialog) host.element.append((dialog = document.createElement('pushcart-product-dialog')));
        dialog.open(preset, opener);
        track((analytics) => analytics.view(preset.catalogId));
      },
      // The click does what the link says where it cannot do better.
      () => location.assign(`${proxy}buy/${preset.catalogId}`),
    );
  };

  const extras = createExtras(client.refresh);
  provideShop({
    cart: client,
    catalogue,
    words,
    extras,
    proxy,
    readLink: (link) => readLink(`${proxy}buy/${link}`, proxy)?.addition,
    openCart: open,
    openProduct,
  });
  defineCart();
  const host = createHost();
  let needsButton = settings['cart'] !== 'none' && !document.querySelector(OWN_CART);
  client.subscribe((state) => {
    tell(document, 'pushcart-changed', state);
    extras.prepare(state);
    if (needsButton && (state.count || state.past?.[0])) {
      needsButton = false;
      host.element.append(document.createElement('pushcart-button'));
      loadPage().catch(() => (needsButton = true));
    }
  });
  if (settings['open'] !== 'never') {
    document.addEventListener('pushcart-added', ({target}) => {
      // What was put back in a cart that is looked at needs no other one.
      if (!(target instanceof Element && target.matches('pushcart-cart,pushcart-drawer'))) open(target as HTMLElement);
    });
  }
  const receive = (): void => {
    if (location.hash.startsWith('#pushcart='))
      extras.loadShared().then(
        (shared) => shared.receive(),
        () => {},
      );
  };
  addEventListener('hashchange', receive);
  receive();

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
    // Nobody has taken it out: there is nothing to undo.
    wishes.setQuantity(lineId, quantity - (addition.quantity ?? 1));
    client.changed();
    return openProduct(addition, link);
  }

  if (clicks[0]) keep(clicks);

  return {
    ...client,
    open,
    follow,
    saw(element) {
      if (element.localName === 'pushcart-product') {
        void loadProduct();
        track((analytics) => analytics.view(+(element.getAttribute('catalog-id') ?? 0)));
      } else {
        void loadPage();
        client.look();
      }
    },
  };
}

const loadProduct = once(async () => (await import('./define-product.js')).defineProduct());
const loadDialog = once(async () => (await import('./define-dialog.js')).defineDialog());
const loadPage = once(async () => (await import('./define-page.js')).definePage());

/** Leaves the page. A store's checkout does not run in a frame, and what is around it only the shopper may leave. */
function leaveFor(url: string): boolean {
  if (top !== self) return false;
  location.assign(url);
  return true;
}

/** The campaign that brought the shopper here goes along to checkout. */
function carry(url: string, search: string): string {
  const address = new URL(url);
  for (const [name, value] of new URLSearchParams(search))
    if (/^(utm_|gclid$)/.test(name)) address.searchParams.set(name, value);
  return address.href;
}
