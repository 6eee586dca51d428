/**
 * Watches the log of every proxy that a test starts. When the test's file ends, all that was logged is searched for
 * all that no log may have: credentials and sealing keys, keys of carts, whatever shoppers wrote, tokens and mailboxes.
 * A leak fails the file, whatever its tests were about.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Environment, Log, ProxyConfig} from '../../src/proxy/index.js';
import {createLog} from '../../src/server.js';

/** Every line once, without what differs from line to line by nature. */
const lines = new Set<string>();
/** What must not be in them, and what it is. */
const secrets = new Map<string, string>();

/** A real log at its most talkative, watched. */
export function createWatchedLog(config: ProxyConfig, write: (line: string) => void): Log {
  const {credentials} = config.store;
  const keys = credentials.kind === 'keys' ? [credentials.privateKey, credentials.token] : [credentials.accessToken];
  const sealing = config.secrets.map((secret) => Buffer.from(secret).toString('base64url'));
  const password = config.redisUrl && decodeURIComponent(new URL(config.redisUrl).password);
  for (const secret of [...keys, ...sealing, ...config.hookSecrets, config.metricsToken, password])
    watchSecret('a secret of the proxy', secret);
  return createLog({...config, logLevel: 'trace'}, (line) => {
    watchLine(line);
    write(line);
  });
}

/** What a command of ours printed, which knew the secrets of its environment. */
export function watchOutput(output: string, environment: Environment): void {
  for (const [name, value] of Object.entries(environment))
    if (/KEY|TOKEN|SECRET/.test(name)) for (const secret of value?.split(',') ?? []) watchSecret(name, secret);
  for (const line of output.split('\n')) watchLine(line);
}

/** Notes what a shopper wrote, and the keys of carts, on their way to the store. */
export function watchCall(request: Request): void {
  const key = /\/Cart\/([^/?]+)/.exec(request.url)?.[1];
  watchSecret('the key of a cart', key && decodeURIComponent(key));
  if (!request.body) return;
  void request
    .clone()
    .text()
    .then((text) => {
      JSON.parse(text, (name, value: unknown) => {
        if (typeof value === 'string') watchSecret(name === 'OptionValue' ? 'a text of a shopper' : name, value);
        return value;
      });
    });
}

export function watchLine(line: string): void {
  lines.add(
    line
      .replace(/"(?:time|id|trace)":"(?:[\d-]{10}T[\d:.]+Z|[\da-f-]{32,36})",?/g, '')
      .replace(/"(?:ms|waitedMs)":[\d.]+,?/g, ''),
  );
}

function watchSecret(what: string, value: string | undefined): void {
  const text = value?.trim() ?? '';
  // What is shorter, or no more than a number, stands in many a line.
  if (text.length >= 5 && !/^[\d.,]{1,7}$/.test(text)) secrets.set(text, what);
}

const shapes: Readonly<Record<string, RegExp>> = {
  'a token': /eyJ[\w-]{10,}\.[\w-]*\./,
  'a mailbox': /[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}/i,
};

/** What the sandbox sells: a text that is the name of an option is no secret. */
const catalogue = fileURLToPath(new URL('../../src/sandbox/catalogue/', import.meta.url));
const isForSale = (text: string): boolean =>
  readdirSync(catalogue).some((file) => readFileSync(join(catalogue, file), 'utf8').includes(text));

/** The forms in which a text may be found. In base64 only where it is too long to be found there by chance. */
const formsOf = (text: string): string[] => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
  ...(text.length < 12
    ? []
    : [
        Buffer.from(text)
          .toString('base64')
          .replace(/.{0,3}=*$/, ''),
      ]),
];

/** A sentence for each leak in what was logged so far. */
export function findLogged(): string[] {
  const all = [...lines].join('\n');
  const leaked = [...secrets].filter(([text]) => formsOf(text).some((form) => all.includes(form)) && !isForSale(text));
  return [
    ...leaked.map(([text, what]) => `${what}: ${text}`),
    ...Object.entries(shapes).flatMap(([what, shape]) =>
      [...lines].filter((line) => shape.test(line)).map((line) => `${what}: ${line}`),
    ),
  ];
}

process.on('exit', () => {
  const leaks = findLogged();
  if (leaks.length === 0) return;
  console.error(`\nThe log has what no log may have:\n${leaks.join('\n')}`);
  process.exitCode = 1;
});
