import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandWords } from '../../src/panel/protocol.ts';
import { type ChatPage, type PageMaker, message, startBrowser } from './chatPage.ts';

const vocabulary = {
  nicks: ['ana', 'bruno', 'bruna', 'שלומי'],
  rooms: ['#chat', '#code'],
};

const words = { group: 'All', usage: '', help: 'Does it.' };
const commands: readonly CommandWords[] = [
  { ...words, name: 'me', args: [] },
  { ...words, name: 'msg', args: ['nick'] },
  { ...words, name: 'theme', args: [['green', 'amber', 'dos']] },
];

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({}, { snapshot: { vocabulary, commands } });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const type = (text: string) => chat.page.keyboard.type(text);
const typed = () => chat.input.inputValue();
const focused = () => chat.ask<string>('document.activeElement.className');
const suggested = async () => {
  await chat.drawn();
  return (await chat.page.locator('.suggested').textContent()) ?? '';
};

describe('Tab', () => {
  it('completes a nick, and the colon after it where it begins the line', async () => {
    await type('an');
    await chat.press('Tab');
    expect(await typed()).toBe('ana: ');
    await type('olá AN');
    await chat.press('Tab');
    expect(await typed()).toBe('ana: olá ana ');
    expect(await focused()).toBe('input');
  });

  it('goes from one that fits to the next, all around, and back with Shift', async () => {
    await type('br');
    const seen: string[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
      await chat.press(key);
      seen.push(await typed());
    }
    expect(seen).toEqual(['bruno: ', 'bruna: ', 'bruno: ', 'bruna: ', 'bruno: ']);
  });

  it('begins anew after any other key', async () => {
    await type('br');
    await chat.press('Tab', 'Tab');
    await type('e ');
    await type('br');
    await chat.press('Tab');
    expect(await typed()).toBe('bruna: e bruno ');
  });

  it('completes in the middle of a text and leaves what follows', async () => {
    await type('olá br tudo bem?');
    await chat.ask(`document.querySelector('#input').setSelectionRange(6, 6)`);
    await chat.press('Tab', 'Tab');
    expect(await typed()).toBe('olá bruna tudo bem?');
    await type('!');
    expect(await typed()).toBe('olá bruna! tudo bem?');
  });

  it('completes commands and then what may stand behind them', async () => {
    await type('/th');
    await chat.press('Tab');
    expect(await typed()).toBe('/theme ');
    const seen: string[] = [];
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab']) {
      await chat.press(key);
      seen.push(await typed());
    }
    expect(seen).toEqual(['/theme green', '/theme amber', '/theme dos', '/theme green']);
  });

  it('moves the focus on when nothing is typed, and stays when nothing fits', async () => {
    await chat.append(message('a line'));
    await chat.press('Tab');
    expect(await focused()).not.toBe('input');
    for (const text of ['xyz', 'olá ', 'ana, bruno ', 'bo', '/nope']) {
      await chat.input.fill(text);
      await chat.press('Tab');
      expect(await focused()).toBe('input');
      expect(await typed()).toBe(text);
    }
    await type('!');
    expect(await typed()).toBe('/nope!');
  });

  it.each([
    ['ask (br', 'ask (bruno '],
    ['"an', '"ana '],
    ['ana,br', 'ana,bruno '],
    ['see [#co', 'see [#code '],
    ['\u00bfan', '\u00bfana '],
    ['\u201can', '\u201cana '],
    ['**@an', '**@ana '],
  ])('completes behind brackets, quotes and commas: %j', async (text, completed) => {
    await type(text);
    await chat.press('Tab');
    expect(await typed()).toBe(completed);
  });

  it('takes a nick that begins with a bracket as it is', async () => {
    await chat.receive({
      type: 'vocabulary',
      vocabulary: { own: 'ana', nicks: ['[bot]', 'bob'], rooms: [], muted: [] },
    });
    await type('ask [b');
    await chat.press('Tab');
    expect(await typed()).toBe('ask [bot] ');
  });

  it('with Shift leaves the prompt unless there is something to go back to', async () => {
    await chat.append(message('a line'));
    await type('br');
    await chat.press('Shift+Tab');
    expect(await typed()).toBe('br');
    expect(await focused()).not.toBe('input');
  });

  it('can be undone, step by step', async () => {
    await type('br');
    await chat.press('Tab', 'Tab');
    await chat.press('Control+z', 'Control+z');
    expect(await typed()).toBe('br');
    await chat.press('Control+Shift+z');
    expect(await typed()).toBe('bruno: ');
  });

  it('does nothing while an input method composes', async () => {
    const session = await chat.page.context().newCDPSession(chat.page);
    await session.send('Input.imeSetComposition', { text: 'br', selectionStart: 2, selectionEnd: 2 });
    expect(await suggested()).toBe('');
    await chat.ask(`document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Tab', isComposing: true, bubbles: true, cancelable: true }))`);
    expect(await typed()).toBe('br');
  });

  it('does not offer a name that cannot be shown as it is', async () => {
    await chat.receive({
      type: 'vocabulary',
      vocabulary: {
        nicks: ['evil\u202exe', 'evil\nline', 'evil name', 'even'],
        rooms: [],
        own: '',
        muted: [],
      },
    });
    await type('ev');
    await chat.press('Tab', 'Tab');
    expect(await typed()).toBe('even: ');
  });
});

describe('the suggestion', () => {
  it('is what Tab would put there, seen in grey behind the caret and no part of the text', async () => {
    await type('bru');
    expect(await suggested()).toBe('no:');
    expect(await typed()).toBe('bru');
    const [front, dim] = await chat.ask<string[]>(`[
      getComputedStyle(document.querySelector('.suggested')).color, getComputedStyle(document.querySelector('.time') ?? document.querySelector('.typing')).color]`);
    expect(front).toBe(dim);
    await chat.press('Tab');
    expect(await typed()).toBe('bruno: ');
    expect(await suggested()).toBe('');
  });

  it('stands right behind what is typed, whatever the width', async () => {
    for (const width of [800, 300]) {
      await chat.page.setViewportSize({ width, height: 400 });
      await chat.input.fill(`${'palavra '.repeat(7)}br`);
      await chat.press('End');
      await chat.drawn();
      const block = (await chat.page.locator('.caret').boundingBox())!;
      const grey = (await chat.page.locator('.suggested').boundingBox())!;
      expect(Math.abs(grey.x - block.x)).toBeLessThanOrEqual(1);
      expect(Math.abs(grey.y - block.y)).toBeLessThanOrEqual(2);
    }
  });

  it('runs from right to left with its paragraph, and is taken with the left arrow there', async () => {
    await chat.page.keyboard.insertText('שלום של');
    expect(await suggested()).toBe('ומי');
    const block = (await chat.page.locator('.caret').boundingBox())!;
    const grey = (await chat.page.locator('.suggested').boundingBox())!;
    expect(Math.abs(grey.x + grey.width - block.x - block.width)).toBeLessThanOrEqual(2);
    await chat.press('ArrowLeft');
    expect(await typed()).toBe('שלום שלומי ');
  });

  it('is shown whole where it runs against its paragraph', async () => {
    await chat.page.keyboard.insertText('שלום bru');
    expect(await suggested()).toBe(' bruno ');
  });

  it('is taken with the right arrow at the end, which elsewhere moves the caret', async () => {
    await type('bru');
    await chat.press('ArrowLeft', 'ArrowRight');
    expect(await typed()).toBe('bru');
    await chat.press('ArrowRight');
    expect(await typed()).toBe('bruno: ');
  });

  it('is not there when the caret is elsewhere, something is selected, or the focus is not here', async () => {
    await type('bru');
    await chat.press('ArrowLeft');
    expect(await suggested()).toBe('');
    await chat.press('End', 'Shift+ArrowLeft');
    expect(await suggested()).toBe('');
    await chat.press('End');
    expect(await suggested()).toBe('no:');
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    expect(await suggested()).toBe('');
  });

  it('is not sent with Enter, nor told to a screen reader', async () => {
    await type('bru');
    expect(await chat.page.locator('#app').ariaSnapshot()).not.toContain('no:');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: '#chat', text: 'bru' }]);
  });

  it('changes with who is here', async () => {
    await type('c');
    expect(await suggested()).toBe('');
    await chat.receive({
      type: 'vocabulary',
      vocabulary: { nicks: ['carla'], rooms: [], own: '', muted: [] },
    });
    expect(await suggested()).toBe('arla:');
  });
});
