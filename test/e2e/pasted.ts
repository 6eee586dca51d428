/** What people paste into editors, as we tell them to, and what is left of it where an editor strips the rest. */
import {readFileSync} from 'node:fs';
import type {Product, StoreInfo} from '../../src/contract/wire.js';
import {toEmail} from '../../src/studio/email.js';
import {firstSettings, type Look} from '../../src/studio/settings.js';
import {toScriptTag, toSnippet} from '../../src/studio/snippet.js';

/** Two libraries with the rules that they come with, and a stricter set of rules. */
export const editors = ['DOMPurify', 'sanitize-html', 'strict'] as const;
export type Editor = (typeof editors)[number];

export interface Pasted {
  readonly what: string;
  readonly html: string;
  /** `{proxy}` and `{store}` stand for their addresses. */
  readonly left: Readonly<Record<Editor, string>>;
}

export interface Shop {
  readonly proxy: string;
  readonly store: StoreInfo;
  readonly tee: Product;
  readonly mug: Product;
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** The block of HTML in a document that shows every element. */
const exampleIn = (path: string): string =>
  [...read(path).matchAll(/```html\n(.*?)\n```/gs)]
    .map(([, html = '']) => html)
    .find((html) => html.includes('<pushcart-count>')) ?? '';

const everywhere = (text: string): Pasted['left'] => ({DOMPurify: text, 'sanitize-html': text, strict: text});

export function writePasted({proxy, store, tee, mug}: Shop): readonly Pasted[] {
  const put = (html: string): string => html.replaceAll('https://cart.example', proxy);
  const offer = (product: Product, look: Look) => ({
    product,
    store,
    proxy,
    settings: {...firstSettings(product, {look, accent: '#1c5d65'}), options: []},
  });
  const button = toSnippet(offer(tee, 'button'));
  const email = toEmail(offer(mug, 'email'), new Date('2026-11-28T12:00:00Z')).html;
  const inStore = {
    tee: '<a href="{store}/River-Tee_p_510.html">See it in the store</a>',
    mug: '<a href="{store}/Harbor-Mug_p_511.html">See it in the store</a>',
  };
  const bareButton = `<p><a href="{proxy}/buy/510">Add to cart: River Tee</a> ${inStore.tee}</p>`;
  const marked =
    '<p class="shop" data-shelf="3"><a class="buy" data-id="511" style="color:red" href="{proxy}/buy/511">Mug</a></p>';
  return [
    {
      what: 'the example of the guide',
      html: put(exampleIn('docs/page.md')),
      left: everywhere('<a href="{proxy}/buy/510">River Tee</a>\nCart'),
    },
    {
      what: 'the example of the README, with its script',
      html: put(exampleIn('README.md')),
      left: everywhere('<a href="{proxy}/buy/510">River Tee</a>\n<a href="{proxy}/buy/510">River Tee</a>\nCart'),
    },
    {
      what: 'a link with options, for checkout',
      html: `<a href="${proxy}/buy/510?qty=2&option=81:402&option=82:412&then=checkout">Buy two</a>`,
      left: everywhere(
        '<a href="{proxy}/buy/510?qty=2&amp;option=81:402&amp;option=82:412&amp;then=checkout">Buy two</a>',
      ),
    },
    {
      what: 'a card without a link inside, of which nothing is left',
      html: '<p>One:</p><pushcart-product catalog-id="511"></pushcart-product><pushcart-cart></pushcart-cart>',
      left: everywhere('<p>One:</p>'),
    },
    {
      what: 'a link with a class, a style and data',
      html: marked.replace('{proxy}', proxy),
      left: {...everywhere('<p><a href="{proxy}/buy/511">Mug</a></p>'), DOMPurify: marked},
    },
    {
      what: 'the tag of the studio',
      html: toScriptTag(proxy, {language: 'de'}),
      left: everywhere(''),
    },
    {
      what: 'the link of the studio',
      html: toSnippet(offer(mug, 'link')),
      left: everywhere(`<a href="{proxy}/buy/511">Harbor Mug</a> (${inStore.mug})`),
    },
    {
      what: 'the button of the studio',
      html: button,
      left: {
        ...everywhere(bareButton),
        DOMPurify: bareButton.replace(
          '510">',
          '510" style="display:inline-block;margin:0 .5em .25em 0;padding:.6em 1.1em;border-radius:8px;border:2px solid #1c5d65;background:#1c5d65;color:#ffffff;font-weight:600;line-height:1.4;text-decoration:none">',
        ),
      },
    },
    {
      what: 'the card of the studio',
      html: toSnippet(offer(tee, 'card')),
      left: everywhere(`<a href="{proxy}/buy/510">Add to cart: River Tee</a> (${inStore.tee})`),
    },
    {
      what: 'the e-mail of the studio',
      html: email,
      left: {
        // As it was: it is a table in the first place because that is what gets through.
        DOMPurify: email.replaceAll(proxy, '{proxy}').replaceAll(store.url, '{store}'),
        'sanitize-html': `<table><tbody><tr><td></td><td><p>Harbor Mug</p><p>$18.00 on 28 November 2026</p><table><tbody><tr><td><a href="{proxy}/buy/511">Buy</a></td></tr></tbody></table><p>${inStore.mug}</p></td></tr></tbody></table>`,
        strict: `<table role="presentation" lang="en" dir="ltr" cellpadding="0" cellspacing="0" border="0" width="100%" bgcolor="#ffffff"><tbody><tr><td width="128" valign="top"><img src="{store}/assets/images/harbor-mug.svg" alt="" width="128"></td><td valign="top"><p>Harbor Mug</p><p>$18.00 on 28 November 2026</p><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td bgcolor="#1c5d65"><a href="{proxy}/buy/511">Buy</a></td></tr></tbody></table><p>${inStore.mug}</p></td></tr></tbody></table>`,
      },
    },
  ];
}
