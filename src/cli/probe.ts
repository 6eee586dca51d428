/** `pushcart probe`: finds out how a store reads what its documentation leaves open, and writes that down. */
import {createStoreProbe, ProbeFailed, ProbeMisused, systemClock, type StoreProbe} from '../threedcart/index.js';
import {askConsent} from './ask.js';
import {CommandFailed} from './failure.js';
import {interruptible} from './interrupt.js';
import {toProfile, toTable} from './probe-report.js';
import {checkTarget, toJson, writeProfile} from './profile.js';
import {explainFailure, openStore} from './store-access.js';

export interface ProbeCommand {
  readonly product: number;
  readonly option?: readonly {readonly setId: number; readonly optionId: number}[];
  readonly throttle?: boolean;
  readonly out: string;
  readonly envFile?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** About so many calls it takes, with the whole of its questions. */
const CALLS = 30;

export async function runProbe(command: ProbeCommand): Promise<void> {
  const {product, throttle = false, out, json} = command;
  const stop = new AbortController();
  const {config, budget} = openStore({envFile: command.envFile, signal: stop.signal});
  const {apiUrl, credentials, capacity, rate, secureUrl} = config.store;
  await checkTarget(out);

  console.error(`This makes two carts in ${secureUrl}, with product ${product} in them, and deletes them.`);
  console.error('It places no order, and touches no product, script or webhook.');
  console.error(
    `It takes a tenth of the store's calls, and therefore about ${Math.ceil(CALLS / (rate / 10))} seconds.`,
  );
  const seconds = Math.ceil((capacity / rate) * 2);
  if (throttle)
    console.error(
      `--throttle: at the end it fills the store's bucket of calls twice. For about ${seconds} seconds the store takes no calls of the shop itself.`,
    );
  if (command.dryRun) return;
  await askConsent({
    yes: command.yes ?? false,
    question: `Make two carts in ${secureUrl} and delete them${throttle ? ', and fill its bucket of calls' : ''}?`,
  });

  const probe = createStoreProbe({
    baseUrl: apiUrl,
    credentials,
    budget,
    clock: systemClock,
    fetch: (request) => fetch(request),
    signal: stop.signal,
    catalogId: product,
    options: command.option ?? [],
    fill: throttle ? {capacity, rate} : undefined,
    onStep: (what) => console.error(`- ${what}`),
  });
  await interruptible(
    {
      stop,
      stopping: 'Stopping after the call that is under way, and deleting the carts.',
      left: () => (probe.carts.left.length > 0 ? sayLeft(probe) : 'No cart of ours is left.'),
    },
    () => run(probe, stop.signal),
  );

  const profile = toProfile(probe.findings, {store: secureUrl, product, checkoutHosts: [...probe.checkoutHosts]});
  await writeProfile(out, profile);
  console.log(json ? toJson(profile).trimEnd() : toTable(profile));
  console.error(`Written to ${out}. A store that behaves so: pushcart sandbox --profile ${out}`);
  if (probe.carts.left.length > 0) throw new CommandFailed(sayLeft(probe));
}

/** Asks, and deletes the carts whatever became of that. */
async function run(probe: StoreProbe, signal: AbortSignal): Promise<void> {
  let failed: unknown;
  try {
    await probe.ask();
  } catch (error) {
    failed = error;
  }
  console.error('- delete the carts');
  await probe.clean();
  if (failed === undefined && !signal.aborted) await probe.fill();
  if (failed === undefined && !signal.aborted) return;

  const left = probe.carts.left.length > 0 ? ` ${sayLeft(probe)}` : '';
  if (signal.aborted)
    throw new CommandFailed(`Stopped, and nothing was written.${left || ` No cart of ours is left in the store.`}`);
  if (failed instanceof ProbeMisused) throw new CommandFailed(failed.message + left, true);
  if (failed instanceof ProbeFailed) throw new CommandFailed(explain(failed) + left);
  throw failed;
}

function explain({failure, what}: ProbeFailed): string {
  if (failure.kind !== 'unclear') return explainFailure(failure, what).message;
  return `We could not ${what}: the store did not answer so that it could be read (${failure.reason}). Nothing was written. Try again later.`;
}

function sayLeft({carts}: StoreProbe): string {
  const {left} = carts;
  return `The store may still have ${left.length === 1 ? 'a cart' : `${left.length} carts`} of ours, for "Pushcart ${left.join('", "Pushcart ')}": look among the orders that are not completed.`;
}
