/**
 * The browser engines that element tests run in: Chromium, and others by name, as in
 * `ENGINES=chromium,firefox,webkit npm run test:browser`. WebKitGTK loses a key now and then on a busy machine, which is
 * why it does not yet decide what lands.
 */
import type {BrowserLauncher} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import * as puppeteer from 'puppeteer-core';
import {chromeFlags, chromePath} from '../helpers/chrome.js';
import {findProgram} from '../helpers/programs.js';
import {webkitLauncher} from './webkit.js';

type Found = BrowserLauncher | {readonly missing: string};

const engines: Readonly<Record<string, () => Found>> = {
  chromium: () =>
    Object.assign(chromeLauncher({launchOptions: {executablePath: chromePath(), args: chromeFlags}}), {
      name: 'Chromium',
    }),
  firefox() {
    const executablePath = findProgram('firefox-esr', 'firefox');
    if (!executablePath) return {missing: 'Not tested in Firefox: install it ("apt install firefox-esr" on Debian).'};
    return chromeLauncher({
      puppeteer,
      launchOptions: {browser: 'firefox', executablePath},
      async createPage({context}) {
        const page = await context.newPage();
        const {keyboard} = page;
        const press = keyboard.press.bind(keyboard);
        // Puppeteer has no name for this one key in Firefox.
        keyboard.press = (key, options) => press(key === 'Space' ? ' ' : key, options);
        return page;
      },
    });
  },
  webkit() {
    const driver = findProgram('WebKitWebDriver');
    const screen = findProgram('Xvfb');
    if (driver && screen) return webkitLauncher({driver, screen});
    return {missing: 'Not tested in WebKit: install it ("apt install webkit2gtk-driver xvfb" on Debian).'};
  },
};

/** The engines to test in. Says in a sentence how to get one that is missing; on CI (`CI` is set) that is an error. */
export function findEngines(environment: Readonly<Record<string, string | undefined>>): BrowserLauncher[] {
  const wanted = (environment['ENGINES'] ?? 'chromium').split(',');
  return wanted.flatMap((name) => {
    const find = engines[name];
    if (!find) throw new Error(`ENGINES names "${name}", but there are only ${Object.keys(engines).join(', ')}.`);
    const found = find();
    if (!('missing' in found)) return [found];
    if (environment['CI']) throw new Error(`${found.missing} On CI every engine must be there.`);
    console.warn(found.missing);
    return [];
  });
}
