/** A file of variables: read, changed line by line so that comments and order stay, and written whole or not at all. */
import {readFile, realpath} from 'node:fs/promises';
import {resolve} from 'node:path';
import {parseEnv} from 'node:util';
import type {Environment} from '../proxy/index.js';
import {CommandFailed} from './failure.js';
import {tryFolderOf, writeWhole} from './whole-file.js';

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
    await tryFolderOf(path);
    return {path, text, variables: text === undefined ? {} : parseEnv(text)};
  } catch (error) {
    throw new CommandFailed(`${name} cannot be written: ${reasonOf(error)}. Choose another place with --env-file.`);
  }
}

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
 * Puts a text in the file's place, for its owner alone to read.
 *
 * @throws {CommandFailed}
 */
export async function writeEnvFile({path}: EnvFile, text: string): Promise<void> {
  try {
    await writeWhole({path, mode: 0o600}, text);
  } catch (error) {
    throw new CommandFailed(`${path} could not be written, and is as it was: ${reasonOf(error)}.`);
  }
}
