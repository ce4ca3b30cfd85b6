import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, type PageMaker, message, messages, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({ lines: [message('needle one'), ...messages(300), message('a needle, two')] });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const bar = () => chat.page.getByRole('search');
const count = () => bar().getByRole('status').innerText();
const focused = () => chat.ask<string>('document.activeElement.id');

describe('Ctrl+F', () => {
  it('opens a bar that has the focus, and Esc closes it and gives the focus back', async () => {
    expect(await bar().isVisible()).toBe(false);
    await chat.page.keyboard.type('half');
    await chat.press('Control+f');
    expect(await bar().isVisible()).toBe(true);
    await chat.page.keyboard.type('needle');
    expect(await bar().getByRole('textbox').inputValue()).toBe('needle');
    expect(await chat.input.inputValue()).toBe('half');
    await chat.press('Escape');
    expect(await bar().isVisible()).toBe(false);
    expect(await focused()).toBe('input');
    expect(await chat.input.inputValue()).toBe('half');
  });

  it('takes what is selected in the log', async () => {
    await chat.ask(`getSelection().selectAllChildren([...document.querySelectorAll('.line .text')].at(-1))`);
    await chat.press('Control+f');
    expect(await bar().getByRole('textbox').inputValue()).toBe('a needle, two');
    expect(await count()).toBe('1 of 1');
  });

  it('gives the focus back to what had it', async () => {
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    await chat.press('Control+f', 'Escape');
    expect(await chat.ask('document.activeElement.textContent')).toBe('Copy Invite');
  });
});

describe('the search', () => {
  beforeEach(() => chat.press('Control+f'));

  it('begins with the newest, and tells which of how many it is', async () => {
    await chat.page.keyboard.type('NEEDLE');
    expect(await count()).toBe('2 of 2');
    expect(await chat.page.getByText('a needle, two').isVisible()).toBe(true);
  });

  it('goes on with Enter and back with Shift+Enter, all around', async () => {
    await chat.page.keyboard.type('needle');
    const seen: string[] = [];
    for (const key of ['Enter', 'Enter', 'Shift+Enter', 'Shift+Enter']) {
      await chat.press(key);
      seen.push(await count());
    }
    expect(seen).toEqual(['1 of 2', '2 of 2', '1 of 2', '2 of 2']);
    await chat.press('Enter');
    await chat.drawn();
    expect(await chat.page.getByText('needle one').isVisible()).toBe(true);
  });

  it('has buttons for the mouse and the Tab key', async () => {
    await chat.page.keyboard.type('needle');
    await bar().getByRole('button', { name: 'Next match' }).click();
    expect(await count()).toBe('1 of 2');
    await chat.press('Shift+Tab', 'Enter');
    expect(await count()).toBe('2 of 2');
    await bar().getByRole('button', { name: 'Close' }).click();
    expect(await bar().isVisible()).toBe(false);
    expect(await focused()).toBe('input');
  });

  it('says when there is nothing, and nothing when nothing is looked for', async () => {
    await chat.page.keyboard.type('zebra');
    expect(await count()).toBe('no results');
    await bar().getByRole('textbox').fill('');
    expect(await count()).toBe('');
  });

  it('ends when another tab is opened', async () => {
    await chat.page.keyboard.type('needle');
    await chat.screen('#code');
    expect(await bar().isVisible()).toBe(false);
    expect(await focused()).toBe('input');
  });
});
