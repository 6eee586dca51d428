import type {Product} from '../contract/wire.js';

/** The allowed quantity nearest to the one asked for. */
export function fitQuantity({min, max, step, choices}: Product['quantity'], asked: number): number {
  const wanted = asked || min;
  if (choices?.length)
    return choices.reduce((best, choice) => (Math.abs(choice - wanted) < Math.abs(best - wanted) ? choice : best));
  const most = Math.floor(((max ?? 99_999) - min) / step + 1e-6);
  const steps = Math.min(Math.max(Math.round((wanted - min) / step), 0), Math.max(most, 0));
  return Math.round((min + steps * step) * 1000) / 1000;
}
