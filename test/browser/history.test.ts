import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, type PageMaker, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open();
  for (const text of ['one', 'two\nlines', 'three']) {
    await chat.page.keyboard.insertText(text);
    await chat.press('Enter');
  }
  await chat.ask('posted.length = 0');
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const list = () => chat.page.getByRole('listbox', { name: 'Typed before' });
const selected = () => list().getByRole('option', { selected: true }).innerText();
const typed = () => chat.input.inputValue();
const isPromptFocused = () => chat.ask<boolean>(`document.activeElement.id === 'input'`);

describe('F7', () => {
  it('lists what was typed before, numbered, with the newest selected', async () => {
    await chat.press('F7');
    expect(await list().getByRole('option').allInnerTexts()).toEqual(['0: one', '1: two⏎ lines', '2: three']);
    expect(await selected()).toBe('2: three');
    const active = await list().getAttribute('aria-activedescendant');
    expect(await chat.page.locator(`#${active}`).innerText()).toBe('2: three');
    expect(await chat.ask('document.activeElement.className')).toBe('list history');
  });

  it('does nothing when nothing was typed', async () => {
    const fresh = await pages.open();
    await fresh.press('F7');
    expect(await fresh.page.getByRole('listbox').count()).toBe(0);
    expect(await fresh.ask('document.activeElement.id')).toBe('input');
    await fresh.close();
  });

  it('shows over the log, within the page, however much was typed', async () => {
    for (let count = 0; count < 50; count += 1) {
      await chat.page.keyboard.insertText(`${count} ${'x'.repeat(count * 10)}`);
      await chat.press('Enter');
    }
    await chat.page.setViewportSize({ width: 300, height: 300 });
    await chat.press('F7');
    const box = (await list().boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(300);
    expect(box.y + box.height).toBeLessThanOrEqual(300);
    await chat.press('Home');
    const first = (await list().getByRole('option').first().boundingBox())!;
    expect(first.y).toBeGreaterThanOrEqual(box.y);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    await chat.page.keyboard.type('half');
    await chat.press('F7');
  });

  it('is walked with arrows all around, and with letters', async () => {
    const seen: string[] = [];
    for (const key of [
      'ArrowUp',
      'ArrowUp',
      'ArrowUp',
      'ArrowDown',
      'End',
      'Home',
      't',
      't',
      'O',
      'PageDown',
    ]) {
      await chat.press(key);
      seen.push((await selected()).slice(0, 1));
    }
    expect(seen.join('')).toBe('1020202102');
    expect(await typed()).toBe('half');
  });

  it('sends with Enter what is selected, line breaks and all', async () => {
    await chat.press('ArrowUp', 'Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: '#chat', text: 'two\nlines' }]);
    expect(await typed()).toBe('');
    expect(await isPromptFocused()).toBe(true);
    expect(await list().count()).toBe(0);
  });

  it.each(['ArrowLeft', 'ArrowRight'])('gives it with %s to be edited', async key => {
    await chat.press('ArrowUp', key);
    expect(await typed()).toBe('two\nlines');
    expect(await isPromptFocused()).toBe(true);
    expect(await chat.posted()).toEqual([]);
    await chat.press('Control+z');
    expect(await typed()).toBe('half');
  });

  it('gives to be edited what is clicked', async () => {
    await list().getByRole('option').first().click();
    expect(await typed()).toBe('one');
    expect(await isPromptFocused()).toBe(true);
  });

  it.each(['Escape', 'F7', 'Tab'])('goes away with %s and leaves all as it was', async key => {
    await chat.press(key);
    expect(await list().count()).toBe(0);
    expect(await typed()).toBe('half');
    expect(await isPromptFocused()).toBe(true);
    expect(await chat.posted()).toEqual([]);
  });

  it('goes away when something else takes the focus', async () => {
    await chat.page.mouse.click(400, 450);
    expect(await list().count()).toBe(0);
    expect(await isPromptFocused()).toBe(true);
  });
});
