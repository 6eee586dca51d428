/**
 * WebKitGTK for the test runner: MiniBrowser on a virtual screen, driven by WebKitWebDriver. The runner's commands know
 * a Playwright page, so that is what they get: the part of one that they use.
 */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
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
/** The page's size before anybody asks for another. */
const VIEWPORT = {width: 800, height: 600};
/**
 * Nobody manages windows on this screen, so the one under the pointer has the focus; and the pointer of Xvfb stays in
 * the middle. The window's own bar is put there: over the page it would hover what tests show.
 */
const SCREEN = {width: 3200, height: 2400};
const CORNER = {x: SCREEN.width / 2 - 100, y: SCREEN.height / 2 - 10};
/** What the window's bar holds, made small: no window is narrower than its bar, and a phone's page is. */
const STYLE = 'button, entry { min-width: 0; padding: 0; font-size: 1px }';
/** How long the window may take to have its size and the focus, on a busy machine. */
const PATIENCE_MS = 20_000;

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

  /** What a script in the page answers. */
  read<T>(expression: string): Promise<T> {
    return this.call('POST', '/execute/sync', {script: `return ${expression}`, args: []});
  }

  /**
   * Presses or releases keys. They go to the frame that has the focus as far as the browser's own process knows, and
   * the page's process tells it: an answer from the page comes after that, so it is asked for one first.
   */
  async actKeys(actions: readonly object[]): Promise<void> {
    await this.read('0');
    await this.call('POST', '/actions', {actions: [{type: 'key', id: 'keys', actions}]});
  }

  actPointer(actions: readonly object[]): Promise<void> {
    const parameters = {pointerType: 'mouse'};
    return this.call('POST', '/actions', {actions: [{type: 'pointer', id: 'pointer', parameters, actions}]});
  }

  /** Waits until an expression in the page is true; before each look but the first `again` may do something for it. */
  async until(expression: string, again?: () => Promise<unknown>): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await this.read<boolean>(expression))) {
      if (performance.now() > deadline) throw new Error(`Never came true in WebKitGTK: ${expression}`);
      await again?.();
      await sleep(20);
    }
  }

  /** Gives the page this size: the window's without its bar. */
  resize({width, height}: Size): Promise<void> {
    return this.until(`innerWidth === ${width} && innerHeight === ${height}`, async () => {
      const [across, down] = await this.read<[number, number]>('[outerWidth - innerWidth, outerHeight - innerHeight]');
      await this.call('POST', '/window/rect', {...CORNER, width: width + across, height: height + down});
    });
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
      type: (text: string) => session.actKeys(Array.from(text).flatMap(press)),
      press: (key: string) => session.actKeys(press(codeOf(key))),
      down: (key: string) => session.actKeys([{type: 'keyDown', value: codeOf(key)}]),
      up: (key: string) => session.actKeys([{type: 'keyUp', value: codeOf(key)}]),
    },
    mouse: {
      move: (x: number, y: number) => session.actPointer([move(x, y)]),
      click: (x: number, y: number, options?: ButtonOptions) =>
        session.actPointer([move(x, y), button('pointerDown', options), button('pointerUp', options)]),
      down: (options?: ButtonOptions) => session.actPointer([button('pointerDown', options)]),
      up: (options?: ButtonOptions) => session.actPointer([button('pointerUp', options)]),
    },
    setViewportSize: (size: Size) => session.resize(size),
    emulateMedia: () => Promise.reject(new Error('WebKitGTK cannot emulate media: skip this in it, and say so.')),
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

  let settings: string | undefined;
  const end = (): void => {
    processes
      .splice(0)
      .reverse()
      .forEach((child) => child.kill());
    if (settings) rmSync(settings, {recursive: true, force: true});
  };
  const open = async () => {
    process.once('exit', end);
    const {width, height} = SCREEN;
    const display = spawn(screen, ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    processes.push(display);
    const [name] = (await once(display.stdio[3] as Readable, 'data')) as [Buffer];
    const port = await findFreePort();
    settings = mkdtempSync(join(tmpdir(), 'pushcart-webkit-'));
    mkdirSync(join(settings, 'gtk-3.0'));
    writeFileSync(join(settings, 'gtk-3.0', 'gtk.css'), STYLE);
    const env = {...process.env, DISPLAY: `:${name.toString().trim()}`, XDG_CONFIG_HOME: settings};
    processes.push(spawn(driver, [`--port=${port}`], {env, stdio: 'ignore'}));
    const session = await Session.open(`http://127.0.0.1:${port}`);
    await session.resize(VIEWPORT);
    await session.until('document.hasFocus()');
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
      // The file before may have left another size.
      await opened.session.resize(VIEWPORT);
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
