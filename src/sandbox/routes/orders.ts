/** Orders, to read: as far as whoever is told of one needs it. They are written at the checkout alone. */
import {Hono} from 'hono';
import type {ApiEnv} from '../api.js';
import type {Order} from '../entities.js';
import {answerEmpty, answerError, answerJson} from '../envelope.js';
import type {SandboxState} from '../state.js';
import {orderStatuses, toWireOrder} from '../wire.js';
import {byDate, FilterError, filterRows, readNumber, type Filter} from './filters.js';
import {answerPage, lowerCaseNames, readId, type PageRules} from './paging.js';

const orderPages: PageRules = {firstOffset: 1, most: 300};
const statusPages: PageRules = {firstOffset: 1, most: 500};

/** What one parameter asks of an order. An unknown parameter asks nothing. */
function readFilter(parameter: string, value: string): Filter<Order> | undefined {
  switch (parameter) {
    case 'invoicenumber':
    case 'orderid': {
      const wanted = readNumber(parameter, value);
      return ({orderId}) => orderId === wanted;
    }
    case 'invoicenumberstart': {
      const least = readNumber(parameter, value);
      return ({orderId}) => orderId >= least;
    }
    case 'invoicenumberend': {
      const most = readNumber(parameter, value);
      return ({orderId}) => orderId <= most;
    }
    case 'invoiceprefix':
      return () => value === 'AB-';
    case 'orderstatus': {
      const wanted = readNumber(parameter, value);
      return ({statusId}) => statusId === wanted;
    }
    case 'datestart':
    case 'dateend':
      return byDate(parameter, value, ({orderedAt}: Order) => orderedAt);
    case 'lastupdatestart':
    case 'lastupdateend':
      return byDate(parameter, value, ({updatedAt}: Order) => updatedAt);
    case 'billingemail':
      return ({buyer}) => buyer.BillingEmail?.toLowerCase() === value.toLowerCase();
    default:
      return undefined;
  }
}

/** Mounted at `/Orders`. */
export function createOrderRoutes(state: SandboxState): Hono<ApiEnv> {
  const {store, clock} = state;
  const routes = new Hono<ApiEnv>();
  const toWire = (order: Order) => toWireOrder(order, state.credentials.secureUrl, state.switches.dateStyle);

  const isListed = ({statusId, orderKey}: Order): boolean => {
    const {openCartOrders, cartTtl} = state.switches;
    return statusId !== 7 || (openCartOrders === 'on' && store.findCart(orderKey, clock.now(), cartTtl) !== undefined);
  };
  const listAll = () => store.listOrdersAndCarts().filter(isListed);

  routes.get('/', (c) => {
    const query = lowerCaseNames(c.req.query());
    return answerPage(filterRows(listAll(), query, readFilter), query, orderPages, state.switches, toWire);
  });

  routes.get('/:orderId', (c) => {
    const wanted = readId(c.req.param('orderId'));
    const order = listAll().find(({orderId}) => orderId === wanted);
    return order ? answerJson([toWire(order)]) : answerEmpty(404);
  });

  routes.onError((error) => {
    if (error instanceof FilterError) return answerError(400, error.parameter, error.message);
    throw error;
  });
  return routes;
}

/** Mounted at `/OrderStatus`. */
export function createOrderStatusRoutes(state: SandboxState): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.get('/', (c) =>
    answerPage(orderStatuses, lowerCaseNames(c.req.query()), statusPages, state.switches, (status) => status),
  );
  routes.get('/:id', (c) => {
    const wanted = readId(c.req.param('id'));
    const status = orderStatuses.find(({OrderStatusID}) => OrderStatusID === wanted);
    return status ? answerJson([status]) : answerEmpty(404);
  });
  return routes;
}
