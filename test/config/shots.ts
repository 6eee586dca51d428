/**
 * `npm run shots`: a picture of every state, light, dark and from right to left, on a phone and on a desk, into
 * `shots/`, with `index.html` that shows them all. `-- cart` takes those whose name has this in it. `-- --readme` makes
 * the picture of the README, `docs/pushcart.png`, from the demo's blog instead.
 */
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import type {Page} from 'playwright-core';
import {openScene} from '../e2e/setup.js';
import {putOnTheme, type Theme} from '../states/looks.js';
import {openStatesScene} from '../states/scene.js';
import {situations, visitAll} from '../states/visit.js';

const {values, positionals} = parseArgs({
  options: {readme: {type: 'boolean', default: false}},
  allowPositionals: true,
});
const [part = ''] = positionals;
const root = fileURLToPath(new URL('../../', import.meta.url));

const widths = [390, 1280] as const;
const looks: readonly {readonly name: string; readonly theme: Theme; readonly locale?: string}[] = [
  {name: 'light', theme: 'light'},
  {name: 'dark', theme: 'dark'},
  {name: 'right-to-left', theme: 'light', locale: 'ar'},
];

/** Pictures have come, those in shadow roots too. One that the browser saves for later is not waited for. */
async function untilPainted(page: Page): Promise<void> {
  await page
    .locator('img')
    .evaluateAll((images: HTMLImageElement[]) =>
      Promise.all(images.filter(({loading}) => loading !== 'lazy').map((image) => image.decode().catch(() => {}))),
    );
}

async function shootStates(): Promise<void> {
  const folder = `${root}shots`;
  await rm(folder, {recursive: true, force: true});
  await mkdir(folder, {recursive: true});
  const shots = new Map<string, string[]>();
  const scene = await openStatesScene();
  const chosen = situations.filter(({name}) => name.includes(part));
  for (const locale of [undefined, 'ar']) {
    await visitAll(
      scene,
      async ({page, states, isOver}) => {
        for (const {name: look, theme} of looks.filter((one) => one.locale === locale)) {
          await putOnTheme(page, theme);
          for (const width of widths) {
            await page.setViewportSize({width, height: 844});
            await untilPainted(page);
            for (const [state, selector] of Object.entries(states)) {
              const file = `${state.replace(/[^\w]+/g, '-')}.${look}.${width}.png`;
              const path = `${folder}/${file}`;
              if (isOver || selector === 'pushcart-button') await page.screenshot({path});
              else await page.locator(selector).first().screenshot({path});
              shots.set(state, [...(shots.get(state) ?? []), file]);
            }
          }
        }
      },
      {situations: chosen, ...(locale && {locale})},
    );
  }
  await scene.close();
  const rows = [...shots].map(
    ([state, files]) =>
      `<section><h2>${state}</h2><div>${files.map((file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a>`).join('')}</div></section>`,
  );
  await writeFile(
    `${folder}/index.html`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every state</title>
<style>body{font-family:system-ui,sans-serif;margin:2em}div{display:flex;gap:1em;overflow:auto;align-items:start}img{block-size:30em;border:1px solid #8888}</style>
<h1>${shots.size} states</h1>${rows.join('\n')}</html>\n`,
  );
  console.log(`${shots.size} states, ${[...shots.values()].flat().length} pictures: shots/index.html`);
}

/** A post with its card, and the cart open beside it. */
async function shootReadme(): Promise<void> {
  const scene = await openScene();
  const {page} = await scene.visit('/demo/a-river-in-ten-miles.html', {
    viewport: {width: 1280, height: 760},
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const card = page.locator('pushcart-product[catalog-id="510"]');
  await card.evaluate((element) => element.scrollIntoView({block: 'center'}));
  await card.getByRole('button', {name: 'Add to cart'}).waitFor();
  await page.evaluate(() => {
    const options = [
      {setId: 81, optionId: 402},
      {setId: 82, optionId: 412},
    ];
    globalThis.Pushcart?.add({catalogId: 510, quantity: 2, options});
    globalThis.Pushcart?.add({catalogId: 511});
    globalThis.Pushcart?.add({catalogId: 516, quantity: 2});
  });
  await page.waitForFunction(() => globalThis.Pushcart?.getState().status === 'ready');
  await page.evaluate(() => globalThis.Pushcart?.open());
  await page.locator('pushcart-drawer [part=line] img').nth(2).waitFor();
  await untilPainted(page);
  await page.screenshot({path: `${root}docs/pushcart.png`});
  await scene.close();
  console.log('docs/pushcart.png');
}

await (values.readme ? shootReadme() : shootStates());
