/**
 * The store's wire format, read tolerantly: numbers may be text, strings may be null, one object may come as an
 * array of one, and fields may appear that nobody announced. Only what we use is named; nothing else is kept, so
 * costs, stock of distributors and customer data end here.
 */
import {z} from 'zod';

/** Beyond this no price, stock or quantity is meant, and no sum of minor units would be exact. */
const MOST = 1e12;
const number = z.preprocess(
  (value) => (value === null || value === undefined || value === '' ? 0 : value),
  z.coerce.number().min(-MOST).max(MOST),
);
const id = z.preprocess((value) => (value === null || value === '' ? undefined : value), z.coerce.number().int());
const idOrZero = z.preprocess(
  (value) => (value === null || value === undefined || value === '' ? 0 : value),
  z.coerce.number().int(),
);
const text = z.preprocess((value) => value ?? '', z.coerce.string());
// The documentation's own sample shows 1.1 where the type column says boolean.
const flag = z.preprocess(
  (value) =>
    value === true ||
    ((typeof value === 'number' || typeof value === 'string') &&
      (Number(value) > 0 || String(value).toLowerCase() === 'true')),
  z.boolean(),
);
const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? (value as unknown[]) : []), z.array(item));
/** Far more lines than a cart can have; each that cannot be read would cost a description of why. */
const MOST_LINES = 1000;
/** A list that nothing else may stand for: no list of lines is not the same as no lines. */
const listOrNull = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value: unknown) => (Array.isArray(value) && value.length > MOST_LINES ? undefined : (value ?? [])),
    z.array(item),
  );
const oneOf = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? (value as unknown[])[0] : value), item);

/** One element of the array that every write answers. */
export const WriteResult = z.object({Key: text, Value: text, Status: text, Message: text});
export type WriteResult = z.infer<typeof WriteResult>;
export const WriteResults = z.union([z.array(WriteResult), WriteResult.transform((one) => [one])]);

const CartItem = z.object({
  CatalogID: idOrZero,
  CartItemID: id,
  ItemQuantity: number,
  ItemDescription: text,
  ItemUnitPrice: number,
  ItemOptionPrice: number,
  ItemImage1: text,
});
export type CartItem = z.infer<typeof CartItem>;

export const Cart = oneOf(
  z.object({
    // Without its key an object is not a cart: read as an empty one, it would have every line added again.
    OrderKey: text.pipe(z.string().min(1)),
    CheckoutURL: text,
    CartItemList: listOrNull(
      // The documentation writes the id in two ways.
      z.preprocess(
        (value) =>
          typeof value === 'object' && value !== null && 'CartItemId' in value
            ? {CartItemID: value.CartItemId, ...value}
            : value,
        CartItem,
      ),
    ).refine(
      (lines) => new Set(lines.map((line) => line.CartItemID)).size === lines.length,
      'two lines have one id: a write would meet the wrong one',
    ),
  }),
);
export type Cart = z.infer<typeof Cart>;

const Option = z.object({
  OptionID: id,
  OptionName: text,
  OptionSelected: flag,
  OptionHide: flag,
  OptionValue: number,
  OptionSorting: number,
  OptionImagePath: text,
  OptionBundleCatalogId: idOrZero,
});

const OptionSet = z.object({
  OptionSetID: id,
  OptionSetName: text,
  OptionSorting: number,
  OptionRequired: flag,
  OptionType: text,
  OptionSizeLimit: number,
  OptionList: listOf(Option),
});
export type OptionSet = z.infer<typeof OptionSet>;

const AdvancedOption = z.object({
  AdvancedOptionCode: text,
  AdvancedOptionStock: number,
  AdvancedOptionPrice: number,
});

export const Product = z.object({
  SKUInfo: z.object({
    CatalogID: id,
    SKU: text,
    Name: text,
    Price: number,
    RetailPrice: number,
    SalePrice: number,
    OnSale: flag,
    Stock: number,
  }),
  MainImageFile: text,
  ThumbnailFile: text,
  ProductLink: text,
  Hide: flag,
  NotForSale: flag,
  GiftCertificate: flag,
  LoginRequiredOptionID: idOrZero,
  InventoryControl: z.preprocess(
    (value) => (value === null || value === undefined || value === '' ? -1 : value),
    z.coerce.number(),
  ),
  MinimumQuantity: number,
  MaximumQuantity: number,
  AllowOnlyMultiples: flag,
  AllowFractionalQuantity: flag,
  QuantityOptions: text,
  OptionSetList: listOf(OptionSet),
  AdvancedOptionList: listOf(AdvancedOption),
});
export type Product = z.infer<typeof Product>;

export const OneProduct = oneOf(Product);

/** A page of products. One that cannot be read is left out rather than losing the page with it. */
export const ProductPage = z.array(z.unknown()).transform((rows) =>
  rows.flatMap((row) => {
    const parsed = Product.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  }),
);

export const StoreSettings = oneOf(
  z.object({
    StoreInformation: z.object({StoreName: text, StoreURL: text, StoreSecureURL: text}),
    StoreStandards: z.object({
      CurrencyCode: text,
      DecimalPlacesOnPrice: z.preprocess(
        (value) => (value === null || value === undefined || value === '' ? 2 : value),
        z.coerce.number().int().min(0).max(4),
      ),
    }),
  }),
);
export type StoreSettings = z.infer<typeof StoreSettings>;

export const Order = z.object({OrderID: id, OrderStatusID: idOrZero, ContinueURL: text});
export type Order = z.infer<typeof Order>;
export const OneOrder = oneOf(Order);

/** A product as a webhook is sent it: only which one it is matters, the rest is read again. */
export const ProductEvent = z.object({SKUInfo: z.object({CatalogID: id.pipe(z.number().positive())})});

const Webhook = z.object({
  Id: id,
  Name: text,
  Url: text,
  EventType: idOrZero,
  Format: text,
  Enabled: flag,
});
export type Webhook = z.infer<typeof Webhook>;
/** One that cannot be read loses the list: whoever would be told twice of everything would not know why. */
export const Webhooks = z.array(Webhook);
export const WebhookEvents = z.array(z.object({EventType: id, EventName: text}));

const FrontendScript = z.object({FrontendScriptID: id, Placement: text, Code: text});
export type FrontendScript = z.infer<typeof FrontendScript>;
/** One that cannot be read loses the list: it could be ours, and would be installed twice. */
export const FrontendScripts = z.array(FrontendScript);
