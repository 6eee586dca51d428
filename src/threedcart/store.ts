/**
 * A store in our words, and the pure mappers that get there from the store's. Everything outside `src/threedcart/`
 * works with these types; an order key is a cart's `key`, a cart item id a line's `lineId`.
 */
import type * as wire from './schemas.js';
import {readDescription, type DescribedOption} from './description.js';

export interface StoreSettings {
  readonly name: string;
  /** The storefront, no trailing slash. */
  readonly url: string;
  readonly secureUrl: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly decimals: number;
}

export interface StoreOption {
  readonly optionId: number;
  readonly name: string;
  /** Minor units per unit; may be negative. */
  readonly delta: number;
  readonly image: string | null;
  readonly selected: boolean;
  /** The product that choosing this option adds to the cart as a line of the store's own; 0 for none. */
  readonly bundleCatalogId: number;
}

export interface StoreOptionSet {
  readonly setId: number;
  readonly name: string;
  readonly type: 'select' | 'radio' | 'swatch' | 'check' | 'text';
  readonly required: boolean;
  readonly maxLength: number | null;
  readonly options: readonly StoreOption[];
}

export interface StoreProduct {
  readonly catalogId: number;
  readonly sku: string;
  readonly name: string;
  readonly url: string;
  readonly image: string | null;
  readonly price: number;
  readonly listPrice: number | null;
  /** Hidden in the store: to a shopper it is not there. */
  readonly hidden: boolean;
  readonly orderable: boolean;
  readonly reason: 'sold_out' | 'in_store_only' | null;
  /** Units that the store says it has, where it counts them at all. Never leaves the proxy. */
  readonly stock: number | null;
  readonly quantity: {
    readonly min: number;
    readonly max: number | null;
    readonly step: number;
    readonly fractional: boolean;
    readonly choices: readonly number[] | null;
  };
  readonly sets: readonly StoreOptionSet[];
  readonly combinations: readonly {
    readonly optionIds: readonly number[];
    readonly price: number;
    readonly orderable: boolean;
  }[];
}

export interface StoreLine {
  readonly lineId: string;
  readonly catalogId: number;
  readonly quantity: number;
  /** Minor units, options included. */
  readonly unitPrice: number;
  /** As the store composed it: HTML. Compared, never shown. */
  readonly description: string;
  readonly name: string;
  readonly options: readonly DescribedOption[];
  readonly image: string | null;
  /** What the line says of itself: a part of a bundle, or a discount that the store calculated. */
  readonly madeAs: 'item' | 'child' | 'discount';
}

export interface StoreCart {
  readonly key: string;
  /** Opaque; empty if the store sent none. */
  readonly checkoutUrl: string;
  readonly lines: readonly StoreLine[];
}

/** What a mapper must know of the store besides the object. */
export interface StoreFrame {
  readonly url: string;
  readonly decimals: number;
}

const minor = (amount: number, decimals: number): number => {
  // On the decimal text: 1.005 must not become 1.00 because of its binary form.
  const scaled = Math.round(Number(`${Math.abs(amount).toFixed(6)}e${decimals}`) + 1e-6);
  return amount < 0 && scaled > 0 ? -scaled : scaled;
};

/** An address to show or follow, or undefined for anything that is not http(s). Relative ones belong to the store. */
function toUrl(path: string, base: string): string | undefined {
  if (!path.trim()) return undefined;
  try {
    const url = new URL(path.trim(), `${base}/`);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** An address without the slashes at its end. */
export function withoutSlash(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
}

const withScheme = (url: string): string => (/^https?:\/\//i.test(url) ? url : `https://${url}`);
/** An address of the store as its settings have it, or undefined for what is none: they are typed by hand. */
function toAddress(text: string): string | undefined {
  const url = withScheme(text.trim());
  return text.trim() && URL.canParse(url) ? withoutSlash(new URL(url).href) : undefined;
}

/** Settings as the store keeps them; what is missing falls back to the address that we were configured with. */
export function toStoreSettings(raw: wire.StoreSettings, secureUrl: string): StoreSettings {
  const {StoreInformation: info, StoreStandards: standards} = raw;
  const secure = toAddress(info.StoreSecureURL) ?? withoutSlash(withScheme(secureUrl));
  return {
    name: toPlainName(info.StoreName) || new URL(secure).hostname,
    url: toAddress(info.StoreURL) ?? secure,
    secureUrl: secure,
    currency: /^[A-Z]{3}$/i.test(standards.CurrencyCode) ? standards.CurrencyCode.toUpperCase() : 'USD',
    decimals: standards.DecimalPlacesOnPrice,
  };
}

const toPlainName = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

const setType = (set: wire.OptionSet): StoreOptionSet['type'] | 'file' => {
  const type = set.OptionType.toLowerCase();
  if (type.includes('file') || type.includes('upload')) return 'file';
  if (type.includes('text')) return 'text';
  if (type.includes('check')) return 'check';
  if (type.includes('radio')) return 'radio';
  if (type.includes('swatch') || type.includes('image') || type.includes('color')) return 'swatch';
  return 'select';
};

/** Stock decides only where the product says so itself: the store's own default is not readable through the API. */
const inStock = (stock: number, inventoryControl: number): boolean =>
  stock > 0 || (inventoryControl !== 1 && inventoryControl !== 3);

export function toStoreProduct(raw: wire.Product, frame: StoreFrame): StoreProduct {
  const {SKUInfo: sku, InventoryControl: control} = raw;
  const money = (amount: number) => minor(amount, frame.decimals);
  const unit = sku.OnSale ? sku.SalePrice : sku.Price;
  const listed = Math.max(sku.RetailPrice, sku.OnSale ? sku.Price : 0);

  const combinations = raw.AdvancedOptionList.flatMap((combination) => {
    const optionIds = combination.AdvancedOptionCode.split('-').map(Number);
    if (!optionIds.every((optionId) => Number.isInteger(optionId) && optionId > 0)) return [];
    return [
      {
        optionIds,
        price: money(sku.OnSale ? sku.SalePrice : combination.AdvancedOptionPrice || sku.Price),
        orderable: inStock(combination.AdvancedOptionStock, control),
      },
    ];
  });
  const combined = new Set(combinations.flatMap((combination) => combination.optionIds));

  const sets = raw.OptionSetList.map((set) => {
    const options = set.OptionList.filter((option) => !option.OptionHide).sort(
      (a, b) => a.OptionSorting - b.OptionSorting,
    );
    // "Select Size" is an ordinary option in the store: first, required, and in no combination. It is not a choice.
    const placeholder =
      set.OptionRequired && combined.size > 0 && options.some((option) => combined.has(option.OptionID))
        ? options.find((option, index) => index === 0 && !combined.has(option.OptionID))
        : undefined;
    return {
      raw: set,
      type: setType(set),
      options: options
        .filter((option) => option !== placeholder)
        .map((option) => ({
          optionId: option.OptionID,
          name: toPlainName(option.OptionName),
          delta: money(option.OptionValue),
          image: toUrl(option.OptionImagePath, frame.url) ?? null,
          selected: option.OptionSelected,
          bundleCatalogId: option.OptionBundleCatalogId,
        })),
    };
  }).sort((a, b) => a.raw.OptionSorting - b.raw.OptionSorting);

  const inStoreOnly =
    raw.GiftCertificate ||
    raw.LoginRequiredOptionID > 0 ||
    sets.some((set) => set.raw.OptionRequired && (set.type === 'file' || set.options.length === 0));
  const stocked =
    combinations.length > 0 ? combinations.some((combination) => combination.orderable) : inStock(sku.Stock, control);
  const min = raw.MinimumQuantity > 0 ? raw.MinimumQuantity : raw.AllowFractionalQuantity ? 0.001 : 1;
  const choices = raw.QuantityOptions.split(',')
    .map(Number)
    .filter((choice) => choice > 0);

  return {
    catalogId: sku.CatalogID,
    sku: sku.SKU,
    name: toPlainName(sku.Name),
    url: toUrl(raw.ProductLink, frame.url) ?? `${frame.url}/`,
    image: toUrl(raw.MainImageFile || raw.ThumbnailFile, frame.url) ?? null,
    price: money(unit),
    listPrice: listed > unit ? money(listed) : null,
    hidden: raw.Hide,
    orderable: !raw.NotForSale && !raw.Hide && !inStoreOnly && stocked,
    reason: inStoreOnly ? 'in_store_only' : stocked ? null : 'sold_out',
    stock: inStock(0, control) || combinations.length > 0 ? null : sku.Stock,
    quantity: {
      min,
      max: raw.MaximumQuantity > 0 ? raw.MaximumQuantity : null,
      step: raw.AllowOnlyMultiples ? min : raw.AllowFractionalQuantity ? 0.001 : 1,
      fractional: raw.AllowFractionalQuantity,
      choices: choices.length > 0 ? choices : null,
    },
    sets: sets.flatMap(({raw: set, type, options}) =>
      type === 'file' || options.length === 0
        ? []
        : [
            {
              setId: set.OptionSetID,
              name: toPlainName(set.OptionSetName).replace(/:$/, ''),
              type,
              required: set.OptionRequired,
              maxLength: type === 'text' && set.OptionSizeLimit > 0 ? set.OptionSizeLimit : null,
              options,
            },
          ],
    ),
    combinations,
  };
}

function toStoreLine(raw: wire.CartItem, frame: StoreFrame): StoreLine {
  const isChild = /^\s*(bundle item:|kit item)/i.test(raw.ItemDescription);
  // A part of a bundle has a line of its own in front of its name, with a SKU that no shopper asked for.
  const {name, options} = readDescription(
    isChild ? raw.ItemDescription.replace(/^[^<]*<br\s*\/?>/i, '') : raw.ItemDescription,
  );
  return {
    lineId: String(raw.CartItemID),
    catalogId: raw.CatalogID,
    quantity: raw.ItemQuantity,
    unitPrice: minor(raw.ItemUnitPrice, frame.decimals) + minor(raw.ItemOptionPrice, frame.decimals),
    description: raw.ItemDescription,
    name,
    options,
    image: toUrl(raw.ItemImage1, frame.url) ?? null,
    madeAs: isChild
      ? 'child'
      : /^\s*discount\b/i.test(name) && raw.ItemUnitPrice + raw.ItemOptionPrice <= 0
        ? 'discount'
        : 'item',
  };
}

export function toStoreCart(raw: wire.Cart, frame: StoreFrame): StoreCart {
  return {
    key: raw.OrderKey,
    checkoutUrl: raw.CheckoutURL.trim(),
    lines: raw.CartItemList.map((line) => toStoreLine(line, frame)),
  };
}
