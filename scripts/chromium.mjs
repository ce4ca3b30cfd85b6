// The browser in which pages and VS Code's workbench are tested.
import { chromium } from 'playwright-core';
import { findCommand, isExecutable } from './processes.mjs';
import { withoutWindow } from './quickBrowser.mjs';

const usualPlaces = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** On a closed network each of these would otherwise wait for an answer that never comes. */
export const chromiumFlags = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Root has no sandbox of its own to give.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Path of a Chromium of this machine; PYCHAT_CHROMIUM names another one.
 * @throws when there is none
 */
export function findChromium() {
  const named = process.env.PYCHAT_CHROMIUM;
  if (named) return named;
  const places = usualPlaces[process.platform] ?? [];
  const found = commands.map(findCommand).find(Boolean) ?? places.find(isExecutable);
  if (!found) throw new Error('No Chromium: install the package "chromium", or name one in PYCHAT_CHROMIUM.');
  return found;
}

/** For tests: one that has no window where there is such a one, else Chromium. */
function quickestBrowser() {
  return process.env.PYCHAT_CHROMIUM || findCommand(withoutWindow) || findChromium();
}

/**
 * Starts the browser for tests.
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export function launchForTests(options = {}) {
  return launchChromium({ executablePath: quickestBrowser(), ...options });
}

/**
 * Starts it without a window.
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export function launchChromium(options = {}) {
  return chromium.launch({ executablePath: findChromium(), args: chromiumFlags, ...options });
}

/**
 * Starts it with a folder for all that pages keep (their storage, cookies), to be found again next time.
 * @param {string} folder
 * @param {Parameters<typeof chromium.launchPersistentContext>[1]} [options]
 */
export function openProfile(folder, options = {}) {
  return chromium.launchPersistentContext(folder, {
    executablePath: findChromium(),
    args: chromiumFlags,
    ...options,
  });
}

/**
 * The same in the browser for tests.
 * @type {typeof openProfile}
 */
export function openProfileForTests(folder, options = {}) {
  return openProfile(folder, { executablePath: quickestBrowser(), ...options });
}
