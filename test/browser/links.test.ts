/** Links stay links: what is taken over, and what is left to the browser. */
import {expect} from '@open-wc/testing';
import {onPage, openShop, type TestPage} from './setup.js';

/** Clicks as a person would; the page's own listener runs first and tells whether Pushcart took the click. */
function click(page: TestPage, selector: string, init: MouseEventInit = {}): boolean {
  const link = page.find<HTMLAnchorElement>(selector);
  let taken = false;
  page.window.addEventListener(
    'click',
    (event) => {
      taken = event.defaultPrevented;
      // Nothing navigates in a test.
      event.preventDefault();
    },
    {once: true},
  );
  link.dispatchEvent(new page.window.MouseEvent('click', {bubbles: true, composed: true, cancelable: true, ...init}));
  return taken;
}
const lines = (page: TestPage) => page.window.Pushcart!.getState().lines;

describe('a link to a product', () => {
  before(() => openShop());

  it('adds what it says: quantity, options, free text', () =>
    onPage(
      '<a href="{proxy}/buy/512/?qty=2&option=90:500:A%20%26%20B%3A%20%C3%A9&utm_source=x">Two notebooks</a>',
      async (page) => {
        expect(click(page, 'a')).to.equal(true);
        await page.settled('ready');
        const [line] = lines(page);
        expect([line?.quantity, line?.options[0]?.value]).to.deep.equal([2, 'A & B: é']);
      },
    ));

  it('adds to the line that is there already', () =>
    onPage('<a href="{proxy}/buy/511">A mug</a>', async (page) => {
      click(page, 'a');
      click(page, 'a');
      expect(lines(page).map(({quantity}) => quantity)).to.deep.equal([2]);
      await page.settled('ready');
    }));

  it('is not touched: no role, attribute or child is added', () =>
    onPage('<a href="{proxy}/buy/511">A <em>mug</em></a>', async (page) => {
      const before = page.find('a').outerHTML;
      click(page, 'a');
      await page.settled('ready');
      expect(page.find('a').outerHTML).to.equal(before);
    }));

  it('is left to the browser with a modifier, another button, a download, another target, or elsewhere', () =>
    onPage(
      `<a id="plain" href="{proxy}/buy/511">A</a><a id="download" download href="{proxy}/buy/511">B</a>
       <a id="blank" target="_blank" href="{proxy}/buy/511">C</a><a id="other" href="https://other.example/buy/511">D</a>
       <a id="page" href="{proxy}/healthz">E</a><a id="words" href="{proxy}/buy/mug">F</a>`,
      async (page) => {
        for (const init of [{ctrlKey: true}, {metaKey: true}, {shiftKey: true}, {altKey: true}, {button: 1}]) {
          expect(click(page, '#plain', init), JSON.stringify(init)).to.equal(false);
        }
        for (const selector of ['#download', '#blank', '#other', '#page', '#words'])
          expect(click(page, selector), selector).to.equal(false);
        expect(page.window.localStorage.length, 'nothing is stored, no identifier made').to.equal(0);
        await Promise.resolve();
      },
    ));

  it('is found inside an open shadow root', () =>
    onPage('<div id="host"></div>', async (page) => {
      const root = page.find('#host').attachShadow({mode: 'open'});
      root.innerHTML = `<a href="${page.proxy}/buy/511">A mug</a>`;
      root.querySelector('a')!.click();
      expect(page.window.Pushcart!.getState().count).to.equal(1);
      await page.settled('ready');
    }));

  it('can be refused by the page', () =>
    onPage('<a href="{proxy}/buy/511">A mug</a>', async (page) => {
      page.document.addEventListener('pushcart-add-request', (event) => event.preventDefault());
      expect(click(page, 'a')).to.equal(true);
      expect(page.window.Pushcart!.getState().count).to.equal(0);
      await Promise.resolve();
    }));
});

describe('the script', () => {
  before(() => openShop());

  it('can be loaded twice, also under another query string: one cart, one click, one line', () =>
    onPage('<a href="{proxy}/buy/511">A mug</a><pushcart-count>Cart</pushcart-count>', async (page) => {
      const again = (await page.window.eval(`import('${page.proxy}/pushcart.js?again')`)) as Record<string, unknown>;
      expect(again['getState']).to.equal(page.window.Pushcart!.getState);
      click(page, 'a');
      expect(page.window.Pushcart!.getState().count).to.equal(1);
      await page.settled('ready');
    }));

  it('counts in the page before anything else is loaded', () =>
    onPage('<pushcart-count>Cart</pushcart-count>', async (page) => {
      page.window.Pushcart!.add({catalogId: 511, quantity: 3});
      expect(page.find('pushcart-count >>> [part=count]').textContent).to.equal('3');
      await page.settled('ready');
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('works on with storage blocked: the cart is in memory', () =>
    onPage('<a href="{proxy}/buy/511">A mug</a>', async (page) => {
      page.window.Storage.prototype.getItem = () => {
        throw new Error('blocked');
      };
      click(page, 'a');
      await page.settled('ready');
      expect(page.window.Pushcart!.getState().count).to.equal(1);
    }));
});
