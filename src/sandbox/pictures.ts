import {kitchen} from './pictures/kitchen.js';
import {paper} from './pictures/paper.js';
import {wear} from './pictures/wear.js';

const drawings = new Map<string, () => string>(Object.entries({...wear, ...kitchen, ...paper}));

/** The SVG text of a product picture, by its path in the store: `assets/images/<slug>.svg`, with or without a leading slash. */
export function pictureFor(path: string): string | undefined {
  const slug = /^\/?assets\/images\/([a-z0-9-]+)\.svg$/.exec(path)?.[1];
  return slug === undefined ? undefined : drawings.get(slug)?.();
}
