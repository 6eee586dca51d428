/** What `pushcart serve` says when it starts: what it stands on, what is turned on, and what looks like a mistake. */
import {isLoopback, originText, type Log, type ProxyConfig} from './proxy/index.js';

export interface Started {
  /** Where it listens. */
  readonly url: string;
  /** Its address as shoppers see it. */
  readonly publicUrl: string;
  readonly version: string;
}

/** Nothing in it is a secret: of keys and tokens it says that they are there. */
export function logStart(config: ProxyConfig, {url, publicUrl, version}: Started, log: Log): void {
  for (const name of config.unknown)
    log.warn(
      {event: 'unknown_variable', variable: name},
      `${name} is set, but there is no such variable. Is it misspelt?`,
    );
  for (const {variable, advice} of adviceOn(config, publicUrl, url)) log.warn({event: 'advice', variable}, advice);
  const {store, limits} = config;
  log.info(
    {
      event: 'listening',
      url,
      publicUrl,
      version,
      store: store.secureUrl,
      api: store.apiUrl,
      credentials: store.credentials.kind === 'keys' ? 'private key and token' : 'access token',
      allowance: {calls: store.capacity, perSecond: store.rate},
      origins: config.origins.map(originText),
      checkoutHosts: config.checkoutHosts,
      create: config.create,
      sealingKeys: config.secrets.length,
      limits,
      trustProxy: config.trustProxy,
      mirrorSeconds: config.mirrorSeconds,
      metrics: config.metricsToken === undefined ? 'this machine' : 'token',
      hooks: config.hookSecrets.length > 0,
      redis: config.redisUrl !== undefined,
      studio: config.studio,
    },
    `Pushcart ${version} listens on ${url} for the store ${store.secureUrl}. It asks the store who it is, then fills its mirror.`,
  );
}

/** What is allowed, and is hardly meant so. */
export function adviceOn(
  config: ProxyConfig,
  publicUrl: string,
  url: string,
): readonly {readonly variable: string; readonly advice: string}[] {
  const seen = new URL(publicUrl);
  const isPublic = !isLoopback(seen.hostname);
  const isBehindProxy = isPublic && (seen.protocol === 'https:' || seen.host !== new URL(url).host);
  const {limits, metricsToken} = config;
  return [
    config.publicUrl === undefined &&
      isPublic && {
        variable: 'PUSHCART_PUBLIC_URL',
        advice: `It is not set, so pages are told ${publicUrl}. Set it to the address that shoppers reach.`,
      },
    config.publicUrl !== undefined &&
      isPublic &&
      seen.protocol === 'http:' && {
        variable: 'PUSHCART_PUBLIC_URL',
        advice: `${publicUrl} is not https: carts can be read and changed on their way, and pages on https cannot load the script.`,
      },
    isBehindProxy &&
      config.trustProxy === 0 && {
        variable: 'PUSHCART_TRUST_PROXY',
        advice: `It is 0, but ${publicUrl} is not where we listen. If a reverse proxy stands in front, all shoppers share its address and its limits: set it to how many there are.`,
      },
    isPublic &&
      (limits.requests === 0 || limits.carts === 0) && {
        variable: limits.requests === 0 ? 'PUSHCART_LIMIT_REQUESTS' : 'PUSHCART_LIMIT_CARTS',
        advice: "It is 0: one client alone can use up the store's allowance for everybody.",
      },
    config.redisUrl?.startsWith('redis:') === true &&
      !isLoopback(new URL(config.redisUrl).hostname) &&
      new URL(config.redisUrl).password === '' && {
        variable: 'PUSHCART_REDIS_URL',
        advice:
          'It has no password, and is not on this machine: whoever reaches that server can read and change what replicas share.',
      },
    metricsToken !== undefined &&
      metricsToken.length < 16 && {
        variable: 'PUSHCART_METRICS_TOKEN',
        advice: 'It is shorter than 16 characters, and could be guessed.',
      },
  ].filter((one) => one !== false);
}
