/** Every kind of product that a store can have: its card, its dialog, and what stands in the cart of it. */
import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {onPage, openShop, tellShop, type TestPage} from './setup.js';

const inCard = 'pushcart-product >>> ';
const inline = '<pushcart-cart display="inline"></pushcart-cart>';
const cart = 'pushcart-cart >>> ';
const card = (id: number) =>
  `<pushcart-product catalog-id="${id}"><a href="{proxy}/buy/${id}">A product</a></pushcart-product>`;

const root = (page: TestPage): ShadowRoot => page.find('pushcart-product').shadowRoot!;
const known = (page: TestPage): Promise<unknown> =>
  page.until(() => page.document.querySelector('pushcart-product')?.shadowRoot?.querySelector('[part=name]'));
const text = (page: TestPage, path: string): string => page.find(path).textContent.replace(/\s+/g, ' ').trim();
const labels = (page: TestPage): string[] =>
  [...root(page).querySelectorAll('label,legend')].map((label) => label.textContent.replace(/\s+/g, ' ').trim());
const field = (page: TestPage, label: string): HTMLInputElement =>
  [...root(page).querySelectorAll('label')].find((one) => one.textContent.includes(label))!.querySelector('input') ??
  root(page).querySelector(
    `#${[...root(page).querySelectorAll('label')].find((one) => one.textContent.includes(label))!.htmlFor}`,
  )!;
const select = (page: TestPage, value: number | string): void => {
  const list = page.find<HTMLSelectElement>(`${inCard}select`);
  list.value = String(value);
  list.dispatchEvent(new page.window.Event('change', {bubbles: true}));
};
/** Adds with the keyboard, and answers what the cart then says of the line. */
const add = async (page: TestPage) => {
  page.find(`${inCard}[part=add-button]`).focus();
  await sendKeys({press: 'Enter'});
  await page.settled('ready');
  const [line] = page.window.Pushcart!.getState().lines;
  return {...line!, chosen: line!.options.map(({name, value}) => `${name}: ${value}`).join(', ')};
};
const price = (page: TestPage): string => text(page, `${inCard}[part=price]`);

describe('options', () => {
  before(() => openShop());

  it('with pictures are swatches; what costs more says so, and what the store hides is not offered', () =>
    onPage(card(524), async (page) => {
      await known(page);
      expect(labels(page)).to.deep.equal(['Glaze', 'Deep Water', 'Oat', 'Kiln Red (+$4.50)']);
      expect(root(page).querySelectorAll('label img')).to.have.length(3);
      field(page, 'Oat').focus();
      await sendKeys({press: 'ArrowDown'});
      await page.until(() => price(page) === '$33.50');
      expect(await page.audit()).to.deep.equal([]);
      expect((await add(page)).chosen).to.equal('Glaze: Kiln Red');
    }));

  it('to check can be none, one and several, by keyboard', () =>
    onPage(card(525), async (page) => {
      await known(page);
      expect(labels(page)[0]).to.equal('Finishing · optional');
      for (const name of ['Oiled', 'No gift box']) {
        field(page, name).focus();
        await page.until(() => root(page).activeElement === field(page, name));
        await sendKeys({press: 'Space'});
        await page.until(() => field(page, name).checked);
      }
      await page.until(() => price(page) === '$56.50');
      expect(await page.audit()).to.deep.equal([]);
      const line = await add(page);
      expect(line.chosen).to.equal('Finishing: Oiled, Finishing: No gift box');
      expect(line.lineTotal).to.equal(5650);
    }));

  it('of free text ask for what is required, keep to their limit, and say which text the store does not take', () =>
    onPage(card(526), async (page) => {
      await known(page);
      expect(labels(page)).to.deep.equal(['Name', 'Initials (+$3.50) · optional · up to 3 characters']);
      page.find(`${inCard}[part=add-button]`).click();
      await page.until(() => root(page).activeElement === field(page, 'Name'));
      await sendKeys({type: 'Gull <script>'});
      page.find(`${inCard}[part=add-button]`).click();
      await page.until(() => /does not take/.test(text(page, `${inCard}[part=problem]`)));
      expect(field(page, 'Name').getAttribute('aria-invalid')).to.equal('true');
      expect(page.window.Pushcart!.getState().count).to.equal(0);
      expect(await page.audit()).to.deep.equal([]);
      field(page, 'Name').select();
      await sendKeys({type: 'Gull'});
      field(page, 'Initials').focus();
      await sendKeys({type: 'ABCDE'});
      await page.until(() => price(page) === '$71.50');
      expect((await add(page)).chosen).to.equal('Name: Gull, Initials: ABC');
    }));

  it('in combinations have the price of the combination, and say which is not to be had', () =>
    onPage(card(534), async (page) => {
      await known(page);
      const choices = [...page.find<HTMLSelectElement>(`${inCard}select`).options].map((one) => one.text.trim());
      expect(choices, 'the placeholder is no choice').to.deep.equal(['Choose…', 'Small', 'Medium', 'Large']);
      select(page, 643);
      await page.until(() => labels(page).includes('Mustard – Sold out'));
      field(page, 'Harbor').click();
      await page.until(() => price(page) === '$142.50');
      field(page, 'Mustard').click();
      page.find(`${inCard}[part=add-button]`).click();
      await page.until(() => text(page, `${inCard}[part=problem]`) === 'Sold out in this combination');
      expect(page.window.Pushcart!.getState().count).to.equal(0);
      expect(await page.audit()).to.deep.equal([]);
      select(page, 641);
      await page.until(() => price(page) === '$129.00');
      expect((await add(page)).unitPrice).to.equal(12_900);
    }));

  it('that are preselected are chosen, and can cost less', () =>
    onPage(card(518), async (page) => {
      await known(page);
      expect(field(page, 'Regular').checked).to.equal(true);
      field(page, 'Short (−$6.00)').click();
      await page.until(() => price(page) === '$42.00');
    }));

  it('and names with markup and quotes are text, everywhere', () =>
    onPage(card(535) + inline, async (page) => {
      await known(page);
      expect(text(page, `${inCard}[part=name]`)).to.equal('Tom & Jo’s 12" <b>Iron</b> Skillet');
      expect(labels(page)).to.deep.equal(['Lid & "Rest"', 'No lid', '12" lid <i>with</i> knob & ring (+$19.00)']);
      expect(root(page).querySelector('b,i')).to.equal(null);
      await add(page);
      expect(text(page, `${cart}[part=line-name]`)).to.equal('Tom & Jo’s 12" <b>Iron</b> Skillet');
      expect(page.find('pushcart-cart').shadowRoot!.querySelector('b,i')).to.equal(null);
    }));

  it('with right-to-left names keep their own direction', () =>
    onPage(card(536), async (page) => {
      await known(page);
      expect(page.window.getComputedStyle(page.find(`${inCard}[part=name]`)).unicodeBidi).to.equal('plaintext');
      expect((await add(page)).chosen).to.equal('المقاس: كبير (XL)');
    }));
});

describe('quantities', () => {
  before(() => openShop());

  const quantity = (page: TestPage) => page.find<HTMLInputElement>(`${inCard}[part=quantity] input`);
  const type = async (page: TestPage, value: string): Promise<void> => {
    quantity(page).select();
    await sendKeys({type: value});
    await sendKeys({press: 'Tab'});
  };

  it('by fractions are typed, and stepped by whole units', () =>
    onPage(card(522), async (page) => {
      await known(page);
      expect(quantity(page).value).to.equal('0.5');
      await type(page, '1.25');
      page.find(`${inCard}[part=quantity] button:last-child`).click();
      await page.until(() => quantity(page).value === '2.25');
      await type(page, '400');
      await page.until(() => quantity(page).value === '40');
      await type(page, '0.7');
      const line = await add(page);
      expect([line.quantity, line.lineTotal]).to.deep.equal([0.7, 1246]);
    }));

  it('of a list are chosen from it, in card and cart', () =>
    onPage(card(523) + inline, async (page) => {
      await known(page);
      const list = page.find<HTMLSelectElement>(`${inCard}select`);
      expect([...list.options].map((one) => one.text)).to.deep.equal(['10', '25', '50', '100']);
      expect(await page.audit()).to.deep.equal([]);
      select(page, 25);
      expect((await add(page)).quantity).to.equal(25);
      const inCart = page.find<HTMLSelectElement>(`${cart}select`);
      inCart.value = '50';
      inCart.dispatchEvent(new page.window.Event('change', {bubbles: true}));
      await page.settled('ready');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 523, quantity: 50}]);
    }));

  it('end at the most that the store sells, also where it is added twice, and say so', () =>
    onPage(card(521) + inline, async (page) => {
      await known(page);
      await type(page, '9');
      await page.until(() => quantity(page).value === '4');
      expect(page.find(`${inCard}[part=quantity] button:last-child`).getAttribute('aria-disabled')).to.equal('true');
      await add(page);
      await sendKeys({press: 'Escape'});
      await add(page);
      await page.until(() => text(page, `${cart}[part=line-problem]`));
      expect(text(page, `${cart}[part=line-problem]`)).to.equal(
        'Quantity changed from 8 to 4. Not sold in this quantity',
      );
      page.find(`${cart}[part=line-quantity] button:first-child`).click();
      await page.until(() => text(page, `${cart}[part=line-problem]`) === '');
    }));

  it('start at the least that the store sells, also from a link', () =>
    onPage('<p><a href="{proxy}/buy/516">Socks</a></p>', async (page) => {
      page.find('a').click();
      await page.settled('ready');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 516, quantity: 2}]);
    }));
});

describe('what cannot be bought here', () => {
  before(() => openShop());

  for (const [id, why, words] of [
    [520, 'is sold out', 'Sold out'],
    [527, 'has a waiting list', 'Sold out'],
    [530, 'is not for sale', 'This is no longer sold'],
    [531, 'needs a login', 'Sold only in the store itself'],
    [532, 'is a gift certificate', 'Sold only in the store itself'],
    [533, 'needs a file', 'Sold only in the store itself'],
  ] as const) {
    it(`because it ${why} says so, and leads to its page in the store`, () =>
      onPage(card(id), async (page) => {
        await known(page);
        expect(text(page, `${inCard}[part=message] strong`)).to.equal(words);
        expect(page.find<HTMLAnchorElement>(`${inCard}[part=store-link]`).href).to.match(
          new RegExp(`_p_${id}\\.html$`),
        );
        expect(root(page).querySelector('form')).to.equal(null);
        expect(await page.audit()).to.deep.equal([]);
      }));
  }

  it('is sold on back order where the store does that', () =>
    onPage(card(528), async (page) => {
      await known(page);
      expect((await add(page)).quantity).to.equal(1);
    }));
});

describe('in the cart', () => {
  before(() => openShop());

  it('a part of a bundle and its number are shown, and cannot be edited', () =>
    onPage(inline, async (page) => {
      // After an answer was lost the proxy reads the store's cart, and learns of the store's own lines.
      await tellShop('shop:fault', {match: '/Item', kind: 'dropAfterWrite'});
      page.window.Pushcart!.add({catalogId: 600, quantity: 1, options: [{setId: 91, optionId: 601}]});
      page.window.Pushcart!.add({catalogId: 511});
      await page.settled('ready');
      await page.until(() => page.find('pushcart-cart').shadowRoot?.querySelectorAll('[part=line]').length === 3);
      const child = [...page.find('pushcart-cart').shadowRoot!.querySelectorAll('[part=line]')].at(-1)!;
      expect(child.textContent.replace(/\s+/g, ' ')).to.contain('Harbor Mug × 2');
      expect(child.querySelector('input,button,select')).to.equal(null);
      expect(await page.audit()).to.deep.equal([]);
    }));
});
