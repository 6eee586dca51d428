/** Lint: types, Lit, web components, and the direction of imports between the folders of `src/`. */
import lit from 'eslint-plugin-lit';
import regexp from 'eslint-plugin-regexp';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/**
 * What each folder may import besides its own files: folders of ours, of some only the types, and packages.
 * Everything that is not named here is refused.
 */
const layers = {
  contract: {packages: ['zod']},
  cart: {types: ['contract']},
  embed: {folders: ['cart/(wishes|hand-over|state)']},
  elements: {folders: ['cart', 'words'], types: ['contract'], packages: ['lit']},
  words: {},
  studio: {
    folders: ['cart/(price|fit-quantity)', 'contract/text', 'words/languages'],
    types: ['cart/state', 'contract/(wire|problem)'],
    packages: ['lit'],
  },
  threedcart: {packages: ['zod']},
  proxy: {
    folders: ['contract', 'threedcart', 'words', 'cart/(price|fit-quantity|choice)', 'embed/links'],
    packages: ['hono', 'jose', 'lru-cache', 'rate-limiter-flexible', 'zod'],
  },
  redis: {folders: ['proxy', 'threedcart'], packages: ['ioredis', 'rate-limiter-flexible'], node: true},
  sandbox: {packages: ['hono', '@hono/node-server', 'zod'], node: true},
};

const alternatives = (names) => names.map((name) => `${name}(?=[/.])`).join('|');

/** The rules for one folder, and for the folders in it, from where the way out is one step longer. */
function boundariesOf(folder, {folders = [], types = [], packages = [], node = false}) {
  const ours = alternatives([...folders, ...types]);
  const bare = [...packages.map((name) => `${name}(/|$)`), ...(node ? ['node:'] : [])].join('|');
  return ['*.ts', '*/*.ts'].map((files, depth) => {
    const out = `^(?:\\.\\./){${depth + 1},}`;
    const patterns = [
      {
        regex: `${out}(?!\\.\\./${ours ? `|${ours}` : ''})`,
        message: `src/${folder} may not import this; see docs/architecture.md.`,
      },
      {
        regex: `^(?!\\.)${bare ? `(?!${bare})` : ''}`,
        message: `src/${folder} may not import this package; see docs/architecture.md.`,
      },
      ...(types.length > 0
        ? [
            {
              regex: `${out}(?:${alternatives(types)})`,
              allowTypeImports: true,
              message: `src/${folder} may import types alone from here.`,
            },
          ]
        : []),
    ];
    return {
      files: [`src/${folder}/${files}`],
      rules: {'@typescript-eslint/no-restricted-imports': ['error', {patterns}]},
    };
  });
}

export default tseslint.config(
  {ignores: ['dist/**', 'coverage/**', 'node_modules/**']},
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'vite.config.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: `${import.meta.dirname}/../..`}},
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true},
      ],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {allowForKnownSafeCalls: [{from: 'package', name: ['describe', 'it', 'test', 'suite'], package: 'node:test'}]},
      ],
      // Our objects are closures: none of their functions uses `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {object: 'process', property: 'env', message: 'Only src/server.ts reads the environment.'},
      ],
    },
  },
  {
    // Texts of strangers and of the store meet these: each expression must take time in proportion to the text.
    files: ['src/contract/**/*.ts', 'src/proxy/**/*.ts', 'src/threedcart/**/*.ts', 'src/server.ts'],
    plugins: {regexp},
    rules: {
      'regexp/no-super-linear-backtracking': ['error', {report: 'potential'}],
      'regexp/no-super-linear-move': ['error', {report: 'potential', ignoreSticky: false}],
    },
  },
  {
    files: ['src/elements/**/*.ts', 'src/studio/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended']],
    rules: {'wc/guard-super-call': 'off'},
  },
  {
    // They run in any host that speaks Web-standard fetch. Node's modules are refused with all others above.
    files: ['src/proxy/**/*.ts', 'src/threedcart/**/*.ts', 'src/contract/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'setImmediate', 'clearImmediate', 'global', 'require', '__dirname', '__filename'].map(
          (name) => ({name, message: 'Node alone has this; see docs/hosts.md.'}),
        ),
      ],
      // By another way to the same globals.
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name="globalThis"][property.name=/^(process|Buffer|setImmediate)$/]',
          message: 'Node alone has this; see docs/hosts.md.',
        },
      ],
    },
  },
  ...Object.entries(layers).flatMap(([folder, allowed]) => boundariesOf(folder, allowed)),
  {
    // A page pays for every byte: `!` stands where a check that cannot fail would have to be shipped.
    files: ['src/cart/**/*.ts', 'src/embed/**/*.ts'],
    rules: {'@typescript-eslint/no-non-null-assertion': 'off'},
  },
  {
    files: ['test/**/*.ts'],
    rules: {'@typescript-eslint/no-non-null-assertion': 'off'},
  },
  {
    files: ['test/browser/**/*.ts'],
    // The accessibility plugin types every chai assertion as a promise.
    rules: {'@typescript-eslint/no-floating-promises': 'off'},
  },
);
