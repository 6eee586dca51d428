/** How a state can look: schemes and themes, and how much room and how large a text it has. All are put on in place. */
import type {CDPSession, Page} from 'playwright-core';

export const themes = ['light', 'dark', 'restyled'] as const;
export type Theme = (typeof themes)[number];

/** Nothing as it is by default, as a page author might want it. */
const restyled: Readonly<Record<string, string>> = {
  '--pushcart-surface': '#fff8ec',
  '--pushcart-text': '#3a2113',
  '--pushcart-accent': '#8f2d14',
  '--pushcart-on-accent': '#fff8ec',
  '--pushcart-color-scheme': 'light',
  '--pushcart-font': 'Georgia, serif',
  '--pushcart-font-size': '18px',
  '--pushcart-heading-weight': '400',
  '--pushcart-space': '1.4em',
  '--pushcart-radius': '0px',
  '--pushcart-control-radius': '22px',
  '--pushcart-line-picture-size': '6em',
  '--pushcart-picture-fit': 'contain',
  background: '#fff8ec',
  color: '#3a2113',
};

const setProperties = (page: Page, properties: Readonly<Record<string, string>>): Promise<void> =>
  page.evaluate((all) => {
    const {style} = document.documentElement;
    style.cssText = '';
    for (const [name, value] of Object.entries(all)) style.setProperty(name, value);
  }, properties);

export async function putOnTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce'});
  await setProperties(page, theme === 'restyled' ? restyled : {});
}

/** `page`: the author has made everything twice as large. `browser`: the shopper has, by their browser's settings. */
export const texts = ['usual', 'page', 'browser'] as const;
export interface Room {
  readonly width: number;
  readonly text: (typeof texts)[number];
}
export const rooms: readonly Room[] = texts.flatMap((text) => [320, 390, 1280].map((width) => ({width, text})));

const sizes = new WeakMap<Page, CDPSession>();

export async function putInto(page: Page, {width, text}: Room): Promise<void> {
  const devtools = sizes.get(page) ?? (await page.context().newCDPSession(page));
  sizes.set(page, devtools);
  await page.setViewportSize({width, height: width > 400 ? 800 : 720});
  await devtools.send('Page.setFontSizes', {fontSizes: {standard: text === 'browser' ? 32 : 16, fixed: 13}});
  await setProperties(page, text === 'page' ? {'font-size': '200%', '--pushcart-font-size': '32px'} : {});
}
