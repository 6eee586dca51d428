/** The few words that stand in a snippet itself. What the cart says is its own. */
import type {LanguageTag} from '../words/languages.js';

export interface Phrases {
  /** Of a button, with the product's `{name}`. */
  readonly add: string;
  readonly buyNow: string;
  /** Of a button beside the product's name. */
  readonly buy: string;
  readonly seeInStore: string;
  /** A `{price}` that was right on a `{date}`. */
  readonly priceOn: string;
}

export const phrases: Readonly<Record<LanguageTag, Phrases>> = {
  en: {
    add: 'Add to cart: {name}',
    buyNow: 'Buy now: {name}',
    buy: 'Buy',
    seeInStore: 'See it in the store',
    priceOn: '{price} on {date}',
  },
  es: {
    add: 'Agregar al carrito: {name}',
    buyNow: 'Comprar ahora: {name}',
    buy: 'Comprar',
    seeInStore: 'Ver en la tienda',
    priceOn: '{price} el {date}',
  },
  fr: {
    add: 'Ajouter au panier : {name}',
    buyNow: 'Acheter maintenant : {name}',
    buy: 'Acheter',
    seeInStore: 'Voir dans la boutique',
    priceOn: '{price} le {date}',
  },
  de: {
    add: 'In den Warenkorb: {name}',
    buyNow: 'Jetzt kaufen: {name}',
    buy: 'Kaufen',
    seeInStore: 'Im Shop ansehen',
    priceOn: '{price} am {date}',
  },
  it: {
    add: 'Aggiungi al carrello: {name}',
    buyNow: 'Acquista ora: {name}',
    buy: 'Acquista',
    seeInStore: 'Vedi nel negozio',
    // "il" becomes "l’" before some days: no preposition is never wrong.
    priceOn: '{price} ({date})',
  },
  'pt-BR': {
    add: 'Adicionar ao carrinho: {name}',
    buyNow: 'Comprar agora: {name}',
    buy: 'Comprar',
    seeInStore: 'Ver na loja',
    priceOn: '{price} em {date}',
  },
  nl: {
    add: 'In winkelwagen: {name}',
    buyNow: 'Nu kopen: {name}',
    buy: 'Kopen',
    seeInStore: 'Bekijken in de webwinkel',
    priceOn: '{price} op {date}',
  },
  pl: {
    add: 'Dodaj do koszyka: {name}',
    buyNow: 'Kup teraz: {name}',
    buy: 'Kup',
    seeInStore: 'Zobacz na stronie sklepu',
    priceOn: '{price} dnia {date}',
  },
  ja: {
    add: 'カートに入れる：{name}',
    buyNow: '今すぐ購入：{name}',
    buy: '購入する',
    seeInStore: 'ショップのサイトで見る',
    priceOn: '{date}時点で{price}',
  },
  'zh-Hans': {
    add: '加入购物车：{name}',
    buyNow: '立即购买：{name}',
    buy: '购买',
    seeInStore: '前往店铺查看',
    priceOn: '{date}价格：{price}',
  },
  ar: {
    add: 'إضافة إلى السلة: {name}',
    buyNow: 'شراء الآن: {name}',
    buy: 'شراء',
    seeInStore: 'عرض المنتج في موقع المتجر',
    priceOn: '{price} في {date}',
  },
  he: {
    add: 'הוספה לסל: {name}',
    buyNow: 'לקנייה עכשיו: {name}',
    buy: 'לקנייה',
    seeInStore: 'לצפייה באתר החנות',
    priceOn: '{price} ב־{date}',
  },
};

/** A phrase with its values put in; a value is never looked at for placeholders again. */
export const fill = (phrase: string, values: Readonly<Record<string, string>>): string =>
  phrase.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Right to left. */
export const isRtl = (language: LanguageTag): boolean => language === 'ar' || language === 'he';
