/**
 * What the emulated store holds, in its own words. The wire's words (`CatalogID`, `AdvancedOptionSufix`, …) are made of
 * these by the formatters. Money is in integer cents, weight in pounds, moments in milliseconds since 1970 (UTC).
 */

/** One choice of an option set. */
export interface Option {
  readonly optionId: number;
  readonly name: string;
  /** Added to the unit price when chosen; may be negative. */
  readonly surcharge: number;
  /** Chosen when the product page opens. */
  readonly selected: boolean;
  /** Not offered to shoppers. */
  readonly hidden: boolean;
  /** Path below the store's address, for swatches. Empty: none. */
  readonly image: string;
  /** Choosing this option adds that product as a child line. 0: none. */
  readonly bundleCatalogId: number;
  /** How many of the bundled product come with one of this. */
  readonly bundleQuantity: number;
}

/** A question a product asks, such as its size. */
export interface OptionSet {
  readonly optionSetId: number;
  readonly name: string;
  /** `Dropdown` and `Radio` are seen in client code; the others are our reading. */
  readonly type: 'Dropdown' | 'Radio' | 'Swatch' | 'Checkbox' | 'Text' | 'TextArea' | 'File';
  readonly required: boolean;
  /** Longest text in characters, for free text. 0: no limit. */
  readonly sizeLimit: number;
  readonly options: readonly Option[];
}

/** A concrete combination of options with its own SKU, price and stock ("advanced option"). */
export interface Combination {
  /** One option of each set that takes part, in the order of the sets. */
  readonly optionIds: readonly number[];
  readonly sku: string;
  readonly name: string;
  /** Absolute. 0: the product's price counts. */
  readonly price: number;
  readonly cost: number;
  readonly stock: number;
  readonly weight: number;
}

/** What happens at stock 0 (seen in client code): the store's default, refuse, back order, waiting list. */
export type InventoryControl = -1 | 1 | 2 | 3;

export interface Product {
  readonly catalogId: number;
  /** Why a sandbox sells it, in a sentence for those who test against it. */
  readonly why?: string;
  readonly sku: string;
  readonly name: string;
  readonly shortDescription: string;
  /** HTML, as the merchant wrote it. */
  readonly description: string;
  readonly price: number;
  /** Struck-through price. 0: none. */
  readonly retailPrice: number;
  /** Counts only while `onSale`. */
  readonly salePrice: number;
  readonly onSale: boolean;
  /** What the merchant pays. Never for shoppers. */
  readonly cost: number;
  readonly stock: number;
  readonly inventoryControl: InventoryControl;
  readonly weight: number;
  readonly minimumQuantity: number;
  /** 0: no maximum. */
  readonly maximumQuantity: number;
  /** Quantities must be multiples of the minimum. */
  readonly onlyMultiples: boolean;
  readonly fractionalQuantity: boolean;
  /** The only quantities offered, as a comma list. Empty: any. */
  readonly quantityOptions: string;
  readonly hidden: boolean;
  readonly notForSale: boolean;
  readonly giftCertificate: boolean;
  /** Only for customers who are logged in, in one of the platform's ways. 0: for everybody. */
  readonly loginRequiredOptionId: number;
  /** Path below the store's address, without a leading slash. */
  readonly image: string;
  readonly category: {readonly categoryId: number; readonly name: string};
  /** Who sells it to the merchant. Never for shoppers. */
  readonly distributor: string;
  /** Where it lies in the merchant's warehouse. Never for shoppers. */
  readonly warehouseBin: string;
  readonly optionSets: readonly OptionSet[];
  readonly combinations: readonly Combination[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A choice on a line. `value` is what the caller sent beside the ids: the text of a free text option. */
export interface ChosenOption {
  readonly optionSetId: number;
  readonly optionId: number;
  readonly value: string;
}

/** A line of a cart or an order, with name and prices as they were when it was written. */
export interface Line {
  readonly cartItemId: number;
  readonly catalogId: number;
  readonly sku: string;
  /** HTML: the product's name, then `<br><b>{Set}:</b>&nbsp;{Option}` per choice. */
  readonly description: string;
  readonly name: string;
  readonly options: readonly {readonly setName: string; readonly value: string}[];
  readonly chosen: readonly ChosenOption[];
  /** The combination's option ids joined with `-`, or empty. Stock is counted per product and combination. */
  readonly combinationCode: string;
  readonly unitPrice: number;
  readonly optionPrice: number;
  readonly weight: number;
  readonly image: string;
  readonly quantity: number;
  readonly addedAt: number;
  /** Set on a bundle's child: the line that brought it, and how many come with one of that. */
  readonly parent?: {readonly cartItemId: number; readonly quantityEach: number};
}

/** A cart is an order in the making and already has the order's number (documented). */
export interface Cart {
  readonly orderKey: string;
  readonly orderId: number;
  readonly customerId: number;
  readonly buyer: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A finished cart, or one that is on its way to be one (status 7, seen in client code). */
export interface Order extends Pick<Cart, 'orderId' | 'orderKey' | 'customerId' | 'buyer' | 'lines' | 'updatedAt'> {
  /** 1: New, 7: Not Completed (seen in client code). */
  readonly statusId: number;
  readonly amount: number;
  /** When it was ordered, or when its cart was made. */
  readonly orderedAt: number;
}

/** Markup that the store puts into its own pages. */
export interface Script {
  readonly placement: 'HEAD' | 'BODY';
  /** HTML, with its `<script>` tags. */
  readonly code: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Somebody who is told when something happens in the store. */
export interface Webhook {
  readonly name: string;
  readonly url: string;
  readonly eventType: number;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}
