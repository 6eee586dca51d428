/** `pushcart secrets rotate`: puts a new secret into the file of variables, so that no cart is lost for it. */
import {randomBytes} from 'node:crypto';
import {ConfigError, parseConfig} from '../proxy/index.js';
import {readEnvironment} from '../server.js';
import {askConsent} from './ask.js';
import {changeText, DEFAULT_FILE, openEnvFile, writeEnvFile} from './env-file.js';
import {CommandFailed} from './failure.js';

export interface RotateOptions {
  readonly envFile?: string;
  /** Which: the keys that seal carts, or what the store calls webhooks with. */
  readonly of: 'carts' | 'hooks';
  /** How many older ones go on opening. */
  readonly keep: number;
  /** Older ones are in wrong hands. */
  readonly leaked?: boolean;
  /** The new one opens, and does not seal yet; or the last one seals from now on. */
  readonly prepare?: boolean;
  readonly promote?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

const variables = {carts: 'PUSHCART_SECRETS', hooks: 'PUSHCART_HOOK_SECRET'} as const;

/** A new one: 43 letters that every variable for secrets takes. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');

export async function rotateSecrets(options: RotateOptions): Promise<void> {
  const {of, keep, leaked, prepare, promote, yes = false, dryRun} = options;
  const ways = {'--leaked': leaked, '--prepare': prepare, '--promote': promote};
  const chosen = Object.entries(ways)
    .filter(([, is]) => is)
    .map(([flag]) => flag);
  if (chosen.length > 1) throw new CommandFailed(`${chosen.join(' and ')} cannot be had at once.`, true);
  const name = options.envFile ?? DEFAULT_FILE;
  const variable = variables[of];
  const file = await openEnvFile(name);
  if (file.text === undefined)
    throw new CommandFailed(`${name} is not there. To make it: pushcart init --env-file ${name}`, true);
  const keys = (file.variables[variable] ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
  if (promote && keys.length < 2)
    throw new CommandFailed(`${variable} has no second secret to promote. Begin with --prepare.`, true);
  const made = makeSecret();
  const next = promote
    ? [...keys.slice(-1), ...keys.slice(0, -1)]
    : prepare
      ? [...keys, made]
      : [made, ...keys.slice(0, leaked ? 0 : keep)];
  const text = changeText(file.text, new Map([[variable, next.join()]]));
  checkVariable({...file.variables, [variable]: next.join()}, variable);

  const dropped = keys.filter((key) => !next.includes(key)).length;
  const kept = next.length - 1;
  const what = `${variable}: ${
    promote
      ? 'the last one becomes the first'
      : kept === 0
        ? 'a new one alone'
        : `a new one ${prepare ? 'behind' : 'before'} ${kept === 1 ? 'the one' : `the ${kept}`} that ${kept === 1 ? 'stays' : 'stay'}`
  }, and ${dropped === 0 ? 'none goes' : `${dropped} ${dropped === 1 ? 'goes' : 'go'}`}`;
  if (dryRun) return console.log(`would change ${what}`);
  console.error(what);
  await askConsent({yes, question: `Change ${name}?`});
  await writeEnvFile(file, text);
  console.log(`changed ${what}`);
  if (readEnvironment()[variable] !== undefined)
    console.error(`${variable} is also set in this environment, where it wins over the file: change it there as well.`);
  console.error(toAdvice(options, name));
}

/** @throws {ConfigError} if what is to be written is nothing that the proxy would start with. */
function checkVariable(environment: Readonly<Record<string, string | undefined>>, variable: string): void {
  try {
    parseConfig(environment);
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems.filter((one) => one.startsWith(variable)) : [];
    if (problems.length > 0) throw new ConfigError(problems);
  }
}

function toAdvice({of, leaked, prepare}: RotateOptions, name: string): string {
  if (prepare) return 'Start every proxy anew with it. When all have it: the same command with --promote.';
  if (of === 'hooks') return `Start the proxy anew, and then tell the store: pushcart hooks install --env-file ${name}`;
  return leaked
    ? 'Start the proxy anew. No shopper loses a line: carts are made again from the wishes in their pages.'
    : 'Start the proxy anew. Carts of the old one open for as long as it stays; after 30 days there are none, and the next rotation may take it out.';
}
