/** Calls under way that others may wait for as well, so that the same is not asked twice at once. */
import {budgetClasses, type BudgetClass} from '../threedcart/index.js';

export interface Flights<K, T> {
  /** Waits for a call under way for `key`, or makes one: nobody waits for a call whose turn comes after his own. */
  join(key: K, of: BudgetClass, run: () => Promise<T>): Promise<T>;
}

export function createFlights<K, T>(): Flights<K, T> {
  const underWay = new Map<K, Map<BudgetClass, Promise<T>>>();
  return {
    join(key, of, run) {
      const flights = underWay.get(key) ?? new Map<BudgetClass, Promise<T>>();
      const asSoon = budgetClasses.slice(0, budgetClasses.indexOf(of) + 1);
      for (const other of asSoon) {
        const flight = flights.get(other);
        if (flight) return flight;
      }
      underWay.set(key, flights);
      const flight = run().finally(() => {
        flights.delete(of);
        if (flights.size === 0) underWay.delete(key);
      });
      flights.set(of, flight);
      return flight;
    },
  };
}
