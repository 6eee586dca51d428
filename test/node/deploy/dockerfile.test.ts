/** What can be said of the image without building it. `test/image/image.test.ts` plays the steps. */
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {readAllowed, readDockerfile, type Step} from '../../helpers/dockerfile.js';

const stages = readDockerfile();
const last = stages.at(-1)?.steps ?? [];
const all = stages.flatMap(({steps}) => steps);
const of = <K extends Step['kind']>(steps: readonly Step[], kind: K) =>
  steps.filter((step): step is Extract<Step, {kind: K}> => step.kind === kind);

describe('deploy/Dockerfile', () => {
  it('ends as a user with a number, who is not root', () => {
    assert.match(of(last, 'user').at(-1)?.user ?? '', /^[1-9]\d*:[1-9]\d*$/);
  });

  it('checks health with nothing but Node', () => {
    const [check, ...more] = of(last, 'healthcheck');
    assert.equal(more.length, 0);
    assert.equal(check?.words[0], 'node');
    assert.ok(check.words.at(-1)?.includes('/healthz'));
  });

  it('sets one variable, and no secret', () => {
    assert.deepEqual(
      of(all, 'env').flatMap(({variables}) => Object.keys(variables)),
      ['PUSHCART_HOST'],
    );
  });

  it('copies single things that are there, and .dockerignore lets through just these', () => {
    const copied = of(all, 'copy').flatMap(({from, sources}) => (from ? [] : sources));
    for (const source of copied) assert.ok(existsSync(source), source);
    assert.deepEqual([...new Set(copied)].sort(), [...readAllowed(readFileSync('.dockerignore', 'utf8'))].sort());
  });

  it('takes from stages that it has, all on the same Node, which package.json allows', () => {
    const names = stages.map(({name}) => name);
    for (const {from} of of(all, 'copy')) assert.ok(!from || names.includes(from), from);
    assert.equal(new Set(stages.map(({image}) => image)).size, 1);
    const [, major] = /^node:(\d+)-/.exec(stages[0]?.image ?? '') ?? [];
    const {engines} = JSON.parse(readFileSync('package.json', 'utf8')) as {engines: {node: string}};
    assert.ok(Number(major) > Number.parseFloat(engines.node.replace('>=', '')));
  });
});
