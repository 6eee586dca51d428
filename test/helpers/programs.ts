import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';

/** Path of the first of these programs that is installed, as a shell would find it. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}
