/**
 * What the log must never have, with a store that says all it was sent wherever it can say something. Besides these
 * scenes, `test/helpers/log-watch.ts` searches the log of every proxy that any test starts.
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {sealingSecret, storeKeys} from '../../helpers/environment.js';
import {findLeaks} from '../../helpers/leaks.js';
import {mug, notebook, openShop, tee, visit, type Shop} from '../../helpers/shop.js';

const metricsToken = 'm3tr1cs-c4nary-for-the-scraper';
const shopper = {
  firstName: 'Marisolita',
  lastName: 'Quennevilleux',
  company: 'Zephyrine & Söhne "KG"',
  address: '4711 Wisteria Hollow',
  city: 'Xanthopolis',
  zip: 'ZX90210QP',
  phone: '+1 (555) 0142-99',
  email: 'marisolita.q+shop@kestrelpost.test',
};
const engraving = 'For Bartholomew <3 & "Zoë"';
const canaries: Record<string, string> = {...storeKeys, sealingSecret, metricsToken, ...shopper, engraving};
/** Each word of them too: a store may cut. */
for (const [name, text] of Object.entries({...shopper, engraving}))
  for (const word of text.match(/[\p{L}\d]{7,}/gu) ?? []) canaries[`${name}, ${word},`] = word;

/** All that a call has to say, keys and credentials included. */
async function wordsOf(request: Request): Promise<string> {
  const headers = [...request.headers].map(([name, value]) => `${name}: ${value}`).join('; ');
  return `${await request.clone().text()} ${decodeURIComponent(request.url)} ${headers}`;
}
const inHeader = (text: string): string => text.replace(/[^ -~]/g, '?');

/** Where a store can say something. */
const mouths: Record<string, (words: string) => Response> = {
  'in a refusal': (words) =>
    Response.json([{Key: 'Error', Value: words, Status: '400', Message: words}], {status: 400}),
  'in a refusal under 200': (words) => Response.json([{Key: 'Error', Value: '', Status: '406', Message: words}]),
  'in a refusal beside an id': (words) =>
    Response.json([{Key: 'OrderKey', Value: words, Status: '400', Message: words}]),
  'in capitals, escaped': (words) =>
    Response.json({Key: 'Error', Status: 422, Message: JSON.stringify(words.toUpperCase())}, {status: 422}),
  'in an error of the server': (words) => Response.json([{Key: 'Error', Value: words, Message: words}], {status: 500}),
  'in a text': (words) => new Response(words, {status: 500}),
  'in a page': (words) => new Response(`<html><body>${words}`, {status: 502, headers: {'Content-Type': 'text/html'}}),
  'in a page as success': (words) => new Response(`<html><body>${words}`, {headers: {'Content-Type': 'text/html'}}),
  'in headers': (words) =>
    new Response(null, {status: 429, headers: {'Retry-After': inHeader(words), 'X-Debug': inHeader(words)}}),
  'in a redirect': (words) =>
    new Response(null, {status: 302, headers: {Location: `https://evil.example/?${encodeURIComponent(words)}`}}),
  'in the status line': (words) => new Response('{}', {status: 403, statusText: inHeader(words).slice(0, 400)}),
  'in what is no answer at all': (words) => Response.json({[words]: words, message: words, CheckoutURL: words}),
};

/** A shopper at a store, some calls of which are answered by its mouth. */
async function shopAt(mouth: (words: string) => Response, isStruck: (call: string) => boolean): Promise<Shop> {
  let isTalking = false;
  const shop = await openShop({
    environment: {PUSHCART_METRICS_TOKEN: metricsToken},
    async between(request, next) {
      const call = `${request.method} ${new URL(request.url).pathname}`;
      return isTalking && isStruck(call) ? mouth(await wordsOf(request)) : next(request);
    },
  });
  const page = visit(shop);
  const send = async (intent: 'sync' | 'checkout' | 'read') =>
    await shop.post({...page.request(intent), shopper: {billing: shopper, shipment: shopper}});
  const keep = async (response: Response) =>
    void (page.cart = ((await response.json()) as {cart?: string}).cart ?? page.cart);
  page.want(notebook('n', engraving), mug('m'));
  isTalking = true;
  await keep(await send('sync'));
  isTalking = false;
  await keep(await send('sync'));
  isTalking = true;
  page.want(notebook('n', `${engraving} again`), mug('m', 3), tee('t'));
  await keep(await send('sync'));
  await keep(await send('checkout'));
  page.want(mug('m', 2));
  await keep(await send('sync'));
  await keep(await send('read'));
  await shop.get('/v1/products?ids=511,99999');
  await shop.get('/metrics', {Authorization: `Bearer ${metricsToken}x`});
  return shop;
}

describe('a store that says all that it was sent', () => {
  const calls: Record<string, (call: string) => boolean> = {
    'of every call': () => true,
    'of every write': (call) => !call.startsWith('GET'),
    'of every line': (call) => call.includes('/Item'),
    'of every read': (call) => call.startsWith('GET'),
  };
  for (const [where, mouth] of Object.entries(mouths))
    it(`${where} is not repeated in the log`, async () => {
      for (const [of, isStruck] of Object.entries(calls)) {
        const shop = await shopAt(mouth, isStruck);
        const keys = Object.fromEntries(
          shop.carts().map(({OrderKey}, index) => [`the key of cart ${index}`, OrderKey]),
        );
        const spoken = shop.logged.map((text) => ({where: text, text}));
        assert.ok(spoken.length > 10);
        assert.deepEqual(findLeaks(spoken, {...canaries, ...keys}, []), [], of);
      }
    });

  it('in the address of its checkout is not repeated in the log', async () => {
    const shop = await openShop({
      async between(request, next) {
        const answer = await next(request);
        const text = await answer.text();
        const key = /\/Cart\/([^/]+)/.exec(request.url)?.[1];
        const changed = text.replace(/"CheckoutURL":"[^"]*"/, `"CheckoutURL":"https://${key}.evil.example/${key}"`);
        return new Response(changed || null, answer);
      },
    });
    await shop.fail({intent: 'checkout', lines: [mug('b')]});
    const [cart] = shop.carts();
    assert.ok(cart && shop.logged.some((line) => line.includes('evil.example')));
    assert.ok(!shop.logged.join('').toLowerCase().includes(cart.OrderKey.toLowerCase()));
  });
});

describe('the watch over the log of every test', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  /** Ends as the file of a test would whose proxy logged this. */
  const logIn = (text: string) =>
    spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        `const {watchCall, watchLine} = await import('./test/helpers/log-watch.ts');
         watchCall(new Request('https://api.example/Cart/7A1B2C3DxkQ9mTe/Item', {
           method: 'POST', body: JSON.stringify({ItemOptions: [{OptionValue: 'For Bartholomew'}], BillingCity: 'Xanthopolis'})}));
         await new Promise((resolve) => setImmediate(resolve));
         watchLine(${JSON.stringify(text)});`,
      ],
      {cwd: root, encoding: 'utf8'},
    );

  it('fails a file whose log has a canary, and says which', () => {
    for (const canary of [
      '7A1B2C3DxkQ9mTe',
      'For Bartholomew',
      'For%20Bartholomew',
      'Xanthopolis',
      'ana@post.example',
    ]) {
      const {status, stderr} = logIn(`{"event":"store_call","reason":"x ${canary} y"}`);
      assert.equal(status, 1, canary);
      assert.match(stderr, /The log has what no log may have/);
    }
    assert.equal(logIn('{"event":"store_call","reason":"no such line"}').status, 0);
  });

  it('leaves no log out', () => {
    // What is measured tests nothing.
    const files = readdirSync(join(root, 'test'), {recursive: true, encoding: 'utf8'}).filter(
      (file) => file.endsWith('.ts') && !file.startsWith('bench/'),
    );
    const own = files.filter((file) => /\bcreateLog\(/.test(readFileSync(join(root, 'test', file), 'utf8')));
    // The first of these is the watch; the second has tests of what the log takes out by itself.
    assert.deepEqual(own.sort(), ['helpers/log-watch.ts', 'node/server/server.test.ts']);
  });
});
