/**
 * `pushcart scripts`: puts the script into the store's own pages, and takes it out again. Looks, plans, shows the plan
 * as a diff, applies it.
 */
import {createTwoFilesPatch} from 'diff';
import {ConfigError, isAllowedOrigin, isLoopback} from '../proxy/index.js';
import {version} from '../server.js';
import {MOST_CODE, type Outcome, type Placement, type StoreScript} from '../threedcart/index.js';
import {applyPlan} from './apply.js';
import {askConsent} from './ask.js';
import {CommandFailed} from './failure.js';
import {writeTag} from './script-code.js';
import {
  planInstall,
  planRemove,
  planUpdate,
  sortScripts,
  type ScriptFlags,
  type ScriptStep,
  type Sorted,
  type WantedScript,
} from './script-plan.js';
import {openStore, toLine, type StoreAccess} from './store-access.js';

export interface ScriptsOptions {
  readonly envFile?: string;
  readonly json?: boolean;
}

export interface RemoveOptions extends ScriptsOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export interface PutOptions extends RemoveOptions {
  readonly placement?: Placement;
  readonly src?: string;
  readonly attr?: ReadonlyMap<string, string>;
}

const ADVICE =
  ' May the application write frontend scripts? Its permissions are in the store, under Modules, REST API.';

export async function listScripts({envFile, json}: ScriptsOptions): Promise<void> {
  const {ours, altered, pasted, others} = sortScripts(await look(openStore({envFile})));
  const rows = [
    ...ours.map(({script, tag: {version: by, proxy, attributes}}) => ({
      ...{script, kind: 'ours', words: `ours, ${by}, to ${proxy}`},
      more: {version: by, proxy, attributes: Object.fromEntries(attributes)},
    })),
    ...altered.map((script) => ({script, kind: 'altered', words: 'ours once, changed by hand', more: {}})),
    ...pasted.map((script) => ({script, kind: 'pasted', words: `pasted by hand: ${excerpt(script)}`, more: {}})),
    ...others.map((script) => ({script, kind: 'other', words: `not ours: ${excerpt(script)}`, more: {}})),
  ];
  if (json) {
    const found = rows.map(({script: {scriptId: id, ...script}, kind, more}) => ({id, kind, ...script, ...more}));
    return console.log(JSON.stringify(found, undefined, 2));
  }
  for (const {script, words} of rows) console.log([script.scriptId, script.placement, words].map(toLine).join('\t'));
  if (ours.length === 0)
    console.error('None of them is ours. To put ours into the pages of the store: pushcart scripts install');
  sayLeft({altered, pasted});
}

const excerpt = ({code}: StoreScript): string => toLine(code).slice(0, 80);

export async function installScript(options: PutOptions): Promise<void> {
  await change(options, (access) => {
    const flags = readFlags(options, access);
    return (sorted) => planInstall(sorted, flags);
  });
}

export async function updateScript(options: PutOptions): Promise<void> {
  await change(options, (access) => {
    const flags = readFlags(options, access);
    return (sorted) => {
      const steps = planUpdate(sorted, flags);
      if (steps) return steps;
      throw new CommandFailed('The store has no script of ours to update. To put one there: pushcart scripts install');
    };
  });
}

export async function removeScripts(options: RemoveOptions): Promise<void> {
  await change(options, () => planRemove);
}

type Planner = (sorted: Sorted) => ScriptStep[];

async function change(
  {envFile, json, yes = false, dryRun}: RemoveOptions,
  toPlanner: (access: StoreAccess) => Planner,
): Promise<void> {
  const stop = new AbortController();
  const access = openStore({envFile, signal: stop.signal});
  const plan = toPlanner(access);
  const sorted = sortScripts(await look(access));
  const steps = plan(sorted);
  sayLeft(sorted);
  if (dryRun || steps.length === 0) return report(false);
  const diffs = steps.map(toDiff).join('');
  console.error(diffs);
  console.error(`${count(sorted.altered.length + sorted.pasted.length + sorted.others.length)} of others not touched.`);
  await askConsent({yes, question: `Change ${count(steps.length)} in ${access.config.store.secureUrl}?`});
  const planAgain = async (): Promise<ScriptStep[]> => plan(sortScripts(await look(access)));
  await applyPlan({
    steps,
    stop,
    what: count,
    describe,
    send: (step) => send(step, access),
    planAgain,
    advice: ADVICE,
  });
  if ((await planAgain()).length > 0)
    throw new CommandFailed(
      'The store took all of that, but does not show it yet. Look with pushcart scripts list, and run the command again.',
    );
  report(true);

  function report(applied: boolean): void {
    if (json) {
      const changes = steps.map((step) => ({
        do: step.do,
        ...('script' in step && {id: step.script.scriptId}),
        ...('why' in step && {why: step.why}),
        ...('wanted' in step && step.wanted),
      }));
      const {altered, pasted, others} = sorted;
      const ids = (scripts: readonly StoreScript[]) => scripts.map(({scriptId}) => scriptId);
      return console.log(
        JSON.stringify(
          {applied, changes, altered: ids(altered), pasted: ids(pasted), others: others.length},
          undefined,
          2,
        ),
      );
    }
    for (const step of steps) console.log(applied ? describe(step) : `would ${describe(step)}\n${toDiff(step)}`);
    if (steps.length === 0)
      console.error(sorted.ours.length ? 'Nothing to do: it is as it should be.' : 'Nothing to do.');
  }
}

/** @throws {ConfigError} where the address could not be loaded by the store's pages. */
function readFlags({placement, src, attr}: PutOptions, {config}: StoreAccess): ScriptFlags {
  const {publicUrl, origins, store} = config;
  const address = src ?? (publicUrl === undefined ? undefined : `${publicUrl}/pushcart.js`);
  if (address === undefined)
    throw new ConfigError([
      'PUSHCART_PUBLIC_URL is required, or --src: it is where the pages of the store load the script.',
    ]);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (!isSafe || url.username || url.password || url.hash || !url.pathname.endsWith('/pushcart.js'))
    throw new ConfigError([
      `--src must be https and end in /pushcart.js, such as https://cart.example/pushcart.js; it is "${toLine(address)}".`,
    ]);
  const attributes = attr ?? new Map<string, string>();
  const {length} = writeTag({src: url.href, attributes}, version);
  if (length > MOST_CODE)
    throw new ConfigError([
      `The tag has ${length} characters, and the store takes ${MOST_CODE}. Shorten what --attr says.`,
    ]);
  const {origin} = new URL(store.secureUrl);
  if (!isAllowedOrigin(origin, origins))
    console.error(
      `The pages of the store may not use the proxy yet: add ${origin} to its PUSHCART_ORIGINS, and start it again.`,
    );
  return {placement, src: url.href, attributes, version};
}

/** All frontend scripts of the store. */
const look = (access: StoreAccess): Promise<StoreScript[]> =>
  access.readAll(
    'the frontend scripts of the store',
    (script: StoreScript) => script.scriptId,
    (client, page, claim) => client.listScripts(page, claim),
  );

/** What is like ours, and stays where it is. */
function sayLeft({altered, pasted}: Pick<Sorted, 'altered' | 'pasted'>): void {
  for (const {scriptId} of altered)
    console.error(
      `Script ${scriptId} was ours and was changed by hand, so it is left alone. If it should go, remove it in the store's admin.`,
    );
  for (const {scriptId} of pasted)
    console.error(
      `Script ${scriptId} loads a pushcart.js and was pasted by hand, so it is left alone. Beside ours it is harmless and of no use.`,
    );
}

function send(step: ScriptStep, access: StoreAccess): Promise<Outcome<unknown>> {
  return access.write<unknown>((client, claim) => {
    switch (step.do) {
      case 'create':
        return client.createScript(step.wanted, claim);
      case 'update':
        return client.changeScript(step.script.scriptId, step.wanted, claim);
      case 'remove':
        return client.deleteScript(step.script.scriptId, claim);
    }
  });
}

function describe(step: ScriptStep): string {
  switch (step.do) {
    case 'create':
      return `create a script in ${step.wanted.placement}`;
    case 'update':
      return `update script ${step.script.scriptId} in ${step.wanted.placement}`;
    case 'remove':
      return `remove script ${step.script.scriptId} from ${toLine(step.script.placement)}, because ${step.why}`;
  }
}

const toText = ({placement, code}: WantedScript | StoreScript): string =>
  // Whatever a terminal would act on came from the store.
  `Placement: ${placement}\n${code}\n`.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '?');

function toDiff(step: ScriptStep): string {
  const [before, name] =
    'script' in step ? [toText(step.script), `script ${step.script.scriptId}`] : ['', 'a new script'];
  const after = 'wanted' in step ? toText(step.wanted) : '';
  return createTwoFilesPatch(
    before ? name : '/dev/null',
    after ? name : '/dev/null',
    before,
    after,
    undefined,
    undefined,
    {headerOptions: {includeIndex: false, includeUnderline: false, includeFileHeaders: true}},
  );
}

const count = (scripts: number): string => `${scripts} ${scripts === 1 ? 'script' : 'scripts'}`;
