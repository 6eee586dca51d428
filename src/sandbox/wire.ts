/** From entities to the wire's words, field by field as the vendor documents its objects. */
import {formatDate, noDate, type DateStyle} from './dates.js';
import type {Cart, Combination, Line, Option, OptionSet, Order, Product, Script} from './entities.js';
import {sumLines} from './lines.js';
import type {Switches} from './switches.js';

/** The buyer's fields of a cart and their greatest lengths (documented). Note `BillingPhoneNumber` and `ShipmentPhone`. */
export const buyerFields = {
  BillingFirstName: 100,
  BillingLastName: 100,
  BillingCompany: 255,
  BillingAddress: 200,
  BillingAddress2: 50,
  BillingCity: 100,
  BillingState: 100,
  BillingZipCode: 20,
  BillingCountry: 50,
  BillingPhoneNumber: 30,
  BillingEmail: 100,
  ShipmentFirstName: 100,
  ShipmentLastName: 50,
  ShipmentCompany: 200,
  ShipmentAddress: 255,
  ShipmentAddress2: 50,
  ShipmentCity: 50,
  ShipmentState: 50,
  ShipmentZipCode: 20,
  ShipmentCountry: 50,
  ShipmentPhone: 50,
  ShipmentEmail: 100,
} as const;
type BuyerField = keyof typeof buyerFields;

function toMoney(cents: number): number {
  return cents / 100;
}

function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path}`;
}

/** Where a shopper goes on with a cart, by the template of the switch `checkoutUrl`. */
function fillCheckoutUrl(template: string, {orderKey, orderId}: Cart, secureUrl: string): string {
  const storeUrl = secureUrl.replace(/\/+$/, '');
  const words: Readonly<Record<string, string>> = {
    storeUrl,
    storeHost: storeUrl.replace(/^https?:\/\//i, ''),
    OrderKey: orderKey,
    OrderID: String(orderId),
  };
  return template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}

/** Path of a product's own page, such as `River-Tee_p_510.html`. */
export function toProductPath({name, catalogId}: Product): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${slug || 'product'}_p_${String(catalogId)}.html`;
}

function toCartItem(line: Line, dateStyle: DateStyle) {
  return {
    CatalogID: line.catalogId,
    CartItemID: line.cartItemId,
    ItemID: line.sku,
    ItemQuantity: line.quantity,
    ItemDescription: line.description,
    ItemUnitPrice: toMoney(line.unitPrice),
    ItemOptionPrice: toMoney(line.optionPrice),
    ItemDateAdded: formatDate(line.parent ? noDate : line.addedAt, dateStyle),
    ItemImage1: line.image,
  };
}

/** A cart as reading it answers. */
export function toWireCart(
  cart: Cart,
  secureUrl: string,
  {dateStyle, checkoutUrl}: Pick<Switches, 'dateStyle' | 'checkoutUrl'>,
) {
  const {lines} = cart;
  const weight = lines.reduce((sum, line) => sum + line.weight * line.quantity, 0);
  const buyer = Object.fromEntries(Object.keys(buyerFields).map((field) => [field, cart.buyer[field] ?? '']));
  return {
    OrderKey: cart.orderKey,
    OrderDate: formatDate(cart.createdAt, dateStyle),
    OrderAmount: toMoney(sumLines(lines)),
    OrderWeight: Math.round(weight * 1000) / 1000,
    LastUpdate: formatDate(cart.updatedAt, dateStyle),
    CheckoutURL: fillCheckoutUrl(checkoutUrl, cart, secureUrl),
    CustomerId: cart.customerId,
    ...(buyer as Record<BuyerField, string>),
    CartItemList: lines.map((line) => toCartItem(line, dateStyle)),
  };
}
export type WireCart = ReturnType<typeof toWireCart>;

/** An order with the fields that a sandbox order fills. */
export function toWireOrder(order: Order, dateStyle: DateStyle) {
  return {
    InvoiceNumber: order.orderId,
    OrderID: order.orderId,
    CustomerID: 0,
    OrderKey: order.orderKey,
    OrderDate: formatDate(order.completedAt, dateStyle),
    LastUpdate: formatDate(order.completedAt, dateStyle),
    OrderStatusID: order.statusId,
    BillingFirstName: order.name,
    BillingEmail: order.email,
    OrderItemList: order.lines.map((line) => ({
      CatalogID: line.catalogId,
      ItemIndexID: line.cartItemId,
      ItemID: line.sku,
      ItemQuantity: line.quantity,
      ItemDescription: line.description,
      ItemUnitPrice: toMoney(line.unitPrice),
      ItemOptionPrice: toMoney(line.optionPrice),
      ItemOptions: line.chosen.map(({optionId}) => `,${String(optionId)}`).join(''),
    })),
    OrderAmount: toMoney(order.amount),
  };
}
export type WireOrder = ReturnType<typeof toWireOrder>;

/** Price and stock of a product. */
export function toSkuInfo(product: Product) {
  return {
    CatalogID: product.catalogId,
    SKU: product.sku,
    Name: product.name,
    Cost: toMoney(product.cost),
    Price: toMoney(product.price),
    Currency: 'USD',
    RetailPrice: toMoney(product.retailPrice),
    SalePrice: toMoney(product.salePrice),
    OnSale: product.onSale,
    Stock: product.stock,
  };
}

function toWireOption(option: Option, sorting: number) {
  return {
    OptionID: option.optionId,
    OptionName: option.name,
    OptionSelected: option.selected,
    OptionHide: option.hidden,
    OptionValue: toMoney(option.surcharge),
    OptionPartNumber: '',
    OptionSorting: sorting,
    OptionImagePath: option.image,
    OptionBundleCatalogId: option.bundleCatalogId,
    OptionBundleQuantity: option.bundleQuantity,
  };
}

/** An option set. Sorting counts from 1; a placeholder in front, which is preselected and costs nothing, has 0. */
export function toWireOptionSet(set: OptionSet, index: number, {combinations}: Product) {
  const [first] = set.options;
  const isKnown = combinations.some(({optionIds}) => first !== undefined && optionIds.includes(first.optionId));
  const base = combinations.length > 0 && set.type === 'Dropdown' && !isKnown ? 0 : 1;
  return {
    OptionSetID: set.optionSetId,
    OptionSetName: set.name,
    OptionSorting: index + 1,
    OptionRequired: set.required,
    OptionType: set.type,
    OptionURL: '',
    OptionAdditionalInformation: '',
    OptionSizeLimit: set.sizeLimit,
    OptionList: set.options.map((option, position) => toWireOption(option, position + base)),
  };
}

/** A combination. Its name ends at a quote character, as recorded answers show. */
export function toWireAdvancedOption(combination: Combination) {
  return {
    AdvancedOptionCode: combination.optionIds.join('-'),
    AdvancedOptionSufix: combination.sku,
    AdvancedOptionName: combination.name.replace(/["'].*$/s, ''),
    AdvancedOptionCost: toMoney(combination.cost),
    AdvancedOptionStock: combination.stock,
    AdvancedOptionWeight: combination.weight,
    AdvancedOptionPrice: toMoney(combination.price),
    AdvancedOptionGTIN: '',
  };
}

const priceLevels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Wholesale prices that a shopper must never see: each level takes off two percent more. */
function toPriceLevels({price}: Product) {
  const levels = priceLevels.flatMap((level): [string, number | boolean][] => [
    [`PriceLevel${String(level)}`, toMoney(Math.round(price * (1 - level / 50)))],
    [`PriceLevel${String(level)}Hide`, true],
  ]);
  return Object.fromEntries(levels);
}

/** A product as lists and single reads answer it, with everything a merchant keeps to himself. */
export function toWireProduct(product: Product, storeUrl: string, dateStyle: DateStyle) {
  return {
    SKUInfo: toSkuInfo(product),
    MFGID: '',
    ManufacturerName: '',
    DistributorList: [
      {
        DistributorID: 3,
        DistributorName: product.distributor,
        DistributorItemCost: toMoney(product.cost),
        DistributorItemID: `W-${product.sku}`,
        DistributorStockID: '',
      },
    ],
    LastUpdate: formatDate(product.updatedAt, dateStyle),
    DateCreated: formatDate(product.createdAt, dateStyle),
    UserID: null,
    GTIN: '',
    CategoryList: [{CategoryID: product.category.categoryId, CategoryName: product.category.name}],
    NonTaxable: false,
    NotForSale: product.notForSale,
    Hide: product.hidden,
    GiftCertificate: product.giftCertificate,
    HomeSpecial: false,
    CategorySpecial: false,
    NonSearchable: false,
    GiftWrapItem: false,
    ShipCost: 0,
    Weight: product.weight,
    FreeShipping: false,
    SelfShip: false,
    MinimumQuantity: product.minimumQuantity,
    MaximumQuantity: product.maximumQuantity,
    AllowOnlyMultiples: product.onlyMultiples,
    AllowFractionalQuantity: product.fractionalQuantity,
    QuantityOptions: product.quantityOptions,
    GroupOptionsForQuantityPricing: false,
    ApplyQuantityDiscountToOptions: false,
    DiscountList: [],
    ...toPriceLevels(product),
    MinimumAcceptableOffer: toMoney(product.cost),
    InventoryControl: product.inventoryControl,
    StockAlert: 5,
    InStockMessage: '',
    OutOfStockMessage: '',
    BackOrderMessage: '',
    WarehouseLocation: 'Main',
    WarehouseBin: product.warehouseBin,
    WarehouseAisle: product.warehouseBin.slice(0, 1),
    WarehouseCustom: '',
    ShortDescription: product.shortDescription,
    Description: product.description,
    Title: product.name,
    MainImageFile: product.image,
    MainImageCaption: '',
    ThumbnailFile: product.image,
    AdditionalImageFile2: '',
    AdditionalImageCaption2: '',
    AdditionalImageFile3: '',
    AdditionalImageCaption3: '',
    AdditionalImageFile4: '',
    AdditionalImageCaption4: '',
    ImageGalleryList: [],
    ProductLink: joinUrl(storeUrl, toProductPath(product)),
    BuyButtonLink: joinUrl(storeUrl, `add_cart.asp?quick=1&item_id=${String(product.catalogId)}`),
    CustomFileName: '',
    CanonicalUrl: '',
    RedirectLink: '',
    OptionSetList: product.optionSets.map((set, index) => toWireOptionSet(set, index, product)),
    AdvancedOptionList: product.combinations.map(toWireAdvancedOption),
    DoNotUseCategoryOptions: false,
    RelatedProductList: [],
    UpSellingItemList: [],
    EProductList: [],
    SerialList: [],
    PluginList: {},
    LoginRequiredOptionID: product.loginRequiredOptionId || null,
    AllowAccessCustomerGroupID: 0,
    ReviewAverage: 0,
    ReviewCount: 0,
    ExtraField1: `buyer note ${product.warehouseBin}`,
    ExtraField2: '',
    ExtraField3: '',
    ExtraField4: '',
    ExtraField5: '',
  };
}
export type WireProduct = ReturnType<typeof toWireProduct>;

/** The store's settings. Everything in it is text, the number of decimals too (documented). */
export function toWireSettings(storeName: string, secureUrl: string) {
  const storeUrl = secureUrl.replace(/\/+$/, '');
  return {
    StoreInformation: {
      StoreName: storeName,
      StoreSlogan: 'Good things, shipped slowly',
      StoreLogo: '',
      StoreEmail: 'hello@store.example',
      StoreURL: storeUrl,
      StoreSecureURL: storeUrl,
    },
    MerchantInformation: {
      Company: storeName,
      Address1: '12 Quay Street',
      Address2: '',
      City: 'Port Haven',
      State: 'ME',
      Country: 'US',
      ZipCode: '04101',
      Phone: '555-0142',
      AlternatePhone: '',
      Fax: '',
      InvoiceLogo: '',
      InvoiceTerms: '',
    },
    StoreStandards: {
      StoreTimeZone: '-5',
      CurrencySymbol: '$',
      DecimalPlacesOnPrice: '2',
      CurrencyCode: 'USD',
    },
  };
}

/** A frontend script. */
export function toWireScript(script: Script & {readonly id: number}, dateStyle: DateStyle) {
  return {
    FrontendScriptID: script.id,
    Placement: script.placement,
    Code: script.code,
    DateCreated: formatDate(script.createdAt, dateStyle),
    LastUpdate: formatDate(script.updatedAt, dateStyle),
  };
}
export type WireScript = ReturnType<typeof toWireScript>;
