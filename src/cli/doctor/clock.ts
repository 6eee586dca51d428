/** This machine's clock beside those of the store and the proxy: sealed carts and webhooks carry times. */
import {ok, fail, warn, skip, type Check} from './check.js';
import type {Context} from './context.js';
import {fetchOnce, isTrouble} from './http.js';

const WARN_MS = 60_000;
const FAIL_MS = 5 * 60_000;

export async function checkClock({config, proxyUrl, signal}: Context): Promise<Check[]> {
  return [
    await compare("the store's", 'The store', config.store.apiUrl, signal),
    await compare("the proxy's", 'The proxy', `${proxyUrl}/healthz`, signal),
  ];
}

async function compare(name: string, who: string, url: string, signal: AbortSignal): Promise<Check> {
  const answer = await fetchOnce(url, {signal});
  if (isTrouble(answer)) return skip(name, `${who} did not say what time it is: ${answer.trouble}.`);
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(date)) return skip(name, `${who} does not say what time it is.`);
  // A cache in between says how old its copy is. The header knows no parts of a second.
  const age = Number(answer.headers.get('age') ?? 0) || 0;
  const ahead = date + 500 + age * 1000 - answer.at;
  const off = Math.abs(ahead);
  if (off <= WARN_MS) return ok(name, `${who} and this machine agree to the minute.`);
  const says = `${who}'s clock is ${toSpan(off)} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's.`;
  const next = 'Set the clock that is wrong by NTP: timedatectl shows whether this machine does.';
  return (off > FAIL_MS ? fail : warn)(name, says, next);
}

function toSpan(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return `${Math.round(minutes / 60)} hours`;
}
