/**
 * `npm run manifest`: what `src/` says, for people (`docs/embed.md`, the tables of `docs/words.md`) and for tools (below `dist/`).
 * With `dist` as its argument only the latter: a build changes no file that is committed.
 */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describeElements, readSources} from './manifest/elements.js';
import {readInterfaces} from './manifest/interfaces.js';
import {writeEmbedMd} from './manifest/markdown.js';
import {writePackageFiles} from './manifest/package-files.js';
import {writeWordsMd} from './manifest/words.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const elements = describeElements(readSources());
const interfaces = readInterfaces();

for (const [path, text] of writePackageFiles(elements, interfaces)) {
  const file = join(root, 'dist', path);
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, text);
}
if (process.argv[2] !== 'dist') {
  await writeFile(join(root, 'docs/embed.md'), await writeEmbedMd(elements, interfaces));
  const words = join(root, 'docs/words.md');
  await writeFile(words, await writeWordsMd(await readFile(words, 'utf8')));
}
