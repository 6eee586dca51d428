/** English for sharing a cart. */
import type {Phrase} from './words.js';

export const enShare = {
  shareLink: 'Link to this cart',
  shareTexts: 'Include what you wrote',
  shareCopy: 'Copy',
  shareCopied: 'Copied',
  shareSend: 'Send…',
} satisfies Record<string, Phrase>;
