/**
 * What has to be done to the store's frontend scripts, as pure functions. A script is ours if its markup is wholly of
 * the form that we write; every other is somebody else's and left alone.
 */
import type {Placement, StoreScript} from '../threedcart/index.js';
import {isAltered, isPasted, proxyOf, readTag, writeTag, type OurTag} from './script-code.js';

/** One of ours, as it stands in the store. */
export interface OurScript {
  readonly script: StoreScript;
  readonly tag: OurTag;
}

/** What is in the store, by who wrote it. Ours come in the order in which they were made. */
export interface Sorted {
  readonly ours: readonly OurScript[];
  /** They have our marker, but are no more as we wrote them. */
  readonly altered: readonly StoreScript[];
  /** They load a `pushcart.js`, and were never ours. */
  readonly pasted: readonly StoreScript[];
  readonly others: readonly StoreScript[];
}

export interface WantedScript {
  readonly placement: Placement;
  readonly code: string;
}

export type ScriptStep =
  | {readonly do: 'create'; readonly wanted: WantedScript}
  | {readonly do: 'update'; readonly script: StoreScript; readonly wanted: WantedScript}
  | {readonly do: 'remove'; readonly script: StoreScript; readonly why: string};

/** What the flags of a command say; what they do not say is as it was, or as is usual. */
export interface ScriptFlags {
  readonly placement?: Placement | undefined;
  readonly src: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Of this release. */
  readonly version: string;
}

export function sortScripts(found: readonly StoreScript[]): Sorted {
  const ours: OurScript[] = [];
  const altered: StoreScript[] = [];
  const pasted: StoreScript[] = [];
  const others: StoreScript[] = [];
  for (const script of found) {
    const tag = readTag(script.code);
    if (tag) ours.push({script, tag});
    else if (isAltered(script.code)) altered.push(script);
    else (isPasted(script.code) ? pasted : others).push(script);
  }
  return {ours: ours.sort((a, b) => Number(a.script.scriptId) - Number(b.script.scriptId)), altered, pasted, others};
}

/** Whether it says the same; a store may have moved a line break. */
const isAs = ({script, tag}: OurScript, {placement, code}: WantedScript): boolean =>
  script.placement === placement && writeTag(tag, tag.version) === code && tag.proxy === proxyOf(tag.src);

/** Makes one of ours as it is wanted, and removes the others: what is right is there before anything goes. */
function planOne(ours: readonly OurScript[], wanted: WantedScript): ScriptStep[] {
  const kept = ours.find((one) => isAs(one, wanted)) ?? ours[0];
  if (!kept) return [{do: 'create', wanted}];
  const change: ScriptStep[] = isAs(kept, wanted) ? [] : [{do: 'update', script: kept.script, wanted}];
  const doubles = ours.filter((one) => one !== kept);
  return [...change, ...doubles.map(({script}): ScriptStep => ({do: 'remove', script, why: 'there is another'}))];
}

/** The whole of what is wanted is in the flags. */
export function planInstall({ours}: Sorted, {placement = 'HEAD', src, attributes, version}: ScriptFlags): ScriptStep[] {
  return planOne(ours, {placement, code: writeTag({src, attributes}, version)});
}

/** What the flags do not say stays as it is. Undefined if there is none of ours. */
export function planUpdate(
  {ours}: Sorted,
  {placement, src, attributes, version}: ScriptFlags,
): ScriptStep[] | undefined {
  const model = ours.find(({tag}) => tag.proxy === proxyOf(src)) ?? ours[0];
  if (!model) return undefined;
  const there = model.script.placement === 'BODY' ? 'BODY' : 'HEAD';
  const code = writeTag({src, attributes: new Map([...model.tag.attributes, ...attributes])}, version);
  return planOne([model, ...ours.filter((one) => one !== model)], {placement: placement ?? there, code});
}

export const planRemove = ({ours}: Sorted): ScriptStep[] =>
  ours.map(({script}) => ({do: 'remove', script, why: 'it is ours'}));
