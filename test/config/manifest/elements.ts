/** What the docblocks of our elements say, with what they inherit from their base classes. */
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {create, ts, type Declaration, type Member, type Named} from '@custom-elements-manifest/analyzer/index.js';
import type typescript from 'typescript';
import {litPlugin} from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';

export type {Named} from '@custom-elements-manifest/analyzer/index.js';

/** Texts of source files by their path in the repository. */
export type Sources = ReadonlyMap<string, string>;

/** What a page can set on an element: an attribute, a property, or one that is both. */
export interface Setting extends Named {
  readonly attribute: string | undefined;
  readonly property: string | undefined;
  readonly reflects: boolean;
}

export interface Method extends Named {
  /** As it is called: `open(opener?: HTMLElement): void`. */
  readonly signature: string;
  readonly member: Member;
}

export interface ElementDoc {
  readonly tag: string;
  readonly className: string;
  /** Path of its source. */
  readonly path: string;
  readonly description: string;
  /** A page author writes it; the others Pushcart puts on the page by itself. */
  readonly isWritten: boolean;
  readonly settings: readonly Setting[];
  readonly methods: readonly Method[];
  readonly slots: readonly Named[];
  readonly parts: readonly Named[];
  readonly properties: readonly Named[];
  readonly events: readonly Named[];
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The sources of elements and of the tag. The embed's part of Lit is no element. */
export function readSources(): Sources {
  const paths = ['src/elements', 'src/embed'].flatMap((folder) =>
    readdirSync(`${root}/${folder}`)
      .filter((file) => file.endsWith('.ts') && file !== 'slim-lit.ts')
      .sort()
      .map((file) => `${folder}/${file}`),
  );
  return new Map(paths.map((path) => [path, readFileSync(`${root}/${path}`, 'utf8')]));
}

/** All elements, those that a page author writes first. What has no docblock is not public, and not here. */
export function describeElements(sources: Sources): readonly ElementDoc[] {
  const modules = [...sources].map(([path, text]) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  const {tags, ownMade} = readCalls(modules);
  return create({modules, plugins: litPlugin()})
    .modules.flatMap(({path, declarations}) =>
      declarations.flatMap((declaration) => {
        const tag = declaration.tagName ?? tags.get(declaration.name);
        return tag ? [describeElement(declaration, {tag, path, isWritten: !ownMade.has(tag)})] : [];
      }),
    )
    .sort((one, other) => Number(other.isWritten) - Number(one.isWritten) || (one.tag < other.tag ? -1 : 1));
}

/** Which class is which element, by the calls of `define`; and which elements are made by our own scripts. */
function readCalls(modules: readonly typescript.SourceFile[]) {
  const tags = new Map<string, string>();
  const ownMade = new Set<string>();
  const visit = (node: typescript.Node): void => {
    if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const called = node.expression.getText();
      if (called === 'define' && argument && ts.isObjectLiteralExpression(argument)) {
        for (const property of argument.properties)
          if (ts.isPropertyAssignment(property) && ts.isStringLiteral(property.name))
            tags.set(property.initializer.getText(), property.name.text);
      }
      if (called.endsWith('createElement') && argument && ts.isStringLiteral(argument)) ownMade.add(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  modules.forEach(visit);
  return {tags, ownMade};
}

function describeElement(declaration: Declaration, about: Pick<ElementDoc, 'tag' | 'path' | 'isWritten'>): ElementDoc {
  const {members = [], attributes = []} = declaration;
  const isPublic = ({privacy = 'public', name, description, static: isStatic}: Member): boolean =>
    privacy === 'public' && !isStatic && !name.startsWith('#') && !!description;
  const fields = members.filter((member) => member.kind === 'field' && isPublic(member));
  const ofFields = fields.map((field): Setting => {
    const {attribute, name, reflects = false} = field;
    return {...flatten(field), attribute, property: name, reflects};
  });
  const ofAttributes = attributes
    .filter(({name, description}) => description && !fields.some(({attribute}) => attribute === name))
    .map((one): Setting => ({...flatten(one), attribute: one.name, property: one.fieldName, reflects: false}));
  return {
    ...about,
    className: declaration.name,
    description: flatten(declaration).description ?? '',
    settings: [...ofFields, ...ofAttributes],
    methods: members
      .filter((member) => member.kind === 'method' && isPublic(member))
      .map((member) => ({...flatten(member), signature: signatureOf(member), member})),
    slots: (declaration.slots ?? []).map(flatten),
    parts: (declaration.cssParts ?? []).map(flatten),
    properties: (declaration.cssProperties ?? []).map(flatten),
    events: (declaration.events ?? []).map(flatten),
  };
}

/** A docblock's lines are broken where the source's end: that means nothing, but between paragraphs. */
const unwrap = (text: string): string => text.replace(/([^\n])\n[ \t]*(?=[^\n])/g, '$1 ').trim();

function flatten({name, description, default: value, type, inheritedFrom}: Named): Named {
  return {
    name,
    ...(description !== undefined && {description: unwrap(description)}),
    ...(value !== undefined && {default: value.replace(/^'(.*)'$/, '$1')}),
    ...(type && {type}),
    ...(inheritedFrom && {inheritedFrom: {name: inheritedFrom.name}}),
  };
}

function signatureOf({name, parameters = [], return: result}: Member): string {
  const list = parameters.map((one) => `${one.name}${one.optional ? '?' : ''}: ${one.type?.text ?? 'unknown'}`);
  return `${name}(${list.join(', ')}): ${result?.type?.text ?? 'void'}`;
}
