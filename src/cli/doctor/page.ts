/** A page that is to sell: whether our tag is there, may run, and is heard by the proxy. */
import {isAllowedOrigin, isLoopback} from '../../proxy/index.js';
import {toLine} from '../store-access.js';
import {fail, ok, skip, warn, type Check} from './check.js';
import type {Context} from './context.js';
import {forbidsAddress, forbidsScript, forbidsTrustedTypes, parsePolicies, type Policy} from './csp.js';
import {readPage, type ReadPage, type ScriptElement} from './html.js';
import {fetchOnce, isTrouble, redirectOf, toShown, type Answer, type Trouble} from './http.js';

const REDIRECTS = 5;
const CSP = 'docs/csp.md has lines to copy.';

export async function checkPage(context: Context): Promise<Check[]> {
  const {page, signal, proxyUrl} = context;
  if (!page)
    return [skip('page', 'No page was named.', 'To look at one: pushcart doctor --page https://blog.example/post')];
  const answer = await follow(page, signal);
  if (isTrouble(answer))
    return [
      fail(
        'page',
        `${toLine(toShown(page))} could not be read: ${answer.trouble}.`,
        'Open it in a browser; is the address right?',
      ),
    ];
  const {url, headers, status} = answer;
  const shown = toLine(toShown(url));
  if (status !== 200)
    return [fail('page', `${shown} answers ${status}.`, 'Open it in a browser; has it to be published first?')];
  if (!/html/i.test(headers.get('content-type') ?? ''))
    return [fail('page', `${shown} is no HTML.`, 'Name the page that has the tag in it.')];
  const read = readPage(answer.text, url);
  const {checks, tags} = findTags(read, proxyUrl);
  const policies = [
    ...parsePolicies(headers.get('content-security-policy') ?? ''),
    ...read.policies.flatMap(parseMeta),
  ];
  return [
    ok('page', `${shown} was read${url.href === page.href ? '' : ', where the address leads on to'}.`),
    ...checks,
    ...(tags[0] ? await checkPolicies(policies, tags[0], url, context) : []),
    checkOrigin(url, context),
    checkScheme(url, new URL(proxyUrl)),
  ];
}

async function follow(page: URL, signal: AbortSignal): Promise<Answer | Trouble> {
  let url = page;
  for (let steps = 0; steps <= REDIRECTS; steps++) {
    const answer = await fetchOnce(url, {signal, headers: {Accept: 'text/html'}});
    const to = isTrouble(answer) ? undefined : redirectOf(answer);
    if (!to) return answer;
    if (!/^https?:$/.test(to.protocol)) return {trouble: 'it leads to something that is no page'};
    url = to;
  }
  return {trouble: `it leads on more than ${REDIRECTS} times`};
}

/** What these three say is ignored in a meta element. */
const parseMeta = (text: string): Policy[] =>
  parsePolicies(text).map(
    (policy) => new Map([...policy].filter(([name]) => !['sandbox', 'frame-ancestors', 'report-uri'].includes(name))),
  );

function findTags({scripts, base, hasTagAsText}: ReadPage, proxyUrl: string): {checks: Check[]; tags: ScriptElement[]} {
  const resolved = scripts.flatMap((script) =>
    URL.canParse(script.src, base) ? [{script, url: new URL(script.src, base)}] : [],
  );
  const wanted = toShown(new URL(`${proxyUrl}/pushcart.js`));
  const tags = resolved.filter(({url}) => toShown(url) === wanted).map(({script}) => script);
  const foreign = resolved.find(({url}) => url.pathname.endsWith('/pushcart.js') && toShown(url) !== wanted);
  const tag = `<script type="module" src="${wanted}"></script>`;
  if (tags.length === 0) {
    const says = foreign
      ? `Its tag loads ${toLine(toShown(foreign.url))}, not the proxy at ${proxyUrl}.`
      : hasTagAsText
        ? 'The tag is shown as text: the editor did not take it as HTML.'
        : 'The tag is not there.';
    const next = hasTagAsText && !foreign ? 'Paste it where the editor takes HTML (docs/paste.md).' : `Paste: ${tag}`;
    return {checks: [fail('tag', says, next)], tags};
  }
  if (!tags.some(({isModule}) => isModule))
    return {
      checks: [fail('tag', 'The tag has no type="module", so it does not run.', `Put in its place: ${tag}`)],
      tags,
    };
  if (tags.length > 1)
    return {checks: [warn('tag', `The tag is there ${tags.length} times; it runs once.`, 'Leave one of them.')], tags};
  return {checks: [ok('tag', 'The tag is there once.')], tags};
}

async function checkPolicies(
  policies: readonly Policy[],
  tag: ScriptElement,
  page: URL,
  {proxyUrl, settings, products}: Context,
): Promise<Check[]> {
  if (policies.length === 0) return [ok('policy', 'It has no content security policy.')];
  const script = new URL(`${proxyUrl}/pushcart.js`);
  const {nonce, integrity} = tag;
  const [known, first] = [await settings(), await products()];
  const pictures = [
    ...(known.kind === 'done' ? [`${known.value.url}/`] : []),
    ...(first.kind === 'done' ? first.value.flatMap(({image}) => image ?? []) : []),
  ];
  // One address for each host: policies seldom name more.
  const hosts = [...new Map(pictures.map((address) => [new URL(address).origin, new URL(address)])).values()];
  const found: Check[] = [];
  const block = (directive: string | undefined, what: string, sources: string): void => {
    if (directive !== undefined)
      found.push(
        fail('policy', `Its policy keeps ${what} away, by ${directive}.`, `Add ${sources} to ${directive}. ${CSP}`),
      );
  };
  const {origin} = script;
  for (const policy of policies) {
    const tagForbidden = forbidsScript(policy, {url: script, nonce, integrity, isInMarkup: true}, page);
    block(tagForbidden, 'the script', `${origin}, or the nonce of the page to the tag and`);
    // What the script loads has its nonce, but no hash.
    const chunk = {url: new URL(`${proxyUrl}/assets/cart.js`), nonce, integrity: [], isInMarkup: false};
    if (tagForbidden === undefined) block(forbidsScript(policy, chunk, page), 'the rest of the script', origin);
    block(forbidsAddress(policy, 'connect', new URL(`${proxyUrl}/v1/cart`), page), "the proxy's answers", origin);
    if (forbidsTrustedTypes(policy)) block('trusted-types', 'the elements', "lit-html 'allow-duplicates'");
    const sandbox = policy.get('sandbox');
    if (sandbox && !(sandbox.includes('allow-scripts') && sandbox.includes('allow-same-origin')))
      block('sandbox', 'the script', 'allow-scripts and allow-same-origin');
    for (const picture of hosts) {
      const directive = forbidsAddress(policy, 'img', picture, page);
      if (directive !== undefined)
        found.push(
          warn(
            'policy',
            `Its policy keeps pictures of ${toLine(picture.origin)} away, by ${directive}.`,
            `Add ${toLine(picture.origin)} to ${directive}. ${CSP}`,
          ),
        );
    }
  }
  return found.length > 0 ? found : [ok('policy', 'Its content security policy allows all that is needed.')];
}

function checkOrigin({origin}: URL, {config, proxyUrl}: Context): Check {
  return origin === new URL(proxyUrl).origin || isAllowedOrigin(origin, config.origins)
    ? ok('origin', `Pages of ${toLine(origin)} may use the proxy.`)
    : fail(
        'origin',
        `Pages of ${toLine(origin)} may not use the proxy.`,
        `Add ${toLine(origin)} to PUSHCART_ORIGINS, and start the proxy again.`,
      );
}

function checkScheme(page: URL, proxy: URL): Check {
  if (page.protocol === 'https:' && proxy.protocol === 'http:' && !isLoopback(proxy.hostname))
    return fail(
      'https',
      'It is on https and the proxy is not, so browsers do not load the script.',
      'Put the proxy behind https.',
    );
  return page.protocol === 'https:' || isLoopback(page.hostname)
    ? ok('https', 'Nothing that it loads from us is refused as insecure.')
    : warn('https', 'It is not on https: whoever sits between can change the cart.', 'Serve it over https.');
}
