/** Which language a shopper reads, a page's own words, and how amounts and counts are written. */
import {expect} from '@open-wc/testing';
import {engine, onPage, openShop, tellShop, type TestPage} from './setup.js';

const inline = '<pushcart-cart display="inline"></pushcart-cart>';
const cart = 'pushcart-cart >>> ';

interface Shopper {
  /** The page's `lang`. */
  readonly lang?: string;
  readonly dir?: 'rtl';
  /** What the browser is set to. */
  readonly languages?: readonly string[];
  /** The script tag's attributes. */
  readonly attributes?: Record<string, string>;
}

/** A page of that language in that browser: nothing of ours has read it yet, since there is nothing of ours to see. */
const forShopper = (
  {lang = '', dir, languages = ['en-US'], attributes}: Shopper,
  run: (page: TestPage) => Promise<void>,
): Promise<void> =>
  onPage(
    '',
    async (page) => {
      const {documentElement} = page.document;
      documentElement.lang = lang;
      if (dir) documentElement.dir = dir;
      Object.defineProperty(page.window.navigator, 'languages', {value: languages});
      await run(page);
    },
    attributes,
  );

const text = (page: TestPage, path: string): string => page.find(path).textContent.replace(/\s+/g, ' ').trim();

/** Puts an inline cart with a mug of $18.00 on the page, and waits until it is all there. */
async function showCart(page: TestPage, quantity = 1): Promise<void> {
  page.find('main').innerHTML += inline;
  page.window.Pushcart!.add({catalogId: 511, quantity});
  await page.settled('ready');
  await page.until(() =>
    page.find('pushcart-cart').shadowRoot?.querySelector('[part=subtotal] .money span:not(.skeleton)'),
  );
}

/** The tag of the language that the cart is in, its main button, and the subtotal with plain spaces. */
async function read(shopper: Shopper): Promise<[string | undefined, string, string]> {
  let seen: [string | undefined, string, string] | undefined;
  await forShopper(shopper, async (page) => {
    await showCart(page);
    seen = [
      page.find(`${cart}[part=cart]`).lang,
      text(page, `${cart}[part=checkout-button]`),
      text(page, `${cart}[part=subtotal] .money`),
    ];
  });
  return seen ?? [undefined, '', ''];
}

/** Names of the files that stage 2 is made of, the first of them first. */
async function chunks({proxy}: TestPage): Promise<string[]> {
  const read = async (path: string): Promise<string> => (await fetch(`${proxy}/${path}`)).text();
  const [, first = ''] = /assets\/(cart-[\w-]+\.js)/.exec(await read('pushcart.js')) ?? [];
  return [first, ...((await read(`assets/${first}`)).match(/[\w-]+-[\w-]{8}\.js/g) ?? [])];
}

describe('the language of the cart', () => {
  before(() => openShop());

  // The first of all, so that no file of words is in the browser's cache yet.
  it('is that of a card whose code is there before the words are', () =>
    forShopper({lang: 'nl'}, async (page) => {
      const errors: string[] = [];
      page.window.addEventListener('error', ({message}) => errors.push(message));
      page.window.addEventListener('unhandledrejection', ({reason}) => errors.push(String(reason)));
      const code = page.document.createElement('script');
      code.type = 'module';
      code.src = `${page.proxy}/assets/${(await chunks(page)).find((file) => file.startsWith('define-product'))}`;
      const loaded = new Promise((resolve) => code.addEventListener('load', resolve, {once: true}));
      page.document.head.append(code);
      await loaded;
      page.find('main').innerHTML += '<pushcart-product catalog-id="511"></pushcart-product>';
      await page.until(() => page.document.querySelector('pushcart-product')?.shadowRoot?.querySelector('form'));
      expect(text(page, 'pushcart-product >>> [part=add-button]')).to.equal('In winkelwagen');
      expect(errors).to.deep.equal([]);
    }));

  const chosen: readonly [what: string, Shopper, [string, string, string]][] = [
    [
      'the one that the tag asks for, whatever page and browser say',
      {attributes: {'data-locale': 'de'}, lang: 'fr', languages: ['it']},
      ['de', 'Zur Kasse', '18,00 $'],
    ],
    ["the page's", {lang: 'fr', languages: ['it']}, ['fr', 'Passer au paiement', '18,00 $US']],
    ["the browser's", {languages: ['it', 'de']}, ['it', 'Vai alla cassa', '18,00 USD']],
    [
      "the browser's second, if nobody knows the first",
      {languages: ['sv-SE', 'nl-BE']},
      ['nl-BE', 'Naar de kassa', 'US$ 18,00'],
    ],
    ['English, if nobody knows any', {lang: 'sv', languages: ['fi', 'da-DK']}, ['en', 'Checkout', '$18.00']],
    ['English of its region', {lang: 'en-AU'}, ['en-AU', 'Checkout', 'USD 18.00']],
    [
      'the next where a tag is nonsense',
      {attributes: {'data-locale': '??'}, lang: 'not a language', languages: ['C.UTF-8', 'x', 'es-MX']},
      ['es-MX', 'Ir al pago', 'USD 18.00'],
    ],
    [
      'the next where a tag is the name of something else in JavaScript',
      {attributes: {'data-locale': '__proto__'}, lang: 'constructor', languages: ['toString', 'valueOf', 'pl']},
      ['pl', 'Przejdź do kasy', '18,00 USD'],
    ],
    ['that of a tag with an underscore', {lang: 'de_CH'}, ['de-CH', 'Zur Kasse', '$ 18.00']],
    ['with the numbers of its region', {lang: 'de-AT'}, ['de-AT', 'Zur Kasse', '$ 18,00']],
    ['Portuguese with the numbers of Portugal', {lang: 'pt-PT'}, ['pt-PT', 'Ir para o pagamento', '18,00 US$']],
    ['Chinese with the numbers of Taiwan', {lang: 'zh-TW'}, ['zh-TW', '去结算', 'US$18.00']],
    ['Chinese in whatever signs are asked for', {lang: 'zh-Hans-CN'}, ['zh-Hans-CN', '去结算', 'US$18.00']],
    ['Hebrew by its old tag', {lang: 'iw'}, ['he', 'מעבר לקופה', '‏18.00 ‏$']],
    ['Arabic with the figures of Egypt', {lang: 'ar-EG'}, ['ar-EG', 'المتابعة إلى الدفع', '‏١٨٫٠٠ US$']],
    ['Japanese', {lang: 'ja'}, ['ja', 'レジに進む', '$18.00']],
  ];
  for (const [what, shopper, expected] of chosen)
    it(`is ${what}`, async () => {
      expect(await read(shopper)).to.deep.equal(expected);
    });

  it('is English where its file cannot be loaded, and the cart works', () =>
    forShopper({lang: 'de-CH'}, async (page) => {
      const policy = page.document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      const files = await chunks(page);
      const allowed = files.filter((file) => !file.startsWith('de-'));
      expect(allowed).to.have.length(files.length - 1);
      policy.content = `script-src ${allowed.map((file) => `${page.proxy}/assets/${file}`).join(' ')}`;
      page.document.head.append(policy);
      await showCart(page, 2);
      expect([
        page.find(`${cart}[part=cart]`).lang,
        text(page, `${cart}[part=checkout-button]`),
        text(page, `${cart}[part=subtotal] .money`),
      ]).to.deep.equal(['en', 'Checkout', '$36.00']);
    }));
});

describe('the direction of the cart', () => {
  before(() => openShop());

  /** Language, direction, and the direction that comes of it, of everything of ours on the page. */
  async function directions(page: TestPage): Promise<string[][]> {
    page.find('main').innerHTML += '<pushcart-product catalog-id="510"></pushcart-product>';
    await showCart(page);
    await page.until(() => page.document.querySelector('pushcart-product')?.shadowRoot?.querySelector('[part=name]'));
    page.window.Pushcart!.open();
    await page.until(() => page.find<HTMLDialogElement>('pushcart-drawer >>> dialog').open);
    const pieces = ['pushcart-host', `${cart}[part=cart]`, 'pushcart-product >>> [part=card]'].map((path) => {
      const {lang, dir} = page.find(path);
      return [lang, dir];
    });
    const inside = ['pushcart-drawer >>> [part=panel]', `${cart}[part=subtotal]`, 'pushcart-product >>> form'];
    return [...pieces, inside.map((path) => page.window.getComputedStyle(page.find(path)).direction)];
  }

  it('is from right to left for Arabic on a page that goes from left to right', () =>
    forShopper({attributes: {'data-locale': 'ar'}, lang: 'en'}, async (page) => {
      const ar = ['ar', 'rtl'];
      expect(await directions(page)).to.deep.equal([ar, ar, ar, ['rtl', 'rtl', 'rtl']]);
      expect(page.document.documentElement.dir).to.equal('');
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('is from left to right for English on a page that goes from right to left', () =>
    forShopper({attributes: {'data-locale': 'en'}, lang: 'he', dir: 'rtl'}, async (page) => {
      const en = ['en', 'ltr'];
      expect(await directions(page)).to.deep.equal([en, en, en, ['ltr', 'ltr', 'ltr']]);
    }));
});

describe("a page's own words", () => {
  before(() => openShop());

  const own = (words: unknown): string => (typeof words === 'string' ? words : JSON.stringify(words));
  /** What the main button, the coupon's hint and an empty cart's heading say. */
  async function say(words: unknown, lang: string): Promise<string[]> {
    let said: string[] = [];
    await forShopper({lang, attributes: {'data-words': own(words)}}, async (page) => {
      await showCart(page);
      said = ['[part=checkout-button]', '[part=coupon]', '[part=heading]'].map((path) => text(page, `${cart}${path}`));
    });
    return said;
  }

  it('are said in every language, in one, and in a region; the nearest wins', async () => {
    const words = {
      cart: 'Basket',
      coupon: '',
      de: {cart: 'Korb', checkout: 'Weiter'},
      'de-AT': {checkout: 'Weiter zur Kassa'},
      'de-CH': {checkout: 'Weiter zur Zahlung'},
    };
    expect(await say(words, 'de')).to.deep.equal(['Weiter', '', 'Korb']);
    expect(await say(words, 'de-CH')).to.deep.equal(['Weiter zur Zahlung', '', 'Korb']);
    expect(await say(words, 'de-LI')).to.deep.equal(['Weiter', '', 'Korb']);
    expect(await say(words, 'it')).to.deep.equal(['Vai alla cassa', '', 'Basket']);
  });

  it('of one region are not those of another, wherever they stand', async () => {
    const words = {'en-GB': {cart: 'Your basket'}, en: {checkout: 'Pay'}};
    expect((await say(words, 'en-US')).filter((_, index) => index !== 1)).to.deep.equal(['Pay', 'Your cart']);
    expect((await say(words, 'en-GB')).filter((_, index) => index !== 1)).to.deep.equal(['Pay', 'Your basket']);
  });

  it('may name a language as the list of languages does', async () => {
    const words = {'pt-BR': {checkout: 'Pagar'}, 'zh-Hans': {checkout: '付款'}};
    expect((await say(words, 'pt'))[0]).to.equal('Pagar');
    expect((await say(words, 'pt-PT'))[0]).to.equal('Pagar');
    expect((await say(words, 'zh-CN'))[0]).to.equal('付款');
  });

  it('that are empty leave no empty box', () =>
    forShopper({attributes: {'data-words': own({coupon: '', subtotalNote: ''})}}, async (page) => {
      await showCart(page);
      for (const path of ['[part=coupon]', 'slot[name=note] p']) {
        const box = page.find(`${cart}${path}`);
        expect([path, box.textContent, box.getBoundingClientRect().height]).to.deep.equal([path, '', 0]);
      }
      const bottom = page.find(`${cart}[part=subtotal]`).getBoundingClientRect().bottom;
      const {top} = page.find(`${cart}[part=checkout-button]`).getBoundingClientRect();
      // The button's own margin, and nothing else.
      expect(top - bottom).to.equal(
        parseFloat(page.window.getComputedStyle(page.find(`${cart}[part=checkout-button]`)).marginBlockStart),
      );
    }));

  it('say in forms what depends on a number, and leave to us what they do not say', () =>
    forShopper({attributes: {'data-words': own({summary: {one: 'A single thing, {total}'}})}}, async (page) => {
      const news = await announcements(page);
      await showCart(page);
      await page.until(() => news().includes('A single thing, $18.00'));
      page.window.Pushcart!.add({catalogId: 511});
      await page.until(() => news().includes('2 items in cart, total $36.00'));
    }));

  it('that are no JSON are said on the console once, and ignored', async () => {
    for (const words of ['{coupon: ""}', 'null', '{"coupon":"",}'])
      await forShopper({attributes: {'data-words': words}}, async (page) => {
        const complaints: string[] = [];
        page.window.console.error = (message: string) => complaints.push(message);
        await showCart(page, 2);
        expect(text(page, `${cart}[part=coupon]`)).to.equal('Have a coupon? Enter it at checkout.');
        page.window.Pushcart!.open();
        await page.until(() => page.find<HTMLDialogElement>('pushcart-drawer >>> dialog').open);
        expect(complaints).to.deep.equal(['Pushcart: data-words is no JSON and was left out.']);
      });
  });

  it('that are no text give way to ours', async () => {
    const words = {checkout: 5, coupon: null, cart: ['a'], summary: {other: {}}, subtotal: {de: 'Summe'}, en: 'text'};
    expect(await say(words, 'en')).to.deep.equal(['Checkout', 'Have a coupon? Enter it at checkout.', 'Your cart']);
  });
});

/** Everything that was told to a screen reader, in order. Stage 2 is loaded for it. */
async function announcements(page: TestPage): Promise<() => readonly string[]> {
  page.find('main').innerHTML += inline;
  const region = await page.until(() =>
    page.document.querySelector('pushcart-drawer')?.shadowRoot?.querySelector('dialog + .unseen'),
  );
  const said: string[] = [];
  const note = (): void => void said.push([...region.querySelectorAll('p')].map((one) => one.textContent).join(' | '));
  new page.window.MutationObserver(note).observe(region, {characterData: true, childList: true, subtree: true});
  return () => said;
}

/**
 * Figures as this engine writes them: which ones Arabic has, and where thousands are parted, is a matter of its data.
 * Chromium's is the newest, so there a text is held to what it should be, to the letter.
 */
const inFigures = (words: string, lang: string): string =>
  engine === 'chromium'
    ? words
    : words.replace(/\d+/g, (figures) => new Intl.NumberFormat(lang, {useGrouping: false}).format(+figures));

describe('amounts', () => {
  before(() => openShop());

  /** The same shop, with its prices in another currency: what the proxy answers is changed on its way. */
  function sellIn(page: TestPage, currency: string, decimals: number): void {
    const {fetch: send} = page.window;
    page.window.fetch = async (...request) => {
      const response = await send.apply(page.window, request);
      const answer = (await response.json()) as {store?: object; currency?: string; decimals?: number};
      if (answer.store) answer.store = {...answer.store, currency, decimals};
      if (answer.currency) Object.assign(answer, {currency, decimals});
      return new page.window.Response(JSON.stringify(answer), {status: response.status});
    };
  }

  const amounts: readonly [currency: string, decimals: number, lang: string, written: string, display?: string][] = [
    ['JPY', 0, 'en', '¥1,800'],
    ['JPY', 0, 'ja', '￥1,800'],
    ['JPY', 0, 'de', '1.800 ¥'],
    ['JPY', 0, 'zh', 'JP¥1,800'],
    ['JPY', 0, 'zh', '¥1,800', 'narrowSymbol'],
    ['JPY', 0, 'fr', '1 800 JPY', 'code'],
    ['JPY', 0, 'it', '1800 yen giapponesi', 'name'],
    ['KWD', 3, 'en', 'KWD 1.800'],
    ['KWD', 3, 'ar', '‏1.800 د.ك.‏'],
    ['KWD', 3, 'ar-KW', '‏١٫٨٠٠ د.ك.‏'],
    ['KWD', 3, 'pl', '1,800 KWD'],
    // A typing mistake in an attribute takes nobody's cart away.
    ['KWD', 3, 'en', 'KWD 1.800', 'Symbol'],
  ];
  for (const [currency, decimals, lang, written, display] of amounts)
    it(`of ${currency} are written ${written} in ${lang}${display ? `, as ${display}` : ''}`, () =>
      forShopper({lang, ...(display && {attributes: {'data-currency-display': display}})}, async (page) => {
        sellIn(page, currency, decimals);
        const news = await announcements(page);
        await showCart(page);
        const shown = text(page, `${cart}[part=subtotal] .money`);
        if (engine === 'chromium') expect(shown).to.equal(written);
        const currencyDisplay = display && display !== 'Symbol' ? (display as 'name') : 'symbol';
        const options = {style: 'currency', currency, currencyDisplay, minimumFractionDigits: decimals} as const;
        expect(shown).to.equal(new Intl.NumberFormat(lang, options).format(1800 / 10 ** decimals).replace(/\s+/g, ' '));
        await page.until(() => news().some((said) => said.replace(/\s+/g, ' ').includes(shown)));
      }));
});

describe('counted things', () => {
  before(() => openShop());
  // There are as many as anybody wants.
  before(() => tellShop('shop:switches', {stockCheck: 'allow'}));
  after(() => tellShop('shop:switches', {stockCheck: 'reject400'}));

  const told: readonly [lang: string, said: string][] = [
    ['en', '2 items in cart, total $36.00'],
    ['de', '2 Artikel im Warenkorb, Summe: 36,00 $'],
    ['pl', 'W koszyku 2 artykuły, razem 36,00 USD'],
    ['ja', 'カートに2点、合計$36.00'],
    ['he', 'שני פריטים בסל, סה״כ ‏36.00 ‏$'],
  ];
  for (const [lang, said] of told)
    it(`are announced in ${lang}: ${said}`, () =>
      forShopper({lang}, async (page) => {
        const news = await announcements(page);
        page.window.Pushcart!.add({catalogId: 511, quantity: 2});
        await page.until(() => news().some((one) => one.replace(/\s+/g, ' ') === said));
      }));

  it('are announced with what is wrong, a paragraph each', () =>
    forShopper({lang: 'ja'}, async (page) => {
      await tellShop('shop:switches', {stockCheck: 'reject400'});
      const news = await announcements(page);
      page.window.Pushcart!.add({catalogId: 520});
      page.window.Pushcart!.add({catalogId: 511});
      await page.until(() => news().some((one) => /^カートに1点、合計\$18\.00 \| .+: .+在庫が足りません$/.test(one)));
      await tellShop('shop:switches', {stockCheck: 'allow'});
    }));

  const labels: Readonly<Record<string, Readonly<Record<number, string>>>> = {
    pl: {
      1: 'Otwórz koszyk, 1 artykuł',
      2: 'Otwórz koszyk, 2 artykuły',
      5: 'Otwórz koszyk, 5 artykułów',
      22: 'Otwórz koszyk, 22 artykuły',
    },
    ar: {
      1: 'فتح السلة، قطعة واحدة',
      2: 'فتح السلة، قطعتان',
      3: 'فتح السلة، 3 قطع',
      11: 'فتح السلة، 11 قطعة',
      100: 'فتح السلة، 100 قطعة',
    },
  };
  const labelOf = (page: TestPage): string | null | undefined =>
    page.document
      .querySelector('pushcart-button')
      ?.shadowRoot?.querySelector('[part=button]')
      ?.getAttribute('aria-label');
  for (const [lang, counts] of Object.entries(labels))
    it(`have every form of ${lang} on the button that opens the cart`, () =>
      forShopper({lang}, async (page) => {
        const {Pushcart} = page.window;
        const id = Pushcart!.add({catalogId: 511, quantity: 1000});
        await page.until(() => labelOf(page));
        for (const [count, expected] of Object.entries(counts)) {
          Pushcart!.setQuantity(id, +count);
          await page.until(() => labelOf(page) === inFigures(expected, lang));
        }
      }));

  it('have the form of none in ar, where all that there was went to checkout', () =>
    forShopper({lang: 'ar'}, async (page) => {
      const past = [{id: 'a', catalogId: 511, quantity: 1, label: 'Harbor Mug'}];
      page.window.localStorage.setItem(
        `pushcart:1:${page.proxy}/`,
        JSON.stringify({v: 1, key: 'A'.repeat(22), rev: 1, synced: 1, at: Date.now(), lines: [], past}),
      );
      page.window.Pushcart!.open();
      await page.until(() => labelOf(page) === inFigures('فتح السلة، 0 قطعة', 'ar'));
    }));
});
