/** Short ways to describe a product: what is ordinary is left out. */
import type {Option, OptionSet, Product} from '../entities.js';

const opened = Date.UTC(2025, 9, 6, 14, 0, 0);
const day = 86_400_000;

type Essentials = Pick<
  Product,
  | 'catalogId'
  | 'sku'
  | 'name'
  | 'shortDescription'
  | 'description'
  | 'price'
  | 'cost'
  | 'stock'
  | 'weight'
  | 'warehouseBin'
> & {readonly slug: string; readonly why: string};

/**
 * A product with the platform's ordinary settings, changed where the second argument says so.
 *
 * @param essentials `slug` names the picture, `assets/images/<slug>.svg`.
 */
export function describeProduct({slug, ...essentials}: Essentials, differences: Partial<Product> = {}): Product {
  return {
    retailPrice: 0,
    salePrice: 0,
    onSale: false,
    inventoryControl: -1,
    minimumQuantity: 1,
    maximumQuantity: 0,
    onlyMultiples: false,
    fractionalQuantity: false,
    quantityOptions: '',
    hidden: false,
    notForSale: false,
    giftCertificate: false,
    loginRequiredOptionId: 0,
    image: `assets/images/${slug}.svg`,
    category: {categoryId: 7, name: 'House & Trail'},
    distributor: 'Millrace Wholesale 7731',
    optionSets: [],
    combinations: [],
    createdAt: opened,
    updatedAt: opened + (essentials.catalogId % 100) * day,
    ...essentials,
    ...differences,
  };
}

/** An option. `surcharge` is in cents and may be negative. */
export function describeOption(
  optionId: number,
  name: string,
  surcharge = 0,
  differences: Partial<Omit<Option, 'optionId' | 'name' | 'surcharge'>> = {},
): Option {
  return {
    optionId,
    name,
    surcharge,
    selected: false,
    hidden: false,
    image: '',
    bundleCatalogId: 0,
    bundleQuantity: 0,
    ...differences,
  };
}

export function describeSet(
  optionSetId: number,
  name: string,
  type: OptionSet['type'],
  options: readonly Option[],
  {required = true, sizeLimit = 0}: {required?: boolean; sizeLimit?: number} = {},
): OptionSet {
  return {optionSetId, name, type, required, sizeLimit, options};
}
