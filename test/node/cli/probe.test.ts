/** `pushcart probe` on stores of every reading: what it finds, what it leaves behind, and what a sandbox makes of it. */
import assert from 'node:assert/strict';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it, type TestContext} from 'node:test';
import {
  catalogue,
  createSandbox,
  defaultSwitches,
  type Product,
  type SandboxSnapshot,
  type SwitchChanges,
} from '../../../src/sandbox/index.js';
import {runCommand, startCommand, type Ran} from '../../helpers/command.js';
import {ampleThrottle, describeShop} from '../../helpers/merchant.js';

interface Profile {
  readonly switches: Record<string, unknown>;
  readonly seen: Record<string, string>;
  readonly unknown: Record<string, string>;
  readonly checkoutHosts: readonly string[];
}

const cap = catalogue.find(({catalogId}) => catalogId === 513);
assert.ok(cap);
/** One product at which everything shows: few in stock and counted, a sign of HTML, a required set, an option that costs. */
const telling: Product = {...cap, catalogId: 900, name: 'Salt & Pepper Cap', stock: 9, inventoryControl: 1};
const choices = ['--option', '83:421', '--option', '84:431'];

/** A store of its own for a test, with a folder for its profile. */
async function openShop(t: TestContext, switches: SwitchChanges = {}) {
  const sandbox = await createSandbox({
    switches: {throttle: ampleThrottle, ...switches},
    catalogue: [...catalogue, telling],
  });
  const folder = await mkdtemp(join(tmpdir(), 'pushcart-probe-'));
  t.after(async () => {
    await sandbox.close();
    await rm(folder, {recursive: true, force: true});
  });
  const out = join(folder, 'shop.json');
  const environment = describeShop(sandbox);
  const carts = (): SandboxSnapshot['carts'] => sandbox.snapshot().carts;

  /** Whatever is said or written is free of secrets. */
  async function checkWords({stdout, stderr}: Ran): Promise<void> {
    const said = stdout + stderr + (await readFile(out, 'utf8').catch(() => ''));
    const {privateKey, token} = sandbox.credentials;
    const keys = sandbox.snapshot().calls.flatMap(({path}) => /^\/Cart\/([^/]+)/.exec(path)?.[1] ?? []);
    for (const word of [privateKey, token, ...keys]) assert.ok(!said.includes(word), said);
  }

  return {
    sandbox,
    folder,
    out,
    environment,
    carts,
    checkWords,
    args: (product = 900, ...more: string[]): string[] => [
      'probe',
      '--product',
      String(product),
      ...(product === 900 ? choices : []),
      '--out',
      out,
      ...more,
    ],
    async run(words: readonly string[], changes: Record<string, string | undefined> = {}): Promise<Ran> {
      const ran = await runCommand(words, {...environment, ...changes});
      await checkWords(ran);
      return ran;
    },
    profile: async (): Promise<Profile> => JSON.parse(await readFile(out, 'utf8')) as Profile,
    names: (): string[] => carts().map((cart) => `${cart.BillingFirstName} ${cart.BillingLastName}`),
    /** How many carts were asked for. */
    made: (): number =>
      sandbox.snapshot().calls.filter(({method, path}) => method === 'POST' && path === '/Cart').length,
    /** Until every fault that was ordered has begun to strike. */
    async struck(): Promise<void> {
      while (sandbox.snapshot().faults.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}

/** Stores of every reading, and what is told of each besides. */
const stores: readonly {
  readonly what: string;
  readonly switches: SwitchChanges;
  readonly product?: number;
  readonly args?: readonly string[];
  readonly version?: 'v2';
  readonly unknown?: readonly string[];
}[] = [
  {what: 'of the likeliest reading', switches: {}},
  {
    what: 'of the other readings',
    switches: {
      version: 'v1',
      getCartShape: 'object',
      getCartStatus: 201,
      storeSettingsShape: 'object',
      dateStyle: 'us',
      errorBody400: 'empty',
      emptyList: 200,
      offsetPastEnd: 404,
      mergeLines: 'on',
      quantityZero: 'delete',
      quantityRules: 'adjust',
      stockCheck: 'cap',
      requiredOptions: 'allow',
      descriptions: 'escaped',
      checkoutUrl: 'https://pay.example/go?k={OrderKey}&shop={storeHost}',
      openCartOrders: 'off',
      cors: 'preflight',
    },
  },
  {
    what: 'that refuses with 200 and checks nothing',
    switches: {
      version: 'v2',
      errorWith200: 'on',
      offsetPastEnd: 200,
      quantityRules: 'allow',
      stockCheck: 'allow',
      descriptions: 'priced',
      checkoutUrl: '',
      cors: 'off',
    },
    version: 'v2',
    unknown: ['errorBody400'],
  },
  {
    what: 'whose bucket is full',
    switches: {throttle: {capacity: 60, leakPerSecond: 20}},
    args: ['--throttle'],
  },
  {
    what: 'that says so in another way',
    switches: {
      throttle: {capacity: 60, leakPerSecond: 20},
      throttleStatus: 503,
      throttleBody: 'array',
      retryAfter: 'on',
    },
    args: ['--throttle'],
  },
  {what: 'that keeps a product for itself', switches: {}, product: 529},
  {what: 'that sells everything to everybody', switches: {restrictedProducts: 'allow'}, product: 529},
];

describe('pushcart probe', {timeout: 120_000}, () => {
  const told = new Map<string, Set<unknown>>();

  describe('on stores of every reading', {concurrency: 2}, () => {
    for (const {what, switches, product = 900, args: more = [], version = 'v1', unknown = []} of stores)
      it(`tells a store ${what}`, async (t) => {
        const {sandbox, carts, args, run, profile, made} = await openShop(t, switches);
        const {code, stdout, stderr} = await run(args(product, '--yes', ...more), {
          PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/${version}`,
        });
        assert.equal(code, 0, stderr);
        assert.deepEqual([carts(), made() <= 2], [[], true]);
        const {switches: found, seen, unknown: open, checkoutHosts} = await profile();
        const real: Record<string, unknown> = sandbox.snapshot().switches;
        for (const [name, value] of Object.entries(found)) {
          if (name !== 'throttle') assert.deepEqual(value, real[name], `${name}: ${seen[name] ?? ''}`);
          told.set(name, (told.get(name) ?? new Set()).add(value));
        }
        // Each switch is either known, with how, or not, with why; and the table has a line for each.
        assert.deepEqual([...Object.keys(seen), ...Object.keys(open)].sort(), Object.keys(defaultSwitches).sort());
        assert.deepEqual(Object.keys(seen).sort(), Object.keys(found).sort());
        for (const name of Object.keys(defaultSwitches))
          assert.match(stdout, new RegExp(`^${name} +${name in open ? 'unknown' : '\\S'}.*  \\w`, 'm'));
        for (const name of Object.keys(switches))
          if (name !== 'throttle' && !unknown.includes(name)) assert.ok(name in found, `${name}: ${open[name] ?? ''}`);
        for (const name of unknown) assert.ok(name in open, name);
        const hosts =
          switches.checkoutUrl === '' ? [] : [switches.checkoutUrl ? 'pay.example' : new URL(sandbox.url).host];
        if (product === 900) assert.deepEqual(checkoutHosts, hosts);
        if (more.length === 0) return assert.ok(['throttle', 'retryAfter'].every((name) => name in open));
        const {capacity = 0, leakPerSecond = 0} = (found['throttle'] ?? {}) as Partial<typeof ampleThrottle>;
        assert.ok(capacity > 50 && capacity < 70 && leakPerSecond > 15 && leakPerSecond < 25, seen.throttle);
      });
  });

  it('has then told every value of every switch that can be seen', () => {
    const values: Record<string, readonly unknown[]> = {
      version: ['both', 'v1', 'v2'],
      getCartShape: ['array', 'object'],
      getCartStatus: [200, 201],
      storeSettingsShape: ['array', 'object'],
      dateStyle: ['iso', 'us'],
      throttleStatus: [429, 503],
      throttleBody: ['empty', 'array'],
      retryAfter: ['off', 'on'],
      errorBody400: ['array', 'empty'],
      errorWith200: ['off', 'on'],
      emptyList: [404, 200],
      offsetPastEnd: [400, 404, 200],
      mergeLines: ['off', 'on'],
      quantityZero: ['reject400', 'delete'],
      quantityRules: ['reject400', 'adjust', 'allow'],
      stockCheck: ['reject400', 'cap', 'allow'],
      requiredOptions: ['reject400', 'allow'],
      restrictedProducts: ['reject400', 'allow'],
      descriptions: ['typed', 'escaped', 'priced'],
      openCartOrders: ['on', 'off'],
      cors: ['header', 'preflight', 'off'],
    };
    for (const [name, all] of Object.entries(values))
      assert.deepEqual(new Set(told.get(name)), new Set(all), `${name}: ${[...(told.get(name) ?? [])].join(', ')}`);
  });

  describe('whatever happens', {concurrency: 2}, () => {
    it('writes what a sandbox loads, and writes over it when it is run again', async (t) => {
      const {sandbox, folder, out, carts, args, run, profile} = await openShop(t);
      sandbox.change({getCartShape: 'object', mergeLines: 'on', dateStyle: 'us', stockCheck: 'cap'});
      const first = await run(args(900, '--yes', '--json'));
      assert.equal(first.code, 0, first.stderr);
      assert.deepEqual(JSON.parse(first.stdout), await profile());
      sandbox.change({mergeLines: 'off'});
      assert.equal((await run(args(900, '--yes'))).code, 0);
      const {switches} = await profile();
      assert.deepEqual([switches.mergeLines, carts(), await readdir(folder)], ['off', [], ['shop.json']]);

      const command = startCommand(['sandbox', '--port', '0', '--profile', out]);
      const [, url = ''] = await command.printed(/^PUSHCART_SECURE_URL=(.+)$/m);
      const snapshot = (await (await fetch(`${url}/_sandbox`)).json()) as SandboxSnapshot;
      assert.deepEqual(snapshot.switches, {...defaultSwitches, ...switches});
      assert.equal(snapshot.switches.stockCheck, 'cap');
      command.stop('SIGINT');
      await command.ended;
    });

    it('never writes over what is no profile, and asks the store nothing then', async (t) => {
      const {sandbox, folder, out, args, run} = await openShop(t);
      await writeFile(out, '{"mine": true}');
      const [{code, stdout, stderr}, nowhere] = await Promise.all([
        run(args(900, '--yes')),
        run(['probe', '--product', '900', '--yes', '--out', join(folder, 'none', 'shop.json')]),
      ]);
      assert.deepEqual([code, stdout, await readFile(out, 'utf8')], [2, '', '{"mine": true}']);
      assert.match(stderr, /shop\.json is there, and no profile of a store: it stays\. Choose another with --out\./);
      assert.deepEqual([nowhere.code, sandbox.snapshot().calls], [2, []]);
    });

    it('leaves a sandbox alone that cannot load its file, and says in one line why', async (t) => {
      const {folder} = await openShop(t);
      const whole = {pushcartProfile: 1, madeAt: '', store: '', product: 1, seen: {}, unknown: {}, checkoutHosts: []};
      const wrong = [
        [undefined, /\d\.txt could not be read: there is no such file or folder\.$/],
        ['{"switches": {}}', /\d\.txt is no profile of a store\. Make one with pushcart probe --product ID\.$/],
        [JSON.stringify({...whole, switches: {mergeLines: 'often'}}), /\d\.txt cannot be loaded\. Switch mergeLines: /],
        [JSON.stringify({...whole, switches: {newThing: 1}}), /\d\.txt cannot be loaded\. Unknown switch "newThing"/],
      ] as const;
      await Promise.all(
        wrong.map(async ([text, said], index) => {
          const file = join(folder, `${index}.txt`);
          if (text !== undefined) await writeFile(file, text);
          const {code, stdout, stderr} = await runCommand(['sandbox', '--port', '0', '--profile', file]);
          assert.deepEqual([code, stdout, stderr.trim().split('\n').length], [2, '', 1], stderr);
          assert.match(stderr.trim(), said);
          await rm(file, {force: true});
        }),
      );
    });

    it('leaves no cart although answers are lost, late or none', async (t) => {
      const {sandbox, carts, args, run, profile} = await openShop(t);
      for (const fault of [
        {match: 'POST /Cart ', kind: 'dropAfterWrite'},
        {match: 'POST /Cart ', kind: 'html'},
        {match: 'POST /Cart/', kind: 'dropAfterWrite'},
        {match: 'POST /Cart/', kind: '429'},
        {match: 'PUT /Cart/', kind: 'cutBefore'},
        {match: 'GET /Cart/', kind: '5xx'},
        {match: 'DELETE /Cart/', kind: 'dropAfterWrite'},
        {match: 'DELETE /Cart/', kind: 'errorArray'},
      ] as const)
        sandbox.addFault(fault);
      const {code, stderr} = await run(args(900, '--yes'));
      assert.equal(code, 0, stderr);
      assert.deepEqual([carts(), sandbox.snapshot().faults], [[], []]);
      const {switches} = await profile();
      assert.deepEqual(
        [switches.mergeLines, switches.quantityZero, switches.stockCheck, switches.throttleStatus],
        ['off', 'reject400', 'reject400', 429],
      );
    });

    it('finds a cart that was made after its answer was lost', async (t) => {
      const {sandbox, carts, args, run, made} = await openShop(t);
      sandbox.addFault({match: 'POST /Cart ', kind: 'late', ms: 600});
      const {code, stderr} = await run(args(900, '--yes'));
      assert.equal(code, 0, stderr);
      await new Promise((resolve) => setTimeout(resolve, 600));
      assert.deepEqual([carts(), made()], [[], 3]);
    });

    it('says which carts may be left where nobody can know their keys', async (t) => {
      const {sandbox, out, carts, args, run, names} = await openShop(t);
      sandbox.change({dropAfterWrite: 'on', openCartOrders: 'off'});
      const {code, stdout, stderr} = await run(args(900, '--yes'));
      assert.deepEqual([code, stdout], [1, '']);
      assert.equal(carts().length, 2);
      for (const name of names()) assert.ok(stderr.includes(`"${name}"`), stderr);
      await assert.rejects(readFile(out));
    });

    for (const signal of ['SIGINT', 'SIGHUP'] as const)
      it(`deletes its carts on ${signal}, and writes nothing`, async (t) => {
        const {sandbox, folder, environment, carts, checkWords, args, struck} = await openShop(t);
        sandbox.addFault({match: 'PUT /Cart/', kind: 'slow', ms: 800});
        const command = startCommand(args(900, '--yes'), environment);
        await struck();
        assert.equal(carts().length, 1);
        command.stop(signal);
        const ran = await command.ended;
        await checkWords(ran);
        assert.deepEqual([ran.code, ran.stdout, carts(), await readdir(folder)], [1, '', [], []]);
        assert.match(ran.stderr, /Stopped, and nothing was written\. No cart of ours is left in the store\./);
      });

    it('deletes a cart that was being made when it was told to stop', async (t) => {
      const {sandbox, environment, carts, args, made, struck} = await openShop(t);
      sandbox.addFault({match: 'POST /Cart ', kind: 'slow', ms: 800});
      const command = startCommand(args(900, '--yes'), environment);
      await struck();
      command.stop('SIGTERM');
      const {code, stderr} = await command.ended;
      assert.deepEqual([code, carts(), made()], [1, [], 1], stderr);
    });

    it('ends at once when it is told twice, and names the cart that may be left', async (t) => {
      const {sandbox, environment, args, names, struck} = await openShop(t);
      sandbox.addFault({match: 'PUT /Cart/', kind: 'slow', ms: 4000});
      const command = startCommand(args(900, '--yes'), environment);
      await struck();
      command.stop('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 200));
      command.stop('SIGINT');
      const {code, stderr} = await command.ended;
      assert.deepEqual([code, names().length], [130, 1]);
      assert.ok(stderr.includes(`may still have a cart of ours, for "${names()[0] ?? '?'}"`), stderr);
    });

    it('takes a tenth of the calls', async (t) => {
      const {sandbox, args, run} = await openShop(t);
      const {code} = await run(args(900, '--yes'), {PUSHCART_API_CAPACITY: '100', PUSHCART_API_RATE: '120'});
      assert.equal(code, 0);
      const at = sandbox.snapshot().calls.map((call) => call.at);
      assert.ok(at.length > 20);
      // However long one looks, no more than a tenth of the bucket and of what leaks meanwhile; a timer may be early by a call.
      for (const [first, from] of at.entries())
        for (const [last, to] of at.entries())
          if (last > first) assert.ok(last - first + 1 <= 10 + (12 * (to - from)) / 1000 + 1);
    });

    it('says what it saw where that fits no reading, and quotes nothing of it', async (t) => {
      const {sandbox, carts, args, run, profile} = await openShop(t);
      const keys: string[] = [];
      const odd = createServer((request, response) => {
        void (async () => {
          const body: Buffer[] = [];
          for await (const chunk of request) body.push(chunk as Buffer);
          const {host: _, connection: __, 'transfer-encoding': ___, ...headers} = request.headers;
          const answer = await fetch(`${sandbox.url}${request.url ?? ''}`, {
            method: request.method ?? 'GET',
            headers: headers as Record<string, string>,
            ...(body.length > 0 && {body: Buffer.concat(body)}),
          });
          const text = (await answer.text())
            .replace(/"(\d{4})-(\d\d)-(\d\d)T[\d:]+"/g, '"$3.$2.$1"')
            .replace(/orderkey=(\w+)"/g, (_whole, key: string) => {
              const session = `s${Math.random().toString(36).slice(2)}`;
              keys.push(key, session);
              return `orderkey=${key}&session=${session}"`;
            });
          const isCart = request.method === 'GET' && /\/Cart\//.test(request.url ?? '');
          const status = isCart && answer.status === 200 ? 206 : answer.status === 400 ? 422 : answer.status;
          response.writeHead(status, {'access-control-allow-origin': 'https://elsewhere.example'}).end(text);
        })();
      });
      await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
      const {port} = odd.address() as AddressInfo;
      const {code, stdout, stderr} = await run(args(900, '--yes'), {
        PUSHCART_API_URL: `http://127.0.0.1:${String(port)}/3dCartWebAPI/v1`,
      });
      odd.closeAllConnections();
      odd.close();
      assert.equal(code, 0, stderr);
      const {unknown} = await profile();
      assert.match(unknown.getCartStatus ?? '', /status 206/);
      assert.match(unknown.dateStyle ?? '', /a date like 99\.99\.9999/);
      assert.match(unknown.errorBody400 ?? '', /a refused write came as status 422 with an error array/);
      assert.match(unknown.offsetPastEnd ?? '', /status 422/);
      assert.match(unknown.cors ?? '', /another value/);
      assert.match(unknown.checkoutUrl ?? '', /continue_order\.asp\?orderkey=…&session=…/);
      for (const key of keys) assert.ok(!(stdout + stderr + JSON.stringify(await profile())).includes(key), key);
      assert.deepEqual(carts(), []);
    });

    it('ends with 1 where the store refuses the credentials, and with 2 where it was asked for what is not there', async (t) => {
      const {folder, args, run, made} = await openShop(t);
      const [denied, none, option] = await Promise.all([
        run(args(900, '--yes'), {PUSHCART_TOKEN: 'wrong'}),
        run(args(123456, '--yes')),
        run(args(900, '--yes', '--option', '84:1')),
      ]);
      assert.equal(denied.code, 1);
      assert.match(denied.stderr, /refused the credentials/);
      assert.equal(none.code, 2);
      assert.match(none.stderr, /The store has no product 123456\./);
      assert.equal(option.code, 2);
      assert.match(option.stderr, /The product has no option 84:1\. It has 83:421, /);
      assert.deepEqual([made(), await readdir(folder)], [0, []]);
    });

    it('ends with 2 for wrong use, and does nothing on --dry-run or without a yes', async (t) => {
      const {sandbox, environment, args, run} = await openShop(t);
      const misused = [['probe', '--product', 'mug'], args(900, '--option', '84')];
      for (const {code} of await Promise.all(misused.map((words) => run(words)))) assert.equal(code, 2);
      const [silent, dry] = await Promise.all([run(args(900)), run(args(900, '--dry-run', '--throttle'))]);
      assert.equal(silent.code, 2);
      assert.match(silent.stderr, /there is no terminal to ask in\. Add --yes/);
      assert.deepEqual([dry.code, dry.stdout], [0, '']);
      assert.match(dry.stderr, /fills the store's bucket of calls/);
      assert.deepEqual(sandbox.snapshot().calls, []);

      const command = startCommand(args(900, '--throttle'), {...environment, TERM: 'xterm'}, {terminal: true});
      await command.printed(/Make two carts in http[\s\S]*fill its bucket of calls\?[\s\S]*No/);
      command.type('n');
      const {code, stdout} = await command.ended;
      assert.equal(code, 1);
      assert.match(stdout, /Nothing was changed\./);
      assert.deepEqual(sandbox.snapshot().calls, []);
    });

    it('shows with --help an example for each of its options', async (t) => {
      const {run} = await openShop(t);
      const [{code, stdout}, help] = await Promise.all([run(['probe', '--help']), run(['sandbox', '--help'])]);
      assert.equal(code, 0);
      for (const option of [
        'product 511',
        'option 83:421',
        'throttle',
        'out shop.json',
        'dry-run',
        'yes',
        'yes --json',
        'env-file pushcart.env',
      ])
        assert.match(stdout.replace(/\s+/g, ' '), new RegExp(`[^,] --${option}`), option);
      assert.match(help.stdout, /pushcart sandbox --profile pushcart-profile\.json/);
    });
  });
});
