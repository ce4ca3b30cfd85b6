import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, message, type PageMaker, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({ lines: [message('hi')] });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const typed = () => chat.input.inputValue();

describe('a chord of the editor', () => {
  it('writes nothing of its second key, and all that follows', async () => {
    await chat.press('Control+k', 'h', 'h', 'i');
    expect(await typed()).toBe('hi');
  });

  it('lets the editor see both keys', async () => {
    await chat.ask(`window.addEventListener('keydown', ({ key }) => (window.seen ??= []).push(key))`);
    await chat.press('Control+k', 'h');
    expect(await chat.ask('window.seen')).toEqual(['Control', 'k', 'h']);
  });

  it('may have a modifier of its own at the second key', async () => {
    await chat.press('Control+k', 'Shift+H', 'x');
    expect(await typed()).toBe('x');
  });

  it('sends nothing, clears nothing and completes nothing', async () => {
    await chat.page.keyboard.type('half a thought');
    for (const key of ['Enter', 'Escape', 'ArrowUp', 'Tab']) await chat.press('Control+k', key);
    expect(await typed()).toBe('half a thought');
    expect(await chat.posted()).toEqual([]);
  });

  it('is no short cut of a line', async () => {
    await chat.lines.first().focus();
    await chat.press('Control+k', 'r');
    expect(await chat.page.locator('.answering').isVisible()).toBe(false);
    await chat.press('r');
    expect(await chat.page.locator('.answering').isVisible()).toBe(true);
  });

  it('is over when the focus goes elsewhere', async () => {
    await chat.press('Control+k');
    await chat.ask(`void window.dispatchEvent(new Event('blur'))`);
    await chat.press('h');
    expect(await typed()).toBe('h');
  });
});
