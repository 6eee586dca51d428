/** `pushcart hooks`: has the store tell the proxy of orders and products. Looks, plans, shows the plan, applies it. */
import {ConfigError} from '../proxy/index.js';
import type {Outcome, StoreEventType, StoreWebhook} from '../threedcart/index.js';
import {applyPlan} from './apply.js';
import {askConsent} from './ask.js';
import {
  isCurrent,
  isOurs,
  nameEvent,
  planInstall,
  planRemove,
  toAddress,
  type HookPlan,
  type HookSetting,
  type HookStep,
} from './hook-plan.js';
import {openStore, toLine, type StoreAccess} from './store-access.js';

export interface HooksOptions {
  readonly envFile?: string;
  readonly json?: boolean;
}

export interface ChangeOptions extends HooksOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

interface Found {
  readonly webhooks: readonly StoreWebhook[];
  readonly types: readonly StoreEventType[];
}

type Planner = (found: readonly StoreWebhook[], types: readonly StoreEventType[], setting: HookSetting) => HookPlan;

const PROBE_ADVICE =
  ' The store visits the address before it takes it: is the proxy running there, with this PUSHCART_HOOK_SECRET, and can it be reached from outside?';

export async function listHooks({envFile, json}: HooksOptions): Promise<void> {
  const access = openStore({envFile});
  const setting = readSetting(access);
  const {webhooks, types} = await look(access);
  const rows = webhooks.map((webhook) => ({
    id: webhook.webhookId,
    event: toLine(nameEvent(webhook.eventType, types)),
    name: toLine(webhook.name),
    enabled: webhook.enabled,
    format: toLine(webhook.format),
    address: maskAddress(webhook, setting),
    ours: isOurs(webhook, setting),
    current: isCurrent(webhook, setting),
  }));
  if (json) return console.log(JSON.stringify(rows, undefined, 2));
  for (const {id, event, name, enabled, address, ours, current} of rows)
    console.log(
      [
        id,
        event,
        address,
        enabled ? 'on' : 'off',
        ours ? (current ? 'ours' : 'ours, older secret') : `not ours: ${name}`,
      ].join('\t'),
    );
  if (rows.length === 0) console.error('The store has no webhooks. To make ours: pushcart hooks install');
}

export const installHooks = (options: ChangeOptions): Promise<void> =>
  change(options, planInstall, {needsSecret: true});
export const removeHooks = (options: ChangeOptions): Promise<void> => change(options, planRemove, {needsSecret: false});

async function change(
  {envFile, json, yes = false, dryRun}: ChangeOptions,
  planner: Planner,
  {needsSecret}: {needsSecret: boolean},
): Promise<void> {
  const stop = new AbortController();
  const access = openStore({envFile, signal: stop.signal});
  const setting = readSetting(access);
  if (needsSecret && setting.secret === undefined)
    throw new ConfigError([
      'PUSHCART_HOOK_SECRET is required: make one with openssl rand -hex 24, and give it to the proxy as well.',
    ]);
  const found = await look(access);
  const plan = planner(found.webhooks, found.types, setting);
  for (const event of plan.unknown)
    console.error(`This store cannot tell of "${event}"; that is left to the proxy's own look every few minutes.`);

  if (dryRun || plan.steps.length === 0) return report(plan.steps, false);
  for (const step of plan.steps) console.error(`  ${describe(step, setting)}`);
  console.error(`  ${plan.kept} of ours stay as they are, and ${plan.others} of others are not touched.`);
  await askConsent({yes, question: `Change ${count(plan.steps.length)} in ${access.config.store.secureUrl}?`});

  await applyPlan({
    steps: plan.steps,
    stop,
    what: count,
    describe: (step) => describe(step, setting),
    send: (step) => carryOut(step, access, setting),
    planAgain: async () => {
      const {webhooks} = await look(access, found.types);
      return planner(webhooks, found.types, setting).steps;
    },
    advice: PROBE_ADVICE,
  });
  report(plan.steps, true);

  function report(steps: readonly HookStep[], applied: boolean): void {
    if (json) {
      const changes = steps.map(({do: what, event, ...rest}) => ({
        do: what,
        event,
        ...('id' in rest && {id: rest.id, why: rest.why}),
      }));
      const {kept, others, unknown} = plan;
      return console.log(JSON.stringify({applied, changes, kept, others, unknown}, undefined, 2));
    }
    for (const step of steps) console.log(`${applied ? '' : 'would '}${describe(step, setting)}`);
    if (steps.length === 0) console.error(`Nothing to do: ${plan.kept} of ours are as they should be.`);
  }
}

/** @throws {ConfigError} where the store could not know what to call. */
function readSetting({config}: StoreAccess): HookSetting {
  const {publicUrl, hookSecrets} = config;
  if (publicUrl === undefined)
    throw new ConfigError(['PUSHCART_PUBLIC_URL is required: it is the address that the store calls.']);
  return {publicUrl, secret: hookSecrets[0]};
}

/** All webhooks of the store, and the events that it knows. */
async function look(access: StoreAccess, known?: readonly StoreEventType[]): Promise<Found> {
  const webhooks = await access.readAll(
    'the webhooks of the store',
    (webhook: StoreWebhook) => webhook.webhookId,
    (client, page, claim) => client.listWebhooks(page, claim),
  );
  const types =
    known ?? (await access.read('the events of the store', (client, claim) => client.listEventTypes(claim)));
  return {webhooks, types};
}

function carryOut(step: HookStep, access: StoreAccess, setting: HookSetting): Promise<Outcome<unknown>> {
  const draft = {name: `Pushcart: ${toLine(step.event)}`.slice(0, 80), url: toAddress(setting)};
  return access.write<unknown>((client, claim) => {
    switch (step.do) {
      case 'create':
        return client.createWebhook({...draft, eventType: step.eventType}, claim);
      case 'update':
        return client.changeWebhook(step.id, draft, claim);
      case 'remove':
        return client.deleteWebhook(step.id, claim);
    }
  });
}

const MASK = '…';

function describe(step: HookStep, {publicUrl}: HookSetting): string {
  const event = toLine(step.event);
  switch (step.do) {
    case 'create':
      return `create the webhook for "${event}", to ${publicUrl}/hooks/${MASK}`;
    case 'update':
      return `update webhook ${step.id} for "${event}", because ${step.why}`;
    case 'remove':
      return `remove webhook ${step.id} for "${event}", because ${step.why}`;
  }
}

/** Where a webhook calls, without what could be a secret: ours ends in one, and somebody else's may be one. */
function maskAddress(webhook: StoreWebhook, setting: HookSetting): string {
  if (isOurs(webhook, setting)) return `${setting.publicUrl}/hooks/${MASK}`;
  return URL.canParse(webhook.url) ? `${new URL(webhook.url).origin}/${MASK}` : MASK;
}

const count = (webhooks: number): string => `${webhooks} ${webhooks === 1 ? 'webhook' : 'webhooks'}`;
