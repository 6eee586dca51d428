/** `pushcart init` and `pushcart secrets`: the file of variables, as a person makes it and changes it. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {parseEnv} from 'node:util';
import {parseConfig} from '../../../src/proxy/index.js';
import {createSandbox, type Sandbox} from '../../../src/sandbox/index.js';
import {runCommand, startCommand, type Ran} from '../../helpers/command.js';

describe('a file of variables', {timeout: 120_000}, () => {
  let store: Sandbox;
  let folder = '';
  let file = '';
  before(async () => void (store = await createSandbox()));
  after(() => store.close());
  beforeEach(() => {
    store.reset();
    folder = mkdtempSync(join(tmpdir(), 'pushcart-init-'));
    file = join(folder, 'pushcart.env');
  });
  afterEach(() => rmSync(folder, {recursive: true, force: true}));

  const flags = (): string[] => [
    ...['--secure-url', store.url, '--api-url', `${store.url}/3dCartWebAPI/v1`],
    ...['--origins', 'https://blog.example', '--public-url', 'https://cart.example/'],
  ];
  const keys = () => ({
    PUSHCART_PRIVATE_KEY: store.credentials.privateKey,
    PUSHCART_TOKEN: store.credentials.token,
  });
  async function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
    const secrets = existsSync(file) ? Object.values(read()) : [];
    const ran = await runCommand([...args, '--env-file', file], environment);
    checkWords(ran, secrets);
    return ran;
  }
  /** Nothing that is said has a secret in it, of before or of now. */
  function checkWords({stdout, stderr}: Ran, before: readonly (string | undefined)[] = []): void {
    const {privateKey, token} = store.credentials;
    const now = existsSync(file) ? Object.values(read()) : [];
    const made = [...before, ...now]
      .flatMap((value) => value?.split(',') ?? [])
      .filter((value) => /^[\w-]{40,}$/.test(value));
    for (const word of [privateKey, token, ...made]) assert.ok(!(stdout + stderr).includes(word), stdout + stderr);
  }
  const read = () => parseEnv(readFileSync(file, 'utf8'));
  const sealing = (): string[] => (read()['PUSHCART_SECRETS'] ?? '').split(',');
  const left = (): string[] => readdirSync(folder);

  describe('pushcart init', () => {
    it('asks the store, writes what the proxy starts with for its owner alone, and changes nothing the second time', async () => {
      const first = await run(['init', '--yes', ...flags()], keys());
      assert.equal(first.code, 0, first.stderr);
      assert.match(first.stderr, /The store Port Haven Supply answers: .+, prices in USD\./);
      assert.match(first.stderr, /pushcart doctor --env-file/);
      assert.ok(first.stderr.includes('<script type="module" src="https://cart.example/pushcart.js"></script>'));
      assert.match(first.stdout, /^set PUSHCART_PRIVATE_KEY=… \(a secret\)$/m);
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.deepEqual(left(), ['pushcart.env']);
      const config = parseConfig(read());
      assert.deepEqual([config.publicUrl, config.hookSecrets.length], ['https://cart.example', 1]);

      const text = readFileSync(file, 'utf8');
      const second = await run(['init', '--yes']);
      assert.deepEqual([second.code, second.stdout, readFileSync(file, 'utf8')], [0, '', text]);
      assert.match(second.stderr, /is there already, and says:\n[\s\S]*PUSHCART_ORIGINS=https:\/\/blog\.example$/m);
      assert.match(second.stderr, /Nothing to do/);
    });

    it('makes other secrets each time', async () => {
      await run(['init', '--yes', ...flags()], keys());
      const [one] = sealing();
      rmSync(file);
      await run(['init', '--yes', ...flags()], keys());
      assert.notEqual(sealing()[0], one);
    });

    it('changes what a flag says, and keeps everything else of the file, comments and strangers too', async () => {
      await run(['init', '--yes', ...flags()], keys());
      const before = read();
      const lines = readFileSync(file, 'utf8').replace('PUSHCART_ORIGINS', '# my blogs\nOTHER=1\nPUSHCART_ORIGINS');
      writeFileSync(file, `${lines}PUSHCART_STUDIO=1\n`);
      chmodSync(file, 0o644);
      const ran = await run(['init', '--yes', '--origins', 'https://a.example,https://b.example']);
      assert.deepEqual([ran.code, ran.stdout], [0, 'set PUSHCART_ORIGINS=https://a.example,https://b.example\n']);
      assert.equal(
        readFileSync(file, 'utf8'),
        `${lines.replace('=https://blog.example', '=https://a.example,https://b.example')}PUSHCART_STUDIO=1\n`,
      );
      assert.deepEqual(read(), {
        ...before,
        OTHER: '1',
        PUSHCART_STUDIO: '1',
        PUSHCART_ORIGINS: 'https://a.example,https://b.example',
      });
      assert.equal(statSync(file).mode & 0o777, 0o600);
    });

    it('follows a link to the file', async () => {
      const real = join(folder, 'real.env');
      writeFileSync(real, '');
      symlinkSync(real, file);
      assert.equal((await run(['init', '--yes', ...flags()], keys())).code, 0);
      assert.equal(parseConfig(parseEnv(readFileSync(real, 'utf8'))).store.secureUrl, store.url);
    });

    const refusals: [string, (given: {flags: string[]}) => string[], Record<string, string>, number, RegExp][] = [
      ['nothing was said', () => [], {}, 2, /^PUSHCART_SECURE_URL is required \(--secure-url\)$/m],
      [
        'an origin is none',
        (given) => [...given.flags, '--origins', 'blog'],
        {},
        2,
        /PUSHCART_ORIGINS "blog" is no origin.+\(--origins\)$/m,
      ],
      [
        'the store refuses the credentials',
        (given) => given.flags,
        {PUSHCART_TOKEN: 'wrong'},
        1,
        /the store refused the credentials[\s\S]+Nothing was written[\s\S]+--no-check/,
      ],
      [
        'there is no store',
        (given) => [...given.flags, '--api-url', 'http://127.0.0.1:1/api'],
        {},
        1,
        /the store did not answer \(connection\)/,
      ],
      ['a key has a quote', (given) => given.flags, {PUSHCART_TOKEN: "it's"}, 1, /refused the credentials/],
    ];
    for (const [what, toArgs, environment, code, says] of refusals)
      it(`writes nothing where ${what}`, async () => {
        const ran = await run(['init', '--yes', ...toArgs({flags: flags()})], {
          ...(code === 1 || what.includes('origin') ? keys() : {}),
          ...environment,
        });
        assert.deepEqual([ran.code, ran.stdout, left()], [code, '', []], ran.stderr);
        assert.match(ran.stderr, says);
      });

    it('writes all the same with --no-check, and only looks with --dry-run', async () => {
      const dry = await run(['init', '--yes', '--dry-run', ...flags()], keys());
      assert.deepEqual([dry.code, left()], [0, []]);
      assert.match(dry.stdout, /^would set PUSHCART_ORIGINS=/m);
      const ran = await run(['init', '--yes', '--no-check', ...flags()], {
        ...keys(),
        PUSHCART_TOKEN: 'with space and #',
      });
      assert.equal(ran.code, 2, 'no header carries a space');
      assert.equal(
        (await run(['init', '--yes', '--no-check', ...flags()], {...keys(), PUSHCART_TOKEN: 'a#b'})).code,
        0,
      );
      assert.equal(read()['PUSHCART_TOKEN'], 'a#b');
      assert.match(readFileSync(file, 'utf8'), /^PUSHCART_TOKEN='a#b'$/m);
    });

    it('says at once that it cannot write in a folder, and what to do', async () => {
      // A folder that nobody can write in, also who may everything.
      const {code, stdout, stderr} = await runCommand(['init', '--env-file', '/sys/pushcart.env', ...flags()], keys());
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, /^\/sys\/pushcart\.env cannot be written: E\w+.+Choose another place with --env-file\.$/m);
      const none = await runCommand(['init', '--env-file', join(folder, 'no/where.env'), ...flags()], keys());
      assert.match(none.stderr, /cannot be written: ENOENT/);
    });

    it('asks nobody without a terminal, also where nothing is left to ask', async () => {
      const ran = await run(['init', ...flags()], keys());
      assert.deepEqual([ran.code, left()], [2, []]);
      assert.match(ran.stderr, /there is no terminal to ask in\. Add --yes/);
    });

    describe('in a terminal', () => {
      const start = () =>
        startCommand(
          ['init', '--env-file', file, '--api-url', `${store.url}/3dCartWebAPI/v1`],
          {TERM: 'xterm'},
          {terminal: true},
        );

      it('asks for what it needs, says what is wrong with an answer, and writes after a yes', async () => {
        const command = start();
        const {privateKey, token} = store.credentials;
        const dialogue: [RegExp, string][] = [
          [/Secure URL of the store/, 'ftp://x\r'],
          [/must be an address/, `${'\u007f'.repeat(7)}${store.url}\r`],
          [/Private key of the application/, `${privateKey}\r`],
          [/Token of the store/, `${token}\r`],
          [/Pages that may sell/, 'https://blog.example\r'],
          [/Address of the proxy/, '\r'],
          [/Write [\s\S]*pushcart\.env\?[\s\S]*No/, 'y'],
        ];
        for (const [question, answer] of dialogue) {
          await command.printed(question);
          command.type(answer);
        }
        const ran = await command.ended;
        assert.equal(ran.code, 0, ran.stdout);
        checkWords(ran);
        const config = parseConfig(read());
        assert.deepEqual(config.store.credentials, {kind: 'keys', secureUrl: store.url, privateKey, token});

        const again = startCommand(['init', '--env-file', file], {TERM: 'xterm'}, {terminal: true});
        for (const [question, answer] of [
          [/is there already[\s\S]*Secure URL/, '\r'],
          [/Private key[\s\S]*Return keeps/, '\r'],
          [/Token of[\s\S]*Return keeps/, '\r'],
          [/Pages that may sell/, ',https://two.example\r'],
          [/Address of the proxy/, '\r'],
          [/Write [\s\S]*pushcart\.env\?[\s\S]*No/, 'y'],
        ] as const) {
          await again.printed(question);
          again.type(answer);
        }
        assert.equal((await again.ended).code, 0);
        const {PUSHCART_ORIGINS: origins, PUSHCART_TOKEN: kept} = read();
        assert.deepEqual([origins, kept], ['https://blog.example,https://two.example', token]);
      });

      it('lets whoever typed all of it keep it, where the store does not take it', async () => {
        for (const [answer, code, files] of [
          ['n', 1, []],
          ['y', 0, ['pushcart.env']],
        ] as const) {
          const environment = {...keys(), PUSHCART_TOKEN: 'wrong', PUSHCART_SECURE_URL: store.url, TERM: 'xterm'};
          const command = startCommand(
            [
              'init',
              '--env-file',
              file,
              '--api-url',
              `${store.url}/3dCartWebAPI/v1`,
              '--origins',
              'https://blog.example',
            ],
            environment,
            {terminal: true},
          );
          await command.printed(/Address of the proxy/);
          command.type('\r');
          await command.printed(/the store refused the credentials[\s\S]*all the same\?[\s\S]*No/);
          command.type(answer);
          assert.deepEqual([(await command.ended).code, left()], [code, files]);
        }
        assert.equal(read()['PUSHCART_TOKEN'], 'wrong');
      });

      it('leaves nothing behind after Ctrl-C', async () => {
        const command = start();
        await command.printed(/Secure URL of the store/);
        command.type(`${store.url}\r`);
        await command.printed(/Private key/);
        command.type('\u0003');
        const {code, stdout} = await command.ended;
        assert.deepEqual([code, left()], [1, []]);
        assert.match(stdout, /Nothing was changed\./);
      });
    });
  });

  describe('pushcart secrets rotate', () => {
    beforeEach(async () => {
      assert.equal((await run(['init', '--yes', '--no-check', ...flags()], keys())).code, 0);
    });
    const rotate = (...args: string[]) => run(['secrets', 'rotate', '--yes', ...args]);

    it('puts a new one first, keeps the one before it, and lets go of what is older', async () => {
      const [first] = sealing();
      assert.equal((await rotate()).code, 0);
      const [second] = sealing();
      assert.deepEqual(sealing(), [second, first]);
      assert.notEqual(second, first);
      const ran = await rotate();
      assert.deepEqual(sealing().slice(1), [second]);
      assert.match(ran.stdout, /^changed PUSHCART_SECRETS: a new one before the one that stays, and 1 goes$/m);
      assert.equal(parseConfig(read()).secrets.length, 2);
      assert.deepEqual([left(), statSync(file).mode & 0o777], [['pushcart.env'], 0o600]);
      await rotate('--keep', '5');
      assert.equal(sealing().length, 3);
    });

    it('leaves none of the old ones after a leak', async () => {
      await rotate();
      const before = sealing();
      const {stderr} = await rotate('--leaked');
      assert.equal(sealing().length, 1);
      assert.ok(!before.includes(sealing()[0] ?? ''));
      assert.match(stderr, /No shopper loses a line/);
    });

    it('lets several proxies learn a key before one seals with it', async () => {
      const [old] = sealing();
      assert.match((await rotate('--prepare')).stderr, /Start every proxy anew/);
      const [first, prepared] = sealing();
      assert.equal(first, old);
      await rotate('--promote');
      assert.deepEqual(sealing(), [prepared, old]);
    });

    it('gives webhooks a new secret and says how the store hears of it', async () => {
      const before = read();
      const {stderr} = await rotate('--of', 'hooks');
      const {PUSHCART_HOOK_SECRET: hooks = '', ...rest} = read();
      assert.deepEqual(hooks.split(',').slice(1), [before['PUSHCART_HOOK_SECRET']]);
      assert.deepEqual({...rest, PUSHCART_HOOK_SECRET: before['PUSHCART_HOOK_SECRET']}, {...before});
      assert.match(stderr, /pushcart hooks install --env-file/);
    });

    const misuses: [string, string[], number, RegExp][] = [
      ['two ways at once', ['--leaked', '--prepare'], 2, /--leaked and --prepare cannot be had at once/],
      ['a key to promote that is not there', ['--promote'], 2, /Begin with --prepare/],
      ['a number that is none', ['--keep', 'all'], 2, /whole number/],
      ['another kind of secret', ['--of', 'tokens'], 2, /Allowed choices are carts, hooks/],
    ];
    for (const [what, args, code, says] of misuses)
      it(`changes nothing for ${what}`, async () => {
        const text = readFileSync(file, 'utf8');
        const ran = await rotate(...args);
        assert.deepEqual([ran.code, readFileSync(file, 'utf8')], [code, text]);
        assert.match(ran.stderr, says);
      });

    it('only looks with --dry-run, needs a yes, and a file', async () => {
      const text = readFileSync(file, 'utf8');
      assert.match((await rotate('--dry-run')).stdout, /^would change PUSHCART_SECRETS/);
      assert.equal((await run(['secrets', 'rotate'])).code, 2);
      assert.equal(readFileSync(file, 'utf8'), text);
      rmSync(file);
      const none = await rotate();
      assert.deepEqual([none.code, left()], [2, []]);
      assert.match(none.stderr, /To make it: pushcart init/);
    });

    it('says that the environment wins over the file', async () => {
      const ran = await run(['secrets', 'rotate', '--yes'], {PUSHCART_SECRETS: sealing().join()});
      assert.match(ran.stderr, /also set in this environment, where it wins/);
    });
  });

  it('shows with --help an example', async () => {
    for (const args of [['init'], ['secrets'], ['secrets', 'rotate']])
      assert.match((await runCommand([...args, '--help'])).stdout, /Example:\n {2}\$ pushcart/);
  });
});
