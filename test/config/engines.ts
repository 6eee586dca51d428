/**
 * The browser engines that element tests run in: Chromium, Firefox and WebKitGTK. `ENGINES=firefox,webkit` in the
 * environment names fewer.
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
        page.emulateMediaFeatures = () =>
          Promise.reject(new Error('Firefox cannot emulate media here: skip this in it, and say so.'));
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

export interface Engines {
  readonly launchers: BrowserLauncher[];
  /** A sentence for each that is not installed: what is not tested, and how to get it. */
  readonly missing: string[];
}

/**
 * The engines to test in. Chromium must be there; on a developer's own machine the others may be missing, on CI (`CI` is
 * set) and where `ENGINES` names them they may not.
 */
export function findEngines(environment: Readonly<Record<string, string | undefined>>): Engines {
  const named = environment['ENGINES'];
  const launchers: BrowserLauncher[] = [];
  const missing: string[] = [];
  for (const name of named?.split(',') ?? Object.keys(engines)) {
    const find = engines[name];
    if (!find) throw new Error(`ENGINES names "${name}", but there are only ${Object.keys(engines).join(', ')}.`);
    const found = find();
    if (!('missing' in found)) launchers.push(found);
    else if (environment['CI']) throw new Error(`${found.missing} On CI every engine must be there.`);
    else if (named) throw new Error(`${found.missing} ENGINES names it.`);
    else missing.push(found.missing);
  }
  return {launchers, missing};
}
