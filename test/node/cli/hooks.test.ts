/** `pushcart hooks` against a store with a proxy before it: what a person sees, and what the store has then. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import type {Environment} from '../../../src/proxy/index.js';
import type {SwitchChanges} from '../../../src/sandbox/index.js';
import {runCommand, startCommand, type Ran} from '../../helpers/command.js';
import {ampleThrottle, describeShop, putByHand} from '../../helpers/merchant.js';
import {serveShop, type ServedShop} from '../../helpers/served-shop.js';

const secret = 'hK7wQz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk0';
const older = 'oL4erSz2mN9vXc4Lb6Tg8Hj3Rf5Ys1Dk';
const foreignSecret = 'fO7eignZ2mN9vXc4Lb6Tg8Hj3Rf5Ys1D';
const events = ['Order New', 'Product New', 'Product Changed', 'Product Deleted', 'Product Stock Changed'];
const numbers = [1, 4, 5, 6, 7];

describe('pushcart hooks', {timeout: 240_000}, () => {
  let shop: ServedShop;
  let environment: Environment = {};

  before(async () => {
    shop = await serveShop(
      'https://blog.example',
      {PUSHCART_HOOK_SECRET: `${secret},${older}`},
      {sandbox: {switches: {throttle: ampleThrottle}}},
    );
    environment = describeShop(shop.sandbox, {PUSHCART_PUBLIC_URL: shop.proxy.url, PUSHCART_HOOK_SECRET: secret});
  });
  beforeEach(() => {
    shop.sandbox.reset();
  });
  after(() => shop.close());

  /** Runs a command; whatever it says is free of secrets. */
  async function run(args: readonly string[], changes: Record<string, string | undefined> = {}): Promise<Ran> {
    const ran = await runCommand(['hooks', ...args], {...environment, ...changes});
    checkWords(ran);
    return ran;
  }
  function checkWords({stdout, stderr}: Ran): void {
    const {privateKey, token} = shop.sandbox.credentials;
    for (const word of [secret, older, foreignSecret, privateKey, token])
      assert.ok(!(stdout + stderr).includes(word.slice(2, 20)), stdout + stderr);
  }

  const hooks = () => shop.sandbox.snapshot().webhooks;
  /** What is ours in the store, as events. */
  const installed = (key = secret): number[] =>
    hooks()
      .filter(({Url, Enabled}) => Url === `${shop.proxy.url}/hooks/${key}` && Enabled)
      .map(({EventType}) => EventType)
      .sort();
  const writes = () => shop.sandbox.snapshot().calls.filter(({method}) => method !== 'GET').length;

  const register = (changes: object = {}): Promise<void> =>
    putByHand(shop.sandbox, '/Webhooks', {
      Name: 'mine',
      Url: shop.proxy.url,
      EventType: 1,
      Format: 'JSON',
      Enabled: true,
      ...changes,
    });

  it('makes the webhooks that the proxy acts on, shows them, changes nothing the second time, and removes them', async () => {
    const first = await run(['install', '--yes']);
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual(installed(), numbers);
    assert.equal(first.stdout.trim().split('\n').length, 5);
    assert.match(first.stdout, /^create the webhook for "Order New", to http:\/\/127\.0\.0\.1:\d+\/hooks\/…$/m);
    const made = writes();

    const second = await run(['install', '--yes']);
    assert.deepEqual([second.code, second.stdout], [0, '']);
    assert.match(second.stderr, /Nothing to do: 5 of ours are as they should be/);
    assert.equal(writes(), made);

    const list = await run(['list']);
    assert.equal(list.code, 0);
    assert.deepEqual(
      list.stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t').slice(1)),
      events.map((event) => [event, `${shop.proxy.url}/hooks/…`, 'on', 'ours']),
    );

    const gone = await run(['remove', '--yes']);
    assert.equal(gone.code, 0, gone.stderr);
    assert.deepEqual(hooks(), []);
    const again = await run(['remove', '--yes', '--json']);
    assert.deepEqual(
      [again.code, JSON.parse(again.stdout)],
      [0, {applied: false, changes: [], kept: 0, others: 0, unknown: []}],
    );
  });

  it('never touches a webhook that it did not make', async () => {
    shop.sandbox.change({webhookProbe: 'off'});
    const {url} = shop.proxy;
    const foreign = [
      `${url}/hooks/short`,
      `${url}/hooks/${foreignSecret}/order`,
      `${url}/hooks/${foreignSecret}?of=theirs`,
      `${url}/other/${foreignSecret}`,
      `${url}.evil.example/hooks/${foreignSecret}`.replace(/:\d+/, ''),
      `http://127.0.0.1:1/hooks/${foreignSecret}`,
    ].filter((each) => each.startsWith('http://127.0.0.1:'));
    for (const Url of foreign) await register({Url, Name: 'their \u001b[31mhook'});
    const before = hooks();
    for (const args of [
      ['install', '--yes'],
      ['install', '--yes'],
      ['remove', '--yes'],
      ['remove', '--yes'],
    ]) {
      assert.equal((await run(args)).code, 0);
      assert.deepEqual(hooks().slice(0, foreign.length), before);
    }
    assert.deepEqual(hooks(), before);
    const list = await run(['list', '--json']);
    const rows = JSON.parse(list.stdout) as {address: string; ours: boolean}[];
    assert.deepEqual([...new Set(rows.map(({ours}) => ours))], [false]);
    assert.ok(!(await run(['list'])).stdout.includes('\u001b'));
  });

  it('gives ours the newest secret, turns on what is off, and removes what is there twice', async () => {
    const url = (key: string) => `${shop.proxy.url}/hooks/${key}`;
    await register({Url: url(older), EventType: 1});
    await register({Url: url(secret), EventType: 4, Enabled: false});
    await register({Url: url(older), EventType: 5});
    await register({Url: url(secret), EventType: 5});
    await register({Url: url(older), EventType: 3});
    const dry = await run(['install', '--dry-run']);
    assert.deepEqual(
      [dry.code, dry.stdout.trim().split('\n')],
      [
        0,
        [
          'would update webhook 7 for "Order New", because it has an older secret',
          'would update webhook 8 for "Product New", because it is turned off',
          'would remove webhook 9 for "Product Changed", because there are two',
          `would create the webhook for "Product Deleted", to ${shop.proxy.url}/hooks/…`,
          `would create the webhook for "Product Stock Changed", to ${shop.proxy.url}/hooks/…`,
          'would update webhook 11 for "Customer New", because it has an older secret',
        ],
      ],
    );
    assert.equal(hooks().length, 5);
    const ran = await run(['install', '--yes', '--json']);
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal((JSON.parse(ran.stdout) as {changes: unknown[]}).changes.length, 6);
    assert.deepEqual(installed(), [1, 3, 4, 5, 6, 7]);
    assert.deepEqual([(await run(['install', '--yes'])).stdout, hooks().length], ['', 6]);
    // What is left of a secret that is gone is still ours to remove.
    assert.equal((await run(['remove', '--yes'], {PUSHCART_HOOK_SECRET: undefined})).code, 0);
    assert.deepEqual(hooks(), []);
  });

  const switchings: Record<string, SwitchChanges> = {
    'answers 404 for an empty list': {emptyList: 404},
    'answers an empty list for an empty list': {emptyList: 200},
    'answers refusals with 200': {errorWith200: 'on'},
    'does not visit addresses': {webhookProbe: 'off'},
    'loses the answer to every write': {dropAfterWrite: 'on'},
    'has dates as in the samples': {dateStyle: 'us'},
  };
  for (const [what, switches] of Object.entries(switchings)) {
    it(`makes five, and five only, in a store that ${what}`, async () => {
      shop.sandbox.change(switches);
      for (let time = 0; time < (what.startsWith('loses') ? 2 : 1); time += 1) await run(['install', '--yes']);
      assert.deepEqual(installed(), numbers);
      const made = writes();
      const second = await run(['install', '--yes']);
      assert.deepEqual([second.code, second.stdout], [0, '']);
      assert.equal(writes(), made);
      for (let time = 0; time < (what.startsWith('loses') ? 2 : 1); time += 1) await run(['remove', '--yes']);
      assert.deepEqual(hooks(), []);
    });
  }

  for (const kind of ['5xx', 'html', 'errorArray', '206', 'cutBefore', 'dropAfterWrite', '429'] as const) {
    it(`does all of it although calls fail: ${kind}`, async () => {
      shop.sandbox.addFault({match: 'GET /Webhooks', kind});
      shop.sandbox.addFault({match: 'POST /Webhooks', kind});
      const {code, stderr} = await run(['install', '--yes']);
      assert.equal(code, 0, stderr);
      assert.deepEqual(installed(), numbers);
    });
  }

  it('ends with 1 and what to do where the store cannot find the proxy', async () => {
    const {code, stdout, stderr} = await run(['install', '--yes'], {
      PUSHCART_HOOK_SECRET: 'another-secret-than-the-proxy-has',
    });
    assert.deepEqual([code, stdout, hooks()], [1, '', []]);
    assert.match(stderr, /The store visits the address before it takes it.+PUSHCART_HOOK_SECRET/);
    shop.sandbox.change({errorWith200: 'on'});
    assert.equal(
      (await run(['install', '--yes'], {PUSHCART_HOOK_SECRET: 'another-secret-than-the-proxy-has'})).code,
      1,
    );
  });

  it('ends with 1 where the store refuses the credentials, or does not answer', async () => {
    const denied = await run(['list'], {PUSHCART_TOKEN: 'wrong'});
    assert.deepEqual([denied.code, denied.stdout], [1, '']);
    assert.match(denied.stderr, /refused the credentials/);
    const silent = await run(['list'], {PUSHCART_API_URL: 'http://127.0.0.1:1/api'});
    assert.deepEqual([silent.code, silent.stdout], [1, '']);
    assert.match(silent.stderr, /the store did not answer \(connection\)/);
  });

  it('ends with 2 and the name of a variable that is missing', async () => {
    for (const [args, name] of [
      [['install'], 'PUSHCART_HOOK_SECRET'],
      [['install'], 'PUSHCART_PUBLIC_URL'],
      [['remove'], 'PUSHCART_PUBLIC_URL'],
      [['list'], 'PUSHCART_PUBLIC_URL'],
      [['list'], 'PUSHCART_TOKEN'],
    ] as const) {
      const {code, stdout, stderr} = await run(args, {[name]: undefined});
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, new RegExp(`^${name} is required`, 'm'));
    }
  });

  it('ends with 2 and shows its plan where there is no terminal to ask in', async () => {
    const {code, stdout, stderr} = await run(['install']);
    assert.deepEqual([code, stdout, hooks()], [2, '', []]);
    assert.match(stderr, /create the webhook for "Product Deleted"/);
    assert.match(stderr, /there is no terminal to ask in\. Add --yes/);
  });

  it('shows with --help an example, and asks back for a command that it does not know', async () => {
    for (const args of [['--help'], ['install', '--help'], ['list', '--help'], ['remove', '--help']]) {
      const {code, stdout} = await run(args);
      assert.equal(code, 0);
      assert.match(stdout, /Example:\n {2}\$ pushcart hooks/);
    }
    const {code, stderr} = await run(['instal']);
    assert.equal(code, 2);
    assert.match(stderr, /Did you mean install\?/);
    assert.equal((await run([])).code, 2);
    assert.equal((await run(['install', '--force'])).code, 2);
  });

  describe('in a terminal', () => {
    /** Starts the command and types at its question. */
    async function answer(keys: string): Promise<Ran> {
      const command = startCommand(['hooks', 'install'], {...environment, TERM: 'xterm'}, {terminal: true});
      await command.printed(/Change 5 webhooks in http[\s\S]*No/);
      command.type(keys);
      const ran = await command.ended;
      checkWords(ran);
      return ran;
    }

    it('goes on after yes', async () => {
      assert.equal((await answer('y')).code, 0);
      assert.deepEqual(installed(), numbers);
    });

    for (const [what, keys] of [
      ['no', 'n'],
      ['Return, which is no', '\r'],
      ['Ctrl-C', '\u0003'],
      ['Escape', '\u001b'],
    ] as const)
      it(`changes nothing after ${what}, and ends with 1`, async () => {
        const {code, stdout} = await answer(keys);
        assert.deepEqual([code, hooks()], [1, []]);
        assert.match(stdout, /Nothing was changed\./);
      });
  });

  it('stops after the call that is under way on Ctrl-C, says what is left, and goes on when it is run again', async () => {
    shop.sandbox.addFault({match: 'POST /Webhooks', kind: 'slow', ms: 3000});
    const command = startCommand(['hooks', 'install', '--yes'], environment);
    while (!shop.sandbox.snapshot().faults.every(({times}) => times === 0))
      await new Promise((resolve) => setTimeout(resolve, 50));
    command.stop('SIGINT');
    const {code, stderr} = await command.ended;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /Stopped. 1 webhook changed, 4 webhooks left. Run the command again/);
    assert.equal(installed().length, 1);
    assert.equal((await run(['install', '--yes'])).code, 0);
    assert.deepEqual(installed(), numbers);
  });
});
