/** From the state of a cart to what a page is answered: an allow-list of what the store and the mirror know. */
import {lineTotal} from '../contract/money.js';
import type {CartAnswer, CartLine} from '../contract/wire.js';
import type {StoreSettings} from '../threedcart/index.js';
import type {HeldLine, Plan} from './plan.js';
import type {Wanted} from './wanted.js';

/** Everything that an answer is made of. */
export interface Standing {
  readonly wanted: readonly Wanted[];
  readonly plan: Plan;
  readonly settings: StoreSettings;
  /** The store's cart stands as planned; otherwise what is wanted is priced from the mirror. */
  readonly real: boolean;
  /** Lines that no wish explains are shown as well. */
  readonly showAll: boolean;
  /** The id of a line of the store's. */
  readonly nameOf: (lineId: string) => string;
}

/** What an answer says beside its lines. */
export type Remarks = Pick<
  CartAnswer,
  'cart' | 'status' | 'handedOver' | 'estimated' | 'retryAfterMs' | 'ahead' | 'changes' | 'checkoutUrl'
>;

export function toAnswer(standing: Standing, {estimated, changes, retryAfterMs, ...remarks}: Remarks): CartAnswer {
  const {currency, decimals} = standing.settings;
  const lines = cartLines(standing, changes);
  return {
    ...remarks,
    ...(estimated && lines.length > 0 && {estimated}),
    ...(changes && changes.length > 0 && {changes}),
    ...(retryAfterMs !== undefined && {retryAfterMs: Math.ceil(retryAfterMs)}),
    lines,
    subtotal: lines.reduce((sum, line) => sum + line.lineTotal, 0),
    currency,
    decimals,
  };
}

function cartLines(standing: Standing, changes: Remarks['changes']): CartLine[] {
  const {wanted, plan, real, showAll} = standing;
  const lines = wanted.flatMap((one) => {
    const line = plan.bound.get(one.hash);
    const isRemoved = changes?.some(({id, what}) => id === one.id && what === 'removed') ?? false;
    // A read of a cart that does not have the line yet says so by leaving it out; a problem or a change is shown.
    if (real && !line && !one.problem && !isRemoved && plan.actions.length > 0) return [];
    return [wantedLine(one, line, isRemoved, standing)];
  });
  const own = plan.own.map((line) => storeLine(line, standing));
  const foreign = showAll
    ? plan.actions.flatMap((action) => (action.write === 'remove' ? [storeLine(action.line, standing)] : []))
    : [];
  return [...lines, ...own, ...foreign];
}

function wantedLine(one: Wanted, line: HeldLine | undefined, isRemoved: boolean, {real, settings}: Standing): CartLine {
  const {problem} = one;
  // A line with a problem stands as the store has it, which may be not at all.
  const quantity = problem || isRemoved ? (line?.quantity ?? 0) : real && line ? line.quantity : one.quantity;
  const unitPrice = line?.unitPrice ?? one.unitPrice;
  return {
    id: one.id,
    kind: 'item',
    catalogId: one.catalogId,
    name: one.product?.name ?? line?.read?.name ?? '',
    quantity,
    unitPrice,
    lineTotal: lineTotal(unitPrice, quantity),
    options: one.options.map(({setId, optionId, setName, value}) => ({setId, optionId, name: setName, value})),
    image: one.product?.image ?? null,
    url: one.product?.url ?? settings.url,
    editable: true,
    ...(problem ? {problem} : {}),
  };
}

function storeLine(line: HeldLine, {settings, nameOf}: Standing): CartLine {
  const {read} = line;
  return {
    id: nameOf(line.lineId),
    kind: read?.madeAs ?? 'child',
    catalogId: Math.max(0, read?.catalogId ?? 0),
    name: read?.name ?? '',
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    lineTotal: lineTotal(line.unitPrice, line.quantity),
    options: (read?.options ?? []).map(({name, value}) => ({name, value})),
    image: read?.image ?? null,
    url: settings.url,
    editable: false,
  };
}
