import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Line, MessageLine } from '../../src/chat/line.ts';
import { message, note } from './chatPage.ts';
import { type LinePage, type LinePages, startLinePages } from './linePage.ts';

let pages: LinePages;
let page: LinePage;

beforeAll(async () => {
  pages = await startLinePages();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await page.complaints()).toEqual([]);
  await page.close();
});

const open = async (lines: readonly Line[], width = 800) => {
  page = await pages.open(lines, { viewport: { width, height: 400 } });
};
const offered = () => page.menu.getByRole('button').allTextContents();
const boxOf = async (index: number) => (await page.lines.nth(index).boundingBox())!;
/** The texts of the lines that are marked. */
const marked = () => page.page.locator('.line.with-menu .text').allInnerTexts();

describe('the bar of a line under the mouse', () => {
  const lines: readonly (readonly [name: string, line: Line])[] = [
    ['one row', message('b')],
    ['several rows', message('b\nb\nb')],
    ['an answer', message('b', { quote: { id: 'q', nick: 'ana', text: 'a' } })],
    ['code', message('```js\nlet b;\n```')],
    ['a mention', message('b', { mention: true })],
    ['a note', note('b')],
  ];

  it.each(lines)('is on its own line, which is marked: %s', async (_, line) => {
    await open([message('a'), line, message('c')]);
    await page.lines.nth(1).hover({ position: { x: 20, y: 8 } });
    const [menu, own] = [(await page.menu.boundingBox())!, await boxOf(1)];
    expect(menu.y).toBeGreaterThanOrEqual(own.y - 1);
    expect(menu.y + menu.height).toBeLessThanOrEqual(own.y + own.height + 1);
    expect(await marked()).toHaveLength(1);
    const outline = (index: number): Promise<string> =>
      page.ask(`getComputedStyle(document.querySelectorAll('.line')[${index}]).outlineStyle`);
    expect([await outline(0), await outline(1)]).toEqual(['none', 'dotted']);
  });

  it('does not run away from a mouse that goes to it, straight or from below', async () => {
    await open([message('a', { own: true }), message('b'), message('c', { own: true }), message('d')]);
    for (const from of [1, 2]) {
      const [start, goal] = [await boxOf(from), await boxOf(1)];
      await page.page.mouse.move(start.x + 60, start.y + start.height / 2);
      await page.page.mouse.move(goal.x + 60, goal.y + goal.height / 2, { steps: 10 });
      const reply = (await page.menu.getByRole('button').first().boundingBox())!;
      await page.page.mouse.move(reply.x + 5, reply.y + reply.height / 2, { steps: 30 });
      expect(await marked()).toEqual(['b']);
      expect(await offered()).not.toContain('Delete');
    }
  });

  it('makes way while a text is selected', async () => {
    await open([message('word '.repeat(60))]);
    const { x, y, width } = await boxOf(0);
    await page.page.mouse.move(x + width - 60, y + 30);
    await page.page.mouse.down();
    await page.page.mouse.move(x + width - 30, y + 8, { steps: 5 });
    expect(await page.menu.count()).toBe(0);
    await page.page.mouse.up();
    expect(await page.ask('getSelection().toString().length')).toBeGreaterThan(3);
    expect(await page.menu.count()).toBe(1);
  });

  it('is one button that opens it where it would cover the line', async () => {
    await open([message('short'), message('another')], 300);
    await page.lines.first().hover();
    const more = page.menu.getByRole('button', { name: 'Actions' });
    expect((await page.menu.boundingBox())!.width).toBeLessThan(60);
    expect(await page.menu.getByRole('button').count()).toBe(1);
    await more.click();
    expect(await offered()).toContain('Copy');
    await page.lines.nth(1).focus();
    await page.press('Enter');
    expect(await page.ask('document.activeElement.closest(".line-menu") !== null')).toBe(true);
    expect(await more.count()).toBe(0);
  });
});

describe('the bar of a line that changes under it', () => {
  const own: Partial<MessageLine> = { own: true, delivery: 'relayed' };
  const gone: Partial<MessageLine> = { text: '', redacted: { by: 'ana', reason: '' } };

  it('offers nothing once the line was taken back, whatever it was doing', async () => {
    const line = message('a', own);
    await open([line]);
    for (const step of ['', 'React', 'Delete']) {
      await page.change(line);
      await page.lines.first().hover({ position: { x: 20, y: 8 } });
      if (step !== '') await page.menu.getByRole('button', { name: step }).click();
      expect(await page.menu.count()).toBe(1);
      await page.change({ ...line, ...gone });
      expect(await page.menu.count()).toBe(0);
      await page.page.mouse.move(400, 390);
    }
    await page.lines.first().focus();
    expect(await page.menu.count()).toBe(0);
  });

  it('offers what fits how far the line has come', async () => {
    const line = message('a', { own: true, delivery: 'sent' });
    await open([line]);
    await page.lines.first().hover({ position: { x: 20, y: 8 } });
    expect(await offered()).not.toContain('Delete');
    await page.change({ ...line, delivery: 'relayed' });
    expect(await offered()).toContain('Delete');
    await page.change({ ...line, delivery: 'failed' });
    expect(await offered()).toContain('Send Again');
  });

  it('gives the focus back to the line when it goes', async () => {
    const line = message('a', own);
    await open([line]);
    await page.lines.first().focus();
    await page.press('Delete');
    await page.change({ ...line, ...gone });
    expect(await page.ask('document.activeElement === document.querySelector(".line")')).toBe(true);
  });
});
