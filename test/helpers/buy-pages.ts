/** Pages without a script, as a browser without scripts sees them: read with an HTML parser, filled in, and sent. */
import {parse, type DefaultTreeAdapterTypes as Tree} from 'parse5';

export interface BuyPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What is to be read on it, in one line. */
  readonly text: string;
  readonly title: string;
  readonly root: Tree.Document;
  /** What its form would be sent with now. */
  readonly form: URLSearchParams;
}

export type Send = (request: Request) => Promise<Response>;

/** @param address Of the proxy, no trailing slash. */
export function browsePages(send: Send, address: string) {
  async function read(response: Response): Promise<BuyPage> {
    const html = await response.text();
    const root = parse(html);
    const all = elementsOf(root);
    return {
      status: response.status,
      headers: response.headers,
      html,
      text: textOf(all.find(({tagName}) => tagName === 'body') ?? root),
      title: textOf(all.find(({tagName}) => tagName === 'title')),
      root,
      form: new URLSearchParams(all.flatMap(successful)),
    };
  }
  return {
    get: async (path: string, headers: Record<string, string> = {}): Promise<BuyPage> =>
      read(await send(new Request(address + path, {headers}))),
    /**
     * Presses the button.
     *
     * @param changes Fields with other values; undefined takes one out.
     */
    press: async (
      page: BuyPage,
      path: string,
      changes: Record<string, string | readonly string[] | undefined> = {},
      headers: Record<string, string> = {},
    ): Promise<BuyPage> => {
      const body = new URLSearchParams(page.form);
      for (const [name, value] of Object.entries(changes)) {
        body.delete(name);
        for (const one of value === undefined ? [] : [value].flat()) body.append(name, one);
      }
      const all = {'Content-Type': 'application/x-www-form-urlencoded', Origin: address, ...headers};
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
      const request = new Request(address + path, {
        method: 'POST',
        headers: given,
        body: body.toString(),
        redirect: 'manual',
      });
      return read(await send(request));
    },
  };
}

export const attribute = (element: Tree.Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value;

export function elementsOf(node: Tree.Node): Tree.Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : [];
  return 'tagName' in node ? [node, ...children] : children;
}

export const byId = ({root}: BuyPage, id: string): Tree.Element | undefined =>
  elementsOf(root).find((element) => attribute(element, 'id') === id);

export const allOf = ({root}: BuyPage, tagName: string): Tree.Element[] =>
  elementsOf(root).filter((element) => element.tagName === tagName);

/** What stands in an element, without what is not seen. */
export function textOf(node: Tree.Node | undefined): string {
  const read = (one: Tree.Node): string => {
    if ('value' in one) return one.value;
    if (!('childNodes' in one) || ('tagName' in one && ['script', 'style'].includes(one.tagName))) return '';
    const inside = one.childNodes.map(read).join('');
    return 'tagName' in one && !['span', 'bdi', 'small', 'strong', 's', 'a'].includes(one.tagName)
      ? ` ${inside} `
      : inside;
  };
  return node ? read(node).replace(/\s+/g, ' ').trim() : '';
}

/** What a control adds to its form. */
function successful(element: Tree.Element): [string, string][] {
  const name = attribute(element, 'name');
  const value = attribute(element, 'value');
  if (name === undefined) return [];
  if (element.tagName === 'select') {
    const options = elementsOf(element).filter(({tagName}) => tagName === 'option');
    const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
    return [[name, attribute(chosen, 'value') ?? '']];
  }
  if (element.tagName !== 'input') return [];
  const isBox = ['checkbox', 'radio'].includes(attribute(element, 'type') ?? '');
  return isBox && attribute(element, 'checked') === undefined ? [] : [[name, value ?? 'on']];
}
