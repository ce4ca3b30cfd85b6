import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Line } from '../../src/chat/line.ts';
import { locationKey } from '../../src/chat/locations.ts';
import { type ChatPage, type PageMaker, message, note, startBrowser } from './chatPage.ts';

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

/** The id of the line that itself has the focus; '' for none. */
const focusedLine = () =>
  chat.ask<string>(`document.activeElement.matches('.line') ? document.activeElement.dataset.id : ''`);
const focusedText = () => chat.ask<string>('document.activeElement.textContent');

const file = { name: 'a.zip', size: 9, moved: 0, state: 'moving', note: '' } as const;
const held: readonly (readonly [name: string, line: Line])[] = [
  ['a file', message('a file', { id: 'held', file })],
  ['code', message('```js\nlet a;\n```', { id: 'held' })],
  ['code that is folded', message(`\`\`\`js\n${'a;\n'.repeat(40)}\`\`\``, { id: 'held' })],
  ['a link and a place in code', message('https://example.org/ src/a.ts:1', { id: 'held' })],
  ['a quote', message('yes', { id: 'held', quote: { id: 'first', nick: 'ana', text: 'no' } })],
  [
    'reactions',
    message('a', { id: 'held', reactions: [{ reaction: '👍', count: 1, own: false, nicks: ['ana'] }] }),
  ],
];

describe('Shift+Tab from the prompt', () => {
  it.each(held)('leads to the last line, whatever is in sight: %s', async (_, line) => {
    const last = message('last', { id: 'last' });
    chat = await pages.open({ lines: [message('first', { id: 'first' }), line, last] });
    await chat.press('Shift+Tab');
    expect(await focusedLine()).toBe('last');
    await chat.press('r');
    expect(await chat.page.locator('.answering').isVisible()).toBe(true);
  });

  it.each(held)(
    'leads to the line itself that holds it, and Tab from there to what it holds: %s',
    async (_, line) => {
      chat = await pages.open({ lines: [message('first', { id: 'first' }), line] });
      await chat.press('Shift+Tab');
      expect(await focusedLine()).toBe('held');
      await chat.press('Tab');
      expect(
        await chat.ask(`document.querySelector('[data-id=held]').contains(document.activeElement)`),
      ).toBe(true);
      expect(await focusedLine()).toBe('');
      await chat.press('Shift+Tab');
      expect(await focusedLine()).toBe('held');
    },
  );

  it('needs one step to cross the log, and Tab one to come back behind the last thing of the line', async () => {
    const lines = Array.from({ length: 5 }, (_, at) => message('x', { id: `f${at}`, file }));
    chat = await pages.open({ lines: [...lines, note('end')] });
    await chat.press('Shift+Tab', 'Shift+Tab');
    expect(await focusedText()).toBe('Stop Hosting');
    await chat.press('Tab', 'ArrowUp', 'Tab', 'Tab');
    expect(await focusedText()).toBe('Cancel');
    await chat.press('Tab');
    expect(await chat.ask('document.activeElement.closest(".log") === null')).toBe(true);
  });

  it('also leads to the line after what it holds has changed', async () => {
    chat = await pages.open({ lines: [message('x', { id: 'held', file: { ...file, state: 'offered' } })] });
    await chat.receive({ type: 'change', id: 'held', change: { file } });
    await chat.press('Shift+Tab');
    expect(await focusedLine()).toBe('held');
    await chat.press('Tab', 'Tab');
    expect(await focusedText()).toBe('Cancel');
    await chat.receive({ type: 'change', id: 'held', change: { file: { ...file, moved: 5 } } });
    expect(await focusedText()).toBe('Cancel');
    await chat.press('Shift+Tab', 'Shift+Tab');
    expect(await focusedLine()).toBe('held');
  });

  describe('with places in code that become known late', () => {
    const onDisk = { path: 'home/ana/a.ts', root: 'disk', line: 3 } as const;
    const inFolder = { path: 'my file.ts', line: 12 };
    const tell = (location: Parameters<typeof locationKey>[0], state: 'same' | 'missing') =>
      chat.receive({ type: 'locations', states: { [locationKey(location)]: state } });

    it('makes no stop of them elsewhere', async () => {
      chat = await pages.open({ lines: [message('at /home/ana/a.ts:3', { id: 'held' }), note('end')] });
      await tell(onDisk, 'same');
      expect(await chat.page.getByRole('link').getAttribute('tabindex')).toBe('-1');
      await chat.press('Shift+Tab', 'Shift+Tab');
      expect(await focusedText()).toBe('Stop Hosting');
    });

    it('leaves the focus with the line of one that is none any more', async () => {
      chat = await pages.open({ lines: [message('at /home/ana/a.ts:3', { id: 'held' })] });
      await tell(onDisk, 'same');
      await chat.press('Shift+Tab', 'Tab', 'Tab');
      expect(await focusedText()).toBe('/home/ana/a.ts:3');
      await tell(onDisk, 'missing');
      expect(await focusedLine()).toBe('held');
    });

    it('leaves the focus with one that takes in words before it', async () => {
      chat = await pages.open({ lines: [message('my file.ts:12', { id: 'held' })] });
      await chat.press('Shift+Tab', 'Tab', 'Tab');
      expect(await focusedText()).toBe('file.ts:12');
      await tell({ path: 'file.ts', line: 12 }, 'missing');
      await tell(inFolder, 'same');
      expect(await focusedText()).toBe('my file.ts:12');
      await chat.press('Shift+Tab', 'Shift+Tab');
      expect(await focusedLine()).toBe('held');
    });
  });
});
