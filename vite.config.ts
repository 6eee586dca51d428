/**
 * One build for everything that Pushcart ships:
 * - `dist/embed`: the second stage as hashed chunks, then `pushcart.js`, which is told their names;
 * - `dist/studio`: the snippet builder and its preview;
 * - `dist/lib`: the npm library, with `dist/types`;
 * - `dist/server`: proxy, sandbox and commands for Node.
 */
import {createHash} from 'node:crypto';
import {builtinModules} from 'node:module';
import {readdirSync, readFileSync} from 'node:fs';
import {readdir, rm} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {transform as minifyCss} from 'lightningcss';
import {minify} from 'terser';
import ts from 'typescript';
import {defineConfig, transformWithOxc, type Plugin} from 'vite';
import packageJson from './package.json' with {type: 'json'};
import {languageTags} from './src/words/languages.js';

/** Tells the tag the names of the chunks that it loads, once they are built. */
const chunkNames: Plugin = {
  name: 'pushcart-chunk-names',
  resolveId: (id) => (id === 'virtual:chunks' ? '\0virtual:chunks' : undefined),
  async load(id) {
    if (id !== '\0virtual:chunks') return undefined;
    const files = await readdir('dist/embed/assets');
    const find = (chunk: string): string => {
      const file = files.find((name) => name.startsWith(`${chunk}-`));
      if (file) return JSON.stringify(`assets/${file}`);
      throw new Error(`The second stage must be built before the tag: 'dist/embed/assets' has no chunk '${chunk}'.`);
    };
    return `export const CART_CHUNK = ${find('cart')}, PRODUCT_CHUNK = ${find('define-product')};`;
  },
};

/** The styles' own properties, which have names for people in the source; in an order that does not depend on the build. */
const privateNames = [
  ...new Set(
    readdirSync('src/elements')
      .filter((file) => file.endsWith('.styles.ts'))
      .flatMap((file) => readFileSync(`src/elements/${file}`, 'utf8').match(/--_[\w-]+/g) ?? []),
  ),
].sort();
/** `--_a`, `--_b` and so on, the same for a name wherever it stands. */
const shortName = (name: string): string => `--_${(privateNames.indexOf(name) + 10).toString(36)}`;

/** Styles and templates are strings to a bundler, so nobody else makes them small: every shopper pays for them. */
const minifyTemplates: Plugin = {
  name: 'pushcart-minify-templates',
  enforce: 'pre',
  transform: {
    filter: {id: /\/src\/(elements|embed)\/[^/]+\.ts$/},
    handler(code, id) {
      const styled = code.replace(/css`([^`$]*)`/g, (_, css: string) => {
        // No targets: every browser that runs the embed knows what the styles use.
        const minified = minifyCss({filename: id, code: Buffer.from(css), minify: true}).code.toString();
        // Our own properties have names for people up to here.
        const named = minified.replace(/--_[\w-]+/g, shortName);
        return `css\`${named.replaceAll('\\', '\\\\')}\``;
      });
      // Outside of templates indentation means nothing; inside, one line break does what any white space does. Only
      // markup has an attribute's equals sign without spaces and with double quotes: prettier sees to that.
      return {code: styled.replace(/\n\s+/g, '\n').replace(/(?<=\s)([a-z-]+)="([\w-]+)"/g, '$1=$2'), map: null};
    },
  },
};

/** What a module of the words exports, once its types are taken away: it imports nothing. */
async function readWords(file: string, code?: string): Promise<Record<string, Record<string, unknown>>> {
  const {code: script} = await transformWithOxc(code ?? readFileSync(`src/words/${file}.ts`, 'utf8'), `${file}.ts`);
  return (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as Record<
    string,
    Record<string, unknown>
  >;
}

/** A phrase without the plural forms that say what `other` says; a text where no other form is left. */
function packPhrase(phrase: unknown): unknown {
  if (typeof phrase !== 'object' || !phrase || !('other' in phrase)) return phrase;
  const {other, ...forms} = phrase;
  const own = Object.entries(forms).filter(([, form]) => form !== other);
  return own.length > 0 ? {...Object.fromEntries(own), other} : other;
}

/** A language is shipped as its phrases alone: their keys would be a third of it, and English has them in the same order. */
const packLanguages: Plugin = {
  name: 'pushcart-pack-languages',
  enforce: 'pre',
  // The proxy has all words, and nobody loads its files.
  applyToEnvironment: ({name}) => name !== 'server',
  transform: {
    filter: {id: new RegExp(`/src/words/(${languageTags.join('|')})\\.ts$`)},
    async handler(code, id) {
      if (/\/en\.ts$/.test(id)) return undefined;
      const {words = {}} = await readWords(id, code);
      const parts = {
        core: 'en',
        notices: 'en-notices',
        questions: 'en-questions',
        share: 'en-share',
        shared: 'en-shared',
      };
      const packed: Record<string, unknown> = {};
      for (const [part, file] of Object.entries(parts)) {
        const [english = {}] = Object.values(await readWords(file));
        packed[part] = Object.keys(english).map((key) => packPhrase(words[key]));
      }
      return {code: `export const words = ${JSON.stringify(packed)};`, map: null};
    },
  },
};

/** Languages have one hash, of all words together: it is written into the cart's chunk eleven times, and compresses well. */
const wordsHash = [
  ...readdirSync('src/words').map((file) => `src/words/${file}`),
  'vite.config.ts',
  'package-lock.json',
]
  .sort()
  .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
  .digest('base64url')
  .slice(0, 8);
const toChunkName = ({name}: {readonly name: string}): string =>
  `assets/[name]-${languageTags.some((tag) => tag === name) ? wordsHash : '[hash]'}.js`;

/** The embed has what it uses of Lit, and the npm library all of it: see the file. */
const slimLit: Plugin = {
  name: 'pushcart-slim-lit',
  enforce: 'pre',
  applyToEnvironment: ({name}) => name === 'chunks',
  resolveId: (id) => (id === 'lit' ? fileURLToPath(new URL('src/elements/slim-lit.ts', import.meta.url)) : undefined),
};

/** After the bundler's own minifier another 1.5 %: two hundred bytes that nobody has to load. */
const minifyAgain: Plugin = {
  name: 'pushcart-minify-again',
  applyToEnvironment: ({name}) => name === 'chunks' || name === 'tag',
  async generateBundle(_, bundle) {
    const compress = {
      passes: 3,
      ecma: 2020,
      unsafe: true,
      unsafe_arrows: true,
      unsafe_methods: true,
      pure_getters: true,
      keep_fargs: false,
    } as const;
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      // One request more, and bytes that nobody counts: the bundler makes such chunks of what several others share.
      if (file.isEntry && file.imports.length > 0)
        throw new Error(`${file.fileName} must not import ${file.imports.join()}: hand over what they share.`);
      const {code = file.code} = await minify(file.code, {module: true, compress});
      // What is left of line breaks is in templates; between a tag and what follows it they show nothing.
      file.code = code.replace(/(?<=[>}])\n(?=<)|(?<=>)\n(?=\$\{)/g, '');
    }
  },
};

/** Declarations for what `package.json` exports, and nothing else. */
function emitTypes(): void {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.json',
    {},
    {...ts.sys, onUnRecoverableConfigFileDiagnostic: console.error},
  );
  if (!parsed) throw new Error('tsconfig.json cannot be read.');
  const entries = ['index', 'server', 'cart/index', 'proxy/index', 'sandbox/index'].map((name) => `src/${name}.ts`);
  const program = ts.createProgram(entries, {
    ...parsed.options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: 'dist/types',
    rootDir: 'src',
  });
  const {diagnostics} = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    throw new Error(
      ts.formatDiagnostics(problems, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => '.',
        getNewLine: () => '\n',
      }),
    );
  }
}

const embed = {
  outDir: 'dist/embed',
  emptyOutDir: false,
  target: 'es2022',
  minify: 'oxc',
  // The chunks are loaded by our own code, from another origin than the page's: no helper, no hints.
  modulePreload: false,
  reportCompressedSize: false,
} as const;
const packages = Object.keys(packageJson.dependencies);
const isPackage = (id: string) => packages.some((name) => id === name || id.startsWith(`${name}/`));

export default defineConfig({
  appType: 'custom',
  plugins: [slimLit, packLanguages, chunkNames, minifyTemplates, minifyAgain],
  environments: {
    chunks: {
      consumer: 'client',
      build: {
        ...embed,
        lib: {entry: {cart: 'src/elements/start.ts'}, formats: ['es']},
        rolldownOptions: {
          // What product and cart share stays in the cart's chunk: one file less, and it compresses better.
          preserveEntrySignatures: 'allow-extension',
          // That minifying once more takes its time is no news for whoever runs `npm start`.
          checks: {bundlerTimings: false},
          output: {minify: true, entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: toChunkName},
        },
      },
    },
    tag: {
      consumer: 'client',
      build: {
        ...embed,
        lib: {entry: {pushcart: 'src/pushcart.ts'}, formats: ['es']},
        rolldownOptions: {output: {minify: true, entryFileNames: 'pushcart.js'}},
      },
    },
    studio: {
      consumer: 'client',
      build: {
        outDir: 'dist/studio',
        target: 'es2022',
        minify: 'oxc',
        modulePreload: false,
        lib: {entry: {studio: 'src/studio/main.ts', preview: 'src/studio/preview.ts'}, formats: ['es']},
        rolldownOptions: {
          output: {minify: true, entryFileNames: '[name].js', chunkFileNames: 'shared.js'},
        },
      },
    },
    lib: {
      consumer: 'client',
      build: {
        outDir: 'dist/lib',
        target: 'es2022',
        minify: false,
        sourcemap: true,
        lib: {entry: {index: 'src/index.ts', cart: 'src/cart/index.ts'}, formats: ['es']},
        rolldownOptions: {
          external: isPackage,
          output: {entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js'},
        },
      },
    },
    server: {
      consumer: 'server',
      build: {
        outDir: 'dist/server',
        target: 'node20',
        minify: false,
        sourcemap: true,
        ssr: true,
        rolldownOptions: {
          input: {
            cli: 'src/cli/main.ts',
            server: 'src/server.ts',
            proxy: 'src/proxy/index.ts',
            sandbox: 'src/sandbox/index.ts',
          },
          external: (id: string) => isPackage(id) || id.startsWith('node:') || builtinModules.includes(id),
          output: {entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js'},
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      await rm('dist', {recursive: true, force: true});
      const {chunks, tag, studio, lib, server} = builder.environments;
      if (!chunks || !tag || !studio || !lib || !server) throw new Error('An environment of the build is missing.');
      await builder.build(chunks);
      await builder.build(tag);
      await builder.build(studio);
      await builder.build(lib);
      await builder.build(server);
      emitTypes();
    },
  },
});
