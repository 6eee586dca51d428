/** `pushcart doctor`: looks at everything that has to be right for a page to sell, and says what to do. */
import {ConfigError, parseConfig} from '../../proxy/index.js';
import {readEnvironment} from '../../server.js';
import {CommandFailed} from '../failure.js';
import {interruptible} from '../interrupt.js';
import {openStore, toLine, withProgress} from '../store-access.js';
import {checkCart} from './cart.js';
import {groups, skip, type Check, type Group} from './check.js';
import {checkClock} from './clock.js';
import {createContext, type Context} from './context.js';
import {checkCredentials} from './credentials.js';
import {checkEnvironment, describeProblems} from './environment.js';
import {checkPage} from './page.js';
import {checkProxy} from './proxy.js';
import {checkScript} from './script.js';
import {checkSettings} from './settings.js';
import {writeGroup} from './table.js';

export interface DoctorOptions {
  readonly page?: URL;
  readonly envFile?: string;
  readonly json?: boolean;
  readonly cart?: boolean;
}

type Look = (context: Context) => Promise<Check[]>;

/** @throws {CommandFailed} where a check fails, after all of them were shown. */
export async function examine({page, envFile, json = false, cart = true}: DoctorOptions): Promise<void> {
  const environment = readEnvironment(envFile);
  const found: (Check & {group: Group})[] = [];
  const secrets = Object.entries(environment)
    .filter(([name]) => SECRET.has(name))
    .flatMap(([, value]) => value?.split(',') ?? [])
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= 8);

  const stop = new AbortController();
  await interruptible({stop, stopping: 'Stopping; a cart that was made is removed first.'}, async () => {
    const looks = prepare();
    for (const group of groups) {
      if (stop.signal.aborted) break;
      note(group, await watch(group, looks[group]));
    }
  });

  const count = (mark: Check['mark']): number => found.filter((check) => check.mark === mark).length;
  if (json) console.log(JSON.stringify({ok: count('fail') === 0 && !stop.signal.aborted, checks: found}, undefined, 2));
  if (stop.signal.aborted) throw new CommandFailed('Stopped before everything was looked at.');
  const words = `${count('ok')} ok, ${count('warn')} warned of, ${count('fail')} failed, ${count('skip')} skipped`;
  if (count('fail') > 0) throw new CommandFailed(words);
  console.error(words);

  /** The looks of each group; where the configuration has problems, there is nothing to look with. */
  function prepare(): Readonly<Record<Group, () => Promise<Check[]>>> {
    let context: Context;
    try {
      const config = parseConfig(environment);
      const open = (signal?: AbortSignal) => openStore({envFile, ...(signal && {signal})});
      context = createContext({
        access: open(stop.signal),
        finishing: open(),
        signal: stop.signal,
        page,
        withCart: cart,
      });
      const of = (look: Look) => () => look(context);
      return {
        environment: () => Promise.resolve(checkEnvironment(config, environment, context.proxyUrl)),
        credentials: of(checkCredentials),
        clock: of(checkClock),
        settings: of(checkSettings),
        cart: of(checkCart),
        proxy: of(checkProxy),
        script: of(checkScript),
        page: of(checkPage),
      };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const {problems} = error;
      const none = (group: Group) => () => Promise.resolve([skip(group, 'The environment has to be right first.')]);
      return {
        environment: () => Promise.resolve(describeProblems(problems)),
        credentials: none('credentials'),
        clock: none('clock'),
        settings: none('settings'),
        cart: none('cart'),
        proxy: none('proxy'),
        script: none('script'),
        page: none('page'),
      };
    }
  }

  function note(group: Group, checks: readonly Check[]): void {
    const clean = checks.map((check) => ({
      group,
      ...check,
      says: hide(check.says),
      ...(check.next !== undefined && {next: hide(check.next)}),
    }));
    found.push(...clean);
    if (!json) writeGroup(group, clean);
  }

  /** The last of several guards: texts of the store and of pages may quote anything. */
  function hide(text: string): string {
    return secrets.reduce((line, secret) => line.replaceAll(secret, '[redacted]'), toLine(text));
  }
}

const SECRET: ReadonlySet<string> = new Set([
  'PUSHCART_PRIVATE_KEY',
  'PUSHCART_TOKEN',
  'PUSHCART_ACCESS_TOKEN',
  'PUSHCART_SECRETS',
  'PUSHCART_HOOK_SECRET',
  'PUSHCART_METRICS_TOKEN',
]);

const watch = (group: Group, look: () => Promise<Check[]>): Promise<Check[]> =>
  process.stderr.isTTY ? withProgress(`looking at: ${group}`, look) : look();
