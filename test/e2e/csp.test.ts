/** `docs/csp.md`, line by line: under each of its policies a reader can buy, and without any of its parts not quietly. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {buyEverything, everything, openPage} from './open-page.js';
import {openScene, type Scene} from './setup.js';

interface Section {
  readonly title: string;
  /** The tag. */
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const otherLit = read('node_modules/lit-html/lit-html.js');

/** The sections of the document that have lines to copy. */
function readSections(proxy: string, store: string): Section[] {
  return read('docs/csp.md')
    .replaceAll('https://cart.example', proxy)
    .replaceAll('https://your-store.example', store)
    .split('\n## ')
    .flatMap((section) => {
      const block = (language: string) => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(section)?.[1];
      const [html, http] = [block('html'), block('http')];
      if (html === undefined || http === undefined) return [];
      const headers = http
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)] as const);
      return [{title: section.slice(0, section.indexOf('\n')), html, headers: Object.fromEntries(headers)}];
    });
}

describe('under the policies of docs/csp.md', () => {
  let scene: Scene;
  let sections: Section[];
  before(async () => {
    scene = await openScene();
    sections = readSections(scene.proxy.url, scene.sandbox.url);
  });
  after(() => scene.close());

  const find = (title: string): Section => {
    const found = sections.find((section) => section.title.startsWith(title));
    assert.ok(found, `docs/csp.md has no section "${title}"`);
    return found;
  };

  it('everything can be bought, and nothing is refused', async () => {
    assert.equal(sections.length, 5);
    for (const {title, html, headers} of sections) {
      const {page, complaints} = await openPage(scene, {html: html + everything, headers});
      await buyEverything(scene, page);
      assert.deepEqual(complaints, [], title);
      await page.context().close();
    }
  });

  it('a page has a Lit of its own too, before and after', async () => {
    const {html, headers} = find('Trusted Types');
    const own = '<script type="module" nonce="R4nd0mN0nce" src="/own.js"></script>';
    const files = {
      '/lit.js': otherLit,
      '/own.js': `import {html, render} from '/lit.js';
        render(html\`<p id="own">\${'of the page'}</p>\`, document.body.appendChild(document.createElement('div')));`,
    };
    for (const body of [own + html, html + own]) {
      const {page, complaints} = await openPage(scene, {html: body + everything, headers, files});
      await page.locator('#own').filter({hasText: 'of the page'}).waitFor();
      await buyEverything(scene, page);
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
  });

  it('an isolated page is isolated indeed', async () => {
    const {html, headers} = find('An isolated page');
    const {page} = await openPage(scene, {html: html + everything, headers});
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  });

  it('each of their parts is needed, and this test would find it missing', async () => {
    const {html, headers} = find('Trusted Types');
    const policy = headers['Content-Security-Policy'] ?? '';
    const parts = ["'nonce-R4nd0mN0nce'", `connect-src ${scene.proxy.url}`, `img-src ${scene.sandbox.url}`, 'lit-html'];
    for (const part of parts) {
      assert.ok(policy.includes(part), part);
      const {page, complaints} = await openPage(scene, {
        html: html + everything,
        headers: {'Content-Security-Policy': policy.replace(part, '')},
      });
      await page.locator('#mug').hover();
      await page.waitForFunction(() => document.readyState === 'complete');
      await page.locator('pushcart-product').scrollIntoViewIfNeeded();
      const refused = () =>
        complaints.some((complaint) => /Content Security Policy|TrustedTypePolicy/i.test(complaint));
      while (!refused()) await page.waitForEvent('console');
      await page.context().close();
    }
  });
});
