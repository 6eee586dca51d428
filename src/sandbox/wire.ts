/** From entities to the wire's words, field by field as the vendor documents its objects. */
import {formatDate, noDate, type DateStyle} from './dates.js';
import type {Cart, Combination, Line, Option, OptionSet, Order, Product, Script, Webhook} from './entities.js';
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

function sumWeight(lines: readonly Line[]): number {
  const weight = lines.reduce((sum, line) => sum + line.weight * line.quantity, 0);
  return Math.round(weight * 1000) / 1000;
}

/** A cart as reading it answers. */
export function toWireCart(
  cart: Cart,
  secureUrl: string,
  {dateStyle, checkoutUrl}: Pick<Switches, 'dateStyle' | 'checkoutUrl'>,
) {
  const {lines} = cart;
  const buyer = Object.fromEntries(Object.keys(buyerFields).map((field) => [field, cart.buyer[field] ?? '']));
  return {
    OrderKey: cart.orderKey,
    OrderDate: formatDate(cart.createdAt, dateStyle),
    OrderAmount: toMoney(sumLines(lines)),
    OrderWeight: sumWeight(lines),
    LastUpdate: formatDate(cart.updatedAt, dateStyle),
    CheckoutURL: fillCheckoutUrl(checkoutUrl, cart, secureUrl),
    CustomerId: cart.customerId,
    ...(buyer as Record<BuyerField, string>),
    CartItemList: lines.map((line) => toCartItem(line, dateStyle)),
  };
}
export type WireCart = ReturnType<typeof toWireCart>;

function toOrderItem(line: Line, dateStyle: DateStyle) {
  return {
    CatalogID: line.catalogId,
    ItemIndexID: line.cartItemId,
    ItemID: line.sku,
    ItemShipmentID: 0,
    ItemQuantity: line.quantity,
    ItemWarehouseID: 0,
    ItemDescription: line.description,
    ItemUnitPrice: toMoney(line.unitPrice),
    ItemWeight: line.weight,
    ItemOptionPrice: toMoney(line.optionPrice),
    ItemAdditionalField1: '',
    ItemAdditionalField2: '',
    // Seen in client code: a bundle's child names the line that brought it.
    ItemAdditionalField3: line.parent ? String(line.parent.cartItemId) : '',
    ItemPageAdded: '',
    ItemAvailability: '',
    ItemDateAdded: formatDate(line.parent ? noDate : line.addedAt, dateStyle),
    ItemUnitCost: 0,
    ItemUnitStock: 0,
    ItemOptions: line.chosen.map(({optionId}) => `,${String(optionId)}`).join(''),
    ItemCatalogIDOptions: '',
    ItemSerial: '',
    ItemImage1: line.image,
    ItemImage2: '',
    ItemImage3: '',
    ItemImage4: '',
    ItemWarehouseLocation: '',
    ItemWarehouseBin: '',
    ItemWarehouseAisle: '',
    ItemWarehouseCustom: '',
    RecurringOrderFrequency: 0,
  };
}

/** The one shipment of an order. Its id is 0, which recorded orders have, too. */
function toShipment(order: Order, weight: number, dateStyle: DateStyle) {
  const {buyer} = order;
  const to = (field: string) => buyer[`Shipment${field}`] || buyer[`Billing${field}`] || '';
  return {
    ShipmentID: 0,
    ShipmentLastUpdate: formatDate(order.updatedAt, dateStyle),
    ShipmentBoxes: 1,
    ShipmentInternalComment: '',
    ShipmentOrderStatus: order.statusId,
    ShipmentAddress: to('Address'),
    ShipmentAddress2: to('Address2'),
    ShipmentAlias: '',
    ShipmentCity: to('City'),
    ShipmentCompany: to('Company'),
    ShipmentCost: 0,
    ShipmentCountry: to('Country'),
    ShipmentEmail: to('Email'),
    ShipmentFirstName: to('FirstName'),
    ShipmentLastName: to('LastName'),
    ShipmentMethodID: 1,
    ShipmentMethodName: 'Ground',
    ShipmentShippedDate: '',
    ShipmentPhone: buyer.ShipmentPhone || buyer.BillingPhoneNumber || '',
    ShipmentState: to('State'),
    ShipmentZipCode: to('ZipCode'),
    ShipmentTax: 0,
    ShipmentWeight: weight,
    ShipmentTrackingCode: '',
    ShipmentUserID: '',
    ShipmentNumber: 1,
    ShipmentAddressTypeID: 0,
  };
}

const billingFields = Object.keys(buyerFields).filter((field) => field.startsWith('Billing'));

/** An order as lists, single reads and webhooks have it. */
export function toWireOrder(order: Order, secureUrl: string, dateStyle: DateStyle) {
  const billing = Object.fromEntries(billingFields.map((field) => [field, order.buyer[field] ?? '']));
  const host = secureUrl.replace(/^https?:\/\//i, '').replace(/\/.*$/, '');
  return {
    InvoiceNumberPrefix: 'AB-',
    InvoiceNumber: order.orderId,
    OrderID: order.orderId,
    CustomerID: order.customerId,
    OrderDate: formatDate(order.orderedAt, dateStyle),
    OrderStatusID: order.statusId,
    LastUpdate: formatDate(order.updatedAt, dateStyle),
    UserID: null,
    SalesPerson: '',
    // Recorded with http, also of stores whose checkout is https.
    ContinueURL: `http://${host}/continue_order.asp?orderkey=${order.orderKey}${String(order.orderId)}`,
    AlternateOrderID: '',
    OrderType: '',
    PaymentTokenID: 0,
    ...(billing as Record<Extract<BuyerField, `Billing${string}`>, string>),
    BillingPaymentMethod: 'Check or Money Order',
    BillingOnLinePayment: false,
    BillingPaymentMethodID: '49',
    ShipmentList: [toShipment(order, sumWeight(order.lines), dateStyle)],
    OrderItemList: order.lines.map((line) => toOrderItem(line, dateStyle)),
    PromotionList: [],
    OrderDiscount: 0,
    OrderDiscountCoupon: 0,
    OrderDiscountPromotion: 0,
    SalesTax: 0,
    SalesTax2: 0,
    SalesTax3: 0,
    OrderAmount: toMoney(order.amount),
    AffiliateCommission: 0,
    TransactionList: [],
    QuestionList: [],
    CardType: '',
    CardNumber: '',
    CardName: '',
    CardExpirationMonth: '',
    CardExpirationYear: '',
    CardIssueNumber: '',
    CardStartMonth: '',
    CardStartYear: '',
    CardAddress: '',
    CardVerification: '',
    RewardPoints: '0',
    Referer: '',
    IP: '192.0.2.44',
    CustomerComments: '',
    InternalComments: 'bench 4 packs this',
    ExternalComments: '',
  };
}
export type WireOrder = ReturnType<typeof toWireOrder>;

/** What an order's status means, and the merchant's word for it (ids seen in client code). */
export const orderStatuses = [
  'New',
  'Processing',
  'Partial',
  'Shipped',
  'Cancelled',
  'Hold',
  'Not Completed',
  'Custom 1',
  'Custom 2',
  'Custom 3',
  'Unpaid',
  'Review',
].map((meaning, index) => ({
  OrderStatusID: index + 1,
  Sorting: index + 1,
  StatusDefinition: meaning,
  StatusText: meaning === 'Shipped' ? 'On its way' : meaning,
  Visible: true,
}));

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

/** A webhook as it is read back. */
export function toWireWebhook(webhook: Webhook & {readonly id: number}, dateStyle: DateStyle) {
  return {
    Id: webhook.id,
    Name: webhook.name,
    Url: webhook.url,
    EventType: webhook.eventType,
    DateCreated: formatDate(webhook.createdAt, dateStyle),
    DateUpdated: formatDate(webhook.updatedAt, dateStyle),
    Format: 'JSON',
    Enabled: webhook.enabled,
  };
}
export type WireWebhook = ReturnType<typeof toWireWebhook>;
