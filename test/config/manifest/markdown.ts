/** `docs/embed.md`: everything that a page can use, element by element. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';
import type {ElementDoc, Named} from './elements.js';
import type {Interfaces} from './interfaces.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The class whose custom properties all our elements have. */
const SHARED = 'PushcartElement';

export async function writeEmbedMd(elements: readonly ElementDoc[], interfaces: Interfaces): Promise<string> {
  const {events, tag, calls, shapes, options} = interfaces;
  const written = elements.filter(({isWritten}) => isWritten);
  const own = elements.filter(({isWritten}) => !isWritten);
  const shared = elements.flatMap(({properties}) => properties).filter((one) => one.inheritedFrom?.name === SHARED);
  const text = `# The embed, piece by piece

Written by \`npm run manifest\` from the docblocks in \`src/\`: change it there. What to do with all this stands in [page.md](page.md). Every element is to be seen and tried on [a page of the demo](../demo/elements.html): \`npm start\`, then \`/demo/elements.html\`. The package has the same for tools: \`dist/custom-elements.json\`, \`dist/vscode.html-custom-data.json\`, and the types of \`pushcart/jsx\`.

- [The script tag](#the-script-tag)
- Elements that a page author writes: ${written.map(linkTo).join(', ')}
- Elements that Pushcart puts on the page by itself, for style sheets: ${own.map(linkTo).join(', ')}
- [Tokens](#tokens), [events](#events), [scripts](#scripts)

## The script tag

\`\`\`html
<script type="module" src="https://cart.example/pushcart.js"></script>
\`\`\`

${table(
  ['attribute', 'values', 'default', 'meaning'],
  tag.map((one) => [code(one.name), unionOf(one.type), code(one.default), one.description]),
)}

${elements.map(describe).join('\n')}
## Tokens

Custom properties that all elements but \`<pushcart-count>\` share. Set them anywhere above the elements, \`:root\` included. A default such as ${code('accent')} is the value of the token with that name.

${propertyTable([...new Map(shared.map((one) => [one.name, one])).values()])}

## Events

All bubble and cross shadow roots, so a listener on \`document\` hears every one. Those that a shopper caused start at the link or control that was used. A \`-request\` asks first: \`preventDefault()\` refuses it. The shapes of \`detail\` stand [below](#shapes).

${table(
  ['event', 'when', '`detail`'],
  events.map((one) => [code(one.name), one.description, code(one.detail)]),
)}

## Scripts

\`globalThis.Pushcart\`, which is also what \`pushcart.js\` exports. Money is an integer of the currency's smallest unit.

${table(
  ['call', 'does'],
  calls.map((one) => [code(one.signature), one.description]),
)}

From npm, \`definePushcart(options)\` of \`pushcart\` starts everything and returns the same, and \`createCart(options)\` of \`pushcart/cart\` is a cart without any element, and so without \`open\`.

\`\`\`ts
${options.map((one) => one.code).join('\n\n')}
\`\`\`

### Shapes

\`\`\`ts
${shapes.map((one) => one.code).join('\n\n')}
\`\`\`
`;
  return format(text, {...(await resolveConfig(`${root}/docs/embed.md`)), parser: 'markdown'});
}

const code = (text: string | undefined): string => (text ? `\`${text}\`` : '');
const linkTo = ({tag}: ElementDoc): string => `[\`<${tag}>\`](#${tag})`;

/** `drawer | none`, as values that can be copied one by one. */
const unionOf = (type: string | undefined): string =>
  (type ?? '')
    .split(/\s*\|\s*/)
    .map((one) => code(one.replace(/^'(.*)'$/, '$1')))
    .join(', ');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

const named = (list: readonly Named[]): string[][] =>
  list.map(({name, description = ''}) => [code(name) || '(default)', description]);

const propertyTable = (list: readonly Named[]): string =>
  table(
    ['custom property', 'default', 'meaning'],
    list.map((one) => [code(one.name), code(one.default), one.description ?? '']),
  );

function describe(element: ElementDoc): string {
  const {tag, isWritten, description, settings, methods, slots, parts, events} = element;
  const properties = element.properties.filter((one) => one.inheritedFrom?.name !== SHARED);
  const hasShared = properties.length < element.properties.length;
  const section = (title: string, list: readonly unknown[], body: string): string =>
    list.length > 0 ? `**${title}**\n\n${body}\n\n` : '';
  return `## \`<${tag}>\`

${isWritten ? '' : 'Pushcart puts it on the page by itself; style sheets address it by its name. '}${description}

${exampleOf(tag)}

${section(
  'Attributes',
  settings,
  table(
    ['attribute', 'property', 'values', 'default', 'meaning'],
    settings.map((one) => [
      code(one.attribute),
      code(one.property),
      unionOf(one.type?.text),
      code(one.default),
      one.description ?? '',
    ]),
  ),
)}${section(
    'Methods',
    methods,
    table(
      ['method', 'does'],
      methods.map((one) => [code(one.signature), one.description ?? '']),
    ),
  )}${section('Slots', slots, table(['slot', 'what belongs there'], named(slots)))}${section('Parts', parts, table(['part', 'what it is'], named(parts)))}${section(
    'Custom properties',
    properties,
    `${propertyTable(properties)}${hasShared ? '\n\nAnd the [tokens](#tokens).' : ''}`,
  )}${properties.length === 0 && hasShared ? '**Custom properties**: the [tokens](#tokens).\n\n' : ''}${section(
    'Events',
    events,
    table(
      ['event', 'when', '`detail`'],
      events.map((one) => [
        code(one.name),
        one.description ?? '',
        code(/^CustomEvent<(.*)>$/.exec(one.type?.text ?? '')?.[1]),
      ]),
    ),
  )}`;
}

/** The first example of an element's section in the demo, as it is shown there. */
function exampleOf(tag: string): string {
  const page = readFileSync(`${root}/demo/elements.html`, 'utf8');
  const section = page.split(/<section id="/).find((part) => part.startsWith(`${tag}"`));
  const [, language = '', escaped = ''] = /<pre><code class="(\w+)">([\s\S]*?)<\/code>/.exec(section ?? '') ?? [];
  if (!escaped)
    throw new Error(
      `demo/elements.html shows no <${tag}>: give it a <section id="${tag}"> with its markup in <pre><code>.`,
    );
  const shown = escaped
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('http://127.0.0.1:8787', 'https://cart.example');
  return `\`\`\`${language}\n${shown}\n\`\`\`\n\nLive: [demo/elements.html](../demo/elements.html#${tag}).`;
}
