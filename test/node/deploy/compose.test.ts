/** What can be said of `deploy/compose.yaml` without an engine: its words, and those of the programs that it starts. */
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {describe, it} from 'node:test';
import {parse} from 'yaml';
import {z} from 'zod';
import {pickPort} from '../../helpers/port.js';
import {findProgram} from '../../helpers/programs.js';
import {recipe, recipeFolder, root} from '../../helpers/recipes.js';

const Service = z.object({
  image: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  mem_limit: z.string(),
  restart: z.literal('unless-stopped'),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()),
  stop_grace_period: z.string().optional(),
  command: z.array(z.string()).optional(),
  env_file: z.string().optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.object({internal: z.boolean()}).nullable()),
});

const compose = Compose.parse(parse(recipe('compose.yaml'), {merge: true}));
const {services} = compose;
const proxies = Object.entries(services).filter(([name]) => name.startsWith('pushcart-'));

describe('deploy/compose.yaml', () => {
  it('gives every service a disk that cannot be written, no rights, a limit and a restart', () => {
    // The schema says so; Caddy alone keeps one right, for the ports below 1024.
    assert.deepEqual(
      Object.values(services).flatMap((service) => service.cap_add),
      ['NET_BIND_SERVICE'],
    );
  });

  it('has two proxies, which Caddy asks by their names', () => {
    const upstreams = services['caddy']?.environment['CADDY_UPSTREAMS']?.split(' ') ?? [];
    assert.equal(proxies.length, 2);
    assert.deepEqual(
      upstreams,
      proxies.map(([name]) => `${name}:8787`),
    );
    for (const [name, {stop_grace_period = ''}] of proxies)
      assert.ok(Number.parseInt(stop_grace_period) > 9, `${name} is killed later than it has ended what is in flight`);
  });

  it('opens ports of Caddy alone, and keeps Valkey from everybody but the proxies', () => {
    const open = Object.entries(services).filter(([, {ports}]) => ports.length > 0);
    assert.deepEqual(
      open.map(([name]) => name),
      ['caddy'],
    );
    const inside = Object.entries(services).filter(([, {networks}]) => networks.includes('inside'));
    assert.deepEqual(inside.map(([name]) => name).sort(), ['pushcart-1', 'pushcart-2', 'valkey']);
    assert.deepEqual(services['valkey']?.networks, ['inside']);
    assert.equal(compose.networks['inside']?.internal, true);
  });

  it('holds no secret: each comes from outside, and nothing starts without it', () => {
    for (const [variable, value] of Object.values(services).flatMap(({environment}) => Object.entries(environment)))
      if (/PASSWORD|REDIS/.test(variable)) assert.match(value, /\$\{\w+:\?/, variable);
  });

  const dockerCompose = findProgram('docker-compose');
  const absent = !dockerCompose && 'docker-compose is not installed';
  it('is right to `docker-compose config`, which says what is missing', {skip: absent}, () => {
    assert.ok(dockerCompose);
    const folder = mkdtempSync(join(tmpdir(), 'pushcart-compose-'));
    try {
      mkdirSync(join(folder, 'deploy'));
      cpSync(recipeFolder, join(folder, 'deploy'), {recursive: true});
      writeFileSync(join(folder, 'deploy', 'pushcart.env'), recipe('pushcart.env.example'));
      const config = (variables: Readonly<Record<string, string>>) =>
        spawnSync(dockerCompose, ['--file', 'compose.yaml', 'config'], {
          cwd: join(folder, 'deploy'),
          env: {PATH: process.env['PATH'], ...variables},
          encoding: 'utf8',
        });
      const full = config({VALKEY_PASSWORD: 'canary', CADDY_SITE: 'cart.example'});
      assert.equal(full.status, 0, full.stderr);
      assert.match(full.stdout, /redis:\/\/:canary@valkey:6379/);
      const bare = config({CADDY_SITE: 'cart.example'});
      assert.notEqual(bare.status, 0);
      assert.match(bare.stderr, /VALKEY_PASSWORD.*deploy\/\.env/);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });

  const redis = findProgram('valkey-server', 'redis-server');
  it(
    'starts Valkey with words that it knows: a password, nothing on disk, nothing thrown away',
    {skip: !redis && 'neither valkey-server nor redis-server is installed'},
    async () => {
      assert.ok(redis);
      const port = await pickPort();
      const args = (services['valkey']?.command ?? [])
        .slice(1)
        .map((word) => word.replace(/\$\{VALKEY_PASSWORD.*\}/, 'canary'));
      const server = spawn(redis, [...args, '--port', String(port), '--bind', '127.0.0.1'], {
        cwd: tmpdir(),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        for await (const line of createInterface(server.stdout)) if (/ready to accept/i.test(line)) break;
        const said = await say(port, [
          'PING',
          'AUTH canary',
          'CONFIG GET save',
          'CONFIG GET appendonly',
          'CONFIG GET maxmemory*',
          'QUIT',
        ]);
        assert.match(said, /^-NOAUTH/);
        assert.match(said, /save\r\n\$0\r\n/);
        assert.match(said, /appendonly\r\n\$2\r\nno/);
        assert.match(said, /maxmemory\r\n\$9\r\n268435456/);
        assert.match(said, /maxmemory-policy\r\n\$10\r\nnoeviction/);
      } finally {
        server.kill();
        await once(server, 'exit');
      }
    },
  );
});

it('deploy/pushcart.env and deploy/.env, which hold secrets, are nothing that git takes', () => {
  const {stdout} = spawnSync('git', ['check-ignore', 'deploy/pushcart.env', 'deploy/.env'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(stdout, 'deploy/pushcart.env\ndeploy/.env\n');
});

/** Says lines to a server and answers all that it says until it closes. */
async function say(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
  let said = '';
  for await (const chunk of socket) said += String(chunk);
  return said;
}
