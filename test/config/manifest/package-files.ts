/** What the package has for tools: a custom-elements manifest, data for editors, and types for JSX. */
import type {ElementDoc, Named, Setting} from './elements.js';
import type {Interfaces} from './interfaces.js';

/** Files by their path below `dist/`. */
export function writePackageFiles(
  elements: readonly ElementDoc[],
  interfaces: Interfaces,
): ReadonlyMap<string, string> {
  return new Map([
    ['custom-elements.json', json(toManifest(elements))],
    ['vscode.html-custom-data.json', json(toEditorData(elements, interfaces))],
    ...writeJsx(elements),
  ]);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const withoutOrigin = ({inheritedFrom: _, ...rest}: Named): Named => rest;

/**
 * The manifest that https://github.com/webcomponents/custom-elements-manifest describes. Nobody outside can import the
 * classes, nor those that they inherit from: all are in the one module that registers them.
 */
function toManifest(elements: readonly ElementDoc[]) {
  const path = 'dist/lib/index.js';
  return {
    schemaVersion: '1.0.0',
    readme: 'docs/embed.md',
    modules: [
      {
        kind: 'javascript-module',
        path,
        declarations: elements.map((element) => ({
          kind: 'class',
          customElement: true,
          tagName: element.tag,
          name: element.className,
          description: element.description,
          attributes: element.settings.flatMap(({attribute, property, type, default: value, description}) =>
            attribute ? [{name: attribute, fieldName: property, type, default: value, description}] : [],
          ),
          members: [
            ...element.settings.flatMap(({property, attribute, reflects, type, default: value, description}) =>
              property ? [{kind: 'field', name: property, attribute, reflects, type, default: value, description}] : [],
            ),
            ...element.methods.map(({member, description}) => ({
              kind: 'method',
              name: member.name,
              parameters: member.parameters,
              return: member.return,
              description,
            })),
          ],
          slots: element.slots.map(withoutOrigin),
          cssParts: element.parts.map(withoutOrigin),
          cssProperties: element.properties.map(withoutOrigin),
          events: element.events.map(withoutOrigin),
        })),
        exports: elements.map(({tag, className}) => ({
          kind: 'custom-element-definition',
          name: tag,
          declaration: {name: className, module: path},
        })),
      },
    ],
  };
}

/** https://github.com/microsoft/vscode-custom-data, for the elements that are written by hand and for the script tag. */
function toEditorData(elements: readonly ElementDoc[], {tag}: Interfaces) {
  const markdown = (value: string | undefined) => ({kind: 'markdown', value: value ?? ''});
  const valuesOf = (type: string | undefined) =>
    type?.includes('|') ? {values: type.split('|').map((one) => ({name: one.trim().replaceAll("'", '')}))} : {};
  return {
    version: 1.1,
    tags: [
      ...elements
        .filter(({isWritten}) => isWritten)
        .map((element) => ({
          name: element.tag,
          description: markdown([element.description, ...slotNotes(element)].join('\n\n')),
          attributes: element.settings.flatMap(({attribute, type, description}) =>
            attribute ? [{name: attribute, description: markdown(description), ...valuesOf(type?.text)}] : [],
          ),
        })),
      {
        name: 'script',
        attributes: tag.map(({name, type, description}) => ({
          name,
          description: markdown(`Pushcart: ${description}`),
          ...valuesOf(type),
        })),
      },
    ],
  };
}

const slotNotes = ({slots}: ElementDoc): string[] =>
  slots.length > 0
    ? [slots.map(({name, description}) => `- Slot ${name || '(default)'}: ${description}`).join('\n')]
    : [];

interface Framework {
  readonly name: string;
  /** The module whose `JSX` namespace is widened. */
  readonly module: string;
  /** What stands before an event's name in the name of the property that listens to it. */
  readonly listener: string;
}

const frameworks: readonly Framework[] = [
  {name: 'react', module: 'react', listener: 'on'},
  {name: 'preact', module: 'preact', listener: 'on'},
  {name: 'solid', module: 'solid-js', listener: 'on:'},
];

/** Types that let JSX know the elements a page author writes. The code beside them does nothing, so that it can be imported. */
function writeJsx(elements: readonly ElementDoc[]): [path: string, text: string][] {
  const written = elements.filter(({isWritten}) => isWritten);
  const used = written.flatMap(({events}) => events.flatMap(({type}) => type?.text.match(/\b[A-Z]\w+/g) ?? []));
  const imported = [...new Set(used)].filter((name) => name !== 'CustomEvent').sort();
  const shared = `${imported.length > 0 ? `import type {${imported.join(', ')}} from '../index.js';\n\n` : ''}${written
    .map(
      ({className, tag, description, settings, events}) => `/** Attributes of \`<${tag}>\`. ${inline(description)} */
export interface ${className}Attributes {
${settings.map(attributeType).join('')}}

/** Events of \`<${tag}>\`. */
export interface ${className}Events {
${events.map(({name, description, type}) => `  /** ${inline(description)} */\n  '${name}': ${type?.text ?? 'Event'};\n`).join('')}}
`,
    )
    .join('\n')}
/** Properties that listen to events. */
export type Listeners<Prefix extends string, Events> = {
  [Name in keyof Events & string as \`\${Prefix}\${Name}\`]?: ((event: Events[Name]) => void) | undefined;
};
`;
  return [
    ['types/jsx/elements.d.ts', shared],
    ...frameworks.map(({name, module, listener}): [string, string] => [
      `types/jsx/${name}.d.ts`,
      `import type {JSX} from '${module}';
import type {${['Listeners', ...written.flatMap(({className}) => [`${className}Attributes`, `${className}Events`])].join(', ')}} from './elements.js';

/** What every element takes that has nothing special. */
type Base = JSX.IntrinsicElements['section'];

declare module '${module}' {
  namespace JSX {
    interface IntrinsicElements {
${written
  .map(
    ({tag, className}) =>
      `      '${tag}': Base & ${className}Attributes & Listeners<'${listener}', ${className}Events>;\n`,
  )
  .join('')}    }
  }
}
`,
    ]),
    ['lib/jsx.js', 'export {};\n'],
  ];
}

const inline = (text: string | undefined): string => (text ?? '').replace(/\s*\n\s*/g, ' ').replaceAll('*/', '*\\/');

function attributeType({attribute, type, description}: Setting): string {
  if (!attribute) return '';
  const text = type?.text ?? 'string';
  // An attribute is text in the end: what is a number may be written as one.
  const written = text === 'number' ? 'number | `${number}`' : text;
  return `  /** ${inline(description)} */\n  '${attribute}'?: ${written} | undefined;\n`;
}
