/** The page that needs no script: what stands on it, for whom, and what it costs to look at it. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {brotliCompressSync} from 'node:zlib';
import {catalogue} from '../../../../src/sandbox/index.js';
import {languageTags} from '../../../../src/words/languages.js';
import {allOf, attribute, browsePages, byId, textOf, type BuyPage} from '../../../helpers/buy-pages.js';
import {openShop, type ShopOverrides} from '../../../helpers/shop.js';

async function open(overrides: ShopOverrides = {}) {
  const shop = await openShop(overrides);
  // Words are loaded in real time, which a virtual clock knows nothing of; and nothing here needs to wait.
  return {shop, ...browsePages((request) => shop.proxy.fetch(request, {address: '192.0.2.7'}), 'https://cart.example')};
}

const metaOf = (page: BuyPage, name: string): string | undefined =>
  attribute(
    allOf(page, 'meta').find((one) => [attribute(one, 'property'), attribute(one, 'name')].includes(name)),
    'content',
  );
const linkTo = (page: BuyPage, words: string): string | undefined =>
  attribute(
    allOf(page, 'a').find((link) => textOf(link) === words),
    'href',
  );
const dataOf = (page: BuyPage): unknown => {
  const [script] = allOf(page, 'script');
  const [content] = script?.childNodes ?? [];
  return JSON.parse(content && 'value' in content ? content.value : '');
};

describe('a page without a script', () => {
  it('shows what there is to know and to choose', async () => {
    const {get} = await open();
    const page = await get('/buy/513');
    assert.equal(page.status, 200);
    assert.equal(page.title, 'Trail Cap – Port Haven Supply');
    assert.match(page.text, /Trail Cap \$22\.00 Sold by Port Haven Supply/);
    assert.match(page.text, /Size.*Small\/Medium.*Large\/XL/);
    assert.match(page.text, /Patch · optional.*Pine \(\+\$3\.00\).*Heron \(\+\$3\.50\)/);
    assert.match(page.text, /Quantity Go to checkout You pay on the secure checkout page of Port Haven Supply\./);
    assert.equal(linkTo(page, 'See it in the store'), 'https://store.example/Trail-Cap_p_513.html');
    assert.equal(linkTo(page, 'Port Haven Supply'), 'https://store.example');
    assert.equal(allOf(page, 'button').length, 1);
    assert.equal(attribute(allOf(page, 'img')[0], 'src'), 'https://store.example/assets/images/trail-cap.svg');
  });

  it('has a control of every kind, as the product needs it', async () => {
    const {get} = await open();
    const kinds = async (path: string): Promise<string[]> => {
      const page = await get(path);
      return [
        ...allOf(page, 'select').map((one) => `list ${String(attribute(one, 'name'))}`),
        ...allOf(page, 'input')
          .filter((one) => attribute(one, 'type') !== 'hidden')
          .map((one) => `${attribute(one, 'type') ?? 'text'} ${String(attribute(one, 'name'))}`),
      ];
    };
    assert.deepEqual(await kinds('/buy/510'), ['list s81', 'radio s82', 'radio s82', 'text qty']);
    assert.deepEqual(await kinds('/buy/512'), ['text s90', 'text qty']);
    assert.deepEqual(new Set(await kinds('/buy/525')), new Set(['checkbox s93', 'text qty']));
    assert.deepEqual(new Set(await kinds('/buy/524')), new Set(['radio s92', 'text qty']));
    assert.deepEqual(await kinds('/buy/523'), ['list qty']);
    const text = byId(await get('/buy/512'), 's90');
    assert.equal(attribute(text, 'maxlength'), '40');
    assert.equal(attribute(text, 'required'), undefined);
    assert.equal(attribute(byId(await get('/buy/526'), 's94'), 'required'), '');
  });

  it('labels every control', async () => {
    const {get} = await open();
    for (const path of ['/buy/510', '/buy/512', '/buy/523', '/buy/524', '/buy/525', '/buy/526']) {
      const page = await get(path);
      const labels = allOf(page, 'label');
      for (const control of [...allOf(page, 'input'), ...allOf(page, 'select')]) {
        if (attribute(control, 'type') === 'hidden') continue;
        const isLabelled = labels.some(
          (label) => attribute(label, 'for') === attribute(control, 'id') || label.childNodes.includes(control),
        );
        assert.ok(isLabelled, `${path} ${String(attribute(control, 'id'))}`);
      }
    }
  });

  it('says what quantities there are', async () => {
    const {get} = await open();
    const socks = await get('/buy/516');
    assert.match(socks.text, /Quantity · at least 2 · in steps of 2/);
    assert.equal(socks.form.get('qty'), '2');
    assert.match((await get('/buy/521')).text, /Quantity · at most 4/);
    assert.equal((await get('/buy/522')).form.get('qty'), '1');
    assert.equal((await get('/buy/522?qty=2.5&lang=de')).form.get('qty'), '2,5');
  });

  it('starts as its link says, as the product does, and with nothing that is not offered', async () => {
    const {get} = await open();
    const chosen = await get('/buy/510/?qty=3&option=81:402&option=82:413&then=checkout');
    assert.equal(chosen.form.get('s81'), '402');
    assert.equal(chosen.form.get('s82'), '413');
    assert.equal(chosen.form.get('qty'), '3');
    assert.equal((await get('/buy/518')).form.get('s85'), '442');
    assert.equal((await get('/buy/518?option=85:443')).form.get('s85'), '443');
    assert.equal((await get('/buy/512?option=90:500:For%20Ana%20%26%20%22Bo%22')).form.get('s90'), 'For Ana & "Bo"');
    const odd = await get('/buy/510?qty=-5&option=81:999&option=x&option=82:412:x&option=%ff');
    assert.deepEqual([odd.form.get('s81'), odd.form.get('s82'), odd.form.get('qty')], ['', '412', '1']);
  });

  it('shows prices that depend on the choice, and what is sold out', async () => {
    const {get} = await open();
    const page = await get('/buy/519');
    assert.match(page.text, /\$15\.00 – \$49\.50/);
    assert.match(page.text, /Espresso, 250 g – \$15\.50/);
    assert.match(page.text, /Espresso, 1 kg – Sold out/);
    const {get: getSold} = await open({
      catalogue: catalogue.map((product) => ({
        ...product,
        combinations: product.combinations.map((one) => (one.optionIds.includes(453) ? {...one, stock: 0} : one)),
      })),
    });
    const sold = await getSold('/buy/519');
    assert.match(sold.text, /Espresso – Sold out/);
    assert.doesNotMatch(sold.text, /Whole bean – Sold out/);
    const sale = await get('/buy/514');
    assert.match(sale.text, /\$26\.00 Regular price \$40\.00/);
  });

  const reasons: [number, RegExp][] = [
    [520, /Sold out/],
    [527, /Sold out/],
    [530, /no longer sold/],
    [531, /Sold only in the store itself/],
    [533, /Sold only in the store itself/],
  ];
  for (const [id, reason] of reasons)
    it(`says why ${id} cannot be bought, and where to look`, async () => {
      const {get, press} = await open();
      const page = await get(`/buy/${id}`);
      assert.equal(page.status, 200);
      assert.match(page.text, reason);
      assert.equal(allOf(page, 'form').length, 0);
      assert.match(linkTo(page, 'See it in the store') ?? '', new RegExp(`https://store.example/.*${id}`));
      assert.equal((await press(page, `/buy/${id}`, {qty: '1'})).status, 409);
    });

  it('tells whoever follows a link to what is gone where to go, and nothing of what is hidden', async () => {
    const {get, press, shop} = await open();
    const hidden = catalogue.find(({catalogId}) => catalogId === 529);
    assert.ok(hidden);
    for (const page of [
      await get('/buy/999999'),
      await get('/buy/529'),
      await press(await get('/buy/511'), '/buy/529'),
    ]) {
      assert.equal(page.status, 404);
      assert.match(page.text, /This is not in the shop/);
      assert.equal(linkTo(page, 'Visit Port Haven Supply'), 'https://store.example');
      assert.ok(!page.html.includes(hidden.name) && !page.html.includes('p_529'));
      assert.equal(page.headers.get('x-robots-tag'), 'noindex');
    }
    assert.deepEqual(shop.carts(), []);
  });

  it('asks the store for no product that cannot be', async () => {
    const {get, shop} = await open();
    const before = shop.sandbox.snapshot().calls.length;
    for (const id of ['0', '00511', '1234567890', '9'.repeat(400), 'nonsense'])
      assert.equal((await get(`/buy/${id}`)).status, 404, id);
    assert.equal(shop.sandbox.snapshot().calls.length, before);
  });

  it("never leads to another host, whatever the store's catalogue says", async () => {
    const {get} = await open({
      between: async (request, next) => {
        const answer = await next(request);
        const text = await answer.text();
        return new Response(
          text.replaceAll('"ProductLink":"https://store.example', '"ProductLink":"https://evil.example') || null,
          answer,
        );
      },
    });
    const page = await get('/buy/511');
    assert.equal(linkTo(page, 'See it in the store'), 'https://store.example');
    assert.ok(!page.html.includes('evil.example'));
  });
});

describe('looking at a page without a script', () => {
  it('makes nothing, asks the store nothing and is never kept, for crawlers, previews and prefetch alike', async () => {
    const {get, shop} = await open();
    const before = shop.sandbox.snapshot().calls.length;
    for (const headers of [
      {},
      {'User-Agent': 'Googlebot/2.1'},
      {Purpose: 'prefetch', 'Sec-Purpose': 'prefetch'},
      {'User-Agent': 'facebookexternalhit/1.1', Range: 'bytes=0-1000'},
    ]) {
      const page = await get('/buy/510', headers);
      assert.equal(page.status, 200);
      assert.equal(page.headers.get('cache-control'), 'no-store');
    }
    const head = await shop.send(new Request('https://cart.example/buy/510', {method: 'HEAD'}));
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
    assert.equal(head.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(shop.sandbox.snapshot().calls.length, before);
    assert.deepEqual(shop.carts(), []);
  });

  it('takes less than 10 kB with everything inside, in every language', async () => {
    const {get} = await open({environment: {PUSHCART_LIMIT_REQUESTS: '0'}});
    let largest = 0;
    for (const tag of languageTags)
      for (const {catalogId} of catalogue) {
        const page = await get(`/buy/${catalogId}?lang=${tag}`);
        assert.equal(page.status, catalogId === 529 ? 404 : 200);
        const bytes = brotliCompressSync(page.html).length;
        largest = Math.max(largest, bytes);
        assert.ok(bytes < 10_000, `${catalogId} in ${tag} takes ${bytes} bytes`);
      }
    console.log(`the largest page takes ${largest} bytes`);
    const zipped = await get('/buy/510', {'Accept-Encoding': 'gzip'});
    assert.equal(zipped.headers.get('content-encoding'), 'gzip');
  });

  it('needs nothing from anywhere but the pictures', async () => {
    const {get} = await open();
    const page = await get('/buy/524');
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data: https:\/\/store\.example;/);
    assert.match(policy, /base-uri 'none'; frame-ancestors 'none'$/);
    assert.ok(
      !/<link[^>]+stylesheet|@import|url\(|<script(?! type="application\/ld\+json")|\son\w+=|style=/.test(page.html),
    );
  });

  it('is done under a policy that lets the form lead to the store, and to nobody else', async () => {
    const {get} = await open({environment: {PUSHCART_CHECKOUT_HOSTS: 'pay.example:8443'}});
    const policy = (await get('/buy/511')).headers.get('content-security-policy') ?? '';
    assert.match(policy, /form-action 'self' https:\/\/store\.example https:\/\/pay\.example:8443;/);
  });

  it('is told to search engines, or not', async () => {
    const {get} = await open();
    const page = await get('/buy/511?qty=2&lang=de');
    assert.equal(page.headers.get('x-robots-tag'), null);
    assert.equal(metaOf(page, 'robots'), undefined);
    assert.equal(metaOf(page, 'og:title'), 'Harbor Mug');
    assert.equal(metaOf(page, 'og:type'), 'product');
    assert.equal(metaOf(page, 'og:site_name'), 'Port Haven Supply');
    assert.equal(metaOf(page, 'og:url'), 'https://cart.example/buy/511');
    assert.equal(metaOf(page, 'og:image'), 'https://store.example/assets/images/harbor-mug.svg');
    assert.equal(metaOf(page, 'product:price:amount'), '18.00');
    assert.equal(metaOf(page, 'product:price:currency'), 'USD');
    const {offers, ...product} = dataOf(page) as {offers: object};
    assert.deepEqual(product, {
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: 'Harbor Mug',
      image: 'https://store.example/assets/images/harbor-mug.svg',
      url: 'https://cart.example/buy/511',
    });
    assert.deepEqual(offers, {
      '@type': 'Offer',
      price: '18.00',
      priceCurrency: 'USD',
      availability: 'https://schema.org/InStock',
      url: 'https://cart.example/buy/511',
      seller: {'@type': 'Organization', name: 'Port Haven Supply'},
    });
    assert.match(
      JSON.stringify(dataOf(await get('/buy/519'))),
      /"AggregateOffer","lowPrice":"15.00","highPrice":"49.50"/,
    );
    assert.match(JSON.stringify(dataOf(await get('/buy/520'))), /schema.org\/OutOfStock/);
    const quiet = await (await open({environment: {PUSHCART_BUY_NOINDEX: '1'}})).get('/buy/511');
    assert.equal(quiet.headers.get('x-robots-tag'), 'noindex');
    assert.equal(metaOf(quiet, 'robots'), 'noindex');
  });
});

describe("the shopper's language", () => {
  it('is what the link asks for, else what the browser prefers, else English', async () => {
    const {get} = await open();
    const languageOf = async (path: string, accepted?: string): Promise<string> => {
      const page = await get(path, accepted === undefined ? {} : {'Accept-Language': accepted});
      assert.match(page.headers.get('vary') ?? '', /Accept-Language/);
      return attribute(allOf(page, 'html')[0], 'lang') ?? '';
    };
    assert.equal(await languageOf('/buy/511'), 'en');
    assert.equal(await languageOf('/buy/511', 'de-CH, de;q=0.9, en;q=0.8'), 'de-CH');
    assert.equal(await languageOf('/buy/511', 'sv, en;q=0.5, fr;q=0.8'), 'fr');
    assert.equal(await languageOf('/buy/511', 'fr;q=0, es'), 'es');
    assert.equal(await languageOf('/buy/511?lang=ja', 'de'), 'ja');
    assert.equal(await languageOf('/buy/511?lang=xx', 'de'), 'de');
    assert.equal(await languageOf('/buy/511?lang=%22%3E%3Cscript%3E', '*'), 'en');
    assert.equal(await languageOf(`/buy/511?lang=de-x-${'abcdefgh-'.repeat(200)}a`, 'x'.repeat(9000)), 'en');
  });

  it('is that of every word, number and price, of the direction, and of what comes after', async () => {
    const {get, press} = await open();
    for (const tag of languageTags) {
      const page = await get(`/buy/516?lang=${tag}`);
      const [root] = allOf(page, 'html');
      assert.equal(attribute(root, 'dir'), ['ar', 'he'].includes(tag) ? 'rtl' : 'ltr');
      const price = new Intl.NumberFormat(tag, {style: 'currency', currency: 'USD'}).format(9.5);
      assert.ok(page.text.includes(price.replace(/\s+/g, ' ')), `${tag}: ${page.text}`);
      const back = await press(page, `/buy/516?lang=${tag}`, {qty: ''});
      assert.equal(attribute(allOf(back, 'html')[0], 'lang'), tag);
      if (tag !== 'en') assert.doesNotMatch(page.text + back.text, /Quantity|checkout|Sold|store\b|Please/);
      assert.ok(!/\{\w+\}/.test(page.text + back.text), 'no placeholder is left');
    }
  });
});

describe('whatever the store calls its goods', () => {
  it('is text', async () => {
    const name = `"><img src=x onerror=alert(1)></script><script>alert(1)</script>`;
    const long = 'Donaudampfschifffahrt'.repeat(20);
    const {get} = await open({
      catalogue: catalogue.map((product) =>
        product.catalogId === 510
          ? {
              ...product,
              name,
              optionSets: product.optionSets.map((set) => ({
                ...set,
                name,
                options: set.options.map((option) => ({...option, name: `${name}${long}`})),
              })),
            }
          : product,
      ),
    });
    const page = await get('/buy/510?option=81:402:%22%3E%3Cscript%3E');
    assert.equal(allOf(page, 'script').length, 1);
    assert.equal(allOf(page, 'img').length, 1);
    assert.equal((dataOf(page) as {name: string}).name, name);
    assert.equal(textOf(allOf(page, 'h1')[0]), name);
    assert.equal(page.html.match(/<\/script/g)?.length, 1);
  });

  it('cannot add to the policy', async () => {
    const {get} = await open({
      between: async (request, next) => {
        const answer = await next(request);
        const text = await answer.text();
        return new Response(
          text.replaceAll(/"MainImageFile":"[^"]*"/g, `"MainImageFile":"https://x;script-src/a.png"`) || null,
          answer,
        );
      },
    });
    const policy = (await get('/buy/511')).headers.get('content-security-policy') ?? '';
    assert.doesNotMatch(policy, /script-src|x;/);
  });

  it('shows what a shopper typed as text, too', async () => {
    const {get, press} = await open();
    const typed = `"><script>alert(1)</script>`;
    const back = await press(await get('/buy/512'), '/buy/512', {s90: typed, qty: typed, key: typed, evil: typed});
    assert.equal(back.status, 422);
    assert.equal(allOf(back, 'script').length, 1);
    assert.equal(back.form.get('s90'), typed);
    assert.equal(back.form.get('qty'), typed);
  });
});
