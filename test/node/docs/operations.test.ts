/** `docs/operations.md` and `docs/alerts.yml`: every line of the log and every number, and rules that work. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {metricTable} from '../../../src/proxy/index.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const guide = read('docs/operations.md');
const alerts = read('docs/alerts.yml');
const section = (title: string): string =>
  guide.split('\n## ').find((text) => text.startsWith(title)) ?? assert.fail(title);
/** The names in the first column of a section's table. */
const rows = (title: string): string[] =>
  [...section(title).matchAll(/^\| `(\w+)` +\|/gm)].map(([, name = '']) => name).sort();

/** Every event that the proxy can log. What pages fire is not in these folders. */
function loggedEvents(): string[] {
  const files = ['src', 'src/proxy', 'src/proxy/buy', 'src/redis', 'src/threedcart', 'src/cli'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
  const events = files.flatMap((file) => [...read(file).matchAll(/\bevent: '(\w+)'/g)].map(([, name = '']) => name));
  return [...new Set(events)].sort();
}

describe('docs/operations.md', () => {
  it('says of every line of the log what it means, and of no other', () => {
    assert.ok(loggedEvents().length > 15);
    assert.deepEqual(rows('The log'), loggedEvents());
  });

  it('leaves no line without an event', () => {
    for (const folder of ['src', 'src/proxy', 'src/proxy/buy', 'src/redis', 'src/threedcart', 'src/cli'])
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
        const source = read(join(folder, file));
        for (const [call] of source.matchAll(
          /\blog(?:\.(?:debug|info|warn|error)|\[write\])\((?:[^()]|\([^()]*\))*\)/g,
        ))
          assert.match(call, /event|fields/, `${file}: ${call}`);
      }
  });

  it('says of every metric what it means, and of no other', () => {
    assert.deepEqual(rows('Numbers'), Object.keys(metricTable).sort());
  });

  it('says how long it stops, as the code has it', () => {
    assert.match(read('src/drain.ts'), /STOP_MS = 9000;/);
    assert.match(read('src/drain.ts'), /LET_GO_MS = 3000;/);
    assert.match(read('src/cli/stop.ts'), /NOTICE_MS = 2000;/);
    for (const figure of ['two seconds', 'six seconds', 'nine seconds']) assert.ok(guide.includes(figure), figure);
  });

  it('has a place for every link into it', () => {
    const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [
      ...[...guide.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor),
      ...[...alerts.matchAll(/docs\/operations\.md#([\w-]+)/g)].map(([, anchor = '']) => anchor),
    ];
    assert.ok(links.length > 15);
    for (const link of links) assert.ok(anchors.includes(link), `#${link}`);
  });
});

describe('docs/alerts.yml', () => {
  const names = [...alerts.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name = '']) => name);

  it('asks for numbers that there are', () => {
    const asked = [...alerts.matchAll(/\b(?:pushcart|process|nodejs)_\w+/g)].map(([name]) => name);
    const known = [...Object.keys(metricTable), 'process_resident_memory_bytes', 'process_open_fds', 'process_max_fds'];
    for (const name of asked) assert.ok([...known, 'nodejs_eventloop_lag_p99_seconds'].includes(name), name);
  });

  it('leads with every alert to what is to be done', () => {
    assert.ok(names.length > 10);
    assert.equal([...alerts.matchAll(/^ +runbook: docs\/operations\.md#/gm)].length, names.length);
  });

  const isMissing = spawnSync('promtool', ['--version']).error !== undefined;
  const skip = isMissing && !process.env.CI ? "promtool is not installed (Debian's package prometheus has it)" : false;
  for (const args of [
    ['check', 'rules', 'docs/alerts.yml'],
    ['test', 'rules', 'test/fixtures/alerts/alerts.test.yml'],
  ])
    it(`stands before promtool ${args.slice(0, 2).join(' ')}`, {skip}, () => {
      const {status, stdout, stderr, error} = spawnSync('promtool', args, {encoding: 'utf8'});
      assert.ifError(error);
      assert.equal(status, 0, stdout + stderr);
    });

  it('is played: every alert that is silent while all is well', () => {
    const played = read('test/fixtures/alerts/alerts.test.yml');
    for (const name of names.filter((one) => one !== 'PushcartMisconfigured' && one !== 'PushcartFileHandles'))
      assert.match(played, new RegExp(`alertname: ${name}\\b`), name);
  });
});
