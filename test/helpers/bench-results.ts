/** What benches do with what they measured. */
import {readFile, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {format, resolveConfig} from 'prettier';

const file = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** Puts it into docs/performance.md, between the two comments of its name. */
export async function writeSection(name: string, markdown: string): Promise<void> {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks ${start} or ${end}.`);
  const written = `${before}${start}\n\n${markdown}\n\n${end}${after}`;
  await writeFile(file, await format(written, {...(await resolveConfig(file)), parser: 'markdown'}));
  console.log(`Written to ${file}.`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing.');
  return (low + high) / 2;
}
