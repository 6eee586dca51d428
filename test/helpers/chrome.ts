/** Finds a Chrome or Chromium to test in. */
import {existsSync} from 'node:fs';
import {findProgram} from './programs.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/snap/bin/chromium',
];

/** Path of the browser: `CHROME_PATH`, or what is installed in the usual places. */
export function chromePath(): string {
  const given = process.env['CHROME_PATH'];
  const found = given
    ? existsSync(given) && given
    : (findProgram(...names) ?? elsewhere.find((place) => existsSync(place)));
  if (found) return found;
  throw new Error(
    given
      ? `CHROME_PATH is ${given}, but there is nothing there: set it to Chrome or Chromium, or leave it out.`
      : 'The tests need Chrome or Chromium: install one ("apt install chromium" on Debian) or set CHROME_PATH to it.',
  );
}

/** Works as root in a container, and asks nobody outside for anything. */
export const chromeFlags: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
