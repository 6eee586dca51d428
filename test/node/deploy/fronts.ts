/** The reverse proxies of the recipes, run on this machine without TLS. */
import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface, type Interface} from 'node:readline';
import {pickPort} from '../../helpers/port.js';
import {findProgram} from '../../helpers/programs.js';
import {recipe, recipeFolder} from '../../helpers/recipes.js';

export interface Front {
  readonly url: string;
  /** Resolves with the next line of its log that fits. */
  logged(pattern: RegExp): Promise<string>;
  close(): Promise<void>;
}

export interface FrontKind {
  readonly name: string;
  readonly program: string | undefined;
  /** Starts it before a proxy. */
  start(proxyUrl: string): Promise<Front>;
}

const caddy = findProgram('caddy');
const nginx = findProgram('nginx');

export const fronts: readonly FrontKind[] = [
  {
    name: 'Caddy',
    program: caddy,
    async start(proxyUrl) {
      const url = `http://127.0.0.1:${await pickPort()}`;
      const folder = mkdtempSync(join(tmpdir(), 'pushcart-caddy-'));
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        CADDY_SITE: url,
        CADDY_UPSTREAMS: new URL(proxyUrl).host,
      };
      const adapted = spawnSync(caddy ?? '', ['adapt', '--config', join(recipeFolder, 'Caddyfile')], {
        env,
        encoding: 'utf8',
      });
      if (adapted.status !== 0) throw new Error(adapted.stderr);
      // Its own port for changes is the same for all, and tests run side by side.
      const config = {
        ...(JSON.parse(adapted.stdout) as object),
        admin: {disabled: true},
        logging: {logs: {default: {level: 'DEBUG'}}},
      };
      writeFileSync(join(folder, 'caddy.json'), JSON.stringify(config));
      const child = spawn(caddy ?? '', ['run', '--config', join(folder, 'caddy.json')], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return front(url, folder, child, /serving initial configuration/);
    },
  },
  {
    name: 'nginx',
    program: nginx,
    async start(proxyUrl) {
      const port = await pickPort();
      const folder = mkdtempSync(join(tmpdir(), 'pushcart-nginx-'));
      const site = recipe('nginx.conf')
        .replace('listen 443 ssl http2', `listen 127.0.0.1:${port}`)
        .replace(/^ *(listen \[::\]|ssl_).*\n/gm, '')
        .replace('127.0.0.1:8787', new URL(proxyUrl).host);
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${folder}/${kind};`,
      );
      writeFileSync(
        join(folder, 'nginx.conf'),
        `daemon off; pid ${folder}/pid; error_log stderr notice; events {}
        http { access_log off; ${temporary.join(' ')}
        ${site} }`,
      );
      const child = spawn(nginx ?? '', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return front(`http://127.0.0.1:${port}`, folder, child, /start worker processes/);
    },
  },
];

async function front(url: string, folder: string, child: ChildProcess, ready: RegExp): Promise<Front> {
  if (!child.stderr) throw new Error('It has no log.');
  const lines = createInterface(child.stderr);
  const exited = once(child, 'exit');
  await waitFor(lines, ready);
  return {
    url,
    logged: (pattern) => waitFor(lines, pattern),
    async close() {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, {recursive: true, force: true});
    },
  };
}

function waitFor(lines: Interface, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const read = (line: string): void => {
      said.push(line);
      if (!pattern.test(line)) return;
      lines.off('line', read);
      resolve(line);
    };
    lines.on('line', read);
    lines.once('close', () => reject(new Error(`It ended before it said ${pattern}:\n${said.join('\n')}`)));
  });
}
