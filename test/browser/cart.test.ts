/** The cart in the page and in the drawer: every state that a shopper can meet, by mouse, keyboard and screen reader. */
import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {onPage, openShop, tellShop, type TestPage} from './setup.js';

const inline = '<pushcart-cart display="inline"></pushcart-cart>';
const cart = 'pushcart-cart >>> ';
const drawer = 'pushcart-drawer >>> ';

const add = (page: TestPage, catalogId: number, quantity = 1): string =>
  page.window.Pushcart!.add({catalogId, quantity});
const text = (page: TestPage, path: string): string => page.find(path).textContent.replace(/\s+/g, ' ').trim();

describe('the cart in the page', () => {
  before(() => openShop());

  it('says that it is empty, and what to do about it', () =>
    onPage(inline, async (page) => {
      await page.until(() => page.document.querySelector('pushcart-cart')?.shadowRoot?.querySelector('[part=empty]'));
      expect(text(page, `${cart}[part=empty]`)).to.contain('Your cart is empty');
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('shows a line at once, with its label, while nothing is known of it yet', () =>
    onPage(inline, async (page) => {
      await tellShop('shop:fault', {match: 'POST /Cart ', kind: 'slow', ms: 600});
      await page.until(() => page.document.querySelector('pushcart-cart')?.shadowRoot?.querySelector('[part=empty]'));
      page.window.Pushcart!.add({catalogId: 511, label: 'the harbor mug'});
      await new Promise((resolve) => page.window.requestAnimationFrame(resolve));
      expect(page.find(`${cart}[part=line]`).textContent).to.match(/harbor mug/i);
      expect(page.find(`${cart}[part=line]`).getAttribute('aria-busy')).to.equal('true');
      expect(await page.audit()).to.deep.equal([]);
      await page.settled('ready');
      expect(text(page, `${cart}[part=line-name]`)).to.equal('Harbor Mug');
      await page.until(() => text(page, `${cart}[part=line-total]`) === '$18.00');
      expect(page.find(`${cart}[part=line]`).getAttribute('aria-busy')).to.equal('false');
    }));

  it('shows what the store will charge, and only what it will', () =>
    onPage(inline, async (page) => {
      page.window.Pushcart!.add({
        catalogId: 510,
        quantity: 2,
        options: [
          {setId: 81, optionId: 402},
          {setId: 82, optionId: 412},
        ],
      });
      add(page, 511);
      await page.settled('ready');
      await page.until(() => text(page, `${cart}[part=subtotal]`).includes('$66.00'));
      expect(text(page, `${cart}[part=line]`)).to.contain('Size: Medium');
      expect(text(page, `${cart}[part=line]`)).to.contain('$24.00 each');
      const [held] = (await tellShop('shop:carts')).slice(-1);
      expect(held?.lines).to.deep.equal([
        {catalogId: 510, quantity: 2},
        {catalogId: 511, quantity: 1},
      ]);
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('keeps five fast clicks on + as five', () =>
    onPage(inline, async (page) => {
      add(page, 511);
      await page.settled('ready');
      const more = page.find(`${cart}[part=line-quantity] button:last-child`);
      for (let click = 0; click < 5; click++) more.click();
      expect(page.window.Pushcart!.getState().count).to.equal(6);
      await page.settled('ready');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 511, quantity: 6}]);
    }));

  it('goes by the packs that the store sells, and never below the least', () =>
    onPage(inline, async (page) => {
      add(page, 516, 2);
      await page.settled('ready');
      // The product comes by a request of its own; until then any quantity can be asked for.
      await page.until(() => page.find<HTMLInputElement>(`${cart}[part=line-quantity] input`).step === '2');
      const [less, more] = ['first', 'last'].map((which) =>
        page.find(`${cart}[part=line-quantity] button:${which}-child`),
      );
      less!.click();
      expect(page.window.Pushcart!.getState().count).to.equal(2);
      more!.click();
      await page.settled('ready');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 516, quantity: 4}]);
    }));

  it('takes a number that nobody can mean for the most that there can be', () =>
    onPage(inline, async (page) => {
      page.window.Pushcart!.add({catalogId: 511, quantity: 99_999_999});
      expect(page.window.Pushcart!.getState().count).to.equal(99_999);
      await page.until(() => page.window.Pushcart!.getState().status !== 'saving');
      expect(page.window.Pushcart!.getState().status).to.equal('ready');
    }));

  it('takes a line out, and brings it back to its place as it was: without a time limit, by the key that has the focus', () =>
    onPage(inline, async (page) => {
      add(page, 511);
      add(page, 514);
      await page.settled('ready');
      page.find(`${cart}[part=remove-button]`).focus();
      await sendKeys({press: 'Enter'});
      await page.settled('ready');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 514, quantity: 1}]);
      const undo = page.find('pushcart-cart').shadowRoot?.activeElement;
      expect([undo?.textContent, text(page, `${cart}[part=removed] span`)]).to.deep.equal([
        'Undo',
        'Harbor Mug removed',
      ]);
      expect(await page.audit()).to.deep.equal([]);
      await sendKeys({press: 'Enter'});
      await page.settled('ready');
      expect(page.window.Pushcart!.getState().lines.map(({name}) => name)).to.deep.equal(['Harbor Mug', 'Canvas Tote']);
      expect(page.find('pushcart-cart').shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal(
        'Remove Harbor Mug',
      );
      expect(page.find('pushcart-cart').shadowRoot?.querySelector('[part=removed]')).to.equal(null);
    }));

  it('takes everything out at once, and brings it back at once', () =>
    onPage(inline, async (page) => {
      for (const id of [511, 514, 517]) add(page, id);
      await page.settled('ready');
      page.find(`${cart}[part=clear-button]`).click();
      await page.settled('empty');
      expect(text(page, `${cart}[part=removed] span`)).to.equal('3 products removed');
      expect(page.find('pushcart-cart').shadowRoot?.activeElement?.textContent).to.equal('Undo');
      expect(await page.audit()).to.deep.equal([]);
      await page.until(() => text(page, `${cart}[part=empty]`).includes('Your cart is empty'));
      page.find(`${cart}[part=undo-button]`).click();
      await page.settled('ready');
      expect(page.window.Pushcart!.getState().lines.map(({catalogId}) => catalogId)).to.deep.equal([511, 514, 517]);
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.have.length(3);
    }));

  it('lets the page refuse: a cancelled request changes nothing', () =>
    onPage(inline, async (page) => {
      add(page, 511);
      await page.settled('ready');
      for (const name of ['pushcart-quantity-request', 'pushcart-remove-request', 'pushcart-checkout-request']) {
        page.document.addEventListener(name, (event) => event.preventDefault());
      }
      page.find(`${cart}[part=line-quantity] button:last-child`).click();
      page.find(`${cart}[part=remove-button]`).click();
      page.find(`${cart}[part=checkout-button]`).click();
      const state = page.window.Pushcart!.getState();
      expect([state.count, state.status]).to.deep.equal([1, 'ready']);
    }));

  it('says what is wrong with a line in plain words, and keeps the others', () =>
    onPage(inline, async (page) => {
      add(page, 520);
      add(page, 511);
      await page.settled('ready');
      await page.until(() => text(page, `${cart}[part=line-problem]`));
      expect(text(page, `${cart}[part=line-problem]`)).to.equal('Quantity changed from 1 to 0. Not enough in stock');
      await page.until(() => text(page, `${cart}[part=subtotal]`).includes('$18.00'));
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('says that something failed, loses nothing, and goes on by a button', () =>
    onPage(inline, async (page) => {
      add(page, 511);
      await page.settled('ready');
      await tellShop('shop:fault', {match: '/Cart', kind: '5xx', times: 50});
      page.find(`${cart}[part=line-quantity] button:last-child`).click();
      await page.settled('failed');
      await page.until(() => page.find('pushcart-cart').shadowRoot?.querySelector('[part=retry-button]'));
      expect(text(page, `${cart}[part=notice]`)).to.contain('Your cart is kept');
      expect(page.window.Pushcart!.getState().count).to.equal(2);
      expect(await page.audit()).to.deep.equal([]);
      await tellShop('shop:heal');
      page.find(`${cart}[part=retry-button]`).click();
      await page.settled('ready');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 511, quantity: 2}]);
    }));

  it('says every problem in words, from what to what, and tells it to a screen reader once', () =>
    onPage(inline, async (page) => {
      add(page, 520);
      add(page, 999);
      page.window.Pushcart!.add({catalogId: 510, quantity: 3});
      page.window.Pushcart!.add({catalogId: 511, options: [{setId: 81, optionId: 402}]});
      page.window.Pushcart!.add({catalogId: 512, options: [{setId: 90, optionId: 500, text: '<b>'}]});
      const region = await page.until(() =>
        page.document
          .querySelector('pushcart-drawer')
          ?.shadowRoot?.querySelector(':host > .unseen, .unseen:last-child'),
      );
      const said = [region.textContent];
      const listener = new page.window.MutationObserver(() => said.push(region.textContent));
      listener.observe(region, {characterData: true, childList: true, subtree: true});
      await page.settled('ready');
      const problems = [...page.find('pushcart-cart').shadowRoot!.querySelectorAll('[part=line-problem]')];
      await page.until(() => problems[0]?.textContent);
      expect(problems.map((problem) => problem.textContent)).to.deep.equal([
        'Quantity changed from 1 to 0. Not enough in stock',
        'Quantity changed from 1 to 0. No longer sold',
        'Quantity changed from 3 to 0. An option is missing',
        'Quantity changed from 1 to 0. An option is no longer sold',
        'Quantity changed from 1 to 0. The store does not take this text',
      ]);
      expect(await page.audit()).to.deep.equal([]);
      add(page, 514);
      await page.until(() => said.some((words) => words.includes('1 item in cart, total $26.00')));
      await page.settled('ready');
      expect(said.filter((words) => words.includes('Not enough in stock'))).to.have.length(1);
    }));

  it('brings a line back by its + that the store had refused', () =>
    onPage(inline, async (page) => {
      add(page, 517, 9);
      await page.settled('ready');
      await page.until(() => text(page, `${cart}[part=line-problem]`));
      expect(text(page, `${cart}[part=line-problem]`)).to.equal('Quantity changed from 9 to 0. Not enough in stock');
      page.find(`${cart}[part=line-quantity] button:last-child`).click();
      await page.settled('ready');
      expect(text(page, `${cart}[part=line-problem]`)).to.equal('');
      expect((await tellShop('shop:carts')).at(-1)?.lines).to.deep.equal([{catalogId: 517, quantity: 1}]);
    }));

  it('says what the store changed before it leads to checkout, from what to what', () =>
    onPage(inline, async (page) => {
      await tellShop('shop:switches', {stockCheck: 'cap'});
      add(page, 517, 5);
      await page.settled('ready');
      page.find(`${cart}[part=checkout-button]`).click();
      await page.settled('changed');
      await page.until(() => page.find('pushcart-cart').shadowRoot?.querySelector('[part=changes]'));
      expect(text(page, `${cart}[part=changes]`)).to.equal('Beeswax Candle: quantity changed from 5 to 3');
      expect(text(page, `${cart}[part=line-problem]`)).to.equal(
        'Quantity changed from 5 to 3. This is what the store can send',
      );
      expect(text(page, `${cart}[part=checkout-button]`)).to.equal('Confirm and check out');
      expect(await page.audit()).to.deep.equal([]);
      await tellShop('shop:switches', {stockCheck: 'reject400'});
    }));

  it('shows whatever a storage may hold, and throws nothing', async () => {
    const line = {id: 'a', catalogId: 511, quantity: 2};
    const changes: object[] = [
      {label: '<img src=x onerror=alert(1)>'},
      {problem: {code: 'of_the_future'}},
      {problem: {code: 'out_of_stock', asked: 5}, quantity: 0},
      {problem: 'text'},
      {problem: {code: {toString: 1}}},
      {options: [{setId: 1, optionId: {}}]},
      {quantity: {valueOf: 1}},
      {label: {}},
    ];
    for (const [index, change] of changes.entries()) {
      await onPage(inline, async (page) => {
        const errors: string[] = [];
        page.window.addEventListener('error', ({message}) => errors.push(message));
        page.window.addEventListener('unhandledrejection', ({reason}) => errors.push(String(reason)));
        page.window.localStorage.setItem(
          `pushcart:1:${page.proxy}/`,
          JSON.stringify({
            v: 1,
            key: `AAAAAAAAAAAAAAAAAAAAA${index}`,
            rev: 1,
            synced: 0,
            at: Date.now(),
            lines: [{...line, ...change}],
          }),
        );
        add(page, 514);
        await page.settled('ready');
        await page.until(() => page.find('pushcart-cart').shadowRoot?.textContent.includes('Canvas Tote'));
        expect(errors).to.deep.equal([]);
      });
    }
  });

  it('drops a stored cart that cannot be read, with a note on the console, and never throws', () =>
    onPage(inline, async (page) => {
      page.window.localStorage.setItem(`pushcart:1:${page.proxy}/`, '{"v":1,"lines":"many"}');
      expect(page.window.Pushcart!.getState().status).to.equal('empty');
      add(page, 511);
      await page.settled('ready');
    }));
});

describe('the drawer', () => {
  before(() => openShop());

  it('opens with the focus on its heading, closes on Escape, and gives the focus back', () =>
    onPage('<pushcart-count>Cart</pushcart-count>', async (page) => {
      add(page, 511);
      await page.settled('ready');
      page.find('pushcart-count').focus();
      await sendKeys({press: 'Enter'});
      const dialog = await page.until(() => {
        const found = page.document.querySelector('pushcart-drawer')?.shadowRoot?.querySelector('dialog');
        return found?.open && found;
      });
      expect(page.find('pushcart-drawer').shadowRoot?.activeElement?.id).to.equal('heading');
      expect(await page.audit()).to.deep.equal([]);
      await sendKeys({press: 'Escape'});
      await page.until(() => !dialog.open && page.document.activeElement?.localName === 'pushcart-count');
    }));

  it('announces inside itself what the cart holds now', () =>
    onPage('<pushcart-count>Cart</pushcart-count>', async (page) => {
      add(page, 511);
      await page.settled('ready');
      page.find('pushcart-count >>> button').click();
      await page.until(() => page.document.querySelector('pushcart-drawer')?.shadowRoot?.querySelector('dialog')?.open);
      page.find(`${drawer}[part=line-quantity] button:last-child`).click();
      await page.until(() =>
        /2 items in cart, total \$36\.00/.test(page.find(`${drawer}dialog .unseen[role=status]`).textContent),
      );
    }));

  it('opens on an add, and does not where the page author does not want it', async () => {
    const link = '<p><a href="{proxy}/buy/511">A mug</a></p>';
    await onPage(link, async (page) => {
      page.find('a').click();
      await page.until(() => page.document.querySelector('pushcart-drawer')?.shadowRoot?.querySelector('dialog')?.open);
    });
    await onPage(
      link,
      async (page) => {
        page.find('a').click();
        await page.settled('ready');
        expect(page.find<HTMLDialogElement>(`${drawer}dialog`).open).to.equal(false);
      },
      {'data-open': 'never'},
    );
  });

  it('brings a floating button to a page that has no count, and only when there is something in the cart', () =>
    onPage('<p><a href="{proxy}/buy/511">A mug</a></p>', async (page) => {
      page.find('a').dispatchEvent(new page.window.PointerEvent('pointerover', {bubbles: true, composed: true}));
      await page.until(() => page.document.querySelector('pushcart-drawer'));
      expect(page.document.querySelector('pushcart-button')).to.equal(null);
      add(page, 511, 3);
      const button = await page.until(() => page.document.querySelector('pushcart-button'));
      await page.until(() => button.shadowRoot?.querySelector<HTMLElement>('[part=count]')?.dataset['count'] === '3');
      await page.settled('ready');
      expect(await page.audit()).to.deep.equal([]);
    }));

  it('is found to be wrong by this audit when something is planted in it', () =>
    onPage(inline, async (page) => {
      add(page, 511);
      await page.settled('ready');
      page.find(`${cart}[part=remove-button]`).removeAttribute('aria-label');
      page.find(`${cart}[part=remove-button]`).textContent = '';
      expect((await page.audit()).join()).to.contain('button-name');
    }));
});
