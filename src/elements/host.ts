import type {PushcartDrawer} from './drawer.js';
import {shop} from './shop.js';

/** Where everything lives that belongs to the page as a whole and to no place in it. */
export interface Host {
  readonly element: HTMLElement;
  readonly drawer: PushcartDrawer;
  /** Puts it back where a page has replaced all there was. */
  stay(): void;
}

/**
 * Makes `<pushcart-host>`, beside `<body>` and not in it: so it survives a page that swaps its body, and a dialog
 * opens even where the page's own cart stands inside something hidden. Call it once, after the elements are defined.
 */
export function createHost(): Host {
  const element = document.createElement('pushcart-host');
  const drawer = document.createElement('pushcart-drawer');
  // No box of its own: the page may lay out its root as a grid or a row. Set by script, which a strict CSP allows.
  element.style.display = 'contents';
  const {words} = shop();
  element.lang = words.language;
  element.dir = words.dir;
  element.append(drawer);
  const stay = (): void => {
    if (!element.isConnected) document.documentElement.append(element);
  };
  stay();
  return {element, drawer, stay};
}
