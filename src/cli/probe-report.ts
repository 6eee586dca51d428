/** What a probe has found, as a profile and as a table. */
import {defaultSwitches, type SwitchChanges, type Switches} from '../sandbox/index.js';
import type {Findings, StoreTraits, Trait} from '../threedcart/index.js';
import type {Profile} from './profile.js';

/** What no call can show without a sale, a change in the store, or a long wait. */
const beyond: Readonly<Record<Exclude<keyof Switches, Trait>, string>> = {
  htmlFailures: 'how often a front layer fails is no property of the store that one look could show',
  latencyMs: 'how long an answer takes is different each time',
  dropAfterWrite: 'a lost answer is an accident and no habit',
  cartTtl: 'it would take to wait until a cart is gone, which may be weeks',
  afterComplete: 'it would take an order, and none is placed',
  webhookProbe: 'it would take a webhook, and none is touched: pushcart hooks install shows it',
  scriptsOnCheckout: 'it would take a script in the store, and none is touched',
};

/** Where a trait has no finding of its own. */
const unasked = (trait: Trait): string =>
  ['throttle', 'throttleStatus', 'throttleBody', 'retryAfter'].includes(trait)
    ? 'it takes to fill the bucket of calls: add --throttle'
    : 'it did not come to that';

const names = Object.keys(defaultSwitches) as (keyof Switches)[];
const isTrait = (name: keyof Switches): name is Trait => !(name in beyond);

export function toProfile(findings: Findings, about: Pick<Profile, 'store' | 'product' | 'checkoutHosts'>): Profile {
  const values: Partial<StoreTraits> = {};
  const seen: Record<string, string> = {};
  const unknown: Record<string, string> = {};
  function keep(name: Trait): void {
    const finding = findings[name];
    if (finding?.kind === 'known') {
      Object.assign(values, {[name]: finding.value} satisfies Partial<Record<Trait, unknown>>);
      seen[name] = finding.how;
    } else unknown[name] = finding?.why ?? unasked(name);
  }
  for (const name of names) {
    if (isTrait(name)) keep(name);
    else unknown[name] = beyond[name];
  }
  const switches: SwitchChanges = values;
  return {pushcartProfile: 1, madeAt: new Date().toISOString(), ...about, switches, seen, unknown};
}

/** One line for each switch: its name, its value, and how it was seen or why it was not. */
export function toTable({switches, seen, unknown}: Profile): string {
  const rows = names.map((name) => {
    const value = switches[name];
    const shown = value === undefined ? 'unknown' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return [name, shown === '' ? '(empty)' : shown, seen[name] ?? unknown[name] ?? ''] as const;
  });
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length).filter((n) => n <= 30));
  return rows
    .map(([name, value, how]) => `${name.padEnd(width(0))}  ${value.padEnd(width(1))}  ${how}`.trimEnd())
    .join('\n');
}
