/** Files that are written whole or not at all: who is interrupted has the old one or the new one. */
import {randomBytes} from 'node:crypto';
import {chown, open, rename, rm, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';

export interface WholeFile {
  /** Where it really is, behind links. */
  readonly path: string;
  /** Who may read it. Default: as the process makes files. */
  readonly mode?: number;
}

const draftBeside = (path: string): string => join(dirname(path), `.pushcart-${randomBytes(6).toString('hex')}`);

/** Rejects, as Node does, where nothing can be written beside it: nobody answers questions in vain. */
export async function tryFolderOf(path: string): Promise<void> {
  const draft = draftBeside(path);
  await writeFile(draft, '', {flag: 'wx', mode: 0o600});
  await rm(draft);
}

/** Puts a text in the file's place. Rejects, as Node does, and the file is as it was. */
export async function writeWhole({path, mode = 0o666}: WholeFile, text: string): Promise<void> {
  const draft = draftBeside(path);
  try {
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    const before = await stat(path).catch(() => undefined);
    // A service's file stays the service's when an administrator changes it.
    if (before && before.uid !== process.getuid?.()) await chown(draft, before.uid, before.gid);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, {force: true});
    throw error;
  }
}
