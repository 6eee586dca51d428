/** `pushcart scripts` against a store: what a person sees, and which scripts the store has then. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {parse, type DefaultTreeAdapterTypes as Tree} from 'parse5';
import {createSandbox, type Sandbox, type SwitchChanges} from '../../../src/sandbox/index.js';
import type {Environment} from '../../../src/proxy/index.js';
import {version} from '../../../src/server.js';
import {runCommand, startCommand, type Ran} from '../../helpers/command.js';
import {ampleThrottle, describeShop, putByHand} from '../../helpers/merchant.js';

const proxy = 'https://cart.example/';
const tag = (attributes = '', by = version, to = proxy) =>
  `<script type="module"\n  src="${to}pushcart.js"\n  data-pushcart="${by} ${to}"${attributes}></script>`;

describe('pushcart scripts', {timeout: 240_000}, () => {
  let store: Sandbox;
  let environment: Environment = {};

  before(async () => {
    store = await createSandbox({switches: {throttle: ampleThrottle}});
    environment = describeShop(store, {PUSHCART_ORIGINS: store.url});
  });
  beforeEach(() => store.reset());
  after(() => store.close());

  async function run(args: readonly string[], changes: Record<string, string | undefined> = {}): Promise<Ran> {
    const ran = await runCommand(['scripts', ...args], {...environment, ...changes});
    checkWords(ran);
    return ran;
  }
  function checkWords({stdout, stderr}: Ran): void {
    const {privateKey, token} = store.credentials;
    for (const word of [privateKey, token, 'c2VhbGluZy1rZXk'])
      assert.ok(!(stdout + stderr).includes(word), stdout + stderr);
  }
  const scripts = () => store.snapshot().scripts.map(({Placement, Code}) => [Placement, Code]);
  const writes = () => store.snapshot().calls.filter(({method}) => method !== 'GET').length;
  const page = async (): Promise<string> => (await fetch(store.url)).text();

  const put = (Code: string, Placement = 'HEAD'): Promise<void> =>
    putByHand(store, '/FrontendScripts', {Placement, Code});

  /** What is there, the command, what is there afterwards. Each is run twice: the second run writes nothing. */
  const table: {
    what: string;
    has?: [string, string][];
    args: string[];
    then: [string, string][];
    prints: RegExp;
    /** Of the second run; the first ends with 0. */
    again?: {code: number; says: RegExp};
  }[] = [
    {
      what: 'install puts it into HEAD',
      args: ['install'],
      then: [['HEAD', tag()]],
      prints: /^create a script in HEAD$/m,
    },
    {
      what: 'install puts it where and how the flags say',
      args: ['install', '--placement', 'BODY', '--attr', 'data-cart=drawer', '--attr', 'data-open=never'],
      then: [['BODY', tag('\n  data-cart="drawer"\n  data-open="never"')]],
      prints: /^create a script in BODY$/m,
    },
    {
      what: 'install takes the address of --src',
      args: ['install', '--src', 'https://cdn.example/cart/pushcart.js'],
      then: [['HEAD', tag('', version, 'https://cdn.example/cart/')]],
      prints: /^create/m,
    },
    {
      what: 'install moves it, and lets go of attributes that are not asked for',
      has: [['HEAD', tag('\n  data-cart="none"')]],
      args: ['install', '--placement', 'BODY'],
      then: [['BODY', tag()]],
      prints: /^update script \d+ in BODY$/m,
    },
    {
      what: 'install brings it to this release and to this proxy',
      has: [['HEAD', tag('', '0.0.1', 'https://old.example/')]],
      args: ['install'],
      then: [['HEAD', tag()]],
      prints: /^update script/m,
    },
    {
      what: 'install keeps the one that is right, and removes what is there twice',
      has: [
        ['HEAD', tag('', '0.0.1')],
        ['BODY', tag()],
        ['HEAD', tag()],
      ],
      args: ['install'],
      then: [['HEAD', tag()]],
      prints: /^remove script \d+ from HEAD, because there is another\nremove script \d+ from BODY/m,
    },
    {
      what: 'install writes nothing where the store has moved a line break',
      has: [['HEAD', tag().replaceAll('\n', '\r\n')]],
      args: ['install'],
      then: [['HEAD', tag().replaceAll('\n', '\r\n')]],
      prints: /^$/,
    },
    {
      what: 'update keeps the place and the attributes',
      has: [['BODY', tag('\n  data-cart="none"', '0.0.1')]],
      args: ['update'],
      then: [['BODY', tag('\n  data-cart="none"')]],
      prints: /^update script \d+ in BODY$/m,
    },
    {
      what: 'update changes what the flags say',
      has: [['BODY', tag('\n  data-cart="none"')]],
      args: ['update', '--placement', 'HEAD', '--attr', 'data-cart=drawer', '--attr', 'data-carry=utm'],
      then: [['HEAD', tag('\n  data-cart="drawer"\n  data-carry="utm"')]],
      prints: /^update script/m,
    },
    {
      what: 'update takes the attributes of the one that leads to this proxy',
      has: [
        ['HEAD', tag('\n  data-cart="drawer"', version, 'https://old.example/')],
        ['BODY', tag('\n  data-cart="none"')],
      ],
      args: ['update'],
      then: [['BODY', tag('\n  data-cart="none"')]],
      prints: /^remove script/m,
    },
    {
      what: 'remove takes out every one of ours',
      has: [
        ['HEAD', tag('', '0.0.1', 'https://old.example/')],
        ['BODY', tag()],
      ],
      args: ['remove'],
      then: [],
      prints: /^remove script \d+ from HEAD, because it is ours\nremove script \d+ from BODY/m,
    },
  ];
  for (const {what, has = [], args, then, prints, again} of table)
    it(`${what}, and a second time changes nothing`, async () => {
      for (const [placement, code] of has) await put(code, placement);
      const untouched = scripts();
      const dry = await run([...args, '--dry-run']);
      assert.deepEqual([dry.code, scripts()], [0, untouched]);
      const first = await run([...args, '--yes']);
      assert.equal(first.code, 0, first.stderr);
      assert.match(first.stdout, prints);
      assert.deepEqual(scripts(), then);
      const made = writes();
      const second = await run([...args, '--yes', '--json']);
      assert.equal(second.code, again?.code ?? 0, second.stderr);
      assert.deepEqual((JSON.parse(second.stdout) as {changes: unknown}).changes, []);
      assert.equal(writes(), made);
    });

  const foreign = [
    tag().replace('></script>', '>alert(1)</script>'),
    `${tag()}<script>theirs()</script>`,
    tag().replace('data-pushcart', 'data-other'),
    tag().replace('src=', 'onerror="x()" src='),
    '<script type="module" src="https://cart.example/pushcart.js"></script>',
    '<!-- data-pushcart="0.1.0 https://cart.example/" -->',
    '<style>body{}</style>',
    '\u001b[31m<b>',
  ];

  it('never touches a script that it did not write, and says which are like ours', async () => {
    for (const code of foreign) await put(code);
    const before = scripts();
    for (const args of [['install'], ['install'], ['update', '--placement', 'BODY'], ['remove'], ['remove']]) {
      const ran = await run([...args, '--yes']);
      assert.equal(ran.code, 0, ran.stderr);
      assert.deepEqual(scripts().slice(0, foreign.length), before);
      assert.match(ran.stderr, /Script \d+ was ours and was changed by hand, so it is left alone/);
      assert.match(ran.stderr, /Script \d+ loads a pushcart\.js and was pasted by hand/);
      assert.ok(!(ran.stdout + ran.stderr).includes('\u001b'));
    }
    assert.deepEqual(scripts(), before);
    const list = await run(['list']);
    assert.ok(!list.stdout.includes('\u001b'));
    const kinds = (JSON.parse((await run(['list', '--json'])).stdout) as {kind: string}[]).map(({kind}) => kind);
    assert.deepEqual(kinds.sort(), [...Array<string>(4).fill('altered'), 'other', 'other', 'pasted', 'pasted'].sort());
  });

  it('finds its own among hundreds of others, wherever it stands', async () => {
    const others = (count: number) =>
      Promise.all(Array.from({length: count}, (_, index) => put(`<script>other(${index})</script>`, 'BODY')));
    await others(130);
    await put(tag('', '0.0.1'), 'BODY');
    await others(230);
    await put(tag('', '0.0.1'));
    const before = scripts().filter(([, code]) => !code?.includes('data-pushcart'));
    assert.equal(before.length, 360);
    assert.equal((await run(['install', '--yes'])).code, 0);
    const ours = scripts().filter(([, code]) => code?.includes('data-pushcart'));
    assert.deepEqual(ours, [['HEAD', tag()]]);
    assert.match((await run(['install', '--yes'])).stderr, /Nothing to do/);
    assert.equal((await run(['remove', '--yes'])).code, 0);
    assert.deepEqual(scripts(), before);
  });

  it('writes HTML that says what was meant, whatever stands in an attribute', async () => {
    const words = '{"coupon": "a<b> & \'c\' </script>", "de": {"checkout": "&quot;Kasse&quot; \u00e9"}}';
    const args = ['--attr', `data-words=${words}`, '--src', 'https://cart.example/pushcart.js?a=1&amp=2'];
    assert.equal((await run(['install', '--yes', ...args])).code, 0);
    assert.match((await run(['install', '--yes', ...args])).stderr, /Nothing to do/);
    const elements: Tree.Element[] = [];
    const visit = (node: Tree.Node): void => {
      if ('tagName' in node) elements.push(node);
      if ('childNodes' in node) node.childNodes.forEach(visit);
    };
    const [, code = ''] = scripts()[0] ?? [];
    visit(parse(`<!doctype html><title>Shop</title>${code}<p>`, {onParseError: ({code: error}) => assert.fail(error)}));
    const found = elements.filter(({tagName}) => tagName === 'script');
    assert.deepEqual(
      found.map(({attrs, childNodes}) => [attrs, childNodes]),
      [
        [
          [
            {name: 'type', value: 'module'},
            {name: 'src', value: 'https://cart.example/pushcart.js?a=1&amp=2'},
            {name: 'data-pushcart', value: `${version} ${proxy}`},
            {name: 'data-words', value: words},
          ],
          [],
        ],
      ],
    );
  });

  it('leaves the pages of the store byte for byte as they were', async () => {
    await put('<script>theirs()</script>');
    const before = await page();
    for (const placement of ['HEAD', 'BODY']) {
      assert.equal((await run(['install', '--yes', '--placement', placement])).code, 0);
      const [head = '', body = ''] = (await page()).split('<body');
      assert.equal(placement === 'HEAD' ? head.includes(tag()) : body.includes(tag()), true);
      assert.equal((await page()).split('data-pushcart').length, 2);
    }
    assert.equal((await run(['remove', '--yes'])).code, 0);
    assert.equal(await page(), before);
  });

  // A list that is empty is 404, and one past its end 400, in all the tests above.
  const switchings: Record<string, SwitchChanges> = {
    'answers empty lists': {emptyList: 200, offsetPastEnd: 200},
    'answers 404 past the end, and has dates as in the samples': {offsetPastEnd: 404, dateStyle: 'us'},
    'answers refusals with 200, or without a word': {errorWith200: 'on', errorBody400: 'empty'},
    'loses the answer to every write': {dropAfterWrite: 'on'},
  };
  for (const [what, switches] of Object.entries(switchings))
    it(`has one, and one only, in a store that ${what}`, async () => {
      store.change(switches);
      for (const args of [['install'], ['install', '--placement', 'BODY']]) {
        const ran = await run([...args, '--yes']);
        assert.equal(ran.code, 0, ran.stderr);
        assert.equal(scripts().length, 1);
      }
      assert.deepEqual(scripts(), [['BODY', tag()]]);
      const made = writes();
      assert.equal((await run(['install', '--placement', 'BODY', '--yes'])).code, 0);
      assert.equal(writes(), made);
      for (const says of [/because it is ours/, /Nothing to do/]) {
        const ran = await run(['remove', '--yes']);
        assert.deepEqual([ran.code, scripts()], [0, []], ran.stderr);
        assert.match(ran.stderr, says);
      }
    });

  for (const kind of ['5xx', 'html', 'errorArray', '206', 'cutBefore', 'dropAfterWrite', '429'] as const)
    it(`does all of it although calls fail: ${kind}`, async () => {
      await put(tag('', '0.0.1'));
      await put(tag('', '0.0.2'));
      for (const match of ['GET /FrontendScripts', 'PUT /FrontendScripts', 'DELETE /FrontendScripts'])
        store.addFault({match, kind});
      const {code, stderr} = await run(['install', '--yes']);
      assert.equal(code, 0, stderr);
      assert.deepEqual(scripts(), [['HEAD', tag()]]);
    });

  it('says what was done and what was not where a write in the middle fails, and a second run finishes', async () => {
    for (const by of ['0.0.1', '0.0.2', '0.0.3']) await put(tag('', by));
    store.addFault({match: 'DELETE /FrontendScripts/13', kind: '5xx', times: 20});
    const first = await run(['install', '--yes']);
    assert.equal(first.code, 1);
    assert.match(first.stderr, /^done: update script 12 in HEAD$/m);
    assert.match(first.stderr, /We do not know whether we could remove script 13/);
    assert.match(first.stderr, /1 script changed, 2 scripts left\. Run the command again to go on/);
    assert.equal(scripts().length, 3);
    store.reset();
    for (const code of [tag(), tag('', '0.0.2'), tag('', '0.0.3')]) await put(code);
    assert.equal((await run(['install', '--yes'])).code, 0);
    assert.deepEqual(scripts(), [['HEAD', tag()]]);
  });

  it('says what is in doubt where the store goes away in the middle', async () => {
    await put(tag('', '0.0.1'));
    store.addFault({match: 'PUT /FrontendScripts', kind: 'slow', ms: 1000});
    store.change({dropAfterWrite: 'on'});
    const command = startCommand(['scripts', 'install', '--yes'], environment);
    while (!store.snapshot().faults.every(({times}) => times === 0)) await new Promise((done) => setTimeout(done, 50));
    store.addFault({match: 'GET /FrontendScripts', kind: 'cutBefore', times: 50});
    const {code, stderr} = await command.ended;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /could read the frontend scripts.+\n0 scripts surely changed, 1 script left or in doubt\.$/m);
  });

  it('ends with 1 and what to do where the store refuses the credentials, or has nothing to update', async () => {
    const denied = await run(['install', '--yes'], {PUSHCART_TOKEN: 'wrong'});
    assert.deepEqual([denied.code, denied.stdout], [1, '']);
    assert.match(denied.stderr, /refused the credentials, or they lack a permission/);
    const none = await run(['update', '--yes']);
    assert.deepEqual([none.code, none.stdout], [1, '']);
    assert.match(none.stderr, /no script of ours to update.+pushcart scripts install/);
  });

  it('says that the proxy does not take the pages of the store as yet', async () => {
    const ran = await run(['install', '--dry-run'], {PUSHCART_ORIGINS: 'https://blog.example'});
    assert.equal(ran.code, 0);
    assert.ok(ran.stderr.includes(`add ${store.url} to its PUSHCART_ORIGINS`), ran.stderr);
  });

  const misuses: [string, string[], RegExp][] = [
    ['no address', ['install'], /^PUSHCART_PUBLIC_URL is required, or --src/m],
    ['an address without TLS', ['install', '--src', 'http://cart.example/pushcart.js'], /--src must be https/],
    ['an address of something else', ['install', '--src', 'https://cart.example/cart.js'], /end in \/pushcart\.js/],
    ['an address that is none', ['update', '--src', 'cart'], /--src must be https/],
    ['a place that is none', ['install', '--placement', 'FOOT'], /Allowed choices are HEAD, BODY/],
    ['an attribute of another kind', ['install', '--attr', 'onload=x()'], /An attribute is data-name=value/],
    ['our own attribute', ['install', '--attr', 'data-pushcart=1'], /data-pushcart is our own/],
    [
      'a tag that is too long',
      ['install', '--src', 'https://cart.example/pushcart.js', '--attr', `data-words=${'x'.repeat(65_500)}`],
      /the store takes 65535/,
    ],
    ['a command that is none', ['instal'], /Did you mean install\?/],
    ['a flag that is none', ['install', '--placment', 'HEAD'], /Did you mean --placement\?/],
  ];
  for (const [what, args, says] of misuses)
    it(`ends with 2, and changes nothing, for ${what}`, async () => {
      const {code, stdout, stderr} = await run(args, {PUSHCART_PUBLIC_URL: undefined});
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, says);
      assert.deepEqual(scripts(), []);
    });

  it('ends with 2 and shows its plan where there is no terminal to ask in', async () => {
    const {code, stdout, stderr} = await run(['install']);
    assert.deepEqual([code, stdout, scripts()], [2, '', []]);
    assert.match(stderr, /^\+<script type="module"$/m);
    assert.match(stderr, /there is no terminal to ask in\. Add --yes/);
  });

  it('asks in a terminal, and changes nothing after Ctrl-C', async () => {
    for (const [keys, code, after] of [
      ['\u0003', 1, []],
      ['y', 0, [['HEAD', tag()]]],
    ] as const) {
      const command = startCommand(['scripts', 'install'], {...environment, TERM: 'xterm'}, {terminal: true});
      await command.printed(/Change 1 script in http[\s\S]*No/);
      command.type(keys);
      const ran = await command.ended;
      assert.deepEqual([ran.code, scripts()], [code, after]);
    }
  });

  it('stops after the call that is under way on Ctrl-C, says what is left, and goes on when it is run again', async () => {
    for (const by of ['0.0.1', '0.0.2']) await put(tag('', by));
    store.addFault({match: 'PUT /FrontendScripts', kind: 'slow', ms: 2000});
    const command = startCommand(['scripts', 'install', '--yes'], environment);
    while (!store.snapshot().faults.every(({times}) => times === 0)) await new Promise((done) => setTimeout(done, 50));
    command.stop('SIGINT');
    const {code, stderr} = await command.ended;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /Stopped\. 1 script changed, 1 script left\. Run the command again/);
    assert.equal((await run(['install', '--yes'])).code, 0);
    assert.deepEqual(scripts(), [['HEAD', tag()]]);
  });

  it('shows with --help an example', async () => {
    for (const args of [[], ['list'], ['install'], ['update'], ['remove']]) {
      const {code, stdout} = await run([...args, '--help']);
      assert.equal(code, 0);
      assert.match(stdout, /Example:\n {2}\$ pushcart scripts/);
    }
  });
});
