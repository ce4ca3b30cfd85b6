import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { locationKey } from '../../src/chat/locations.ts';
import { askAgainMs } from '../../src/panel/webview/line/locationLink.ts';
import { noon } from '../panel/webview/log/lines.ts';
import { type ChatPage, message, type PageMaker, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const comeBack = () => chat.ask(`dispatchEvent(new Event('focus'))`);
const asked = async () => (await chat.posted()).filter(({ type }) => type === 'checkLocations').length;
const links = () => chat.page.locator('.location').evaluateAll(all => all.map(one => one.textContent));

it('asks again how places stand when one comes back to the page, and not all the time', async () => {
  const location = { path: 'src/a.ts', line: 3 };
  const key = locationKey(location);
  chat = await pages.open({ lines: [message('see src/a.ts:3'), message('src/a.ts:3 again')] });
  await chat.receive({ type: 'locations', states: { [key]: 'missing' } });
  await comeBack();
  expect(await asked()).toBe(1);
  await chat.page.clock.setFixedTime(noon + askAgainMs);
  await comeBack();
  await comeBack();
  expect(await chat.posted()).toEqual(Array(2).fill({ type: 'checkLocations', locations: [location] }));
  // What was known stands until the answer is there.
  expect(await links()).toEqual(['src/a.ts:3?', 'src/a.ts:3?']);
  await chat.receive({ type: 'locations', states: { [key]: 'same' } });
  expect(await links()).toEqual(['src/a.ts:3', 'src/a.ts:3']);
});
