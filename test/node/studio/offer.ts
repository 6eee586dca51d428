/** An offer as the studio's snippets are made of, tame or hostile. */
import fc from 'fast-check';
import type {Product} from '../../../src/contract/wire.js';
import type {Look, Offer, Settings} from '../../../src/studio/settings.js';
import {languageTags} from '../../../src/words/languages.js';

export const product: Product = {
  catalogId: 510,
  name: 'River Tee',
  url: 'https://store.example/river-tee',
  image: 'https://store.example/river-tee.jpg',
  price: 2400,
  listPrice: null,
  orderable: true,
  reason: null,
  quantity: {min: 1, max: null, step: 1, fractional: false, choices: null},
  sets: [
    {
      setId: 81,
      name: 'Size',
      type: 'select',
      required: true,
      maxLength: null,
      options: [
        {optionId: 401, name: 'Small', delta: 0, image: null, selected: false},
        {optionId: 402, name: 'Large', delta: 300, image: null, selected: false},
      ],
    },
    {
      setId: 90,
      name: 'Engraving',
      type: 'text',
      required: false,
      maxLength: 40,
      options: [{optionId: 500, name: 'Engraving', delta: 500, image: null, selected: false}],
    },
  ],
  combinations: [],
};

export const settings: Settings = {
  look: 'button',
  label: undefined,
  language: undefined,
  quantity: 1,
  options: [],
  checkout: false,
  accent: undefined,
  scheme: undefined,
};

export const describeOffer = (changes: Partial<Settings> = {}, productChanges: Partial<Product> = {}): Offer => ({
  product: {...product, ...productChanges},
  store: {name: 'A store', url: 'https://store.example', currency: 'USD', decimals: 2},
  proxy: 'https://cart.example',
  settings: {...settings, ...changes},
});

/** Text that would like to be markup, another attribute, a template, or no text at all. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['"', "'", '`', '<', '>', '&', '=', '/', ' ', '\n', '\0', '\u2028', '\ud800', '\udc00', '\u202e', '\ufffe'],
        ...[
          '"><script>alert(1)</script>',
          '</a>',
          '</p>',
          '</td></table>',
          '<!--',
          '-->',
          ']]>',
          '&quot;',
          '&#34',
          '&lt;',
        ],
        ...[
          '" onclick="alert(1)',
          " style='",
          ' style="',
          'javascript:alert(1)',
          '[gallery]',
          '{{7*7}}',
          '{%x%}',
          '</pushcart-product>',
        ],
      ),
      fc.string({unit: 'binary', maxLength: 6}),
      fc.string({maxLength: 6}),
    ),
    {maxLength: 8},
  )
  .map((parts) => parts.join(''));

/** The same offer twice: once with hostile text wherever the store or an author may write, once without. */
export const offers: fc.Arbitrary<{hostile: Offer; tame: Offer; texts: readonly string[]}> = fc
  .record({
    look: fc.constantFrom<Look>('link', 'button', 'card', 'email'),
    language: fc.option(fc.constantFrom(...languageTags), {nil: undefined}),
    accent: fc.option(fc.constant('#a1b2c3'), {nil: undefined}),
    scheme: fc.constantFrom('light', 'dark', undefined),
    quantity: fc.constantFrom(1, 2, 1.5),
    checkout: fc.boolean(),
    label: fc.option(hostileText, {nil: undefined}),
    name: hostileText,
    setName: hostileText,
    // One that is not empty is chosen in both.
    optionName: hostileText.map((words) => `o${words}`),
    text: hostileText,
    address: fc.oneof(
      hostileText.map((text) => `https://store.example/${text}`),
      hostileText,
    ),
  })
  .map(({name, setName, optionName, text, address, label, ...rest}) => {
    const chosen = (words: string): Settings['options'] => [
      {setId: 81, optionId: 402},
      {setId: 90, optionId: 500, text: words},
    ];
    const [size, engraving] = product.sets;
    if (!size || !engraving) throw new Error('The product has two sets.');
    const sets = [
      {...size, name: setName, options: size.options.map((option) => ({...option, name: optionName}))},
      {...engraving, name: setName},
    ];
    return {
      hostile: describeOffer(
        {...rest, label, options: chosen(text)},
        {name, sets, url: address, image: `https://store.example/${name}`},
      ),
      tame: describeOffer({...rest, label: label && 'A label', options: chosen('Ana')}),
      texts: [name, setName, optionName, text],
    };
  });
