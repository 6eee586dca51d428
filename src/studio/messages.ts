/** What the studio and its preview, a frame of the same origin, say to each other. */
import type {LanguageTag} from '../words/languages.js';

/** To the preview: this is the snippet. What differs in anything but `html` needs a fresh frame. */
export interface Shown {
  readonly html: string;
  /** Whether the page has the script, as it will have where the snippet is pasted. */
  readonly embed: boolean;
  readonly language: LanguageTag | undefined;
}

/** To the preview. `select` marks everything, so that it can be copied by hand. */
export type ToPreview = {readonly studio: 'show'; readonly shown: Shown} | {readonly studio: 'select'};

/** From the preview. `leaves`: a reader would now be at this address, the store's checkout. */
export type FromPreview =
  {readonly preview: 'ready' | 'without-script'} | {readonly preview: 'leaves'; readonly address: string};
