/** Cloudflare's open runtime, `workerd`, as a process on this machine: a host that is not Node. */
import {spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';

const require = createRequire(import.meta.url);
/** The package has no types: it exports the path of the program. */
const {default: program} = require('workerd') as {readonly default: string};

export interface Workerd {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface WorkerdOptions {
  /** One module, with all that it imports. */
  readonly script: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly flags?: readonly string[];
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** A class of the module of which there may be durable objects, and the name of the binding. */
  readonly durableObject?: {readonly className: string; readonly binding: string};
  /** Each line that the worker writes to its console. */
  readonly onLine?: (line: string) => void;
}

/** Starts a worker that listens. */
export async function startWorkerd(options: WorkerdOptions): Promise<Workerd> {
  const folder = await mkdtemp(join(tmpdir(), 'pushcart-workerd-'));
  await writeFile(join(folder, 'worker.js'), options.script);
  await writeFile(join(folder, 'config.capnp'), describe(options));
  const child = spawn(program, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({input: stream as Readable}).on('line', (line) => {
      said.push(line);
      options.onLine?.(line);
    });
  const port = await new Promise<number>((resolve, reject) => {
    void ended.then((code) => reject(new Error(`workerd ended with ${code}:\n${said.join('\n')}`)));
    createInterface({input: child.stdio[3] as Readable}).on('line', (line) => {
      const told = JSON.parse(line) as {event: string; port?: number};
      if (told.event === 'listen' && told.port !== undefined) resolve(told.port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, {recursive: true, force: true});
    },
  };
}

function describe({port = 0, flags = [], variables = {}, durableObject}: WorkerdOptions): string {
  const bindings = Object.entries(variables)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(value)})`);
  if (durableObject)
    bindings.push(`(name = "${durableObject.binding}", durableObjectNamespace = "${durableObject.className}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-01-01",
      compatibilityFlags = [${flags.map((flag) => JSON.stringify(flag)).join()}],
      bindings = [${bindings.join()}],
      globalOutbound = "network",
      ${
        durableObject
          ? `durableObjectNamespaces = [(className = "${durableObject.className}", uniqueKey = "shop")],
      durableObjectStorage = (inMemory = void),`
          : ''
      }
    )),
    (name = "network", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
}
