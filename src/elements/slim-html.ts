/**
 * What our elements use of lit-html, for the embed alone: `html`, `nothing` and `render`, with the meaning that they have
 * there. A template is parsed once; what is written into it later is text, an attribute or a property, and never markup.
 * Bindings stand where content is, or make up an attribute's value: `name=`, `.property=`, `?boolean=`, `@event=`.
 */

/** Renders nothing; an attribute with it is not there. */
export const nothing = Symbol.for('lit-nothing');

export interface TemplateResult {
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];
}

export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult => ({
  strings,
  values,
});

/** Takes the values of a template from `index` on into the page, and answers how many it took. */
type Write = (values: readonly unknown[], index: number) => number;
/** Makes the part that writes to a node of a copy. */
type Bind = (node: Node, host: object) => Write;

interface Template {
  readonly content: DocumentFragment;
  /** By the node's place in document order. */
  readonly binds: readonly (readonly [place: number, bind: Bind])[];
}

/** Stands for a value in an attribute. Comments stand for those in content: templates have no other ones. */
const MARK = `m${Math.random().toString(36).slice(2)}`;
const COMMENT = 8;

/** Of Trusted Types, what is used. */
interface PolicyFactory {
  createPolicy(name: string, rules: {createHTML(text: string): string}): {createHTML(text: string): unknown};
}
// The name is lit-html's: a page allows one policy, whichever of the two is loaded.
const policy = (globalThis as {trustedTypes?: PolicyFactory}).trustedTypes?.createPolicy('lit-html', {
  createHTML: (text) => text,
});
const templates = new WeakMap<TemplateStringsArray, Template>();

const walk = (root: Node): TreeWalker =>
  document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);

function parse(strings: TemplateStringsArray): Template {
  const names: string[] = [];
  let isInTag = false;
  const text = strings
    .map((string, index) => {
      if (index === strings.length - 1) return string;
      const open = string.lastIndexOf('<');
      const close = string.lastIndexOf('>');
      if (open !== close) isInTag = open > close;
      if (!isInTag) return `${string}<!>`;
      // The parser makes names lower case. A second value of the same attribute has no name before it.
      const [, name] = /\s([^\s=<>"']+)=["']?[^"'=]*$/.exec(string) ?? [];
      if (name) names.push(name);
      return string + MARK;
    })
    .join('');
  const element = document.createElement('template');
  element.innerHTML = (policy?.createHTML(text) ?? text) as string;
  const {content} = element;
  const binds: [number, Bind][] = [];
  const walker = walk(content);
  for (let place = 0, node = walker.nextNode(); node; node = walker.nextNode(), place++) {
    if (node.nodeType === COMMENT) binds.push([place, bindContent]);
    else
      for (const {name, value} of [...(node as Element).attributes]) {
        const statics = value.split(MARK);
        if (!(1 in statics)) continue;
        (node as Element).removeAttribute(name);
        binds.push([place, bindAttribute(names.shift() ?? name, statics)]);
      }
  }
  return {content, binds};
}

function bindAttribute(name: string, statics: readonly string[]): Bind {
  const kind = name[0];
  const own = name.slice(1);
  return (node, host) => {
    const element = node as Element & Record<string, unknown>;
    let last: unknown = nothing;
    if (kind === '@') element.addEventListener(own, (event) => (last as (event: Event) => unknown).call(host, event));
    return (values, index) => {
      const count = statics.length - 1;
      const given = values.slice(index, index + count);
      const value =
        count < 2 && !statics[0] && !statics[1]
          ? given[0]
          : statics.reduce((text, part, at) => `${text}${(given[at - 1] as string | undefined) ?? ''}${part}`);
      if (value !== last) {
        last = value;
        if (kind === '.') element[own] = value;
        else if (kind === '?') element.toggleAttribute(own, !!value && value !== nothing);
        else if (kind !== '@') {
          if (value === nothing) element.removeAttribute(name);
          else element.setAttribute(name, (value as string | undefined) ?? '');
        }
      }
      return count;
    };
  };
}

/** What stands between two comments. */
interface Content {
  set(value: unknown): void;
  remove(): void;
}

function createContent(end: ChildNode, host: object): Content {
  const start = document.createComment('');
  end.before(start);
  let text: Text | undefined;
  let strings: TemplateStringsArray | undefined;
  let update: ((values: readonly unknown[]) => void) | undefined;
  let items: Content[] | undefined;

  function clear(): void {
    while (start.nextSibling !== end) start.nextSibling?.remove();
    text = strings = update = items = undefined;
  }

  return {
    set(value) {
      if (Array.isArray(value)) {
        if (!items) {
          clear();
          items = [];
        }
        const list = items;
        value.forEach((item, index) => {
          if (!list[index]) {
            const marker = document.createComment('');
            end.before(marker);
            list[index] = createContent(marker, host);
          }
          list[index].set(item);
        });
        for (const left of list.splice(value.length)) left.remove();
      } else if ((value as Partial<TemplateResult> | null | undefined)?.strings) {
        const result = value as TemplateResult;
        if (strings !== result.strings) {
          clear();
          const [fragment, write] = copy(result.strings, host);
          // Elements have their attributes and properties before they are in the page.
          write(result.values);
          end.before(fragment);
          ({strings} = result);
          update = write;
        } else update?.(result.values);
      } else if (value === nothing || value === undefined || value === null || value === '') clear();
      else {
        const words = value as string;
        if (!text) {
          clear();
          end.before((text = document.createTextNode(words)));
        } else if (text.data !== words) text.data = words;
      }
    },
    remove() {
      clear();
      start.remove();
      end.remove();
    },
  };
}

const bindContent: Bind = (node, host) => {
  const content = createContent(node as ChildNode, host);
  return (values, index) => {
    content.set(values[index]);
    return 1;
  };
};

/** A copy of a template, and how to write values into it. */
function copy(strings: TemplateStringsArray, host: object): [DocumentFragment, (values: readonly unknown[]) => void] {
  let template = templates.get(strings);
  if (!template) templates.set(strings, (template = parse(strings)));
  const fragment = document.importNode(template.content, true);
  const walker = walk(fragment);
  // All nodes are looked up first: binding adds some.
  const nodes: Node[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  const writes = template.binds.map(([place, bind]) => bind(nodes[place] ?? fragment, host));
  return [
    fragment,
    (values) => {
      let index = 0;
      for (const write of writes) index += write(values, index);
    },
  ];
}

const roots = new WeakMap<Node, Content>();

/** Renders a value as the content of `root`. Event handlers are called on `host`. */
export function render(value: unknown, root: ParentNode & Node, {host}: {readonly host: object}): void {
  let content = roots.get(root);
  if (!content) {
    const end = document.createComment('');
    root.append(end);
    roots.set(root, (content = createContent(end, host)));
  }
  content.set(value);
}
