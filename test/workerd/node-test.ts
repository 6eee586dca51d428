/** What our tests use of `node:test`, for a host that has none: tests are kept as they are described, and run in order. */

type Run = () => unknown;

interface Suite {
  readonly names: readonly string[];
  readonly before: Run[];
  readonly after: Run[];
  readonly tests: {readonly name: string; readonly run: Run}[];
  readonly suites: Suite[];
}

export interface Outcome {
  readonly name: string;
  /** What went wrong; none if it passed. */
  readonly failure?: string;
}

const newSuite = (names: readonly string[]): Suite => ({names, before: [], after: [], tests: [], suites: []});
const top = newSuite([]);
let current = top;

export function describe(name: string, fill: () => void): void {
  const suite = newSuite([...current.names, name]);
  const outer = current;
  outer.suites.push(suite);
  current = suite;
  fill();
  current = outer;
}

export const it = (name: string, run: Run): void => void current.tests.push({name, run});
export const before = (run: Run): void => void current.before.push(run);
export const after = (run: Run): void => void current.after.push(run);

/** Runs all that was described. */
export async function* runTests(suite = top): AsyncGenerator<Outcome> {
  const attempt = async (name: string, run: Run): Promise<Outcome> => {
    const full = [...suite.names, name].join(' > ');
    try {
      await run();
      return {name: full};
    } catch (error) {
      return {name: full, failure: error instanceof Error ? (error.stack ?? error.message) : String(error)};
    }
  };
  // What prepares or clears up is no test, and is told only where it fails.
  for (const run of suite.before) {
    const outcome = await attempt('before', run);
    if (outcome.failure !== undefined) yield outcome;
  }
  for (const {name, run} of suite.tests) yield await attempt(name, run);
  for (const inner of suite.suites) yield* runTests(inner);
  for (const run of suite.after) {
    const outcome = await attempt('after', run);
    if (outcome.failure !== undefined) yield outcome;
  }
}
