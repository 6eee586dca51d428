/** Products, to read. Writing them is outside of what a cart needs. */
import {Hono} from 'hono';
import type {ApiEnv} from '../api.js';
import type {Product} from '../entities.js';
import {answerEmpty, answerError, answerJson} from '../envelope.js';
import type {SandboxState} from '../state.js';
import {toSkuInfo, toWireAdvancedOption, toWireOptionSet, toWireProduct} from '../wire.js';
import {byDate, FilterError, filterRows, readNumber, type Filter} from './filters.js';
import {answerPage, lowerCaseNames, readId, type PageRules} from './paging.js';

const productPages: PageRules = {firstOffset: 1, most: 200};
const partPages: PageRules = {firstOffset: 0, most: 500};

/** Documented: -1 asks for any, 0 and 1 for no and yes. Flags that no product here has count as no. */
const flags: Readonly<Record<string, (product: Product) => boolean>> = {
  hide: ({hidden}) => hidden,
  notforsale: ({notForSale}) => notForSale,
  onsale: ({onSale}) => onSale,
  freeshipping: () => false,
  nontax: () => false,
  giftcertificate: ({giftCertificate}) => giftCertificate,
  homespecial: () => false,
  categoryspecial: () => false,
  nonsearchable: () => false,
  selfship: () => false,
};

const amounts: Readonly<Record<string, (product: Product) => number>> = {
  cost: ({cost}) => cost / 100,
  price: ({price}) => price / 100,
  stock: ({stock}) => stock,
};

/** Documented: the value of a range filter that is not set. */
const unset = -123456789;

/** What one parameter asks of a product. An unknown parameter asks nothing. */
function readFilter(parameter: string, value: string): Filter<Product> | undefined {
  const flag = flags[parameter];
  if (flag) {
    const wanted = readNumber(parameter, value);
    return wanted === -1 ? undefined : (product) => flag(product) === (wanted === 1);
  }
  const [, amountName = '', end] = /^(cost|price|stock)(from|to)$/.exec(parameter) ?? [];
  const amount = amounts[amountName];
  if (amount) {
    const limit = readNumber(parameter, value);
    if (limit === unset) return undefined;
    return (product) => (end === 'from' ? amount(product) >= limit : amount(product) <= limit);
  }
  switch (parameter) {
    case 'catalogid':
      return ({catalogId}) => String(catalogId) === value;
    case 'sku':
      return ({sku}) => sku.toLowerCase() === value.toLowerCase();
    case 'name':
      // Whether a part of the name is enough is not documented.
      return ({name}) => name.toLowerCase().includes(value.toLowerCase());
    case 'lastupdatestart':
    case 'lastupdateend':
      return byDate(parameter, value, ({updatedAt}: Product) => updatedAt);
    default:
      return undefined;
  }
}

/** Mounted at `/Products`. */
export function createProductRoutes(state: SandboxState): Hono<ApiEnv> {
  const {store} = state;
  const routes = new Hono<ApiEnv>();
  const toWire = (product: Product) => toWireProduct(product, state.credentials.secureUrl, state.switches.dateStyle);
  const find = (id: string) => store.findProduct(readId(id));

  routes.get('/', (c) => {
    const query = lowerCaseNames(c.req.query());
    return answerPage(filterRows(store.listProducts(), query, readFilter), query, productPages, state.switches, toWire);
  });

  routes.get('/skuinfo', (c) => {
    const query = lowerCaseNames(c.req.query());
    return answerPage(
      filterRows(store.listProducts(), query, readFilter),
      query,
      productPages,
      state.switches,
      toSkuInfo,
    );
  });

  routes.get('/:catalogId', (c) => {
    const product = find(c.req.param('catalogId'));
    return product ? answerJson([toWire(product)]) : answerEmpty(404);
  });

  routes.get('/:catalogId/skuinfo', (c) => {
    const product = find(c.req.param('catalogId'));
    return product ? answerJson([toSkuInfo(product)]) : answerEmpty(404);
  });

  routes.get('/:catalogId/Options', (c) => {
    const product = find(c.req.param('catalogId'));
    if (!product) return answerEmpty(404);
    const sets = product.optionSets.map((set, index) => toWireOptionSet(set, index, product));
    return answerPage(sets, lowerCaseNames(c.req.query()), partPages, state.switches, (set) => set);
  });

  routes.get('/:catalogId/AdvancedOptions', (c) => {
    const product = find(c.req.param('catalogId'));
    if (!product) return answerEmpty(404);
    return answerPage(
      product.combinations,
      lowerCaseNames(c.req.query()),
      partPages,
      state.switches,
      toWireAdvancedOption,
    );
  });

  routes.onError((error) => {
    if (error instanceof FilterError) return answerError(400, error.parameter, error.message);
    throw error;
  });
  return routes;
}
