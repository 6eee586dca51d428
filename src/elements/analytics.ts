/**
 * Google Analytics 4 for the page's own tag manager: e-commerce events in its `dataLayer`, told when a thing has
 * happened and not when it was clicked, and only while the page has not said `Pushcart.consent(false)`.
 */
import type {PageCatalogue} from '../cart/catalogue.js';
import type {KeptClick} from '../cart/hand-over.js';
import type {Cart, ShownLine} from '../cart/state.js';

export interface Analytics {
  /** A product came into view: its card, or the dialog that asks for its options. Told once. */
  view(catalogId: number): Promise<void>;
  /** Something happened to the cart as a whole. */
  tell(event: 'view_cart' | 'begin_checkout'): void;
}

type Line = Pick<ShownLine, 'catalogId' | 'name' | 'unitPrice' | 'quantity'> & Partial<ShownLine>;

/**
 * @param clicks Clicks on this page that are in the cart already.
 * @param mayTrack Asked before anything is told.
 */
export function createAnalytics(
  cart: Cart,
  catalogue: PageCatalogue,
  clicks: readonly KeptClick[],
  mayTrack: () => boolean,
): Analytics {
  const viewed = new Set<number>();

  function push(event: string, lines: readonly Line[]): void {
    const {store} = catalogue;
    if (!lines[0] || !store || !mayTrack()) return;
    const toMajor = (minor: number): number => minor / 10 ** store.decimals;
    const page = globalThis as {dataLayer?: unknown[]};
    // What one event says of the cart must not stay for the next.
    (page.dataLayer ??= []).push(
      {ecommerce: null},
      {
        event,
        ecommerce: {
          currency: store.currency,
          value: toMajor(lines.reduce((sum, {unitPrice = 0, quantity}) => sum + Math.round(unitPrice * quantity), 0)),
          items: lines.map(({catalogId, name, unitPrice = 0, quantity, options = [], chosen = []}) => ({
            item_id: `${catalogId}`,
            item_name: name,
            // What the shopper wrote is nobody's to follow: such a line has no variant.
            item_variant: chosen.some(({text}) => text) ? '' : options.map(({value}) => value).join(', '),
            price: toMajor(unitPrice),
            quantity,
          })),
        },
      },
    );
  }

  const own = (): ShownLine[] => cart.getState().lines.filter(({editable, quantity}) => editable && quantity);

  async function view(catalogId: number): Promise<void> {
    const known = await catalogue.settled(catalogId);
    if (known.status !== 'ready' || viewed.has(catalogId)) return;
    viewed.add(catalogId);
    push('view_item', [{...known.product, unitPrice: known.product.price, quantity: 1}]);
  }

  /** What was told to be in the cart. Clicks of this page are still to be told. */
  let told = own();
  for (const {lineId, addition} of clicks)
    told = told.map((line) =>
      line.id === lineId ? {...line, quantity: line.quantity - (addition.quantity ?? 1)} : line,
    );
  /** Of some lines, by how much more there is than of the others. */
  const more = (lines: readonly ShownLine[], others: readonly ShownLine[]): ShownLine[] =>
    lines
      .map((line) => ({...line, quantity: line.quantity - (others.find(({id}) => id === line.id)?.quantity ?? 0)}))
      .filter(({quantity}) => quantity > 0);
  cart.subscribe(({status, past = []}) => {
    if (!/^(ready|empty)$/.test(status)) return;
    const now = own();
    push('add_to_cart', more(now, told));
    // What was sent to checkout has not been taken out.
    push(
      'remove_from_cart',
      more(told, now).filter(({id}) => !past.some((wish) => wish.id === id)),
    );
    told = now;
  });

  return {
    view,
    tell: (event) => push(event, own()),
  };
}
