/** A purchase in a browser of 1995's means: w3m, text alone, by keyboard, from the page to the store's checkout. */
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, beforeEach, describe, it} from 'node:test';
import {serveShop, type ServedShop} from '../helpers/served-shop.js';
import {canRun, openTerminal, type Terminal} from '../helpers/terminal.js';

const isThere = canRun('w3m');
if (!isThere && process.env['CI']) throw new Error('w3m is not installed: "apt install w3m".');
const skip = isThere ? false : 'w3m is not installed ("apt install w3m" on Debian)';

/** Keys: finds words on the page, and stands on them. */
const find = (words: string): string => `/${words}\r`;
const NEXT = '\t';
const PRESS = '\r';
/** Puts a text in place of what is in a field. */
const fill = (text: string): string => `${PRESS}\x15${text}\r`;

describe('in w3m', {skip}, () => {
  let shop: ServedShop;
  let home: string;
  before(async () => {
    shop = await serveShop('https://blog.example');
    home = await mkdtemp(join(tmpdir(), 'w3m-'));
  });
  after(async () => {
    await shop.close();
    await rm(home, {recursive: true});
  });
  beforeEach(() => shop.sandbox.reset());

  const open = (path: string): Terminal =>
    openTerminal(`w3m -o confirm_qq=0 -o use_mouse=0 -o accept_language=en '${shop.proxy.url}${path}'`, {
      HOME: home,
    });
  const held = () =>
    shop.sandbox
      .snapshot()
      .carts.map(({CartItemList}) =>
        CartItemList.map(({CatalogID, ItemQuantity, ItemDescription}) => [CatalogID, ItemQuantity, ItemDescription]),
      );

  it('a tee is chosen from list and buttons, so many of it, after one press too early', async () => {
    const w3m = open('/buy/510');
    await w3m.see(/River Tee.*\$24\.00.*Size.*Quantity.*Go to checkout.*See it in the store/);
    w3m.type(find('Go to checkout') + PRESS);
    await w3m.see(/Please check what you have entered.*Size – Please choose one.*Color – Please choose one/);
    w3m.type(find('Choose…') + PRESS);
    await w3m.see(/Medium/);
    w3m.type(`jj${PRESS}${find('Slate')}${NEXT}${PRESS}${find('Quantity')}${NEXT}${fill('2')}`);
    w3m.type(find('Go to checkout') + PRESS);
    await w3m.see(/Secure checkout at Port Haven Supply.*River Tee.*Medium.*Moss.*\$48\.00.*Place order/);
    assert.equal(held()[0]?.[0]?.[1], 2);
    w3m.type('q');
    await w3m.end();
  });

  it('an engraving is typed, in the language of the link, which is kept', async () => {
    const w3m = open('/buy/512?lang=de');
    await w3m.see(/Verkauf durch.*Menge.*Zur Kasse/);
    w3m.type(find('Engraving') + NEXT + fill('Für Ana'));
    w3m.type(find('Menge') + NEXT + fill('0') + find('Zur Kasse') + PRESS);
    await w3m.see(/Bitte prüfen Sie Ihre Angaben.*Nicht in dieser Menge.*Für Ana/);
    w3m.type(find('Engraving') + NEXT + NEXT + fill('1') + find('Zur Kasse') + PRESS);
    await w3m.see(/Secure checkout at/);
    assert.match(String(held()[0]?.[0]?.[2]), /Für Ana/);
    w3m.type('q');
    await w3m.end();
  });
});
