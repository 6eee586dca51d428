/** Bundles for a host that is not Node: the handler's own code gets no built-in of Node, whoever asks for it. */
import {fileURLToPath} from 'node:url';
import {build, type Plugin} from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ours = fileURLToPath(new URL('../workerd/node-test.ts', import.meta.url));
const ownLog = fileURLToPath(new URL('../workerd/log-watch.ts', import.meta.url));

/** Tests may use `node:assert` and its like, which the host brings for them; nothing else may. */
const noNode: Plugin = {
  name: 'no-node',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:/}, ({path, importer, kind}) => {
      if (path === 'node:test') return {path: ours};
      const isTest = importer.startsWith(`${root}test/`);
      if (isTest && kind !== 'dynamic-import') return {path, external: true};
      return {errors: [{text: `${importer.replace(root, '')} imports ${path}, which a host other than Node has not.`}]};
    });
    onResolve({filter: /\/log-watch\.js$/}, () => ({path: ownLog}));
    // Half of the sandbox listens on a socket, which no test in a worker asks for.
    onResolve({filter: /^@hono\/node-server/}, ({path}) => ({path, namespace: 'absent'}));
    onLoad({filter: /.*/, namespace: 'absent'}, () => ({
      contents: 'export const createAdaptorServer = undefined, RESPONSE_ALREADY_SENT = undefined;',
    }));
  },
};

export interface BundleOptions {
  /** Modules by the name that they are imported by; their own imports start at the project's root. */
  readonly modules?: Readonly<Record<string, string>>;
  /** What `process.env` is in the bundle: only tests read it. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** @param contents A module; its relative imports start at the project's root. */
export async function bundle(contents: string, {modules = {}, environment = {}}: BundleOptions = {}): Promise<string> {
  const given: Plugin = {
    name: 'given',
    setup({onResolve, onLoad}) {
      onResolve({filter: /^\w/}, ({path}) => (path in modules ? {path, namespace: 'given'} : undefined));
      onLoad({filter: /.*/, namespace: 'given'}, ({path}) => ({
        contents: modules[path] ?? '',
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
  const {outputFiles} = await build({
    stdin: {contents, resolveDir: root, sourcefile: 'worker.ts', loader: 'ts'},
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // As bundlers for workers do: what a package has for browsers needs no Node.
    platform: 'browser',
    conditions: ['workerd', 'worker'],
    external: ['cloudflare:*'],
    define: {'process.env': JSON.stringify(environment)},
    logLevel: 'silent',
    plugins: [given, noNode],
  });
  return outputFiles.map(({text}) => text).join('');
}
