/** What a page's markup has to do with us: script elements, policies, and a tag that is only shown as text. */
import {parse, type DefaultTreeAdapterTypes as Tree} from 'parse5';

export interface ScriptElement {
  readonly src: string;
  readonly isModule: boolean;
  readonly nonce: string;
  readonly integrity: readonly string[];
}

export interface ReadPage {
  /** What addresses are relative to. */
  readonly base: URL;
  readonly scripts: readonly ScriptElement[];
  /** Contents of meta elements that are policies. */
  readonly policies: readonly string[];
  /** Whether a tag of ours stands there for people to read. */
  readonly hasTagAsText: boolean;
}

/** Reads markup as a browser with scripts does: what stands in `noscript`, comments and templates is not there. */
export function readPage(html: string, url: URL): ReadPage {
  const scripts: ScriptElement[] = [];
  const policies: string[] = [];
  let base: URL | undefined;
  let hasTagAsText = false;
  const waiting: Tree.ParentNode[] = [parse(html)];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    // Last in, first out: turned around, so that they come as they stand there.
    for (const child of [...node.childNodes].reverse()) if ('childNodes' in child) waiting.push(child);
    if (!('tagName' in node)) continue;
    const attribute = (name: string): string | undefined => node.attrs.find((one) => one.name === name)?.value;
    const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
    const {tagName} = node;
    if (tagName === 'script') {
      const src = attribute('src')?.trim();
      if (src)
        scripts.push({
          src,
          isModule: attribute('type')?.trim().toLowerCase() === 'module',
          nonce: attribute('nonce') ?? '',
          integrity: (attribute('integrity') ?? '').split(/\s+/).filter(Boolean),
        });
    } else if (tagName === 'base' && base === undefined) {
      const href = attribute('href')?.trim();
      if (href !== undefined && URL.canParse(href, url)) base = new URL(href, url);
    } else if (tagName === 'meta') {
      const isPolicy = attribute('http-equiv')?.trim().toLowerCase() === 'content-security-policy';
      if (isPolicy && isInHead(node)) policies.push(attribute('content') ?? '');
    } else if (tagName !== 'style' && text.includes('/pushcart.js') && /<script\b/i.test(text)) hasTagAsText = true;
  }
  return {base: base ?? url, scripts, policies, hasTagAsText};
}

const isInHead = ({parentNode}: Tree.Element): boolean =>
  parentNode !== null && 'tagName' in parentNode && parentNode.tagName === 'head';
