/** Where many mirrors are one: one of them asks the store, and the others hear of it. */
import type {StoreProduct, StoreSettings} from '../threedcart/index.js';

/** What is known of the whole. Times are in ms since the epoch. */
export interface MirrorFrame {
  readonly settings: StoreSettings;
  /** Every product was seen. */
  readonly full: boolean;
  /** When the last pass over everything began, and when changes were last asked for. */
  readonly passedAt: number;
  readonly askedAt: number;
}

export interface MirrorChanges {
  readonly products?: readonly StoreProduct[];
  /** Ids of products that the store has no more. */
  readonly gone?: readonly number[];
  readonly frame?: MirrorFrame;
}

export interface MirrorStore {
  /** Whether this process is the one that asks the store for lists: true for one of all, and while nobody can say. */
  lead(): Promise<boolean>;
  /** What was put there since this was last asked, one's own included; all of it the first time. */
  pull(): Promise<MirrorChanges>;
  /** What this process has learnt. What cannot be told now is told with the next pass. */
  push(changes: MirrorChanges): Promise<void>;
}
