/** Cards and the dialog, for every kind of product and everything that can come between. */
import {ARABIC, CHINESE, DEAR, LONG} from './goods.js';
import type {Situation} from './situation.js';
import type {Stage} from './stage.js';

const card = (id: number, style = ''): string =>
  `<pushcart-product catalog-id="${id}" style="${style}"><a href="{proxy}/buy/${id}">A product</a></pushcart-product>`;
/** High enough for its options. */
const tall = (id: number): string => card(id, '--pushcart-card-block-size: 46em');
const sells = (id: number): string => `pushcart-product[catalog-id="${id}"]`;

const kinds = {
  'card: list and radios': 510,
  'card: optional text with a price': 512,
  'card: list, and optional radios as a list': 513,
  'card: packs': 516,
  'card: chosen beforehand, costs less and more': 518,
  'card: combinations': 519,
  'card: fractions': 522,
  'card: certain quantities, a long name': 523,
  'card: swatches': 524,
  'card: check boxes': 525,
  'card: texts': 526,
  'card: markup in names': 535,
  'card: Arabic names': ARABIC,
};
const simple = {
  'card: no options': 511,
  'card: on sale': 514,
  'card: options in the dialog': 513,
  'card: sold out': 520,
  'card: sold in the store only': 533,
  'card: missing': 999,
  'card: a name without spaces': LONG,
  'card: Chinese name': CHINESE,
  'card: dear': DEAR,
};

const selectors = (ids: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, sells(id)]));

async function known({page}: Stage): Promise<void> {
  for (const one of await page.locator('pushcart-product').all()) {
    await one.scrollIntoViewIfNeeded();
    await one.locator('[part=card][aria-busy=false]').waitFor();
  }
}

const quiet = {'data-open': 'never', 'data-cart': 'none'};

const dialogOf = (name: string, id: number, more: Partial<Situation> = {}, reach?: Situation['reach']): Situation => ({
  name: `dialog: ${name}`,
  body: `<p><a href="{proxy}/buy/${id}">A product</a></p>`,
  inPage: {},
  over: {element: 'pushcart-product-dialog'},
  ...more,
  async reach(stage) {
    await stage.page.locator('a').click();
    await stage.page.locator('pushcart-product-dialog dialog[open]').waitFor();
    if (reach) await reach(stage);
    else await stage.page.locator('pushcart-product-dialog .scroll[aria-busy=false]').waitFor();
  },
});

/** The dialog asked for a product that the page did not have: no link of ours does that, but a page's script can. */
const unknownDialog = (name: string, answers: 'sent' | 'held' | 'cut', shown: string): Situation => {
  let asked = 0;
  return dialogOf(
    name,
    510,
    {
      before: async (stage) => {
        asked = 0;
        await stage.products((send) => (asked++ === 0 || answers === 'sent' ? send() : Promise.resolve(answers)));
      },
    },
    async ({page, pass}) => {
      const dialog = page.locator('pushcart-product-dialog');
      await dialog.locator('[part=add-button]').waitFor();
      await dialog.evaluate((element) =>
        (element as HTMLElementTagNameMap['pushcart-product-dialog']).open({catalogId: 999}),
      );
      if (answers === 'cut') {
        await page.waitForFunction(() => heldTimers.size > 0);
        await pass(2);
      }
      await dialog.locator(shown).waitFor();
    },
  );
};

export const productSituations: readonly Situation[] = [
  {
    name: 'cards with options',
    tag: quiet,
    body: Object.values(kinds).map(tall).join(''),
    reach: known,
    inPage: selectors(kinds),
  },
  {
    name: 'cards',
    tag: quiet,
    body: Object.values(simple)
      .map((id) => card(id))
      .join(''),
    reach: known,
    inPage: selectors(simple),
  },
  {
    name: 'cards, used',
    tag: quiet,
    body: tall(510) + tall(526) + tall(534) + card(511),
    async reach(stage) {
      await known(stage);
      const {page} = stage;
      const add = (id: number) => page.locator(sells(id)).locator('[part=add-button]');
      await add(510).click();
      await page.locator(sells(526)).locator('input').first().fill('Gull <script>');
      await add(526).click();
      await page.locator(sells(534)).locator('select').selectOption('643');
      await page.locator(sells(534)).locator('input[type=radio]').last().check();
      await add(534).click();
      for (const id of [510, 526, 534])
        await page.locator(sells(id)).locator('[part=problem]:not(:empty)').first().waitFor();
      await add(511).click();
      await stage.until('ready');
    },
    inPage: {
      'card: what is missing is said': sells(510),
      'card: text that the store does not take': sells(526),
      'card: combination sold out': sells(534),
      'card: just added': sells(511),
    },
  },
  {
    name: 'cards while products load',
    tag: quiet,
    body: card(511),
    before: (stage) => stage.products(() => Promise.resolve('held')),
    reach: async ({page}) => {
      await page.locator('pushcart-product [part=card][aria-busy=true]').waitFor();
    },
    inPage: {'card: loading': sells(511)},
  },
  {
    name: 'cards that could not be loaded',
    tag: quiet,
    body: card(511),
    before: (stage) => stage.products(() => Promise.resolve('cut')),
    async reach({page, pass}) {
      await page.waitForFunction(() => heldTimers.size > 0);
      await pass(2);
      await page.locator('pushcart-product [part=retry-button]').waitFor();
    },
    inPage: {'card: could not be loaded': sells(511)},
  },
  dialogOf('list and radios', 510),
  dialogOf('swatches', 524, {body: '<p><a href="{proxy}/buy/524?qty=2">A bowl</a></p>'}),
  dialogOf('check boxes and a list', 513),
  dialogOf('sold out', 520),
  unknownDialog('loading', 'held', '.scroll[aria-busy=true]'),
  unknownDialog('missing', 'sent', '.scroll[aria-busy=false]:not(:has([part=add-button]))'),
  unknownDialog('could not be loaded', 'cut', '[part=retry-button]'),
  dialogOf('what is missing is said', 526, {}, async ({page}) => {
    await page.locator('pushcart-product-dialog [part=add-button]').click();
    await page.locator('pushcart-product-dialog [part=problem]:not(:empty)').first().waitFor();
  }),
];
