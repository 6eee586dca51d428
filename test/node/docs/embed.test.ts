/** `docs/embed.md`, the page of elements in the demo, and `docs/llms.txt`: what they say is what is there. */
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, it} from 'node:test';
import {describeElements, readSources} from '../../config/manifest/elements.js';
import {readInterfaces} from '../../config/manifest/interfaces.js';
import {writeEmbedMd} from '../../config/manifest/markdown.js';

const elements = describeElements(readSources());
const interfaces = readInterfaces();
const read = (path: string): string => readFileSync(path, 'utf8');

/** Headings as GitHub makes anchors of them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );

describe('docs/embed.md', () => {
  it('is what the docblocks say', async () => {
    const isCurrent = read('docs/embed.md') === (await writeEmbedMd(elements, interfaces));
    assert.ok(
      isCurrent,
      'docs/embed.md is not what the docblocks in src/ say any more: run "npm run manifest" and commit it.',
    );
  });

  it('documents the shape of every detail', () => {
    for (const {detail} of interfaces.events)
      assert.ok(
        interfaces.shapes.some(({name}) => name === detail),
        `${detail} stands under "Shapes".`,
      );
  });
});

describe('the documentation', () => {
  const pages = [
    'README.md',
    ...readdirSync('docs', {recursive: true, encoding: 'utf8'}).map((name) => join('docs', name)),
  ];
  for (const page of pages.filter((name) => name.endsWith('.md')))
    it(`has no dead link in ${page}`, () => {
      for (const [link, address = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(address)) continue;
        const [path = '', anchor] = address.split('#');
        const file = path ? join(dirname(page), path) : page;
        assert.ok(existsSync(file), `${page} has ${link}, and there is no ${file}.`);
        if (!anchor) continue;
        const text = read(file);
        const isThere = file.endsWith('.md') ? anchorsOf(text).includes(anchor) : text.includes(`id="${anchor}"`);
        assert.ok(isThere, `${page} has ${link}, and ${file} has no "${anchor}".`);
      }
    });
});

/** White space between tags, and how attributes are broken into lines, is the formatter's business. */
const squash = (markup: string): string =>
  markup
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]) ?/g, '$1')
    .trim();
const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('the page of elements in the demo', () => {
  const page = read('demo/elements.html');
  const examples = page.split('<div class="example">').slice(1);
  const codes = (example: string, language: string): string[] =>
    [...example.matchAll(new RegExp(`<code class="${language}">([\\s\\S]*?)</code></pre>`, 'g'))].map(([, code = '']) =>
      unescape(code),
    );

  it('shows beside each piece the markup that it has', () => {
    assert.ok(examples.length >= 20, `${examples.length} examples`);
    for (const example of examples) {
      const [, live = ''] = /<div class="live">([\s\S]*?)<\/div>/.exec(example) ?? [];
      assert.ok(live.trim());
      for (const code of codes(example, 'html')) assert.equal(squash(code), squash(live));
    }
  });

  it('shows the rules that it has', () => {
    const rules = squash(read('demo/elements.css'));
    const shown = examples.flatMap((example) => codes(example, 'css'));
    assert.ok(shown.length >= 5);
    for (const rule of shown.flatMap((code) => code.split(/(?<=\})\s+/)))
      assert.ok(rules.includes(squash(rule)), `demo/elements.css has no rule ${rule}`);
  });

  it('has every element', () => {
    for (const {tag, isWritten} of elements) {
      assert.ok(
        page.includes(`<section id="${tag}"`),
        `demo/elements.html has no section for <${tag}>: show it there.`,
      );
      if (isWritten) assert.ok(page.includes(`<${tag}`));
    }
  });

  it('is linked from every page of the blog', () => {
    for (const file of [
      'index.html',
      ...readdirSync('demo')
        .filter((name) => name.endsWith('.html'))
        .map((name) => `demo/${name}`),
    ])
      assert.ok(read(file).includes('href="/demo/elements.html"'), `${file} links to /demo/elements.html`);
  });
});

describe('docs/llms.txt', () => {
  const text = read('docs/llms.txt');

  it('has the form of an llms.txt: a title, a summary, and sections', () => {
    assert.match(text, /^# Pushcart\n\n> .+\n\n/);
    const [, ...sections] = text.split(/^## /m);
    assert.ok(sections.length > 0);
    // In the sections of links every entry is one; the last may be left out by who is short of room.
    assert.match(text, /^## Docs$/m);
    assert.match(text, /^## Optional$/m);
  });

  it('names files that are there, and every one in docs/', () => {
    const linked = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, path = '']) => join('docs', path));
    for (const path of linked) assert.ok(existsSync(path), `docs/llms.txt links to ${path}, which is not there.`);
    for (const name of readdirSync('docs').filter((file) => file.endsWith('.md')))
      assert.ok(
        linked.includes(`docs/${name}`),
        `docs/llms.txt does not link to ${name}: say in a line what stands there.`,
      );
  });

  it('names elements, attributes, events, calls and custom properties that are there', () => {
    const known = new Set([
      ...elements.flatMap(({tag, settings, properties}) => [
        tag,
        ...settings.flatMap(({attribute}) => attribute ?? []),
        ...properties.map(({name}) => name),
      ]),
      ...interfaces.events.map(({name}) => name),
      ...interfaces.tag.map(({name}) => name),
      ...interfaces.calls.map(({name}) => `Pushcart.${name}`),
    ]);
    const named = [
      ...(text.match(/(?:--)?pushcart-[a-z-]*[a-z]/g) ?? []),
      ...(text.match(/\bdata-[a-z-]+/g) ?? []),
      ...(text.match(/\bPushcart\.\w+/g) ?? []),
      ...[...text.matchAll(/<pushcart-[\w-]+ ([a-z-]+)=/g)].map(([, attribute = '']) => attribute),
    ];
    for (const name of named) assert.ok(known.has(name), `docs/llms.txt names ${name}, which is not there.`);
    for (const {tag, isWritten} of elements)
      if (isWritten) assert.ok(named.includes(tag), `docs/llms.txt does not name <${tag}>.`);
    for (const {name} of interfaces.events) assert.ok(named.includes(name), `docs/llms.txt does not name ${name}.`);
    for (const {name} of interfaces.tag) assert.ok(named.includes(name), `docs/llms.txt does not name ${name}.`);
    for (const {name} of interfaces.calls)
      assert.ok(named.includes(`Pushcart.${name}`), `docs/llms.txt does not name Pushcart.${name}.`);
  });
});
