/** The product's card and its dialog: options, prices, what cannot be had, and what the shopper is told. */
import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {onPage, openShop, tellShop, type TestPage} from './setup.js';

const card = (id: number) =>
  `<pushcart-product catalog-id="${id}"><a href="{proxy}/buy/${id}">A product</a></pushcart-product>`;
const inCard = 'pushcart-product >>> ';
const inDialog = 'pushcart-product-dialog >>> ';

const known = (page: TestPage): Promise<unknown> =>
  page.until(() => page.document.querySelector('pushcart-product')?.shadowRoot?.querySelector('[part=name]'));
const text = (page: TestPage, path: string): string => page.find(path).textContent.replace(/\s+/g, ' ').trim();
const choose = (page: TestPage, path: string, value: string): void => {
  const select = page.find<HTMLSelectElement>(path);
  select.value = value;
  select.dispatchEvent(new page.window.Event('change', {bubbles: true}));
};

describe('a product card', () => {
  before(() => openShop());

  it('shows the link inside it until the product is known', () =>
    onPage(card(510), async (page) => {
      await known(page);
      expect(page.find('pushcart-product').shadowRoot!.querySelector('slot:not([hidden])')).to.equal(null);
      expect(text(page, `${inCard}[part=name]`)).to.equal('River Tee');
      expect(text(page, `${inCard}[part=price]`)).to.equal('$24.00');
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('asks for what is missing at the field itself, and sends nothing before', () =>
    onPage(card(510), async (page) => {
      await known(page);
      page.find(`${inCard}[part=add-button]`).click();
      await page.until(() => page.find('pushcart-product').shadowRoot?.querySelector('select[aria-invalid=true]'));
      expect(page.find('pushcart-product').shadowRoot?.activeElement?.localName).to.equal('select');
      expect(page.window.Pushcart!.getState().count).to.equal(0);
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('adds what was chosen, by keyboard', () =>
    onPage(card(510), async (page) => {
      await known(page);
      choose(page, `${inCard}select`, '402');
      page.find(`${inCard}input[type=radio]`).focus();
      await sendKeys({press: 'Space'});
      page.find(`${inCard}[part=add-button]`).focus();
      await sendKeys({press: 'Enter'});
      await page.settled('ready');
      const [line] = page.window.Pushcart!.getState().lines;
      expect(line?.options.map(({name, value}) => `${name}: ${value}`)).to.deep.equal(['Size: Medium', 'Color: Slate']);
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 510, quantity: 1}]);
    }));

  it('shows what an option costs, and the price with it', () =>
    onPage(card(518), async (page) => {
      await known(page);
      const surcharge = [...page.find('pushcart-product').shadowRoot!.querySelectorAll('label')].find((label) =>
        /\(\+\$/.test(label.textContent),
      );
      expect(surcharge, 'an option with a surcharge says so').to.not.equal(undefined);
      const before = text(page, `${inCard}[part=price]`);
      surcharge!.querySelector('input')!.click();
      await page.until(() => text(page, `${inCard}[part=price]`) !== before);
    }));

  it('shows the price that a sale has taken away', () =>
    onPage(card(514), async (page) => {
      await known(page);
      expect(page.find(`${inCard}[part=list-price]`).localName).to.equal('s');
    }));

  it('keeps to the quantities that the store sells', () =>
    onPage(card(516), async (page) => {
      await known(page);
      const input = page.find<HTMLInputElement>(`${inCard}[part=quantity] input`);
      expect(input.value).to.equal('2');
      page.find(`${inCard}[part=quantity] button:last-child`).click();
      await page.until(() => input.value === '4');
    }));

  it('says that something is sold out, and leads to the store', () =>
    onPage(card(520), async (page) => {
      await known(page);
      expect(text(page, `${inCard}[part=message]`)).to.contain('Sold out');
      expect(page.find<HTMLAnchorElement>(`${inCard}[part=store-link]`).href).to.match(/_p_520\.html$/);
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('keeps its link where the store has no such product', () =>
    onPage(card(999), async (page) => {
      await page.until(() =>
        /no longer sold/i.test(page.document.querySelector('pushcart-product')?.shadowRoot?.textContent ?? ''),
      );
      expect(page.find('pushcart-product').shadowRoot!.querySelector('slot:not([hidden])')).to.not.equal(null);
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('is as high while it loads as when it is there', () =>
    onPage(card(511), async (page) => {
      await page.until(() => page.window.customElements.get('pushcart-product'));
      const loading = page.find('pushcart-product').getBoundingClientRect().height;
      await known(page);
      expect(page.find('pushcart-product').getBoundingClientRect().height).to.equal(loading);
    }));

  it('can be refused by the page', () =>
    onPage(card(511), async (page) => {
      await known(page);
      page.document.addEventListener('pushcart-add-request', (event) => event.preventDefault());
      page.find(`${inCard}[part=add-button]`).click();
      expect(page.window.Pushcart!.getState().count).to.equal(0);
    }));
});

describe("a product's dialog", () => {
  before(() => openShop());

  const link = '<p><a href="{proxy}/buy/510?option=81:402">A tee</a></p>';
  const openDialog = async (page: TestPage): Promise<HTMLDialogElement> => {
    page.find('a').click();
    return await page.until(() => {
      const dialog = page.document.querySelector('pushcart-product-dialog')?.shadowRoot?.querySelector('dialog');
      return dialog?.open && dialog.querySelector('select') && dialog;
    });
  };

  it('opens for a link that leaves something open, with what it already chose', () =>
    onPage(link, async (page) => {
      await openDialog(page);
      expect(page.find<HTMLSelectElement>(`${inDialog}select`).value).to.equal('402');
      expect(page.window.Pushcart!.getState().count, 'the wish is withdrawn').to.equal(0);
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('adds, closes, and shows the cart', () =>
    onPage(link, async (page) => {
      await openDialog(page);
      page.find(`${inDialog}input[type=radio]`).click();
      page.find(`${inDialog}[part=add-button]`).click();
      await page.until(() => page.document.querySelector('pushcart-drawer')?.shadowRoot?.querySelector('dialog')?.open);
      await page.settled('ready');
      expect(page.find<HTMLDialogElement>(`${inDialog}dialog`).open).to.equal(false);
    }));

  it('gives the focus back to the link on Escape', () =>
    onPage(link, async (page) => {
      page.find('a').focus();
      await openDialog(page);
      await sendKeys({press: 'Escape'});
      await page.until(() => page.document.activeElement?.localName === 'a');
    }));
});
