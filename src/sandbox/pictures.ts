import {glazes} from './pictures/glazes.js';
import {kitchen} from './pictures/kitchen.js';
import {paper} from './pictures/paper.js';
import {print} from './pictures/print.js';
import {shore} from './pictures/shore.js';
import {tableware} from './pictures/table.js';
import {wear} from './pictures/wear.js';

const drawings = new Map<string, () => string>(
  Object.entries({...wear, ...kitchen, ...paper, ...tableware, ...shore, ...print, ...glazes}),
);

/** The SVG text of a product picture, by its path in the store: `assets/images/<slug>.svg`, with or without a leading slash. */
export function pictureFor(path: string): string | undefined {
  const slug = /^\/?assets\/images\/([a-z0-9-]+)\.svg$/.exec(path)?.[1];
  return slug === undefined ? undefined : drawings.get(slug)?.();
}
