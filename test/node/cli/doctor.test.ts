/** `pushcart doctor` against a store with a proxy before it: what it finds, and that it leaves nothing behind. */
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, describe, it} from 'node:test';
import {writeTag} from '../../../src/cli/script-code.js';
import {version} from '../../../src/server.js';
import type {Environment} from '../../../src/proxy/index.js';
import type {FaultRequest, Scope, SwitchChanges} from '../../../src/sandbox/index.js';
import {runCommand, startCommand, type Ran} from '../../helpers/command.js';
import {ampleThrottle, describeShop, putByHand} from '../../helpers/merchant.js';
import {serveBefore, serveFront, type Front} from '../../helpers/front.js';
import {serveShop, type ServedShop} from '../../helpers/served-shop.js';

interface Found {
  readonly group: string;
  readonly name: string;
  readonly mark: 'ok' | 'warn' | 'fail' | 'skip';
  readonly says: string;
  readonly next?: string;
}
interface Report extends Ran {
  readonly ok: boolean;
  readonly checks: readonly Found[];
  /** Group and name of each check with that mark. */
  of(mark: Found['mark']): string[];
  /** All that is said of a check. */
  words(name: string): string;
}

const sealing = randomBytes(32).toString('base64url');
const hookSecret = randomBytes(24).toString('hex');

describe('pushcart doctor', {timeout: 120_000}, () => {
  let shop: ServedShop;
  let page: Front;
  let answerPage = {status: 200, headers: {} as Record<string, string>, html: ''};
  let environment: Environment = {};
  const fronts: Front[] = [];

  const describeAll = ({sandbox, proxy}: ServedShop): Environment =>
    describeShop(sandbox, {
      PUSHCART_ORIGINS: `${page.url},https://*.blog.example`,
      PUSHCART_SECRETS: sealing,
      PUSHCART_PUBLIC_URL: proxy.url,
      PUSHCART_HOOK_SECRET: hookSecret,
    });

  before(async () => {
    page = await serveFront((_, response) => {
      response.writeHead(answerPage.status, {'content-type': 'text/html', ...answerPage.headers});
      response.end(answerPage.html);
    });
    shop = await serveShop(
      `${page.url},https://*.blog.example`,
      {PUSHCART_HOOK_SECRET: hookSecret},
      {sandbox: {switches: {throttle: ampleThrottle}}},
    );
    environment = describeAll(shop);
  });
  afterEach(async () => {
    const {carts} = shop.sandbox.snapshot();
    shop.sandbox.reset();
    for (const front of fronts.splice(0)) await front.close();
    assert.deepEqual(carts, [], 'A cart was left in the store.');
  });
  after(async () => {
    await shop.close();
    await page.close();
  });

  const tag = (proxy = shop.proxy.url) => `<script type="module" src="${proxy}/pushcart.js"></script>`;
  const html = (body: string, head = '') => `<!doctype html><title>A post</title>${head}<p>Words</p>${body}`;

  /** Whatever a command says is free of secrets, and of what a terminal would act on. */
  function checkWords({stdout, stderr}: Ran, known: Environment): void {
    for (const name of ['PRIVATE_KEY', 'TOKEN', 'SECRETS', 'HOOK_SECRET', 'METRICS_TOKEN'])
      for (const secret of (known[`PUSHCART_${name}`] ?? '').split(','))
        if (secret.length >= 8) assert.ok(!(stdout + stderr).includes(secret.slice(1, 20)), stdout + stderr);
    assert.ok(!(stdout + stderr).includes('\u001b'), stdout + stderr);
  }

  async function examine(changes: Environment = {}, args: readonly string[] = []): Promise<Report> {
    const known = {...environment, ...changes};
    const ran = await runCommand(['doctor', '--json', ...args], known);
    checkWords(ran, known);
    const {ok, checks} = JSON.parse(ran.stdout) as {ok: boolean; checks: Found[]};
    assert.equal(ran.code, checks.some(({mark}) => mark === 'fail') ? 1 : 0, ran.stdout + ran.stderr);
    assert.equal(ok, ran.code === 0);
    for (const {mark, next} of checks) assert.equal(mark === 'ok' && next !== undefined, false);
    return {
      ...ran,
      ok,
      checks,
      of: (mark) => checks.filter((check) => check.mark === mark).map(({group, name}) => `${group}: ${name}`),
      words: (name) =>
        checks
          .filter((check) => check.name === name)
          .map(({says, next = ''}) => `${says} ${next}`)
          .join('\n'),
    };
  }
  const lookAt = (html: string, headers: Record<string, string> = {}, status = 200) => {
    answerPage = {status, headers, html};
    return examine({}, ['--no-cart', '--page', `${page.url}/post`]);
  };

  it('finds nothing where all is well, says the same when it is run again, and leaves the store as it was', async () => {
    answerPage = {status: 200, headers: {}, html: html(tag())};
    const first = await runCommand(['doctor', '--page', page.url], environment);
    checkWords(first, environment);
    assert.equal(first.code, 0, first.stdout + first.stderr);
    assert.match(first.stderr, /^\d+ ok, 0 warned of, 0 failed, 2 skipped\n$/);
    assert.match(first.stdout, /^ {2}✓ ok {4}checkout +The cart's checkout is at http:\/\/127\.0\.0\.1:\d+\.$/m);
    const {calls} = shop.sandbox.snapshot();
    const writes = calls.filter(({method}) => method !== 'GET').map(({method}) => method);
    assert.deepEqual(writes, ['POST', 'POST', 'DELETE']);
    assert.deepEqual(await runCommand(['doctor', '--page', page.url], environment), first);
  });

  it('needs no input, and no terminal', async () => {
    const command = new URL('../../../src/cli/main.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', '--', command, 'doctor', '--no-cart'], {
      env: {PATH: process.env['PATH'], ...environment},
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    assert.equal(await new Promise((resolve) => child.on('close', resolve)), 0);
  });

  it('has colours in a terminal, but not with NO_COLOR', async () => {
    const inTerminal = async (changes: Environment) => {
      const known = {...environment, TERM: 'xterm-256color', ...changes};
      return (await startCommand(['doctor', '--no-cart'], known, {terminal: true}).ended).stdout;
    };
    const [coloured, plain] = await Promise.all([inTerminal({}), inTerminal({NO_COLOR: '1'})]);
    assert.match(coloured, /\u001b\[32m✓ ok/);
    assert.match(plain, /✓ ok {4}products/);
    assert.ok(!plain.includes('\u001b['), plain);
  });

  it('ends with 2 for a file that is not there, an address that is none, and an option that it does not know', async () => {
    const misuses = [['--env-file', '/nowhere.env'], ['--page', 'blog'], ['--page', 'file:///etc/passwd'], ['--fix']];
    for (const {code, stdout, stderr} of await Promise.all(
      misuses.map((args) => runCommand(['doctor', ...args], environment)),
    )) {
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.notEqual(stderr, '');
    }
  });

  describe('the environment', () => {
    it('has every problem as a check, and the rest is skipped', async () => {
      const report = await examine({
        PUSHCART_TOKEN: undefined,
        PUSHCART_PUBLIC_URL: environment['PUSHCART_PRIVATE_KEY'],
        PUSHCART_SECRETS: 'c2hvcnQtYnV0LXNlY3JldA',
      });
      assert.deepEqual(report.of('fail').sort(), [
        'environment: PUSHCART_PUBLIC_URL',
        'environment: PUSHCART_SECRETS',
        'environment: PUSHCART_TOKEN',
      ]);
      assert.deepEqual([...new Set(report.checks.map(({mark}) => mark))], ['fail', 'skip']);
      assert.equal(report.of('skip').length, 7);
    });

    it('has weak secrets, doubles, misspelt names and open origins as warnings', async () => {
      const weak = Buffer.from('thirty-two bytes that are words!').toString('base64url');
      const report = await examine(
        {
          PUSHCART_SECRETS: `${sealing},${sealing},${weak}`,
          PUSHCART_HOOK_SECRET: 'abcabcabcabcabcabcabcabcabc',
          PUSHCART_METRICS_TOKEN: 'short',
          PUSHCART_ORIGIN: 'https://blog.example',
          PUSHCART_ORIGINS: `${page.url},http://www.blog.example`,
        },
        ['--no-cart'],
      );
      assert.deepEqual(report.of('warn'), [
        'environment: PUSHCART_ORIGIN',
        'environment: PUSHCART_ORIGINS',
        'environment: PUSHCART_SECRETS',
        'environment: PUSHCART_SECRETS',
        'environment: PUSHCART_HOOK_SECRET',
        'environment: PUSHCART_METRICS_TOKEN',
      ]);
      assert.match(report.words('PUSHCART_SECRETS'), /Number 2 stands there twice[^]*Number 3 is made of words/);
      // The proxy that runs does not know it.
      assert.deepEqual(report.of('fail'), ['proxy: origins']);
      assert.match(
        report.words('origins'),
        /http:\/\/www\.blog\.example cannot sell: the proxy that runs there does not list/,
      );
    });
  });

  describe('the store', () => {
    it('refuses a wrong token: one check says so, and no cart is made', async () => {
      const report = await examine({PUSHCART_TOKEN: 'wR0ngT0kenOfThirtyTwoCharacters0'});
      assert.deepEqual(report.of('fail'), ['credentials: credentials']);
      assert.match(report.words('credentials'), /PUSHCART_SECURE_URL, PUSHCART_PRIVATE_KEY and PUSHCART_TOKEN/);
    });

    it('is not there', async () => {
      const report = await examine({PUSHCART_API_URL: 'http://127.0.0.1:1/api'});
      assert.deepEqual(report.of('fail'), ['credentials: store settings']);
      assert.match(report.words('store settings'), /did not answer \(connection\).+PUSHCART_API_URL/);
    });

    const all: readonly Scope[] = [
      'Cart:write',
      'FrontendScripts:read',
      'Orders:read',
      'Products:read',
      'StoreSettings:read',
      'Webhooks:read',
    ];
    for (const [without, failed, warned, changes] of [
      [['Cart:write', 'Orders:read'], ['credentials: cart', 'cart: make'], ['credentials: orders'], {}],
      [['Products:read', 'Webhooks:read'], ['credentials: products', 'credentials: webhooks'], [], {}],
      [
        ['StoreSettings:read', 'Webhooks:read', 'FrontendScripts:read'],
        ['credentials: store settings'],
        ['credentials: frontend scripts', 'credentials: webhooks'],
        {PUSHCART_HOOK_SECRET: undefined},
      ],
    ] as const)
      it(`does not grant ${without.join(', ')}${'PUSHCART_HOOK_SECRET' in changes ? ', and there are no hooks' : ''}`, async () => {
        const scopes = all.filter((scope) => !without.some((one) => one === scope));
        const other = await serveShop(
          `${page.url},https://*.blog.example`,
          {},
          {sandbox: {switches: {throttle: ampleThrottle}, credentials: {scopes}}},
        );
        try {
          const report = await examine({...describeAll(other), ...changes});
          const isOfStore = (check: string) => /^(credentials|cart)/.test(check);
          assert.deepEqual(report.of('fail').filter(isOfStore), failed);
          assert.deepEqual(report.of('warn'), warned);
          assert.deepEqual(other.sandbox.snapshot().carts, []);
        } finally {
          await other.close();
        }
      });
  });

  describe('the cart', () => {
    const troubles: readonly (readonly [
      string,
      {readonly switches?: SwitchChanges; readonly faults?: readonly FaultRequest[]},
      readonly string[],
      RegExp,
    ])[] = [
      [
        'leads to a foreign checkout',
        {switches: {checkoutUrl: 'https://pay.example/{OrderKey}'}},
        ['checkout'],
        /at https:\/\/pay\.example, which is none.+add pay\.example to PUSHCART_CHECKOUT_HOSTS/,
      ],
      [
        'leads to no https',
        {switches: {checkoutUrl: 'http://pay.example/{OrderKey}'}},
        ['checkout'],
        /at http:\/\/pay\.example, which is not https/,
      ],
      ['leads nowhere', {switches: {checkoutUrl: ''}}, ['checkout'], /without an address of its checkout/],
      [
        'cannot be read',
        {faults: [{match: 'GET /Cart/', kind: '5xx', times: 3}]},
        // The first is of the credentials' look, which asks twice.
        ['cart'],
        /did not answer \(status, 500\)/,
      ],
    ];
    for (const [what, {switches = {}, faults = []}, failed, words] of troubles)
      it(`${what}, and is removed all the same`, async () => {
        shop.sandbox.change(switches);
        for (const fault of faults) shop.sandbox.addFault(fault);
        const report = await examine();
        assert.deepEqual(
          report.checks.filter(({mark}) => mark === 'fail').map(({name}) => name),
          failed,
        );
        assert.match(report.words(failed[0] ?? ''), words);
        assert.match(report.words('remove'), /was removed again/);
      });

    it('is removed although the store loses an answer, and says so where it cannot be', async () => {
      shop.sandbox.addFault({match: 'DELETE /Cart', kind: 'dropAfterWrite'});
      assert.deepEqual((await examine()).of('fail'), []);
      shop.sandbox.addFault({match: 'DELETE /Cart', kind: '5xx', times: 3});
      const report = await examine();
      assert.deepEqual(report.of('fail'), ['cart: remove']);
      assert.match(report.words('remove'), /It is left in the store/);
      assert.equal(shop.sandbox.snapshot().carts.length, 1);
      shop.sandbox.reset();
    });

    it('is removed on Ctrl-C', async () => {
      shop.sandbox.addFault({match: 'POST /Cart/', kind: 'slow', ms: 1500});
      const command = startCommand(['doctor'], environment);
      while (shop.sandbox.snapshot().carts.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      command.stop('SIGINT');
      const ran = await command.ended;
      assert.equal(ran.code, 1, ran.stdout);
      assert.match(ran.stderr, /Stopping; a cart[^]+Stopped before everything was looked at/);
      assert.match(ran.stdout, /remove +The cart was removed again/);
    });
  });

  describe('the proxy', () => {
    const before = async (
      change: (headers: Headers, path: string) => void,
      target = shop.proxy.url,
    ): Promise<string> => {
      const front = await serveBefore(target, change);
      fronts.push(front);
      return front.url;
    };
    const look = (PUSHCART_PUBLIC_URL: string) => examine({PUSHCART_PUBLIC_URL}, ['--no-cart']);

    it('is not there, or is something else', async () => {
      const closed = await serveFront(() => undefined);
      await closed.close();
      const gone = await look(closed.url);
      assert.deepEqual(gone.of('fail'), ['proxy: reached']);
      assert.match(gone.words('reached'), /nothing listens there.+pushcart serve/);
      const other = await look(page.url);
      assert.deepEqual(other.of('fail'), ['proxy: reached']);
      assert.match(other.words('reached'), /Something else answers/);
    });

    it('leads elsewhere', async () => {
      answerPage = {status: 301, headers: {location: `${shop.proxy.url}/healthz?key=1`}, html: ''};
      const report = await look(page.url);
      assert.deepEqual(report.of('fail'), ['proxy: reached']);
      assert.ok(report.words('reached').includes(`leads on to ${shop.proxy.url}/healthz,`));
    });

    it('has a certificate that nobody else has signed', {skip: !existsSync('/usr/bin/openssl')}, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'pushcart-doctor-'));
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const san = 'subjectAltName=IP:127.0.0.1';
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-days',
          '5',
          '-subj',
          '/CN=cart',
          '-addext',
          san,
          '-keyout',
          key,
          '-out',
          cert,
        ],
        {stdio: 'ignore'},
      );
      const server = createTlsServer({key: readFileSync(key), cert: readFileSync(cert)}, (request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(request.url === '/healthz' ? '{"status":"ok"}' : '{}');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const PUSHCART_PUBLIC_URL = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        const unknown = await look(PUSHCART_PUBLIC_URL);
        assert.deepEqual(unknown.of('fail'), ['proxy: certificate', 'proxy: reached']);
        assert.match(unknown.words('certificate'), /signed by nobody else/);
        const known = await examine({PUSHCART_PUBLIC_URL, NODE_EXTRA_CA_CERTS: cert}, ['--no-cart']);
        assert.match(known.words('certificate'), /ends in [45] days/);
        assert.ok(known.of('warn').includes('proxy: certificate'));
      } finally {
        server.closeAllConnections();
        server.close();
        rmSync(folder, {recursive: true});
      }
    });

    it('has something in front that takes headers away, or answers uncompressed', async () => {
      const report = await look(
        await before((headers, path) => {
          if (path === '/pushcart.js') headers.delete('cross-origin-resource-policy');
          if (path === '/pushcart.js') headers.set('cache-control', 'no-store');
        }),
      );
      assert.deepEqual(report.of('fail'), []);
      assert.deepEqual(report.of('warn'), ['proxy: pushcart.js', 'proxy: pushcart.js', 'proxy: pushcart.js']);
      assert.match(report.words('pushcart.js'), /Cross-Origin-Resource-Policy[^]+Cache-Control[^]+uncompressed/);
    });

    it('has something in front that keeps pages out', async () => {
      const report = await look(await before((headers) => headers.delete('access-control-allow-origin')));
      assert.deepEqual(report.of('fail'), ['proxy: pushcart.js', 'proxy: origins', 'proxy: origins']);
    });

    it('has a clock that is wrong, as has the store', async () => {
      const shift = (ms: number) => (headers: Headers) => headers.set('date', new Date(Date.now() + ms).toUTCString());
      const proxy = await before(shift(10 * 60_000));
      const store = await before(shift(-2 * 60_000), shop.sandbox.url);
      const report = await examine({PUSHCART_PUBLIC_URL: proxy, PUSHCART_API_URL: `${store}/3dCartWebAPI/v1`}, [
        '--no-cart',
      ]);
      assert.deepEqual(report.of('fail'), ["clock: the proxy's"]);
      assert.ok(report.of('warn').includes("clock: the store's"));
      assert.match(report.words("the proxy's"), /10 minutes ahead of/);
      assert.match(report.words("the store's"), /2 minutes behind/);
    });
  });

  describe("the store's own pages", () => {
    const put = (Code: string): Promise<void> => putByHand(shop.sandbox, '/FrontendScripts', {Placement: 'HEAD', Code});
    const ours = (proxy: string) => writeTag({src: `${proxy}/pushcart.js`, attributes: new Map()}, version);

    it('have our script once, twice, or for another proxy', async () => {
      const open = {PUSHCART_ORIGINS: `${page.url},${shop.sandbox.url}`};
      await put(ours(shop.proxy.url));
      const once = await examine(open, ['--no-cart']);
      assert.ok(once.of('ok').includes('script: script'));
      assert.match(once.words('script'), /once, in HEAD/);
      await put(ours('https://old.example'));
      const twice = await examine(open, ['--no-cart']);
      assert.deepEqual(twice.of('warn'), ['script: script', 'script: its proxy']);
      assert.match(twice.words('its proxy'), /leads to https:\/\/old\.example\/.+pushcart scripts update/);
    });

    it('have our script, and may not use the proxy', async () => {
      await put(ours(shop.proxy.url));
      assert.deepEqual((await examine({}, ['--no-cart'])).of('fail'), ['script: its origin']);
    });
  });

  describe('a page', () => {
    it('has the tag in every form that works', async () => {
      const report = await lookAt(html(`<script src='${shop.proxy.url}/pushcart.js?v=2' TYPE=Module></script>`), {
        'content-security-policy': `default-src 'none'; script-src ${shop.proxy.url}; connect-src ${shop.proxy.url}; img-src ${shop.sandbox.url}`,
      });
      assert.deepEqual([report.of('fail'), report.of('warn')], [[], []], report.stdout);
    });

    for (const [what, body, words] of [
      [
        'has no tag but in a comment',
        () => html(`<!-- ${tag()} -->`),
        /The tag is not there.+Paste: <script type="module"/,
      ],
      ['shows it as text', () => html(`<p>${tag().replaceAll('<', '&lt;')}</p>`), /shown as text.+docs\/paste\.md/],
      ['loads another proxy', () => html(tag('https://old.example')), /loads https:\/\/old\.example\/pushcart\.js/],
      ['has it without its type', () => html(tag().replace(' type="module"', '')), /no type="module"/],
    ] as const)
      it(what, async () => {
        const report = await lookAt(body());
        assert.deepEqual(report.of('fail'), ['page: tag']);
        assert.match(report.words('tag'), words);
      });

    it('has the tag twice', async () => {
      const report = await lookAt(html(tag() + tag()));
      assert.deepEqual([report.of('fail'), report.of('warn')], [[], ['page: tag']]);
    });

    it('has policies that block, in a header and in its markup', async () => {
      const meta = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`;
      const report = await lookAt(html(tag(), meta), {'content-security-policy': "script-src 'self'; img-src 'none'"});
      assert.deepEqual(report.of('fail'), ['page: policy', 'page: policy']);
      assert.match(
        report.words('policy'),
        /the script away, by script-src[^]+pictures of[^]+proxy's answers away, by connect-src/,
      );
      assert.deepEqual(report.of('warn'), ['page: policy']);
    });

    it('has the origin of nobody, leads in circles, or is not there', async () => {
      answerPage = {status: 200, headers: {}, html: html(tag())};
      const foreign = await examine({}, ['--no-cart', '--page', page.url.replace('127.0.0.1', 'localhost')]);
      assert.deepEqual(foreign.of('fail'), ['page: origin']);
      assert.match(foreign.words('origin'), /Add http:\/\/localhost:\d+ to PUSHCART_ORIGINS/);
      assert.match((await lookAt('', {location: '/post'}, 302)).words('page'), /more than 5 times/);
      assert.match((await lookAt('', {}, 404)).words('page'), /answers 404/);
      assert.match((await lookAt('x'.repeat(2_100_000))).words('page'), /larger than 2 MB/);
    });
  });

  it('reads an environment file, and hides what others would have a terminal do or show', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pushcart-doctor-'));
    const file = join(folder, 'pushcart.env');
    const known: Environment = {...environment, PUSHCART_PUBLIC_URL: page.url};
    writeFileSync(
      file,
      Object.entries(known)
        .map(([name, value]) => `${name}=${value ?? ''}`)
        .join('\n'),
    );
    const words = `\u001b[31m\u202e${environment['PUSHCART_TOKEN'] ?? ''}`;
    const html = JSON.stringify({status: 'ok', store: words, info: {version: words}});
    answerPage = {status: 200, headers: {'content-type': words.replace(/^[^[]+/, '').replace('\u202e', '')}, html};
    try {
      const ran = await runCommand(['doctor', '--no-cart', '--env-file', file]);
      checkWords(ran, known);
      assert.equal(ran.code, 1, ran.stderr);
      assert.match(ran.stdout, /! warn {2}version +It is \[31m ?\[redacted\], and this command/);
      assert.match(ran.stdout, /✗ FAIL {2}pushcart\.js +Its type is \[31m ?\[redacted\]/);
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
});
