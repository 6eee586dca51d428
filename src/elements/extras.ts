/** What only some shoppers come to: each is a chunk of its own, loaded when it is needed and not before. */
import type {CartState} from '../cart/state.js';
import type * as Notices from './notices.js';
import type * as Questions from './questions.js';
import type * as Share from './share.js';
import type * as Shared from './shared.js';

/** Undefined until it is loaded. */
export interface Extras {
  readonly notices?: typeof Notices;
  readonly questions?: typeof Questions;
  readonly share?: typeof Share;
  readonly shared?: typeof Shared;
  /** Loads what this state needs. */
  prepare(state: CartState): void;
  loadShare(): Promise<typeof Share>;
  loadShared(): Promise<typeof Shared>;
}

/** Loads a chunk once; one that failed is asked for again when it is next needed. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}

/** @param refresh Renders anew: there is more to say about the same state. */
export function createExtras(refresh: () => void): Extras {
  const keep =
    (name: keyof Extras) =>
    <T>(chunk: T): T => {
      Object.assign(extras, {[name]: chunk});
      refresh();
      return chunk;
    };
  const loadNotices = once(() => import('./notices.js').then(keep('notices')));
  const loadQuestions = once(() => import('./questions.js').then(keep('questions')));
  const extras: Extras = {
    prepare(state) {
      // Before checkout is asked for nothing that the store says about it can surprise.
      const isNoted = /^(leaving|blocked|changed)$/.test(state.status) || ('slow' in state && state.slow);
      if (isNoted || state.lines.some(({problem}) => problem)) loadNotices().catch(() => {});
      if (state.sent || state.past?.[0]) loadQuestions().catch(() => {});
    },
    loadShare: once(() => import('./share.js').then(keep('share'))),
    loadShared: once(() => import('./shared.js').then(keep('shared'))),
  };
  return extras;
}
