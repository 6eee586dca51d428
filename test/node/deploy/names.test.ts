/** What the recipes and their document name is there: variables, files, commands. */
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {parseEnv} from 'node:util';
import {parseConfig, variables} from '../../../src/proxy/index.js';
import {recipe, recipes} from '../../helpers/recipes.js';
import {sealingSecret, storeKeys} from '../../helpers/environment.js';

const document = readFileSync('docs/deploy.md', 'utf8');
const known = variables.map(({name}) => name);

describe('docs/deploy.md and deploy/', () => {
  for (const {name, text} of [{name: 'docs/deploy.md', text: document}, ...recipes])
    it(`${name} names variables that the proxy knows`, () => {
      const unknown = [...text.matchAll(/\bPUSHCART_[A-Z_]+/g)].map(([variable]) => variable);
      assert.deepEqual(
        unknown.filter((variable) => !known.includes(variable)),
        [],
      );
    });

  it('are a whole: the document names every file, and every file that it names is there', () => {
    for (const {name} of recipes) assert.ok(document.includes(`deploy/${name}`), `${name} is not in docs/deploy.md`);
    for (const [file] of document.matchAll(/\bdeploy\/[\w.-]*\w/g)) {
      // Made by whoever follows the recipe.
      if (['deploy/pushcart.env', 'deploy/.env'].includes(file)) continue;
      assert.ok(existsSync(file), `docs/deploy.md names ${file}`);
    }
  });

  it('say beside each file that could not be run here that it was not', () => {
    for (const name of ['Dockerfile', 'compose.yaml']) {
      assert.match(recipe(name).split('\n')[0] ?? '', /^# Not run here: /, name);
      assert.match(document, new RegExp(`deploy/${name}[^\\n]*_not run here_`), name);
    }
  });

  it('the example of an environment is one, once the three secrets are in it', () => {
    const example = parseEnv(recipe('pushcart.env.example'));
    assert.throws(() => parseConfig(example), 'it holds no secret of its own');
    const config = parseConfig({
      ...example,
      PUSHCART_PRIVATE_KEY: storeKeys.privateKey,
      PUSHCART_TOKEN: storeKeys.token,
      PUSHCART_SECRETS: sealingSecret,
    });
    assert.deepEqual(config.unknown, []);
    assert.equal(config.trustProxy, 1, 'one reverse proxy stands in front');
    // systemd, Docker Compose and Node each have rules of their own for quotes, spaces and $.
    for (const [name, value] of Object.entries(example)) assert.doesNotMatch(value ?? '', /["'\s$#\\]/, name);
  });
});
