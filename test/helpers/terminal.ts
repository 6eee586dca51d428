/** A program in a terminal of its own, with somebody at the keyboard. */
import {spawn} from 'node:child_process';
import {findProgram} from './programs.js';

export interface Terminal {
  /** Types, as fast as a program can read. */
  type(keys: string): void;
  /** Resolves once the program has written this since it was last asked for something; rejects where it ends before. */
  see(words: RegExp): Promise<void>;
  /** Resolves when the program has ended. */
  end(): Promise<void>;
}

/** How long a program may take for what it is waited for. */
const PATIENCE_MS = 20_000;

/** Whether there is a terminal to run these programs in. `script` of util-linux makes one. */
export const canRun = (...programs: readonly string[]): boolean =>
  process.platform === 'linux' && ['script', ...programs].every((program) => findProgram(program));

/** @param command As a shell takes it. */
export function openTerminal(command: string, environment: Readonly<Record<string, string>> = {}): Terminal {
  const script = findProgram('script');
  if (!script) throw new Error('A terminal needs "script" of util-linux.');
  const child = spawn(script, ['-qfec', `stty rows 60 cols 100; exec ${command}`, '/dev/null'], {
    env: {PATH: process.env['PATH'], TERM: 'vt100', LANG: 'C.UTF-8', ...environment},
  });
  let screen = '';
  let hasEnded = false;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      // What moves the cursor and changes colours is not read, nor what an old terminal needs for its breath.
      screen += text.replace(/\0/g, '').replace(/\x1b\[[\d;?]*[A-Za-z]/g, ' ');
      tell();
    });
  child.on('close', () => {
    hasEnded = true;
    tell();
  });
  const until = (isThere: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (give: () => void): void => {
        clearTimeout(patience);
        listeners.delete(look);
        give();
      };
      const fail = (why: string): void => settle(() => reject(new Error(`${why} ${what}. The screen: ${screen}`)));
      const patience = setTimeout(() => {
        child.kill();
        fail('Waited in vain for');
      }, PATIENCE_MS);
      const look = (): void => {
        if (isThere()) settle(resolve);
        else if (hasEnded) fail('It ended without');
      };
      listeners.add(look);
      look();
    });
  return {
    type(keys) {
      screen = '';
      child.stdin.write(keys);
    },
    see: (words) => until(() => words.test(screen.replace(/\s+/g, ' ')), String(words)),
    end: () => until(() => hasEnded, 'its end'),
  };
}
