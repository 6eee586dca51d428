/**
 * WebKitGTK for the test runner: MiniBrowser on a virtual screen, driven by WebKitWebDriver. The runner's commands know
 * a Playwright page, so that is what they get: the part of one that they use.
 */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {BrowserLauncher} from '@web/test-runner';

export interface WebkitOptions {
  /** Path of `WebKitWebDriver`. */
  readonly driver: string;
  /** Path of `Xvfb`. */
  readonly screen: string;
}

/** WebDriver's code points for the keys that have names. */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};
const BUTTONS = {left: 0, middle: 1, right: 2} as const;
/** The screen, and the window before anybody asks for another size of page. */
const SCREEN = {width: 1600, height: 1200};
const VIEWPORT = {width: 800, height: 600};

interface Size {
  readonly width: number;
  readonly height: number;
}
interface ButtonOptions {
  readonly button?: keyof typeof BUTTONS;
}

/** A session with a browser that understands WebDriver. */
class Session {
  readonly #address: string;

  private constructor(address: string) {
    this.#address = address;
  }

  /** Opens one as soon as the driver listens. */
  static async open(driver: string): Promise<Session> {
    for (let attempt = 1; ; attempt++) {
      try {
        const {sessionId} = await ask<{sessionId: string}>('POST', `${driver}/session`, {
          capabilities: {alwaysMatch: {}},
        });
        return new Session(`${driver}/session/${sessionId}`);
      } catch (error) {
        // `fetch failed`: nobody listens yet. Whatever the driver itself says is final.
        if (attempt === 100 || !(error instanceof TypeError)) throw error;
        await sleep(50);
      }
    }
  }

  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return ask<T>(method, this.#address + path, body);
  }

  act(type: 'key' | 'pointer', actions: readonly object[]): Promise<void> {
    const pointer = type === 'pointer' && {parameters: {pointerType: 'mouse'}};
    return this.call('POST', '/actions', {actions: [{type, id: type, ...pointer, actions}]});
  }

  /** Gives the page this size: the window is larger by its bars. */
  async resize({width, height}: Size): Promise<void> {
    await this.call('POST', '/window/rect', {x: 0, y: 0, width, height});
    const script = 'return [outerWidth - innerWidth, outerHeight - innerHeight]';
    const [across, down] = await this.call<[number, number]>('POST', '/execute/sync', {script, args: []});
    await this.call('POST', '/window/rect', {x: 0, y: 0, width: width + across, height: height + down});
  }
}

async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {method, ...(body !== undefined && {body: JSON.stringify(body)})});
  const {value} = (await answer.json()) as {value: T & {error?: string; message?: string}};
  if (!answer.ok)
    throw new Error(`WebKitWebDriver, ${method} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}

/** What the runner's commands call, of a Playwright page. */
const createPage = (session: Session) => {
  const codeOf = (key: string): string => {
    const code = KEYS[key] ?? key;
    if (Array.from(code).length !== 1)
      throw new Error(`test/config/webkit.ts does not know the key "${key}": add it to KEYS.`);
    return code;
  };
  const press = (value: string) => [
    {type: 'keyDown', value},
    {type: 'keyUp', value},
  ];
  const move = (x: number, y: number) => ({type: 'pointerMove', duration: 0, x, y});
  const button = (type: string, {button: name = 'left'}: ButtonOptions = {}) => ({type, button: BUTTONS[name]});
  return {
    keyboard: {
      type: (text: string) => session.act('key', Array.from(text).flatMap(press)),
      press: (key: string) => session.act('key', press(codeOf(key))),
      down: (key: string) => session.act('key', [{type: 'keyDown', value: codeOf(key)}]),
      up: (key: string) => session.act('key', [{type: 'keyUp', value: codeOf(key)}]),
    },
    mouse: {
      move: (x: number, y: number) => session.act('pointer', [move(x, y)]),
      click: (x: number, y: number, options?: ButtonOptions) =>
        session.act('pointer', [move(x, y), button('pointerDown', options), button('pointerUp', options)]),
      down: (options?: ButtonOptions) => session.act('pointer', [button('pointerDown', options)]),
      up: (options?: ButtonOptions) => session.act('pointer', [button('pointerUp', options)]),
    },
    setViewportSize: (size: Size) => session.resize(size),
    emulateMedia: () => Promise.reject(new Error('WebKitGTK cannot emulate media: skip this in WebKit, and say so.')),
  };
};

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  return port;
}

export function webkitLauncher({driver, screen}: WebkitOptions): BrowserLauncher & {getPage(): unknown} {
  const processes: ChildProcess[] = [];
  const active = new Map<string, string>();
  let opening: Promise<{session: Session; page: unknown}> | undefined;

  const end = (): void =>
    processes
      .splice(0)
      .reverse()
      .forEach((child) => child.kill());
  const open = async () => {
    process.once('exit', end);
    const {width, height} = SCREEN;
    const display = spawn(screen, ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    processes.push(display);
    const [name] = (await once(display.stdio[3] as Readable, 'data')) as [Buffer];
    const port = await findFreePort();
    const env = {...process.env, DISPLAY: `:${name.toString().trim()}`};
    processes.push(spawn(driver, [`--port=${port}`], {env, stdio: 'ignore'}));
    const session = await Session.open(`http://127.0.0.1:${port}`);
    await session.resize(VIEWPORT);
    return {session, page: createPage(session)};
  };
  let page: unknown;

  return {
    name: 'WebKit',
    type: 'playwright',
    concurrency: 1,
    async startSession(id, url) {
      const opened = await (opening ??= open());
      page = opened.page;
      active.set(id, url);
      await opened.session.call('POST', '/url', {url});
    },
    getPage: () => page,
    isActive: (id) => active.has(id),
    getBrowserUrl: (id) => active.get(id),
    async stopSession(id) {
      active.delete(id);
      const {session} = await (opening ??= open());
      await session.call('POST', '/url', {url: 'about:blank'});
      return {};
    },
    startDebugSession: () => Promise.reject(new Error('WebKitGTK cannot be watched: it runs on a virtual screen.')),
    async stop() {
      const opened = await opening?.catch(() => undefined);
      await opened?.session.call('DELETE', '').catch(() => undefined);
      end();
    },
  };
}
