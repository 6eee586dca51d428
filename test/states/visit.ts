/** Goes through situations, a few at a time, and gives every view of each to whoever looks. */
import type {Scene} from '../e2e/setup.js';
import {cartSituations, smallSituations} from './cart-situations.js';
import {productSituations} from './product-situations.js';
import type {Situation} from './situation.js';
import {openStage, type Stage} from './stage.js';

export const situations: readonly Situation[] = [...productSituations, ...smallSituations, ...cartSituations];

/** What is to be seen at one time: some states in the page, or one over it. */
export interface View extends Stage {
  readonly situation: string;
  /** Selectors by the names of the states. */
  readonly states: Readonly<Record<string, string>>;
  /** Something lies over the page. */
  readonly isOver: boolean;
}

export interface VisitOptions {
  /** Language of the cart. */
  readonly locale?: string;
  /** How many pages at a time. */
  readonly pages?: number;
  readonly situations?: readonly Situation[];
}

/** @throws When all were visited: what could not be reached, and what `look` threw. */
export async function visitAll(
  scene: Scene,
  look: (view: View) => Promise<void>,
  {locale, pages = 3, situations: chosen = situations}: VisitOptions = {},
): Promise<void> {
  const waiting = [...chosen];
  const failures: Error[] = [];
  const visitNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        await visit(scene, next, look, locale);
      } catch (error) {
        failures.push(new Error(`${next.name}${locale ? `, in ${locale}` : ''}: ${String(error)}`, {cause: error}));
      }
    }
  };
  await Promise.all(Array.from({length: pages}, visitNext));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({message}) => message).join('\n'));
}

async function visit(
  scene: Scene,
  {name, body = '', tag, before, reach, inPage, over}: Situation,
  look: (view: View) => Promise<void>,
  locale?: string,
): Promise<void> {
  const stage = await openStage(scene, {
    body,
    tag: {...tag, ...(locale && {'data-locale': locale})},
    ...(before && {before}),
  });
  try {
    await reach?.(stage);
    if (Object.keys(inPage).length > 0) await look({...stage, situation: name, states: inPage, isOver: false});
    if (!over) return;
    await over.open?.(stage);
    await stage.page.locator(`${over.element} dialog[open]`).waitFor();
    const state = over.element === 'pushcart-drawer' ? name.replace('cart', 'drawer') : name;
    await look({...stage, situation: name, states: {[state]: over.element}, isOver: true});
  } finally {
    await stage.page.context().close();
  }
}
