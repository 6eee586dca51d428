/** From a product as the store has it to what a page may know of it: an allow-list, field by field. */
import type {Product, ProductsAnswer, StoreInfo} from '../contract/wire.js';
import type {StoreProduct, StoreSettings} from '../threedcart/index.js';

export function toProduct(product: StoreProduct): Product {
  return {
    catalogId: product.catalogId,
    name: product.name,
    url: product.url,
    image: product.image,
    price: product.price,
    listPrice: product.listPrice,
    orderable: product.orderable,
    reason: product.reason,
    quantity: {
      min: product.quantity.min,
      max: product.quantity.max,
      step: product.quantity.step,
      fractional: product.quantity.fractional,
      choices: product.quantity.choices && [...product.quantity.choices],
    },
    sets: product.sets.map((set) => ({
      setId: set.setId,
      name: set.name,
      type: set.type,
      required: set.required,
      maxLength: set.maxLength,
      options: set.options.map(({optionId, name, delta, image, selected}) => ({
        optionId,
        name,
        delta,
        image,
        selected,
      })),
    })),
    combinations: product.combinations.map(({optionIds, price, orderable}) => ({
      optionIds: [...optionIds],
      price,
      orderable,
    })),
  };
}

/** A product as text: it is asked for by every page that shows it, and changes when the mirror has another. */
const texts = new WeakMap<StoreProduct, string>();
function toText(product: StoreProduct): string {
  const known = texts.get(product);
  if (known !== undefined) return known;
  const text = JSON.stringify(toProduct(product));
  texts.set(product, text);
  return text;
}

/** A `ProductsAnswer` as JSON. */
export function toProductsText(
  settings: StoreSettings,
  products: readonly StoreProduct[],
  missing: ProductsAnswer['missing'],
): string {
  const store = JSON.stringify(toStoreInfo(settings));
  return `{"store":${store},"products":[${products.map(toText).join()}],"missing":${JSON.stringify(missing)}}`;
}

export const toStoreInfo = (settings: StoreSettings): StoreInfo => ({
  name: settings.name,
  url: settings.url,
  currency: settings.currency,
  decimals: settings.decimals,
});
