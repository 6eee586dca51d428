/**
 * One build for everything that Pushcart ships:
 * - `dist/embed`: the second stage as hashed chunks, then `pushcart.js`, which is told their names;
 * - `dist/lib`: the npm library, with `dist/types`;
 * - `dist/server`: proxy, sandbox and commands for Node.
 */
import {builtinModules} from 'node:module';
import {rm} from 'node:fs/promises';
import ts from 'typescript';
import {defineConfig, type Plugin, type Rolldown} from 'vite';
import packageJson from './package.json' with {type: 'json'};

/** The chunk that the tag loads, known once the chunks are built. */
let cartChunk = '';

const chunkNames: Plugin = {
  name: 'pushcart-chunk-names',
  resolveId: (id) => (id === 'virtual:chunks' ? '\0virtual:chunks' : undefined),
  load: (id) => (id === '\0virtual:chunks' ? `export const CART_CHUNK = ${JSON.stringify(cartChunk)};` : undefined),
};

/** Declarations for what `package.json` exports, and nothing else. */
function emitTypes(): void {
  const {config} = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
  const {options} = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const entries = ['index', 'server', 'cart/index', 'proxy/index', 'sandbox/index'].map((name) => `src/${name}.ts`);
  const program = ts.createProgram(entries, {
    ...options,
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
  plugins: [chunkNames],
  environments: {
    chunks: {
      consumer: 'client',
      build: {
        ...embed,
        lib: {entry: {cart: 'src/elements/start.ts'}, formats: ['es']},
        rolldownOptions: {
          output: {minify: true, entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js'},
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
      const {chunks, tag, lib, server} = builder.environments;
      if (!chunks || !tag || !lib || !server) throw new Error('An environment of the build is missing.');
      const built = await builder.build(chunks);
      const files = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
      const entry = files.find((file): file is Rolldown.OutputChunk => file.type === 'chunk' && file.isEntry);
      if (!entry) throw new Error('The second stage has no entry.');
      cartChunk = entry.fileName;
      await builder.build(tag);
      await builder.build(lib);
      await builder.build(server);
      emitTypes();
    },
  },
});
