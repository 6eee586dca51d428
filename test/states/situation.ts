/** How to get everything that a shopper can see: situations, and what is to be seen in each. */
import type {Stage, StagePage} from './stage.js';

export interface Situation extends Partial<StagePage> {
  /** What it is, in a few words; the name of its pictures. */
  readonly name: string;
  /** Gets there, on a page that is loaded. */
  readonly reach?: (stage: Stage) => Promise<void>;
  /** What is looked at in the page: a selector by its name. */
  readonly inPage: Readonly<Record<string, string>>;
  /** What is looked at over it, and how it opens if it is not open. */
  readonly over?:
    | undefined
    | {
        readonly element: 'pushcart-drawer' | 'pushcart-product-dialog';
        readonly open?: (stage: Stage) => Promise<void>;
      };
}

/** How many states are seen in it. */
export const statesIn = ({inPage, over}: Situation): number => Object.keys(inPage).length + (over ? 1 : 0);
