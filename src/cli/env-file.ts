/** A file of variables: read, changed line by line so that comments and order stay, and written whole or not at all. */
import {randomBytes} from 'node:crypto';
import {chown, open, readFile, realpath, rename, rm, stat, writeFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {parseEnv} from 'node:util';
import type {Environment} from '../proxy/index.js';
import {CommandFailed} from './failure.js';

/** Where `init` writes to if nobody says otherwise. */
export const DEFAULT_FILE = 'pushcart.env';

export interface EnvFile {
  /** Where it really is, behind links. */
  readonly path: string;
  /** Undefined where there is none yet. */
  readonly text: string | undefined;
  readonly variables: Environment;
}

const HEADER = `# The variables of Pushcart. Some are secrets: keep this file to yourself, and out of every repository.
# pushcart serve --help lists all variables that there are.
`;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** @throws {CommandFailed} where it could not be read, or not be written later: nobody answers questions in vain. */
export async function openEnvFile(name: string): Promise<EnvFile> {
  const path = await realpath(name).catch(() => resolve(name));
  try {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    const draft = draftBeside(path);
    await writeFile(draft, '', {flag: 'wx', mode: 0o600});
    await rm(draft);
    return {path, text, variables: text === undefined ? {} : parseEnv(text)};
  } catch (error) {
    throw new CommandFailed(`${name} cannot be written: ${reasonOf(error)}. Choose another place with --env-file.`);
  }
}

const draftBeside = (path: string): string => join(dirname(path), `.${randomBytes(6).toString('hex')}.pushcart.env`);

/** Plain, if systemd, Docker and Node read it alike without quotes. */
function quote(name: string, value: string): string {
  if (/^[\w:/.,*@%+=~?&-]*$/.test(value)) return value;
  if (!/['\r\n]/.test(value)) return `'${value}'`;
  throw new CommandFailed(
    `${name} holds a quote or a line break, which a file of variables cannot have everywhere.`,
    true,
  );
}

/** The file's text with these variables. Of one that stands there several times the last counts, and is the one changed. */
export function changeText(text: string | undefined, changes: ReadonlyMap<string, string>): string {
  const lines = (text ?? HEADER).replace(/\n$/, '').split('\n');
  for (const [name, value] of changes) {
    const line = `${name}=${quote(name, value)}`;
    const index = lines.findLastIndex((one) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(one));
    if (index < 0) lines.push(line);
    else lines[index] = line;
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Puts a text in the file's place, for its owner alone to read. Who is interrupted has the old file or the new one.
 *
 * @throws {CommandFailed}
 */
export async function writeEnvFile({path}: EnvFile, text: string): Promise<void> {
  const draft = draftBeside(path);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    const before = await stat(path).catch(() => undefined);
    // The service's file stays the service's when an administrator changes it.
    if (before && before.uid !== process.getuid?.()) await chown(draft, before.uid, before.gid);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, {force: true});
    throw new CommandFailed(`${path} could not be written, and is as it was: ${reasonOf(error)}.`);
  }
}
