/** The types for JSX, as a page written with a framework meets them: from the built package, by the name it exports. */
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import ts from 'typescript';

/** What TypeScript says about a page's source. */
function complaintsAbout(source: string, jsxImportSource: string): string[] {
  const name = join(process.cwd(), 'a-page.tsx');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    jsxImportSource,
    strict: true,
    noEmit: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const {fileExists, getSourceFile} = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true) : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({file}) => !file || file.fileName === name || file.fileName.includes('/dist/types/jsx/'))
    .map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const frameworks = [
  {name: 'React', source: 'react', types: 'pushcart/jsx', on: 'on', className: 'className'},
  {name: 'Preact', source: 'preact', types: 'pushcart/jsx/preact', on: 'on', className: 'class'},
  {name: 'Solid', source: 'solid-js', types: 'pushcart/jsx/solid', on: 'on:', className: 'class'},
] as const;

for (const {name, source, types, on, className} of frameworks)
  describe(`the types for ${name}`, () => {
    const page = (markup: string): string => `import '${types}';\nexport const page = (${markup});\n`;

    it('know what a page can write', () => {
      const markup = `<main>
        <pushcart-product catalog-id={510} ${className}="wide" ${on}pushcart-added={(event) => event.detail.lineId.trim()}>
          <a href="https://cart.example/buy/510">River Tee</a>
        </pushcart-product>
        <pushcart-product catalog-id="511" />
        <pushcart-cart display="inline"><p slot="empty">Nothing yet.</p></pushcart-cart>
        <pushcart-count>Cart</pushcart-count>
      </main>`;
      assert.deepEqual(complaintsAbout(page(markup), source), []);
    });

    it('refuse what is not', () => {
      const wrong = [
        '<pushcart-cart display="inlin" />',
        '<pushcart-product catalog-id="a tee" />',
        '<pushcart-product catalog={510} />',
        '<pushcart-cost />',
        `<pushcart-product ${on}pushcart-added={(event) => event.detail.colour} />`,
      ];
      for (const markup of wrong) assert.notDeepEqual(complaintsAbout(page(markup), source), [], markup);
    });

    it('can be imported where types are gone', async () => {
      assert.deepEqual(Object.keys((await import(types)) as object), []);
    });
  });

describe('what the package has for tools', () => {
  const {customElements, exports} = JSON.parse(readFileSync('package.json', 'utf8')) as {
    customElements: string;
    exports: Record<string, unknown>;
  };
  const manifest = JSON.parse(readFileSync(customElements, 'utf8')) as {
    modules: {path: string; declarations: {tagName: string; cssParts: {name: string}[]}[]}[];
  };

  it('is a manifest of the elements, with what they inherit, in a module that is in the package', () => {
    for (const {path} of manifest.modules) assert.ok(existsSync(path), path);
    assert.ok(JSON.stringify(exports).includes(manifest.modules[0]!.path), 'the module is exported');
    const parts = (tag: string) =>
      manifest.modules
        .flatMap(({declarations}) => declarations)
        .find(({tagName}) => tagName === tag)
        ?.cssParts.map(({name}) => name) ?? [];
    assert.ok(parts('pushcart-drawer').includes('checkout-button'));
    assert.ok(parts('pushcart-product-dialog').includes('add-button'));
  });

  it('is data for editors, with the values of attributes', () => {
    const {tags} = JSON.parse(readFileSync('dist/vscode.html-custom-data.json', 'utf8')) as {
      tags: {name: string; attributes: {name: string; values?: {name: string}[]}[]}[];
    };
    const display = tags.find(({name}) => name === 'pushcart-cart')?.attributes.find(({name}) => name === 'display');
    assert.deepEqual(display?.values, [{name: 'inline'}, {name: 'drawer'}]);
    assert.ok(
      tags.some(({name, attributes}) => name === 'script' && attributes.some((one) => one.name === 'data-cart')),
    );
  });
});
