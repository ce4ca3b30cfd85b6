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
  chat = await pages.open({ lines: [message('src/a.ts:3, see'), message('src/a.ts:3 again')] });
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

it('makes a link of a place on a disk where our copy has such a file, and no other', async () => {
  const texts = ['at f (/home/ana/p/src/a.ts:3:1)', 'at g (/usr/lib/node/b.js:9:1)'];
  const [ours, theirs] = [
    { path: 'home/ana/p/src/a.ts', root: 'disk', line: 3, column: 1 },
    { path: 'usr/lib/node/b.js', root: 'disk', line: 9, column: 1 },
  ] as const;
  chat = await pages.open({ lines: texts.map(text => message(text)) });
  const names = () => chat.page.getByRole('link').evaluateAll(all => all.map(one => one.textContent));
  expect(await names()).toEqual([]);
  expect(await chat.posted()).toEqual([{ type: 'checkLocations', locations: [ours, theirs] }]);
  const tell = (state: 'moved' | 'missing') =>
    chat.receive({
      type: 'locations',
      states: { [locationKey(ours)]: state, [locationKey(theirs)]: 'missing' },
    });
  await tell('moved');
  expect(await names()).toEqual(['/home/ana/p/src/a.ts:3:1~']);
  await chat.append(message(texts.join(' ')));
  expect(await names()).toHaveLength(2);
  await chat.page.getByRole('link').first().click();
  expect((await chat.posted()).at(-1)).toEqual({ type: 'openLocation', location: ours });
  await tell('missing');
  expect(await names()).toEqual([]);
  expect(await chat.page.locator('.text').allInnerTexts()).toEqual([...texts, texts.join(' ')]);
});

it('takes words before it into a path where there is such a file', async () => {
  const at = (path: string) => ({ path, line: 12 });
  const key = (path: string) => locationKey(at(path));
  chat = await pages.open({ lines: [message('please see my file.ts:12 and, file.ts:12')] });
  const names = () => chat.page.getByRole('link').evaluateAll(all => all.map(one => one.textContent));
  expect(await names()).toEqual(['file.ts:12', 'file.ts:12']);
  await chat.receive({ type: 'locations', states: { [key('file.ts')]: 'missing' } });
  expect((await chat.posted()).at(-1)).toEqual({
    type: 'checkLocations',
    locations: ['please see my file.ts', 'see my file.ts', 'my file.ts'].map(at),
  });
  await chat.receive({
    type: 'locations',
    states: {
      [key('please see my file.ts')]: 'missing',
      [key('see my file.ts')]: 'missing',
      [key('my file.ts')]: 'same',
    },
  });
  expect(await names()).toEqual(['my file.ts:12', 'file.ts:12?']);
  expect(await chat.page.locator('.text').innerText()).toMatch(/^please see my file\.ts:12 and, file\.ts:12/);
  await chat.page.getByRole('link').first().click();
  expect((await chat.posted()).at(-1)).toEqual({ type: 'openLocation', location: at('my file.ts') });
  // Drawn again it is known at once.
  await chat.append(message('my file.ts:12'));
  expect((await names()).at(-1)).toBe('my file.ts:12');
});

it('finds places as programs print them, and links as people write them', async () => {
  const texts = [
    'src/app.ts(12,5): error TS2322: no',
    '  File "my app/x.py", line 12, in <module>',
    'see a.ts#L12-L15, console.log(3) and "my file.ts:12"',
    "https://x.example/King_Arthur's_Court and https://x.example/?v=abc_",
    'https://bank.example\u3002\u6b21\u306e\u884c',
  ];
  chat = await pages.open({ lines: texts.map(text => message(text)) });
  const all = chat.page.locator('.line [role="link"]');
  expect(await all.evaluateAll(some => some.map(one => one.textContent))).toEqual([
    'src/app.ts(12,5)',
    'my app/x.py", line 12',
    'a.ts#L12-L15',
    'my file.ts:12',
    "https://x.example/King_Arthur's_Court",
    'https://x.example/?v=abc_',
    'https://bank.example',
  ]);
  expect(await chat.page.locator('.line').allInnerTexts()).toEqual(
    texts.map(text => expect.stringContaining(text.trim()) as string),
  );
  for (const name of ['my app/x.py", line 12', 'https://bank.example'])
    await all.filter({ hasText: name }).click();
  expect((await chat.posted()).slice(-2)).toEqual([
    { type: 'openLocation', location: { path: 'my app/x.py', line: 12 } },
    { type: 'openLink', href: 'https://bank.example' },
  ]);
});
