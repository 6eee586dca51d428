/** Loads stage 2, and does not give up at the first failure: a click is waiting. */
import type {HandOver, Stage2, StartStage2} from '../cart/hand-over.js';

/** What a `pushcart.js` of any release exports for this. */
interface Tag {
  load(given: HandOver, isFresh?: boolean): Promise<Stage2>;
}

/**
 * @param proxy The proxy's address, ending in a slash.
 * @param chunk Path of the chunk below it, with its hash.
 * @param cards Path of the cards' chunk: it comes beside the other one where the page has cards.
 * @param isFresh This is the newest tag already: there is no newer one to ask.
 */
export function loadStage2(
  given: HandOver,
  proxy: string,
  chunk: string,
  cards: string,
  isFresh?: boolean,
): Promise<Stage2> {
  // Defined it is when a card comes into view, and there is a shop to show.
  if (document.querySelector('pushcart-product')) import(/* @vite-ignore */ proxy + cards).catch(() => {});
  const attempt = async (query = ''): Promise<Stage2> => {
    const {start} = (await import(/* @vite-ignore */ proxy + chunk + query)) as {start: StartStage2};
    const stage2 = await start(given);
    if (!stage2) throw new Error('Pushcart: tag and cart are of different releases.');
    return stage2;
  };
  return attempt()
    .catch(() => attempt('?again'))
    .catch(async (error: unknown) => {
      if (isFresh) throw error;
      // A release may have replaced the chunk since this page was opened: the newest tag knows the new one.
      const tag = (await import(/* @vite-ignore */ `${proxy}pushcart.js?t=${Date.now()}`)) as Tag;
      return tag.load(given, true);
    });
}
