/** The variables: whether they can be read, whether they are meant so, and whether secrets are secret. */
import {isLoopback, originText, type Environment, type ProxyConfig} from '../../proxy/index.js';
import {adviceOn} from '../../start-log.js';
import {ok, fail, warn, skip, type Check} from './check.js';
import {listeningUrl} from './context.js';

const HELP = 'pushcart serve --help lists all variables.';

/** What `parseConfig` objects to, without what stands in the variables: one may hold what belongs into another. */
export function describeProblems(problems: readonly string[]): Check[] {
  return problems.map((problem) => {
    const [, name = 'variables', sentence = problem] = /^(PUSHCART_\w+) (.*)$/s.exec(problem) ?? [];
    const says = sentence
      .replace(/, not ".*?(?:"(?=; http is for loopback only$)|$)/s, '')
      .replace(/^".*" (is no origin|may have)/s, 'has an entry that $1')
      .replace(/^an entry/, 'has an entry')
      .replace(/^".*$/s, 'has an entry that cannot be read');
    return fail(name, `It ${says}${says.endsWith('.') ? '' : '.'}`, `Set ${name} right. ${HELP}`);
  });
}

export function checkEnvironment(config: ProxyConfig, environment: Environment, proxyUrl: string): Check[] {
  const findings = [
    ...config.unknown.map((name) => warn(name, 'There is no such variable.', `Is it misspelt? ${HELP}`)),
    ...(config.publicUrl === undefined
      ? [
          warn(
            'PUSHCART_PUBLIC_URL',
            `It is not set, so the proxy is looked for at ${proxyUrl}.`,
            'Set it to the address that shoppers reach.',
          ),
        ]
      : []),
    ...adviceOn(config, proxyUrl, listeningUrl(config))
      // These two are looked at elsewhere, and closer.
      .filter(({variable}) => !['PUSHCART_PUBLIC_URL', 'PUSHCART_METRICS_TOKEN'].includes(variable))
      .map(({variable, advice}) => warn(variable, advice, HELP)),
    ...openOrigins(config),
  ];
  return [
    ok('variables', 'All that must be set is set, and can be read.'),
    ...findings,
    ...checkSecrets(config, environment),
  ];
}

const openOrigins = ({origins}: ProxyConfig): Check[] =>
  origins.flatMap((pattern) => {
    const text = originText(pattern);
    const {protocol, hostname} = new URL(text.replace('//*.', '//'));
    return protocol === 'http:' && !isLoopback(hostname)
      ? [
          warn(
            'PUSHCART_ORIGINS',
            `${text} is not https: whoever sits between can put any script into its pages.`,
            'Serve the page over https, and list that origin instead.',
          ),
        ]
      : [];
  });

const UNSET = {
  PUSHCART_SECRETS: '',
  PUSHCART_HOOK_SECRET: 'It is not set, so the store cannot tell the proxy what happens in it.',
  PUSHCART_METRICS_TOKEN: 'It is not set, so /metrics is for this machine alone.',
} as const;

const RENEW = {
  PUSHCART_SECRETS: 'Put a new one in front: pushcart secrets rotate.',
  PUSHCART_HOOK_SECRET: 'Put a new one in front: pushcart secrets rotate --of hooks.',
  PUSHCART_METRICS_TOKEN: 'Make a new one: openssl rand -hex 24.',
} as const;

function checkSecrets({secrets, hookSecrets, metricsToken}: ProxyConfig, environment: Environment): Check[] {
  const lists: readonly (readonly [keyof typeof RENEW, readonly Uint8Array[]])[] = [
    ['PUSHCART_SECRETS', secrets],
    ['PUSHCART_HOOK_SECRET', hookSecrets.map((one) => Buffer.from(one))],
    ['PUSHCART_METRICS_TOKEN', metricsToken ? [Buffer.from(metricsToken)] : []],
  ];
  const texts = new Set(
    ['PUSHCART_PRIVATE_KEY', 'PUSHCART_TOKEN', 'PUSHCART_ACCESS_TOKEN'].map((name) => environment[name]?.trim()),
  );
  return lists.flatMap(([name, values]) => {
    if (values.length === 0) return [skip(name, UNSET[name])];
    const seen = new Set<string>();
    const found = values.flatMap((bytes, index) => {
      const key = Buffer.from(bytes).toString('latin1');
      const isDouble = seen.has(key);
      seen.add(key);
      const which = values.length === 1 ? 'It' : `Number ${index + 1}`;
      const weakness = isDouble
        ? 'stands there twice'
        : texts.has(key)
          ? 'is also one of the credentials of the store'
          : findWeakness(bytes, name === 'PUSHCART_SECRETS' ? 'bytes' : 'text');
      if (weakness === undefined) return [];
      const next = isDouble ? 'Take one of the two out.' : RENEW[name];
      return [warn(name, `${which} ${weakness}.`, next)];
    });
    if (found.length > 0) return found;
    return [
      ok(
        name,
        values.length === 1 ? 'One secret, which looks random.' : `${values.length} secrets, which look random.`,
      ),
    ];
  });
}

/** The fewest different bytes that a random value of a length has, but for one in many millions. */
const FEWEST = {bytes: 20, hex: 7, text: 10} as const;

/** Why a secret could be guessed; undefined for one that looks random. */
export function findWeakness(bytes: Uint8Array, kind: 'bytes' | 'text'): string | undefined {
  const distinct = new Set(bytes).size;
  if (bytes.length < 16) return 'is shorter than 16 characters';
  if (distinct === 1) return 'is one sign, repeated';
  for (let period = 2; period <= bytes.length / 2; period++)
    if (bytes.every((byte, index) => byte === bytes[index % period])) return 'is a pattern, repeated';
  const step = (bytes[1] ?? 0) - (bytes[0] ?? 0);
  if (bytes.every((byte, index) => index === 0 || byte - (bytes[index - 1] ?? 0) === step))
    return 'only counts up or down';
  if (kind === 'bytes' && bytes.every((byte) => byte >= 0x20 && byte < 0x7f))
    return 'is made of words, not of random bytes';
  const text = Buffer.from(bytes).toString('latin1');
  if (kind === 'text' && /^[a-z]+(?:[-_.][a-z]+)*[-_.]?\d{0,4}$/i.test(text) && !/[a-z][A-Z][a-z]*[A-Z]/.test(text))
    return 'is made of words';
  const fewest = kind === 'bytes' ? FEWEST.bytes : /^[\da-f]+$/i.test(text) ? FEWEST.hex : FEWEST.text;
  // One of less than 20 is not judged by that.
  return bytes.length >= 20 && distinct < fewest ? 'has few different signs' : undefined;
}
