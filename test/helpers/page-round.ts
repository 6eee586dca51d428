/** One visit to a page on a slow phone, cold: what it took to load, and what it took to add to the cart. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Browser, Page} from 'playwright-core';
import {record, type LongTask, type Mark, type Watch} from './page-recorder.js';
import {watchTraffic, type Traffic} from './page-traffic.js';

export interface Variant {
  readonly name: string;
  /** Address of the page. */
  readonly url: string;
  /** What is pressed and what then shows; without it there is nothing to press but a link that leads away. */
  readonly watch?: Watch;
  /** Whether the page has our script. */
  readonly isOurs: boolean;
  /** Whether what is pressed is a button that a script has to make. */
  readonly hasCard: boolean;
  /** All carts that the store has by now, and what is in them: `511×1`. */
  carts(): readonly string[];
}

/** Milliseconds, bytes and numbers; null where a page has no such thing. "In all" is with one thing added. */
export interface Figures {
  readonly painted: number;
  /** From navigation until a click on a link is taken; a link that leads away is there from the start. */
  readonly script: number | null;
  /** From navigation until the card's button can be pressed. */
  readonly usable: number | null;
  readonly blocking: number;
  readonly blockingInAll: number | null;
  readonly line: number | null;
  readonly stored: number | null;
  readonly bytes: number;
  readonly bytesInAll: number | null;
  readonly requests: number;
  readonly requestsInAll: number | null;
  readonly hosts: number;
}

/** Latency of a request in milliseconds, rates in bytes a second: what auditing tools call a slow 4G network. */
export const NETWORK = {offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8};
const PHONE = {viewport: {width: 412, height: 823}, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true};
const CPU_SLOWDOWN = 4;
/** Nothing asked for, and no long task, for so long: then a page is at rest. */
const REST_MS = 1000;
const PATIENCE_MS = 30_000;

interface Visit {
  readonly page: Page;
  readonly traffic: Traffic;
  mark(name: Mark): Promise<number>;
  /** Waits until the page is at rest; answers for how long it was blocked so far. */
  rest(): Promise<number>;
  /** Throws if the page complained about anything. */
  close(): Promise<void>;
}

async function visit(browser: Browser, {name, url}: Variant, watch: Watch | undefined): Promise<Visit> {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  const devtools = await context.newCDPSession(page);
  const traffic = await watchTraffic(devtools, url);
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', {rate: CPU_SLOWDOWN});
  await page.addInitScript(record, watch ?? {control: [':not(*)'], line: [':not(*)'], text: ''});

  async function soon<T>(promise: Promise<T>, what: string): Promise<T> {
    const giveUp = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, {signal: giveUp.signal}).then(() => {
      const why = complaints.length > 0 ? ` The page says: ${complaints.join('; ')}` : '';
      throw new Error(`${name}: ${what} within ${PATIENCE_MS / 1000} s.${why}`);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      giveUp.abort();
    }
  }

  async function rest(): Promise<number> {
    for (;;) {
      const {tasks, idle} = await page.evaluate(() => ({
        tasks: globalThis.recorder.tasks,
        idle: performance.now() - Math.max(0, ...globalThis.recorder.tasks.map(({start, ms}) => start + ms)),
      }));
      if (Math.min(traffic.quietFor(), idle) > REST_MS) return blockingOf(tasks);
      await sleep(250);
    }
  }

  await page.goto(url, {waitUntil: 'load'});
  return {
    page,
    traffic,
    mark: (wanted) =>
      soon(
        page.evaluate(
          (mark) =>
            new Promise<number>((resolve) => {
              const {marks, told} = globalThis.recorder;
              if (mark in marks) resolve(marks[mark] ?? 0);
              else told.addEventListener(mark, () => resolve(marks[mark] ?? 0));
            }),
          wanted,
        ),
        `"${wanted}" did not happen`,
      ),
    rest: () => soon(rest(), 'the page did not come to rest'),
    async close() {
      await context.close();
      if (complaints.length > 0) throw new Error(`${name}: the page complains: ${complaints.join('; ')}`);
    },
  };
}

const blockingOf = (tasks: readonly LongTask[]): number => tasks.reduce((sum, {ms}) => sum + Math.max(0, ms - 50), 0);

/** @throws if what was pressed did not lead to a line, or not to exactly this one thing in the store. */
export async function playRound(browser: Browser, variant: Variant): Promise<Figures> {
  const {watch, isOurs, hasCard} = variant;
  const {page, traffic, mark, rest, close} = await visit(browser, variant, watch);
  const shown = watch ? await mark('usable') : null;
  const usable = hasCard ? shown : null;
  const script = isOurs ? await mark('script') : watch ? null : 0;
  const blocking = await rest();
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const loaded = {painted, script, usable, blocking, bytes: traffic.bytes(), requests: traffic.requests()};
  if (!watch) {
    const {hosts, requests} = traffic;
    if (requests() > 0) throw new Error(`${variant.name}: the page without a script asks for something.`);
    await close();
    return {
      ...loaded,
      blockingInAll: null,
      line: null,
      stored: null,
      bytesInAll: null,
      requestsInAll: null,
      hosts: hosts(),
    };
  }

  const before = variant.carts().length;
  const {x, y} = await page.evaluate(() => globalThis.recorder.aim());
  await page.touchscreen.tap(x, y);
  const click = await mark('click');
  const line = (await mark('line')) - click;
  const stored = (await mark('stored')) - click;
  const blockingInAll = await rest();
  const after = variant.carts().slice(before);
  if (after.join() !== '511×1')
    throw new Error(`${variant.name}: the store should have one mug, but has ${after.join()}.`);
  if (page.url() !== variant.url) throw new Error(`${variant.name}: the page was left for ${page.url()}.`);
  const {bytes, requests, hosts} = traffic;
  await close();
  return {...loaded, blockingInAll, line, stored, bytesInAll: bytes(), requestsInAll: requests(), hosts: hosts()};
}

/** A link is usable when the script is there: pressed in that very moment, it is kept, and leads to a line. */
export async function checkLink(browser: Browser, variant: Variant): Promise<void> {
  if (!variant.watch) throw new Error(`${variant.name}: there is no link to press.`);
  const {mark, close} = await visit(browser, variant, {...variant.watch, pressAtOnce: true});
  const kept = await mark('kept');
  if (kept !== 1) throw new Error(`${variant.name}: a click in the first moment puts ${kept} things into the cart.`);
  await mark('stored');
  await mark('line');
  await close();
}
