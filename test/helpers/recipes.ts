/** The files that `docs/deploy.md` installs, as text. */
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));
export const recipeFolder: string = fileURLToPath(new URL('../../deploy/', import.meta.url));

export const recipes: readonly {readonly name: string; readonly text: string}[] = readdirSync(recipeFolder).map(
  (name) => ({name, text: readFileSync(`${recipeFolder}${name}`, 'utf8')}),
);

/** @throws If there is none. */
export function recipe(name: string): string {
  const found = recipes.find((one) => one.name === name);
  if (!found) throw new Error(`deploy/${name} is missing.`);
  return found.text;
}
