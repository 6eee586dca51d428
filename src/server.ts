/**
 * The proxy as a Node server: sockets, files, logs and the environment, which is read here and nowhere else. The
 * handler itself is `src/proxy`, and runs in any host that speaks Web-standard `fetch`.
 */
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {readFile, stat} from 'node:fs/promises';
import {createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {dirname, extname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseEnv, promisify} from 'node:util';
import {brotliCompress, gzip} from 'node:zlib';
import {getRequestListener, RequestError} from '@hono/node-server';
import {pino} from 'pino';
import {connectionLimits, limitConnections, toServerOptions, type ConnectionLimits} from './connections.js';
import {drainOnClose, LET_GO_MS, STOP_MS} from './drain.js';
import {findInheritedSocket} from './inherited-socket.js';
import {createMetrics} from './metrics.js';
import {logStart} from './start-log.js';
import {
  ConfigError,
  createProxy,
  systemClock,
  type Asset,
  type Assets,
  type Clock,
  type Environment,
  type Log,
  type Proxy,
  type ProxyConfig,
} from './proxy/index.js';
import {toPrintable} from './printable.js';
import {createRefusals} from './proxy/secured.js';

/** The folder of this package, wherever its code was bundled to. */
export const packageRoot: string = findPackageRoot();
export const version: string = (
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {version: string}
).version;

/**
 * The variables of this process, with those of a file below them: what is set in the environment wins.
 *
 * @throws {ConfigError} if the file cannot be read.
 */
export function readEnvironment(envFile?: string): Environment {
  if (envFile === undefined) return process.env;
  try {
    return {...parseEnv(readFileSync(envFile, 'utf8')), ...process.env};
  } catch (error) {
    throw new ConfigError([
      `--env-file ${envFile} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

/** What no line may have, whoever it belongs to: a sealed token, a mailbox. */
const shapes = [/eyJ[\w-]{10,}(?:\.[\w-]*){2,}/g, /[\w.+%-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.)+[a-z]{2,63}/gi];

/** JSON lines on stdout, at the level asked for, in which no configured secret can appear, whatever was logged. */
export function createLog(
  config: Pick<ProxyConfig, 'hookSecrets' | 'logLevel' | 'metricsToken' | 'redisUrl' | 'secrets' | 'store'>,
  write: (line: string) => void = writeToStdout,
): Log {
  const {credentials} = config.store;
  const secrets = [
    ...(config.metricsToken === undefined ? [] : [config.metricsToken]),
    ...(config.redisUrl === undefined ? [] : [decodeURIComponent(new URL(config.redisUrl).password)]),
    ...(credentials.kind === 'keys' ? [credentials.privateKey, credentials.token] : [credentials.accessToken]),
    ...config.secrets.flatMap((secret) => inBase64(Buffer.from(secret))),
    ...config.hookSecrets,
  ]
    // What is shorter is no secret, and would be found in every line.
    .filter((secret) => secret.length >= 8)
    .flatMap((secret) => [secret, ...inBase64(Buffer.from(secret))])
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    // A line is JSON, and may quote a text that was JSON already, which may have quoted one.
    .flatMap((secret) => [secret, escapeJson(secret), escapeJson(secret, 2), escapeJson(secret, 3)])
    // One may begin with another: the longer goes first.
    .sort((a, b) => b.length - a.length);
  const hidden = [...new Set(secrets), ...shapes];
  const redact = (line: string): string =>
    hidden.reduce<string>((text, one) => text.replaceAll(one, '[redacted]'), line);
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {level: (level) => ({level})},
    },
    {write: (line) => write(toPrintable(redact(line)))},
  );
}

/** Whoever reads the log may go away; the shop does not close for that. */
function writeToStdout(line: string): void {
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {});
  process.stdout.write(line);
}

/** Both alphabets; without padding, which is found with padding too. */
const inBase64 = (bytes: Buffer): string[] => [
  bytes.toString('base64').replace(/={1,2}$/, ''),
  bytes.toString('base64url'),
];
const escapeJson = (text: string, times = 1): string =>
  times === 0 ? text : escapeJson(JSON.stringify(text).slice(1, -1), times - 1);

/** A server that listens. */
export interface ProxyServer {
  /** Where it listens, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /**
   * Says at `/readyz` that it stops, takes no new connections, lets what is in flight finish, then stops: all of it
   * within 9 s.
   *
   * @param noticeMs For so long it only says so, and still takes whatever comes: the time that a load balancer needs
   * to send nobody any more. Default: none.
   */
  close(noticeMs?: number): Promise<void>;
}

export interface ServeOptions {
  readonly log?: Log;
  /** Folder of the built embed. Default: the package's own. */
  readonly embed?: string;
  /** Folder of the built studio. Default: the package's own. */
  readonly studio?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Default: real time. */
  readonly clock?: Clock;
  /** In place of the defaults, for the server's connections. */
  readonly connections?: Partial<ConnectionLimits>;
}

/**
 * Starts the proxy. A socket that systemd hands over goes before host and port.
 *
 * @throws Where it cannot listen: `EADDRINUSE`, `EACCES` and so on.
 */
export async function serveProxy(config: ProxyConfig, options: ServeOptions = {}): Promise<ProxyServer> {
  const log = options.log ?? createLog(config);
  const {clock = systemClock} = options;
  const metrics = createMetrics();
  const embed = options.embed ?? join(packageRoot, 'dist', 'embed');
  if (!existsSync(join(embed, 'pushcart.js'))) {
    log.warn({event: 'embed_missing', embed}, 'The embed is not built: /pushcart.js answers 404. Run "npm run build".');
  }

  // Without an address of its own it has a plain http one.
  const refusal = createRefusals(config.publicUrl ?? 'http:');
  /** For what no route has seen, and which is counted all the same. */
  const refuse: typeof refusal = async (code, extra) => {
    const response = await refusal(code, extra);
    metrics.count('pushcart_requests_total', {method: 'other', route: 'unreadable', status: String(response.status)});
    return response;
  };
  // The address is known only once it listens: port 0 picks one. Whoever comes before the proxy waits for it.
  let start: (proxy: Proxy) => void = () => {};
  const started = new Promise<Proxy>((resolve) => (start = resolve));
  const listener = getRequestListener(
    async (request, env) =>
      (await started).fetch(request, {address: (env as {incoming: IncomingMessage}).incoming.socket.remoteAddress}),
    {
      overrideGlobalObjects: false,
      errorHandler(error) {
        if (error instanceof RequestError) return refuse('invalid_request', {detail: 'This is no address.'});
        log.error({event: 'internal', err: error}, 'A request failed before it reached its route.');
        return refuse('internal');
      },
    },
  );
  // A request without a host is answered in our own words, too.
  const limits = {...connectionLimits, ...options.connections};
  const server = createServer({...toServerOptions(limits), requireHostHeader: false});
  limitConnections(server, limits, config.trustProxy > 0, log);
  const drain = drainOnClose(server, clock);
  // Whatever is expected of us: the body is welcome, or the answer says why not.
  for (const event of ['request', 'checkExpectation'])
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      drain.note(request, response);
      void listener(request, response);
    });
  answerUnreadable(server, refuse);
  const inherited = findInheritedSocket(process.env, process.pid);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(inherited ?? {port: config.port, host: config.host}, resolve);
  });
  const {address, port} = server.address() as AddressInfo;
  const host = inherited ? address : config.host;
  const url = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

  const publicUrl = config.publicUrl ?? url;
  const shared =
    config.redisUrl === undefined
      ? undefined
      : await (await import('./redis/index.js')).share({url: config.redisUrl, store: config.store, clock, log});
  const proxy = await createProxy(config, {
    ...shared?.deps,
    log,
    metrics,
    version,
    publicUrl,
    assets: readAssets(embed, options.studio ?? join(packageRoot, 'dist', 'studio')),
    ...(options.fetch && {fetch: options.fetch}),
    clock,
  });
  logStart(config, {url, publicUrl, version}, log);
  start(proxy);
  proxy.start();
  let closed: Promise<void> | undefined;
  return {
    url,
    close(noticeMs = 0) {
      closed ??= stop(noticeMs);
      return closed;
    },
  };

  async function stop(noticeMs: number): Promise<void> {
    proxy.announceStop();
    log.info({event: 'stopping', noticeMs}, 'Asked to stop: /readyz says 503, and what is in flight is finished.');
    const cancel = clock.after(STOP_MS - LET_GO_MS, () => proxy.letGo());
    if (noticeMs > 0) await new Promise<void>((resolve) => clock.after(noticeMs, resolve));
    proxy.stop();
    const cut = await drain.close(STOP_MS - noticeMs);
    cancel();
    await shared?.close();
    if (cut > 0) log.warn({event: 'stopped', cut}, 'Stopped. Some answers were not finished in time, and were cut.');
    else log.info({event: 'stopped', cut}, 'Stopped. All that was in flight was answered.');
  }
}

/** Answers what Node cannot read as HTTP, or has too long an address, with a problem as everything else. */
function answerUnreadable(server: Server, refuse: ReturnType<typeof createRefusals>): void {
  const answers = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({socket}, response) => {
    answers.set(socket, response);
    response.once('close', () => answers.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException & {rawPacket?: Buffer}, socket: Socket) => {
    const isAnswered = answers.get(socket)?.headersSent === true;
    // A browser may connect in advance, and would take a word for the answer to what it asks next.
    const isSilent = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0;
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswered || isSilent) return void socket.destroy();
    const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW' || error.code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW';
    const isHead = error.rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD ';
    void refuse(isTooLarge ? 'too_large' : 'invalid_request').then((answer) => writeAnswer(socket, answer, isHead));
  });
}

const LINGER_MS = 1000;

async function writeAnswer(socket: Socket, response: Response, isHead: boolean): Promise<void> {
  const body = await response.text();
  const headers = [...response.headers, ['content-length', String(Buffer.byteLength(body))], ['connection', 'close']];
  const head = headers.map(([name = '', value = '']) => `${name}: ${value}\r\n`).join('');
  // Time to hear it; whoever goes on talking is cut off.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.end(`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}\r\n${head}\r\n${isHead ? '' : body}`);
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.css': 'text/css; charset=utf-8',
};
const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Files of two folders, compressed once and kept until they change on disk. */
function readAssets(embed: string, studio: string): Assets {
  const kept = new Map<string, {changedAt: number; asset: Promise<Asset>}>();
  return async (path) => {
    const file = /^(pushcart\.js|assets\/[\w-]+(\.[\w-]+)+)$/.test(path)
      ? join(embed, path)
      : /^studio\/[\w-]+\.js$/.test(path)
        ? join(studio, path.slice('studio/'.length))
        : undefined;
    if (!file) return undefined;
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const known = kept.get(path);
    if (known?.changedAt === found.mtimeMs) return known.asset;
    const asset = readAsset(file);
    kept.set(path, {changedAt: found.mtimeMs, asset});
    // One that could not be read now, for want of a file handle perhaps, is read again when it is asked for again.
    asset.catch(() => kept.delete(path));
    return asset;
  };
}

async function readAsset(file: string): Promise<Asset> {
  const body = new Uint8Array(await readFile(file));
  const [br, gz] = await Promise.all([compressBrotli(body), compressGzip(body, {level: 9})]);
  return {
    type: types[extname(file)] ?? 'application/octet-stream',
    etag: createHash('sha256').update(body).digest('base64url').slice(0, 22),
    body,
    br: new Uint8Array(br),
    gzip: new Uint8Array(gz),
  };
}

function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
