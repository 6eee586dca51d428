/** Questions at the terminal. Each has a flag that answers it, so that every command can run without anybody there. */
import {confirm, isCancel, password, text} from '@clack/prompts';
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
  if (!canAsk())
    throw new CommandFailed(
      'Nothing was changed: there is no terminal to ask in. Add --yes to go on, or --dry-run to only look.',
      true,
    );
  const answer = await confirm({message: question, initialValue: false, input: process.stdin, output: process.stderr});
  if (isCancel(answer) || !answer) throw new CommandFailed('Nothing was changed.');
}

/** Whether somebody is there. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

export interface TextQuestion {
  readonly question: string;
  readonly example?: string | undefined;
  /** It is not shown while it is typed, and what is there already is kept by an empty answer. */
  readonly isSecret?: boolean | undefined;
  /** What is there already, or empty. */
  readonly now: string;
  /** What is wrong with an answer, in a sentence; undefined if nothing is. */
  readonly problem: (answer: string) => string | undefined;
}

/** @throws {CommandFailed} where nobody wants to answer. */
export async function askText({question, example, isSecret, now, problem}: TextQuestion): Promise<string> {
  const streams = {input: process.stdin, output: process.stderr};
  const validate = (answer = ''): string | undefined => problem(answer.trim() || (isSecret ? now : ''));
  const answer = isSecret
    ? await password({
        ...streams,
        message: now ? `${question}; Return keeps the one that is there` : question,
        validate,
      })
    : await text({
        ...streams,
        message: question,
        validate,
        ...(example && {placeholder: example}),
        ...(now && {initialValue: now}),
      });
  if (isCancel(answer)) throw new CommandFailed('Nothing was changed.');
  // An empty answer comes as undefined.
  const words = ((answer as string | undefined) ?? '').trim();
  return words || (isSecret ? now : '');
}
