/**
 * The page in the frame: the snippet, as it is copied, with the script tag, as it is copied, and nothing else of the
 * studio's. A cart is made here as on any page, but is kept in memory only, so it mixes with nobody's; and nothing in
 * the frame leads away from the studio.
 */
import type {Cart} from '../cart/state.js';
import type {FromPreview, Shown, ToPreview} from './messages.js';

/** The two places where text becomes more than text. */
interface Policy {
  createHTML(html: string): string;
  createScriptURL(address: string): string;
}
const {trustedTypes} = globalThis as {trustedTypes?: {createPolicy(name: string, rules: Policy): Policy}};
const rules: Policy = {
  // Inert all the same: the page's policy lets no script in a snippet run.
  createHTML: (html) => html,
  createScriptURL: (address) => address,
};
const policy = trustedTypes?.createPolicy('pushcart-preview', rules) ?? rules;

const proxy = document.documentElement.dataset['proxy'] ?? '';
const tell = (message: FromPreview): void => parent.postMessage(message, location.origin);

Object.defineProperty(globalThis, 'localStorage', {value: undefined});
Object.assign(document.body.style, {
  margin: '0',
  padding: '20px',
  font: '1rem/1.6 system-ui, sans-serif',
  background: 'Canvas',
  color: 'CanvasText',
});
const main = document.createElement('main');
main.ariaLabel = 'Snippet';
document.body.append(main);

let hasScript = false;
document.addEventListener(
  'click',
  (event) => {
    const link = event
      .composedPath()
      .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && target.href !== '');
    if (!link || (hasScript && link.href.startsWith(`${proxy}/buy/`))) return;
    event.preventDefault();
    open(link.href, '_blank', 'noopener');
  },
  {capture: true},
);

addEventListener('message', ({data, origin, source}: MessageEvent<Partial<ToPreview> | undefined>) => {
  // Browser extensions send messages as well.
  if (origin !== location.origin || source !== parent) return;
  if (data?.studio === 'select') {
    focus();
    getSelection()?.selectAllChildren(main);
  } else if (data?.studio === 'show' && data.shown) show(data.shown);
});
tell({preview: 'ready'});

function show({html, embed, language}: Shown): void {
  const put = (): void => main.replaceChildren(...parse(html));
  if (!embed || hasScript) return put();
  const script = document.createElement('script');
  script.type = 'module';
  if (language) script.dataset['locale'] = language;
  // A click before the script is there would lead to the store, which does not show itself in frames.
  script.addEventListener('load', () => {
    hasScript = true;
    // In a frame the cart leaves nowhere by itself.
    const {Pushcart} = globalThis as {Pushcart?: Cart};
    Pushcart?.subscribe((state) => {
      if (state.status === 'blocked') tell({preview: 'leaves', address: state.checkoutUrl});
    });
    put();
  });
  script.addEventListener('error', () => {
    put();
    tell({preview: 'without-script'});
  });
  script.src = policy.createScriptURL(`${proxy}/pushcart.js`);
  document.head.append(script);
}

/**
 * The policy of this page lets no style in an attribute apply, so each is set by script. Our markup has an unescaped
 * quotation mark around values alone: whatever a product is called, this finds attributes and nothing else.
 */
function parse(html: string): Node[] {
  const waiting = html.replaceAll(' style="', ' data-style="');
  const {body} = new DOMParser().parseFromString(policy.createHTML(waiting), 'text/html');
  for (const element of body.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset['style'] ?? '';
    delete element.dataset['style'];
  }
  return [...body.childNodes];
}
