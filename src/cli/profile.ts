/** The profile of a store: how it reads the points that its documentation leaves open. Written by `probe`, read by `sandbox`. */
import {readFile, realpath, stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import {z} from 'zod';
import type {SwitchChanges} from '../sandbox/index.js';
import {CommandFailed} from './failure.js';
import {tryFolderOf, writeWhole} from './whole-file.js';

const Profile = z.object({
  /** The version of this format. */
  pushcartProfile: z.literal(1),
  /** When it was made, ISO 8601. */
  madeAt: z.string(),
  /** The store's address, as it is configured. */
  store: z.string(),
  /** The product that was put into carts. */
  product: z.number(),
  /** What is known, as switches of a sandbox store. Their values are checked by the sandbox. */
  switches: z.record(z.string(), z.unknown()),
  /** How each of them was seen. */
  seen: z.record(z.string(), z.string()),
  /** Why each of the others is not known. */
  unknown: z.record(z.string(), z.string()),
  /** Hosts, with port, that checkout addresses had. */
  checkoutHosts: z.array(z.string()),
});
export type Profile = Omit<z.infer<typeof Profile>, 'switches'> & {readonly switches: SwitchChanges};

/** @throws {CommandFailed} in one sentence, where the file is none. */
export async function readProfile(file: string): Promise<Profile> {
  const profile = parseProfile(await readText(file));
  if (!profile)
    throw new CommandFailed(`${file} is no profile of a store. Make one with pushcart probe --product ID.`, true);
  return profile;
}

function parseProfile(text: string): Profile | undefined {
  try {
    return Profile.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${file} could not be read: ${toReason(error)}.`, true);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'this user may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const toReason = (error: unknown): string => reasons[codeOf(error)] ?? (codeOf(error) || 'of an unknown reason');

/**
 * Where a profile will be written: a new file, or one that is a profile already.
 *
 * @throws {CommandFailed} Where it would replace something else, or cannot be written.
 */
export async function checkTarget(file: string): Promise<string> {
  const wanted = resolve(file);
  const target = await realpath(wanted).catch(() => wanted);
  const found = await stat(target).catch(() => undefined);
  if (found && !found.isFile()) throw new CommandFailed(`${file} is no file. Choose another with --out.`, true);
  if (found && !parseProfile(await readText(target)))
    throw new CommandFailed(`${file} is there, and no profile of a store: it stays. Choose another with --out.`, true);
  try {
    await tryFolderOf(target);
  } catch (error) {
    throw new CommandFailed(`${file} could not be written: ${toReason(error)}.`, true);
  }
  return target;
}

/** Writes a profile whole, or not at all. */
export async function writeProfile(file: string, profile: Profile): Promise<void> {
  const target = await checkTarget(file);
  try {
    await writeWhole({path: target}, toJson(profile));
  } catch (error) {
    throw new CommandFailed(`${file} could not be written: ${toReason(error)}.`);
  }
}

export const toJson = (profile: Profile): string => `${JSON.stringify(profile, undefined, 2)}\n`;
