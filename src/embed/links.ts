/** Links to a product's page at the proxy: plain links, that add to the cart where the script runs. */
import type {BuyLink} from '../cart/hand-over.js';

/** Reads `{proxy}buy/510?qty=2&option=81:402&option=90:500:Ana&then=checkout`; undefined for every other address. */
export function readLink(href: string, proxy: string): BuyLink | undefined {
  if (!href.startsWith(`${proxy}buy/`)) return;
  const {pathname, searchParams} = new URL(href);
  const id = /\/buy\/([1-9]\d{0,8})\/?$/.exec(pathname)?.[1];
  if (!id) return;
  const quantity = +searchParams.get('qty')!;
  const options = searchParams.getAll('option').flatMap((text) => {
    const [, set, option, words] = /^(\d+):(\d+):?(.*)$/s.exec(text) ?? [];
    return set ? [{setId: +set, optionId: +option!, ...(words && {text: words})}] : [];
  });
  return {
    addition: {catalogId: +id, options, ...(quantity > 0 && {quantity})},
    checkout: searchParams.get('then') === 'checkout',
  };
}

/** The link under an event, also inside open shadow roots. */
export const linkUnder = (event: Event): HTMLAnchorElement | undefined =>
  event
    .composedPath()
    .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && !!target.href);

/** A plain primary click, or Enter, that nobody else has taken, on a link that would open in this very place. */
export const isPlainClick = (event: MouseEvent, link: HTMLAnchorElement): boolean =>
  !event.defaultPrevented &&
  !event.button &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) &&
  !link.hasAttribute('download') &&
  /^(_self)?$/.test(link.target);
