/** Questions at the terminal. Each has a flag that answers it, so that every command can run without anybody there. */
import {confirm, isCancel} from '@clack/prompts';
import {CommandFailed} from './failure.js';

export interface Consent {
  /** The flag was given: nobody is asked. */
  readonly yes: boolean;
  /** What is about to happen, as a question. */
  readonly question: string;
}

/**
 * Goes on, or throws: whoever declines, or presses Ctrl-C, has changed nothing; where there is no terminal to ask in,
 * the command was used wrongly.
 *
 * @throws {CommandFailed}
 */
export async function askConsent({yes, question}: Consent): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandFailed(
      'Nothing was changed: there is no terminal to ask in. Add --yes to go on, or --dry-run to only look.',
      true,
    );
  const answer = await confirm({message: question, initialValue: false, input: process.stdin, output: process.stderr});
  if (isCancel(answer) || !answer) throw new CommandFailed('Nothing was changed.');
}
