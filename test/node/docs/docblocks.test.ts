/** The docblocks of elements against their code: what a page can use is documented, and what is documented is there. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {
  describeElements,
  readSources,
  type ElementDoc,
  type Named,
  type Sources,
} from '../../config/manifest/elements.js';
import {readInterfaces} from '../../config/manifest/interfaces.js';
import {plain, readRendered} from './rendered.js';

const sources = readSources();
const elements = describeElements(sources);
const interfaces = readInterfaces();

interface Kind {
  /** How a sentence calls it. */
  readonly name: string;
  readonly documented: readonly string[];
  readonly real: readonly string[];
  /** What to write above the class. */
  readonly tag: (name: string) => string;
}

/** What is wrong with the docblocks of an element, in sentences that say what to do. */
function complaintsAbout(element: ElementDoc, code: Sources): string[] {
  const {tag, path, className, parts, slots, properties, events, settings, methods} = element;
  const rendered = readRendered(element, code);
  const names = (list: readonly Named[]): string[] => list.map(({name}) => name);
  const kinds: readonly Kind[] = [
    {name: 'part', documented: names(parts), real: [...rendered.parts], tag: (name) => `@csspart ${name}`},
    {name: 'slot', documented: names(slots), real: [...rendered.slots], tag: (name) => `@slot ${name}`.trim()},
    {
      name: 'event',
      documented: names(events),
      real: [...rendered.events],
      tag: (name) => `@fires {CustomEvent<…>} ${name}`,
    },
    {
      name: 'custom property',
      documented: names(properties),
      real: [...rendered.properties.keys()],
      tag: (name) => `@cssprop [${name}=${rendered.properties.get(name) ?? ''}]`,
    },
  ];
  const described = [...parts, ...slots, ...properties, ...events, ...settings, ...methods];
  const declared = settings.flatMap(({attribute}) => attribute ?? []);
  return [
    ...kinds.flatMap(({name: kind, documented, real, tag: write}) => [
      ...real
        .filter((name) => !documented.includes(name))
        .map(
          (name) =>
            `<${tag}> has the ${kind} "${name}", and no docblock says what it is: write "${write(name)} - …" above ${className} in ${path}, or above the class that it has it from.`,
        ),
      ...documented
        .filter((name) => !real.includes(name))
        .map(
          (name) =>
            `The docblock of ${className} (${path}), or of a class above it, has the ${kind} "${name}", which nothing in its code makes: take "${write(name)}" away, or move it to the class that has it.`,
        ),
    ]),
    ...properties
      .filter(
        ({name, default: value = ''}) =>
          rendered.properties.has(name) && rendered.properties.get(name) !== plain(value),
      )
      .map(
        ({name, default: value}) =>
          `${className} documents ${name} with the default "${value ?? ''}", and its styles say "${rendered.properties.get(name) ?? ''}": make them agree.`,
      ),
    ...[...rendered.attributes]
      .filter((name) => !declared.includes(name))
      .map(
        (name) =>
          `<${tag}> has the attribute "${name}" without a docblock: write a sentence above its "declare" in ${className} or the class that it has it from.`,
      ),
    ...declared
      .filter((name) => !rendered.attributes.has(name))
      .map(
        (name) => `${className} documents the attribute "${name}", which is in no "static properties": take it away.`,
      ),
    ...described
      .filter(({description}) => !description)
      .map(({name}) => `${className} names "${name}" without a word about it: write what it is after a dash.`),
    ...(element.description ? [] : [`${className} has no docblock: write what a shopper sees.`]),
  ];
}

describe('the docblocks of elements', () => {
  it('are found for every element that is registered', () => {
    const registered = [...sources].flatMap(([path, text]) => {
      const called = [...text.matchAll(/\bdefine\(\{([^}]*)\}|customElements\.define\(('pushcart-[^,]*),/g)];
      return called.flatMap(([, several, one = '']) => (several ?? one).match(/pushcart-[\w-]+/g) ?? assert.fail(path));
    });
    assert.ok(elements.length >= 6);
    assert.deepEqual(elements.map(({tag}) => tag).sort(), registered.sort());
  });

  for (const element of elements)
    it(`name all that <${element.tag}> has, and nothing else`, () => {
      const complaints = complaintsAbout(element, sources);
      assert.equal(complaints.length, 0, complaints.join('\n'));
    });

  it('list what is inherited', () => {
    const drawer = elements.find(({tag}) => tag === 'pushcart-drawer');
    assert.ok(drawer);
    assert.ok(drawer.parts.some(({name, inheritedFrom}) => name === 'checkout-button' && inheritedFrom));
    assert.ok(drawer.slots.some(({name}) => name === 'empty'));
    assert.ok(drawer.properties.some(({name}) => name === '--pushcart-accent'));
    assert.ok(drawer.events.some(({name}) => name === 'pushcart-remove-request'));
  });
});

/** An element with a base class, a function that renders a piece of it, and styles: each thing of it is documented once. */
const lamp: Sources = new Map([
  [
    'src/elements/light.ts',
    `import {renderBulb} from './bulb.js';
import {lightStyles} from './light.styles.js';
/**
 * What shines.
 *
 * @slot shade - Around the bulb.
 * @csspart bulb - The bulb.
 * @csspart socket - Holds the bulb.
 * @csspart cord - Of one kind.
 * @csspart chain - Of another.
 * @cssprop [--pushcart-glow=color-mix(in srgb, text 5%, red)] - Its colour.
 * @fires {CustomEvent<string>} pushcart-lit - It shines.
 */
export abstract class Light extends LitElement {
  static override styles = [lightStyles];
  static override properties = {watts: {type: Number, attribute: 'lamp-watts'}};
  /** How bright. */
  declare watts: number;
  protected renderLight() {
    tell(this, 'pushcart-lit', '');
    return html\`<slot name="shade"></slot>\${renderBulb({part: 'socket'}, this)}\`;
  }
}`,
  ],
  [
    'src/elements/bulb.ts',
    `export const renderBulb = ({part}: {part: string}, {watts}: Light) =>
  html\`<i part=\${part}><b part="bulb"></b><u part=\${watts ? 'cord' : 'chain'}></u></i>\`;
export const renderNothingOfIt = () => html\`<b part="of-another"></b>\`;`,
  ],
  [
    'src/elements/light.styles.ts',
    'export const lightStyles = css`i { color: var(--pushcart-glow, color-mix(in srgb, var(--_text) 5%, red)); }`;',
  ],
  [
    'src/elements/lamp.ts',
    `import {Light} from './light.js';
/** What stands on a desk. */
export class Lamp extends Light {
  protected override render() {
    return this.renderLight();
  }
}
define({'pushcart-lamp': Lamp});`,
  ],
]);

/** What is complained of after one file was changed. */
function complaintsAfter(path: string, from: string | RegExp, to: string): string {
  const before = lamp.get(path) ?? '';
  const after = before.replace(from, to);
  assert.notEqual(after, before);
  const code: Sources = new Map([...lamp, [path, after]]);
  return describeElements(code)
    .flatMap((one) => complaintsAbout(one, code))
    .join('\n');
}

describe('a check of docblocks', () => {
  const light = 'src/elements/light.ts';

  it('is content where all is documented, on the class or above it', () => {
    assert.equal(describeElements(lamp).length, 1);
    assert.equal(complaintsAfter('src/elements/lamp.ts', 'on a desk', 'in a corner'), '');
  });

  const lines = [
    ['a part in a function that the element uses', 'bulb', '@csspart bulb'],
    ['a part that is handed on', 'socket', '@csspart socket'],
    ['a part that is there at times', 'chain', '@csspart chain'],
    ['a slot', 'shade', '@slot shade'],
    ['an event', 'pushcart-lit', '@fires {CustomEvent<…>} pushcart-lit'],
    ['a custom property', '--pushcart-glow', '@cssprop [--pushcart-glow=color-mix(in srgb, text 5%, red)]'],
  ] as const;
  for (const [what, name, toWrite] of lines)
    it(`says what to write where nobody documented ${what}`, () => {
      const line = new RegExp(`^ \\* @.*\\b${name.replace(/^-+/, '')}\\b.* - .*\\n`, 'm');
      assert.ok(complaintsAfter(light, line, '').includes(`write "${toWrite} - …" above Lamp in src/elements/lamp.ts`));
    });

  it('says where an attribute has no docblock', () => {
    assert.match(complaintsAfter(light, '/** How bright. */', ''), /the attribute "lamp-watts" without a docblock/);
  });

  it('says what to take away where something documented is gone', () => {
    assert.match(complaintsAfter(light, '<slot name="shade"></slot>', ''), /take "@slot shade" away/);
    assert.match(complaintsAfter('src/elements/bulb.ts', '<b part="bulb"></b>', ''), /take "@csspart bulb" away/);
  });

  it('says where a default is another', () => {
    assert.match(
      complaintsAfter('src/elements/light.styles.ts', '5%', '6%'),
      /--pushcart-glow with the default .*5%.*6%/,
    );
  });

  it('says where a word about it is missing', () => {
    assert.match(complaintsAfter(light, 'cord - Of one kind.', 'cord'), /names "cord" without a word about it/);
  });
});

describe('the docblocks for scripts', () => {
  const code = ['src/cart', 'src/elements', 'src/embed']
    .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

  it('say of every event when it is fired, and every event is', () => {
    for (const {name, description} of interfaces.events) {
      assert.ok(description, `Write above '${name}' in src/elements/events.ts when it is fired.`);
      assert.match(code, new RegExp(`(tell|ask|CustomEvent)\\([^)]*'${name}'`), `Nothing fires ${name}.`);
    }
  });

  it('say of every call what it does', () => {
    for (const {name, description} of interfaces.calls)
      assert.ok(description, `Write above ${name} of Cart or PushcartApi what it does.`);
  });

  it('name every attribute of the script tag, and nothing else', () => {
    const read = [
      ...code.matchAll(/\bsettings(?:\['|\.)(\w+)/g),
      ...[...code.matchAll(/\{([\w\s,:]+)\} = (?:\w+\.)?settings\b/g)].flatMap(([, list = '']) => [
        ...list.matchAll(/(?:^|,)\s*(\w+)/g),
      ]),
    ].map(([, name = '']) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    const documented = interfaces.tag.map(({name}) => name);
    for (const name of read)
      assert.ok(
        documented.includes(name),
        `${name} is read and not documented: write "@attr {values} [${name}=default] - …" above readSettings in src/embed/tag.ts.`,
      );
    for (const {name, type, description} of interfaces.tag) {
      assert.ok(read.includes(name), `${name} is documented in src/embed/tag.ts, and nothing reads it.`);
      assert.ok(
        type && description,
        `${name} in src/embed/tag.ts has the form "@attr {values} [name=default] - meaning".`,
      );
    }
  });
});
