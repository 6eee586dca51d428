/** What the source's types say to a page's scripts: events, attributes of the tag, calls, and the shapes they use. */
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

export interface EventDoc {
  readonly name: string;
  readonly description: string;
  /** Type of its `detail`. */
  readonly detail: string;
}

export interface TagAttribute {
  readonly name: string;
  readonly type: string;
  readonly default: string;
  readonly description: string;
}

export interface Call {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
}

export interface Shape {
  readonly name: string;
  /** The declaration with its docblocks, as TypeScript. */
  readonly code: string;
}

export interface Interfaces {
  readonly events: readonly EventDoc[];
  readonly tag: readonly TagAttribute[];
  readonly calls: readonly Call[];
  /** What events and calls carry. */
  readonly shapes: readonly Shape[];
  /** What starts Pushcart from npm. */
  readonly options: readonly Shape[];
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

export function readInterfaces(): Interfaces {
  const {config} = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile) as {config: unknown};
  const {options} = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    ['pushcart', 'index', 'cart/index'].map((name) => `${root}/src/${name}.ts`),
    options,
  );
  const checker = program.getTypeChecker();

  const file = (path: string): ts.SourceFile => {
    const found = program.getSourceFile(`${root}/${path}`.replaceAll('//', '/'));
    if (!found) throw new Error(`${path} is not there any more: say in test/config/manifest/ where its types went.`);
    return found;
  };
  const find = (path: string, name: string): ts.InterfaceDeclaration => {
    let found: ts.InterfaceDeclaration | undefined;
    const visit = (node: ts.Node): void => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === name) found = node;
      else ts.forEachChild(node, visit);
    };
    visit(file(path));
    if (!found)
      throw new Error(`${path} has no interface ${name} any more: say in test/config/manifest/ where it went.`);
    return found;
  };

  const eventMap = find('src/elements/events.ts', 'GlobalEventHandlersEventMap');
  const api = find('src/embed/index.ts', 'PushcartApi');
  const cart = find('src/cart/state.ts', 'Cart');
  return {
    events: eventMap.members.filter(ts.isPropertySignature).map((member) => ({
      name: (member.name as ts.StringLiteral).text,
      description: docOf(member),
      detail: /^CustomEvent<(.*)>$/s.exec(member.type?.getText() ?? '')?.[1] ?? 'undefined',
    })),
    tag: readTag(file('src/embed/tag.ts')),
    calls: [...cart.members, ...api.members].map((member) => ({
      name: member.name?.getText() ?? '',
      signature: member.getText().replace(/;$/, ''),
      description: docOf(member),
    })),
    shapes: readShapes(checker, [eventMap, cart, api]),
    options: [find('src/index.ts', 'PushcartOptions'), find('src/cart/index.ts', 'CartOptions')].map((node) => ({
      name: node.name.text,
      code: withoutExport(node.getSourceFile().text.slice(node.getStart(undefined, true), node.end)),
    })),
  };
}

function docOf(node: ts.Node): string {
  const blocks = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return blocks
    .map(({comment}) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replace(/\s*\n\s*/g, ' ');
}

/** `@attr {drawer | none} [data-cart=drawer] - what it does`, above whatever reads them. */
function readTag(source: ts.SourceFile): TagAttribute[] {
  const found = new Map<string, TagAttribute>();
  const visit = (node: ts.Node): void => {
    for (const {tagName, comment} of ts.getJSDocTags(node)) {
      if (tagName.text !== 'attr') continue;
      const text = (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s*\n\s*/g, ' ');
      const [, type = '', name = text, value = '', description = ''] =
        /^\{(.*?)\}\s*\[?([\w-]+)(?:=([^\]]*))?\]?\s*-\s*(.*)$/.exec(text) ?? [];
      found.set(name, {name, type, default: value, description});
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

/** Types that say what they are only by what they are made of: shown as what comes out. */
const MADE = new Set(['Pick', 'Omit', 'NonNullable', 'Extract', 'Exclude', 'Partial', 'Parameters', 'ReturnType']);

const withoutExport = (code: string): string => code.replace(/^((?:\/\*\*.*?\*\/\s*)*)export /s, '$1');

/** The declarations of ours that some others use, directly or by way of each other. */
function readShapes(checker: ts.TypeChecker, users: readonly ts.Node[]): Shape[] {
  const shapes = new Map<ts.Node, Shape>();

  const resolve = (type: ts.TypeNode): string =>
    checker.typeToString(
      checker.getTypeFromTypeNode(type),
      undefined,
      ts.TypeFormatFlags.NoTruncation |
        ts.TypeFormatFlags.InTypeAlias |
        ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType,
    );

  /** Its text with made types resolved. Notes what else it uses. */
  function write(node: ts.Node): string {
    const source = node.getSourceFile();
    const start = node.getStart(source, true);
    let text = '';
    let at = start;
    const used: ts.Node[] = [];
    const visit = (child: ts.Node): void => {
      const isMade =
        ts.isIndexedAccessTypeNode(child) ||
        (ts.isTypeReferenceNode(child) && (MADE.has(child.typeName.getText()) || ts.isQualifiedName(child.typeName)));
      if (isMade) {
        text += source.text.slice(at, child.getStart(source)) + resolve(child);
        at = child.end;
        return;
      }
      if (ts.isTypeReferenceNode(child) || ts.isExpressionWithTypeArguments(child)) used.push(...declarationsOf(child));
      ts.forEachChild(child, visit);
    };
    ts.forEachChild(node, visit);
    text += source.text.slice(at, node.end);
    // Those that it uses come after it.
    queue.push(...used);
    return withoutExport(text);
  }

  function declarationsOf(reference: ts.TypeReferenceNode | ts.ExpressionWithTypeArguments): ts.Node[] {
    const name = ts.isTypeReferenceNode(reference) ? reference.typeName : reference.expression;
    let symbol = checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    return (symbol?.declarations ?? []).filter(
      (declaration) =>
        (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) &&
        declaration.getSourceFile().fileName.startsWith(`${root.replace(/\/$/, '')}/src/`),
    );
  }

  const queue: ts.Node[] = [];
  for (const user of users) write(user);
  // What was a user is told as a table, or by its members.
  const told = new Set(users);
  for (let node = queue.shift(); node; node = queue.shift()) {
    if (told.has(node)) continue;
    told.add(node);
    const {name} = node as ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
    shapes.set(node, {name: name.text, code: write(node)});
  }
  return [...shapes.values()];
}
