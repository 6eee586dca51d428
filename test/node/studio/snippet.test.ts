/** The HTML that an author copies: the right links, and nobody's text becomes anything but text. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseFragment, type DefaultTreeAdapterTypes as Tree} from 'parse5';
import {readLink} from '../../../src/embed/links.js';
import {isColour, readableOn} from '../../../src/studio/colour.js';
import {toEmail} from '../../../src/studio/email.js';
import {escapeHtml, plain} from '../../../src/studio/html.js';
import {phrases} from '../../../src/studio/phrases.js';
import {firstSettings, isSoldOutChoice, type Offer} from '../../../src/studio/settings.js';
import {toBuyAddress, toLabel, toScriptTag, toSnippet} from '../../../src/studio/snippet.js';
import {languageTags} from '../../../src/words/languages.js';
import {describeOffer, hostileText, offers, product} from './offer.js';

const now = new Date('2026-11-28T12:00:00Z');
const htmlOf = (offer: Offer): string =>
  offer.settings.look === 'email' ? toEmail(offer, now).html : toSnippet(offer);

const isElement = (node: Tree.ChildNode): node is Tree.Element => 'tagName' in node;
const elementsOf = (parent: Tree.ParentNode): Tree.Element[] =>
  parent.childNodes.filter(isElement).flatMap((element) => [element, ...elementsOf(element)]);
const textOf = (parent: Tree.ParentNode): string =>
  parent.childNodes
    .map((node) => ('value' in node ? node.value : isElement(node) ? textOf(node) : `<${node.nodeName}>`))
    .join('');
const attribute = ({attrs}: Tree.Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value;
const linksOf = (html: string): Tree.Element[] =>
  elementsOf(parseFragment(html)).filter(({tagName}) => tagName === 'a');
/** Elements and their attributes, with the values of those that hold no text of anybody's. */
const skeleton = (html: string): string[] =>
  elementsOf(parseFragment(html)).map(({tagName, attrs}) =>
    [tagName, ...attrs.map(({name, value}) => (/^(href|src)$/.test(name) ? name : `${name}=${value}`))].join(' '),
  );

describe('the address of a link', () => {
  it('is as short as it can be', () => {
    assert.equal(toBuyAddress(describeOffer()), 'https://cart.example/buy/510');
  });

  it('has quantity, options, a text and checkout as pages may write them', () => {
    const options = [
      {setId: 81, optionId: 402},
      {setId: 90, optionId: 500, text: ' For Ana & "Bo" '},
    ];
    assert.equal(
      toBuyAddress(describeOffer({quantity: 2, options, checkout: true})),
      'https://cart.example/buy/510?qty=2&option=81:402&option=90:500:For%20Ana%20%26%20%22Bo%22&then=checkout',
    );
  });

  it('asks for nothing where the text is empty, and for nothing on a card, where the reader chooses', () => {
    const options = [{setId: 90, optionId: 500, text: '  '}];
    assert.equal(toBuyAddress(describeOffer({options})), 'https://cart.example/buy/510');
    assert.equal(
      toBuyAddress(describeOffer({look: 'card', quantity: 3, checkout: true})),
      'https://cart.example/buy/510',
    );
  });

  it('is read by the script on the page as it was meant, whatever the text is', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(1, 2, 1.25), fc.boolean(), (text, quantity, checkout) => {
        const words = plain(text);
        const address = toBuyAddress(describeOffer({quantity, checkout, options: [{setId: 90, optionId: 500, text}]}));
        assert.deepEqual(readLink(address, 'https://cart.example/'), {
          addition: {
            catalogId: 510,
            options: words ? [{setId: 90, optionId: 500, text: words}] : [],
            ...(quantity !== 1 && {quantity}),
          },
          checkout,
        });
      }),
    );
  });
});

describe('a snippet', () => {
  it('is a link with one to the store beside it', () => {
    assert.equal(
      toSnippet(describeOffer({look: 'link', quantity: 2, checkout: true})),
      '<a href="https://cart.example/buy/510?qty=2&amp;then=checkout">Buy now: River Tee</a> (<a href="https://store.example/river-tee">See it in the store</a>)',
    );
  });

  it('is a card around the same links', () => {
    const [card] = elementsOf(
      parseFragment(toSnippet(describeOffer({look: 'card', accent: '#ffdd00', scheme: 'dark'}))),
    );
    assert.ok(card);
    assert.equal(card.tagName, 'pushcart-product');
    assert.equal(attribute(card, 'catalog-id'), '510');
    const style = attribute(card, 'style') ?? '';
    assert.ok(style.includes('--pushcart-accent:#ffdd00;--pushcart-on-accent:#000000'), style);
    assert.ok(style.includes('--pushcart-color-scheme:dark'), style);
    assert.equal(textOf(card), 'Add to cart: River Tee (See it in the store)');
  });

  it('sells without the proxy: a link to the product in the store is in every look and language', () => {
    for (const language of languageTags) {
      for (const look of ['link', 'button', 'card', 'email'] as const) {
        const links = linksOf(htmlOf(describeOffer({look, language})));
        assert.deepEqual(
          links.map((link) => attribute(link, 'href')),
          ['https://cart.example/buy/510', 'https://store.example/river-tee'],
        );
        assert.equal(links.map(textOf)[1], phrases[language].seeInStore);
      }
    }
  });

  it('leads to the store itself where the product has no address that a link may have', () => {
    for (const url of ['javascript:alert(1)', '', 'data:text/html,x', '//']) {
      const [, store] = linksOf(toSnippet(describeOffer({}, {url})));
      assert.equal(store && attribute(store, 'href'), 'https://store.example/');
    }
  });

  it('says what the author writes, or the product by name', () => {
    assert.equal(toLabel(describeOffer({label: '  Take\ntwo '})), 'Take two');
    assert.equal(toLabel(describeOffer({label: ' '})), 'Add to cart: River Tee');
    assert.equal(toLabel(describeOffer({look: 'link'})), 'River Tee');
    assert.equal(toLabel(describeOffer({look: 'link'}, {name: '\u0007'})), '510');
    assert.equal(toLabel(describeOffer({language: 'de'}, {name: '{name} $& {x}'})), 'In den Warenkorb: {name} $& {x}');
  });

  it('keeps hostile text where text belongs: same elements, same attributes, and the very words', () => {
    fc.assert(
      fc.property(offers, ({hostile, tame, texts}) => {
        const html = htmlOf(hostile);
        assert.deepEqual(skeleton(html), skeleton(htmlOf(tame)));
        for (const element of elementsOf(parseFragment(html))) {
          for (const name of ['href', 'src']) {
            const address = attribute(element, name);
            if (address) assert.match(address, /^https:\/\/(cart|store)\.example\//);
          }
        }
        const shown = textOf(parseFragment(html));
        assert.ok(shown.includes(toLabel(hostile)), shown);
        if (hostile.settings.look === 'email')
          for (const text of texts.map(plain)) assert.ok(shown.includes(text), `${shown} has no ${text}`);
      }),
      {numRuns: 2000},
    );
  });

  it('has nothing that editors take for their own: no lines, no brackets, no back ticks', () => {
    fc.assert(
      fc.property(offers, ({hostile}) => {
        assert.doesNotMatch(htmlOf(hostile), /[\n\r[\]{}`]/);
      }),
    );
  });
});

describe('escaped text', () => {
  it('is the very text, in an element and in an attribute with quotes of either kind', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeHtml(text);
        for (const quote of ['"', "'"]) {
          const [element, ...others] = elementsOf(parseFragment(`<p title=${quote}${escaped}${quote}>${escaped}</p>`));
          assert.ok(element);
          assert.deepEqual(others, []);
          assert.deepEqual(element.attrs, [{name: 'title', value: plain(text)}]);
          assert.equal(textOf(element), plain(text));
        }
      }),
      {numRuns: 2000},
    );
  });
});

describe('the script tag', () => {
  it('is one line, with a language only if one was chosen', () => {
    const tag = '<script type="module" src="https://cart.example/pushcart.js"';
    assert.equal(toScriptTag('https://cart.example', {language: undefined}), `${tag}></script>`);
    assert.equal(toScriptTag('https://cart.example', {language: 'pt-BR'}), `${tag} data-locale="pt-BR"></script>`);
  });
});

describe('an e-mail', () => {
  const options = [
    {setId: 81, optionId: 402},
    {setId: 90, optionId: 500, text: 'For Ana'},
  ];

  it('has picture, name, options, and the price with its date', () => {
    const {html, text} = toEmail(describeOffer({look: 'email', options, quantity: 2}), now);
    const fragment = parseFragment(html);
    const [image] = elementsOf(fragment).filter(({tagName}) => tagName === 'img');
    assert.ok(image);
    assert.equal(attribute(image, 'src'), 'https://store.example/river-tee.jpg');
    for (const shown of [textOf(fragment), text]) {
      assert.ok(shown.includes('River Tee'));
      assert.ok(shown.includes('Size: Large, Engraving: For Ana'));
      assert.ok(shown.includes('2 × $32.00 on 28 November 2026'), shown);
    }
    assert.ok(text.includes('https://cart.example/buy/510?qty=2&option=81:402&option=90:500:For%20Ana'));
  });

  it('says the price as of a day in every language, with the decimals of the currency', () => {
    const prices = languageTags.map((language) => {
      const offer = describeOffer({look: 'email', language});
      const yen = {...offer, store: {...offer.store, currency: 'JPY', decimals: 0}};
      return textOf(parseFragment(toEmail(yen, now).html));
    });
    for (const price of prices) {
      assert.match(price, /2[\s\p{P}]?400|٢٬٤٠٠/u);
      assert.match(price, /2026|٢٠٢٦/);
    }
    assert.equal(new Set(prices).size, languageTags.length);
  });

  it('goes from right to left where the language does', () => {
    const [table] = elementsOf(parseFragment(toEmail(describeOffer({look: 'email', language: 'he'}), now).html));
    assert.ok(table);
    assert.equal(attribute(table, 'dir'), 'rtl');
    assert.equal(attribute(table, 'lang'), 'he');
  });

  it('needs nothing that mail programs drop: no script, no style sheet, no class, no custom element', () => {
    const html = toEmail(describeOffer({look: 'email', options}), now).html;
    const elements = elementsOf(parseFragment(html));
    assert.deepEqual(
      new Set(elements.map(({tagName}) => tagName)),
      new Set(['table', 'tbody', 'tr', 'td', 'img', 'p', 'a']),
    );
    assert.doesNotMatch(html, /class=|var\(|flex|grid|@/);
  });
});

describe('what is settled at first', () => {
  it("is the store's own choice, and the least that it sells; the look of the last product stays", () => {
    const [size] = product.sets;
    assert.ok(size);
    const chosen = {...size, options: size.options.map((option) => ({...option, selected: true}))};
    const first = firstSettings(
      {...product, sets: [chosen], quantity: {...product.quantity, min: 3}},
      {look: 'card', language: 'de', label: 'Old', quantity: 9},
    );
    assert.deepEqual(first.options, [{setId: 81, optionId: 401}]);
    assert.equal(first.quantity, 3);
    assert.deepEqual([first.look, first.language, first.label], ['card', 'de', undefined]);
  });

  it('knows which options the store has run out of', () => {
    const combinations = [
      {optionIds: [401], price: 2400, orderable: false},
      {optionIds: [402], price: 2400, orderable: true},
    ];
    assert.equal(isSoldOutChoice({...product, combinations}, [{setId: 81, optionId: 401}]), true);
    assert.equal(isSoldOutChoice({...product, combinations}, [{setId: 81, optionId: 402}]), false);
    assert.equal(isSoldOutChoice({...product, combinations}, []), false);
  });
});

describe('a colour', () => {
  it('has writing on it that can be read', () => {
    assert.equal(readableOn('#ffffff'), '#000000');
    assert.equal(readableOn('#1c5d65'), '#ffffff');
    assert.equal(readableOn('#ffdd00'), '#000000');
    assert.ok(isColour('#A1b2C3'));
    assert.ok(!isColour('#fff;background:url(x)'));
  });
});
