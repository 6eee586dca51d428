/** The script in the store's own pages: how often it is there, and where it leads. */
import {isAllowedOrigin} from '../../proxy/index.js';
import {proxyOf} from '../script-code.js';
import {sortScripts} from '../script-plan.js';
import {toLine} from '../store-access.js';
import {version} from '../../server.js';
import {fail, ok, skip, warn, type Check} from './check.js';
import type {Context} from './context.js';

const UPDATE = 'Mend it with pushcart scripts update.';

export async function checkScript({config, proxyUrl, scripts, settings}: Context): Promise<Check[]> {
  const outcome = await scripts();
  if (outcome.kind !== 'done') return [skip('script', 'The frontend scripts of the store could not be read.')];
  const {ours, altered, pasted} = sortScripts(outcome.value);
  const total = ours.length + altered.length + pasted.length;
  if (total === 0)
    return [
      skip(
        'script',
        "It is not in the store's own pages, and need not be.",
        'To put it there: pushcart scripts install',
      ),
    ];
  const checks: Check[] = [];
  const places = [...ours.map(({script}) => script), ...altered, ...pasted].map(({placement}) => toLine(placement));
  if (total === 1) checks.push(ok('script', `It is in the store's own pages once, in ${places.join(', ')}.`));
  else
    checks.push(
      warn(
        'script',
        `It is in the store's own pages ${total} times, in ${places.join(', ')}.`,
        ours.length > 1
          ? UPDATE
          : "Remove what was pasted by hand in the store's admin. pushcart scripts list shows it.",
      ),
    );
  const wanted = proxyOf(`${proxyUrl}/pushcart.js`);
  for (const {script, tag} of ours) {
    const elsewhere = [tag.proxy, proxyOf(tag.src)].find((proxy) => proxy !== wanted);
    if (elsewhere !== undefined)
      checks.push(
        warn('its proxy', `Script ${script.scriptId} leads to ${toLine(elsewhere)}, not to ${wanted}.`, UPDATE),
      );
    else if (tag.version !== version)
      checks.push(
        warn(
          'its version',
          `Script ${script.scriptId} was written by ${toLine(tag.version)}, and this is ${version}.`,
          UPDATE,
        ),
      );
  }
  for (const {scriptId} of altered)
    checks.push(
      warn(
        'changed by hand',
        `Script ${scriptId} was ours and was changed by hand, so it is left alone.`,
        "Remove it in the store's admin, then run pushcart scripts install.",
      ),
    );
  const known = await settings();
  const addresses = [config.store.secureUrl, ...(known.kind === 'done' ? [known.value.url] : [])];
  const closed = [...new Set(addresses.map((address) => new URL(address).origin))].filter(
    (origin) => !isAllowedOrigin(origin, config.origins),
  );
  for (const origin of closed)
    checks.push(
      fail(
        'its origin',
        `The script is in pages of ${toLine(origin)}, which may not use the proxy.`,
        `Add ${toLine(origin)} to PUSHCART_ORIGINS, and start the proxy again.`,
      ),
    );
  return checks;
}
