/** `docs/security.md`: the tests that it names are there, its figures are those of the code, its commands do what is said. */
import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {parseEnv} from 'node:util';
import {ESLint, Linter} from 'eslint';
import {connectionLimits} from '../../../src/connections.js';
import {limits} from '../../../src/contract/wire.js';
import {parseConfig, variables} from '../../../src/proxy/index.js';
import {runCommand} from '../../helpers/command.js';
import {describeEnvironment} from '../../helpers/environment.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const notice = read('docs/security.md');

/** The tests that a text names: a file, and after it the titles. */
const namedTests = (text: string) =>
  [...text.matchAll(/^- `(test\/[^`]+)`: (.+)$/gm)].map(([, file = '', rest = '']) => ({
    file,
    titles: rest.split(/(?<="), (?=")/).map((title) => title.replace(/^"|"$/g, '')),
  }));

/** Whether a test or a group of this title, or one that goes on with a value, is in a source. */
const hasTitle = (source: string, title: string): boolean =>
  [...source.matchAll(/\b(?:it|describe)\(\s*(['"`])(.*?)(?<!\\)\1/gs)].some(
    ([, , found = '']) =>
      found === title || found.split('${').some((part) => part.trim().length > 12 && part.trim() === title),
  );

function findMissing(text: string): string[] {
  return namedTests(text).flatMap(({file, titles}) =>
    existsSync(file)
      ? titles.filter((title) => !hasTitle(read(file), title)).map((title) => `${file}: "${title}"`)
      : [file],
  );
}

describe('docs/security.md', () => {
  it('names tests that are there', () => {
    assert.ok(namedTests(notice).length > 30);
    assert.deepEqual(findMissing(notice), []);
    // Every file of tests that it speaks of is in such a line, with titles.
    const lines = namedTests(notice).map(({file}) => file);
    for (const [, path = ''] of notice.matchAll(/(test\/[\w./-]+)/g)) assert.ok(lines.includes(path), path);
  });

  it('would be found to name one that is not', () => {
    assert.deepEqual(findMissing('- `test/node/gone.test.ts`: "x"'), ['test/node/gone.test.ts']);
    const file = 'test/node/proxy/seal.test.ts';
    assert.deepEqual(findMissing(`- \`${file}\`: "a token", "shows nobody"`), [`${file}: "shows nobody"`]);
  });

  it('shows a test for every threat', () => {
    const threats = notice.split(/^### /m).slice(1);
    assert.ok(threats.length >= 18);
    for (const threat of threats) {
      const [title = '', ...body] = threat.split('\n');
      if (title !== 'A leaked key') assert.ok(namedTests(body.join('\n')).length > 0, title);
    }
  });

  it('has the figures of the code', () => {
    const {headersMs, requestMs, idleMs, stalledMs, connections, perAddress} = connectionLimits;
    const rows = [...notice.matchAll(/^\| (has not|asks|does not).*?\| (\d+) s +\|$/gm)].map(
      ([, , s]) => Number(s) * 1000,
    );
    assert.deepEqual(rows, [headersMs, requestMs, idleMs, stalledMs]);
    assert.ok(notice.includes(`${connections} connections may be open at once, of one address ${perAddress}`));
    assert.ok(notice.includes(`a body ${limits.bodyBytes / 1024} KiB`));
    for (const name of ['PUSHCART_LIMIT_REQUESTS', 'PUSHCART_LIMIT_CARTS', 'PUSHCART_LIMIT_ORIGIN']) {
      const value = variables.find((variable) => variable.name === name)?.default ?? '';
      assert.match(notice, new RegExp(`\\| ${value} +\\| \`${name}\` +\\|`));
    }
    assert.match(
      read('src/threedcart/budget.ts'),
      /OWN_CALLS = 10;[^]*ADDRESS_CALLS = 4 \* OWN_CALLS;[^]*OWN_SHARE = 0\.25;/,
    );
  });

  it('says what to do about a leaked key in no more than three commands, and they do it', async () => {
    const blocks = [...notice.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.trim().split('\n'));
    assert.equal(blocks.length, 3);
    for (const block of blocks) assert.ok(block.length <= 3);
    const folder = mkdtempSync(join(tmpdir(), 'pushcart-leak-'));
    const file = join(folder, 'pushcart.env');
    const before = describeEnvironment({PUSHCART_HOOK_SECRET: 'h'.repeat(24)});
    writeFileSync(
      file,
      Object.entries(before)
        .map(([name, value]) => `${name}=${value ?? ''}\n`)
        .join(''),
    );
    for (const [line = ''] of [blocks[0] ?? [], blocks[2] ?? []]) {
      const words = /^npx pushcart (.+) --env-file pushcart\.env$/.exec(line)?.[1]?.split(' ') ?? [];
      const {code, stderr} = await runCommand([...words, '--env-file', file]);
      assert.equal(code, 0, stderr);
    }
    const {secrets, hookSecrets} = parseConfig(parseEnv(readFileSync(file, 'utf8')));
    rmSync(folder, {recursive: true});
    assert.deepEqual([secrets.length, hookSecrets.length], [1, 1]);
    const old = parseConfig(before);
    assert.notDeepEqual([secrets, hookSecrets], [old.secrets, old.hookSecrets]);
  });

  it('is linked from the README and from docs/llms.txt', () => {
    assert.ok(read('README.md').includes('](docs/security.md)'));
    assert.ok(read('docs/llms.txt').includes('](security.md)'));
  });
});

describe('the code', () => {
  it('an expression that takes more than its time is refused by lint', async () => {
    const eslint = new ESLint({overrideConfigFile: 'test/config/eslint.config.js'});
    const code = 'const one = /^(a+)+$/;\nconst two = /\\/+$/;\nconst three = /^a+$/;\n';
    for (const file of ['src/contract/text.ts', 'src/proxy/app.ts', 'src/threedcart/client.ts', 'src/server.ts']) {
      const {rules, plugins} = (await eslint.calculateConfigForFile(file)) as Linter.Config;
      // Without the rules that ask for types, which take seconds.
      const own = Object.entries(rules ?? {}).filter(([name]) => name.startsWith('regexp/'));
      const messages = new Linter().verify(code, {
        plugins: {regexp: plugins?.['regexp'] ?? {}},
        rules: Object.fromEntries(own),
      });
      assert.deepEqual(
        messages.map(({line, ruleId, severity}) => [line, ruleId, severity]),
        [
          [1, 'regexp/no-super-linear-backtracking', 2],
          [2, 'regexp/no-super-linear-move', 2],
        ],
        file,
      );
    }
  });

  it('what the proxy is installed with is named, fixed and runs nothing', () => {
    const {dependencies} = JSON.parse(read('package.json')) as {dependencies: Record<string, string>};
    const [, , ...rows] = read('docs/dependencies.md')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const named = rows.flatMap((row) => row.split('|')[1]?.split(',') ?? []).map((name) => name.trim());
    for (const [name, range] of Object.entries(dependencies)) {
      assert.match(range, /^\d+\.\d+\.\d+$/, name);
      assert.ok(named.includes(name), `docs/dependencies.md does not say why there is ${name}.`);
    }
    interface Locked {
      readonly dev?: true;
      readonly devOptional?: true;
      readonly peer?: true;
      readonly integrity?: string;
      readonly hasInstallScript?: true;
    }
    const {packages} = JSON.parse(read('package-lock.json')) as {packages: Record<string, Locked>};
    const shipped = Object.entries(packages).filter(([path, one]) => path && !one.dev && !one.devOptional && !one.peer);
    assert.ok(shipped.length > Object.keys(dependencies).length && shipped.length < 60, String(shipped.length));
    for (const [path, {integrity, hasInstallScript}] of shipped) {
      assert.match(integrity ?? '', /^sha512-/, path);
      assert.ok(!hasInstallScript, path);
    }
  });
});
