/** `pushcart init`: asks what the proxy has to know, checks it against the store, and writes the file of variables. */
import {ConfigError, parseConfig, type Environment} from '../proxy/index.js';
import {makeSecret} from './secrets.js';
import {readEnvironment} from '../server.js';
import {askConsent, askText, canAsk} from './ask.js';
import {changeText, DEFAULT_FILE, openEnvFile, writeEnvFile} from './env-file.js';
import {CommandFailed} from './failure.js';
import {explainFailure, openStoreOf, toLine, withProgress} from './store-access.js';

export interface InitOptions {
  readonly envFile?: string;
  readonly secureUrl?: string;
  readonly privateKey?: string;
  readonly token?: string;
  readonly accessToken?: string;
  readonly origins?: string;
  readonly publicUrl?: string;
  readonly apiUrl?: string;
  /** False: the store is not asked. */
  readonly check?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

interface Field {
  readonly variable: string;
  readonly option: 'secureUrl' | 'privateKey' | 'token' | 'accessToken' | 'origins' | 'publicUrl' | 'apiUrl';
  /** None: it is taken where it is given, and nobody is asked. */
  readonly question?: string;
  readonly example?: string;
  readonly isSecret?: true;
  readonly isOptional?: true;
}

const fields: readonly Field[] = [
  {variable: 'PUSHCART_API_URL', option: 'apiUrl', isOptional: true},
  {
    variable: 'PUSHCART_SECURE_URL',
    option: 'secureUrl',
    question: 'Secure URL of the store (in its admin: Settings, General, Store Settings)',
    example: 'https://your-store.3dcartstores.com',
  },
  {variable: 'PUSHCART_ACCESS_TOKEN', option: 'accessToken', isSecret: true, isOptional: true},
  {
    variable: 'PUSHCART_PRIVATE_KEY',
    option: 'privateKey',
    question: 'Private key of the application (from developer.3dcart.com)',
    isSecret: true,
  },
  {
    variable: 'PUSHCART_TOKEN',
    option: 'token',
    question: 'Token of the store for it (in its admin: Modules, REST API)',
    isSecret: true,
  },
  {
    variable: 'PUSHCART_ORIGINS',
    option: 'origins',
    question: 'Pages that may sell: their origins, separated by commas',
    example: 'https://blog.example,https://www.blog.example',
  },
  {
    variable: 'PUSHCART_PUBLIC_URL',
    option: 'publicUrl',
    question: 'Address of the proxy as shoppers will see it (may stay empty while you try it out on this machine)',
    example: 'https://cart.example',
    isOptional: true,
  },
];

/** Made where they are missing. */
const fresh = ['PUSHCART_SECRETS', 'PUSHCART_HOOK_SECRET'] as const;
const secretNames = new Set<string>([
  ...fields.filter(({isSecret}) => isSecret).map(({variable}) => variable),
  ...fresh,
  'PUSHCART_METRICS_TOKEN',
  'PUSHCART_REDIS_URL',
]);

/** A whole environment, so that what is wrong with one variable is all that is wrong. */
const placeholders: Environment = {
  PUSHCART_SECURE_URL: 'https://store.example',
  PUSHCART_PRIVATE_KEY: 'x',
  PUSHCART_TOKEN: 'x',
  PUSHCART_ORIGINS: 'https://blog.example',
  PUSHCART_SECRETS: Buffer.alloc(32, 'placeholder').toString('base64url'),
};

export async function init(options: InitOptions): Promise<void> {
  const name = options.envFile ?? DEFAULT_FILE;
  const file = await openEnvFile(name);
  const before = file.variables;
  if (file.text !== undefined) {
    console.error(`${name} is there already, and says:`);
    for (const [variable, value] of Object.entries(before))
      if (variable.startsWith('PUSHCART_')) console.error(`  ${describe(variable, value)}`);
  }

  const around = readEnvironment();
  const wanted = new Map<string, string>();
  const valueOf = (variable: string): string => wanted.get(variable) ?? before[variable] ?? '';
  const mayAsk = !options.yes && canAsk();
  for (const field of fields) {
    const {variable, option} = field;
    const given = options[option] ?? around[variable];
    const needed = !(field.isSecret && !field.isOptional && valueOf('PUSHCART_ACCESS_TOKEN'));
    const answer =
      given === undefined && mayAsk && field.question && needed ? await ask(field, valueOf(variable)) : given;
    if (answer !== undefined && answer.trim() !== valueOf(variable)) wanted.set(variable, answer.trim());
  }
  for (const variable of fresh) if (!valueOf(variable)) wanted.set(variable, around[variable] ?? makeSecret());

  const environment = {...before, ...Object.fromEntries(wanted)};
  const config = readConfig(environment);
  const trouble = options.check === false ? undefined : await findTrouble(config);
  // Whoever has typed all of it may keep it, and try the keys again later.
  if (trouble !== undefined && (!mayAsk || wanted.size === 0))
    throw new CommandFailed(
      `${trouble}\nNothing was written.${wanted.size === 0 ? '' : ' To write it all the same: --no-check'}`,
    );
  if (trouble !== undefined) console.error(trouble);

  if (wanted.size === 0) return console.error(`Nothing to do: ${name} is as it should be.`);
  const text = changeText(file.text, wanted);
  for (const [variable, value] of wanted)
    console.log(`${options.dryRun ? 'would set' : 'set'} ${describe(variable, value)}`);
  if (options.dryRun) return;
  await askConsent({
    yes: options.yes ?? false,
    question: `Write ${name}${trouble === undefined ? '' : ' all the same'}?`,
  });
  await writeEnvFile(file, text);
  sayNext(name, environment);

  async function ask({variable, question = '', example, isSecret, isOptional}: Field, now: string): Promise<string> {
    return askText({
      question,
      example,
      isSecret,
      now,
      problem(text) {
        if (!text && isOptional) return undefined;
        if (!text) return 'It cannot do without.';
        return problemWith(variable, text, valueOf('PUSHCART_API_URL'));
      },
    });
  }
}

/** What is wrong with one variable's value, without the variable's name. */
function problemWith(variable: string, value: string, apiUrl: string): string | undefined {
  try {
    parseConfig({...placeholders, ...(apiUrl && {PUSHCART_API_URL: apiUrl}), [variable]: value});
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.find((problem) => problem.startsWith(variable))?.slice(variable.length + 1);
  }
}

/** @throws {ConfigError} with the flag beside each variable that is wrong. */
function readConfig(environment: Environment) {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      error.problems.map((problem) => {
        const field = fields.find(({variable}) => problem.startsWith(`${variable} `));
        return field ? `${problem} (${toFlag(field.option)})` : problem;
      }),
    );
  }
}

const toFlag = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What keeps the store from answering; undefined if it does. */
async function findTrouble(config: ReturnType<typeof parseConfig>): Promise<string | undefined> {
  const access = openStoreOf(config);
  const outcome = await withProgress('asking the store', () =>
    access.write((client, claim) => client.getSettings(claim)),
  );
  if (outcome.kind !== 'done') return explainFailure(outcome, 'read the settings of the store').message;
  const {name, url, currency} = outcome.value;
  console.error(`The store ${toLine(name)} answers: ${toLine(url)}, prices in ${toLine(currency)}.`);
  return undefined;
}

/** A variable and what it says, for eyes that may not see a secret. */
const describe = (variable: string, value: string | undefined): string =>
  `${variable}=${secretNames.has(variable) ? (value ? '… (a secret)' : '') : toLine(value ?? '')}`;

function sayNext(name: string, environment: Environment): void {
  const publicUrl = environment['PUSHCART_PUBLIC_URL']?.replace(/\/$/, '');
  const flag = `--env-file ${name}`;
  console.error(`
${name} is written, for you alone to read. Keep it out of every repository. Next:
  pushcart serve ${flag}             starts the proxy (docs/deploy.md: on the internet)
  pushcart doctor ${flag}            checks that all of it fits together
  pushcart scripts install ${flag}   puts the cart into the store's own pages, if it is to be there
and into the pages of ${environment['PUSHCART_ORIGINS'] ?? ''}:
  <script type="module" src="${publicUrl || 'http://127.0.0.1:8787'}/pushcart.js"></script>`);
}
