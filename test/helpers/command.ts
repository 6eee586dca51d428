import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {watchOutput} from './log-watch.js';

/** With `COMMAND=built` it is the one that people get, and starts in a third of the time; its build is then on the caller. */
const main =
  process.env['COMMAND'] === 'built'
    ? ['--', fileURLToPath(new URL('../../dist/server/cli.js', import.meta.url))]
    : ['--import', 'tsx', '--', fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))];

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandSetting {
  /** Run in a terminal of its own: all that is printed comes as stdout then. */
  readonly terminal?: boolean;
  /** Without an input at all, as some services start what they run. */
  readonly closed?: boolean;
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The command line as a person runs it, without any variable of ours but those given. */
export function startCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  {terminal = false, closed = false}: CommandSetting = {},
) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PUSHCART_.*|NODE_.*|CI|NO_COLOR|FORCE_COLOR)$/.test(name)),
  );
  // Node 20 takes `--env-file` for its own wherever it stands, except behind `--`.
  const words = [process.execPath, ...main, ...args];
  const [program = '', ...rest] = terminal
    ? [
        'script',
        '--quiet',
        '--flush',
        '--return',
        '--command',
        `stty cols 120 rows 40; exec ${words.map(quote).join(' ')}`,
        '/dev/null',
      ]
    : closed
      ? ['bash', '-c', `exec ${words.map(quote).join(' ')} <&-`]
      : words;
  const child = spawn(program, rest, {env: {...inherited, ...environment}});
  let stdout = '';
  let stderr = '';
  let changed = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    changed();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    changed();
  });
  const ended = new Promise<Ran>((resolve) =>
    child.on('close', (code) => {
      // Any other command may print what a person is to use.
      if (args[0] === 'serve') watchOutput(stdout + stderr, environment);
      resolve({code, stdout, stderr});
    }),
  );
  return {
    ended,
    /** Types at the terminal. */
    type: (keys: string) => child.stdin.write(keys),
    stop: (signal: NodeJS.Signals = 'SIGTERM') => child.kill(signal),
    /** Resolves with the match as soon as the command has printed it to stdout. */
    printed: (pattern: RegExp) =>
      Promise.race([
        new Promise<RegExpExecArray>((resolve) => {
          changed = () => {
            const match = pattern.exec(stdout);
            if (match) resolve(match);
          };
          changed();
        }),
        ended.then(({code}) => {
          throw new Error(`ended with ${code} before it printed ${pattern}\n${stdout}${stderr}`);
        }),
      ]),
  };
}

export const runCommand = (
  args: readonly string[],
  environment?: Readonly<Record<string, string | undefined>>,
  setting?: CommandSetting,
): Promise<Ran> => startCommand(args, environment, setting).ended;
