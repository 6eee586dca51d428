/** Carries out a plan of changes to the store, one call after the other, and says what was done and what was not. */
import type {Outcome} from '../threedcart/index.js';
import {CommandFailed} from './failure.js';
import {interruptible} from './interrupt.js';
import {explainFailure, withProgress} from './store-access.js';

/** A change to one thing in the store. */
export interface Step {
  readonly do: 'create' | 'update' | 'remove';
}

export interface Application<S extends Step> {
  readonly steps: readonly S[];
  /** Aborted by Ctrl-C or the like: the call under way is finished, and no other is begun. */
  readonly stop: AbortController;
  /** So many of them, in words: `3 webhooks`. */
  readonly what: (count: number) => string;
  /** The step as an order: `remove script 12`. */
  readonly describe: (step: S) => string;
  readonly send: (step: S) => Promise<Outcome<unknown>>;
  /** Looks at the store again: what is still to be done. */
  readonly planAgain: () => Promise<readonly S[]>;
  /** What to look at where the store refuses. */
  readonly advice?: string;
}

/** How often the plan is made anew because the store left open what it has done. */
const ROUNDS = 4;

/**
 * Until nothing is left of the plan. What the store left open is looked at before anything is sent again.
 *
 * @throws {CommandFailed} What failed, what was done before it, and how much is left.
 */
export async function applyPlan<S extends Step>(application: Application<S>): Promise<void> {
  const {stop, describe, what} = application;
  await interruptible({stop, stopping: 'Stopping after the call that is under way.'}, carryOut);

  async function carryOut(): Promise<void> {
    let {steps} = application;
    let done = 0;
    const state = (left: number): string =>
      `${done === 0 ? 'Nothing was changed' : `${what(done)} changed`}, ${what(left)} left. Run the command again to go on.`;
    for (let round = 0; ; round++) {
      let open: {readonly step: S; readonly left: number} | undefined;
      for (const [index, step] of steps.entries()) {
        if (stop.signal.aborted) throw new CommandFailed(`Stopped. ${state(steps.length - index)}`);
        const outcome = await withProgress(`waiting to ${describe(step)}`, () => application.send(step));
        // Something that somebody else removed meanwhile has to be made.
        const isLost = outcome.kind === 'not_found' && step.do === 'update';
        if ((outcome.kind === 'unclear' || isLost) && round + 1 < ROUNDS) {
          open = {step, left: steps.length - index};
          break;
        }
        const isGone = outcome.kind === 'not_found' && step.do === 'remove';
        if (outcome.kind !== 'done' && !isGone) {
          const {message} = explainFailure(outcome, describe(step), application.advice);
          throw new CommandFailed(`${message}\n${state(steps.length - index)}`);
        }
        done++;
        console.error(`done: ${describe(step)}`);
      }
      if (!open) return;
      console.error(`The store did not say what became of this, so we look: ${describe(open.step)}`);
      try {
        steps = await application.planAgain();
      } catch (error) {
        if (!(error instanceof CommandFailed)) throw error;
        throw new CommandFailed(`${error.message}\n${what(done)} surely changed, ${what(open.left)} left or in doubt.`);
      }
      if (steps.length >= open.left) continue;
      done++;
      console.error(`done: ${describe(open.step)}`);
    }
  }
}
