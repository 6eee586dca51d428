/**
 * What has to be done to a store's webhooks, as pure functions. A webhook is ours if it calls the proxy's own address
 * below `/hooks/`, with this secret or an older one; every other is somebody else's and left alone.
 */
import type {StoreEventType, StoreWebhook} from '../threedcart/index.js';

/** The events that the proxy acts on, by the store's names: their numbers differ from store to store. */
export const events = [
  'Order New',
  'Product New',
  'Product Changed',
  'Product Deleted',
  'Product Stock Changed',
] as const;

/** Where webhooks call, and what is there now. */
export interface HookSetting {
  /** The proxy's address as the store sees it, no trailing slash. */
  readonly publicUrl: string;
  /** The newest secret; undefined where none is configured. */
  readonly secret: string | undefined;
}

export type HookStep =
  | {readonly do: 'create'; readonly event: string; readonly eventType: number}
  | {readonly do: 'update'; readonly event: string; readonly id: string; readonly why: string}
  | {readonly do: 'remove'; readonly event: string; readonly id: string; readonly why: string};

export interface HookPlan {
  readonly steps: readonly HookStep[];
  /** Ours that are right as they are. */
  readonly kept: number;
  /** Somebody else's. */
  readonly others: number;
  /** Events that this store does not know. */
  readonly unknown: readonly string[];
}

export const toAddress = ({publicUrl, secret}: HookSetting): string => `${publicUrl}/hooks/${secret ?? ''}`;

export function isOurs({url}: StoreWebhook, {publicUrl}: HookSetting): boolean {
  if (!URL.canParse(url)) return false;
  const {origin, pathname, search} = new URL(url);
  const base = new URL(`${publicUrl}/hooks/`);
  return (
    origin === base.origin &&
    search === '' &&
    pathname.startsWith(base.pathname) &&
    /^[\w-]{24,200}$/.test(pathname.slice(base.pathname.length))
  );
}

/** Whether it calls with the newest secret. */
export const isCurrent = ({url}: StoreWebhook, setting: HookSetting): boolean =>
  setting.secret !== undefined && URL.canParse(url) && new URL(url).href === new URL(toAddress(setting)).href;

const simplify = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

/** The name of an event's number, as the store has it. */
export const nameEvent = (eventType: number, types: readonly StoreEventType[]): string =>
  types.find((type) => type.eventType === eventType)?.name ?? `event ${eventType}`;

export function planInstall(
  found: readonly StoreWebhook[],
  types: readonly StoreEventType[],
  setting: HookSetting,
): HookPlan {
  const ours = found.filter((webhook) => isOurs(webhook, setting));
  const numbers = events.map((event) => types.find(({name}) => simplify(name) === simplify(event))?.eventType);
  const wanted = events.flatMap((event, index) => {
    const eventType = numbers[index];
    return eventType === undefined ? [] : [{event, eventType}];
  });
  const toUpdate = (webhook: StoreWebhook): HookStep[] => {
    const why = [
      ...(isCurrent(webhook, setting) ? [] : ['it has an older secret']),
      ...(webhook.enabled ? [] : ['it is turned off']),
      ...(webhook.format === 'JSON' ? [] : ['it is not sent JSON']),
    ].join(', ');
    const event = nameEvent(webhook.eventType, types);
    return why ? [{do: 'update', event, id: webhook.webhookId, why}] : [];
  };
  const steps = wanted.flatMap(({event, eventType}): HookStep[] => {
    const same = ours.filter((webhook) => webhook.eventType === eventType);
    const best = same.find((webhook) => toUpdate(webhook).length === 0) ?? same[0];
    if (!best) return [{do: 'create', event, eventType}];
    const doubles = same.filter((webhook) => webhook !== best);
    return [
      ...toUpdate(best),
      ...doubles.map(({webhookId}): HookStep => ({do: 'remove', event, id: webhookId, why: 'there are two'})),
    ];
  });
  // Of an event that somebody added by hand: it is harmless, but must not go on with a secret that will be closed.
  const further = ours.filter((webhook) => !numbers.includes(webhook.eventType) && !isCurrent(webhook, setting));
  const all = [...steps, ...further.flatMap(toUpdate)];
  const touched = all.filter((step) => step.do !== 'create').length;
  return {
    steps: all,
    kept: ours.length - touched,
    others: found.length - ours.length,
    unknown: events.filter((_, index) => numbers[index] === undefined),
  };
}

export function planRemove(
  found: readonly StoreWebhook[],
  types: readonly StoreEventType[],
  setting: HookSetting,
): HookPlan {
  const ours = found.filter((webhook) => isOurs(webhook, setting));
  return {
    steps: ours.map((webhook) => ({
      do: 'remove',
      event: nameEvent(webhook.eventType, types),
      id: webhook.webhookId,
      why: 'it is ours',
    })),
    kept: 0,
    others: found.length - ours.length,
    unknown: [],
  };
}
