/** Everything that the cart can say, in the page and over it. */
import type {Addition} from '../../src/cart/state.js';
import type {CartAnswer, CartRequest} from '../../src/contract/wire.js';
import {ARABIC, CHINESE, DEAR, HEBREW, LONG} from './goods.js';
import type {Situation} from './situation.js';
import type {Stage} from './stage.js';

const mug: Addition = {catalogId: 511};
const tee: Addition = {
  catalogId: 510,
  quantity: 2,
  options: [
    {setId: 81, optionId: 402},
    {setId: 82, optionId: 412},
  ],
};
const notebook = (text: string): Addition => ({catalogId: 512, options: [{setId: 90, optionId: 500, text}]});
const several: readonly Addition[] = [
  tee,
  mug,
  notebook('For Ana, who walks faster'),
  {
    catalogId: 525,
    options: [
      {setId: 93, optionId: 621},
      {setId: 93, optionId: 622},
    ],
  },
];

const inCart = (part: string): string => `pushcart-cart [part=${part}]`;

/** A cart in the page, and the same cart over it. */
const cart = (name: string, reach: (stage: Stage) => Promise<void>, more: Partial<Situation> = {}): Situation => ({
  name: `cart: ${name}`,
  body: '<pushcart-cart display="inline"></pushcart-cart>',
  reach,
  inPage: {[`inline cart: ${name}`]: 'pushcart-cart'},
  over: {
    element: 'pushcart-drawer',
    open: ({page}) => page.evaluate(() => globalThis.Pushcart?.open()),
  },
  ...more,
});

/** With something in the cart that the store knows of. */
const filled = (name: string, reach: (stage: Stage) => Promise<void>, goods = [tee, mug]): Situation =>
  cart(name, async (stage) => {
    await stage.add(...goods);
    await stage.until('ready');
    await stage.page.locator(inCart('subtotal')).waitFor();
    await reach(stage);
  });

const checkOut = ({page}: Stage) => page.locator(inCart('checkout-button')).click();
const press = ({page}: Stage, part: string) => page.locator(inCart(part)).first().click();

/** Checkout as it goes on after the real answer. */
const checkoutAnswers = (
  stage: Stage,
  change: (real: CartAnswer, asked: CartRequest) => CartAnswer | 'held' | 'cut',
): Promise<void> =>
  stage.carts(async (asked, send) => {
    if (asked.intent !== 'checkout') return await send(asked);
    return change(await send({...asked, intent: 'sync'}), asked);
  });

/** In another currency. */
const priced = (currency: string, decimals: number): Situation =>
  cart(
    `in ${currency}`,
    async (stage) => {
      await stage.add(tee, {catalogId: DEAR, quantity: 3});
      await stage.until('ready');
    },
    {
      async before(stage) {
        await stage.products(async (send) => {
          const answer = await send();
          return {...answer, store: {...answer.store, currency, decimals}};
        });
        await stage.carts(async (asked, send) => ({...(await send(asked)), currency, decimals}));
      },
    },
  );

export const cartSituations: readonly Situation[] = [
  cart('empty', async ({page}) => {
    await page.locator(inCart('empty')).waitFor();
  }),
  filled('one line', async () => {}, [mug]),
  filled('several with options', async () => {}, [...several]),
  cart(
    'a line that nothing is known of',
    async (stage) => {
      await stage.add({...mug, label: 'the harbor mug'});
      await stage.page.locator('pushcart-cart .skeleton').first().waitFor();
    },
    {
      before: async (stage) => {
        await stage.products(() => Promise.resolve('held'));
        await stage.carts(() => Promise.resolve('held'));
      },
    },
  ),
  filled('a line being saved', async (stage) => {
    await stage.carts(() => Promise.resolve('held'));
    await stage.page.locator(inCart('line-quantity')).first().locator('button').last().click();
    await stage.until('saving');
  }),
  filled('slow', async (stage) => {
    let reached = (): void => {};
    const sent = new Promise<void>((resolve) => (reached = resolve));
    await stage.carts(() => (reached(), Promise.resolve('held')));
    await stage.page.locator(inCart('line-quantity')).first().locator('button').last().click();
    await sent;
    await stage.pass(4);
    await stage.page.locator(inCart('notice')).waitFor();
  }),
  cart(
    'problems',
    async (stage) => {
      await stage.add(
        mug,
        {catalogId: 520},
        {catalogId: 999, label: 'a lamp of old'},
        {catalogId: 510, quantity: 3},
        {catalogId: 511, options: [{setId: 81, optionId: 402}]},
        notebook('<b>'),
        {catalogId: 521, quantity: 9},
        {catalogId: 514, quantity: 2},
        {catalogId: 515},
      );
      await stage.until('ready');
      await stage.page.locator('pushcart-cart [part=line-problem]:not(:empty)').nth(7).waitFor();
    },
    {
      before: (stage) =>
        stage.carts(async (asked, send) => {
          const answer = await send(asked);
          return {
            ...answer,
            lines: answer.lines.map((line) =>
              line.catalogId === 514
                ? {...line, quantity: 1, problem: {code: 'quantity_adjusted', message: ''}}
                : line.catalogId === 515
                  ? {...line, problem: {code: 'refused', message: ''}}
                  : line,
            ),
          };
        }),
    },
  ),
  filled(
    'removed',
    async (stage) => {
      await press(stage, 'remove-button');
      await stage.until('ready');
    },
    [tee, mug],
  ),
  filled(
    'two removed, one of a long name',
    async (stage) => {
      await press(stage, 'remove-button');
      await press(stage, 'remove-button');
      await stage.until('ready');
    },
    [{catalogId: 523}, {catalogId: LONG}, mug],
  ),
  filled(
    'the last one removed',
    async (stage) => {
      await press(stage, 'remove-button');
      await stage.until('empty');
    },
    [mug],
  ),
  filled(
    'all removed',
    async (stage) => {
      await press(stage, 'clear-button');
      await stage.until('empty');
    },
    [...several],
  ),
  filled('changed at checkout', async (stage) => {
    await checkoutAnswers(stage, (real) => {
      const [first, second] = real.lines;
      return {
        ...real,
        changes: [
          {id: first!.id, what: 'price', from: 2200, to: 2400},
          {id: second!.id, what: 'quantity', from: 5, to: 1},
          {id: 'store-gone', what: 'removed', from: 1, to: 0},
          {id: second!.id, what: 'added', from: 0, to: 1},
        ],
      };
    });
    await checkOut(stage);
    await stage.page.locator(inCart('changes')).waitFor();
  }),
  filled('failed', async (stage) => {
    await stage.carts(() => Promise.resolve('cut'));
    await press(stage, 'remove-button');
    await stage.until('failed');
  }),
  filled('checkout failed', async (stage) => {
    await stage.carts(() => Promise.resolve('cut'));
    await checkOut(stage);
    await stage.until('failed');
  }),
  filled('offline', async (stage) => {
    await stage.page.context().setOffline(true);
    await press(stage, 'remove-button');
    await stage.until('failed');
  }),
  filled('leaving', async (stage) => {
    await stage.carts(() => Promise.resolve('held'));
    await checkOut(stage);
    await stage.until('leaving');
  }),
  filled('waiting in the queue', async (stage) => {
    await checkoutAnswers(stage, (real) => ({...real, status: 'pending', retryAfterMs: 60_000, ahead: 12}));
    await checkOut(stage);
    await stage.page.locator(inCart('cancel-button')).waitFor();
  }),
  filled('leaving takes long', async (stage) => {
    let reached = (): void => {};
    const sent = new Promise<void>((resolve) => (reached = resolve));
    await stage.carts(() => (reached(), Promise.resolve('held')));
    await checkOut(stage);
    await sent;
    await stage.pass(4);
    await stage.page.locator(inCart('cancel-button')).waitFor();
  }),
  filled('blocked, with a link', async (stage) => {
    await stage.page.route(`${stage.scene.sandbox.url}/continue_order*`, (route) => route.fulfill({status: 204}));
    await checkOut(stage);
    await stage.page.waitForResponse(`${stage.scene.sandbox.url}/continue_order*`);
    await stage.pass(4);
    await stage.page.locator(inCart('checkout-link')).waitFor();
  }),
  filled('did you finish', async (stage) => {
    await comeBack(stage);
    await stage.page.locator(inCart('finished-button')).waitFor();
  }),
  filled(
    'past lines',
    async (stage) => {
      await comeBack(stage);
      await press(stage, 'finished-button');
      await stage.page.locator(inCart('bring-back-button')).waitFor();
    },
    [...several],
  ),
  filled('past lines beside a new one', async (stage) => {
    await comeBack(stage);
    await press(stage, 'finished-button');
    await stage.add(notebook('Again'));
    await stage.until('ready');
    await stage.page.locator(inCart('bring-back-button')).waitFor();
  }),
  filled('somebody has shared a cart', async ({page}) => {
    await page.evaluate(() => void (location.hash = '#pushcart=514?qty=2;515'));
    await page.locator(inCart('shared-button')).first().waitFor();
    // It opens the drawer by itself.
    await page.keyboard.press('Escape');
  }),
  filled('share', async (stage) => {
    await press(stage, 'share-button');
    await stage.page.locator(inCart('share-link')).waitFor();
  }),
  filled(
    'share with texts, copied',
    async (stage) => {
      await press(stage, 'share-button');
      await stage.page.locator('pushcart-cart input[type=checkbox]').check();
      await press(stage, 'copy-button');
      await stage.page.locator('pushcart-cart [part=notice] output:not(:empty)').waitFor();
    },
    [tee, notebook('For Ana')],
  ),
  {
    // It is said where it was asked for.
    ...filled(
      'share could not be loaded',
      async (stage) => {
        await stage.page.route('**/assets/share*', (route) => route.abort());
        await press(stage, 'share-button');
        await stage.page.locator('pushcart-cart .problem[role=alert]:not(:empty)').waitFor();
      },
      [mug],
    ),
    over: undefined,
  },
  cart(
    'bundle and discount',
    async (stage) => {
      // After an answer was lost the proxy reads the store's cart, and learns of the store's own lines.
      stage.scene.sandbox.addFault({match: '/Item', kind: 'dropAfterWrite'});
      await stage.add({catalogId: 600, options: [{setId: 91, optionId: 601}]}, mug);
      await stage.until('ready');
      await stage.page.locator(inCart('line')).nth(3).waitFor();
    },
    {
      async before(stage) {
        await stage.carts(async (asked, send) => {
          const answer = await send(asked);
          const discount = {
            id: 'store-discount',
            kind: 'discount',
            catalogId: 0,
            name: 'Discount: autumn',
            quantity: 1,
          } as const;
          const line = {
            ...discount,
            unitPrice: -500,
            lineTotal: -500,
            options: [],
            image: null,
            url: '',
            editable: false,
          };
          return {...answer, lines: [...answer.lines, line], subtotal: answer.subtotal - 500};
        });
      },
    },
  ),
  filled('fractions, packs, certain quantities', async () => {}, [
    {catalogId: 522, quantity: 12.375},
    {catalogId: 516, quantity: 12},
    {catalogId: 523, quantity: 100},
  ]),
  filled(
    'fifty lines',
    async () => {},
    Array.from({length: 50}, (_, at) => notebook(`Number ${at + 1}`)),
  ),
  filled('names without spaces, and dear', async () => {}, [
    {catalogId: LONG, quantity: 2},
    {catalogId: DEAR, quantity: 99_999},
    notebook('Pneumonoultramicroscopicsilicovolcanoco'),
  ]),
  filled('Arabic, Hebrew and Chinese names', async () => {}, [
    {catalogId: ARABIC, quantity: 2, options: [{setId: 102, optionId: 692}]},
    {catalogId: HEBREW},
    {catalogId: CHINESE, quantity: 3},
  ]),
  priced('JPY', 0),
  priced('KWD', 3),
];

/** Goes to the store's checkout, and comes back to the page by a link. */
async function comeBack(stage: Stage): Promise<void> {
  const {page, scene} = stage;
  const address = page.url();
  await checkOut(stage);
  await page.waitForURL(`${scene.sandbox.url}/**`);
  await page.goto(address);
  await stage.until('ready');
}

const small = (name: string, quantity: number): Situation => ({
  name: `count and button: ${name}`,
  body: '<p><pushcart-count>Cart</pushcart-count></p>',
  ...(quantity > 0 && {reach: (stage: Stage) => stage.add({...mug, quantity}).then(() => stage.until('ready'))}),
  inPage: {[`count: ${name}`]: 'pushcart-count'},
});

const button = (name: string, quantity: number): Situation => ({
  name: `button: ${name}`,
  body: '<p>A page without a cart of its own.</p>',
  async reach(stage) {
    await stage.add({...mug, quantity});
    await stage.until('ready');
    await stage.page.locator('pushcart-button [part=button]').waitFor();
  },
  inPage: {[`button: ${name}`]: 'pushcart-button'},
});

export const smallSituations: readonly Situation[] = [
  small('0', 0),
  small('1', 1),
  small('120', 120),
  button('1', 1),
  button('120', 120),
];
