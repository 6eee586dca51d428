/** What the code of an element really renders, fires and reads, found in its syntax, to be held against its docblocks. */
import ts from 'typescript';
import type {ElementDoc, Sources} from '../../config/manifest/elements.js';

export interface Rendered {
  readonly parts: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** Custom properties with their defaults as they are written. */
  readonly properties: ReadonlyMap<string, string>;
}

interface Parsed {
  /** What stands at the top of the file, by name. */
  readonly declared: ReadonlyMap<string, ts.Node>;
  /** What it takes from other files of ours, by the name that it has here. */
  readonly imported: ReadonlyMap<string, {readonly path: string; readonly name: string}>;
}

/** Reads an element's class and whatever it uses by name, in its own file and in others: base classes, functions, styles. */
export function readRendered({className, path}: ElementDoc, sources: Sources): Rendered {
  const parsed = new Map<string, Parsed>();
  const found = {
    parts: new Set<string>(),
    slots: new Set<string>(),
    events: new Set<string>(),
    attributes: new Set<string>(),
    properties: new Map<string, string>(),
  };
  const seen = new Set<ts.Node>();

  function reach(file: string, name: string): void {
    const text = sources.get(file);
    if (text === undefined) return;
    const {declared, imported} = parsed.get(file) ?? parse(file, text);
    parsed.set(file, {declared, imported});
    const node = declared.get(name);
    const elsewhere = imported.get(name);
    if (elsewhere) reach(elsewhere.path, elsewhere.name);
    if (!node || seen.has(node)) return;
    seen.add(node);
    const visit = (child: ts.Node): void => {
      collect(child, found);
      if (ts.isPropertyAccessExpression(child) && /\bextras$/.test(child.expression.getText()))
        reachAll(new URL(`${child.name.text}.ts`, `file:///${file}`).pathname.slice(1));
      if (ts.isIdentifier(child) && !isMemberName(child)) reach(file, child.text);
      ts.forEachChild(child, visit);
    };
    visit(node);
  }

  /** A chunk that is loaded when it is needed: `extras.share?.renderShare()` renders what stands in `share.ts`. */
  function reachAll(file: string): void {
    const text = sources.get(file);
    if (text !== undefined) for (const name of parse(file, text).declared.keys()) reach(file, name);
  }

  reach(path, className);
  return found;
}

/** The `b` of `a.b` and of `{b: c}` names nothing at the top of a file. */
function isMemberName(node: ts.Identifier): boolean {
  const {parent} = node;
  const hasName = ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isClassElement(parent);
  return hasName && parent.name === node;
}

function parse(path: string, text: string): Parsed {
  const declared = new Map<string, ts.Node>();
  const imported = new Map<string, {path: string; name: string}>();
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const {importClause, moduleSpecifier} = statement;
      const bindings = importClause?.namedBindings;
      if (importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || !bindings || !ts.isNamedImports(bindings))
        continue;
      const from = new URL(moduleSpecifier.text.replace(/\.js$/, '.ts'), `file:///${path}`).pathname.slice(1);
      for (const {name, propertyName, isTypeOnly} of bindings.elements)
        if (!isTypeOnly) imported.set(name.text, {path: from, name: (propertyName ?? name).text});
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations)
        if (ts.isIdentifier(declaration.name)) declared.set(declaration.name.text, declaration);
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      declared.set(statement.name.text, statement);
      // A class inside of a function is read with the function around it.
      const visit = (child: ts.Node): void => {
        if (ts.isClassDeclaration(child) && child.name) declared.set(child.name.text, statement);
        ts.forEachChild(child, visit);
      };
      ts.forEachChild(statement, visit);
    }
  }
  return {declared, imported};
}

type Found = {
  readonly [Kind in keyof Rendered]: Rendered[Kind] extends ReadonlyMap<string, string>
    ? Map<string, string>
    : Set<string>;
};

function collect(node: ts.Node, {parts, slots, events, attributes, properties}: Found): void {
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') {
    const markup = markupOf(node.template);
    for (const [, names = ''] of markup.matchAll(/\spart="([^"]*)"/g)) add(parts, ...names.split(/\s+/));
    for (const [, rest = ''] of markup.matchAll(/<slot\b([^>]*)/g)) slots.add(/\sname="([^"]*)"/.exec(rest)?.[1] ?? '');
  }
  // A part that is handed to the function that renders it.
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'part' && ts.isStringLiteral(node.initializer))
    parts.add(node.initializer.text);
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText();
    const texts = textsOf(node.arguments);
    if (called.endsWith('.part.add')) add(parts, ...texts);
    if (called.endsWith('.createElement') && texts[0] === 'slot') slots.add('');
    if (called === 'ask' || called === 'tell') add(events, ...texts);
  }
  if (ts.isNewExpression(node) && node.expression.getText().endsWith('Event')) add(events, ...textsOf(node.arguments));
  if (ts.isPropertyDeclaration(node) && node.name.getText() === 'properties' && node.initializer)
    readProperties(node.initializer, attributes);
  if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isStringLiteral(node) || ts.isTemplateHead(node))
    for (const {name, value} of customPropertiesOf(node.text)) {
      const other = properties.get(name);
      properties.set(name, other === undefined || other === value ? value : `${other}" and "${value}`);
    }
}

const textsOf = (nodes: readonly ts.Expression[] = []): string[] =>
  nodes.flatMap((node) => (ts.isStringLiteral(node) ? [node.text] : []));
const add = (set: Set<string>, ...names: readonly string[]): void => names.forEach((name) => name && set.add(name));

/** A template's markup. In place of an expression stand the texts in it, so that `part="${a ? 'x' : 'y'}"` names both. */
function markupOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce((markup, {expression, literal}) => {
    const texts: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node)) return;
      if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
      ts.forEachChild(node, visit);
    };
    if (/\spart="?[^">]*$/.test(markup)) visit(expression);
    const value = texts.join(' ');
    return `${markup}${markup.endsWith('=') ? `"${value}"` : value}${literal.text}`;
  }, template.head.text);
}

/** `static properties`, as Lit reads it: an attribute for each, in lower case if it has no name of its own. */
function readProperties(initializer: ts.Node, attributes: Set<string>): void {
  if (!ts.isObjectLiteralExpression(initializer)) return;
  for (const property of initializer.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const options = property.initializer.getText();
    if (/\battribute:\s*false\b/.test(options)) continue;
    attributes.add(/\battribute:\s*'([^']+)'/.exec(options)?.[1] ?? property.name.getText().toLowerCase());
  }
}

function* customPropertiesOf(styles: string): Generator<{name: string; value: string}> {
  for (const match of styles.matchAll(/var\(\s*(--pushcart-[\w-]+)\s*(,?)/g)) {
    const start = match.index + match[0].length;
    let depth = 1;
    let end = start;
    for (; end < styles.length && depth > 0; end++) {
      if (styles[end] === '(') depth += 1;
      if (styles[end] === ')') depth -= 1;
    }
    yield {name: match[1] ?? '', value: plain(styles.slice(start, end - 1))};
  }
}

/** A value as docblocks write it: `var(--_text)` is `text`, and numbers have no zero before their point. */
export const plain = (value: string): string =>
  value
    .replace(/var\(--_([\w-]+)\)/g, '$1')
    .replace(/(?<![\w.])0\./g, '.')
    .replace(/\s+/g, ' ')
    .trim();
